"""The quick find: customers, numbers, invoices, letters and notes from one line of text.

Each kind has its own FTS5 index, kept by triggers, and answers newest first by row
number, which stays fast however many notes there are.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from collections_desk.domain.letters import shown_subject
from collections_desk.domain.money import Money
from collections_desk.store.tables import (
    ActivityRow,
    ContactPointRow,
    CustomerRow,
    InvoiceRow,
    LetterRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: A longer line of text is not something to look for; it finds nothing.
LONGEST_QUERY = 200
#: Most that one kind may take of the answer, so that none crowds out the others.
SHARE = 0.4
LONGEST_DETAIL = 120

_PHONE_LIKE = re.compile(r"[0-9+()./\s-]+", re.ASCII)
_LEAST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    Attributes:
        kind: customer, contact, invoice, letter, activity.
        ref_id: The number of that customer, contact point, invoice, letter or activity.
        customer_id: Whose it is.
        title: The customer's name.
        detail: What matched, in one line.
        when: When it happened or was dated, where that is known.
    """

    kind: str
    ref_id: int
    customer_id: int
    title: str
    detail: str
    when: datetime | date | None


@dataclass(frozen=True, slots=True)
class _Query:
    """What to ask FTS5: every word by its beginning, and digits written together."""

    words: tuple[str, ...]
    digits: str

    @property
    def match(self) -> str:
        words = " AND ".join(f'"{word}"*' for word in self.words)
        return f'({words}) OR "{self.digits}"*' if self.digits else words


def _query(typed: str) -> _Query | None:
    """Quote what was typed, so that nothing in it is an operator; None if it says nothing."""
    if len(typed) > LONGEST_QUERY:
        return None
    clean = "".join(
        " " if letter in '"\0' or "\ud800" <= letter <= "\udfff" else letter for letter in typed
    )
    words = tuple(word for word in clean.split() if any(letter.isalnum() for letter in word))
    if not words:
        return None
    digits = re.sub(r"[^0-9]", "", clean) if _PHONE_LIKE.fullmatch(clean) else ""
    return _Query(words, digits if len(digits) >= _LEAST_DIGITS else "")


def find(session: Session, typed: str, *, limit: int = 50) -> list[Hit]:
    """Return what matches every typed word by its beginning, customers first, newest first.

    Nothing that can be typed is an error; what says nothing finds nothing.
    """
    query = _query(typed)
    if query is None:
        return []
    share = max(1, int(limit * SHARE))
    hits = [
        *_customers(session, query, share),
        *_contacts(session, query, share),
        *_invoices(session, query, share),
        *_letters(session, query, share),
    ]
    hits = hits[: limit - min(limit // 5, share)]
    return [*hits, *_activities(session, query, limit - len(hits))]


#: The newest rows of each index that match. Written out, so that no text is ever put together.
_NEWEST = {
    "customer": text(
        "SELECT rowid FROM customer_search WHERE customer_search MATCH :match"
        " ORDER BY rowid DESC LIMIT :limit"
    ),
    "contact_point": text(
        "SELECT rowid FROM contact_point_search WHERE contact_point_search MATCH :match"
        " ORDER BY rowid DESC LIMIT :limit"
    ),
    "invoice": text(
        "SELECT rowid FROM invoice_search WHERE invoice_search MATCH :match"
        " ORDER BY rowid DESC LIMIT :limit"
    ),
    "letter": text(
        "SELECT rowid FROM letter_search WHERE letter_search MATCH :match"
        " ORDER BY rowid DESC LIMIT :limit"
    ),
    "activity": text(
        "SELECT rowid FROM activity_search WHERE activity_search MATCH :match"
        " ORDER BY rowid DESC LIMIT :limit"
    ),
}


def _ids(session: Session, index: str, query: _Query, limit: int) -> list[int]:
    rows = session.execute(_NEWEST[index], {"match": query.match, "limit": limit})
    return [row[0] for row in rows]


#: By the trigger that is put away: the last row before, the trigger's end, and its work.
_IN_BULK = {
    "customer_search_insert": (
        "SELECT coalesce(max(id), 0) FROM customer",
        "DROP TRIGGER customer_search_insert",
        (
            "INSERT INTO customer_search (rowid, words)"
            " SELECT id, words FROM customer_words WHERE id > ?"
        ),
    ),
    "contact_point_search_insert": (
        "SELECT coalesce(max(id), 0) FROM contact_point",
        "DROP TRIGGER contact_point_search_insert",
        (
            "INSERT INTO contact_point_search (rowid, words)"
            " SELECT id, words FROM contact_point_words WHERE id > ?"
        ),
    ),
    "invoice_search_insert": (
        "SELECT coalesce(max(id), 0) FROM invoice",
        "DROP TRIGGER invoice_search_insert",
        (
            "INSERT INTO invoice_search (rowid, words)"
            " SELECT id, words FROM invoice_words WHERE id > ?"
        ),
    ),
}


@contextmanager
def indexing_in_bulk(transaction: Transaction) -> Iterator[None]:
    """Index what an import adds inside at the end, in one stroke: four times as fast.

    That is customers, their numbers, and invoices. What is indexed of a row that was added
    inside must not be changed inside.

    SQLite writes the index out after every row that a trigger adds. So the triggers are put
    away meanwhile; they come back in the same transaction, or never went.
    """
    connection = transaction.connection()
    put_away = []
    for name, (last_row, drop, index) in _IN_BULK.items():
        trigger = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_schema WHERE name = ?", (name,)
        ).scalar_one()
        put_away.append((index, connection.exec_driver_sql(last_row).scalar_one(), trigger))
        connection.exec_driver_sql(drop)
    yield
    transaction.flush()
    for index, last, trigger in put_away:
        connection.exec_driver_sql(index, (last,))
        connection.exec_driver_sql(trigger)


def _customers(session: Session, query: _Query, limit: int) -> Iterator[Hit]:
    ids = _ids(session, "customer", query, limit)
    rows = session.execute(
        select(CustomerRow.id, CustomerRow.name, CustomerRow.reference)
        .where(CustomerRow.id.in_(ids), CustomerRow.merged_into_id.is_(None))
        .order_by(CustomerRow.name)
    )
    first = query.words[0].casefold()
    for row in sorted(rows, key=lambda row: not row.name.casefold().startswith(first)):
        yield Hit("customer", row.id, row.id, row.name, row.reference or "", None)


def _contacts(session: Session, query: _Query, limit: int) -> Iterator[Hit]:
    ids = _ids(session, "contact_point", query, limit)
    rows = session.execute(
        select(
            ContactPointRow.id,
            ContactPointRow.customer_id,
            CustomerRow.name,
            ContactPointRow.value,
        )
        .join(CustomerRow, CustomerRow.id == ContactPointRow.customer_id)
        .where(ContactPointRow.id.in_(ids))
        .order_by(CustomerRow.name, ContactPointRow.id)
    )
    for row in rows:
        yield Hit("contact", row.id, row.customer_id, row.name, row.value, None)


def _invoices(session: Session, query: _Query, limit: int) -> Iterator[Hit]:
    ids = _ids(session, "invoice", query, limit)
    rows = session.execute(
        select(InvoiceRow, CustomerRow.name)
        .join(CustomerRow, CustomerRow.id == InvoiceRow.customer_id)
        .where(InvoiceRow.id.in_(ids))
        .order_by(InvoiceRow.id.desc())
    )
    for row, name in rows:
        left = Money(row.open_minor, row.currency)
        words = " · ".join(part for part in (row.number, row.reference, row.note) if part)
        detail = f"{_excerpt(words, query)} · {left} open"
        yield Hit("invoice", row.id, row.customer_id, name, detail, row.due_on)


def _letters(session: Session, query: _Query, limit: int) -> Iterator[Hit]:
    ids = _ids(session, "letter", query, limit)
    rows = session.execute(
        select(LetterRow, CustomerRow.name)
        .join(CustomerRow, CustomerRow.id == LetterRow.customer_id)
        .where(LetterRow.id.in_(ids))
        .order_by(LetterRow.id.desc())
    )
    for row, name in rows:
        subject = shown_subject(row.subject, row.snapshot)
        parts = (row.letter_ref, subject, row.article_number)
        detail = " · ".join(part for part in parts if part)
        yield Hit("letter", row.id, row.customer_id, name, detail, row.letter_date)


def _activities(session: Session, query: _Query, limit: int) -> Iterator[Hit]:
    ids = _ids(session, "activity", query, limit)
    rows = session.execute(
        select(
            ActivityRow.id,
            ActivityRow.customer_id,
            CustomerRow.name,
            ActivityRow.note,
            ActivityRow.reached_name,
            ActivityRow.happened_at,
        )
        .join(CustomerRow, CustomerRow.id == ActivityRow.customer_id)
        .where(ActivityRow.id.in_(ids))
        .order_by(ActivityRow.id.desc())
    )
    for row in rows:
        words = row.note or row.reached_name or ""
        detail = _excerpt(words, query)
        yield Hit("activity", row.id, row.customer_id, row.name, detail, row.happened_at)


def _excerpt(words: str, query: _Query) -> str:
    """Return the part of a long text that holds the first word looked for."""
    line = " ".join(words.split())
    if len(line) <= LONGEST_DETAIL:
        return line
    place = max(0, line.casefold().find(query.words[0].casefold()) - LONGEST_DETAIL // 4)
    part = line[place : place + LONGEST_DETAIL]
    before = "…" if place else ""
    after = "…" if place + LONGEST_DETAIL < len(line) else ""
    return f"{before}{part}{after}"
