"""What stands on the rows of an import, so that it cannot be taken back any more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import column, func, select, table, text

from collections_desk.store.audit_log import utc_text
from collections_desk.store.imports import batch
from collections_desk.store.tables import ImportBatchRow, ImportChangeRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from collections_desk.domain.import_history import ImportBatch

#: What points to a customer or an invoice and is part of the record. Deleting under it is
#: never right, so an import on which it stands is not undone.
BUILT_ON = {
    "customer": (
        ("payment_plan", "customer_id", "a payment plan"),
        ("promise", "customer_id", "a promise"),
        ("charge", "customer_id", "a late charge"),
        ("hand_payment", "customer_id", "a payment taken by hand"),
        ("placement", "customer_id", "a placement"),
        ("settlement", "customer_id", "a settlement"),
        ("decision", "customer_id", "a decision of a review"),
        ("survey", "customer_id", "a survey"),
        ("recording_consent", "customer_id", "a consent to recording"),
        ("activity", "customer_id", "an entry in the record of contacts"),
        ("dispute", "customer_id", "a dispute"),
        ("hold", "customer_id", "a hold or stop flag"),
        ("letter", "customer_id", "a letter"),
        ("contact_step", "customer_id", "a step of the contact plan"),
        ("category_change", "customer_id", "a decision on the category"),
        ("guard_event", "customer_id", "a guard's entry"),
        ("attachment", "customer_id", "an attachment"),
        ("draft", "customer_id", "a draft"),
        ("ledger_entry", "customer_id", "a later payment or entry"),
        ("invoice", "customer_id", "a later invoice"),
        ("contact_point", "customer_id", "a number or address that was added"),
        ("contact_person", "customer_id", "a person who was added"),
        ("address", "customer_id", "an address that was added"),
    ),
    "invoice": (
        ("payment_plan_invoice", "invoice_id", "a payment plan for it"),
        ("promise_invoice", "invoice_id", "a promise for it"),
        ("charge", "invoice_id", "a late charge on it"),
        ("charge", "item_id", "a late charge that it carries"),
        ("placement_invoice", "invoice_id", "a placement of it"),
        ("dispute", "invoice_id", "a dispute of it"),
        ("activity_invoice", "invoice_id", "a call that discussed it"),
        ("ledger_entry", "invoice_id", "a later payment or entry"),
    ),
    "ledger_entry": (("ledger_entry", "reverses_id", "an entry that takes one of it back"),),
    "contact_point": (("activity", "contact_point_id", "a call to it"),),
    "address": (("letter", "address_id", "a letter to it"),),
}


def later_import_on(session: Session, batch_id: int) -> ImportBatch | None:
    """Return a later import, still standing, that changed a row of this one."""
    mine = select(ImportChangeRow.table_name, ImportChangeRow.row_id).where(
        ImportChangeRow.batch_id == batch_id, ImportChangeRow.row_id > 0
    )
    mine_rows = mine.subquery()
    later = session.scalar(
        select(func.max(ImportChangeRow.batch_id))
        .join(ImportBatchRow, ImportBatchRow.id == ImportChangeRow.batch_id)
        .join(
            mine_rows,
            (mine_rows.c.table_name == ImportChangeRow.table_name)
            & (mine_rows.c.row_id == ImportChangeRow.row_id),
        )
        .where(ImportChangeRow.batch_id > batch_id, ImportBatchRow.undone_at.is_(None))
    )
    return None if later is None else batch(session, later)


def built_on(session: Session, made: Mapping[str, Sequence[int]]) -> tuple[str, int, str] | None:
    """Find something of the record that stands on rows an import made.

    `made` gives the numbers of those rows by table. Returns the table, the number of the
    row and what stands on it in words, or None.
    """
    own = {name: set(ids) for name, ids in made.items()}
    for name, pointers in BUILT_ON.items():
        if not own.get(name):
            continue
        wanted = json.dumps(sorted(own[name]))
        for other, pointer, words in pointers:
            for row in session.execute(_POINTS[other, pointer], {"ids": wanted}):
                if row[0] not in own.get(other, ()):
                    return name, row[1], words
    return None


#: Tables that only pair rows of two others; they have no number of their own.
_PAIRS = frozenset(
    {"activity_invoice", "payment_plan_invoice", "placement_invoice", "promise_invoice"}
)


def _pointing(other: str, pointer: str) -> Any:  # noqa: ANN401 - a statement
    """Make the question which rows of a table point into a set of numbers."""
    number = pointer if other in _PAIRS else "id"
    plain = table(other, column(number), column(pointer))
    wanted = text("SELECT value FROM json_each(:ids)")
    return select(plain.c[number], plain.c[pointer]).where(plain.c[pointer].in_(wanted))


_POINTS = {
    (other, pointer): _pointing(other, pointer)
    for pointers in BUILT_ON.values()
    for other, pointer, _ in pointers
}


def agreed_since(
    session: Session, invoice_ids: Sequence[int], moment: datetime
) -> tuple[int, str, str] | None:
    """Find what was agreed or entered after a moment on items that were there before.

    Returns the item, its number and what was built on it in words, or None.
    """
    wanted = {"ids": json.dumps(list(invoice_ids)), "moment": utc_text(moment)}
    for words, question in _SINCE.items():
        found = session.execute(text(question), wanted).first()
        if found is not None:
            return found[0], found[1], words
    return None


#: What rests on the balance that an item had when it was made, by the words for it.
_SINCE = {
    words: f"SELECT i.id, i.number FROM {source} JOIN invoice i ON i.id = {item} "  # noqa: S608 - constants
    f"WHERE i.id IN (SELECT value FROM json_each(:ids)) AND {made}.created_at > :moment{more}"
    for words, source, item, made, more in (
        (
            "a payment plan",
            "payment_plan p JOIN payment_plan_invoice x ON x.plan_id = p.id",
            "x.invoice_id",
            "p",
            " AND p.ended IS NULL",
        ),
        (
            "a placement",
            "placement p JOIN placement_invoice x ON x.placement_id = p.id",
            "x.invoice_id",
            "p",
            " AND p.ended IS NULL",
        ),
        ("a late charge", "charge p", "p.invoice_id", "p", " AND p.state = 'charged'"),
        (
            "a payment taken by hand",
            "ledger_entry p",
            "p.invoice_id",
            "p",
            " AND p.hand_payment_id IS NOT NULL AND p.batch_id IS NULL",
        ),
        (
            "an entry made by hand",
            "ledger_entry p",
            "p.invoice_id",
            "p",
            " AND p.source = 'hand' AND p.batch_id IS NULL",
        ),
    )
}
