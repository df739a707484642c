"""The rows of an import: stored with what its undo needs, and put back."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from collections_desk.domain.books import Numbers, RowChange
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.import_history import ImportReport
from collections_desk.domain.item_changes import CONFIRMED
from collections_desk.domain.names import name_key
from collections_desk.errors import ImportRefusedError
from collections_desk.store import imports as stored
from collections_desk.store import ledger
from collections_desk.store.customers import customers_of_kind
from collections_desk.store.import_undo import agreed_since, built_on, later_import_on

if TYPE_CHECKING:
    from datetime import datetime

    from collections_desk.domain.difference import Decisions, Difference
    from collections_desk.domain.import_history import ImportBatch
    from collections_desk.domain.import_plan import ImportPlan
    from collections_desk.domain.progress import Progress
    from collections_desk.domain.readings import Reading
    from collections_desk.store.database import Transaction

#: Answers that hold for the next file of the same headings too.
REMEMBERED = ("date_order", "number_style", "currency", "terms_days", "columns")
#: Tables that imports make rows in, in the order in which rows point to one another.
TABLES = ("customer", "contact_point", "contact_person", "address", "invoice", "ledger_entry")
NOTHING_CHANGED = "Nothing was changed."


def store_import(  # noqa: PLR0913, PLR0917 - the parts of one transaction
    transaction: Transaction,
    plan: ImportPlan,
    difference: Difference,
    decisions: Decisions,
    now: datetime,
    clerk: str,
    progress: Progress,
) -> ImportReport:
    """Store all changes of an import, and what the undo needs."""
    reading = plan.reading
    assert difference.as_of is not None  # noqa: S101 - compare_import sets it
    free = ledger.next_ids(transaction, (*TABLES, "import_batch"))
    numbers = Numbers(
        free,
        free["import_batch"],
        difference.as_of,
        now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    )
    changes = plan.changes(decisions, numbers)
    changes += opened_again(transaction, changes)
    counts = {
        **difference.counts,
        "payments": sum(payment.how != "known" for payment in difference.payments),
        "customers": len(difference.customers),
    }
    stored.add_batch(
        transaction,
        numbers.batch_id,
        file_name=reading.file_name,
        file_sha256=reading.sha256,
        layout_id=reading.layout_id,
        kind=reading.kind,
        as_of=numbers.as_of,
        reading=_how_read(reading),
        summary={
            "counts": counts,
            "faults": len(reading.faults),
            "net_open": {code: str(sum_.decimal()) for code, sum_ in reading.net_open.items()},
        },
        clerk=clerk,
        imported_at=now,
        undone_at=None,
    )
    ledger.make_changes(transaction, [change for change in changes if change.what != CONFIRMED])
    for change in changes:
        if change.what == CONFIRMED and change.before is not None:
            ledger.confirm_items(transaction, change.before["ids"], change.after["as_of"])
    progress(2, 4)
    stored.add_changes(transaction, numbers.batch_id, changes)
    progress(3, 4)
    proposed = stored.add_proposals(transaction, plan.pairs(_numbers_by_name(plan, changes)))
    _keep_map(transaction, reading, now)
    progress(4, 4)
    totals = ledger.open_totals(transaction)
    unknown = len(customers_of_kind(transaction, CustomerKind.UNKNOWN))
    return ImportReport(numbers.batch_id, counts, totals, "", len(proposed), unknown)


def opened_again(transaction: Transaction, changes: list[RowChange]) -> list[RowChange]:
    """Return the changes by which closed customers are ours again: the file says they owe.

    A customer who is paid, settled or written off ends there as long as nothing more is owed. A
    new invoice, a balance that rose, or a file that is followed against a write-off opens the
    customer again; the undo of the import closes it as before.
    """
    closed = stored.closed_customers(transaction)
    owners = stored.items_of_closed(transaction) if closed else {}
    owing = {
        change.after["customer_id"] if change.before is None else owners.get(change.row_id)
        for change in changes
        if closed
        and change.table == "invoice"
        and change.what != CONFIRMED
        and change.after.get("open_minor", 0) > max((change.before or {}).get("open_minor", 0), 0)
    }
    return [
        RowChange("customer_changed", "customer", number, {"end_state": end}, {"end_state": None})
        for number, end in sorted(closed.items())
        if number in owing
    ]


def _keep_map(transaction: Transaction, reading: Reading, now: datetime) -> None:
    """Remember the answers to a layout, so that its next file asks nothing."""
    answers = {
        name: value for name in REMEMBERED if (value := getattr(reading.answers, name)) is not None
    }
    if "columns" in answers:
        answers["columns"] = dict(answers["columns"])
    if answers:
        stored.keep_map(transaction, reading.layout_key, reading.layout_label, answers, now)


def _how_read(reading: Reading) -> dict[str, Any]:
    """Return what belongs to the record of how a file was read."""
    return {
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "sheet": reading.sheet,
        "date_order": reading.date_order,
        "number_style": reading.number_style,
        "header_line": reading.header_line,
        "columns": dict(reading.columns),
        "assumptions": list(reading.assumptions),
        "faults": [[one.line, one.column, one.text, one.problem] for one in reading.faults],
    }


def _numbers_by_name(plan: ImportPlan, changes: list[RowChange]) -> dict[str, int]:
    numbers = {one.name_key: one.id for one in plan.books.customers if one.merged_into_id is None}
    for change in changes:
        if change.what == "customer_new":
            numbers[change.after["name_key"]] = change.row_id
    for party in plan.parties.values():
        if party.known is not None:
            numbers.setdefault(name_key(party.name), party.known.id)
    return numbers


def take_back(transaction: Transaction, batch: ImportBatch, now: datetime) -> None:
    """Put every row back as it was before an import.

    Raises:
        ImportRefusedError: If something was built on it; it says what.
    """
    changes = stored.changes_of(transaction, batch.id)
    made: dict[str, list[int]] = {}
    for what, name, row_id, before, _ in changes:
        if before is None and what != CONFIRMED:
            made.setdefault(name, []).append(row_id)
    _check_nothing_stands(transaction, batch, changes, made)
    _check_unchanged(transaction, batch, changes)
    for what, name, row_id, before, _ in reversed(changes):
        if what == CONFIRMED and before is not None:
            ledger.confirm_items(transaction, before["ids"], before["as_of"])
        elif before is not None:
            ledger.put_back(transaction, name, [{"id": row_id, **before}])
    if made.get("customer"):
        stored.drop_proposals_of(transaction, made["customer"])
    for name in reversed(TABLES):
        if made.get(name):
            ledger.delete_rows(transaction, name, made[name])
    stored.mark_undone(transaction, batch.id, now)


def _check_nothing_stands(
    transaction: Transaction,
    batch: ImportBatch,
    changes: list[Any],
    made: dict[str, list[int]],
) -> None:
    """Refuse where something of the record stands on what the import made or changed."""
    if later := later_import_on(transaction, batch.id):
        _refuse_undo(batch, f"a later import ({later.file_name}) changed the same items")
    if found := built_on(transaction, made):
        _refuse_undo(batch, f"there is {found[2]} since")
    moved = [
        row_id
        for what, name, row_id, before, _ in changes
        if name == "invoice" and before is not None and what != CONFIRMED
    ]
    if since := agreed_since(transaction, moved, batch.imported_at):
        _refuse_undo(batch, f"there is {since[2]} since on invoice {since[1]}, which it changed")


def _check_unchanged(transaction: Transaction, batch: ImportBatch, changes: list[Any]) -> None:
    """Refuse where a row is no longer as the import left it."""
    left: dict[str, dict[int, dict[str, Any]]] = {}
    for what, name, row_id, before, after in changes:
        if what == CONFIRMED:
            for one in before["ids"]:
                left.setdefault(name, {}).setdefault(one, {}).update(after)
        else:
            left.setdefault(name, {}).setdefault(row_id, {}).update(after)
    for name, rows in left.items():
        now = ledger.rows_as_stored(transaction, name, sorted(rows))
        for row_id, values in rows.items():
            row = now.get(row_id)
            if row is None or any(row[key] != value for key, value in values.items()):
                words = {"invoice": "an item", "customer": "a customer"}.get(name, "a detail")
                _refuse_undo(batch, f"{words} that it made or changed was changed since")


def _refuse_undo(batch: ImportBatch, why: str) -> None:
    raise ImportRefusedError(
        f"The import of {batch.file_name} cannot be undone: {why}.",
        f"Undo what came later first, or correct single entries. {NOTHING_CHANGED}",
        code="IMPORT-UNDO",
    )
