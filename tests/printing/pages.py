"""Pages to print, and how to look at what came out."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfgen.canvas import Canvas

from collections_desk.desktop.pdf_pages import page_image, page_sizes

SIZES = {"letter": LETTER, "a4": A4}


def a_pdf(*texts: str, paper: str = "letter") -> bytes:
    """Return a PDF with one page for each text, and a mark near each edge of the sheet."""
    buffer = BytesIO()
    width, height = SIZES[paper]
    canvas = Canvas(buffer, pagesize=SIZES[paper], invariant=True)
    for text in texts:
        canvas.drawString(100, height - 200, text)
        canvas.rect(20, 20, 4, 4, fill=1)
        canvas.rect(width - 24, height - 24, 4, 4, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def text_of(pdf: bytes | Path) -> str:
    """Return the text as a second reader sees it."""
    content = pdf.read_bytes() if isinstance(pdf, Path) else pdf
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def ink_box(pdf: bytes, number: int = 0) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of all that is dark, in dots at 150 dpi."""
    image = page_image(pdf, number, dpi=150).convertToFormat(
        page_image(pdf, number, dpi=150).Format.Format_Grayscale8
    )
    width, height = image.width(), image.height()
    data = bytes(image.constBits())
    stride = image.bytesPerLine()
    rows = [y for y in range(height) if min(data[y * stride : y * stride + width]) < 128]
    columns = [
        x for x in range(width) if min(data[x : stride * (height - 1) + x + 1 : stride]) < 128
    ]
    return columns[0], rows[0], columns[-1], rows[-1]


def paper_of(pdf: bytes) -> tuple[int, int]:
    """Return width and height of the first page in whole points."""
    width, height = page_sizes(pdf)[0]
    return round(width), round(height)
