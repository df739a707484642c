"""A program that is killed during a call loses at most the last second (UX-11)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.desk import Desk, Resources
from collections_desk.store.opening import open_store
from tests.clock import Clock
from tests.conftest import TEST_KEY
from tests.desktop.clerk import Clerk
from tests.desktop.kill_during_call import TYPED
from tests.desktop.test_call_form import free_customer

ROOT = Path(__file__).parents[2]
#: The clerk's last second, and a little for a busy machine.
ONE_SECOND = 1.0


def test_what_was_typed_is_there_after_kill_9(
    sample_desk: Desk, home: Path, open_window: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    clock = Clock()
    clock.now = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    customer_id = free_customer(replace(sample_desk, now=clock))
    sample_desk.database.close()
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.kill_during_call", str(home), str(customer_id)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert program.stdout is not None
    assert program.stdout.readline().strip() == b"typed"

    time.sleep(ONE_SECOND)  # the promise is about time: the last second may be lost
    program.send_signal(signal.SIGKILL)
    program.wait()
    program.stdout.close()

    reopened = Desk(open_store(home, TEST_KEY), Resources(), clock, home)
    clerk = Clerk(open_window(reopened), qtbot)
    clerk.worklist.table.go_to(customer_id)
    clerk.press("C")
    fields = clerk.call.fields
    assert fields is not None
    assert fields.note.toPlainText() == TYPED
    assert "draft" in clerk.call.page.draft_note.text()
    clerk.window.leave()
