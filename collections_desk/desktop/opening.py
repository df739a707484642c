"""Opens a desk for the window: first start, keyring, passphrase, lock, sample data.

Every call that may wait for the keyring is on a thread apart, is told after a second
(KEY-WAIT) and can be cancelled at once.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from collections_desk.desktop.cover import Cover
from collections_desk.desktop.dialogs.first_start import FirstStart, RecoveryCodePage
from collections_desk.desktop.dialogs.restoring import RestorePage
from collections_desk.desktop.dialogs.unlock import UnlockPage
from collections_desk.desktop.housekeeping import Housekeeping
from collections_desk.desktop.icons import use_icons
from collections_desk.desktop.read_ahead import AFTER, import_ahead
from collections_desk.desktop.recovery_kit import print_kit, save_kit
from collections_desk.domain.progress import Cancelled
from collections_desk.operations.desk import Resources, home_state, open_desk, set_up_desk
from collections_desk.operations.preferences import confirm_recovery, recovery_confirmed
from collections_desk.operations.safekeeping import list_backups_in, restore
from collections_desk.operations.sample_home import open_sample
from collections_desk.store.backup import FOLDER
from collections_desk.store.starting import StoreState

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from collections_desk.desktop.main_window import MainWindow
    from collections_desk.domain.settings import Business
    from collections_desk.errors import DeskError
    from collections_desk.operations.desk import Desk
    from collections_desk.store.backup import BackupInfo


#: Letters and digits of a recovery code: four groups of seven and a check character each.
CODE_LENGTH = 32


class Wait(QObject):
    """A wait for the keyring: tells the screen how long it has been, and can be given up."""

    told = Signal(float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Give up, at the next time that the wait is told."""
        self._stopped.set()

    def __call__(self, seconds: float) -> None:
        """Take word from the thread that waits.

        Raises:
            Cancelled: If the clerk gave up.
        """
        if self._stopped.is_set():
            raise Cancelled
        self.told.emit(seconds)


class Opening(QObject):
    """What stands between the start of the program and the open desk."""

    opened = Signal()

    def __init__(
        self, window: MainWindow, home: Path, now: Callable[[], datetime], *, sample: bool = False
    ) -> None:
        super().__init__(window)
        self._window = window
        self._home = home
        self._now = now
        self._sample = sample
        self._back_to = ""
        self._by_passphrase = False
        self._wait: Wait | None = None
        self._give_up: Callable[[], None] | None = None
        self._new_desk: Desk | None = None
        self.housekeeping = Housekeeping(window)
        use_icons(Resources().text)  # the pages before a desk is open have pictures too
        window.lock_asked.connect(self.lock)
        window.other_home_asked.connect(self._switch)

    def begin(self) -> None:
        """Look what is in the home folder, and go on from there."""
        if self._sample:
            self._open_sample()
        elif home_state(self._home) is StoreState.NONE:
            self._welcome()
        else:
            self._unlock(None, None)

    def leave(self) -> None:
        """Make a backup if something changed; the program ends."""
        self.housekeeping.stop()
        self.housekeeping.back_up(at_exit=True)
        if self._new_desk is not None:  # the window was closed over the recovery code
            self._window.background.run(self._new_desk.close, done=_done, failed=self._window.fail)

    def lock(self) -> None:
        """Close the store, let the key go, and hide everything."""
        desk = self._window.desk
        self.housekeeping.stop()
        self._back_to = self._window.view_id
        page = self._unlock_page()
        if desk.sample:
            page.show_locked(passphrase=False)
        else:
            page.show_locked(passphrase=self._by_passphrase)
        self._window.background.run(desk.close, done=_done, failed=self._window.fail)

    # The store that is there.

    def _unlock(self, passphrase: str | None, code: str | None, **more: bool) -> None:
        if self._sample:
            self._open_sample()
            return
        page = self._unlock_page()
        page.wait()
        home, now = self._home, self._now
        wait = self._new_wait(page.waiting)
        self._give_up = self._window.background.run_apart(
            lambda: open_desk(
                home, passphrase=passphrase, recovery_code=code, now=now, waiting=wait, **more
            ),
            done=lambda desk: self._take(desk, by_passphrase=passphrase is not None),
            failed=self._refused,
            unwanted=lambda desk: desk.close(),
        )

    def _take(self, desk: Desk, *, by_passphrase: bool = False) -> None:
        self._by_passphrase = by_passphrase or self._by_passphrase
        self._new_desk = None
        view_id, self._back_to = self._back_to, ""
        self._window.receive(desk, view_id=view_id)
        self.housekeeping.start()
        QTimer.singleShot(AFTER, self, self._import_ahead)
        self._window.background.run(
            lambda: desk.sample or recovery_confirmed(desk),
            done=self._remind,
            failed=self._window.fail,
            owner=self,
        )
        self.opened.emit()

    def _import_ahead(self) -> None:
        if self._window.is_open:
            self._window.background.run(
                import_ahead, done=_done, failed=self._window.fail, owner=self
            )

    def _remind(self, confirmed: bool) -> None:  # noqa: FBT001 - the answer of a question
        if not confirmed:
            self._window.say(
                self.tr(
                    "The recovery code was never typed back. If it is not on paper, make a new"
                    " one under Records and Backups."
                )
            )

    def _refused(self, error: DeskError) -> None:
        if error.code == "KEY-PASSPHRASE-NEEDED":
            self._by_passphrase = True
        self._unlock_page().show_problem(error)

    def _cancel(self) -> None:
        if self._wait is not None:
            self._wait.stop()
        if self._give_up is not None:
            self._give_up()
            self._give_up = None
        page = self._window.cover
        if isinstance(page, UnlockPage):
            page.stopped()

    def _unlock_page(self) -> UnlockPage:
        page = self._window.cover
        if not isinstance(page, UnlockPage):
            page = UnlockPage()
            page.unlock_asked.connect(self._unlock)
            page.cancel_asked.connect(self._cancel)
            page.quit_asked.connect(self._window.close)
            page.restore_asked.connect(self._restore)
            page.lock_removal_asked.connect(
                lambda: self._unlock(None, None, remove_foreign_lock=True)
            )
            self._window.show_cover(page)
        return page

    def _restore(self) -> None:
        home = self._home
        self._window.background.run(
            lambda: list_backups_in(home / FOLDER),
            done=self._show_backups,
            failed=self._window.fail,
            owner=self,
        )

    def _show_backups(self, found: list[BackupInfo]) -> None:
        page = RestorePage(found)
        page.back_asked.connect(self.begin)
        page.restore_asked.connect(self._put_in_place)
        self._window.show_cover(page)

    def _put_in_place(self, path: Path, secret: str) -> None:
        page = self._window.cover
        if not isinstance(page, RestorePage):
            return
        page.wait()
        home, now = self._home, self._now
        code = bool(secret) and looks_like_code(secret)
        self._window.background.run_apart(
            lambda: restore(
                home,
                path,
                passphrase=secret if secret and not code else None,
                recovery_code=secret if code else None,
                now=now,
            ),
            done=lambda report: self._take(report.desk),
            failed=page.refuse,
        )

    # The first start.

    def _welcome(self) -> None:
        page = FirstStart()
        page.begin_asked.connect(self._set_up)
        page.sample_asked.connect(lambda: self._switch(True))  # noqa: FBT003 - as the signal
        self._window.show_cover(page)

    def _set_up(self, business: Business, clerk: str, passphrase: str | None) -> None:
        page = self._window.cover
        if not isinstance(page, FirstStart):
            return
        if self._wait is not None:
            self._wait.stop()
        if self._give_up is not None:
            self._give_up()
        page.wait()
        home, now = self._home, self._now
        wait = self._new_wait(page.waiting)
        self._by_passphrase = passphrase is not None
        self._give_up = self._window.background.run_apart(
            lambda: set_up_desk(
                home,
                passphrase=passphrase,
                keyring=passphrase is None,
                business=business,
                clerk=clerk,
                now=now,
                waiting=wait,
            ),
            done=self._show_code,
            failed=page.refuse,
            unwanted=lambda made: made[0].close(),
        )

    def _show_code(self, made: tuple[Desk, str]) -> None:
        desk, code = made
        self._new_desk = desk
        page = RecoveryCodePage(code)
        text = page.kit_text(self._name_of(), desk.home.name)
        page.print_asked.connect(lambda: print_kit(page, text, page.tell_kept))
        page.save_asked.connect(lambda: save_kit(page, text, page.tell_kept))
        page.confirmed.connect(lambda: self._confirmed(desk))
        page.postponed.connect(lambda: self._take(desk))
        self._window.show_cover(page)

    def _name_of(self) -> str:
        page = self._window.cover
        return page.business().name if isinstance(page, FirstStart) else ""

    def _confirmed(self, desk: Desk) -> None:
        self._window.background.run(
            lambda: confirm_recovery(desk),
            done=lambda _: self._take(desk),
            failed=self._window.fail,
            owner=self,
        )

    # The made-up data.

    def _switch(self, sample: bool) -> None:  # noqa: FBT001 - the slot of a signal
        self._sample = sample
        self._back_to = ""
        if self._window.is_open:
            desk = self._window.desk
            self._window.keep_drafts()
            self._window.show_cover(Cover("desk", self.tr("Opening …")))
            self._window.background.run(
                desk.close, done=lambda _: self.begin(), failed=self._window.fail, owner=self
            )
        else:
            self.begin()

    def _open_sample(self) -> None:
        home, now = self._home, self._now
        self._window.show_cover(
            Cover("flag", self.tr("Opening the sample data …"), self.tr("All of it is made up."))
        )
        self._window.background.run(
            lambda: open_sample(home, now=now), done=self._take, failed=self._refused, owner=self
        )

    def _new_wait(self, tell: Callable[[float], object]) -> Wait:
        wait = Wait(self)
        wait.told.connect(tell)
        self._wait = wait
        return wait


def _done(_result: object) -> None:
    """Take an answer that nobody waits for."""


def looks_like_code(typed: str) -> bool:
    """Tell a recovery code from a passphrase: four groups of eight letters and digits."""
    clean = "".join(letter for letter in typed if letter.isalnum())
    return len(clean) == CODE_LENGTH and (clean.upper() == clean or "-" in typed)
