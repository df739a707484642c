"""Contacts and what came after them, read in sets for the question what works."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from collections_desk.domain.touches import MONEY, PROMISE, Answer, Touch
from collections_desk.store.figures import SUPERSEDED, Days, rows_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy.orm import Session


def touches(
    session: Session, *, since: date, zone: ZoneInfo, talks: Collection[str]
) -> list[Touch]:
    """Return the contacts since a day that went out from us, and the talks in either direction.

    A letter that was drafted but never printed is none: only printing enters it in the record.

    Args:
        session: The session.
        since: The first day.
        zone: The creditor's time zone, for the day; and for the clock where that of the
            customer is not known.
        talks: Outcome codes that are a conversation.
    """
    zones: dict[str | None, ZoneInfo] = {None: zone}
    by_entry: dict[int, str] = dict(
        rows_of(session, "SELECT activity_id, step FROM contact_step WHERE activity_id > 0")
    )
    by_letter: dict[int, str] = dict(
        rows_of(
            session,
            "SELECT letter_id, step FROM contact_step WHERE letter_id > 0 AND how <> 'skipped'",
        )
    )
    found = []
    for (
        ident,
        customer,
        kind,
        direction,
        at,
        there,
        outcome,
        letter,
        type_,
        template,
        version,
        meant,
    ) in rows_of(
        session,
        "SELECT a.id, a.customer_id, a.kind, a.direction, a.happened_at, a.zone, a.outcome, "  # noqa: S608 - our own words
        "a.letter_id, l.type, l.template, l.template_version, l.step "
        "FROM activity a LEFT JOIN letter l ON l.id = a.letter_id "
        "WHERE a.kind IN ('call', 'letter', 'email', 'text', 'visit') "
        "AND a.happened_at >= :since AND a.withdraws_id IS NULL "
        f"AND a.id NOT IN ({SUPERSEDED})",
        since=(since - timedelta(days=1)).isoformat(),
    ):
        step = by_entry.get(ident) or by_letter.get(letter) or meant
        if direction != "out" and outcome not in talks:
            continue
        moment = datetime.fromisoformat(at)
        on = moment.astimezone(zone).date()
        if on < since:
            continue
        local = moment.astimezone(_zone(there, zones))
        found.append(
            Touch(
                ident,
                customer,
                on,
                kind,
                f"{template} v{version}" if template else "",
                step or "",
                local.weekday(),
                local.hour if kind == "call" else None,
                type_ or "",
            )
        )
    return found


def _zone(name: str | None, zones: dict[str | None, ZoneInfo]) -> ZoneInfo:
    known = zones.get(name)
    if known is None:
        try:
            known = ZoneInfo(name or "")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            known = zones[None]
        zones[name] = known
    return known


def answers(session: Session, *, since: date) -> list[Answer]:
    """Return the payments and promises since a day, those taken back left out."""
    days = Days()
    found = [
        Answer(customer, on, MONEY)
        for customer, dated in rows_of(
            session,
            "SELECT e.customer_id, e.dated_on FROM ledger_entry e WHERE e.kind = 'payment' "
            "AND e.dated_on >= :since AND e.reverses_id IS NULL "
            "AND e.id NOT IN (SELECT reverses_id FROM ledger_entry "
            "WHERE reverses_id IS NOT NULL) "
            "GROUP BY e.customer_id, e.dated_on HAVING SUM(e.amount_minor) < 0",
            since=since.isoformat(),
        )
        if (on := days[dated]) is not None
    ]
    given: dict[int, int] = dict(
        rows_of(
            session,
            "SELECT promise_id, MIN(id) FROM activity WHERE promise_id IS NOT NULL "  # noqa: S608 - our own words
            "AND kind IN ('call', 'visit') AND withdraws_id IS NULL "
            f"AND id NOT IN ({SUPERSEDED}) GROUP BY promise_id",
        )
    )
    return found + [
        Answer(customer, on, PROMISE, given.get(ident))
        for ident, customer, taken in rows_of(
            session,
            "SELECT id, customer_id, taken_on FROM promise WHERE taken_on >= :since "
            "AND COALESCE(ended, '') <> 'cancelled'",
            since=since.isoformat(),
        )
        if (on := days[taken]) is not None
    ]
