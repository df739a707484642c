"""Payment plans: written schedules, and how each stands on a day, worked out from the money.

The state of a plan is never stored. Money fills its installments from the first to the last,
in the order in which it came; credits on the invoices of the plan shorten it from its end. A
plan breaks on the day after the cure days of an installment are over, or on the day on which a
second installment is missed while the first still is (collections practice, section 4.2, B9).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple

from collections_desk.domain.calendar import add_business_days
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from datetime import date, datetime

    from collections_desk.domain.promises import Payment

#: How the days of a plan follow each other.
RHYTHMS = ("weekly", "two_weekly", "monthly", "dates")
#: How an installment stands on a day.
InstallmentState = Literal["due", "kept", "late", "missed"]


class PlanState(Enum):
    """How a payment plan stands on a given day."""

    OFFERED = "offered"
    SIGNED = "signed"
    ACTIVE = "active"
    LATE = "late"
    CURED = "cured"
    BROKEN = "broken"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REPLACED = "replaced"


#: States in which the plan is agreed and its schedule holds.
RUNNING_STATES = frozenset({PlanState.SIGNED, PlanState.ACTIVE, PlanState.LATE, PlanState.CURED})
#: States in which nothing more comes of the plan.
ENDED_STATES = frozenset({PlanState.COMPLETED, PlanState.CANCELLED, PlanState.REPLACED})


@dataclass(frozen=True, slots=True)
class Installment:
    """One part of a plan. Number 0 is the down payment."""

    number: int
    due_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """A written schedule to pay `balance` in parts.

    Attributes:
        balance: What the installments add up to, to the cent.
        as_of: For which day the balance was known.
        rhythm: One of `RHYTHMS`.
        cure_days: Calendar days after the last day of a missed installment in which a payment
            still restores the plan.
        accelerates: Whether the whole rest falls due once the plan is broken, as signed.
        offered_on: When it was offered; its money counts from here.
        reply_by: The last day on which the customer may accept it, if one was set.
        signed_on: When the customer signed it; None while it is only offered.
        signed_sha256: The scan of the signed copy among the stored documents.
        installments: In the order of their days.
        invoice_ids: What it covers.
        ended: None, "cancelled" or "replaced": only an act of the clerk sets it.
        replaced_by_id: The plan that took its place.
        replaces: How many signed plans were replaced one after the other before this one; the
            house allows one re-plan.
        recorded_at: When it was put on record; None is "before every payment of its day".
    """

    id: int
    customer_id: int
    balance: Money
    as_of: date
    rhythm: str
    cure_days: int
    accelerates: bool
    offered_on: date
    reply_by: date | None = None
    signed_on: date | None = None
    signed_by: str = ""
    signed_sha256: str | None = None
    installments: tuple[Installment, ...] = ()
    invoice_ids: tuple[int, ...] = ()
    words: str = ""
    ended: str | None = None
    ended_on: date | None = None
    ended_reason: str = ""
    replaced_by_id: int | None = None
    replaces: int = 0
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InstallmentStanding:
    """An installment with what has come in for it by one day.

    Attributes:
        deadline: The last day on which it is paid in time: `due_on` and the grace.
        cure_until: The last day on which a payment still makes it good.
        kept_on: The day on which it was paid in full, or None.
    """

    installment: Installment
    received: Money
    state: InstallmentState
    cure_until: date
    deadline: date
    kept_on: date | None = None

    @property
    def left(self) -> Money:
        """Return what is still missing of it."""
        return self.installment.amount - self.received

    @property
    def was_late(self) -> bool:
        """Tell whether it was paid, but after its last day."""
        return self.kept_on is not None and self.kept_on > self.deadline


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """A plan with its state on one day.

    Attributes:
        next_due: The first installment that is not paid in full, whether late or to come; None
            when all is paid.
        missed: How many installments are past their last day and not paid in full.
        broken_on: The first day on which the plan was broken, or None. A plan on which
            everything came in after all is completed and keeps this date.
    """

    plan: PaymentPlan
    state: PlanState
    installments: tuple[InstallmentStanding, ...]
    received: Money
    left: Money
    next_due: Installment | None
    missed: int
    broken_on: date | None

    @property
    def is_running(self) -> bool:
        """Tell whether the plan is agreed and its schedule holds."""
        return self.state in RUNNING_STATES

    @property
    def overdue(self) -> Money:
        """Return what the plan lets us ask for now.

        The late and missed installments; the whole rest of a broken plan that accelerates.
        """
        if self.state is PlanState.BROKEN and self.plan.accelerates:
            return self.left
        late = [one.left.minor for one in self.installments if one.state in {"late", "missed"}]
        agreed = self.is_running or self.state is PlanState.BROKEN
        return Money(sum(late) if agreed else 0, self.left.currency)

    @property
    def promised(self) -> Money:
        """Return what is agreed for later, and therefore not to be collected now.

        The rest of a running plan without what is late. A broken plan still protects what is
        not due yet, unless it was signed that everything falls due.
        """
        if not self.is_running and self.state is not PlanState.BROKEN:
            return Money(0, self.left.currency)
        return self.left - self.overdue


class PlanMatch(NamedTuple):
    """Plans with their standings, and the payments with what no plan has used up."""

    standings: list[PlanStanding]
    payments: list[Payment]


def plan_standings(
    plans: Iterable[PaymentPlan],
    payments: Iterable[Payment],
    *,
    today: date,
    grace_business_days: int,
    closed: Container[date] = (),
) -> list[PlanStanding]:
    """Tell how each plan of one customer stands on `today`, the oldest offer first.

    See `match_plans`, which also gives back the money that is left for promises.
    """
    return match_plans(
        plans, payments, today=today, grace_business_days=grace_business_days, closed=closed
    ).standings


def match_plans(
    plans: Iterable[PaymentPlan],
    payments: Iterable[Payment],
    *,
    today: date,
    grace_business_days: int,
    closed: Container[date] = (),
) -> PlanMatch:
    """Lay the money of one customer against its plans.

    A payment counts once. It counts for a plan in its currency if it names one of the plan's
    invoices or none, came by `today`, and was not yet in the balance of the plan: it came after
    the day of the offer, or between the day of the balance and that day but was put on record
    after the plan was. A plan that is only offered is owed nothing yet: it shows what came, and
    leaves it to promises. The order of `payments` does not matter.

    Args:
        plans: All plans of one customer.
        payments: All payments and credits of that customer.
        today: The creditor's local date.
        grace_business_days: How many business days after its day an installment is still in
            time.
        closed: Public holidays.
    """
    left = sorted(
        (one for one in payments if one.amount.minor > 0),
        key=lambda one: (one.received_on, one.credit, one.invoice_id or 0, one.amount.minor),
    )
    standings = []
    for plan in sorted(plans, key=lambda plan: (plan.offered_on, plan.id)):
        until = plan.ended_on if plan.ended is not None and plan.ended_on else today
        day = min(until, today)
        money, after = _use_up(left, plan, day)
        if plan.signed_on is not None:
            left = after
        deadlines = [
            add_business_days(one.due_on, grace_business_days, closed) for one in plan.installments
        ]
        standings.append(_standing(plan, money, deadlines, day))
    return PlanMatch(standings, [one for one in left if not one.credit])


class _Came(NamedTuple):
    day: date
    minor: int
    credit: bool


def counts_for(plan: PaymentPlan, payment: Payment) -> bool:
    """Tell whether money was received for a plan, and not yet in its balance."""
    if payment.amount.currency != plan.balance.currency or payment.received_on < plan.as_of:
        return False
    named = payment.invoice_id is None and not payment.credit
    if not named and plan.invoice_ids and payment.invoice_id not in plan.invoice_ids:
        return False
    if payment.received_on > plan.offered_on:
        return True
    if plan.recorded_at is None or payment.recorded_at is None:
        return payment.received_on == plan.offered_on
    return payment.recorded_at >= plan.recorded_at


def _use_up(
    payments: Sequence[Payment], plan: PaymentPlan, until: date
) -> tuple[list[_Came], list[Payment]]:
    """Return what counts for a plan, oldest first, and the payments with what is left."""
    came: list[_Came] = []
    left: list[Payment] = []
    missing = plan.balance.minor
    for payment in payments:
        if payment.received_on > until or not missing or not counts_for(plan, payment):
            left.append(payment)
            continue
        used = min(missing, payment.amount.minor)
        missing -= used
        came.append(_Came(payment.received_on, used, payment.credit))
        if used < payment.amount.minor:
            rest = Money(payment.amount.minor - used, payment.amount.currency)
            left.append(replace(payment, amount=rest))
    return came, left


class _Filled(NamedTuple):
    minor: int
    kept_on: date | None


def _fill(plan: PaymentPlan, money: Iterable[_Came]) -> list[_Filled]:
    """Lay money against the installments: payments from the first, credits from the last."""
    got = [0] * len(plan.installments)
    kept: list[date | None] = [None] * len(plan.installments)
    for came in money:
        left = came.minor
        order = range(len(got))
        for at in reversed(order) if came.credit else order:
            used = min(left, plan.installments[at].amount.minor - got[at])
            got[at] += used
            left -= used
            if used and got[at] == plan.installments[at].amount.minor:
                kept[at] = came.day
    return [_Filled(*pair) for pair in zip(got, kept, strict=True)]


def _standing(
    plan: PaymentPlan, money: list[_Came], deadlines: list[date], today: date
) -> PlanStanding:
    filled = _fill(plan, money)
    standings = tuple(
        _installment(plan, one, deadline, got, today)
        for one, deadline, got in zip(plan.installments, deadlines, filled, strict=True)
    )
    broken_on = _broken_on(standings, today) if plan.signed_on is not None else None
    received = Money(sum(came.minor for came in money), plan.balance.currency)
    return PlanStanding(
        plan=plan,
        state=_state(plan, standings, broken_on, received, today),
        installments=standings,
        received=received,
        left=plan.balance - received,
        next_due=next((one.installment for one in standings if one.left), None),
        missed=sum(one.state in {"late", "missed"} for one in standings),
        broken_on=broken_on,
    )


def _installment(
    plan: PaymentPlan, installment: Installment, deadline: date, got: _Filled, today: date
) -> InstallmentStanding:
    cure_until = deadline + timedelta(days=plan.cure_days)
    state: InstallmentState = "due"
    if got.kept_on is not None:
        state = "kept"
    elif plan.signed_on is not None and plan.ended is None and today > deadline:
        state = "late" if today <= cure_until else "missed"
    received = Money(got.minor, installment.amount.currency)
    return InstallmentStanding(installment, received, state, cure_until, deadline, got.kept_on)


def _broken_on(standings: Sequence[InstallmentStanding], today: date) -> date | None:
    days = []
    for at, one in enumerate(standings):
        if one.kept_on is None or one.kept_on > one.cure_until:
            days.append(one.cure_until + timedelta(days=1))
        days += [
            later.deadline + timedelta(days=1)
            for later in standings[at + 1 :]
            if (one.kept_on is None or one.kept_on > later.deadline)
            and (later.kept_on is None or later.kept_on > later.deadline)
        ]
    first = min(days, default=None)
    return first if first is not None and first <= today else None


def _state(
    plan: PaymentPlan,
    standings: Sequence[InstallmentStanding],
    broken_on: date | None,
    received: Money,
    today: date,
) -> PlanState:
    if plan.ended is not None:
        return PlanState(plan.ended)
    if plan.signed_on is None:
        return PlanState.OFFERED
    if received.minor >= plan.balance.minor:
        return PlanState.COMPLETED
    if broken_on is not None:
        return PlanState.BROKEN
    return _running_state(standings, received, today)


def _running_state(
    standings: Sequence[InstallmentStanding], received: Money, today: date
) -> PlanState:
    if any(one.state == "late" for one in standings):
        return PlanState.LATE
    kept = [one for one in standings if one.kept_on is not None]
    if kept and kept[-1].was_late:
        return PlanState.CURED
    started = bool(received) or (bool(standings) and standings[0].installment.due_on <= today)
    return PlanState.ACTIVE if started else PlanState.SIGNED
