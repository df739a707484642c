"""The first start: the business, its address, the clerk, and a recovery code on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.cover import Cover
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import label, line_of, rule
from collections_desk.desktop.line_edit import LONGEST_SECRET, LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.domain.settings import Business
from collections_desk.store.recovery_code import group_is_right

if TYPE_CHECKING:
    from collections_desk.errors import DeskError

#: Which group of the recovery code is typed back, counted from 1.
GROUP_ASKED = 3


class FirstStart(Cover):
    """Asks for the business and the clerk; a passphrase only where there is no keyring."""

    #: Business, clerk and passphrase; that is None where the keyring keeps the key.
    begin_asked = Signal(object, str, object)
    sample_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            "desk",
            self.tr("Welcome to Collections Desk"),
            self.tr(
                "Everything stays on this computer, encrypted. This much is needed now. Before the"
                " first letter, fill in under Settings your phone, whom to ask for, how to pay and"
                " who signs; all else has a default."
            ),
        )
        self.name = LineEdit()
        self.address = QPlainTextEdit()
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(self.address.fontMetrics().lineSpacing() * 3 + 18)
        self.clerk = LineEdit()
        self.clerk.setToolTip(self.tr("Stands in every entry of the record"))
        self.use_passphrase = QCheckBox(self.tr("&Open with a passphrase instead of the keyring"))
        self.use_passphrase.setAccessibleName(
            self.tr("Open with a passphrase instead of the keyring")
        )
        self.passphrase = LineEdit(longest=LONGEST_SECRET)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.shown = QCheckBox(self.tr("&Show what I type"))
        self.shown.toggled.connect(self._show_passphrase)
        self.message = InlineMessage()
        self.begin = QPushButton(self.tr("&Begin"))
        self.begin.setProperty("role", "primary")
        self.sample = QPushButton(icon("flag"), self.tr("&Try Sample Data"))
        self.sample.setToolTip(self.tr("Made-up customers in a store of their own"))
        self.name.textChanged.connect(self._look)
        self.address.textChanged.connect(self._look)
        self.clerk.textChanged.connect(self._look)
        self.passphrase.textChanged.connect(self._look)
        self.use_passphrase.toggled.connect(self._look)
        self.name.returnPressed.connect(self.address.setFocus)
        self.clerk.returnPressed.connect(self._go_on)
        self.passphrase.returnPressed.connect(self._begin)
        self.begin.clicked.connect(self._begin)
        self.sample.clicked.connect(self.sample_asked)
        self._arrange()
        self._look()
        self.setFocusProxy(self.name)

    def _show_passphrase(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal gives it so
        """Let the clerk read what nobody can tell her later."""
        echo = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.passphrase.setEchoMode(echo)

    def refuse(self, error: DeskError) -> None:
        """Say why the store was not made; what is typed stays."""
        self.begin.setEnabled(True)
        if error.code.startswith("KEY-"):
            self.use_passphrase.setChecked(True)
            self.passphrase.setFocus()
        self.message.say_error(error)

    def wait(self) -> None:
        """Say that the store is being made."""
        self.begin.setEnabled(False)
        self.message.say(self.tr("Making the encrypted store …"), "notice")

    def waiting(self, seconds: float) -> None:
        """Say that the keyring has not answered yet (KEY-WAIT)."""
        self.message.say(
            self.tr(
                "The keyring has not answered for {0} seconds. Perhaps it asks for a password"
                " in a window of its own. You can choose a passphrase instead."
            ).format(round(seconds)),
            "caution",
        )
        self.begin.setEnabled(True)

    def business(self) -> Business:
        """Return what is typed."""
        lines = tuple(line for line in self.address.toPlainText().split("\n") if line.strip())
        return Business(name=self.name.text().strip(), address_lines=lines)

    def _go_on(self) -> None:
        """Enter in the last field begins, unless a passphrase is still to be typed."""
        if self.passphrase.isVisible() and not self.passphrase.text():
            self.passphrase.setFocus()
        else:
            self._begin()

    def _begin(self) -> None:
        if self.begin.isEnabled():
            secret = self.passphrase.text() if self.use_passphrase.isChecked() else None
            self.begin_asked.emit(self.business(), self.clerk.text().strip(), secret)

    def _look(self) -> None:
        with_passphrase = self.use_passphrase.isChecked()
        self._passphrase_words.setVisible(with_passphrase)
        self.passphrase.setVisible(with_passphrase)
        self.shown.setVisible(with_passphrase)
        business = self.business()
        self.begin.setEnabled(
            bool(business.name)
            and bool(business.address_lines)
            and bool(self.clerk.text().strip())
            and (not with_passphrase or bool(self.passphrase.text()))
        )

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setVerticalSpacing(theme.GAP)
        grid.setColumnStretch(1, 1)
        self._passphrase_words = _words(self.tr("&Passphrase"), self.passphrase)
        grid.addWidget(_words(self.tr("Business &name"), self.name), 0, 0)
        grid.addWidget(self.name, 0, 1)
        address = _words(self.tr("&Address"), self.address)
        grid.addWidget(address, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.address, 1, 1)
        grid.addWidget(_words(self.tr("&Your name"), self.clerk), 2, 0)
        grid.addWidget(self.clerk, 2, 1)
        grid.addWidget(self.use_passphrase, 3, 1)
        grid.addWidget(self._passphrase_words, 4, 0)
        grid.addWidget(self.passphrase, 4, 1)
        grid.addWidget(self.shown, 5, 1)
        self.inside.addLayout(grid)
        self.inside.addWidget(self.message)
        self.inside.addSpacing(theme.GAP)
        self.inside.addLayout(line_of(1, self.begin))
        self.inside.addWidget(rule())
        self.inside.addLayout(
            line_of(
                label(self.tr("Only looking? Nothing of yours is needed."), "muted"),
                1,
                self.sample,
            )
        )


class RecoveryCodePage(Cover):
    """Shows the recovery code once, and asks for one group of it, so that it is on paper."""

    print_asked = Signal()
    save_asked = Signal()
    #: A group was typed back.
    confirmed = Signal()
    #: The clerk will do it later.
    postponed = Signal()

    def __init__(self, code: str) -> None:
        super().__init__(
            "key",
            self.tr("The recovery code"),
            self.tr(
                "Write it down or print it, and keep it away from this computer. If the key of"
                " this computer is ever lost, this code is the only way to your data. It is"
                " shown only now."
            ),
        )
        self._code = code
        frame = QFrame()
        frame.setProperty("role", "notice")
        shown = label(code, "code", selectable=True)
        shown.setAccessibleName(self.tr("Recovery code: {0}").format(" ".join(code)))
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = QGridLayout(frame)
        inner.setContentsMargins(theme.GAP, theme.WIDE, theme.GAP, theme.WIDE)
        inner.addWidget(shown)
        self.print_button = QPushButton(icon("printer"), self.tr("&Print …"))
        self.print_button.clicked.connect(self.print_asked)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        key.activated.connect(self.print_asked)
        self.save_button = QPushButton(icon("save"), self.tr("&Save to a File …"))
        self.save_button.clicked.connect(self.save_asked)
        self.group = LineEdit()
        self.group.setMaximumWidth(220)
        words = _words(self.tr("Type group &{0} back").format(GROUP_ASKED), self.group)
        self.message = InlineMessage(field=self.group)
        self.go_on = QPushButton(self.tr("&Open the Desk"))
        self.go_on.setProperty("role", "primary")
        self.go_on.setEnabled(False)
        self.later = QPushButton(self.tr("&Later"))
        self.later.setToolTip(self.tr("Open the desk now; you will be asked again"))
        self.group.textChanged.connect(self._look)
        self.group.returnPressed.connect(self._answer)
        self.go_on.clicked.connect(self._answer)
        self.later.clicked.connect(self.postponed)
        self.inside.addWidget(frame)
        self.inside.addLayout(line_of(self.print_button, self.save_button, 1))
        self.inside.addWidget(rule())
        self.inside.addLayout(line_of(words, self.group, 1))
        self.inside.addWidget(self.message)
        self.inside.addLayout(line_of(1, self.later, self.go_on))
        self.setFocusProxy(self.group)

    def kit_text(self, business: str, home: str) -> str:
        """Return what is printed or saved."""
        return self.tr(
            "Collections Desk: recovery code\n\nBusiness: {0}\nData folder: {1}\n\n{2}\n\n"
            "Keep this page away from the computer. Whoever has it and the data file can read"
            " everything.\nTo use it: start Collections Desk and choose Recovery Code.\n"
        ).format(business, home, self._code)

    def tell_kept(self, text: str) -> None:
        """Say where the code was printed or saved."""
        self.message.say(text, "good")

    def _look(self) -> None:
        right = group_is_right(self.group.text(), GROUP_ASKED - 1, self._code)
        self.go_on.setEnabled(right)
        if right:
            self.message.clear()

    def _answer(self) -> None:
        if group_is_right(self.group.text(), GROUP_ASKED - 1, self._code):
            self.confirmed.emit()
        else:
            self.message.say(
                self.tr("That is not group {0}. Look at the code once more.").format(GROUP_ASKED)
            )


def _words(text: str, buddy: QWidget) -> QLabel:
    made = label(text)
    made.setBuddy(buddy)
    buddy.setAccessibleName(text.replace("&", ""))
    return made
