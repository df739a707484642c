"""What the wake-up brief asks of the store besides the facts of the worklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from collections_desk.domain.brief_lines import (
    OldData,
    OpenDispute,
    ReturnedLetter,
    WaitingLetter,
)
from collections_desk.domain.disputes import OPEN_STATES
from collections_desk.store.tables.method import BriefRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction
    from collections_desk.store.worklist_questions import Asker


def last_brief(session: Session) -> date | None:
    """Return the day of the brief that was read last, or None."""
    return session.scalars(select(BriefRow.day).order_by(BriefRow.id.desc())).first()


def add_brief(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    *,
    since: date,
    day: date,
    content: dict[str, Any],
    clerk: str,
    now: datetime,
) -> None:
    """Keep a brief as it was read."""
    transaction.add(BriefRow(since=since, day=day, content=content, clerk=clerk, read_at=now))
    transaction.flush()


def last_work(ask: Asker) -> list[str]:
    """Return the moments at which something was last recorded, the newest first."""
    rows = ask.rows("SELECT utc FROM audit_event ORDER BY seq DESC LIMIT 500")
    return [row[0] for row in rows]


_RUNG = (
    "(SELECT MAX(e.dated_on) FROM letter_event e WHERE e.letter_id = l.id AND e.state = '{}' "
    "AND e.id NOT IN (SELECT withdraws_id FROM letter_event WHERE withdraws_id IS NOT NULL))"
)


def returned_letters(ask: Asker) -> list[ReturnedLetter]:
    """Return letters that came back, for as long as their address is not put right."""
    rows = ask.rows(
        "SELECT l.id, l.letter_ref, l.customer_id, c.name, "  # noqa: S608 - our own words
        f"COALESCE({_RUNG.format('returned')}, l.letter_date) FROM letter l "
        "JOIN customer c ON c.id = l.customer_id JOIN address a ON a.id = l.address_id "
        "WHERE l.state = 'returned' AND a.state = 'returned' ORDER BY l.id"
    )
    return [
        ReturnedLetter(ident, ref, customer, name, day)
        for ident, ref, customer, name, text in rows
        if (day := ask.days[text]) is not None
    ]


def waiting_letters(ask: Asker) -> list[WaitingLetter]:
    """Return approved certified letters without their article number."""
    rows = ask.rows(
        "SELECT l.id, l.letter_ref, l.customer_id, c.name, "  # noqa: S608 - our own words
        f"COALESCE({_RUNG.format('approved')}, l.letter_date) FROM letter l "
        "JOIN customer c ON c.id = l.customer_id WHERE l.state = 'approved' "
        "AND l.service = 'certified' AND COALESCE(l.article_number, '') = '' ORDER BY l.id"
    )
    return [
        WaitingLetter(ident, ref, customer, name, day)
        for ident, ref, customer, name, text in rows
        if (day := ask.days[text]) is not None
    ]


def open_disputes(ask: Asker) -> list[OpenDispute]:
    """Return the disputes that are not decided, the oldest first."""
    states = ", ".join(f"'{state}'" for state in sorted(OPEN_STATES))
    rows = ask.rows(
        "SELECT d.customer_id, c.name, i.number, d.received_on, d.acknowledged_on, "  # noqa: S608 - our own words
        "d.state "
        "FROM dispute d JOIN customer c ON c.id = d.customer_id "
        f"JOIN invoice i ON i.id = d.invoice_id WHERE d.state IN ({states}) "
        "AND i.status = 'open' AND i.open_minor > 0 ORDER BY d.received_on, d.id"
    )
    return [
        OpenDispute(customer, name, number, day, ask.days[acknowledged], state)
        for customer, name, number, received, acknowledged, state in rows
        if (day := ask.days[received]) is not None
    ]


def known(ask: Asker) -> bool:
    """Tell whether the desk knows any customer at all."""
    return bool(ask.rows("SELECT 1 FROM customer LIMIT 1"))


def old_balances(ask: Asker) -> list[OldData]:
    """Return how many customers owe something as of each day."""
    rows = ask.rows(
        "SELECT as_of, COUNT(DISTINCT customer_id) FROM invoice WHERE status = 'open' "
        "AND open_minor > 0 GROUP BY as_of ORDER BY as_of"
    )
    return [OldData(day, count) for text, count in rows if (day := ask.days[text]) is not None]
