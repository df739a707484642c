"""Pages of a PDF as pictures, from memory.

PDFium must not be entered by two threads at once, so whoever draws pages outside the
screen's thread holds `PDFIUM` while it does.
"""

from __future__ import annotations

from threading import Lock

import pypdfium2
from PySide6.QtGui import QImage

#: Held by every thread while it is inside PDFium.
PDFIUM = Lock()
POINTS_PER_INCH = 72


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Return width and height of each page, in points."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            sizes = [document.get_page_size(number) for number in range(len(document))]
        finally:
            document.close()
    return [(float(width), float(height)) for width, height in sizes]


def page_image(pdf: bytes, number: int, *, dpi: int) -> QImage:
    """Draw one page, counted from 0, at `dpi` dots per inch."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[number].render(
                scale=dpi / POINTS_PER_INCH, rev_byteorder=False, prefer_bgrx=True
            )
            image = QImage(
                bytes(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGB32,
            ).copy()  # the bytes above live only as long as this call
        finally:
            document.close()
    dots_per_meter = round(dpi / 0.0254)
    image.setDotsPerMeterX(dots_per_meter)
    image.setDotsPerMeterY(dots_per_meter)
    return image
