"""Figures of what is owed and what came in: age, roll, delay, recovery, cures, write-offs."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.aging import BUCKETS
from collections_desk.domain.figures import (
    Figure,
    Input,
    Period,
    by_bucket,
    percent,
    quotient,
    summed,
)
from collections_desk.domain.invoices import CREDIT_KINDS
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from collections_desk.domain.figure_facts import EntryFact, FigureFacts, ItemFact
    from collections_desk.domain.figures import FigureText, History, Standing

#: What a figure is called that counts money booked in the period, and the entries it adds.
BOOKED = {
    "received": "payment",
    "credited": "credit",
    "written_off": "write_off",
    "waived": "waiver",
    "settled_away": "settlement",
}
#: An invoice counts as cured if nothing is open of it any more so many days past due.
CURED_BY = 30


def figures_of_money(
    facts: FigureFacts,
    history: History,
    period: Period,
    currency: str,
    texts: Mapping[str, FigureText],
) -> list[Figure]:
    """Return the figures of one currency."""
    return [
        *_open(history, period, currency),
        *_roll(history, period, currency, texts),
        *_recovery(facts, history, period, currency, texts),
        _delay(facts, period, currency, texts),
        _cured(facts, period, currency, texts),
        *_booked(facts, period, currency),
        *_disputes(facts, period, currency),
        _invoice_delay(facts, period, currency, texts),
    ]


def _open(history: History, period: Period, currency: str) -> list[Figure]:
    buckets = by_bucket(history.on(period.last), currency)
    inputs = tuple(
        summed(label, bucket, currency) for label, bucket in zip(BUCKETS, buckets, strict=True)
    )
    total = sum(one.minor for bucket in buckets for one in bucket)
    overdue = sum(one.minor for bucket in buckets[1:] for one in bucket)
    share = percent(overdue, total)
    return [
        Figure("open", currency, Money(total, currency), inputs),
        Figure("overdue", currency, Money(overdue, currency), inputs[1:]),
        Figure(
            "overdue_share",
            currency,
            share,
            (
                Input("Past due", Money(overdue, currency)),
                Input("Open", Money(total, currency)),
            ),
            missing="" if share is not None else "Not enough to say: nothing is open.",
        ),
    ]


def _debts(standings: Iterable[Standing], currency: str) -> list[list[Standing]]:
    """Part what is owed by age; credits and unapplied cash are no debts and do not roll."""
    return by_bucket((one for one in standings if one.minor > 0), currency)


def roll_rate(before: int, rolled: int) -> Decimal | None:
    """Return what of a bucket moved on to an older one, in percent of what lay in it."""
    return percent(rolled, before)


def _roll(
    history: History, period: Period, currency: str, texts: Mapping[str, FigureText]
) -> list[Figure]:
    then = _debts(history.on(period.before), currency)
    now = {one.item.id: one for one in history.on(period.last)}
    figures = []
    for place, bucket in enumerate(then[:-1]):
        older = [
            now[one.item.id]
            for one in bucket
            if one.item.id in now and now[one.item.id].minor > 0
            if now[one.item.id].bucket > place
        ]
        began = summed(f"{BUCKETS[place]} on {short_day(period.before)}", bucket, currency)
        rolled = summed(f"Of these, older on {short_day(period.last)}", older, currency)
        value = roll_rate(_minor(began), _minor(rolled))
        figures.append(
            Figure(
                "roll",
                currency,
                value,
                (began, rolled),
                part=f"{BUCKETS[place]} to {BUCKETS[place + 1]}",
                missing="" if value is not None else texts["roll"].missing,
            )
        )
    return figures


def _minor(one: Input) -> int:
    return one.value.minor if isinstance(one.value, Money) else 0


def _recovery(
    facts: FigureFacts,
    history: History,
    period: Period,
    currency: str,
    texts: Mapping[str, FigureText],
) -> list[Figure]:
    paid: dict[int, list[EntryFact]] = defaultdict(list)
    for entry in _entries(facts, period, currency, "payment"):
        if entry.invoice_id is not None:
            paid[entry.invoice_id].append(entry)
    figures = []
    for label, bucket in zip(BUCKETS, _debts(history.on(period.before), currency), strict=True):
        entries = [entry for one in bucket for entry in paid.get(one.item.id, ())]
        began = summed(f"Open and {label} on {short_day(period.before)}", bucket, currency)
        came = _entries_input("Received on the same items since", entries, currency)
        value = percent(_minor(came), _minor(began))
        figures.append(
            Figure(
                "recovery",
                currency,
                value,
                (came, began),
                part=label,
                missing="" if value is not None else texts["recovery"].missing,
            )
        )
    return figures


def _entries(facts: FigureFacts, period: Period, currency: str, kind: str) -> list[EntryFact]:
    return [
        entry
        for entry in facts.entries
        if entry.kind == kind
        and entry.kept
        and entry.currency == currency
        and period.first <= entry.on <= period.last
    ]


def _entries_input(label: str, entries: Sequence[EntryFact], currency: str) -> Input:
    """Add entries up; money that came in lowers the balance, so its entry is negative."""
    return Input(
        label,
        Money(-sum(entry.minor for entry in entries), currency),
        "entry",
        tuple((entry.id, -entry.minor) for entry in entries),
    )


def average_delay(payments: Iterable[tuple[int, int]]) -> Decimal | None:
    """Return how late money came, in days, each dollar counting alike.

    Args:
        payments: Minor units and days past the due date; early is negative.
    """
    rows = list(payments)
    return quotient(sum(minor * days for minor, days in rows), sum(minor for minor, _ in rows))


def _delay(
    facts: FigureFacts, period: Period, currency: str, texts: Mapping[str, FigureText]
) -> Figure:
    due = {item.id: item.due_on for item in facts.items if item.due_on is not None}
    counted: list[EntryFact] = []
    rows: list[tuple[int, int]] = []
    dollar_days = 0
    for entry in _entries(facts, period, currency, "payment"):
        due_on = due.get(entry.invoice_id or 0)
        if due_on is None:
            continue
        late = (entry.on - due_on).days
        counted.append(entry)
        rows.append((-entry.minor, late))
        dollar_days += -entry.minor * late
    value = average_delay(rows)
    return Figure(
        "delay",
        currency,
        value,
        (
            _entries_input("Received on invoices with a due date", counted, currency),
            Input("Sum of each payment times its days late", Money(dollar_days, currency)),
        ),
        missing="" if value is not None else texts["delay"].missing,
    )


def _cured(
    facts: FigureFacts, period: Period, currency: str, texts: Mapping[str, FigureText]
) -> Figure:
    """Of the invoices whose 30th day past due lies in the period, those with nothing left."""
    fell = [
        item
        for item in facts.items
        if item.currency == currency
        and item.kind not in CREDIT_KINDS
        and item.due_on is not None
        and period.holds(item.due_on + timedelta(days=CURED_BY))
    ]
    overdue, cured = _late_and_cured(facts, fell)
    value = percent(len(cured), len(overdue))
    return Figure(
        "cured",
        currency,
        value,
        (
            _items_input("Invoices whose 30th day past due fell into the time", overdue),
            _items_input("Of those, nothing was open on that day", cured),
        ),
        missing="" if value is not None else texts["cured"].missing,
    )


def _late_and_cured(
    facts: FigureFacts, fell: Sequence[ItemFact]
) -> tuple[list[ItemFact], list[ItemFact]]:
    wanted = {item.id for item in fell}
    by_item: dict[int, list[EntryFact]] = defaultdict(list)
    for entry in facts.entries:
        if entry.invoice_id in wanted:
            by_item[entry.invoice_id].append(entry)
    overdue, cured = [], []
    for item in fell:
        assert item.due_on is not None  # noqa: S101 - asked for above
        late, end = item.due_on, item.due_on + timedelta(days=CURED_BY)
        entries = by_item.get(item.id, ())
        at_due = item.open_minor - sum(one.minor for one in entries if one.on > late)
        at_end = item.open_minor - sum(one.minor for one in entries if one.on > end)
        if at_due > 0 and (item.born is None or item.born <= end):
            overdue.append(item)
            # What was written off or credited is gone, but nobody was cured by it.
            gone = any(
                one.kind not in {"payment", "reversal"} and late < one.on <= end for one in entries
            )
            if at_end <= 0 and not gone:
                cured.append(item)
    return overdue, cured


def _items_input(label: str, items: Sequence[ItemFact]) -> Input:
    parts = tuple((item.id, 0) for item in items)
    return Input(label, len(items), "item", parts)


def _booked(facts: FigureFacts, period: Period, currency: str) -> list[Figure]:
    """Return what was booked, write-offs and waivers apart from what was paid."""
    figures = []
    for ident, kind in BOOKED.items():
        entries = _entries(facts, period, currency, kind)
        total = _entries_input("Entries", entries, currency)
        figures.append(Figure(ident, currency, total.value, (total,)))
    return figures


def _disputes(facts: FigureFacts, period: Period, currency: str) -> list[Figure]:
    """Return what stood in dispute at the end of the period, by code."""
    standing = [
        one
        for one in facts.disputes
        if one.currency == currency
        and one.received_on <= period.last
        and (one.is_open or (one.decided_on is not None and one.decided_on > period.last))
    ]
    codes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in standing:
        codes[one.code].append((one.id, one.minor))
    inputs = tuple(
        Input(
            f"{code} {facts.dispute_labels.get(code, '')}".strip(),
            Money(sum(minor for _, minor in parts), currency),
            "dispute",
            tuple(parts),
        )
        for code, parts in sorted(codes.items())
    )
    total = Money(sum(one.minor for one in standing), currency)
    return [Figure("disputed", currency, total, inputs)]


def _invoice_delay(
    facts: FigureFacts, period: Period, currency: str, texts: Mapping[str, FigureText]
) -> Figure:
    """Invoices that left the customer less time than its terms, or none at all."""
    issued, short = [], []
    for item in facts.items:
        if (
            item.currency != currency
            or item.kind != "invoice"
            or item.due_on is None
            or not period.holds(item.issued_on)
        ):
            continue
        assert item.issued_on is not None  # noqa: S101 - the period holds it
        issued.append(item)
        given = (item.due_on - item.issued_on).days
        if given < max(facts.terms.get(item.customer_id, 1), 1):
            short.append(item)
    value = percent(len(short), len(issued))
    return Figure(
        "invoice_delay",
        currency,
        value,
        (
            _items_input("Invoices dated in the time, with a due date", issued),
            _items_input("Of those, with less time to pay than agreed, or none", short),
        ),
        missing="" if value is not None else texts["invoice_delay"].missing,
    )
