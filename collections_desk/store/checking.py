"""Check the data file: its pages, its structure, its counts, and that nothing points nowhere."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.store import faults
from collections_desk.store.connection import connect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Contents:
    """What a data file holds, by numbers.

    Attributes:
        revision: Its schema revision.
        counts: Rows of each table.
        events: Lines of its audit log.
        head: The hash of the last line.
    """

    revision: str
    counts: Mapping[str, int]
    events: int
    head: str


def count_contents(connection: Any) -> Contents:  # noqa: ANN401 - sqlcipher3 ships no types
    """Count every table of the record over a plain connection."""
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
            " ORDER BY name"
        )
    ]
    counts = {}
    for name in tables:
        if not re.fullmatch(r"[a-z_]+", name):
            raise faults.schema_changed([name])
        counts[name] = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - checked above
    head = connection.execute(
        "SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return Contents(
        revision=str(revision[0]) if revision else "",
        counts=counts,
        events=head[0] if head else 0,
        head=head[1] if head else "",
    )


def contents_of_copy(path: Path, key: str) -> Contents:
    """Count a copy that nobody else has open, and that needs no write-ahead log.

    Raises:
        sqlcipher.Error: If it does not open with the key or is damaged.
    """
    with closing(connect(path, key, mode="ro", immutable=True)) as connection:
        return count_contents(connection)


def damaged_pages(path: Path, key: str) -> list[int]:
    """Return the numbers of the pages whose seal is broken, in a file that nobody has open.

    The write-ahead log must have been played back before: it is not read here.
    """
    pages = set()
    with closing(connect(path, key, mode="ro", immutable=True)) as connection:
        for (said,) in connection.execute("PRAGMA cipher_integrity_check"):
            if found := re.search(r"page (\d+)", str(said)):
                pages.add(int(found.group(1)))
            else:
                pages.add(path.stat().st_size // _PAGE + 1)
    return sorted(pages)


def broken_structure(path: Path, key: str) -> list[str]:
    """Return what SQLite's own check and the check of references say; empty if all is well."""
    with closing(connect(path, key, mode="ro", immutable=True)) as connection:
        try:
            said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            lost = [
                f"a row of {row[0]} points to a row of {row[2]} that is not there"
                for row in connection.execute("PRAGMA foreign_key_check")
            ]
        except sqlcipher.DatabaseError as error:
            if faults.error_code(error) not in (faults.CORRUPT, faults.NOTADB):
                raise
            return ["a page cannot be read"]
    return [line for line in said if line != "ok"] + lost


def tables_of_pages(path: Path, key: str, pages: list[int]) -> list[str]:
    """Return which tables damaged pages belong to, as far as the rest of the file tells."""
    touched = set()
    with closing(connect(path, key, mode="ro", immutable=True)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'"
        ).fetchall()
    for (name,) in tables:
        if not re.fullmatch(r"[a-z_]+", name):
            continue
        with closing(connect(path, key, mode="ro", immutable=True)) as connection:
            try:
                connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - checked above
            except sqlcipher.DatabaseError:
                touched.add(name.replace("_", " "))
    return sorted(touched) if pages else []
