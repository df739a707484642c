"""The calls, letters, promises and disputes of the sample, by the shipped contact plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from installer.sample_ledger import ANCHOR, SLOW, Books, Invoice, between, business_day, pick

if TYPE_CHECKING:
    from random import Random

#: Where the invented merchant sits; times in the files are told in this zone.
HOME_ZONE = ZoneInfo("America/New_York")
#: Nobody is called before or after these hours where she is.
EARLIEST, LATEST = time(8, 30), time(20, 0)
#: Which words and which plan a kind of payer gets.
WORDS = {"drifting": "forgetful", "failing": "squeezed", "prompt": "forgetful"}
PLAN = {"forgetful": "A", "drifting": "A", "squeezed": "B", "failing": "B"}
#: Step, days after the due date, how, letter type. The certified steps end the walk: nobody
#: can invent the number of a certified letter, so those letters still wait.
STEPS: dict[str, tuple[tuple[str, int, str, str], ...]] = {
    "A": (
        ("A1", -7, "letter", "L01"),
        ("A3", 3, "letter", "L02"),
        ("A4", 7, "call", ""),
        ("A5", 10, "letter", "L02"),
        ("A6", 15, "system", ""),
        ("A7", 20, "call", ""),
        ("A8", 30, "letter", "L03"),
        ("A9", 40, "call", ""),
        ("A10", 50, "letter", "L04"),
    ),
    "B": (
        ("B1", -5, "letter", "L01"),
        ("B2", 5, "call", ""),
        ("B3", 7, "letter", "L05"),
        ("B4", 15, "call", ""),
        ("B10", 30, "letter", "L03"),
        ("B11", 45, "letter", "L04"),
    ),
    "C": (("C1", 3, "letter", "L08"), ("C2", 4, "system", ""), ("C3", 7, "call", "")),
    "D": (
        ("D1", -7, "letter", "L01"),
        ("D2", 3, "letter", "L02"),
        ("D3", 10, "call", ""),
        ("D4", 20, "call", ""),
        ("D5", 30, "letter", "L03"),
        ("D6", 45, "call", ""),
        ("D7", 60, "letter", "L04"),
    ),
}
#: What a call of the plan comes to, in turn, by the words in use.
ANSWERS = {
    "forgetful": ("RPN", "RPQ", "RPP", "RPN", "RPP"),
    "squeezed": ("RPH", "RPP", "RPL", "RPN", "RPP", "RPH"),
    "arguing": ("RPN", "RPR", "RPN"),
    "new": ("RPN", "RPQ", "RPP"),
    "silent": ("VML", "TPM", "NA", "VMN", "NIS"),
}
#: Calls that came to nothing, before the one that reached somebody.
MISSES = {"squeezed": ("NA", "VML", "GK"), "forgetful": ("VML", "NA", "GK")}
REASONS = {
    "forgetful": ("R01", "R02", "R03", "R05", "R07", "R08", "R09", "R04"),
    "squeezed": ("R20", "R21", "R22", "R20", "R23", "R29"),
    "arguing": ("R40", "R40", "R41", "R43"),
    "new": ("R01", "R02", "R06", "R08"),
    "silent": ("R62",),
}
REACHED = {"RPN", "RPQ", "RPP", "RPF", "RPH", "RPL", "RPD", "RPR"}
SECONDS = {"NA": (25, 40), "VML": (30, 55), "VMN": (20, 35), "NIS": (8, 15)}
SHORT_TALK, LONG_TALK = 95, 640

Row = dict[str, Any]


@dataclass
class Contact:
    """Everything that was said and agreed, as rows of the files to write."""

    activities: list[Row] = field(default_factory=list)
    promises: list[Row] = field(default_factory=list)
    disputes: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One step of a plan: counted from `anchor`, due on `day`, the `number`-th of its plan."""

    plan: str
    name: str
    anchor: date
    day: date
    how: str
    letter: str
    number: int


def _steps(plan: str, anchor: date) -> list[Step]:
    return [
        Step(plan, name, anchor, business_day(anchor + timedelta(days=days)), how, letter, number)
        for number, (name, days, how, letter) in enumerate(STEPS[plan])
    ]


@dataclass
class Talker:
    """Writes one customer's story."""

    random: Random
    words: dict[str, Any]
    books: Books
    contact: Contact
    customer: dict[str, str]
    turn: int

    @property
    def voice(self) -> str:
        """Which words this kind of payer uses."""
        return WORDS.get(self.customer["behavior"], self.customer["behavior"])

    def moment(self, day: date) -> datetime | None:
        """Find a minute of our day that is within calling hours at the customer."""
        for _ in range(12):
            minute = between(self.random, 8 * 60 + 45, 17 * 60 + 15)
            here = datetime.combine(day, time(minute // 60, minute % 60), HOME_ZONE)
            there = here.astimezone(ZoneInfo(self.customer["time_zone"]))
            if EARLIEST <= there.time() <= LATEST and there.weekday() < 5:  # noqa: PLR2004 - Saturday
                return here
        return None

    def add(self, day: date, kind: str, *, action: str, **more: object) -> Row:
        """Write one line of the timeline."""
        row: Row = {
            "customer": self.customer["reference"],
            "kind": kind,
            "direction": "none" if kind == "note" else "out",
            "action": action,
            "at": f"{day} {between(self.random, 9, 16):02}:{between(self.random, 0, 59):02}",
        }
        row.update(more)
        self.contact.activities.append(row)
        return row

    def call(self, day: date, outcome: str, invoices: list[Invoice], **more: object) -> Row:
        """Write one call, or an e-mail where our hours and theirs never meet."""
        here = self.moment(day)
        number = self.customer["phone"]
        if here is None or not number:
            return self.add(
                day,
                "email",
                action="EM",
                outcome="EMS",
                note="No hour of our day suits theirs; wrote instead.",
                invoices=" ".join(i.number for i in invoices),
            )
        low, high = SECONDS.get(outcome, (SHORT_TALK, LONG_TALK))
        reached = outcome in REACHED
        voice = self.words[self.voice]
        texts = voice.get(outcome) or self.words["forgetful"].get(outcome, [""])
        if more.get("direction") == "in":
            texts = voice["IN"]
        note = pick(self.random, texts).format(
            who=self.customer["person"], invoice=invoices[0].number if invoices else "the invoice"
        )
        fields: Row = {
            "direction": "out",
            "at": f"{here:%Y-%m-%d %H:%M}",
            "seconds": between(self.random, low, high),
            "number": number,
            "reached_name": self.customer["person"] if reached else "",
            "reached_role": self.customer["role"] if reached else "",
            "identity_checked": "1" if reached else "",
            "outcome": outcome,
            "reason": pick(self.random, REASONS[self.voice]) if reached else "",
            "note": note,
            "invoices": " ".join(i.number for i in invoices) if reached else "",
            **more,
        }
        action = "IC" if fields["direction"] == "in" else "OC"
        return self.add(day, "call", action=action, **fields)

    def letter(self, day: date, letter_type: str, invoices: list[Invoice]) -> None:
        """Write a letter that went out by first-class mail."""
        self.add(
            day,
            "letter",
            action="LT",
            outcome="MLD",
            note=f"Letter {letter_type} mailed first class.",
            invoices=" ".join(i.number for i in invoices),
        )

    def promise(self, call: Row, invoice: Invoice, due: date, share: Decimal) -> None:
        """Take the customer's word on a call that was just written."""
        if call["kind"] != "call":
            return
        taken = date.fromisoformat(call["at"][:10])
        left = invoice.amount if invoice.status == "closed" else invoice.open
        key = f"P{len(self.contact.promises) + 1:03}"
        call.update({"promise": key, "next_action": "check the promise", "next_on": due})
        self.contact.promises.append(
            {
                "key": key,
                "customer": invoice.customer,
                "amount": (left * share).quantize(invoice.amount),
                "taken_on": taken,
                "due_on": due,
                "by_whom": self.customer["person"],
                "method": pick(self.random, ("check", "transfer", "card")),
                "words": pick(self.random, self.words["promise_words"]["words"]),
                "invoices": invoice.number,
            }
        )

    def after_promise(self, call: Row, taken: date, due: date, about: list[Invoice]) -> None:
        """Confirm a promise in writing, and call again where it was broken a while ago."""
        if call["kind"] != "call":
            return
        if taken < ANCHOR - timedelta(days=1):
            self.done(Step("P", "P1", taken, taken, "letter", "", 0))
            self.add(taken, "email", action="EM", outcome="EMS", note="Promise confirmed.")
        again = business_day(due + timedelta(days=between(self.random, 3, 5)))
        if again < ANCHOR - timedelta(days=3):
            self.call(again, "RPN", about, reason="R10")

    def done(self, step: Step) -> None:
        """Write that a step of a plan was taken."""
        self.contact.steps.append(
            {
                "customer": self.customer["reference"],
                "plan": step.plan,
                "step": step.name,
                "anchor_on": step.anchor,
                "done_on": step.day,
                "how": step.how,
            }
        )

    def old_story(self, invoice: Invoice) -> None:
        """Tell how an invoice that was paid late came to be paid."""
        paid = [e.dated for e in self.books.entries if e.invoice is invoice]
        last = max(paid)
        delay = (last - invoice.due).days
        if delay < SLOW:
            return
        self.letter(business_day(invoice.due + timedelta(days=5)), "L02", [invoice])
        day = business_day(invoice.due + timedelta(days=min(9, delay - 3)))
        if self.random.random() < 0.4:  # noqa: PLR2004 - two calls in five need a first try
            self.call(day - timedelta(days=1 if day.weekday() else 3), "NA", [invoice])
        kept = self.random.random() < 0.65  # noqa: PLR2004 - two promises in three are kept
        due = business_day(last if kept else max(day, last - timedelta(days=6)))
        if (due - day).days <= 14:  # noqa: PLR2004 - the desk takes no longer promises
            self.promise(self.call(day, "RPP", [invoice]), invoice, due, Decimal(1))
        else:
            self.call(day, "RPN", [invoice])

    def open_story(self, invoices: list[Invoice]) -> None:
        """Walk the contact plan from the oldest open invoice to today."""
        plan = PLAN.get(self.customer["behavior"], "D")
        anchor = invoices[0].due
        reminded = business_day(anchor - timedelta(days=7))
        due_steps = [step for step in _steps(plan, anchor) if reminded <= step.day <= ANCHOR]
        if due_steps and self.turn % 3:
            due_steps.pop()  # the newest step is still to be taken
        for step in due_steps:
            self.take_step(step, invoices)

    def take_step(self, step: Step, invoices: list[Invoice]) -> None:
        """Write one step of a plan and what was done for it."""
        day, number = step.day, step.number
        about = [i for i in invoices if i.due <= day] or invoices[:1]
        self.done(step)
        if step.how == "letter":
            self.letter(day, step.letter, about)
        elif step.how == "call":
            misses = MISSES.get(self.voice, ("NA",))
            before = day - timedelta(days=1 if day.weekday() else 3)
            if (number + self.turn) % 2:
                self.call(before, pick(self.random, misses), about)
            answers = ANSWERS[self.voice]
            outcome = answers[(self.turn + number) % len(answers)]
            call = self.call(day, outcome, about)
            if outcome == "RPP":
                share = Decimal("0.5") if self.voice == "squeezed" else Decimal(1)
                due = business_day(day + timedelta(days=between(self.random, 3, 10)))
                self.promise(call, about[0], due, share)
                self.after_promise(call, day, due, about)

    def dispute_story(self, invoices: list[Invoice], codes: list[str]) -> None:
        """Tell of a customer who disputes a part of the oldest open invoice."""
        invoice = invoices[0]
        age = (ANCHOR - invoice.due).days
        received = business_day(invoice.due + timedelta(days=min(6, max(1, age - 8))))
        code = codes[self.turn % len(codes)]
        words, owner, evidence, finding = self.words["disputes"][code]
        share = Decimal(1) if self.turn % 3 == 0 else Decimal("0.4")
        self.call(received, "RPD", [invoice], dispute_code=code, reason="R40")
        age = (ANCHOR - received).days
        state = (
            ("received" if age < 4 else "acknowledged")  # noqa: PLR2004 - days
            if age < 9  # noqa: PLR2004 - days
            else pick(self.random, ("investigating", "waiting_customer", "investigating"))
        )
        decided = age > 40 and self.turn % 2 == 0  # noqa: PLR2004 - days
        amount = (invoice.open * share).quantize(invoice.amount)
        self.contact.disputes.append(
            {
                "customer": invoice.customer,
                "invoice": invoice.number,
                "code": code,
                "amount": amount,
                "received_on": received,
                "owner": owner,
                "words": words,
                "evidence": evidence,
                "state": "decided_upheld" if decided else state,
                "decided_on": received + timedelta(days=21) if decided else "",
                "upheld": amount if decided else "",
                "finding": finding if decided else "",
            }
        )
        for step in _steps("C", received):
            if step.day <= ANCHOR:
                self.take_step(step, [invoice])
        answered = Step(
            "C", "C5", received + timedelta(days=21), received + timedelta(days=33), "call", "", 0
        )
        if decided and answered.day < ANCHOR - timedelta(days=15):
            self.take_step(answered, [invoice])

    def recent(self, invoices: list[Invoice]) -> None:
        """Write what happened in the last days: someone called in, a note, a fresh promise."""
        overdue = [i for i in invoices if i.due < ANCHOR]
        day = ANCHOR - timedelta(days=(0, 1, 2, 3, 6, 7, 8)[self.turn % 7])
        voice = self.words[self.voice]
        if overdue and self.turn % 4 == 1 and "IN" in voice:
            call = self.call(day, "RPP", overdue, direction="in")
            if call["kind"] == "call":
                due = business_day(ANCHOR + timedelta(days=1 + self.turn % 9))
                self.promise(call, overdue[0], due, Decimal(1))
                self.after_promise(call, day, due, overdue)
        elif self.turn % 4 == 3:  # noqa: PLR2004 - every fourth
            self.add(
                day,
                "note",
                action="RV",
                outcome="NOTE",
                note=pick(self.random, self.words["notes"]["texts"]),
            )
