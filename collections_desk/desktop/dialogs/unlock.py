"""The page before a store that is locked, or that cannot be opened as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from collections_desk.desktop import theme
from collections_desk.desktop.cover import Cover
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import label, line_of, rule
from collections_desk.desktop.line_edit import LONGEST_SECRET, LineEdit
from collections_desk.desktop.messages import InlineMessage, announce

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from collections_desk.errors import DeskError

#: With these a passphrase can help.
_PASSPHRASE = {"KEY-PASSPHRASE", "KEY-PASSPHRASE-NEEDED", "KEY-TRIES"}
#: With these the recovery code can help.
_CODE = {
    "KEY-NONE",
    "KEY-LOCKED",
    "KEY-WAIT",
    "KEY-LOST",
    "KEY-REFUSED",
    "KEY-CODE",
    "KEY-OTHER-CODE",
    "KEY-TRIES",
    "STORE-KEY",
} | _PASSPHRASE
#: With these another try can help, without typing anything.
_AGAIN = {
    "KEY-LOCKED",
    "KEY-WAIT",
    "KEY-NONE",
    "KEY-LOST",
    "KEY-TRIES",
    "STORE-BUSY",
    "STORE-OPEN",
    "STORE-READONLY",
    "STORE-MISSING",
    "DISK-FULL",
    "DISK-ERROR",
    "KEY-FILE",
}


class UnlockPage(Cover):
    """Offers what can help: the passphrase, the recovery code, another try, a backup."""

    #: Passphrase and recovery code; both None asks the keyring.
    unlock_asked = Signal(object, object)
    cancel_asked = Signal()
    restore_asked = Signal()
    lock_removal_asked = Signal()
    quit_asked = Signal()

    def __init__(self) -> None:
        super().__init__("lock", self.tr("The desk is locked"))
        self.secret = LineEdit(longest=LONGEST_SECRET)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.returnPressed.connect(self._unlock)
        self._secret_words = label(self.tr("&Passphrase"))
        self._secret_words.setBuddy(self.secret)
        self.message = InlineMessage()
        self.unlock = QPushButton(icon("unlock", "on_accent"), self.tr("&Unlock"))
        self.unlock.setProperty("role", "primary")
        self.unlock.clicked.connect(self._unlock)
        self.cancel = QPushButton(self.tr("&Cancel"))
        self.cancel.clicked.connect(self.cancel_asked)
        self.switch = QPushButton(self.tr("Use the &Recovery Code"))
        self.switch.setProperty("role", "link")
        self.switch.clicked.connect(self._switch)
        self.restore = QPushButton(icon("backup"), self.tr("Restore a &Backup …"))
        self.restore.clicked.connect(self.restore_asked)
        self.remove_lock = QPushButton(self.tr("Re&move the Lock and Open"))
        self.remove_lock.clicked.connect(self.lock_removal_asked)
        self.quit = QPushButton(self.tr("&Quit"))
        self.quit.clicked.connect(self.quit_asked)
        self._code = label("", "small")
        self._asks = "keyring"
        self.inside.addLayout(line_of(self._secret_words, self.secret))
        self.inside.addWidget(self.message)
        self.inside.addSpacing(theme.GAP)
        self.inside.addLayout(line_of(self.switch, 1, self.cancel, self.unlock))
        self.inside.addWidget(rule())
        self.inside.addLayout(line_of(self._code, 1, self.remove_lock, self.restore, self.quit))
        self._offer("keyring", can_switch=True)
        self.restore.hide()
        self.remove_lock.hide()
        self.cancel.hide()

    def show_locked(self, *, passphrase: bool) -> None:
        """Show that the clerk locked the desk, or left it alone.

        Args:
            passphrase: Whether it is opened by a passphrase.
        """
        self.say(
            self.tr("The desk is locked"),
            self.tr("Nothing can be read here until it is unlocked. Drafts are kept."),
            "lock",
        )
        self._code.clear()
        self._offer("passphrase" if passphrase else "keyring", can_switch=True)

    def show_problem(self, error: DeskError) -> None:
        """Show why the store is not open, and offer what can help."""
        first = error.code == "KEY-PASSPHRASE-NEEDED"
        title = self.tr("Type the passphrase") if first else error.problem
        self.say(title, error.remedy, "key" if error.code.startswith("KEY-") else "warning")
        self._code.setText(error.code)
        self.message.clear()
        self.cancel.hide()
        self.secret.setEnabled(True)
        self.unlock.setEnabled(True)
        asks = self._asks
        if error.code in _PASSPHRASE and asks != "code":
            asks = "passphrase"
        elif error.code in {"KEY-CODE", "KEY-OTHER-CODE"}:
            asks = "code"
        elif asks == "passphrase" and error.code not in _PASSPHRASE:
            asks = "keyring"
        self._offer(asks, can_switch=error.code in _CODE)
        self.unlock.setVisible(error.code in _AGAIN | _CODE)
        self.restore.setVisible(error.code.startswith("STORE-") or error.code == "KEY-GONE")
        self.remove_lock.setVisible(error.code == "STORE-BUSY")
        announce(self, f"{error.problem} {error.remedy}", urgent=True)

    def wait(self) -> None:
        """Say that the store is being opened."""
        self.unlock.setEnabled(False)
        self.secret.setEnabled(False)
        self.cancel.show()
        self.message.say(self.tr("Opening …"), "notice")

    def waiting(self, seconds: float) -> None:
        """Say that the keyring has not answered yet (KEY-WAIT)."""
        self.message.say(
            self.tr(
                "The keyring has not answered for {0} seconds. Perhaps it asks for a password"
                " in a window of its own."
            ).format(round(seconds)),
            "caution",
        )

    def stopped(self) -> None:
        """Say that the clerk pressed Cancel."""
        self.message.clear()
        self.cancel.hide()
        self.secret.setEnabled(True)
        self.unlock.setEnabled(True)
        self._offer(self._asks, can_switch=True)

    def _switch(self) -> None:
        self._offer("code" if self._asks != "code" else self._other, can_switch=True)

    def _offer(self, asks: str, *, can_switch: bool) -> None:
        if asks != "code":
            self._other = asks
        self._asks = asks
        typed = asks in {"passphrase", "code"}
        self._secret_words.setVisible(typed)
        self.secret.setVisible(typed)
        self.secret.clear()
        hidden = asks == "passphrase"
        self.secret.setEchoMode(
            QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal
        )
        words = self.tr("&Passphrase") if hidden else self.tr("Recovery &code")
        self._secret_words.setText(words)
        self.secret.setAccessibleName(words.replace("&", ""))
        self.unlock.setText(self.tr("&Unlock") if typed else self.tr("&Try Again"))
        if asks == "keyring" and not self._code.text():
            self.unlock.setText(self.tr("&Unlock"))
        other = self.tr("Use the &Passphrase")
        if self._other == "keyring":
            other = self.tr("Use the &Keyring")
        self.switch.setText(other if asks == "code" else self.tr("Use the &Recovery Code"))
        self.switch.setVisible(can_switch)
        stop: QObject = self.secret if typed else self.unlock
        if stop is self.secret:
            self.setFocusProxy(self.secret)
            self.secret.setFocus()
        else:
            self.setFocusProxy(self.unlock)
            self.unlock.setFocus()

    def _unlock(self) -> None:
        typed = self.secret.text()
        if self._asks != "keyring" and not typed:
            self.message.say(self.tr("This is needed."))
            return
        passphrase = typed if self._asks == "passphrase" else None
        code = typed if self._asks == "code" else None
        self.secret.clear()
        self.unlock_asked.emit(passphrase, code)
