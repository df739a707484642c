"""What is handed out as plain values: papers of sections, tables of cells, files of a package.

The parts of a paper are words; how they are laid on pages is the business of `exports`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections_desk.domain.call_log import Kind

#: The longest name of a file in a package, in characters, without its ending.
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences. `style`: text, small or strong."""

    text: str
    style: str = "text"


@dataclass(frozen=True, slots=True)
class FactLines:
    """Labels, and what stands behind each."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table; long cells go over several lines, nothing is cut.

    Attributes:
        weights: How the width is shared between the columns.
        right: The columns whose figures stand at the right.
        totals: How many rows at the end are sums.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]
    right: frozenset[int] = frozenset()
    totals: int = 0


Block = Paragraph | FactLines | PaperTable


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper with its own line in the table of contents."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A stored document shown page by page behind the sections, as it is.

    Attributes:
        label: "Exhibit 3".
        title: What it is.
        sha256: Of `content`, as it is stored.
    """

    label: str
    title: str
    sha256: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper.

    Attributes:
        title, subtitle: Of the cover, or the head of the first page.
        head: Label and value under the title.
        contents: Whether it has a cover and a table of contents.
        footer: At the foot of each page, beside "Page 3 of 40".
    """

    title: str
    subtitle: str
    head: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    exhibits: tuple[Exhibit, ...] = ()
    contents: bool = False
    footer: str = ""
    author: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class BundleChoice:
    """What goes into a bundle besides the record; nothing more unless it is asked for.

    Attributes:
        notes: What was said and written. Without them only dates and outcomes stand there.
        full_numbers: Telephone numbers whole; otherwise their last four digits.
        recordings: Recordings of calls, in a ZIP file only.
    """

    notes: bool = False
    full_numbers: bool = False
    recordings: bool = False


class DataTable(NamedTuple):
    """Rows of texts for a spreadsheet: each column with its name and kind.

    Amounts are plain decimals ("1234.50"), days are ISO dates; an empty text is an empty cell.
    """

    name: str
    columns: tuple[tuple[str, Kind], ...]
    rows: tuple[tuple[str, ...], ...]


class PackageFile(NamedTuple):
    """One file of a package: its path inside, with slashes, and its bytes."""

    path: str
    content: bytes


def file_name(text: str) -> str:
    """Return a name for a file or folder of a package: letters, digits and a few signs.

    Never empty, never a path, never a name that a system keeps for itself; accents go.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    clean = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-. ")[:LONGEST_NAME].strip("-. ")
    if not clean or re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", clean):
        clean = f"file-{clean}".strip("-")
    return clean
