"""What was paid, held and done with each customer: the history behind the worklist."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.holds import Hold
from collections_desk.domain.worklist import TakenStep

if TYPE_CHECKING:
    from collections.abc import Collection

    from collections_desk.store.worklist_questions import Asker

#: A payment longer ago than this neither pauses a plan nor asks for thanks.
PAYMENT_DAYS = 60


def talks(ask: Asker, customers: Collection[int]) -> dict[int, date]:
    """Return the day of the last conversation with each customer whose promises matter."""
    if not customers:
        return {}
    codes = ", ".join(f"'{code}'" for code in sorted(ask.question.conversations))
    whose = ", ".join(str(number) for number in sorted(customers))
    rows = ask.rows(
        "SELECT a.customer_id, MAX(a.happened_at) FROM activity a "  # noqa: S608 - codes of ours
        f"WHERE a.customer_id IN ({whose}) AND a.outcome IN ({codes}) {{one_a}} "
        f"AND a.id NOT IN ({_SUPERSEDED}) GROUP BY a.customer_id"
    )
    return {
        customer: datetime.fromisoformat(at).astimezone(ask.question.zone).date()
        for customer, at in rows
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
    for customer, plan, step, anchor, done, how in ask.rows(
        "SELECT customer_id, plan, step, anchor_on, done_on, how FROM contact_step s "  # noqa: S608
        "WHERE (activity_id IS NULL "
        f"OR activity_id NOT IN ({_SUPERSEDED})) {{one_s}} ORDER BY id"
    ):
        anchor_on, done_on = days[anchor], days[done]
        if anchor_on is not None and done_on is not None:
            found[customer].append(TakenStep(plan, step, anchor_on, done_on, how))
    return {customer: tuple(steps) for customer, steps in found.items()}


def last_payments(ask: Asker) -> dict[int, date | None]:
    """Return when each customer last paid, if it was lately; what came back was no payment."""
    rows = ask.rows(
        "SELECT customer_id, MAX(dated_on) FROM ledger_entry p WHERE kind = 'payment' "
        "AND dated_on >= :since AND reverses_id IS NULL AND amount_minor < 0 AND id NOT IN "
        "(SELECT reverses_id FROM ledger_entry WHERE reverses_id IS NOT NULL) "
        "{one_p} GROUP BY +customer_id",
        since=ask.since(PAYMENT_DAYS).isoformat(),
    )
    return {customer: ask.days[day] for customer, day in rows}


class LastContact(NamedTuple):
    """When it was, and how it ended.

    Attributes:
        touched: Whether the customer heard from us: anything but a call without a talk.
    """

    at: datetime
    outcome: str | None = None
    touched: bool = False


class PlannedNext(NamedTuple):
    """What an entry left to be done on which day; a note or a payment may leave it as well."""

    at: datetime
    text: str | None
    on: date | None


#: Entries about a held check that went to the bank, or back to the payer, since: nothing is asked
#: about it any more.
_SETTLED_CHECKS = (
    "SELECT activity_id FROM hand_payment WHERE activity_id IS NOT NULL AND state <> 'held'"
)
#: Kinds of entries that are a contact with the customer, either way.
_CONTACTS = "'call', 'letter', 'email', 'text', 'visit'"
#: Kinds of entries after which the customer has heard from us.
_HEARD = frozenset({"letter", "email", "text", "visit"})


def contacts(ask: Asker) -> dict[int, LastContact]:
    """Return the last contact of each customer: when, and how it ended.

    Notes and payments taken by hand are work at the desk, no contact.
    """
    talks = ask.question.conversations
    rows = ask.rows(
        "SELECT customer_id, MAX(happened_at), outcome, kind "  # noqa: S608 - our own words
        f"FROM activity a WHERE kind IN ({_CONTACTS}) AND withdraws_id IS NULL "
        f"AND id NOT IN ({_SUPERSEDED}) {{one_a}} GROUP BY customer_id"
    )
    return {
        customer: LastContact(
            datetime.fromisoformat(at),
            outcome,
            kind in _HEARD or (kind == "call" and outcome in talks),
        )
        for customer, at, outcome, kind in rows
    }


def planned(ask: Asker) -> dict[int, PlannedNext]:
    """Return what the newest entry that left something to do left, by customer."""
    rows = ask.rows(
        "SELECT customer_id, MAX(happened_at), next_action, next_on "  # noqa: S608 - our own words
        "FROM activity a WHERE next_on IS NOT NULL AND withdraws_id IS NULL "
        f"AND id NOT IN ({_SUPERSEDED}) AND id NOT IN ({_SETTLED_CHECKS}) {{one_a}} "
        "GROUP BY customer_id"
    )
    return {
        customer: PlannedNext(datetime.fromisoformat(at), text, ask.days[on])
        for customer, at, text, on in rows
    }


def phones(ask: Asker) -> dict[int, str]:
    """Return a number to call for each customer, the primary one where there is one.

    A number that is on hold or was opted out is left out.
    """
    rows = ask.rows(
        "SELECT customer_id, value FROM contact_point c "
        "WHERE kind IN ('phone', 'mobile') AND state = 'ok' AND NOT EXISTS ("
        "SELECT 1 FROM hold h WHERE h.customer_id = c.customer_id AND h.scope = 'number' "
        "AND (h.lifted_on IS NULL OR h.lifted_on > :today) AND h.begins_on <= :today "
        "AND h.scope_ref IN (c.value, c.normalized)) {one_c} ORDER BY is_primary, id DESC"
    )
    return dict(rows)


def vanished_since(ask: Asker) -> dict[int, date | None]:
    """Return as of when the oldest item of each customer was missing from the file."""
    rows = ask.rows(
        "SELECT customer_id, MIN(as_of) FROM invoice i WHERE status = 'vanished' {one_i} "
        "GROUP BY customer_id"
    )
    return {customer: ask.days[day] for customer, day in rows}
