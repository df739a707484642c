"""What many tests stand on: a home folder, a clock that is set, and a real encrypted store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import keyring
import pytest
from sqlalchemy import Engine, create_engine
from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.operations.desk import Desk, Resources
from collections_desk.store import connection, keyring_access
from collections_desk.store.keyfile import KeyFile
from collections_desk.store.keys import key_check
from collections_desk.store.opening import create_store, open_store
from collections_desk.store.unlocking import new_recovery_code
from tests.clock import FRIDAY, Clock
from tests.memory_keyring import MemoryKeyring

#: The key of every store that tests make without a keyring.
TEST_KEY = "c0ffee" * 10 + "beef"
#: Each table is read and checked once a worker, not once a desk. A test that wants others
#: gives its desk resources of its own.
RESOURCES = Resources()


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Let all stores of a worker share what SQLAlchemy made of a statement.

    It keeps that with the engine, and by its dialect. The program opens one store; each test
    opens one of its own and would spend a third of its time on the same statements again.
    """
    first = create_engine("sqlite+pysqlite://", module=sqlcipher)
    first.connect().close()  # now the dialect knows its SQLite
    first.dispose()
    compiled: dict[Any, Any] = {}

    def make(*words: Any, **more: Any) -> Engine:  # noqa: ANN401 - handed on as they came
        engine = create_engine(*words, **more)
        engine.dialect = first.dialect
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "create_engine", make)
        yield


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands at Friday, 2026-11-20 15:00 UTC."""
    return Clock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give an empty home folder of the program."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def memory_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    """Put a keyring in memory in the place of the desktop's own, for `set_up_desk`."""
    before = keyring.get_keyring()
    memory = MemoryKeyring()
    monkeypatch.setattr(
        keyring_access, "ALLOWED", (*keyring_access.ALLOWED, MemoryKeyring.__module__)
    )
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def template_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one empty encrypted store, to be copied: migrations run once a worker."""
    folder = tmp_path_factory.mktemp("template") / "home"
    database = create_store(folder, TEST_KEY, now=FRIDAY - timedelta(days=1))
    # With its wrapped key beside it, as every store has, so that it can be backed up.
    new_recovery_code(TEST_KEY, KeyFile(database.store_id, key_check(TEST_KEY), {}), [folder])
    database.close()
    return folder


def open_copy(template: Path, home: Path, clock: Clock) -> Desk:
    """Open a copy of a template store."""
    shutil.copytree(template, home, dirs_exist_ok=True)
    return Desk(open_store(home, TEST_KEY), RESOURCES, clock, home)


@pytest.fixture
def desk(template_home: Path, home: Path, clock: Clock) -> Iterator[Desk]:
    """Give a desk over a fresh, empty, real encrypted store."""
    desk = open_copy(template_home, home, clock)
    yield desk
    desk.database.close()


@pytest.fixture(scope="session")
def sample_home(template_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the sample data once a worker, as of the Friday of the clock."""
    from collections_desk.operations.sample import load_sample  # noqa: PLC0415 - only the tests that need it wait

    folder = tmp_path_factory.mktemp("sample") / "home"
    desk = open_copy(template_home, folder, Clock())
    load_sample(desk)
    desk.database.close()
    return folder


class _NoLetters(Resources):
    """The resources with a sample in which nobody wrote a letter yet."""

    def text(self, name: str) -> str:
        text = super().text(name)
        return text.partition("[[letter]]")[0] if name == "sample/sample.toml" else text


@pytest.fixture(scope="session")
def letterless_home(template_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the sample without its letters, for tests that write every letter themselves.

    A module takes it in the place of `sample_home` by a fixture of that name.
    """
    from collections_desk.operations.sample import load_sample  # noqa: PLC0415 - as above

    folder = tmp_path_factory.mktemp("letterless") / "home"
    desk = replace(open_copy(template_home, folder, Clock()), resources=_NoLetters())
    load_sample(desk)
    desk.database.close()
    return folder


@pytest.fixture
def sample_desk(sample_home: Path, home: Path, clock: Clock) -> Iterator[Desk]:
    """Give a desk over a copy of the store with the sample data."""
    desk = replace(open_copy(sample_home, home, clock), sample=True)
    yield desk
    desk.database.close()
