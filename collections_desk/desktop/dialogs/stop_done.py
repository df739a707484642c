"""Shows what a stop flag canceled, once it is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_desk.domain.promises import Payment


class StopDone(QDialog):
    """A list to read, and one button. The same stands in a note of the customer."""

    def __init__(self, title: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("The Flag Is Set"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumSize(520, 320)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName(self.tr("What was canceled"))
        self.text.setTabChangesFocus(True)
        self.text.setPlainText(words)
        self.close_button = QPushButton(self.tr("&Close"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        whole = column(self, margin=theme.PAGE - 4, gap=theme.WIDE - 4)
        whole.addWidget(label(title, "heading", wrap=True))
        whole.addWidget(label(self.tr("Canceled with it, and noted on the customer:"), "muted"))
        whole.addWidget(self.text, 1)
        whole.addLayout(line_of(1, self.close_button))
        self.close_button.setFocus()

    @staticmethod
    def payment_lines(payments: Iterable[Payment], locale: str) -> list[str]:
        """Say each payment in a line: day and amount."""
        return [
            f"{day_text(one.received_on)}: {money_text(one.amount, locale)}" for one in payments
        ]
