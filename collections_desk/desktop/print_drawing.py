"""Prints where no program takes a PDF: the pages are drawn as pictures through Qt.

300 dots per inch, the whole sheet, no margins, no scaling, so that the address stands in
the envelope's window to the dot. Text becomes a picture; that is the price of this way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from collections_desk.desktop.pdf_pages import POINTS_PER_INCH, page_image, page_sizes
from collections_desk.desktop.printers import PrintedJob, Printer, PrintRefusedError
from collections_desk.domain.progress import no_progress

if TYPE_CHECKING:
    from collections_desk.domain.progress import Progress

#: Dots per inch of the pictures; text at 10 points is sharp from here on.
DRAWN_DPI = 300
PAPERS = {"letter": QPageSize.PageSizeId.Letter, "a4": QPageSize.PageSizeId.A4}


class DrawnPrinting:
    """Prints by drawing on a `QPrinter`."""

    def printers(self) -> list[Printer]:
        """Return the printers that Qt knows, the default one first."""
        default = QPrinterInfo.defaultPrinterName()
        found = [
            Printer(
                name=info.printerName(),
                label=info.description() or info.printerName(),
                is_default=info.printerName() == default,
                ready=info.state() != QPrinter.PrinterState.Error,
                reason=_not_ready() if info.state() == QPrinter.PrinterState.Error else "",
            )
            for info in QPrinterInfo.availablePrinters()
        ]
        return sorted(
            found, key=lambda printer: (not printer.is_default, printer.label.casefold())
        )

    def print_pdf(  # noqa: PLR0913 - what a print job is, each part by its name
        self,
        pdf: bytes,
        *,
        printer: str,
        title: str,
        paper: str,
        duplex: bool = False,
        progress: Progress = no_progress,
    ) -> PrintedJob:
        """Draw the pages on a printer; see `PrintSystem.print_pdf`."""
        info = QPrinterInfo.printerInfo(printer)
        if info.isNull():
            raise PrintRefusedError(
                _say("The printer {printer} is not there any more.").format(printer=printer),
                _say("Choose another printer. Nothing was printed."),
            )
        device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        device.setDocName(title)
        modes = QPrinter.DuplexMode
        device.setDuplex(modes.DuplexLongSide if duplex else modes.DuplexNone)
        pages = draw_on(device, pdf, paper=paper, progress=progress)
        return PrintedJob(printer=printer, job="", pages=pages)


def draw_on(device: QPrinter, pdf: bytes, *, paper: str, progress: Progress = no_progress) -> int:
    """Draw every page of `pdf` on `device` in its true size, and return how many.

    Raises:
        PrintRefusedError: If the printer takes no more pages.
        Cancelled: From `progress`; the job is aborted first.
    """
    device.setPageSize(QPageSize(PAPERS[paper]))
    device.setFullPage(True)
    device.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    device.setResolution(max(device.resolution(), DRAWN_DPI))
    sizes = page_sizes(pdf)
    painter = QPainter()
    if not painter.begin(device):
        raise PrintRefusedError(
            _say("The printer {printer} did not take the job.").format(
                printer=device.printerName()
            ),
            _say("See that it is switched on and connected. Nothing was printed."),
        )
    try:
        for number, (width, height) in enumerate(sizes):
            if number:
                _next_sheet(device, number)
            dots = device.resolution() / POINTS_PER_INCH
            sheet = QRectF(QPointF(0, 0), QSizeF(width * dots, height * dots))
            picture = page_image(pdf, number, dpi=DRAWN_DPI)
            painter.drawImage(sheet, picture)
            progress(number + 1, len(sizes))
    except BaseException:
        # Cancelled or refused: what was drawn so far must not come out as a whole job.
        device.abort()
        raise
    finally:
        painter.end()
    return len(sizes)


def _next_sheet(device: QPrinter, printed: int) -> None:
    if not device.newPage():
        raise PrintRefusedError(
            _say("The printer {printer} stopped after page {page}.").format(
                printer=device.printerName(), page=printed
            ),
            _say("Put the pages that came out aside and print again."),
        )


def _not_ready() -> str:
    return _say("it reports an error or is switched off")


def _say(text: str) -> str:
    return QCoreApplication.translate("Printing", text)
