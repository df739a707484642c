"""Names and one-line texts: cleaned with notice, and compared without their spelling.

A name is stored as it was written, less what cannot be seen (control characters,
characters that turn the reading direction, zero-width ones). Two names are one customer
when they differ only in case, white space or Unicode form; names that are merely alike
are twins, which a clerk decides about.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The longest name and one-line field; longer ones are refused, never cut.
LONGEST_LINE = 200
#: The longest note.
LONGEST_NOTE = 20_000

#: Joiners that Persian words and emoji need; kept between visible characters.
JOINERS = "\u200c\u200d"
#: Invisible characters that make false duplicates or hide the real order of a text.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
SPACES = re.compile(r"\s+")
#: Line breaks of old printers and of Unicode, and the separators of ASCII.
ODD_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
SURROGATE = re.compile("[\ud800-\udfff]")
LOOSE_JOINER = re.compile(f"(?:^|(?<=\\s))[{JOINERS}]+|[{JOINERS}]+(?=\\s|$)")

#: Two names at least this alike (percent) are shown to the clerk as possible twins.
TWIN_SCORE = 90
#: As alike as this is enough when a reference or an invoice number is the same.
SAME_NUMBER_SCORE = 60
#: Words that say what a company is in law and not who it is.
LEGAL_FORMS = frozenset(
    {"ab", "ag", "as", "bv", "co", "company", "corp", "corporation", "gmbh", "inc"}
    | {"incorporated", "kg", "limited", "llc", "llp", "lp", "ltd", "nv", "oy", "plc"}
    | {"pllc", "pty", "pvt", "sa", "sarl", "sas", "srl", "the"}
)


class LineFaultError(ValueError):
    """A text that cannot be kept as a name or one-line field; the message completes "it …"."""


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A one-line text as it will be stored, and what was done to it.

    Attributes:
        text: The cleaned text.
        notice: What was changed, in words; empty when nothing but outer space was.
    """

    text: str
    notice: str


def clean_line(text: str, *, longest: int = LONGEST_LINE) -> CleanLine:
    """Make a one-line text out of what a file or a form holds.

    Outer white space goes silently; line breaks and tabs become one space, and invisible
    characters go, both with a notice.

    Raises:
        LineFaultError: If the text has half a character in it, or is over `longest`.
    """
    if len(text) <= longest and text.isascii() and text.isprintable():
        return CleanLine(text.strip(), "")
    if SURROGATE.search(text):
        msg = "holds half of a character and cannot be stored"
        raise LineFaultError(msg)
    notices = []
    visible = INVISIBLE.sub("", text)
    visible = LOOSE_JOINER.sub("", visible)
    if visible != text:
        notices.append("invisible or control characters were removed")
    trimmed = visible.strip()
    if re.search(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]", trimmed):
        trimmed = SPACES.sub(" ", trimmed)
        notices.append("line breaks became spaces")
    if len(trimmed) > longest:
        msg = f"is {len(trimmed):,} characters long and the limit is {longest:,}"
        raise LineFaultError(msg)
    return CleanLine(trimmed, "; ".join(notices))


def clean_note(text: str) -> CleanLine:
    """Make a note out of what was typed or stands in a file.

    What a note says is evidence, so it is kept as it is: line breaks, tabs, indents and
    blank lines stay. Only invisible characters go, and line breaks that no other program
    knows become plain ones, both with a notice.

    Raises:
        LineFaultError: If the text has half a character in it, or is over `LONGEST_NOTE`.
    """
    if SURROGATE.search(text):
        msg = "holds half of a character and cannot be stored"
        raise LineFaultError(msg)
    notices = []
    visible = LOOSE_JOINER.sub("", INVISIBLE.sub("", text))
    if visible != text:
        notices.append("invisible or control characters were removed")
    kept = ODD_BREAKS.sub("\n", visible)
    if kept != visible:
        notices.append("unusual line breaks became plain ones")
    if len(kept) > LONGEST_NOTE:
        msg = f"is {len(kept):,} characters long and the limit is {LONGEST_NOTE:,}"
        raise LineFaultError(msg)
    return CleanLine(kept, "; ".join(notices))


def name_key(name: str) -> str:
    """Fold a name for comparing: case, white space, Unicode form and invisible characters.

    Two customers whose names share a key are one customer.
    """
    if name.isascii() and name.isprintable():
        return " ".join(name.lower().split())
    visible = INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    return unicodedata.normalize("NFC", " ".join(visible.casefold().split()))


@dataclass(frozen=True, slots=True)
class Twin:
    """Two names that may be one customer.

    Attributes:
        first: The name that was there before, or comes first in the file.
        second: The other name.
        why: What makes them alike, in words.
    """

    first: str
    second: str
    why: str


@dataclass(frozen=True, slots=True)
class _Folded:
    name: str
    key: str
    core: str
    numbers: tuple[str, ...]


def _fold(name: str) -> _Folded:
    key = name_key(name)
    plain = key
    if not key.isascii():
        plain = unicodedata.normalize("NFKD", key)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[^\w:]+", " ", plain.replace("&", " and ").replace("'", "")).split()
    core = " ".join(word for word in words if word not in LEGAL_FORMS) or " ".join(words)
    return _Folded(name, key, core, tuple(re.findall(r"[0-9]+", core)))


def _blocks(folded: _Folded) -> Iterable[tuple[object, ...]]:
    """Give the drawers that a name lies in; only names that share one are compared."""
    words = folded.core.split()
    compact = "".join(words)
    yield ("start", compact[:4], folded.numbers)
    yield ("longest", max(words, key=len, default=""), folded.numbers)
    yield ("end", compact[-5:], folded.numbers)


def _alike(one: _Folded, other: _Folded) -> str:
    """Say why two names are twins; an empty text says that they are not.

    A sub-customer ("Parent:Job") is not the twin of its parent, and names whose numbers
    differ ("Unit 7", "Unit 8") are not twins either.
    """
    if one.numbers != other.numbers or (":" in one.key) != (":" in other.key):
        return ""
    if ":" in one.key and one.key.split(":", 1)[0] == other.key.split(":", 1)[0]:
        one_last, other_last = one.core.rpartition(":")[2], other.core.rpartition(":")[2]
        return "the same letters but for punctuation" if one_last == other_last else ""
    if one.core == other.core:
        return "the same but for punctuation, accents or the legal form"
    score = max(fuzz.ratio(one.core, other.core), fuzz.token_sort_ratio(one.core, other.core))
    return f"{score:.0f} % alike" if score >= TWIN_SCORE else ""


def near_twins(known: Sequence[str], arriving: Sequence[str]) -> list[Twin]:
    """Find the arriving names that are near twins of known names or of one another.

    Equal names (by `name_key`) are not twins: they are one customer.
    """
    drawers: dict[tuple[object, ...], list[_Folded]] = {}
    for name in known:
        folded = _fold(name)
        for block in _blocks(folded):
            drawers.setdefault(block, []).append(folded)
    twins: dict[tuple[str, str], Twin] = {}
    for name in arriving:
        folded = _fold(name)
        for block in _blocks(folded):
            for other in drawers.get(block, ()):
                pair = (other.key, folded.key)
                if other.key == folded.key or pair in twins or pair[::-1] in twins:
                    continue
                if why := _alike(other, folded):
                    twins[pair] = Twin(other.name, folded.name, why)
            drawers.setdefault(block, []).append(folded)
    return list(twins.values())


def names_alike(one: str, other: str) -> bool:
    """Tell whether two names with the same reference can be taken for one customer."""
    return fuzz.token_set_ratio(_fold(one).core, _fold(other).core) >= SAME_NUMBER_SCORE
