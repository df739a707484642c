"""The books of the business come in: read a file, compare, apply, and take it back.

Reading and comparing change nothing. Applying is one transaction, after a backup; undoing
puts every row back as it was, and is refused once something was built on it.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from collections_desk.domain.books import Numbers
from collections_desk.domain.difference import VANISHED_DECISIONS, Decisions
from collections_desk.domain.import_history import ImportReport
from collections_desk.domain.import_plan import ImportPlan
from collections_desk.domain.item_changes import CONFIRMED
from collections_desk.domain.names import name_key
from collections_desk.domain.progress import no_progress
from collections_desk.domain.readings import Answers
from collections_desk.errors import ImportRefusedError
from collections_desk.importers.receivables import read_recognised, recognise_file
from collections_desk.importers.spreadsheet import read_bytes
from collections_desk.importers.values import Home
from collections_desk.operations.safekeeping import backup
from collections_desk.store import imports as stored
from collections_desk.store import ledger
from collections_desk.store.database import AlreadyDone, add_fact
from collections_desk.store.merging import merge_customers

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from collections_desk.domain.books import RowChange
    from collections_desk.domain.difference import Difference
    from collections_desk.domain.import_history import ImportBatch, MergeProposal
    from collections_desk.domain.progress import Progress
    from collections_desk.domain.readings import Reading
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

#: Answers that hold for the next file of the same headings too.
REMEMBERED = ("date_order", "number_style", "currency", "terms_days", "columns")
#: Tables that imports make rows in, in the order in which rows point to one another.
TABLES = ("customer", "contact_point", "contact_person", "address", "invoice", "ledger_entry")
NOTHING_CHANGED = "Nothing was changed."


def read_import(  # noqa: PLR0913 - a file, and all that may be said of it
    desk: Desk,
    path: Path,
    *,
    layout_id: str | None = None,
    answers: Answers | None = None,
    as_of: date | None = None,
    progress: Progress = no_progress,
) -> Reading:
    """Read a file that the clerk chose. Nothing is stored.

    What she answered for the last file of the same headings answers the same questions of
    this one; what a file proves by itself is never overruled by it.

    Raises:
        ImportRefusedError: If the file cannot be read as it stands.
    """
    settings = desk.settings()
    home = Home(settings.currency, settings.place.partition("-")[0])
    answers = answers or Answers()
    data = read_bytes(path)
    grid, found = recognise_file(
        data, path.name, desk.resources.import_layouts, layout_id=layout_id, answers=answers
    )
    with desk.database.read() as session:
        saved = _answers_of(stored.saved_map(session, found.key))
    if saved.columns is not None and answers.columns is None:
        answers = replace(answers, columns=saved.columns)
        grid, found = recognise_file(
            data, path.name, desk.resources.import_layouts, layout_id=layout_id, answers=answers
        )
    reading = read_recognised(
        grid, found, answers=answers, home=home, as_of=as_of, progress=progress
    )
    remembered = {
        question.id: value
        for question in reading.questions
        if (value := getattr(saved, question.id, None)) is not None
    }
    if remembered:
        answers = replace(answers, **remembered)
        reading = read_recognised(
            grid, found, answers=answers, home=home, as_of=as_of, progress=progress
        )
        words = ", ".join(sorted(name.replace("_", " ") for name in remembered))
        told = f"As for the last such file: {words}."
        reading = replace(reading, assumptions=(*reading.assumptions, told))
    if reading.as_of is None and reading.items:
        told = "The file does not say for which day it holds; the day of the import is taken."
        reading = replace(reading, assumptions=(*reading.assumptions, told))
    return reading


def compare_import(desk: Desk, reading: Reading) -> Difference:
    """Compare a reading with the ledger. Nothing is stored."""
    day = reading.as_of or desk.today()
    with desk.database.read() as session:
        books = stored.load_books(
            session, reach=bool(reading.customers), payments=bool(reading.payments)
        )
        before = stored.batch_of_file(session, reading.sha256)
        ledger_day = stored.ledger_day(session)
    return ImportPlan(reading, books).difference(
        already_imported=before, ledger_day=ledger_day, as_of=day
    )


def apply_import(  # noqa: PLR0913 - what was read, shown and decided
    desk: Desk,
    reading: Reading,
    difference: Difference,
    decisions: Decisions | None = None,
    *,
    progress: Progress = no_progress,
    operation_id: str | None = None,
) -> ImportReport:
    """Apply an import: all of it in one transaction, or nothing.

    Args:
        desk: The desk.
        reading: As read, with no question left.
        difference: As the clerk read it.
        decisions: What became of the items that vanished, and the like.
        progress: Told now and then; cancelling leaves the store as it was.
        operation_id: Makes a retry after an unclear end safe.

    Returns:
        What was done; `batch_id` is None when the file changes nothing.

    Raises:
        ImportRefusedError: If a question or decision is missing, or the ledger is no longer
            what it was when the difference was made.
    """
    decisions = decisions or Decisions()
    _check_ready(reading, difference, decisions)
    if not difference.changes_anything and not _newer(difference):
        with desk.database.read() as session:
            return ImportReport(None, difference.counts, ledger.open_totals(session))
    made_backup = _backup_if_needed(desk)
    now, clerk = desk.now(), desk.clerk
    facts = {"file": reading.file_name, "sha256": reading.sha256, "layout": reading.layout_id}
    progress(0, 4)
    try:
        with desk.database.write(
            "import.applied",
            f"imported {reading.file_name}",
            now=now,
            facts=facts,
            operation_id=operation_id,
        ) as transaction:
            books = stored.load_books(
                transaction, reach=bool(reading.customers), payments=bool(reading.payments)
            )
            plan = ImportPlan(reading, books)
            if plan.lines != difference.lines or plan.payments != difference.payments:
                raise ImportRefusedError(
                    "The ledger has changed since the difference was shown.",
                    f"Look at the difference again. {NOTHING_CHANGED}",
                    code="IMPORT-CHANGED",
                )
            progress(1, 4)
            report = _store(transaction, plan, difference, decisions, now, clerk, progress)
            add_fact(
                transaction,
                batch_id=report.batch_id,
                counts=dict(report.counts),
                open={code: str(total.decimal()) for code, total in report.open_after.items()},
            )
    except AlreadyDone as done:
        with desk.database.read() as session:
            totals = ledger.open_totals(session)
        return ImportReport(done.facts.get("batch_id"), done.facts.get("counts", {}), totals)
    return replace(report, backup=made_backup)


def undo_import(desk: Desk, batch_id: int, *, reason: str) -> None:
    """Take an import back whole: every row is as it was before it.

    Raises:
        ImportRefusedError: If there is no such import, it was undone before, or something
            was built on it; it says what.
    """
    if not reason.strip():
        raise ImportRefusedError(
            "An import is not undone without a reason.",
            f"Say why in a sentence. {NOTHING_CHANGED}",
            code="IMPORT-UNDO",
        )
    with desk.database.read() as session:
        batch = stored.batch(session, batch_id)
    if batch is None or batch.undone_at is not None:
        why = "was undone before" if batch else "is not known"
        raise ImportRefusedError(
            f"Import number {batch_id} {why}.",
            f"Look at the list of imports. {NOTHING_CHANGED}",
            code="IMPORT-UNDO",
        )
    now = desk.now()
    _backup_if_needed(desk)
    with desk.database.write(
        "import.undone",
        f"undid the import of {batch.file_name}",
        now=now,
        facts={"batch_id": batch_id, "reason": reason.strip()},
    ) as transaction:
        _undo(transaction, batch, now)


def import_history(desk: Desk) -> list[ImportBatch]:
    """Return all imports, newest first, undone ones too."""
    with desk.database.read() as session:
        return stored.batches(session)


def merge_proposals(desk: Desk) -> list[MergeProposal]:
    """Return the pairs of customers that may be one and wait for a decision."""
    with desk.database.read() as session:
        return stored.proposals(session)


def decide_merge(desk: Desk, proposal_id: int, merge: bool) -> None:  # noqa: FBT001 - yes or no is the decision
    """Merge two customers, or record that they are two.

    Raises:
        ImportRefusedError: If the pair does not wait for a decision.
    """
    with desk.database.read() as session:
        pairs = {one.id: one for one in stored.proposals(session)}
    pair = pairs.get(proposal_id)
    if pair is None:
        raise ImportRefusedError(
            "This pair of customers does not wait for a decision any more.",
            f"Look at the list again. {NOTHING_CHANGED}",
            code="MERGE",
        )
    names = f"{pair.first_name} and {pair.second_name}"
    kind = "customer.merged" if merge else "customer.kept_apart"
    what = f"merged {names}" if merge else f"decided that {names} are two customers"
    facts = {"first_id": pair.first_id, "second_id": pair.second_id, "why": pair.why}
    now = desk.now()
    with desk.database.write(kind, what, now=now, facts=facts) as transaction:
        if merge:
            merge_customers(transaction, pair.first_id, pair.second_id)
        state = "merged" if merge else "different"
        stored.decide_proposal(transaction, proposal_id, state, now)
        if merge:
            stored.settle_other_pairs(transaction, pair.first_id, pair.second_id, now)


def _answers_of(saved: dict[str, Any] | None) -> Answers:
    known = {one.name for one in fields(Answers)}
    return Answers(**{name: value for name, value in (saved or {}).items() if name in known})


def _newer(difference: Difference) -> bool:
    """Tell whether the file confirms unchanged items for a later day."""
    return (
        any(
            line.ledger is not None
            and line.ledger.status == "open"
            and difference.as_of is not None
            and line.ledger.as_of < difference.as_of
            for line in difference.lines
        )
        and difference.already_imported is None
    )


def _check_ready(reading: Reading, difference: Difference, decisions: Decisions) -> None:
    if reading.questions:
        raise ImportRefusedError(
            f"{reading.file_name} cannot be imported before this is answered: "
            + " ".join(question.text for question in reading.questions),
            f"Answer it and compare again. {NOTHING_CHANGED}",
            code="IMPORT-QUESTION",
        )
    if difference.newer_than_file is not None and not decisions.accept_older:
        raise ImportRefusedError(
            f"{reading.file_name} holds for {difference.as_of}, but the ledger already holds "
            f"for {difference.newer_than_file}.",
            f"Choose the newer file, or say that the older one is meant. {NOTHING_CHANGED}",
            code="IMPORT-OLDER",
        )
    undecided = [
        line for line in difference.vanished if decisions.on(line) not in VANISHED_DECISIONS
    ]
    if undecided:
        first = undecided[0]
        raise ImportRefusedError(
            f"{len(undecided)} open items are no longer in {reading.file_name}, the first is "
            f"{first.kind} {first.number} of {first.customer}.",
            f"Say for each whether it was paid, is still owed or was cancelled. {NOTHING_CHANGED}",
            code="IMPORT-VANISHED",
        )


def _backup_if_needed(desk: Desk) -> str:
    """Make a backup unless nobody is in the store yet; return its name."""
    with desk.database.read() as session:
        empty = ledger.is_empty(session)
    return "" if empty else backup(desk).path.name


def _store(  # noqa: PLR0913, PLR0917 - the parts of one transaction
    transaction: Transaction,
    plan: ImportPlan,
    difference: Difference,
    decisions: Decisions,
    now: datetime,
    clerk: str,
    progress: Progress,
) -> ImportReport:
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
            _confirm(transaction, change.before["ids"], change.after["as_of"])
    progress(2, 4)
    stored.add_changes(transaction, numbers.batch_id, changes)
    progress(3, 4)
    proposed = stored.add_proposals(transaction, plan.pairs(_numbers_by_name(plan, changes)))
    answers = {
        name: value for name in REMEMBERED if (value := getattr(reading.answers, name)) is not None
    }
    if answers:
        if "columns" in answers:
            answers["columns"] = dict(answers["columns"])
        stored.keep_map(transaction, reading.layout_key, reading.layout_label, answers, now)
    progress(4, 4)
    totals = ledger.open_totals(transaction)
    return ImportReport(numbers.batch_id, counts, totals, "", len(proposed))


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


def _confirm(transaction: Transaction, ids: list[int], day: str) -> None:
    ledger.put_back(transaction, "invoice", [{"id": one, "as_of": day} for one in ids])


def _undo(transaction: Transaction, batch: ImportBatch, now: datetime) -> None:
    changes = stored.changes_of(transaction, batch.id)
    made: dict[str, list[int]] = {}
    for what, name, row_id, before, _ in changes:
        if before is None and what != CONFIRMED:
            made.setdefault(name, []).append(row_id)
    _check_unchanged(transaction, batch, changes)
    if found := stored.built_on(transaction, made):
        _refuse_undo(batch, f"there is {found[2]} since")
    for what, name, row_id, before, _ in reversed(changes):
        if what == CONFIRMED and before is not None:
            _confirm(transaction, before["ids"], before["as_of"])
        elif before is not None:
            ledger.put_back(transaction, name, [{"id": row_id, **before}])
    if made.get("customer"):
        stored.drop_proposals_of(transaction, made["customer"])
    for name in reversed(TABLES):
        if made.get(name):
            ledger.delete_rows(transaction, name, made[name])
    stored.mark_undone(transaction, batch.id, now)


def _check_unchanged(transaction: Transaction, batch: ImportBatch, changes: list[Any]) -> None:
    """Refuse where a row is no longer as the import left it."""
    if later := stored.later_import_on(transaction, batch.id):
        _refuse_undo(batch, f"a later import ({later.file_name}) changed the same items")
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
