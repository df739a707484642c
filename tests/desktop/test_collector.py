"""Garbage in circles is collected on the screen's thread and on no other."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from pytestqt.qtbot import QtBot

from collections_desk.desktop import collector
from collections_desk.desktop.background import Background
from collections_desk.desktop.collector import ScreenCollector
from collections_desk.operations.resting import collector_resting
from tests.desktop.waiting import wait_for


class Circle:
    """Holds itself, and notes on which thread it is taken apart."""

    def __init__(self, seen: list[str]) -> None:
        self.me = self
        self.seen = seen

    def __del__(self) -> None:
        self.seen.append(threading.current_thread().name)


def test_a_circle_left_by_the_worker_is_taken_apart_on_the_screen_s_thread(qtbot: QtBot) -> None:
    background = Background()
    seen: list[str] = []
    gc.collect()

    def work() -> list[list[int]]:
        Circle(seen)
        return [[number] for number in range(50_000)]  # more than enough to start a collection

    kept: list[object] = []
    background.run(work, done=kept.append, failed=kept.append)
    wait_for(qtbot, lambda: bool(kept) and bool(seen))
    background.stop()

    assert seen == ["MainThread"]


def test_the_automatic_collector_comes_back_when_the_last_window_is_gone(qapp: object) -> None:
    first, second = Background(), Background()

    first.stop()
    still_off = gc.isenabled()
    second.stop()

    assert not still_off
    assert gc.isenabled()


def test_circles_are_still_collected_while_the_window_is_open(qtbot: QtBot) -> None:
    background = Background()
    seen: list[str] = []
    gone = weakref.ref(Circle(seen))
    kept = [[number] for number in range(5_000)]

    wait_for(qtbot, lambda: gone() is None)
    background.stop()

    assert len(kept) == 5_000
    assert seen == ["MainThread"]


def test_what_a_large_reading_made_is_looked_through_only_while_nobody_types(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del qapp
    types = [True]
    looker = ScreenCollector(quiet=lambda: not types[0])
    looker.look()  # whatever rested before this test
    with collector_resting():
        seen: list[str] = []
        gone = weakref.ref(Circle(seen))
        monkeypatch.setattr(gc, "get_count", lambda: (100_000, 100, 100))
        looker.look()
    assert gone() is not None  # while it rests, nothing is looked through
    monkeypatch.setattr(collector, "SECONDS_BETWEEN_FULL_LOOKS", 0.0)

    looker.look()
    looker.look()
    assert gone() is not None  # set aside
    types[0] = False
    looker.look()
    looker.stop()

    assert gone() is None
    assert seen == ["MainThread"]
