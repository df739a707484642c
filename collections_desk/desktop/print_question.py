"""Asks whether letters printed of which nobody knows: the program stopped, or the printer fell
silent, after they were handed over.
"""  # noqa: D205 - one sentence

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.when_text import moment_text
from collections_desk.operations import mail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.print_attempts import PrintAttempt

#: The number of a letter on its line of the list.
LETTER_ID = Qt.ItemDataRole.UserRole


class PrintQuestion(QDialog):
    """The letters, all marked; the answer is about those that stay marked."""

    #: Something was recorded.
    answered = Signal()
    #: These letters, by id, are to be printed again as they were.
    again = Signal(list)

    def __init__(
        self, shell: Shell, attempts: Sequence[PrintAttempt], zone: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setWindowTitle(self.tr("Did It Print?"))
        self.setMinimumSize(620, 360)
        self.list = QListWidget()
        self.message = InlineMessage()
        self.printed_button = QPushButton(icon("check", "on_accent"), self.tr("It &Printed"))
        self.again_button = QPushButton(self.tr("Print &Again as the Original"))
        self.not_printed_button = QPushButton(self.tr("It Did &Not Print"))
        self.later_button = QPushButton(self.tr("Ask Me &Later"))
        self._build(attempts, zone)

    def _build(self, attempts: Sequence[PrintAttempt], zone: str) -> None:
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        question = counted(
            len(attempts), "Did {ref} print?", "Did these {n} letters print?"
        ).replace("{ref}", attempts[0].letter_ref if attempts else "")
        self.heading = label(question, "heading")
        whole.addWidget(self.heading)
        remark = self.tr(
            "The program stopped before it knew. Look at the printer's tray: if the pages are"
            " there, they count as printed; if not, they print again as originals."
        )
        whole.addWidget(label(remark, "", wrap=True))
        self.list.setAccessibleName(self.tr("Letters that may have printed"))
        for one in attempts:
            when = moment_text(one.handed_at, zone)
            text = self.tr("{0}  ·  {1}  ·  handed to {2}, {3}").format(
                one.letter_ref, one.customer_name, one.printer, when
            )
            item = QListWidgetItem(text)
            item.setData(LETTER_ID, one.letter_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(len(attempts) > 0)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.message)
        self.printed_button.setProperty("role", "primary")
        buttons = (self.not_printed_button, self.again_button, self.printed_button)
        for button in (*buttons, self.later_button):
            button.setAutoDefault(False)
        whole.addLayout(line_of(self.later_button, 1, *buttons))
        desk = self._shell.desk
        self.printed_button.clicked.connect(
            partial(self._answer, lambda ids: mail.confirm_printed(desk, ids), again=False)
        )
        self.not_printed_button.clicked.connect(
            partial(self._answer, lambda ids: mail.deny_printed(desk, ids), again=False)
        )
        self.again_button.clicked.connect(
            partial(self._answer, lambda ids: mail.deny_printed(desk, ids), again=True)
        )
        self.later_button.clicked.connect(self.reject)
        self.list.itemChanged.connect(lambda _item: self._judge())
        self.printed_button.setFocus()

    def marked(self) -> list[int]:
        """Return the letters that the answer is about."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [
            int(item.data(LETTER_ID))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _judge(self) -> None:
        possible = bool(self.marked())
        for button in (self.printed_button, self.again_button, self.not_printed_button):
            button.setEnabled(possible)

    def _answer(
        self, write: Callable[[list[int]], None], _checked: object = None, *, again: bool
    ) -> None:
        ids = self.marked()

        def written(_nothing: None) -> None:
            for row in reversed(range(self.list.count())):
                if self.list.item(row).data(LETTER_ID) in ids:
                    self.list.takeItem(row)
            self.answered.emit()
            if again:
                self.again.emit(ids)
            if self.list.count() == 0:
                self.accept()

        self._shell.background.run(
            lambda: write(ids), done=written, failed=self.message.say_error, owner=self
        )
