"""Prints a document that is shown, each page as large as the sheet of the printer allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

#: Pages are drawn at no more dots an inch than this: more takes memory and shows nothing.
MOST_DPI = 300


class Pages(Protocol):
    """Pages that can be measured and drawn."""

    def count(self) -> int:
        """Return the number of pages."""
        ...

    def size(self, page: int) -> tuple[float, float]:
        """Return width and height of a page; only their ratio matters."""
        ...

    def draw(self, page: int, width: int) -> QImage:
        """Draw a page `width` pixels wide."""
        ...


@runtime_checkable
class Printable(Protocol):
    """A widget that can print what it shows."""

    def print_shown(self) -> bool:
        """Print it; False if there is nothing."""
        ...


def print_focused() -> bool:
    """Print the document that has the keyboard; False if none has."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None:
        if isinstance(widget, Printable):
            return widget.print_shown()
        widget = widget.parentWidget()
    return False


def ask_and_print(pages: Pages, parent: QWidget) -> None:
    """Ask for a printer and print the pages."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(QCoreApplication.translate("Printing", "Document"))
    chooser = QPrintDialog(printer, parent)
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    chooser.accepted.connect(lambda: draw_pages(pages, printer))
    QDialog.open(chooser)


def draw_pages(pages: Pages, printer: QPrinter) -> int:
    """Draw every page on a sheet of its own, whole and unbent; return how many were drawn."""
    printer.setResolution(min(printer.resolution(), MOST_DPI))
    painter = QPainter()
    if not painter.begin(printer):
        return 0
    try:
        for number in range(pages.count()):
            if number and not printer.newPage():
                return number
            sheet = painter.viewport()
            wide, high = pages.size(number)
            scale = min(sheet.width() / max(wide, 1.0), sheet.height() / max(high, 1.0))
            width, height = max(round(wide * scale), 1), max(round(high * scale), 1)
            left = (sheet.width() - width) // 2
            painter.drawImage(QRect(left, 0, width, height), pages.draw(number, width))
    finally:
        painter.end()
    return pages.count()
