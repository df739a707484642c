"""Papers and packages: the same bytes each time, and whatever is laid into them."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from collections_desk.domain.call_log import Kind
from collections_desk.domain.paper import (
    DataTable,
    Exhibit,
    FactLines,
    PackageFile,
    Paper,
    PaperTable,
    Paragraph,
    Section,
)
from collections_desk.domain.progress import Cancelled, no_progress
from collections_desk.errors import ExportRefusedError
from collections_desk.exports.evidence import write_paper
from collections_desk.exports.placement import PartFolder, csv_bytes, write_zip, xlsx_bytes
from collections_desk.operations.desk import Resources

REGULAR = Resources().bytes("fonts/NotoSans-Regular.ttf")
BOLD = Resources().bytes("fonts/NotoSans-Bold.ttf")
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
#: What a customer may be called.
HOSTILE = "<b>Müller & Söhne</b> 株式会社 \u202e=cmd|' /C calc'!A0 " + "x" * 200


def exhibit(content: bytes, media_type: str, number: int = 1) -> Exhibit:
    """A stored document."""
    digest = hashlib.sha256(content).hexdigest()
    return Exhibit(f"Exhibit {number}", HOSTILE, digest, media_type, content)


def paper(*exhibits: Exhibit, rows: int = 3, contents: bool = True) -> Paper:
    """A paper with one of everything."""
    table = PaperTable(
        ("When", "What"),
        tuple((f"day {number}", f"{HOSTILE} {number}") for number in range(rows)),
        (1, 4),
        frozenset({0}),
    )
    blocks = (Paragraph(HOSTILE), FactLines((("Name", HOSTILE),)), table)
    sections = (Section("First", blocks), Section("Second", (Paragraph("end"),)))
    return Paper("Title", HOSTILE, (("For", HOSTILE),), sections, exhibits, contents, "foot")


def written(one: Paper) -> bytes:
    """Return its PDF."""
    return write_paper(one, REGULAR, BOLD, no_progress)[0]


def picture(form: str, count: int = 1) -> bytes:
    """Return a picture file with so many pages."""
    stream = io.BytesIO()
    pages = [Image.new("RGB", (120, 60), (200, 40 * n, 30)) for n in range(count)]
    extra = {"save_all": True, "append_images": pages[1:]} if count > 1 else {}
    pages[0].save(stream, form, **extra)
    return stream.getvalue()


def pages(content: bytes) -> list[str]:
    """Return the text of each page."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_the_same_paper_gives_the_same_bytes() -> None:
    inner = written(paper(contents=False))
    whole = paper(exhibit(inner, "application/pdf"), exhibit(picture("PNG"), "image/png", 2))

    assert written(whole) == written(whole)


@pytest.mark.parametrize(
    ("content", "media_type", "count", "said"),
    [
        (picture("PNG"), "image/png", 1, ""),
        (picture("TIFF", 3), "image/tiff", 3, ""),
        (b"not a picture", "image/png", 1, "cannot be shown on paper"),
        (b"%PDF-1.7 broken", "application/pdf", 1, "cannot be shown on paper"),
        (b"words", "text/plain", 1, "cannot be shown on paper"),
    ],
)
def test_any_document_has_its_place(
    content: bytes, media_type: str, count: int, said: str
) -> None:
    found = pages(written(paper(exhibit(content, media_type))))

    shown = [page for page in found if "as stored" in page]
    assert len(shown) == count
    assert all(said in page for page in shown)
    for number, page in enumerate(found, start=1):
        assert f"Page {number} of {len(found)}" in page


def test_long_tables_lose_nothing_and_repeat_their_head() -> None:
    found = pages(written(paper(rows=150)))

    text = "\n".join(found).replace("\r\n", "").replace("\n", "")
    for number in range(150):
        assert f"day {number}" in text
    assert sum("When" in page for page in found) > 5


def test_it_says_how_far_it_is_and_can_be_stopped() -> None:
    told: list[tuple[int, int]] = []
    inner = written(paper(contents=False))
    papers = [exhibit(inner, "application/pdf", number) for number in range(1, 6)]
    write_paper(paper(*papers), REGULAR, BOLD, lambda done, total: told.append((done, total)))
    assert told[0] == (0, 100)
    assert all(0 <= done <= total for done, total in told)

    for stop_at in {0, len(told) // 2, len(told) - 1}:
        with pytest.raises(Cancelled):
            write_paper(paper(*papers), REGULAR, BOLD, Stopper(stop_at))


class Stopper:
    """Lets some reports pass, then stops."""

    def __init__(self, passes: int) -> None:
        self.left = passes

    def __call__(self, done: int, total: int) -> None:
        """Stop when enough passed."""
        del done, total
        if not self.left:
            raise Cancelled
        self.left -= 1


TABLE = DataTable(
    "Rows",
    (("name", Kind.TEXT), ("amount", Kind.AMOUNT), ("on", Kind.DAY), ("count", Kind.NUMBER)),
    (("=1+1", "-12.50", "2026-11-20", "3"), ("+cmd", "", "", ""), (HOSTILE, "0.00", "", "")),
)


def test_no_cell_of_a_table_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(TABLE).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'+cmd", HOSTILE]
    assert rows[1][1:] == ["-12.50", "2026-11-20", "3"]

    with zipfile.ZipFile(io.BytesIO(xlsx_bytes([TABLE], title="x", created=NOW))) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_text_that_no_cell_holds_is_refused() -> None:
    long = DataTable("Rows", (("name", Kind.TEXT),), (("x" * 32_768,),))
    with pytest.raises(ExportRefusedError, match="32,767"):
        xlsx_bytes([long], title="x", created=NOW)


def test_the_same_package_gives_the_same_bytes() -> None:
    files = [PackageFile("a/one.txt", b"1"), PackageFile("two.txt", b"2")]
    first, second = io.BytesIO(), io.BytesIO()
    write_zip(files, first, no_progress)
    write_zip(files, second, no_progress)
    assert first.getvalue() == second.getvalue()


def test_a_folder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    folder = PartFolder(tmp_path / "out")
    clash = [PackageFile("a", b"1"), PackageFile("a/b", b"2")]
    with pytest.raises(ExportRefusedError, match="cannot be written"):
        folder.write(clash, no_progress)
    assert list(tmp_path.iterdir()) == []
