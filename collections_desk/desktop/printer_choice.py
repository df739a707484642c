"""Which printer: the ones that this computer has, the last one first, and whether it is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column
from collections_desk.desktop.messages import InlineMessage

if TYPE_CHECKING:
    from collections_desk.desktop.printers import Printer, PrintSystem
    from collections_desk.desktop.shell import Shell
    from collections_desk.errors import DeskError

#: Where the clerk's last printer is kept; it belongs to this computer, not to the business.
LAST_PRINTER = "printing/printer"


class PrinterChoice(QWidget):
    """A box of printers, and what there is to say about the chosen one."""

    #: The clerk chose another one, or it is known again which there are.
    chosen = Signal()
    #: The computer has said which printers there are; or that it cannot.
    known_now = Signal()

    def __init__(self, shell: Shell, system: PrintSystem, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell, self._system = shell, system
        #: The printers that this computer has; empty until it has said so.
        self.known: list[Printer] = []
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("Printer"))
        self.message = InlineMessage(field=self.box)
        inside = column(self, gap=theme.TIGHT)
        inside.addWidget(self.box)
        inside.addWidget(self.message)
        self.setFocusProxy(self.box)
        self.box.currentIndexChanged.connect(self._judge)

    def ask(self) -> None:
        """Ask the computer which printers it has."""
        self.message.say(self.tr("Looking for printers …"), "notice")
        self._shell.background.run_apart(
            self._system.printers, done=self._show, failed=self._unknown, owner=self
        )

    def printer(self) -> Printer | None:
        """Return the chosen one."""
        name = self.box.currentData()
        return next((printer for printer in self.known if printer.name == name), None)

    def remember(self, printer: Printer) -> None:
        """Offer this one first the next time."""
        QSettings().setValue(LAST_PRINTER, printer.name)

    def _show(self, printers: list[Printer]) -> None:
        self.known = printers
        self.box.clear()
        for printer in printers:
            text = printer.label
            if not printer.ready:
                text = self.tr("{0} (not ready: {1})").format(printer.label, printer.reason)
            self.box.addItem(text, printer.name)
        last = self.box.findData(QSettings().value(LAST_PRINTER, ""))
        if last >= 0:
            self.box.setCurrentIndex(last)
        self._judge()
        self.known_now.emit()

    def _unknown(self, error: DeskError) -> None:
        self.box.setEnabled(False)
        self.message.say_error(error)
        self.known_now.emit()

    def _judge(self) -> None:
        printer = self.printer()
        if not self.known:
            self.box.setEnabled(False)
            self.message.say(
                self.tr(
                    "This computer has no printer. Add one in its settings, or save the"
                    " letters as a PDF file."
                ),
                "caution",
            )
        elif printer is not None and not printer.ready:
            self.message.say(
                self.tr("This printer is not ready: {0}").format(printer.reason), "caution"
            )
        else:
            self.message.clear()
        self.chosen.emit()
