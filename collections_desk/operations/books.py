"""The books of the business come in: read a file, compare, apply, and take it back.

Reading and comparing change nothing. Applying is one transaction, after a backup; undoing
puts every row back as it was, and is refused once something was built on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from collections_desk.domain.difference import VANISHED_DECISIONS, Decisions, Difference
from collections_desk.domain.import_history import ImportReport
from collections_desk.domain.import_plan import ImportPlan
from collections_desk.domain.progress import no_progress
from collections_desk.domain.readings import Answers
from collections_desk.errors import ImportRefusedError
from collections_desk.importers.receivables import read_recognized, recognize_file
from collections_desk.importers.spreadsheet import read_bytes
from collections_desk.importers.values import Home
from collections_desk.operations.import_rows import store_import, take_back
from collections_desk.operations.resting import collector_resting
from collections_desk.operations.safekeeping import backup
from collections_desk.store import imports as stored
from collections_desk.store import ledger
from collections_desk.store.database import AlreadyDone, add_fact
from collections_desk.store.merging import merge_customers

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collections_desk.domain.import_history import ImportBatch, MergeProposal
    from collections_desk.domain.progress import Progress
    from collections_desk.domain.readings import Reading
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

NOTHING_CHANGED = "Nothing was changed."


@dataclass(frozen=True)
class Compared(Difference):
    """A difference with the plan behind it, so that applying it need not think twice.

    Attributes:
        plan: How it was found.
        events: How many operations the store had seen then; with one more it is looked at
            anew.
    """

    plan: ImportPlan | None = field(default=None, compare=False, repr=False)
    events: int = -1


@collector_resting()
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
    grid, found = recognize_file(
        data, path.name, desk.resources.import_layouts, layout_id=layout_id, answers=answers
    )
    with desk.database.read() as session:
        saved = _answers_of(stored.saved_map(session, found.key))
    if saved.columns is not None and answers.columns is None:
        answers = replace(answers, columns=saved.columns)
        grid, found = recognize_file(
            data, path.name, desk.resources.import_layouts, layout_id=layout_id, answers=answers
        )
    reading = read_recognized(
        grid, found, answers=answers, home=home, as_of=as_of, progress=progress
    )
    remembered = {
        question.id: value
        for question in reading.questions
        if (value := getattr(saved, question.id, None)) is not None
    }
    if remembered:
        answers = replace(answers, **remembered)
        reading = read_recognized(
            grid, found, answers=answers, home=home, as_of=as_of, progress=progress
        )
        words = ", ".join(sorted(name.replace("_", " ") for name in remembered))
        told = f"As for the last such file: {words}."
        reading = replace(reading, assumptions=(*reading.assumptions, told))
    if reading.as_of is None and reading.items:
        told = "The file does not say for which day it holds; the day of the import is taken."
        reading = replace(reading, assumptions=(*reading.assumptions, told))
    return reading


@collector_resting()
def compare_import(desk: Desk, reading: Reading) -> Difference:
    """Compare a reading with the ledger. Nothing is stored."""
    day = reading.as_of or desk.today()
    events = desk.database.head.count
    with desk.database.read() as session:
        books = stored.load_books(
            session, reach=bool(reading.customers), payments=bool(reading.payments)
        )
        before = stored.batch_of_file(session, reading.sha256)
        ledger_day = stored.ledger_day(session)
    plan = ImportPlan(reading, books)
    found = plan.difference(already_imported=before, ledger_day=ledger_day, as_of=day)
    parts = {one.name: getattr(found, one.name) for one in fields(found)}
    return Compared(**parts, plan=plan, events=events)


@collector_resting()
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
    if not difference.changes_anything and not _newer(difference, decisions):
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
            plan = _plan_again(desk, transaction, reading, difference)
            progress(1, 4)
            report = store_import(transaction, plan, difference, decisions, now, clerk, progress)
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
        take_back(transaction, batch, now)


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


def _newer(difference: Difference, decisions: Decisions) -> bool:
    """Tell whether the file confirms unchanged items for a later day.

    The same bytes again may be last week's file, chosen by mistake; only the clerk knows.
    """
    same_bytes = difference.already_imported is not None
    return difference.confirms_a_later_day and (decisions.exported_again or not same_bytes)


def _plan_again(
    desk: Desk, transaction: Transaction, reading: Reading, difference: Difference
) -> ImportPlan:
    """Return the plan behind a difference, if the ledger is still what it was then.

    Raises:
        ImportRefusedError: If it is not.
    """
    if isinstance(difference, Compared) and difference.plan is not None:
        same_file = difference.plan.reading is reading
        if same_file and difference.events == desk.database.head.count:
            return difference.plan
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
    return plan


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
            f"Say for each whether it was paid, is still owed or was canceled. {NOTHING_CHANGED}",
            code="IMPORT-VANISHED",
        )


def _backup_if_needed(desk: Desk) -> str:
    """Make a backup unless nobody is in the store yet; return its name."""
    with desk.database.read() as session:
        empty = ledger.is_empty(session)
    return "" if empty else backup(desk).path.name
