"""Figures of the desk's own work: whom it reached, what was promised and kept, who is left."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.figures import Figure, Input, Period, percent
from collections_desk.domain.money import Money
from collections_desk.domain.promises import PromiseState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.figure_facts import ContactFact, FigureFacts, PlanFact
    from collections_desk.domain.figures import FigureText, History
    from collections_desk.domain.promises import PromiseStanding

#: How a payment plan that runs may stand.
PLAN_CURRENT = frozenset({"active", "cured", "signed"})
PLAN_LATE = frozenset({"late", "broken"})


def figures_of_contact(
    facts: FigureFacts, history: History, period: Period, texts: Mapping[str, FigureText]
) -> list[Figure]:
    """Return the figures that count contacts and customers, in no currency."""
    calls = [one for one in facts.contacts if one.kind == "call"]
    connected = [one for one in calls if one.outcome in facts.connected]
    reached = [one for one in calls if one.outcome in facts.right_party]
    promised = [one for one in reached if one.promised or one.outcome in facts.promise_codes]
    rows = (
        (
            "right_party",
            _counted("Calls that reached the right person", reached),
            _counted("Calls that were answered, or rang out, or met a voicemail", connected),
        ),
        (
            "promise_rate",
            _counted("Of those, with a promise", promised),
            _counted("Calls that reached the right person", reached),
        ),
    )
    figures = [_share(ident, "", part, whole, texts[ident].missing) for ident, part, whole in rows]
    return [*figures, _coverage(facts, history, period, texts)]


def _counted(label: str, contacts: Sequence[ContactFact]) -> Input:
    return Input(label, len(contacts), "call", tuple((one.id, 0) for one in contacts))


def _share(ident: str, currency: str, part: Input, whole: Input, missing: str) -> Figure:
    value = percent(_number(part), _number(whole))
    return Figure(
        ident, currency, value, (part, whole), missing="" if value is not None else missing
    )


def _number(one: Input) -> int:
    if isinstance(one.value, Money):
        return one.value.minor
    return one.value if isinstance(one.value, int) else 0


def _coverage(
    facts: FigureFacts, history: History, period: Period, texts: Mapping[str, FigureText]
) -> Figure:
    """Customers with anything past due on a day of the period, and those contacted in it."""
    late: set[int] = set()
    first = period.first
    for one in history.on(period.before):
        if one.minor > 0 and one.item.due_on is not None and one.item.due_on < first:
            late.add(one.item.customer_id)
    late |= _fell_due(facts, period)
    touched = {one.customer_id for one in facts.contacts} & late
    return _share(
        "coverage",
        "",
        Input("Of those, called, written to or visited", len(touched), "customer", _ids(touched)),
        Input("Customers with something past due in the time", len(late), "customer", _ids(late)),
        texts["coverage"].missing,
    )


def _fell_due(facts: FigureFacts, period: Period) -> set[int]:
    """Return the customers of whom something became past due on a day of the period."""
    fell = [
        item
        for item in facts.items
        if item.due_on is not None and period.first <= item.due_on < period.last
    ]
    wanted = {item.id for item in fell}
    later: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for entry in facts.entries:
        if entry.invoice_id in wanted:
            later[entry.invoice_id].append((entry.on, entry.minor))
    found = set()
    for item in fell:
        assert item.due_on is not None  # noqa: S101 - asked for above
        day = item.due_on + timedelta(days=1)
        minor = item.open_minor - sum(part for on, part in later.get(item.id, ()) if on > day)
        if minor > 0:
            found.add(item.customer_id)
    return found


def _ids(customers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    return tuple((customer, 0) for customer in sorted(customers))


def kept_figures(
    standings: Sequence[PromiseStanding],
    period: Period,
    currency: str,
    texts: Mapping[str, FigureText],
) -> list[Figure]:
    """Return how well promises were kept that fell due in the period: by count and by money.

    A promise still open, superseded or canceled is not counted. By money the whole amount of
    a kept promise counts; the third figure adds what came in on promises partly kept.
    """
    due = [
        one
        for one in standings
        if one.promise.amount.currency == currency
        and period.holds(one.promise.due_on)
        and one.state in {PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN}
    ]
    kept = [one for one in due if one.state is PromiseState.KEPT]
    partly = [one for one in due if one.state is PromiseState.PARTLY_KEPT]
    promised = _promised("Promised, and fell due", due, currency)
    full = _promised("Of that kept in full", kept, currency)
    part = _promised("Came in on promises partly kept", partly, currency, received=True)
    either = Money(_number(full) + _number(part), currency)
    count = _share(
        "kept",
        currency,
        Input("Kept", len(kept), "promise", tuple((one.promise.id, 0) for one in kept)),
        Input("Fell due", len(due), "promise", tuple((one.promise.id, 0) for one in due)),
        texts["kept"].missing,
    )
    money = _share("kept_money", currency, full, promised, texts["kept_money"].missing)
    value = percent(either.minor, _number(promised))
    return [
        count,
        money,
        Figure(
            "kept_money_partial",
            currency,
            value,
            (full, part, promised),
            missing="" if value is not None else texts["kept_money_partial"].missing,
        ),
    ]


def _promised(
    label: str, standings: Sequence[PromiseStanding], currency: str, *, received: bool = False
) -> Input:
    parts = tuple(
        (one.promise.id, (one.received if received else one.promise.amount).minor)
        for one in standings
    )
    return Input(label, Money(sum(minor for _, minor in parts), currency), "promise", parts)


def plan_figures(plans: Sequence[PlanFact], currency: str) -> list[Figure]:
    """Return the payment plans that run, those on time and those that are late apart."""
    ours = [one for one in plans if one.currency == currency]

    def left(label: str, wanted: Callable[[PlanFact], bool]) -> Input:
        found = tuple((one.id, one.left_minor) for one in ours if wanted(one))
        total = Money(sum(minor for _, minor in found), currency)
        return Input(f"{label}: {len(found)}", total, "plan", found)

    current = left("Plans on time", lambda one: one.state in PLAN_CURRENT)
    late = left("Plans late or broken", lambda one: one.state in PLAN_LATE)
    return [
        Figure("plans_current", currency, current.value, (current,)),
        Figure("plans_late", currency, late.value, (late,)),
    ]
