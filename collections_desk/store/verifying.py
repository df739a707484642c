"""Verify the record: chain, anchor, structure, pages, documents, references.

Every check says in words what it looked at and what it found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.domain.progress import Progress, no_progress
from collections_desk.errors import StoreError
from collections_desk.store import faults
from collections_desk.store.anchors import Anchor, missing_records
from collections_desk.store.audit_log import AuditEvent, Head, events, verify_chain
from collections_desk.store.checking import (
    broken_structure,
    count_contents,
    damaged_pages,
    tables_of_pages,
)
from collections_desk.store.documents import changed_documents
from collections_desk.store.kept_letters import letter_faults
from collections_desk.store.opening import check_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_desk.store.backup import BackupInfo
    from collections_desk.store.database import Database


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: A short stable name, "chain" for one.
        good: Whether it is as it should be.
        said: What was found, in a sentence.
    """

    name: str
    good: bool
    said: str


def check_chain(database: Database) -> Check:
    """Check that every line of the audit log follows the one before."""
    with database.read() as session:
        report = verify_chain(session)
    if not report.whole:
        said = f"Line {report.first_bad} of the audit log: {report.fault}."
        return Check("chain", good=False, said=said)
    said = f"All {report.count} lines of the audit log follow each other."
    if report.clock_went_back:
        lines = ", ".join(str(seq) for seq in report.clock_went_back[:5])
        said += f" The clock of the computer went back before line {lines}; their order holds."
    return Check("chain", good=True, said=said)


def check_anchor(database: Database, anchors: Sequence[Anchor]) -> Check:
    """Check that the audit log still has the end that was written down outside."""
    with database.read() as session:
        found = missing_records(session, database.store_id, anchors)
    if found is None:
        return Check("anchor", good=True, said="The end of the audit log is where it was.")
    count, anchor = found
    return Check("anchor", good=False, said=faults.records_missing(count, anchor.at).problem)


def check_backups(database: Database, backups: Sequence[BackupInfo]) -> Check:
    """Check that the audit log still has the lines at which backups were made.

    Backups of what a restore put aside agree up to the restored line only; the restore is a
    line of the log itself, so they are told apart and counted.
    """
    agree = aside = 0
    with database.read() as session:
        restores = events(session, kind="store.restored")
        for info in backups:
            at = f"{info.manifest.made_at:%Y-%m-%d %H:%M}"
            mark = Anchor(info.manifest.store_id, _head_of(info), at)
            if missing_records(session, database.store_id, [mark]) is None:
                agree += 1
            elif _put_aside(info, restores):
                aside += 1
            else:
                said = f"The record differs from the backup of {at} at line {mark.head.count}."
                return Check("backups", good=False, said=said)
    said = f"The record agrees with {agree} backups." if agree else "There is no backup yet."
    if aside:
        said += f" {aside} more hold what was put aside when an older backup was restored."
    return Check("backups", good=True, said=said)


def _put_aside(info: BackupInfo, restores: Sequence[AuditEvent]) -> bool:
    """Tell whether a backup holds lines that were gone when an older one was restored."""
    made = info.manifest
    return any(made.events >= line.seq and made.made_at <= line.at for line in restores)


def _head_of(info: BackupInfo) -> Head:
    return Head(info.manifest.events, info.manifest.head)


def check_structure(database: Database) -> Check:
    """Check that tables and triggers are those of this release."""
    try:
        check_schema(database)
    except StoreError as error:
        return Check("structure", good=False, said=error.problem)
    return Check("structure", good=True, said="Tables and triggers are those of this release.")


def check_pages(database: Database) -> Check:
    """Check the seal of every page, after the write-ahead log was played back."""
    with database.driver() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        pages = damaged_pages(database.path, database.key)
        if pages:
            tables = tables_of_pages(database.path, database.key, pages)
            said = faults.DamagedPagesError(pages, tables).problem
            return Check("pages", good=False, said=said)
        broken = broken_structure(database.path, database.key)
        counts = count_contents(connection).counts
    if broken:
        return Check("pages", good=False, said=f"The data file is damaged: {broken[0]}.")
    said = f"Every page is whole: {sum(counts.values())} rows in {len(counts)} tables."
    return Check("pages", good=True, said=said)


def check_documents(database: Database) -> Check:
    """Check each kept document against its hash."""
    with database.read() as session:
        changed = list(changed_documents(session))
    if changed:
        said = f"{len(changed)} documents are not what was stored: {changed[0][:12]} for one."
        return Check("documents", good=False, said=said)
    return Check("documents", good=True, said="Every kept document is what was stored.")


def check_letters(database: Database) -> Check:
    """Check that each printed letter still has the page that was printed."""
    with database.read() as session:
        found = letter_faults(session)
    if found:
        return Check("letters", good=False, said=found[0])
    said = "Every printed letter has the pages that were printed."
    return Check("letters", good=True, said=said)


def run_checks(
    database: Database,
    anchors: Sequence[Anchor],
    backups: Callable[[], Sequence[BackupInfo]],
    *,
    progress: Progress = no_progress,
) -> list[Check]:
    """Run every check, one after the other; one that cannot run counts as failed.

    The backups are listed as part of their check: their folder is a setting, which a damaged
    page may hold.

    Raises:
        Cancelled: If `progress` raises it. Nothing is changed by checking.
    """
    checks: list[tuple[str, Callable[[], Check]]] = [
        ("pages", lambda: check_pages(database)),  # first: others stop at the first bad page
        ("chain", lambda: check_chain(database)),
        ("anchor", lambda: check_anchor(database, anchors)),
        ("backups", lambda: check_backups(database, backups())),
        ("structure", lambda: check_structure(database)),
        ("documents", lambda: check_documents(database)),
        ("letters", lambda: check_letters(database)),
    ]
    report = []
    for done, (name, check) in enumerate(checks):
        progress(done, len(checks))
        try:
            report.append(check())
        except (StoreError, sqlcipher.DatabaseError) as error:
            said = faults.translate(error)
            problem = error.problem if isinstance(error, StoreError) else str(said or error)
            report.append(Check(name, good=False, said=problem))
    progress(len(checks), len(checks))
    return report
