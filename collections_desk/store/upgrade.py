"""Bring a store to the shape of this release. Alembic is imported only when it is needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from collections_desk.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

#: The revision of this release, and all it knows how to bring forward.
HEAD_REVISION = "0002"
KNOWN_REVISIONS = frozenset({"0001", "0002"})

MIGRATIONS = Path(__file__).parent / "migrations"


def too_new(revision: str) -> StoreError:
    """Return what to say about a store that a newer release wrote."""
    return StoreError(
        f"This data was written by a newer Collections Desk (schema {revision}).",
        "Install the newer release. Nothing was changed.",
        code="STORE-NEWER",
    )


def read_revision(connection: Connection) -> str | None:
    """Return the revision that the store says it has, or None before the first."""
    there = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'"
    ).one_or_none()
    if there is None:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").one_or_none()
    return None if row is None else str(row[0])


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Run the migrations that this store has not had, each in its own transaction.

    Foreign keys rest meanwhile: rebuilding a table on which others lean would delete
    their rows. They are checked before each transaction ends.

    Raises:
        StoreError: If a newer release has already changed the store.
    """
    from alembic import command  # noqa: PLC0415 - 0.35 s that an ordinary start need not pay
    from alembic.config import Config  # noqa: PLC0415 - as above

    with engine.connect() as connection:
        found = read_revision(connection)
        connection.rollback()
        if found is not None and found not in KNOWN_REVISIONS:
            raise too_new(found)
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - an open connection has one
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, to)
        finally:
            if driver.in_transaction:
                driver.rollback()
            driver.execute("PRAGMA foreign_keys=ON")


def read_schema(connection: Connection) -> dict[str, str]:
    """Return the text of everything in the store's schema by "type name"."""
    rows = connection.exec_driver_sql(
        "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema"
    )
    return {str(name): str(sql) for name, sql in rows}


def expected_schema() -> dict[str, str]:
    """Return the schema that a store of this release must have, word for word."""
    text = (MIGRATIONS / f"schema_{HEAD_REVISION}.json").read_text(encoding="utf-8")
    expected: dict[str, str] = json.loads(text)
    return expected
