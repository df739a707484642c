from __future__ import annotations

import gc
import threading
from itertools import count

import pytest
from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.background import Background
from collections_desk.desktop.messages import ProgressStrip
from collections_desk.domain.progress import Progress
from collections_desk.errors import DeskError, StoreError
from tests.desktop.waiting import wait_for


def unexpected(value: object) -> None:
    pytest.fail(f"came back by the wrong door: {value!r}")


def divide() -> int:
    return 1 // 0


def test_work_is_done_elsewhere_and_comes_back_here(background: Background, qtbot: QtBot) -> None:
    threads: list[object] = []

    background.run(
        lambda: threads.append(threading.current_thread().name),
        done=lambda _: threads.append(threading.current_thread()),
        failed=unexpected,
    )

    wait_for(qtbot, lambda: len(threads) == 2)
    assert threads == ["background_0", threading.main_thread()]


def test_done_never_runs_inside_run(background: Background, qtbot: QtBot) -> None:
    order: list[str] = []

    background.run(lambda: None, done=lambda _: order.append("done"), failed=unexpected)
    order.append("asked")

    wait_for(qtbot, lambda: len(order) == 2)
    assert order == ["asked", "done"]


def test_what_the_clerk_can_act_on_comes_by_its_own_door(
    background: Background, qtbot: QtBot
) -> None:
    found: list[DeskError] = []

    def refuse() -> object:
        raise StoreError("The disk is full.", "Free space.", code="DISK-FULL")

    background.run(refuse, done=unexpected, failed=found.append, owner=None)

    wait_for(qtbot, lambda: found)
    assert found[0].code == "DISK-FULL"


def test_a_fault_in_the_program_is_not_swallowed(background: Background, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        background.run(divide, done=unexpected, failed=unexpected)
        wait_for(qtbot, lambda: caught)

    assert caught[0][0] is ZeroDivisionError
    assert not background.busy


def test_nobody_is_called_once_the_screen_is_gone(background: Background, qtbot: QtBot) -> None:
    screen = QLabel()
    gate = threading.Event()
    other: list[object] = []

    background.run(lambda: gate.wait(20), done=unexpected, failed=unexpected, owner=screen)
    background.run(lambda: str(gate.wait(20)), done=screen.setText, failed=unexpected)
    screen.deleteLater()
    QApplication.sendPostedEvents(screen, 0)
    QApplication.processEvents()
    gate.set()
    background.run(lambda: 1, done=other.append, failed=unexpected)

    wait_for(qtbot, lambda: other)


def test_long_work_says_how_far_it_is_and_stops_when_asked(
    background: Background, qtbot: QtBot
) -> None:
    reached = threading.Event()
    ended: list[str] = []

    def work(progress: Progress) -> None:
        for step in count():
            progress(step, 10**9)
            reached.set()

    long_work = background.run_long(
        "Exporting calls",
        work,
        done=unexpected,
        failed=unexpected,
        cancelled=lambda: ended.append("cancelled"),
    )
    assert reached.wait(20)
    long_work.cancel()

    wait_for(qtbot, lambda: ended)
    assert not background.busy


def test_the_bar_appears_only_when_work_takes_long(
    background: Background, dressed: QApplication, qtbot: QtBot
) -> None:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    background.long_work_began.connect(strip.follow)
    gate = threading.Event()
    done: list[object] = []

    def work(progress: Progress) -> bool:
        progress(3, 10)
        return gate.wait(20)

    background.run_long("Importing march.csv", work, done=done.append, failed=unexpected)
    at_once = strip.isVisible()
    wait_for(qtbot, strip.isVisible)
    assert at_once is False
    assert strip.bar.maximum() == 10
    assert strip.bar.value() == 3
    gate.set()

    wait_for(qtbot, lambda: done)
    wait_for(qtbot, strip.isHidden)


def test_work_that_never_comes_back_can_be_given_up(background: Background, qtbot: QtBot) -> None:
    gate = threading.Event()
    later: list[object] = []

    give_up = background.run_apart(lambda: gate.wait(60), done=unexpected, failed=unexpected)
    background.run(lambda: "still alive", done=later.append, failed=unexpected)
    wait_for(qtbot, lambda: later)
    busy = [background.busy]
    give_up()
    give_up()
    busy.append(background.busy)

    assert busy == [True, False]
    gate.set()


def test_what_came_before_it_was_given_up_is_let_go_of_once(
    background: Background, qtbot: QtBot
) -> None:
    """The work has ended, and the screen was about to be told, when Cancel is pressed."""
    let_go: list[str] = []
    ended = threading.Event()

    def work() -> str:
        ended.set()
        return "an open desk"

    give_up = background.run_apart(
        work, done=unexpected, failed=unexpected, unwanted=let_go.append
    )
    assert ended.wait(60)
    give_up()  # nothing was brought to the screen yet: it was not asked
    wait_for(qtbot, lambda: let_go)

    assert let_go == ["an open desk"]


def test_the_window_does_not_stand_still_while_work_is_done(
    background: Background, qtbot: QtBot
) -> None:
    gaps: list[int] = []
    clock = QElapsedTimer()
    timer = QTimer(interval=10)
    timer.timeout.connect(lambda: gaps.append(clock.restart()))
    done: list[object] = []

    def heavy(progress: Progress) -> int:
        total = 0
        for step in range(300):
            total += sum(number * number for number in range(2_000))
            progress(step, 300)
        return total

    clock.start()
    timer.start()
    background.run_long("Counting", heavy, done=done.append, failed=unexpected)
    wait_for(qtbot, lambda: done)
    timer.stop()

    assert sorted(gaps)[-2:] < [100, 250]  # one gap may be another program's on a busy machine


def test_busy_is_told_once_each_way(background: Background, qtbot: QtBot) -> None:
    told: list[bool] = []
    background.busy_changed.connect(told.append)
    done: list[object] = []

    for _ in range(3):
        background.run(lambda: None, done=done.append, failed=unexpected)
    wait_for(qtbot, lambda: len(done) == 3)

    assert told == [True, False]


def test_an_owner_is_a_widget_or_nobody(background: Background, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    got: list[object] = []

    background.run(lambda: 5, done=got.append, failed=unexpected, owner=widget)
    background.run(lambda: 6, done=got.append, failed=unexpected, owner=QObject(widget))

    wait_for(qtbot, lambda: len(got) == 2)


def test_cycles_are_never_collected_on_the_worker_thread(
    background: Background, qtbot: QtBot
) -> None:
    threads: set[str] = set()
    done: list[object] = []

    def note(phase: str, _info: object) -> None:
        threads.add(threading.current_thread().name)

    def litter() -> int:
        for _ in range(20_000):
            ring: list[object] = []
            ring.append(ring)
        return 1

    gc.callbacks.append(note)
    try:
        background.run(litter, done=done.append, failed=unexpected)
        wait_for(qtbot, lambda: done)
        wait_for(qtbot, lambda: threads)
    finally:
        gc.callbacks.remove(note)

    assert threads == {"MainThread"}
