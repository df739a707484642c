"""The embedded fonts: how wide a text is, and which characters they do not have."""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterable

REGULAR, BOLD, ITALIC = "regular", "bold", "italic"
#: What stands for a space on paper; a tab has no width of its own there.
_SPACES = {"\t": " ", "\u00ad": ""}
#: More marks than this on one letter cannot be placed without a shaping engine.
MARKS_PLACED = 1


#: Characters that stand on most letters besides ASCII.
USUAL = "\u00b7\u2022\u2013\u2019\u201c\u201d"
#: Smaller streams are compressed faster than they are looked up.
MEMO_FROM = 4_000
#: How many measured words are kept for each font.
WORDS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Assets:
    """What a letter is printed with; the same for all letters of a business.

    Attributes:
        regular: The text font, a TrueType file.
        bold: The same in bold.
        italic: The same in italic.
        logo: The letterhead logo as JPEG or PNG, or None.
    """

    regular: bytes = field(repr=False)
    bold: bytes = field(repr=False)
    italic: bytes = field(repr=False)
    logo: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Face:
    """One font, ready: its registered name and how wide each character is.

    Attributes:
        name: Under which ReportLab knows it.
        widths: Code point to width in thousandths of the size.
        measured: Words measured before; the same ones come again in every letter.
    """

    name: str
    widths: dict[int, float] = field(repr=False)
    measured: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def width(self, text: str, size: float) -> float:
        """Return how wide `text` is in points."""
        natural = self.measured.get(text)
        if natural is None:
            widths = self.widths
            natural = sum([widths.get(ord(character), 600.0) for character in text]) / 1000
            if len(self.measured) > WORDS_KEPT:
                self.measured.clear()
            self.measured[text] = natural
        return natural * size


@dataclass(frozen=True, slots=True)
class Typeface:
    """The three fonts of a letter."""

    regular: Face
    bold: Face
    italic: Face


class _MemoCompress:
    """Compresses as the library does, and remembers: fonts and logo come again in every letter.

    What is compressed is the same and so are the bytes; only the work is done once.
    """

    def encode(self, text: bytes | str) -> bytes:
        """Return the compressed bytes."""
        content = text.encode("utf-8") if isinstance(text, str) else bytes(text)
        return _compressed(content) if len(content) > MEMO_FROM else zlib.compress(content)


@lru_cache(maxsize=32)
def _compressed(content: bytes) -> bytes:
    return zlib.compress(content)


class _LetterFont(TTFont):
    """A font whose subsets are cut once: most letters use the same characters."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(name, BytesIO(content))
        face: Any = self.face
        cut = lru_cache(maxsize=16)(face.makeSubset)
        face.makeSubset = lambda subset: cut(tuple(subset))
        # Whole numbers are written as such, and in a tenth of the time.
        face.charWidths = {code: _whole(width) for code, width in face.charWidths.items()}


def _whole(width: float) -> float:
    return int(width) if width == int(width) else width


@lru_cache(maxsize=4)
def _face(content: bytes) -> Face:
    name = "desk-" + hashlib.sha256(content).hexdigest()[:12]
    font = _LetterFont(name, content)
    pdfmetrics.registerFont(font)
    compress: Any = pdfdoc.PDFZCompress
    compress.encode = _MEMO.encode
    known = font.face.charToGlyph
    widths = {code: float(font.face.charWidths.get(code, 0)) for code in known}
    return Face(name, widths)


_MEMO = _MemoCompress()


def settle(fonts: Typeface, canvas: Any) -> None:  # noqa: ANN401 - the library's types lack what it has
    """Give the usual characters beyond ASCII their places, so that subsets come out the same."""
    font: Any = pdfmetrics.getFont(fonts.regular.name)
    font.splitString(USUAL, canvas._doc)  # noqa: SLF001 - as the library draws


def typeface(assets: Assets) -> Typeface:
    """Make the fonts ready; the work is done once for each font file."""
    return Typeface(_face(assets.regular), _face(assets.bold), _face(assets.italic))


def printable(text: str) -> str:
    """Return the text as it goes to paper: composed, without tabs and soft hyphens.

    A letter with a separate accent becomes the one letter that the font has, where there
    is one. Nothing else is changed.
    """
    if text.isascii() and "\t" not in text:
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(_SPACES.get(character, character) for character in composed)


def missing_characters(texts: Iterable[str], assets: Assets) -> tuple[str, ...]:
    """Return each character that the fonts do not have, named, in the order met.

    "株 (U+682A, CJK UNIFIED IDEOGRAPH-682A)" for one. Marks stacked on one letter are named
    too: they would be printed over each other.
    """
    fonts = typeface(assets)
    known = fonts.regular.widths.keys() & fonts.bold.widths.keys() & fonts.italic.widths.keys()
    missing: dict[str, None] = {}
    for text in texts:
        if text.isascii() and text.isprintable():
            continue
        marks = 0
        for character in printable(text):
            if character == "\n":
                continue
            marks = marks + 1 if unicodedata.combining(character) else 0
            if ord(character) not in known or marks > MARKS_PLACED or _unseen(character):
                missing[described(character)] = None
    return tuple(missing)


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def described(character: str) -> str:
    """Name a character so that the clerk can find it."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    shown = "" if _unseen(character) or unicodedata.combining(character) else character + " "
    return f"{shown}({code}, {name})" if name else f"{shown}({code})"
