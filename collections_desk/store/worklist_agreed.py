"""What was agreed and decided with each customer: promises, payment plans, settlements,
decisions, placements, charges. The facts behind the worklist, asked for all at once.
"""  # noqa: D205 - one sentence

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from collections_desk.domain.calendar import add_business_days
from collections_desk.domain.money import Money
from collections_desk.domain.next_agreed import STANDING
from collections_desk.domain.worklist import DecisionFact, PlacementFact, SettlementFact
from collections_desk.store.agreements import agreements_among
from collections_desk.store.tables import CustomerRow
from collections_desk.store.worklist_sums import ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from collections_desk.domain.payment_plans import PlanStanding
    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.store.worklist_questions import Asker

#: Promises that fell due longer ago than this change nothing any more once they were talked of.
PROMISE_DAYS = 60


class Agreed(NamedTuple):
    """Promises and payment plans that still matter, by customer number."""

    promises: dict[int, tuple[PromiseStanding, ...]]
    plans: dict[int, tuple[PlanStanding, ...]]


def agreements(ask: Asker) -> Agreed:
    """Return the promises and plans that still matter, and how they stand.

    The money of a customer is laid against all that was ever agreed with it, as on the
    customer's page.
    """
    question = ask.question
    customers = [row[0] for row in ask.rows(_who_agreed(ask), since=_since(ask))]
    if not customers:
        return Agreed({}, {})
    found = agreements_among(
        ask.session,
        select(CustomerRow.id).where(CustomerRow.id.in_(customers)),
        question.customer_id,
        today=question.today,
        grace_business_days=question.grace_business_days,
        closed=question.closed,
    )
    promises, plans = {}, {}
    for customer, both in found.items():
        given = tuple(one for one in both.promises if one.promise.ended is None)
        running = tuple(one for one in both.plans if one.plan.ended is None)
        if given:
            promises[customer] = given
        if running:
            plans[customer] = running
    return Agreed(promises, plans)


def _since(ask: Asker) -> str:
    return ask.since(PROMISE_DAYS).isoformat()


def _who_agreed(ask: Asker) -> str:
    """Ask for the customers whose promises or plans still matter.

    A promise that nobody has talked about since it fell due matters, however old it is: no
    customer is let go by mere time.
    """
    codes = ", ".join(f"'{code}'" for code in sorted(ask.question.conversations)) or "''"
    return (
        "SELECT customer_id FROM promise p WHERE ended IS NULL AND (due_on >= :since "  # noqa: S608 - codes of ours
        "OR NOT EXISTS (SELECT 1 FROM activity a WHERE a.customer_id = p.customer_id "
        f"AND a.outcome IN ({codes}) AND a.happened_at > p.due_on)) {{one_p}} "
        "UNION SELECT customer_id FROM payment_plan p WHERE ended IS NULL {one_p}"
    )


def rests(ask: Asker, plans: Mapping[int, Iterable[PlanStanding]]) -> dict[int, date | None]:
    """Return, for each customer with a plan that stands, the oldest due date outside of it."""
    covered: dict[int, set[int]] = {}
    whole: set[int] = set()
    for customer, standings in plans.items():
        for one in standings:
            if one.state not in STANDING:
                continue
            covered.setdefault(customer, set()).update(one.plan.invoice_ids)
            if not one.plan.invoice_ids:
                whole.add(customer)
    found: dict[int, date | None] = dict.fromkeys(covered)
    if not covered.keys() - whole:
        return found
    customers = ", ".join(str(number) for number in sorted(covered.keys() - whole))
    invoices = ", ".join(str(number) for numbers in covered.values() for number in numbers)
    rows = ask.rows(
        f"WITH aside AS ({ASIDE}) "  # noqa: S608 - numbers of ours
        "SELECT i.customer_id, MIN(i.due_on) FROM invoice i "
        "LEFT JOIN aside ON aside.id = i.id "
        "WHERE i.status = 'open' AND i.open_minor > COALESCE(aside.off, 0) "
        f"AND i.customer_id IN ({customers}) AND i.id NOT IN ({invoices}) "
        "GROUP BY i.customer_id"
    )
    found.update({customer: ask.days[due] for customer, due in rows})
    return found


def decisions(ask: Asker) -> dict[int, DecisionFact]:
    """Return the newest decision of each customer that was not taken back."""
    found = {}
    for customer, kind, decided, review in ask.rows(
        "SELECT customer_id, kind, decided_on, review_on FROM decision d "
        "WHERE withdraws_id IS NULL AND id NOT IN (SELECT withdraws_id FROM decision "
        "WHERE withdraws_id IS NOT NULL) {one_d} ORDER BY id"
    ):
        decided_on = ask.days[decided]
        if decided_on is not None:
            found[customer] = DecisionFact(kind, decided_on, ask.days[review])
    return found


def placements(ask: Asker) -> dict[int, PlacementFact]:
    """Return the placement of each customer that runs, else the one that came back last."""
    days = ask.days
    rest = {
        customer: days[due]
        for customer, due in ask.rows(
            "SELECT p.customer_id, MIN(i.due_on) FROM placement p CROSS JOIN invoice i "
            "ON i.customer_id = p.customer_id WHERE p.ended IS NULL AND i.status = 'open' "
            "AND i.open_minor > 0 AND p.id IN (SELECT placement_id FROM placement_invoice) "
            "AND i.id NOT IN (SELECT n.invoice_id FROM placement_invoice n JOIN placement q "
            "ON q.id = n.placement_id WHERE q.ended IS NULL) {one_p} GROUP BY p.customer_id"
        )
    }
    found = {}
    for customer, kind, name, placed, ended in ask.rows(
        "SELECT customer_id, kind, name, placed_on, ended_on FROM placement p WHERE 1 {one_p} "
        "ORDER BY ended IS NULL, ended_on, id"
    ):
        placed_on = days[placed]
        if placed_on is not None:
            back = days[ended]
            rest_due = rest.get(customer) if back is None else None
            found[customer] = PlacementFact(kind, name, placed_on, back, rest_due)
    return found


def settlements(ask: Asker) -> dict[int, SettlementFact]:
    """Return the settlement in force of each customer, with what came for it."""
    question, days = ask.question, ask.days
    rows = ask.rows(
        "SELECT id, customer_id, currency, agreed_minor, agreed_on, due_on FROM settlement s "
        "WHERE ended IS NULL {one_s} ORDER BY id"
    )
    if not rows:
        return {}
    money: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for ident, dated, minor in ask.rows(
        "SELECT s.id, p.dated_on, -p.amount_minor FROM settlement s CROSS JOIN ledger_entry p "
        "ON p.customer_id = s.customer_id WHERE s.ended IS NULL AND p.kind = 'payment' "
        "AND p.currency = s.currency AND p.amount_minor < 0 AND p.dated_on >= s.agreed_on "
        "AND p.id NOT IN (SELECT reverses_id FROM ledger_entry WHERE reverses_id IS NOT NULL) "
        "{one_s} ORDER BY p.dated_on, p.id"
    ):
        day = days[dated]
        if day is not None:
            money[ident].append((day, minor))
    found = {}
    for ident, customer, currency, minor, agreed, due in rows:
        agreed_on, due_on = days[agreed], days[due]
        if agreed_on is None or due_on is None:
            continue
        last_day = add_business_days(due_on, question.grace_business_days, question.closed)
        came, paid_on = 0, None
        for day, part in money[ident]:
            if day > last_day:
                break
            came += part
            if paid_on is None and came >= minor:
                paid_on = day
        found[customer] = SettlementFact(
            Money(minor, currency), agreed_on, due_on, last_day, Money(came, currency), paid_on
        )
    return found


def charged(ask: Asker) -> dict[int, date | None]:
    """Return when a fee or interest was last charged to each customer, waived since or not."""
    rows = ask.rows(
        "SELECT c.customer_id, MAX(c.to_on) FROM charge c "
        "WHERE c.state IN ('charged', 'waived') {one_c} GROUP BY c.customer_id"
    )
    return {customer: ask.days[day] for customer, day in rows}
