"""A store with the hostile values in it, made once a worker; windows as in the tests of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from collections_desk.operations.desk import Desk
from tests.clock import Clock
from tests.conftest import open_copy
from tests.desktop.conftest import dressed, open_window, private_window_settings
from tests.shared_data import shared_folder
from tests.whole import corpus
from tests.whole.bait import Bait

__all__ = ["dressed", "open_window", "private_window_settings"]


@pytest.fixture(scope="session")
def corpus_home(template_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the store with every hostile name and note, through import and contact."""
    shared_folder()
    folder = tmp_path_factory.mktemp("corpus")
    desk = open_copy(template_home, folder / "home", Clock())
    corpus.fill(desk, folder)
    desk.database.close()
    return folder / "home"


@pytest.fixture(scope="module")
def corpus_desk(corpus_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Open a copy of that store, closed before: what is in it now was read from the disk."""
    desk = open_copy(corpus_home, tmp_path_factory.mktemp("opened") / "home", Clock())
    yield desk
    desk.database.close()


@pytest.fixture
def bait(tmp_path: Path) -> Iterator[Bait]:
    """Lay out a file and a port that nobody may touch."""
    laid = Bait(tmp_path)
    yield laid
    laid.close()
