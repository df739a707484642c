"""Save what can be read of a damaged store into a new one, row by row where need be.

A page with a broken seal cannot be read at all, and after one such page a connection reads
nothing more. So the damaged file is opened anew after each, and read around it.
"""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.domain.progress import Progress, no_progress
from collections_desk.store import faults
from collections_desk.store.connection import connect
from collections_desk.store.safe_files import private_folder
from collections_desk.store.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Row numbers are looked for up to here where a table does not say its highest.
_FAR = 1 << 24
#: So many row numbers in a row that cannot be read are the end of a table.
_GIVE_UP = 20_000
_FOLLOWS = "audit_event_follows"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved of one table.

    Attributes:
        rows: How many rows were copied.
        gaps: Ranges of row numbers in which nothing could be read, first and last.
    """

    table: str
    rows: int
    gaps: tuple[tuple[int, int], ...]


@contextmanager
def played_back(damaged: Path, folder: Path, key: str) -> Iterator[Path]:
    """Give a copy of a damaged file, with what waits in its write-ahead log played back.

    The damaged file itself is only read. The copy is removed at the end.
    """
    place = folder / ".salvage"
    private_folder(place)
    copy = place / damaged.name
    try:
        for suffix in ("", "-wal"):
            source = damaged.with_name(damaged.name + suffix)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
        # What cannot be played back is lost in any case.
        with suppress(sqlcipher.DatabaseError), closing(connect(copy, key)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        yield copy
    finally:
        shutil.rmtree(place, ignore_errors=True)


class _Damaged:
    """The damaged file, opened anew whenever a page of it failed."""

    def __init__(self, path: Path, key: str) -> None:
        self._path, self._key = path, key
        self._connection: Any = None

    def read(self, question: str, values: tuple[int, ...] = ()) -> list[tuple[Any, ...]] | None:
        """Return the rows, or None if a page on the way is damaged."""
        if self._connection is None:
            self._connection = connect(self._path, self._key, mode="ro", immutable=True)
        try:
            rows: list[tuple[Any, ...]] = self._connection.execute(question, values).fetchall()
        except sqlcipher.DatabaseError as error:
            if faults.error_code(error) not in (faults.CORRUPT, faults.NOTADB, faults.IOERR):
                raise
            self.close()
            return None
        return rows

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def salvage_into(
    damaged: Path,
    key: str,
    new: Any,  # noqa: ANN401 - sqlcipher3 ships no types
    *,
    progress: Progress = no_progress,
) -> list[Salvaged]:
    """Copy every row that can be read into a new, empty store.

    Args:
        damaged: The damaged file; its write-ahead log was played back.
        key: The data key of both.
        new: The plain connection of the new store.
        progress: Told after each table.

    Raises:
        StoreError: If not even the list of tables can be read.
    """
    source = _Damaged(damaged, key)
    if source.read("SELECT count(*) FROM sqlite_schema") is None:
        raise faults.damaged()
    tables = Table.metadata.sorted_tables
    (follows,) = new.execute(
        "SELECT sql FROM sqlite_schema WHERE name = ?", (_FOLLOWS,)
    ).fetchone()
    new.execute("PRAGMA foreign_keys=OFF")
    new.execute("BEGIN IMMEDIATE")
    try:
        new.execute(f"DROP TRIGGER {_FOLLOWS}")  # lines that are lost leave a gap
        new.execute("DROP TRIGGER audit_event_no_delete")
        new.execute("DELETE FROM audit_event")
        new.execute("DELETE FROM store_info")
        report = []
        for done, table in enumerate(tables):
            report.append(_copy_table(source, new, table.name, [c.name for c in table.columns]))
            progress(done + 1, len(tables))
        new.execute(follows)
        new.execute(
            "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event\nBEGIN\n"
            "  SELECT RAISE(ABORT, 'the audit log cannot be shortened');\nEND"
        )
        new.execute("COMMIT")
    except BaseException:
        new.execute("ROLLBACK")
        raise
    finally:
        source.close()
        new.execute("PRAGMA foreign_keys=ON")
    return report


def _copy_table(source: _Damaged, new: Any, name: str, columns: list[str]) -> Salvaged:  # noqa: ANN401 - as above
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" for _ in columns)
    question = f'SELECT rowid, {names} FROM "{name}" NOT INDEXED'  # noqa: S608 - names of our own tables
    insert = f'INSERT OR IGNORE INTO "{name}" (rowid, {names}) VALUES (?, {marks})'  # noqa: S608 - as above
    copied = 0
    gaps: list[tuple[int, int]] = []
    for first, last, rows in _pieces(source, question, name):
        if rows is None:
            if gaps and gaps[-1][1] + 1 == first:
                gaps[-1] = (gaps[-1][0], last)
            else:
                gaps.append((first, last))
        else:
            new.executemany(insert, rows)
            copied += len(rows)
    return Salvaged(name, copied, tuple(gaps))


def _pieces(
    source: _Damaged, question: str, name: str
) -> Iterator[tuple[int, int, list[tuple[Any, ...]] | None]]:
    """Yield the rows in order, by ranges that are halved around what cannot be read."""
    everything = source.read(f"{question} ORDER BY rowid")
    if everything is not None:
        yield 1, _FAR, everything
        return
    if source.read(f'SELECT 1 FROM "{name}" WHERE rowid = 0') is None:  # noqa: S608 - as below
        yield 1, _FAR, None  # the root of the table: nothing of it can be reached
        return
    highest = source.read(f'SELECT max(rowid) FROM "{name}"')  # noqa: S608 - names of our own tables
    top = _FAR if highest is None else int(highest[0][0] or 0)
    waiting = [(1, top)]
    failed = 0
    while waiting and failed < _GIVE_UP:
        first, last = waiting.pop()
        rows = source.read(f"{question} WHERE rowid BETWEEN ? AND ? ORDER BY rowid", (first, last))
        if rows is None and first < last:
            middle = (first + last) // 2
            waiting += [(middle + 1, last), (first, middle)]
        else:
            failed = failed + 1 if rows is None else 0
            yield first, last, rows
    if waiting:
        yield min(first for first, _ in waiting), top, None
