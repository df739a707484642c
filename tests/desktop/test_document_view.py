"""Documents are shown from memory; what cannot be shown says so."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from collections_desk.desktop.document_view import DocumentView, kind_word, media_type_of


def pdf(pages: int) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number in range(pages):
        canvas.setFillColorRGB(0.8, 0, 0)
        canvas.rect(50, 50, 500, 700, fill=1)
        canvas.drawString(100, 100, f"page {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200), (0, 120, 0)).save(buffer, kind)
    return buffer.getvalue()


@pytest.fixture
def view(dressed: object, qtbot: QtBot) -> DocumentView:
    made = DocumentView()
    made.resize(500, 400)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def reddest(view: DocumentView) -> bool:
    image = view.grab().toImage()
    color = image.pixelColor(image.width() // 2, image.height() // 2)
    return color.red() > 150 and color.green() < 80


def test_a_pdf_is_drawn_page_by_page(view: DocumentView) -> None:
    view.show_document(pdf(3), "application/pdf")

    assert view.page_count() == 3
    assert reddest(view)


def test_a_long_scan_draws_only_the_pages_in_sight(view: DocumentView) -> None:
    view.show_document(pdf(60), "application/pdf")
    view.grab()

    assert view.page_count() == 60
    assert len(view.stack._drawn) <= 6  # noqa: SLF001 - the memory it takes is the point


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP"])
def test_a_picture_is_shown(view: DocumentView, kind: str) -> None:
    content = picture(kind)

    view.show_document(content, media_type_of(content))

    assert view.page_count() == 1
    assert view.grab().toImage().pixelColor(250, 150).green() > 90


@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        pytest.param(b"%PDF-1.7 cut", "application/pdf", "damaged", id="a PDF cut short"),
        pytest.param(b"\x89PNG\r\n\x1a\nxx", "image/png", "damaged", id="a picture cut short"),
        pytest.param(b"OggS", "audio/ogg", "cannot be shown", id="a recording"),
        pytest.param(b"Hello <b>you</b>", "text/plain", "Hello <b>you</b>", id="text as it is"),
        pytest.param(b"x" * 3_000_000, "text/plain", "3,000,000", id="a text without end"),
    ],
)
def test_what_cannot_be_shown_says_so(
    view: DocumentView, content: bytes, media_type: str, said: str
) -> None:
    view.show_document(content, media_type)

    assert said in view.words.toPlainText()
    assert view.page_count() == 0


def test_keys_zoom(view: DocumentView, qtbot: QtBot) -> None:
    view.show_document(pdf(1), "application/pdf")
    before = view.stack.page_rects()[0].width()

    qtbot.keyClick(view, Qt.Key.Key_Plus)

    assert view.stack.page_rects()[0].width() > before


def test_showing_leaves_no_file_behind(
    view: DocumentView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    view.show_document(pdf(2), "application/pdf")
    view.grab()
    view.show_document(picture("PNG"), "image/png")
    view.grab()
    view.clear()

    assert os.listdir(tmp_path) == []  # noqa: PTH208 - names are enough
    assert view.page_count() == 0
    assert view.words.toPlainText() == ""


@pytest.mark.parametrize(
    ("content", "media_type", "word"),
    [
        (pdf(1), "application/pdf", "PDF"),
        (picture("PNG"), "image/png", "Picture"),
        (picture("JPEG"), "image/jpeg", "Picture"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav", "Recording"),
        ("Łódź".encode(), "text/plain", "Text"),
        (b"MZ\x90\x00\x03", "application/octet-stream", "File"),
        (b"a" * 4095 + "é".encode(), "text/plain", "Text"),
    ],
)
def test_the_kind_is_read_from_the_bytes(content: bytes, media_type: str, word: str) -> None:
    assert media_type_of(content) == media_type
    assert kind_word(media_type) == word
