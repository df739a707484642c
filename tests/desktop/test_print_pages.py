"""Documents that are shown are printed whole, and by the key of printing."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_desk.desktop.document_view import DocumentView, PicturePages
from collections_desk.desktop.print_pages import draw_pages, print_focused


def to_file(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.mark.parametrize("size", [(400, 1600), (1600, 400)])
def test_a_scan_is_drawn_whole_and_unbent(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    del qapp
    scan = QImage(QSize(*size), QImage.Format.Format_RGB32)
    scan.fill(QColor("black"))

    assert draw_pages(PicturePages(scan), to_file(tmp_path / "scan.pdf")) == 1

    document = pypdfium2.PdfDocument(str(tmp_path / "scan.pdf"))
    page = document[0].render(scale=1).to_pil().convert("L")
    box = page.point(lambda level: 255 if level < 128 else 0).getbbox()
    document.close()
    assert box is not None
    wide, high = box[2] - box[0], box[3] - box[1]
    assert wide / high == pytest.approx(size[0] / size[1], rel=0.02)


def test_the_document_with_the_keyboard_asks_for_a_printer(qtbot: QtBot) -> None:
    view = DocumentView()
    qtbot.addWidget(view)
    view.show()
    view.page_area.setFocus()
    assert not print_focused()  # nothing is shown yet

    view.show_document(b"words only", "text/plain")
    view.words.setFocus()
    assert not print_focused()

    scan = QImage(QSize(40, 40), QImage.Format.Format_RGB32)
    view.stack.show_pages(PicturePages(scan))
    view.setCurrentWidget(view.page_area)
    view.page_area.setFocus()
    qtbot.waitUntil(view.page_area.hasFocus)
    assert print_focused()
    for dialog in view.findChildren(QPrintDialog):
        dialog.reject()
