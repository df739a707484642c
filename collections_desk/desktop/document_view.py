"""Shows a stored document from memory: pages of a PDF, a picture, plain text.

Nothing is written to the disk to be shown: a preview file would outlive the lock
(threats W4 and W5). Pages are drawn when they come into sight, so a long scan opens
as fast as a short one.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import pypdfium2
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QStackedWidget, QWidget

from collections_desk.desktop.pdf_pages import POINTS_PER_INCH, page_image, page_sizes
from collections_desk.desktop.print_pages import ask_and_print

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from collections_desk.desktop.print_pages import Pages

#: Pages drawn and kept; a page at 150 dpi takes about 8 MB.
PAGES_KEPT = 6
#: Space between two pages and around them, in pixels.
PAGE_GAP = 12
#: Zoom steps, as fractions of "fits the width".
SMALLEST_ZOOM, LARGEST_ZOOM, ZOOM_STEP = 0.25, 4.0, 1.25
#: The most memory one picture may take when unpacked, in megabytes.
IMAGE_LIMIT_MB = 256
#: Longer text is refused: the widget would stand still for minutes.
LONGEST_TEXT = 2_000_000


class PdfPages:
    """The pages of a PDF, drawn by PDFium from memory."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sizes = page_sizes(content)

    def count(self) -> int:
        """Return the number of pages."""
        return len(self._sizes)

    def size(self, page: int) -> tuple[float, float]:
        """Return width and height of a page, in points."""
        return self._sizes[page]

    def draw(self, page: int, width: int) -> QImage:
        """Draw a page `width` pixels wide."""
        inches = max(self._sizes[page][0], 1.0) / POINTS_PER_INCH
        return page_image(self._content, page, dpi=max(round(width / inches), 1))


class PicturePages:
    """One picture as one page."""

    def __init__(self, picture: QImage) -> None:
        self._picture = picture

    def count(self) -> int:
        """Return 1."""
        return 1

    def size(self, page: int) -> tuple[float, float]:  # noqa: ARG002 - one page only
        """Return width and height in pixels."""
        return (float(self._picture.width()), float(self._picture.height()))

    def draw(self, page: int, width: int) -> QImage:  # noqa: ARG002 - one page only
        """Draw the picture `width` pixels wide."""
        return self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)


class PageStack(QWidget):
    """Pages one below the other, each drawn when it comes into sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Pages | None = None
        self._drawn: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._page_width = 0

    def show_pages(self, pages: Pages | None) -> None:
        """Show other pages, or none."""
        self._pages = pages
        self._drawn.clear()
        self._arrange()

    @property
    def pages(self) -> Pages | None:
        """The pages that are shown."""
        return self._pages

    def set_page_width(self, width: int) -> None:
        """Draw the pages `width` pixels wide."""
        if width != self._page_width:
            self._page_width = width
            self._arrange()

    def page_rects(self) -> list[QRect]:
        """Return where each page lies."""
        if self._pages is None:
            return []
        rects: list[QRect] = []
        top = PAGE_GAP
        left = max((self.width() - self._page_width) // 2, PAGE_GAP)
        for number in range(self._pages.count()):
            width, height = self._pages.size(number)
            tall = max(round(self._page_width * height / max(width, 1.0)), 1)
            rects.append(QRect(left, top, self._page_width, tall))
            top += tall + PAGE_GAP
        return rects

    def _arrange(self) -> None:
        rects = self.page_rects()
        bottom = rects[-1].bottom() + PAGE_GAP if rects else 0
        self.setMinimumSize(QSize(self._page_width + 2 * PAGE_GAP, bottom))
        self.update()

    def _image(self, page: int) -> QImage:
        assert self._pages is not None  # noqa: S101 - only called for pages that are there
        ratio = self.devicePixelRatioF()
        key = (page, round(self._page_width * ratio))
        image = self._drawn.pop(key, None)
        if image is None:
            image = self._pages.draw(page, key[1])
            image.setDevicePixelRatio(ratio)
        self._drawn[key] = image
        while len(self._drawn) > PAGES_KEPT:
            self._drawn.popitem(last=False)
        return image

    # Overrides of Qt methods.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, rect in enumerate(self.page_rects()):
            if rect.intersects(event.rect()):
                painter.fillRect(rect, QColor("white"))
                painter.drawImage(rect.topLeft(), self._image(number))
                painter.setPen(self.palette().mid().color())
                painter.drawRect(rect)
        painter.end()


class DocumentView(QStackedWidget):
    """One document, read-only: `+` and `-` zoom, the arrow and page keys scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom = 1.0
        self.stack = PageStack()
        self.page_area = QScrollArea()
        self.page_area.setWidget(self.stack)
        self.page_area.setWidgetResizable(True)
        self.page_area.setAccessibleName(self.tr("Pages of the document"))
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(self.tr("Text of the document"))
        self.addWidget(self.page_area)
        self.addWidget(self.words)

    def show_document(self, content: bytes, media_type: str) -> None:
        """Show a document; say in words why it cannot be shown, if it cannot."""
        self.clear()
        if media_type == "application/pdf":
            self._show_pdf(content)
        elif media_type.startswith("image/"):
            self._show_picture(content)
        elif media_type.startswith("text/"):
            self._show_text(content)
        else:
            words = self.tr("This kind of file ({kind}) cannot be shown here.")
            if media_type == "application/octet-stream":
                words += " " + self.tr(
                    "It may be a program: never start a file that a customer sent. "
                    "It rests here, encrypted, and is opened by nothing."
                )
            self._say(words.format(kind=media_type))

    def clear(self) -> None:
        """Forget the document: nothing of it stays in a widget."""
        self.stack.show_pages(None)
        self.words.clear()

    def print_shown(self) -> bool:
        """Ask for a printer and print the pages; False if no pages are shown."""
        pages = self.stack.pages
        if pages is None:
            return False
        ask_and_print(pages, self)
        return True

    def page_count(self) -> int:
        """Return how many pages are shown; 0 for text and messages."""
        return len(self.stack.page_rects())

    def zoom_by(self, factor: float) -> None:
        """Make the pages larger or smaller."""
        self._zoom = min(max(self._zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._fit()

    def _show_pdf(self, content: bytes) -> None:
        try:
            pages = PdfPages(content)
        except pypdfium2.PdfiumError:
            self._say(self.tr("This PDF is damaged or locked by a password and cannot be shown."))
            return
        if pages.count() == 0:
            self._say(self.tr("This PDF has no pages."))
            return
        self._show_pages(pages)

    def _show_picture(self, content: bytes) -> None:
        buffer = QBuffer()
        buffer.setData(QByteArray(content))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        QImageReader.setAllocationLimit(IMAGE_LIMIT_MB)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)  # scans carry their turn in EXIF
        picture = reader.read()
        if picture.isNull():
            self._say(self.tr("This picture is damaged or too large and cannot be shown."))
            return
        self._show_pages(PicturePages(picture))

    def _show_text(self, content: bytes) -> None:
        text = content.decode("utf-8", errors="replace")
        if len(text) > LONGEST_TEXT:
            self._say(
                self.tr("This text has {count} characters and is too long to show.").format(
                    count=f"{len(text):,}"
                )
            )
            return
        self._say(text)

    def _show_pages(self, pages: Pages) -> None:
        self._zoom = 1.0
        self.setCurrentWidget(self.page_area)
        self.stack.show_pages(pages)
        self._fit()

    def _say(self, text: str) -> None:
        self.words.setPlainText(text)
        self.setCurrentWidget(self.words)

    def _fit(self) -> None:
        room = max(self.page_area.viewport().width() - 2 * PAGE_GAP, 100)
        self.stack.set_page_width(round(room * self._zoom))

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in {"+", "="}:
            self.zoom_by(ZOOM_STEP)
        elif event.text() == "-":
            self.zoom_by(1 / ZOOM_STEP)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


#: How the first bytes of a file tell its kind; a name's ending may lie.
MAGIC: Sequence[tuple[int, bytes, str]] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x30\x26\xb2\x75", "audio/x-ms-wma"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"PK\x03\x04", "application/zip"),
)

#: So many bytes are looked at to tell text from other data.
SAMPLE = 4096


def media_type_of(content: bytes) -> str:
    """Tell the kind of a file from its first bytes."""
    for offset, magic, media_type in MAGIC:
        if content[offset : offset + len(magic)] == magic:
            return media_type
    try:
        text = content[:SAMPLE].decode("utf-8")
    except UnicodeDecodeError as error:
        # A character may be cut at the end of the sample; anywhere else it is binary data.
        cut = len(content) > SAMPLE and error.start > SAMPLE - 4
        return "text/plain" if cut else "application/octet-stream"
    return "application/octet-stream" if "\x00" in text else "text/plain"


def kind_word(media_type: str) -> str:
    """Give a word for a kind of file, as the clerk says it."""
    translate = QCoreApplication.translate
    whole, _, _ = media_type.partition("/")
    if media_type == "application/pdf":
        return translate("Documents", "PDF")
    return {
        "image": translate("Documents", "Picture"),
        "audio": translate("Documents", "Recording"),
        "video": translate("Documents", "Recording"),
        "text": translate("Documents", "Text"),
    }.get(whole, translate("Documents", "File"))
