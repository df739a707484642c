from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from collections_desk.desktop import views
from collections_desk.desktop.dialogs.first_start import FirstStart, RecoveryCodePage
from collections_desk.desktop.dialogs.restoring import RestorePage
from collections_desk.desktop.dialogs.unlock import UnlockPage
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.opening import Opening, looks_like_code
from collections_desk.domain.settings import Business
from collections_desk.operations.desk import home_state, open_desk, set_up_desk
from collections_desk.operations.preferences import recovery_confirmed
from collections_desk.operations.safekeeping import backup
from collections_desk.store import keyring_access
from collections_desk.store.starting import StoreState
from tests.clock import Clock
from tests.desktop.waiting import settle, wait_for
from tests.memory_keyring import MemoryKeyring

ENTER = Qt.Key.Key_Return
PASSPHRASE = "correct horse battery staple"
BUSINESS = Business(name="Hallgate Supply Co.", address_lines=("12 Mill Road", "Erie PA 16501"))


class SlowKeyring(KeyringBackend):
    """Answers only when it is let."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.gate.wait(60)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.gate.wait(60)

    def delete_password(self, service: str, username: str) -> None:
        self.gate.wait(60)


@pytest.fixture
def slow_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowKeyring]:
    before = keyring.get_keyring()
    slow = SlowKeyring()
    monkeypatch.setattr(keyring_access, "ALLOWED", (SlowKeyring.__module__,))
    keyring.set_keyring(slow)
    yield slow
    slow.gate.set()
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_access, "ALLOWED", ())


@pytest.fixture
def bare_window(
    dressed: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """Give a window that shows the help first: opening is tested here, not the worklist."""
    monkeypatch.setattr("collections_desk.desktop.main_window.FIRST_VIEW", "help")
    assert views.VIEWS
    window = MainWindow()
    window.resize(1100, 700)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    window.leave()
    window.close()
    window.deleteLater()


@pytest.fixture
def start(bare_window: MainWindow, home: Path, clock: Clock) -> Callable[..., Opening]:
    def begin(**more: bool) -> Opening:
        opening = Opening(bare_window, home, clock, **more)
        opening.begin()
        return opening

    return begin


def code_of(page: RecoveryCodePage) -> str:
    text = page.kit_text("", "")
    return next(line for line in text.splitlines() if line.count("-") == 3)


def test_the_first_start_needs_three_inputs(
    bare_window: MainWindow,
    start: Callable[..., Opening],
    home: Path,
    memory_keyring: MemoryKeyring,
    qtbot: QtBot,
) -> None:
    start()
    page = bare_window.cover
    assert isinstance(page, FirstStart)
    assert not page.begin.isEnabled()
    words = " ".join(one.text() for one in page.findChildren(QLabel))
    assert "your phone, whom to ask for, how to pay and who signs" in words

    qtbot.keyClicks(page.name, "Hallgate Supply Co.")
    qtbot.keyClick(page.name, ENTER)
    focused = QApplication.focusWidget()
    assert focused is page.address
    qtbot.keyClicks(page.address, "12 Mill Road")
    assert not page.begin.isEnabled()
    qtbot.keyClick(page.address, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is page.clerk
    qtbot.keyClicks(page.clerk, "Dana Reyes")
    assert page.begin.isEnabled()
    assert not page.passphrase.isVisible()
    qtbot.keyClick(page.clerk, ENTER)
    wait_for(qtbot, lambda: isinstance(bare_window.cover, RecoveryCodePage))
    code_page = bare_window.cover
    assert isinstance(code_page, RecoveryCodePage)
    assert not code_page.go_on.isEnabled()
    qtbot.keyClicks(code_page.group, code_of(code_page).split("-")[2].lower())
    qtbot.keyClick(code_page.group, ENTER)
    wait_for(qtbot, lambda: bare_window.is_open)
    settle(qtbot, bare_window)

    assert home_state(home) is StoreState.PRESENT
    assert bare_window.desk.settings().business.name == "Hallgate Supply Co."
    assert bare_window.desk.settings().business.address_lines == ("12 Mill Road",)
    assert bare_window.desk.settings().clerk == "Dana Reyes"
    assert recovery_confirmed(bare_window.desk)
    assert len(memory_keyring.kept) == 1


def test_without_a_keyring_a_passphrase_is_asked_and_nothing_typed_is_lost(
    bare_window: MainWindow,
    start: Callable[..., Opening],
    home: Path,
    no_keyring: None,
    qtbot: QtBot,
) -> None:
    start()
    page = bare_window.cover
    assert isinstance(page, FirstStart)
    page.name.setText("Hallgate")
    page.address.setPlainText("12 Mill Road")
    page.clerk.setText("Dana Reyes")
    qtbot.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page.passphrase.isVisible)

    assert home_state(home) is StoreState.NONE
    assert page.name.text() == "Hallgate"
    assert "keyring" in page.message.text()
    qtbot.keyClicks(page.passphrase, PASSPHRASE)
    qtbot.keyClick(page.passphrase, ENTER)
    wait_for(qtbot, lambda: isinstance(bare_window.cover, RecoveryCodePage))
    code_page = bare_window.cover
    assert isinstance(code_page, RecoveryCodePage)
    qtbot.mouseClick(code_page.later, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: bare_window.is_open)
    wait_for(qtbot, bare_window.message_bar.isVisible)

    assert "recovery code" in bare_window.message_bar.text()


def test_leaving_at_the_recovery_code_closes_the_new_store(  # noqa: PLR0913, PLR0917 - fixtures
    bare_window: MainWindow,
    start: Callable[..., Opening],
    home: Path,
    clock: Clock,
    memory_keyring: MemoryKeyring,
    qtbot: QtBot,
) -> None:
    opening = start()
    page = bare_window.cover
    assert isinstance(page, FirstStart)
    page.name.setText("Hallgate")
    page.address.setPlainText("12 Mill Road")
    page.clerk.setText("Dana Reyes")
    qtbot.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: isinstance(bare_window.cover, RecoveryCodePage))

    opening.leave()
    bare_window.leave()

    open_desk(home, now=clock).close()  # nobody holds its lock


def test_a_wrong_group_is_said_beside_the_field(
    bare_window: MainWindow, dressed: QApplication, qtbot: QtBot
) -> None:
    page = RecoveryCodePage("AAAAAAAA-BBBBBBBB-CCCCCCCC-DDDDDDDD")
    bare_window.show_cover(page)
    left: list[bool] = []
    page.confirmed.connect(lambda: left.append(True))

    qtbot.keyClicks(page.group, "AAAAAAAA")
    qtbot.keyClick(page.group, ENTER)

    assert left == []
    assert "not group 3" in page.message.text()
    assert page.group.text() == "AAAAAAAA"


def test_a_keyring_that_does_not_answer_never_blocks_the_window(  # noqa: PLR0913, PLR0917 - fixtures
    bare_window: MainWindow,
    start: Callable[..., Opening],
    home: Path,
    clock: Clock,
    slow_keyring: SlowKeyring,
    memory_keyring: MemoryKeyring,
    qtbot: QtBot,
) -> None:
    desk, _ = set_up_desk(home, business=BUSINESS, now=clock)
    desk.close()
    keyring.set_keyring(slow_keyring)
    gaps: list[int] = []
    elapsed = QElapsedTimer()
    timer = QTimer(interval=10)
    timer.timeout.connect(lambda: gaps.append(elapsed.restart()))

    start()
    page = bare_window.cover
    assert isinstance(page, UnlockPage)
    elapsed.start()
    timer.start()
    wait_for(qtbot, lambda: "has not answered" in page.message.text())
    timer.stop()
    assert sorted(gaps)[-2] < 100
    assert page.cancel.isVisible()
    qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)

    assert not bare_window.background.busy
    assert page.unlock.isEnabled()
    assert not page.cancel.isVisible()


def test_a_lost_key_asks_for_the_recovery_code(  # noqa: PLR0913, PLR0917 - fixtures
    bare_window: MainWindow,
    start: Callable[..., Opening],
    home: Path,
    clock: Clock,
    memory_keyring: MemoryKeyring,
    qtbot: QtBot,
) -> None:
    desk, code = set_up_desk(home, business=BUSINESS, now=clock)
    desk.close()
    memory_keyring.kept.clear()

    start()
    page = bare_window.cover
    assert isinstance(page, UnlockPage)
    wait_for(qtbot, lambda: "not in the keyring" in page.title())
    qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
    assert page.secret.isVisible()
    qtbot.keyClicks(page.secret, code.lower().replace("-", " "))
    qtbot.keyClick(page.secret, ENTER)
    wait_for(qtbot, lambda: bare_window.is_open)

    assert len(memory_keyring.kept) == 1


def test_a_wrong_passphrase_is_told_and_the_right_one_opens(
    bare_window: MainWindow,
    start: Callable[..., Opening],
    home: Path,
    clock: Clock,
    qtbot: QtBot,
) -> None:
    desk, _ = set_up_desk(home, passphrase=PASSPHRASE, keyring=False, business=BUSINESS, now=clock)
    desk.close()
    start()
    page = bare_window.cover
    assert isinstance(page, UnlockPage)
    wait_for(qtbot, page.secret.isVisible)

    qtbot.keyClicks(page.secret, "wrong horse")
    qtbot.keyClick(page.secret, ENTER)
    wait_for(qtbot, lambda: page.unlock.isEnabled() and "assphrase" in page.title())
    assert page.secret.text() == ""
    qtbot.keyClicks(page.secret, PASSPHRASE)
    qtbot.keyClick(page.secret, ENTER)

    wait_for(qtbot, lambda: bare_window.is_open)


def test_lock_closes_the_store_and_unlock_comes_back_to_the_same_screen(
    bare_window: MainWindow,
    start: Callable[..., Opening],
    home: Path,
    clock: Clock,
    qtbot: QtBot,
) -> None:
    desk, _ = set_up_desk(home, passphrase=PASSPHRASE, keyring=False, business=BUSINESS, now=clock)
    desk.close()
    start()
    page = bare_window.cover
    assert isinstance(page, UnlockPage)
    wait_for(qtbot, page.secret.isVisible)
    qtbot.keyClicks(page.secret, PASSPHRASE)
    qtbot.keyClick(page.secret, ENTER)
    wait_for(qtbot, lambda: bare_window.is_open)
    bare_window.go("settings")
    settle(qtbot, bare_window)

    qtbot.keyClick(bare_window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, bare_window)
    locked = bare_window.cover
    assert isinstance(locked, UnlockPage)
    assert not bare_window.is_open
    qtbot.keyClicks(locked.secret, PASSPHRASE)
    qtbot.keyClick(locked.secret, ENTER)
    wait_for(qtbot, lambda: bare_window.is_open)

    assert bare_window.view_id == "settings"


def test_a_missing_store_offers_a_backup_and_makes_nothing(  # noqa: PLR0913, PLR0917 - fixtures
    bare_window: MainWindow,
    start: Callable[..., Opening],
    home: Path,
    clock: Clock,
    memory_keyring: MemoryKeyring,
    qtbot: QtBot,
) -> None:
    desk, _ = set_up_desk(home, business=BUSINESS, now=clock)
    kept = backup(desk)
    desk.close()
    (home / "desk.db").unlink()

    start()
    page = bare_window.cover
    assert isinstance(page, UnlockPage)
    wait_for(qtbot, page.restore.isVisible)
    assert not (home / "desk.db").exists()
    qtbot.mouseClick(page.restore, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: isinstance(bare_window.cover, RestorePage))
    chooser = bare_window.cover
    assert isinstance(chooser, RestorePage)
    assert [info.path for info in chooser.model.all_rows()] == [kept.path]
    qtbot.mouseClick(chooser.go_on, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: bare_window.is_open)

    assert bare_window.desk.settings().business.name == BUSINESS.name


def test_sample_data_is_one_click_away_in_a_store_of_its_own(
    bare_window: MainWindow,
    start: Callable[..., Opening],
    home: Path,
    no_keyring: None,
    qtbot: QtBot,
) -> None:
    start()
    page = bare_window.cover
    assert isinstance(page, FirstStart)

    qtbot.mouseClick(page.sample, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: bare_window.is_open)

    assert bare_window.desk.sample
    assert bare_window.ribbon.isVisible()
    assert home_state(home) is StoreState.NONE
    settle(qtbot, bare_window)
    bare_window.switch_sample()
    wait_for(qtbot, lambda: isinstance(bare_window.cover, FirstStart))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0A1B2C3D-4E5F6G7H-8J9KAMBN-CPDQERFS", True),
        ("0a1b2c3d-4e5f6g7h-8j9kambn-cpdqerfs", True),
        ("0A1B2C3D 4E5F6G7H 8J9KAMBN CPDQERFS", True),
        (PASSPHRASE, False),
        ("short", False),
    ],
)
def test_a_recovery_code_is_told_from_a_passphrase(typed: str, code: object) -> None:
    assert looks_like_code(typed) is code
