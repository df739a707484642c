"""The wake-up brief: nothing skipped, nothing twice, however long the laptop was shut."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from collections_desk.domain.brief import Brief
from collections_desk.domain.customers import Category
from collections_desk.domain.guards import Confirmed
from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money
from collections_desk.domain.plan_schedule import PlanTerms, plan_schedule
from collections_desk.domain.promise_text import TypedPromise
from collections_desk.errors import DeskError
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.brief import mark_brief_read, wake_up_brief
from collections_desk.operations.desk import Desk
from collections_desk.operations.payment_plans import Signature, offer_plan, sign_plan
from collections_desk.operations.safekeeping import verify
from collections_desk.operations.worklist import worklist
from collections_desk.store.tables import InvoiceRow
from tests.clock import Clock
from tests.conftest import open_copy
from tests.operations.contact_desk import add_customer, add_invoice, add_payment, entry
from tests.operations.mail_desk import DECIDED, approved, article_number, printed, write_settings
from tests.operations.mail_desk import add_customer as add_mail_customer

START = date(2026, 11, 20)
#: What the clerk answers to every guard that asks.
REASONS = {f"G-{kind}-{number:02}": Confirmed("They asked for it.") for kind in
           ("ID", "PAY", "STOP", "FREQ", "TIME") for number in range(1, 17)}  # fmt: skip


def set_day(clock: Clock, day: date) -> None:
    """Let it be ten in the morning in Boston."""
    clock.now = datetime(day.year, day.month, day.day, 15, 0, tzinfo=UTC)


def lines(brief: Brief) -> list[tuple[str, int | None, str, date | None]]:
    """What changed, without what still stands from before."""
    return [
        (part.id, line.customer_id, line.text, line.when)
        for part in brief.parts
        if not part.id.endswith("_still")
        for line in part.lines
    ]


def derived(desk: Desk) -> list[object]:
    """Everything that is worked out: decisions, promises, plans, cases."""
    found: list[object] = []
    for line in sorted(worklist(desk, everyone=True), key=lambda one: one.customer_id):
        page = customers.customer_page(desk, line.customer_id)
        found.append((line.name, line.state, line.next_action, line.why, line.rank))
        found.append([(one.promise.id, one.state, one.received) for one in page.promises])
        found.append([(one.plan.id, one.state, one.missed) for one in page.payment_plans])
        found.append(page.cases)
    return found


class Office:
    """A clerk with a few customers, who does much the same whenever the laptop is open."""

    def __init__(self, desk: Desk, clock: Clock, seed: int) -> None:
        self.desk, self.clock = desk, clock
        self.dice = random.Random(seed)  # noqa: S311 - not for secrets
        self.seen: list[tuple[str, int | None, str, date | None]] = []
        set_day(clock, START)
        self.customers = [add_customer(desk, f"Customer {number}") for number in range(6)]
        for place, customer in enumerate(self.customers):
            category = list(Category)[place % 4]
            customers.decide_category(desk, customer, category, reason="As the file says.")
            add_invoice(desk, customer, 40_000 + place, START - timedelta(days=20 * place - 15))
        mark_brief_read(desk, wake_up_brief(desk))

    def wake(self, day: date) -> None:
        """Open the laptop, read the brief."""
        set_day(self.clock, day)
        brief = wake_up_brief(self.desk)
        assert brief.day == day
        self.seen += lines(brief)
        mark_brief_read(self.desk, brief)

    def work(self, day: date) -> None:
        """Do some of what the worklist says, and let things happen."""
        due = [
            line
            for line in worklist(self.desk)
            if line.next_action is not None and line.next_action.due_on <= day
        ]
        for line in due[:3]:
            with suppress(DeskError):
                if line.next_action is not None and line.next_action.kind == "call":
                    outcome = self.dice.choice(["NA", "RPN", "RPH"])
                    call = entry(self.desk, line.customer_id, outcome)
                    contact.log_call(self.desk, call, reasons=REASONS)
                else:
                    contact.finish_step(self.desk, line.customer_id)
        deeds: list[Callable[[int, date], object]] = [
            self.pay, self.pay, self.promise, self.promise, self.invoice, self.invoice,
            self.plan, self.plan, self.sort, self.hold, self.dispute,
        ]  # fmt: skip
        customer = self.dice.choice(self.customers)
        with suppress(DeskError):
            self.dice.choice(deeds)(customer, day)

    def pay(self, customer: int, day: date) -> None:
        with self.desk.database.read() as session:
            rows = (
                session.query(InvoiceRow)
                .filter_by(customer_id=customer, status="open")
                .order_by(InvoiceRow.due_on)
                .all()
            )
            owed = [(row.id, row.open_minor) for row in rows]
        if owed:
            ident, minor = owed[0]
            add_payment(self.desk, customer, ident, self.dice.choice([minor, minor // 2]), day)

    def invoice(self, customer: int, day: date) -> None:
        due = day + timedelta(days=self.dice.randrange(-10, 30))
        add_invoice(self.desk, customer, self.dice.randrange(5_000, 60_000), due)

    def promise(self, customer: int, day: date) -> None:
        due = day + timedelta(days=self.dice.randrange(0, 14))
        typed = TypedPromise(Money(self.dice.randrange(1_000, 30_000), "USD"), due, "")
        contact.take_promise(self.desk, customer, typed, reasons=REASONS)

    def plan(self, customer: int, day: date) -> None:
        page = customers.customer_page(self.desk, customer)
        invoices = [one for one in page.invoices if one.open.minor > 0 and not one.disputed]
        minor = sum(one.open.minor for one in invoices)
        terms = PlanTerms(
            balance=Money(minor, "USD"),
            as_of=page.as_of or day,
            rhythm="weekly",
            cure_days=10,
            accelerates=True,
            offered_on=day,
            installments=plan_schedule(
                Money(minor, "USD"), down_payment=Money(minor // 5, "USD"), installments=4,
                first_on=day + timedelta(days=5), rhythm="weekly",
            ),
            invoice_ids=tuple(one.id for one in invoices),
            reply_by=day + timedelta(days=8),
        )  # fmt: skip
        plan = offer_plan(self.desk, customer, terms, reasons=REASONS)
        if self.dice.random() < 0.7:
            sign_plan(self.desk, plan, Signature(day, "Dana Reyes"))

    def sort(self, customer: int, _day: date) -> None:
        category = self.dice.choice(list(Category))
        customers.decide_category(self.desk, customer, category, reason="As heard today.")

    def hold(self, customer: int, day: date) -> None:
        review = day + timedelta(days=self.dice.randrange(1, 20))
        contact.put_on_hold(self.desk, customer, "Waits for the owner", review_on=review)

    def dispute(self, customer: int, _day: date) -> None:
        page = customers.customer_page(self.desk, customer)
        for one in page.invoices[:1]:
            contact.open_dispute(self.desk, customer, one.id, "D02", words="Two boxes short.")


def office(template: Path, home: Path, seed: int) -> Office:
    clock = Clock()
    return Office(open_copy(template, home, clock), clock, seed)


@pytest.mark.parametrize("seed", [2])
def test_thirty_gaps_end_as_daily_running_does(
    template_home: Path, tmp_path: Path, seed: int
) -> None:
    """The same days of work; one laptop is opened daily besides, the other is not."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    days, day = [], START
    for _ in range(30):
        day += timedelta(days=dice.randint(1, 30))
        days.append(day)
    daily = office(template_home, tmp_path / "daily", seed)
    seldom = office(template_home, tmp_path / "seldom", seed)
    today = START
    for gap, open_on in enumerate(days):
        while today < open_on:
            today += timedelta(days=1)
            daily.wake(today)
        seldom.wake(open_on)
        if gap % 3 == 0:  # reading every page is most of the time of this test
            assert derived(daily.desk) == derived(seldom.desk)
        missing, more = Counter(daily.seen), Counter(seldom.seen)
        assert (missing - more, more - missing) == (Counter(), Counter()), open_on
        daily.work(open_on)
        seldom.work(open_on)

    assert derived(daily.desk) == derived(seldom.desk)
    assert not [line for line, count in Counter(seldom.seen).items() if count > 1]
    assert {part for part, *_ in seldom.seen} >= {
        "promises_due", "promises_broken", "installments_missed", "plans_broken", "steps",
        "reviews",
    }  # fmt: skip
    for one in (daily, seldom):
        (orphans,) = [check for check in verify(one.desk).checks if check.name == "orphans"]
        assert orphans.good, orphans.said
        one.desk.database.close()


def test_mail_that_came_back_a_missing_number_and_old_balances_stand_until_put_right(
    desk: Desk, clock: Clock
) -> None:
    write_settings(desk)
    back, numbered = add_mail_customer(desk, "Came Back"), add_mail_customer(desk, "No Number")
    mark_brief_read(desk, wake_up_brief(desk))
    letter = approved(desk, back)
    printed(desk, letter.id)
    mail.record_rung(desk, [letter.id], LetterState.POSTED, START)
    mail.record_rung(desk, [letter.id], LetterState.RETURNED, START, note="Moved")
    draft = mail.draft_letter(desk, numbered, "L11").letter
    mail.save_letter_draft(desk, draft.id, options=replace(
        DECIDED, copies=draft.options.copies, enclosures=draft.options.enclosures
    ))  # fmt: skip
    mail.approve_letter(desk, draft.id, reasons={
        one.guard: Confirmed("looked at it") for one in mail.examine_letter(desk, draft.id)
    })  # fmt: skip
    set_day(clock, START + timedelta(days=8))  # the limit of the house is 7 days

    def said(part: str) -> list[tuple[int | None, int | None, str]]:
        return [
            (line.customer_id, line.letter_id, line.text)
            for one in wake_up_brief(desk).parts
            if one.id.removesuffix("_still") == part
            for line in one.lines
        ]

    ((who, which, text),) = said("returned")
    assert (who, which) == (back, letter.id)
    assert "came back; the address is not put right" in text
    ((who, which, text),) = said("numbers")
    assert (who, which) == (numbered, draft.id)
    assert "waits for its article number" in text
    ((_who, _which, text),) = said("old_data")
    assert text == "Balances of 2 customers are of Fri, Nov 20, 2026: import a newer file"

    mark_brief_read(desk, wake_up_brief(desk))
    set_day(clock, START + timedelta(days=9))
    assert [len(said(part)) for part in ("returned", "numbers", "old_data")] == [1, 1, 1]

    home = customers.customer_page(desk, back).addresses[0].id
    customers.fix_address(
        desk, back, home, line1="2 New St", city="Columbus", region="OH", postal_code="43215",
        country="US",
    )  # fmt: skip
    mail.enter_article_number(desk, draft.id, article_number(7))
    with desk.database.write("test.import", "newer", now=desk.now()) as transaction:
        for item in transaction.query(InvoiceRow).all():
            item.as_of = START + timedelta(days=9)
    assert [said(part) for part in ("returned", "numbers", "old_data")] == [[], [], []]
