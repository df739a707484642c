"""Make a store, open a store. Neither ever happens in place of the other."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.store import faults
from collections_desk.store.connection import APPLICATION_ID, USER_VERSION, connect, make_engine
from collections_desk.store.database import Database
from collections_desk.store.keys import key_check
from collections_desk.store.safe_files import private_folder, sync_folder
from collections_desk.store.settings import read_info, save_info
from collections_desk.store.upgrade import (
    HEAD_REVISION,
    KNOWN_REVISIONS,
    expected_schema,
    read_revision,
    read_schema,
    too_new,
    upgrade,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine

#: The data file in the home folder, and the files SQLite keeps beside it.
FILE_NAME = "desk.db"
SIDE_FILES = ("desk.db-wal", "desk.db-shm", "desk.db-journal")

_PAGE = 4096
_PLAIN_HEADER = b"SQLite format 3\0"


def _no_backup() -> str:
    return ""


def create_store(home: Path, key: str, *, now: datetime, store_id: str | None = None) -> Database:
    """Make an empty encrypted store in `home` and open it.

    Raises:
        StoreError: If there is a data file already, or it cannot be made. Nothing is left behind.
    """
    path = home / FILE_NAME
    if path.exists():
        raise faults.exists(home.name)
    store_id = store_id or str(uuid4())
    try:
        private_folder(home)
        engine = make_engine(path, key, mode="rwc")
        try:
            database = _fill(engine, path, key, store_id, now)
        except BaseException:
            engine.dispose()
            _remove(home)
            raise
    except (DBAPIError, sqlcipher.Error, OSError) as error:
        if said := faults.translate(error, folder=home.name):
            raise said from error
        raise
    sync_folder(home)
    return database


def _fill(engine: Engine, path: Path, key: str, store_id: str, now: datetime) -> Database:
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA application_id={APPLICATION_ID}")
        driver.execute(f"PRAGMA user_version={USER_VERSION}")
    path.chmod(0o600)
    upgrade(engine)
    database = Database(engine, path, store_id, key=key)
    with database.write(
        "store.created", "created the data file", now=now, facts={"store_id": store_id}
    ) as transaction:
        save_info(transaction, "store_id", store_id)
    with path.open("rb") as file:
        if file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
            raise faults.plain()
    return database


def _remove(home: Path) -> None:
    for name in (FILE_NAME, *SIDE_FILES):
        (home / name).unlink(missing_ok=True)


def open_store(
    home: Path,
    key: str,
    *,
    check: str | None = None,
    latest_backup: Callable[[], str] = _no_backup,
    before_upgrade: Callable[[Database], object] | None = None,
) -> Database:
    """Open the store in `home`.

    Args:
        home: The folder of the data file.
        key: The data key.
        check: The key check value of the store, so that a wrong key is told from damage.
        latest_backup: Says which backup is the latest, where one should be restored.
        before_upgrade: Makes a backup before an older store is changed.

    Raises:
        StoreError: If it cannot be opened as it stands. Nothing was written.
    """
    path = home / FILE_NAME
    try:
        _look_from_outside(path, latest_backup)
        if check is not None and key_check(key) != check:
            raise faults.other_key()
        wal = path.with_name(f"{path.name}-wal")
        if not wal.exists() or wal.stat().st_size == 0:
            _look_inside(path, key, latest_backup)
        return _open(path, key, before_upgrade)
    except (DBAPIError, sqlcipher.Error, OSError) as error:
        if faults.error_code(error) == faults.NOTADB:
            raise (
                faults.other_key() if check is None else faults.damaged(latest_backup())
            ) from error
        if said := faults.translate(error, folder=home.name):
            raise said from error
        raise


def _look_from_outside(path: Path, latest_backup: Callable[[], str]) -> None:
    """Refuse what needs no key to be refused."""
    if path.is_dir():
        raise faults.cannot_open()
    if not path.exists():
        raise faults.missing()
    if path.stat().st_size < _PAGE:
        raise faults.empty(latest_backup())
    with path.open("rb") as file:
        if file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
            raise faults.plain()


def _look_inside(path: Path, key: str, latest_backup: Callable[[], str]) -> None:
    """Read the first pages in a way that makes no side file and changes nothing.

    Only where no write-ahead log waits to be played back: it would not be seen here.
    """
    with closing(connect(path, key, mode="ro", immutable=True)) as connection:
        _check_length(connection, path, latest_backup)
        if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
            raise faults.empty(latest_backup())
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise faults.schema_changed(["application id"])
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > USER_VERSION:
            raise too_new(f"file form {version}")
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is not None and row[0] not in KNOWN_REVISIONS:
            raise too_new(str(row[0]))


def _check_length(
    connection: Any,  # noqa: ANN401 - sqlcipher3 ships no types
    path: Path,
    latest_backup: Callable[[], str],
) -> None:
    """Compare the length of the file with the number of pages that its start tells."""
    whole, rest = divmod(path.stat().st_size, _PAGE)
    try:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    except sqlcipher.DatabaseError as error:
        if faults.error_code(error) != faults.CORRUPT:
            raise
        # SQLite itself refuses a file that is shorter than its start tells.
        if rest:
            raise faults.DamagedPagesError([whole + 1]) from error
        raise faults.cut_short(latest_backup()) from error
    if whole > pages or rest:
        raise faults.DamagedPagesError([pages + 1])


def _open(path: Path, key: str, before_upgrade: Callable[[Database], object] | None) -> Database:
    engine = make_engine(path, key)
    try:
        with engine.connect() as connection:
            revision = read_revision(connection)
        _check_revision(revision)
        database = Database(engine, path, "", key=key)
        with database.read() as session:
            database.store_id = read_info(session, "store_id") or ""
        if revision != HEAD_REVISION:
            if before_upgrade is not None:
                before_upgrade(database)
            upgrade(engine)
        check_schema(database)
        database.refresh_head()
    except BaseException:
        engine.dispose()
        raise
    return database


def _check_revision(revision: str | None) -> None:
    if revision is None:
        raise faults.empty()
    if revision not in KNOWN_REVISIONS:
        raise too_new(revision)


def check_schema(database: Database) -> None:
    """Compare the structure with what this release made, word for word.

    Raises:
        StoreError: STORE-SCHEMA, naming what differs.
    """
    with database.read() as session:
        found = read_schema(session.connection())
    expected = expected_schema()
    differ = sorted(
        name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name)
    )
    if differ:
        raise faults.schema_changed([name.partition(" ")[2] for name in differ])
