"""Expected cash: open promises and installments by week, weighted with what was kept before.

Money that nobody promised is not in it. The weight of a customer is the mean of a beta
distribution: what the customer kept, together with `PRIOR_COUNT` imaginary promises that were
kept as often as the promises of all customers. Somebody with few promises is judged mostly by
the others, somebody with many by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from collections_desk.domain.money import Money
from collections_desk.domain.payment_plans import RUNNING_STATES
from collections_desk.domain.promises import DECIDED, PromiseState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from collections_desk.domain.agreements import Agreements

#: So many imaginary promises, kept at the rate of all customers, stand beside a customer's own.
PRIOR_COUNT = 4
#: What is taken for the rate of all customers while nobody has promised anything: one half, as
#: if one of two had been kept.
PRIOR_OF_ALL = Fraction(1, 2)
_PRIOR_OF_ALL_COUNT = 2
#: Weeks begin on Monday.
_WEEK = timedelta(days=7)


class TrackRecord(NamedTuple):
    """Promises and installments that fell due, and how many of them were paid in time."""

    due: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class ExpectedPayment:
    """One open promise, or one installment that is not paid in full.

    Attributes:
        kind: Which of the two.
        ref_id: The number of the promise or the plan.
        part: The number of the installment; 0 for a down payment, None for a promise.
        due_on: When it is due.
        week: The Monday of the week in which it is looked for: that of `due_on`, or of today
            where the day has passed.
        promised: What is missing of it.
        weight: Between 0 and 1.
        record: The customer's own record, on which the weight rests.
        stopped: Why nothing is expected of it, or empty.
    """

    customer_id: int
    name: str
    kind: Literal["promise", "installment"]
    ref_id: int
    part: int | None
    due_on: date
    week: date
    promised: Money
    weight: Decimal
    record: TrackRecord
    stopped: str = ""

    @property
    def expected(self) -> Money:
        """Return promised x weight, rounded half up to the cent."""
        return self.promised.times(self.weight)


class WeekSum(NamedTuple):
    """The sums of one week in one currency."""

    week: date
    promised: Money
    expected: Money


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected from a day on.

    Attributes:
        today: The day.
        overall: The record of all customers.
        lines: Every part, the earliest due first.
        weeks: Sums by currency, then by week, the weeks between without money too.
    """

    today: date
    overall: TrackRecord
    lines: tuple[ExpectedPayment, ...]
    weeks: tuple[WeekSum, ...]

    @property
    def overall_rate(self) -> Decimal:
        """Return the rate at which the imaginary promises are kept."""
        return _decimal(rate_of_all(self.overall))


def track_record(agreed: Agreements, today: date) -> TrackRecord:
    """Count the promises and installments of one customer that fell due, and those kept.

    Kept means in full and within the grace days. An installment counts from its last day on; one
    that was made good within the cure days was not kept.
    """
    due = kept = 0
    for promise in agreed.promises:
        if promise.state in DECIDED and promise.promise.due_on <= today:
            due += 1
            kept += promise.state is PromiseState.KEPT
    for plan in agreed.plans:
        for part in plan.installments if plan.plan.signed_on is not None else ():
            in_time = part.kept_on is not None and not part.was_late
            until = plan.plan.ended_on
            if until is not None and part.deadline > until:
                continue
            if part.deadline < today or (in_time and part.installment.due_on <= today):
                due += 1
                kept += in_time
    return TrackRecord(due, kept)


def rate_of_all(record: TrackRecord) -> Fraction:
    """Return (kept + 1) / (due + 2): one half while nothing fell due yet."""
    pseudo = PRIOR_OF_ALL * _PRIOR_OF_ALL_COUNT
    return (record.kept + pseudo) / (record.due + _PRIOR_OF_ALL_COUNT)


def weight_of(record: TrackRecord, overall: TrackRecord) -> Decimal:
    """Return (kept + 4 p) / (due + 4) with p = `rate_of_all`: the mean of a beta distribution."""
    prior = rate_of_all(overall) * PRIOR_COUNT
    return _decimal((record.kept + prior) / (record.due + PRIOR_COUNT))


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / Decimal(share.denominator)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def forecast(
    agreed: Mapping[int, Agreements],
    names: Mapping[int, str],
    *,
    today: date,
    stopped: Mapping[int, str],
) -> Forecast:
    """Return what is expected of open promises and of running plans.

    A broken plan and an offer that is not signed are no promise. What is due before today and
    still open (within its grace or cure days) is looked for in the week of today.

    Args:
        agreed: How the agreements of each customer stand on `today`.
        names: Their names.
        today: The creditor's date.
        stopped: The customers of whom nothing is expected, with the reason; their lines stay
            in sight with a weight of nothing.
    """
    records = {customer: track_record(one, today) for customer, one in agreed.items()}
    overall = TrackRecord(
        sum(one.due for one in records.values()), sum(one.kept for one in records.values())
    )
    lines: list[ExpectedPayment] = []
    for customer, one in agreed.items():
        record, why = records[customer], stopped.get(customer, "")
        weight = Decimal(0) if why else weight_of(record, overall)
        for kind, ref_id, part, due_on, left in _open_parts(one):
            lines.append(
                ExpectedPayment(
                    customer_id=customer,
                    name=names.get(customer, ""),
                    kind=kind,
                    ref_id=ref_id,
                    part=part,
                    due_on=due_on,
                    week=monday(max(due_on, today)),
                    promised=left,
                    weight=weight,
                    record=record,
                    stopped=why,
                )
            )
    lines.sort(key=lambda line: (line.due_on, line.name.casefold(), line.ref_id, line.part or 0))
    return Forecast(today, overall, tuple(lines), tuple(week_sums(lines, today)))


_Part = tuple[Literal["promise", "installment"], int, int | None, "date", Money]


def _open_parts(agreed: Agreements) -> Iterable[_Part]:
    for standing in agreed.promises:
        if standing.state is PromiseState.OPEN and standing.left:
            promise = standing.promise
            yield "promise", promise.id, None, promise.due_on, standing.left
    for plan in agreed.plans:
        if plan.state not in RUNNING_STATES:
            continue
        for part in plan.installments:
            if part.left:
                one = part.installment
                yield "installment", plan.plan.id, one.number, one.due_on, part.left


def week_sums(lines: Iterable[ExpectedPayment], today: date) -> list[WeekSum]:
    """Add up lines by currency and week, from this week to the last, none left out."""
    sums: dict[str, dict[date, list[int]]] = {}
    for line in lines:
        both = sums.setdefault(line.promised.currency, {}).setdefault(line.week, [0, 0])
        both[0] += line.promised.minor
        both[1] += line.expected.minor
    found = []
    for code, weeks in sorted(sums.items()):
        week = monday(today)
        while week <= max(weeks):
            promised, expected = weeks.get(week, (0, 0))
            found.append(WeekSum(week, Money(promised, code), Money(expected, code)))
            week += _WEEK
    return found
