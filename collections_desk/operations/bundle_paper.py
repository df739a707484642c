"""The referral bundle as a paper: facts, money, agreements, disputes, timeline, proof, hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.aging import days_past_due
from collections_desk.domain.certified_mail import in_fours
from collections_desk.domain.decision_memo import aging_heads
from collections_desk.domain.handout_words import (
    ENTRY_WORDS,
    ITEM_WORDS,
    KEPT_BACK,
    KINDS,
    address_text,
    paper_day,
    shown_number,
    state_words,
)
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.letters import RETURN_RECEIPTS, SERVICES
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.money_text import money_text, monies_text
from collections_desk.domain.paper import FactLines, PaperTable, Paragraph, Section
from collections_desk.domain.placements import ENDINGS, percent_text
from collections_desk.domain.settlements import STATES
from collections_desk.operations.bundle_payments import payment_sections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_desk.domain.holds import Hold
    from collections_desk.domain.paper import Block, BundleChoice
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.handout_facts import Handout

_NONE = Paragraph("None on record.", "small")


def bundle_sections(facts: Handout, desk: Desk, choice: BundleChoice) -> list[Section]:
    """Return the sections of the bundle that speak of money and agreements."""
    notes = choice.notes
    return [
        Section("Facts", _facts(facts, desk, choice)),
        Section("Balance", _balance(facts)),
        Section("Invoices and other items", _items(facts)),
        Section("Payments and other entries", _entries(facts)),
        *payment_sections(facts, notes=notes),
        Section("Promises to pay", _promises(facts, notes=notes)),
        Section("Payment plans", _plans(facts)),
        Section("Disputes and decisions on them", _disputes(facts, desk, notes=notes)),
        Section("Decisions, placements and settlements", _ends(facts)),
        Section("Letters and proof of mailing", _letters(facts, desk)),
    ]


def _facts(facts: Handout, desk: Desk, choice: BundleChoice) -> tuple[Block, ...]:
    customer = facts.customer
    lines = [
        ("Customer", customer.name),
        ("Account", customer.reference or "none"),
        ("Kind", KINDS[customer.kind.value]),
        *(("Address", address_text(one)) for one in facts.addresses),
        *(
            ("Person", ", ".join(part for part in (one.name, one.role) if part))
            for one in facts.people
        ),
        *(
            (
                one.kind.capitalize(),
                shown_number(one.value, full=choice.full_numbers) if one.is_phone else one.value,
            )
            for one in facts.points
        ),
    ]
    holds = [
        f"{_hold_name(one, desk)}, since {long_day(one.begins_on)}: "
        f"{one.reason if choice.notes else KEPT_BACK}"
        for one in facts.holds
        if one.lifted_on is None
    ]
    lines += [("Hold or stop flag", text) for text in holds]
    return (FactLines(tuple(lines)),)


def _hold_name(hold: Hold, desk: Desk) -> str:
    """Return what a hold or stop flag is called, in words."""
    if not hold.flag:
        return "On hold"
    known = desk.resources.flags.get(hold.flag)
    return known.label if known is not None else hold.flag


def _balance(facts: Handout) -> tuple[Block, ...]:
    locale = facts.settings.locale
    as_of = facts.line.as_of
    rows = tuple(
        (
            aging.currency,
            *(money_text(Money(minor, aging.currency), locale) for minor in aging.minors),
            money_text(aging.balance, locale),
        )
        for aging in facts.line.aging
    )
    lines = FactLines(
        (
            ("Balances as of", long_day(as_of) if as_of else "not known"),
            ("Open", monies_text(facts.line.balances, locale)),
            ("Past due", monies_text(facts.line.overdue, locale)),
            ("Days past due", f"{facts.line.days_past_due} (oldest undisputed invoice)"),
        )
    )
    if not rows:
        return (lines,)
    heads = ("Currency", *aging_heads()[1:])
    table = PaperTable(heads, rows, (1.0,) + (1.5,) * 7, frozenset(range(1, 8)))
    return (lines, table)


def _items(facts: Handout) -> tuple[Block, ...]:
    locale = facts.settings.locale
    rows = []
    for item in facts.items:
        amount, left = (Money(item.amount_minor, item.currency), item.open_minor)
        opened = Money(left, item.currency)
        late = days_past_due(item.due_on, facts.today) if left > 0 else 0
        rows.append(
            (
                f"{ITEM_WORDS.get(item.kind, item.kind)} {item.number}".strip(),
                paper_day(item.issued_on),
                paper_day(item.due_on),
                str(late) if late else "",
                money_text(amount, locale),
                money_text(amount - opened, locale),
                money_text(opened, locale),
                state_words(item.status),
            )
        )
    totals = totals_by_currency(
        Money(item.open_minor, item.currency) for item in facts.items if item.status == "open"
    )
    rows += [
        (f"Open, {code}", "", "", "", "", "", money_text(total, locale), "")
        for code, total in totals.items()
    ]
    if not rows:
        return (_NONE,)
    heads = ("Item", "Dated", "Due", "Days", "Original", "Less", "Open", "State")
    weights = (2.3, 1.5, 1.5, 0.8, 1.6, 1.6, 1.6, 1.1)
    return (PaperTable(heads, tuple(rows), weights, frozenset({3, 4, 5, 6}), len(totals)),)


def _entries(facts: Handout) -> tuple[Block, ...]:
    locale = facts.settings.locale
    if not facts.entries:
        return (_NONE,)
    rows = tuple(
        (
            paper_day(one.dated_on),
            ENTRY_WORDS.get(one.kind, state_words(one.kind)),
            one.invoice_number,
            money_text(one.amount, locale),
            " ".join(part for part in (one.reference, one.note) if part),
        )
        for one in facts.entries
    )
    words = Paragraph(
        "A payment, credit, waiver, write-off or settlement lowers the balance and stands in "
        "parentheses. What was written off or settled was not paid.",
        "small",
    )
    heads = ("Date", "Entry", "Invoice", "Amount", "Reference")
    return (words, PaperTable(heads, rows, (1.4, 1.8, 1.5, 1.5, 3.5), frozenset({3})))


def _promises(facts: Handout, *, notes: bool) -> tuple[Block, ...]:
    locale = facts.settings.locale
    if not facts.promises:
        return (_NONE,)
    rows = tuple(
        (
            paper_day(one.promise.taken_on),
            paper_day(one.promise.due_on),
            money_text(one.promise.amount, locale),
            money_text(one.received, locale),
            state_words(one.promise.ended or one.state.value),
            ", ".join(
                part
                for part in (
                    one.promise.by_whom,
                    one.promise.method,
                    one.promise.words if notes else "",
                )
                if part
            ),
        )
        for one in facts.promises
    )
    heads = ("Taken", "Due", "Promised", "Received", "State", "By whom, how, words")
    return (PaperTable(heads, rows, (1.4, 1.4, 1.5, 1.5, 1.3, 3.0), frozenset({2, 3})),)


def _plans(facts: Handout) -> tuple[Block, ...]:
    locale = facts.settings.locale
    blocks: list[Block] = []
    for one in facts.plans:
        plan = one.plan
        signed = long_day(plan.signed_on) if plan.signed_on else "not signed"
        balance = money_text(plan.balance, locale)
        blocks += [
            Paragraph(f"Plan {plan.id}: {balance}, {one.state.value}", "strong"),
            FactLines(
                (
                    ("Offered", long_day(plan.offered_on)),
                    ("Signed", f"{signed} {plan.signed_by}".strip()),
                    ("Received on it", money_text(one.received, locale)),
                    ("Broken on", long_day(one.broken_on) if one.broken_on else "not broken"),
                )
            ),
            PaperTable(
                ("No.", "Due", "Amount", "Received", "State"),
                tuple(
                    (
                        str(part.installment.number) if part.installment.number else "Down",
                        paper_day(part.installment.due_on),
                        money_text(part.installment.amount, locale),
                        money_text(part.received, locale),
                        part.state,
                    )
                    for part in one.installments
                ),
                (0.8, 1.6, 1.6, 1.6, 1.4),
                frozenset({2, 3}),
            ),
        ]
    return tuple(blocks) or (_NONE,)


def _disputes(facts: Handout, desk: Desk, *, notes: bool) -> tuple[Block, ...]:
    locale = facts.settings.locale
    numbers = {item.id: item.number for item in facts.items}
    codes = desk.resources.dispute_codes
    blocks: list[Block] = []
    for one in facts.disputes:
        code = codes.get(one.code)
        amount = money_text(one.amount, locale)
        invoice = numbers.get(one.invoice_id, f"item {one.invoice_id}")
        evidence = ", ".join(
            f"{paper} ({'there' if there else 'missing'})" for paper, there in one.evidence
        )
        lines = [
            ("Received", long_day(one.received_on)),
            (
                "What was said",
                (one.words if notes else KEPT_BACK) if one.words else "nothing recorded",
            ),
            ("State", state_words(one.state)),
            ("Evidence", evidence or "none listed"),
        ]
        if one.line:
            lines.insert(1, ("Line", one.line))
        if one.acknowledged_on is not None:
            lines.append(("Acknowledged", long_day(one.acknowledged_on)))
        if one.decided_on is not None:
            lines.append(("Decided", long_day(one.decided_on)))
        if one.upheld is not None:
            lines.append(("What stands", money_text(one.upheld, locale)))
        if one.finding:
            lines.append(("Finding", one.finding))
        title = f"{code.label if code else one.code}: {amount} of {invoice}"
        blocks += [Paragraph(title, "strong"), FactLines(tuple(lines))]
    return tuple(blocks) or (_NONE,)


def _ends(facts: Handout) -> tuple[Block, ...]:
    locale = facts.settings.locale
    blocks: list[Block] = []
    for one in facts.decisions:
        mark = "" if one.stands or one.withdraws_id is not None else " (withdrawn)"
        lines = [("Decided by", one.decided_by), ("Reason", one.reason)]
        if one.memo_sha256:
            lines.append(("Memo, SHA-256", one.memo_sha256))
        title = f"{paper_day(one.decided_on)}: {one.words}{mark}"
        blocks += [Paragraph(title, "strong"), FactLines(tuple(lines))]
    for placed in facts.placements:
        lines = [
            ("Placed", f"{money_text(placed.amount, locale)} on {long_day(placed.placed_on)}"),
            ("Commission", percent_text(placed.commission_percent)),
            ("Recovered", money_text(placed.recovered, locale)),
            ("State", _placement_state(placed.ended, placed.ended_reason)),
        ]
        title = f"Placement with {placed.name}"
        blocks += [Paragraph(title, "strong"), FactLines(tuple(lines))]
    for standing in facts.settlements:
        agreed = standing.settlement
        words = (
            f"{money_text(agreed.agreed, locale)} in the place of "
            f"{money_text(agreed.owed, locale)}, by {long_day(agreed.due_on)}"
        )
        received = money_text(standing.received, locale)
        lines = [("Agreed", words), ("Received", received), ("State", STATES[standing.state])]
        title = f"Settlement of {paper_day(agreed.agreed_on)}"
        blocks += [Paragraph(title, "strong"), FactLines(tuple(lines))]
    return tuple(blocks) or (_NONE,)


def _placement_state(ended: str | None, reason: str) -> str:
    return f"{ENDINGS.get(ended, ended)}: {reason}" if ended else "running"


def _letters(facts: Handout, desk: Desk) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for letter in facts.letters:
        number = in_fours(letter.article_number or "")
        lines = [
            ("Dated", long_day(letter.letter_date)),
            ("Sent by", SERVICES.get(letter.service, letter.service)),
            ("Stands at", letter.state_words),
        ]
        if number:
            lines.append(("Article number", number))
            lines.append(("Return receipt", RETURN_RECEIPTS[letter.return_receipt]))
        if letter.first_class_copy:
            lines.append(("Also sent", "a copy by First-Class Mail"))
        lines += [("Event", text) for text in _events(letter.events, letter.withdrawn_ids)]
        if letter.document_sha256:
            lines.append(("As printed, SHA-256", letter.document_sha256))
        kind = desk.resources.letters.types.get(letter.type)
        named = f"{letter.ref}: {kind.label if kind is not None else letter.type} ({letter.type})"
        blocks += [Paragraph(named, "strong"), FactLines(tuple(lines))]
    return tuple(blocks) or (_NONE,)


def _events(events: Iterable[object], withdrawn: frozenset[int]) -> Iterable[str]:
    from collections_desk.domain.letters import STATE_WORDS, LetterEvent  # noqa: PLC0415 - types

    for event in events:
        if not isinstance(event, LetterEvent):
            continue
        words = STATE_WORDS[event.state]
        if event.withdraws_id is not None:
            words = f"withdrawn, again: {words}"
        elif event.id in withdrawn:
            words = f"{words} (withdrawn)"
        paper = ", with a paper" if event.document_sha256 else ""
        note = f": {event.note}" if event.note else ""
        yield f"{words} on {long_day(event.dated_on)}{paper}{note}, {event.clerk}"
