"""How the one connection to the encrypted store is made, in the one order that is safe.

One process, one connection: several threads on a shared connection lose rows, and
several connections defeat the exclusive lock. The standard library's sqlite3 never
touches the store, for it would see noise, or worse, create something beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import QueuePool, create_engine, event
from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

#: "CDsk": tells our files from other SQLCipher files, once the key has opened them.
APPLICATION_ID = 0x4344736B
#: The form of the file itself, as against its tables, which Alembic numbers.
USER_VERSION = 1
#: Older SQLite can corrupt a WAL file when it resets it.
LEAST_SQLITE = (3, 51, 3)
LEAST_SQLCIPHER = (4, 12, 0)

_KEY_FORM = re.compile(r"[0-9a-f]{64}")


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def check_versions(connection: Any) -> None:  # noqa: ANN401 - sqlcipher3 ships no types
    """Refuse a library that is known to lose data.

    Raises:
        StoreError: If SQLite or SQLCipher is older than the oldest safe release.
    """
    sqlite = connection.execute("SELECT sqlite_version()").fetchone()[0]
    cipher = connection.execute("PRAGMA cipher_version").fetchone()[0]
    for name, found, least in (
        ("SQLite", sqlite, LEAST_SQLITE),
        ("SQLCipher", cipher, LEAST_SQLCIPHER),
    ):
        if _version(found) < least:
            wanted = ".".join(str(part) for part in least)
            raise StoreError(
                f"This computer has {name} {found}, which can damage the data file.",
                f"Install {name} {wanted} or later. The data file was not opened.",
                code="STORE-LIBRARY",
            )


def connect(path: Path, key: str, *, mode: str = "rw", immutable: bool = False) -> Any:  # noqa: ANN401 - sqlcipher3 ships no types
    """Open the file and give it the key; nothing of its content is read yet.

    Args:
        path: The data file.
        key: 64 hex digits. 63 would silently become a passphrase, so the form is checked.
        mode: "rw", "ro", or "rwc", which alone may create a file.
        immutable: Promise SQLite that nobody writes: it then makes no side files.

    Raises:
        ValueError: If the key is not of its form.
    """
    if not _KEY_FORM.fullmatch(key):
        msg = "the key is not 64 hex digits"
        raise ValueError(msg)
    suffix = "&immutable=1" if immutable else ""
    connection = sqlcipher.connect(
        f"file:{quote(str(path))}?mode={mode}{suffix}",
        uri=True,
        timeout=1.0,  # nobody else should have it open; who has it will not let go soon
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute(f"PRAGMA key=\"x'{key}'\"")
        connection.execute("PRAGMA cipher_log_level=NONE")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_for_work(path: Path, key: str, *, mode: str = "rw") -> Any:  # noqa: ANN401 - sqlcipher3 ships no types
    """Open the file for reading and writing, with every safeguard on.

    Raises:
        StoreError: If the libraries are too old.
        sqlcipher.Error: If the file cannot be opened or is not what the key fits.
    """
    connection = connect(path, key, mode=mode)
    try:
        check_versions(connection)
        for pragma in (
            "locking_mode=EXCLUSIVE",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(path: Path, key: str, *, mode: str = "rw") -> Engine:
    """Return the engine over the one connection.

    A pool that times out means a session was opened inside another: a fault of ours.
    Disposing of the engine lets go of the file even if an error left the connection in use,
    as a damaged page does: else the file would stay locked as long as the error is kept.
    """
    made: list[Any] = []

    def make() -> Any:  # noqa: ANN401 - sqlcipher3 ships no types
        made.append(connect_for_work(path, key, mode=mode))
        return made[-1]

    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=make,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=5,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "engine_disposed")
    def let_go(_: Engine) -> None:
        while made:
            made.pop().close()

    return engine
