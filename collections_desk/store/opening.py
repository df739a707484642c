"""Make a store, open a store. Neither ever happens in place of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from collections_desk.errors import StoreError
from collections_desk.store.connection import APPLICATION_ID, USER_VERSION, make_engine
from collections_desk.store.database import Database
from collections_desk.store.settings import read_info, save_info
from collections_desk.store.upgrade import HEAD_REVISION, read_revision, upgrade

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

#: The data file in the home folder.
FILE_NAME = "desk.db"


def create_store(home: Path, key: str, *, now: datetime, store_id: str | None = None) -> Database:
    """Make an empty encrypted store in `home` and open it.

    Raises:
        StoreError: If there is a data file already. It was not touched.
    """
    path = home / FILE_NAME
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    if path.exists():
        raise StoreError(
            f"There is a data file already in the folder {home.name}.",
            "Open it, or choose another folder. Nothing was created.",
            code="STORE-EXISTS",
        )
    store_id = store_id or str(uuid4())
    engine = make_engine(path, key, mode="rwc")
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - an open connection has one
        driver.execute(f"PRAGMA application_id={APPLICATION_ID}")
        driver.execute(f"PRAGMA user_version={USER_VERSION}")
    path.chmod(0o600)
    upgrade(engine)
    database = Database(engine, path, store_id)
    with database.write(
        "store.created", "created the data file", now=now, facts={"store_id": store_id}
    ) as transaction:
        save_info(transaction, "store_id", store_id)
    return database


def open_store(home: Path, key: str) -> Database:
    """Open the store in `home`.

    Raises:
        StoreError: If it cannot be opened as it stands.
    """
    path = home / FILE_NAME
    engine = make_engine(path, key)
    with engine.connect() as connection:
        revision = read_revision(connection)
    if revision != HEAD_REVISION:
        upgrade(engine)
    database = Database(engine, path, "")
    with database.read() as session:
        database.store_id = read_info(session, "store_id") or ""
    database.refresh_head()
    return database
