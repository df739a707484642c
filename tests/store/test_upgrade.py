"""Migrations: they lead to the tables, keep what was there, and leave newer stores alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from collections_desk.errors import StoreError
from collections_desk.operations.desk import Desk
from collections_desk.store import opening
from collections_desk.store import upgrade as upgrading
from collections_desk.store.connection import make_engine
from collections_desk.store.opening import open_store
from collections_desk.store.tables import Table
from collections_desk.store.upgrade import (
    HEAD_REVISION,
    KNOWN_REVISIONS,
    MIGRATIONS,
    expected_schema,
    read_revision,
    read_schema,
    upgrade,
)
from tests.conftest import TEST_KEY
from tests.store import rows

#: A later revision that rebuilds the table on which most others lean.
LATER = '''
"""Give customers a nickname."""
import os
import sqlalchemy as sa
from alembic import op
from collections_desk.store.migrations.rebuilding import keep_triggers_and_views

revision = "0003"
down_revision = "0002"

def upgrade() -> None:
    with keep_triggers_and_views(op.get_bind(), "customer"):
        with op.batch_alter_table("customer") as customer:
            customer.add_column(sa.Column("nickname", sa.Text, nullable=True))
    if os.environ.get("FAIL_IN_0003"):
        raise ZeroDivisionError
'''


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretend that a later revision was released."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0003_nickname.py").write_text(LATER)
    monkeypatch.setattr(upgrading, "MIGRATIONS", folder)
    monkeypatch.setattr(upgrading, "KNOWN_REVISIONS", frozenset({"0001", "0002", "0003"}))
    return folder


def schema_of(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return read_schema(connection)


def counts(desk: Desk) -> dict[str, int]:
    with desk.database.driver() as connection:
        return {
            table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - own names
            for table in Table.metadata.tables
        }


def fill(desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        for number in range(20):
            customer_id = rows.add_customer(transaction, f"Customer {number}")
            rows.add_contact_point(transaction, customer_id, "215-555-0100")
            rows.add_invoice(transaction, customer_id, f"INV-{number}")
            rows.add_activity(transaction, customer_id, "called")
            rows.add_letter(transaction, customer_id, f"L-{number}", "Dear")


def test_the_program_knows_its_own_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)

    assert scripts.get_current_head() == HEAD_REVISION
    assert {script.revision for script in scripts.walk_revisions()} == KNOWN_REVISIONS


def test_migrations_lead_to_the_tables(desk: Desk) -> None:
    with desk.database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda item, name, kind, reflected, other: (
                    kind != "table" or "_search" not in name
                ),
                "compare_type": False,
            },
        )
        difference = compare_metadata(context, Table.metadata)

    assert difference == [], "run python -m tests.store.freeze"


def test_a_fresh_store_has_the_schema_that_is_expected_at_every_start(desk: Desk) -> None:
    found = schema_of(desk.database.engine)

    assert found == expected_schema(), "run python -m tests.store.freeze"
    plain = {
        name
        for name, sql in found.items()
        if name.startswith("table ") and not sql.endswith("STRICT")
    }
    assert all("_search" in name or name == "table alembic_version" for name in plain)


def test_a_later_revision_keeps_every_row_and_every_trigger(desk: Desk, later: Path) -> None:
    fill(desk)
    before, schema = counts(desk), schema_of(desk.database.engine)

    upgrade(desk.database.engine)

    assert counts(desk) == before
    after = schema_of(desk.database.engine)
    assert after.keys() == schema.keys()
    changed = {name for name in after if after[name] != schema[name]}
    assert changed == {"table customer"}
    assert "nickname" in after["table customer"]
    with desk.database.driver() as connection:
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_upgraded_store_equals_a_fresh_one(desk: Desk, later: Path, tmp_path: Path) -> None:
    fill(desk)
    upgrade(desk.database.engine)
    fresh = make_engine(tmp_path / "fresh.db", TEST_KEY, mode="rwc")
    upgrade(fresh)

    assert schema_of(desk.database.engine) == schema_of(fresh)
    fresh.dispose()


def test_a_migration_that_fails_leaves_the_old_store(
    desk: Desk, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk)
    before, schema = counts(desk), schema_of(desk.database.engine)
    monkeypatch.setenv("FAIL_IN_0003", "1")

    with pytest.raises(ZeroDivisionError):
        upgrade(desk.database.engine)

    assert schema_of(desk.database.engine) == schema
    assert counts(desk) == before
    with desk.database.engine.connect() as connection:
        assert read_revision(connection) == "0002"


def test_an_older_store_is_backed_up_then_brought_forward_at_the_start(
    desk: Desk, later: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    fill(desk)
    desk.database.close()
    monkeypatch.setattr(opening, "HEAD_REVISION", "0003")
    monkeypatch.setattr(opening, "KNOWN_REVISIONS", frozenset({"0001", "0002", "0003"}))
    monkeypatch.setattr(upgrading, "HEAD_REVISION", "0003")
    seen: list[str | None] = []

    def note_revision(database: object) -> None:
        engine: Engine = database.engine  # type: ignore[attr-defined] # a Database
        with engine.connect() as connection:
            seen.append(read_revision(connection))

    expected = json.loads((later / "schema_0002.json").read_text())
    probe = make_engine(home / "probe.db", TEST_KEY, mode="rwc")
    upgrade(probe)
    expected |= schema_of(probe)
    probe.dispose()
    (later / "schema_0003.json").write_text(json.dumps(expected))

    database = open_store(home, TEST_KEY, before_upgrade=note_revision)

    assert seen == ["0002"]
    with database.engine.connect() as connection:
        assert read_revision(connection) == "0003"
    database.close()


def test_the_first_release_comes_forward_with_every_row_and_trigger(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "old.db", TEST_KEY, mode="rwc")
    upgrade(engine, to="0001")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO customer (id, name, name_key, kind, category, sample, created_at)"
            " VALUES (1, 'Old', 'old', 'entity', 'unsorted', 0, '2026-11-20T00:00:00.000000Z')"
        )
        connection.exec_driver_sql(
            "INSERT INTO guard_event (id, customer_id, guard, rule_as_of, severity, said, facts,"
            " deed, decision, reason, clerk, fired_at) VALUES (7, 1, 'G-TIME-01', '2026-11-21',"
            " 'warning', 'early', '{}', 'call', 'shown', '', 'Robin',"
            " '2026-11-20T00:00:00.000000Z')"
        )

    upgrade(engine)

    with engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT id, customer_id, said FROM guard_event").one()
        assert tuple(row) == (7, 1, "early")
        assert read_schema(connection) == expected_schema()
        with pytest.raises(DatabaseError, match="a guard entry cannot be changed"):
            connection.exec_driver_sql("UPDATE guard_event SET said = 'late'")
    engine.dispose()


def test_a_newer_store_is_left_alone_and_nothing_is_written(desk: Desk, home: Path) -> None:
    with desk.database.driver() as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    desk.database.close()
    before = {path.name: path.read_bytes() for path in home.iterdir()}

    with pytest.raises(StoreError, match="0999") as caught:
        open_store(home, TEST_KEY)

    assert caught.value.code == "STORE-NEWER"
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


def test_an_upgrade_of_a_newer_store_is_refused(desk: Desk) -> None:
    with desk.database.driver() as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zz'")

    with pytest.raises(StoreError, match="newer"):
        upgrade(desk.database.engine)
