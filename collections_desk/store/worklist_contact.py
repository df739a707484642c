"""What was promised, paid, held and done with each customer: the history behind the worklist."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.promises import Payment, Promise, promise_standings
from collections_desk.domain.worklist import TakenStep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.store.worklist_questions import Asker

#: Promises that fell due longer ago than this change nothing any more.
PROMISE_DAYS = 60
#: A payment longer ago than this neither pauses a plan nor asks for thanks.
PAYMENT_DAYS = 60


def promises(ask: Asker) -> dict[int, tuple[PromiseStanding, ...]]:
    """Return the promises that still matter, and how they stand."""
    days = ask.days
    since = ask.ago(PROMISE_DAYS)
    by_customer: dict[int, list[Promise]] = defaultdict(list)
    first = ask.question.today
    for ident, customer, currency, minor, taken, due in ask.rows(
        "SELECT id, customer_id, currency, amount_minor, taken_on, due_on FROM promise p "
        "WHERE ended IS NULL AND due_on >= :since {one_p}",
        since=since,
    ):
        taken_on, due_on = days[taken], days[due]
        if taken_on is None or due_on is None:
            continue
        first = min(first, taken_on)
        by_customer[customer].append(
            Promise(ident, customer, Money(minor, currency), taken_on, due_on)
        )
    if not by_customer:
        return {}
    payments = _payments(ask, first)
    question = ask.question
    return {
        customer: tuple(
            promise_standings(
                promises,
                payments.get(customer, ()),
                today=question.today,
                grace_business_days=question.grace_business_days,
                closed=question.closed,
            )
        )
        for customer, promises in by_customer.items()
    }


def _payments(ask: Asker, first: date) -> dict[int, list[Payment]]:
    payments: dict[int, list[Payment]] = defaultdict(list)
    for customer, currency, minor, dated in ask.rows(
        "SELECT p.customer_id, p.currency, p.amount_minor, p.dated_on FROM ledger_entry p "
        "WHERE p.kind = 'payment' AND p.dated_on >= :first {one_p} "
        "AND p.customer_id IN (SELECT customer_id FROM promise "
        "WHERE ended IS NULL AND due_on >= :since) "
        "AND p.id NOT IN (SELECT reverses_id FROM ledger_entry WHERE reverses_id IS NOT NULL)",
        first=first.isoformat(),
        since=ask.ago(PROMISE_DAYS),
    ):
        day = ask.days[dated]
        if day is not None:
            payments[customer].append(Payment(Money(-minor, currency), day))
    return payments


def talks(ask: Asker, customers: Collection[int]) -> dict[int, date]:
    """Return the day of the last conversation with each customer whose promises matter."""
    if not customers:
        return {}
    codes = ", ".join(f"'{code}'" for code in sorted(ask.question.conversations))
    rows = ask.rows(
        "SELECT a.customer_id, MAX(a.happened_at) FROM activity a "  # noqa: S608 - codes of ours
        f"WHERE a.outcome IN ({codes}) {{one_a}} "
        "AND a.customer_id IN (SELECT customer_id FROM promise WHERE ended IS NULL "
        f"AND due_on >= :since) AND a.id NOT IN ({_SUPERSEDED}) GROUP BY a.customer_id",
        since=ask.ago(PROMISE_DAYS),
    )
    return {
        customer: datetime.fromisoformat(at).astimezone(ask.question.zone).date()
        for customer, at in rows
        if customer in customers
    }


def holds(ask: Asker) -> dict[int, tuple[Hold, ...]]:
    """Return what is on hold today, stop flags first."""
    days = ask.days
    found: dict[int, list[Hold]] = defaultdict(list)
    for ident, customer, reason, begins, scope, ref, flag, review in ask.rows(
        "SELECT id, customer_id, reason, begins_on, scope, scope_ref, flag, review_on "
        "FROM hold h WHERE (lifted_on IS NULL OR lifted_on > :today) AND begins_on <= :today "
        "{one_h} ORDER BY flag = '', begins_on, id"
    ):
        begins_on = days[begins]
        if begins_on is not None:
            hold = Hold(
                ident, customer, reason, begins_on, scope, ref, flag, review_on=days[review]
            )
            found[customer].append(hold)
    return {customer: tuple(holds) for customer, holds in found.items()}


#: Entries that were corrected or withdrawn bring nothing about any more.
_SUPERSEDED = (
    "SELECT corrects_id FROM activity WHERE corrects_id IS NOT NULL "
    "UNION ALL SELECT withdraws_id FROM activity WHERE withdraws_id IS NOT NULL"
)


def steps(ask: Asker) -> dict[int, tuple[TakenStep, ...]]:
    """Return the steps on record that still stand, oldest first."""
    days = ask.days
    found: dict[int, list[TakenStep]] = defaultdict(list)
    for customer, plan, step, anchor, done in ask.rows(
        "SELECT customer_id, plan, step, anchor_on, done_on FROM contact_step s "  # noqa: S608
        "WHERE (activity_id IS NULL "
        f"OR activity_id NOT IN ({_SUPERSEDED})) {{one_s}} ORDER BY id"
    ):
        anchor_on, done_on = days[anchor], days[done]
        if anchor_on is not None and done_on is not None:
            found[customer].append(TakenStep(plan, step, anchor_on, done_on))
    return {customer: tuple(steps) for customer, steps in found.items()}


def last_payments(ask: Asker) -> dict[int, date | None]:
    """Return when each customer last paid, if it was lately."""
    rows = ask.rows(
        "SELECT customer_id, MAX(dated_on) FROM ledger_entry p WHERE kind = 'payment' "
        "AND dated_on >= :since {one_p} GROUP BY customer_id",
        since=ask.ago(PAYMENT_DAYS),
    )
    return {customer: ask.days[day] for customer, day in rows}


class LastContact(NamedTuple):
    """When it was, how it ended, and what it left to do on which day."""

    at: datetime | None = None
    outcome: str | None = None
    next_action: str | None = None
    next_on: date | None = None


NO_CONTACT = LastContact()


def contacts(ask: Asker) -> dict[int, LastContact]:
    """Return the last contact of each customer: when, outcome, and what it left to do."""
    days = ask.days
    rows = ask.rows(
        "SELECT customer_id, MAX(happened_at), outcome, next_action, next_on "  # noqa: S608
        "FROM activity a WHERE (kind IN ('call', 'letter', 'email', 'text', 'visit') "
        "OR next_on IS NOT NULL) AND withdraws_id IS NULL "
        f"AND id NOT IN ({_SUPERSEDED}) {{one_a}} GROUP BY customer_id"
    )
    return {
        customer: LastContact(datetime.fromisoformat(at), outcome, text, days[on])
        for customer, at, outcome, text, on in rows
    }


def phones(ask: Asker) -> dict[int, str]:
    """Return a number to call for each customer, the primary one where there is one."""
    rows = ask.rows(
        "SELECT customer_id, value FROM contact_point c "
        "WHERE kind IN ('phone', 'mobile') AND state = 'ok' {one_c} ORDER BY is_primary, id DESC"
    )
    return dict(rows)


def repeats(ask: Asker) -> dict[int, int]:
    """Return in how many earlier delinquencies each customer was worked on.

    One for each due date from which steps were counted that are no longer open.
    """
    rows: Iterable[tuple[Any, ...]] = ask.rows(
        "SELECT s.customer_id, COUNT(DISTINCT s.anchor_on) FROM contact_step s "
        "WHERE s.plan IN ('A', 'B', 'D') {one_s} AND NOT EXISTS ("
        "SELECT 1 FROM invoice i WHERE i.customer_id = s.customer_id AND i.status = 'open' "
        "AND i.open_minor > 0 AND i.due_on <= s.anchor_on) GROUP BY s.customer_id"
    )
    return dict(rows)
