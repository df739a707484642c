"""A PDF of any number of pages in the same memory: each page goes to the file as it fills.

ReportLab keeps every page until the end, writes them all into one string and hands that to
the file. Here its document writes a full page at once and forgets it; of each object only its
place in the file stays, eight bytes. Fonts and the list of places follow at the end.
"""

from __future__ import annotations

import zlib
from array import array
from typing import TYPE_CHECKING, Any, BinaryIO

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDocument,
    PDFFile,
    PDFIndirectObject,
    PDFName,
    PDFObject,
    PDFPage,
    PDFPages,
    PDFStream,
    PDFTrailer,
    xObjectName,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

#: How many pages hang on one branch of the page tree.
BRANCH = 64
#: How many lines of the list of places are written between two questions to the clerk.
PLACES_AT_ONCE = 10_000


def let_pages_flow(
    canvas: Canvas, file: BinaryIO, *, promised: str, ask: Callable[[], None]
) -> None:
    """Let a fresh canvas write each page to `file` when it is full; its `save` ends the file.

    Args:
        canvas: On which nothing was drawn yet; made to write to the same file.
        file: Open, empty.
        promised: The form that pages use before it is drawn.
        ask: Called between the parts of the end; may raise to stop.
    """
    document = _FlowingDocument(file, promised=promised, ask=ask)
    canvas._doc = document  # type: ignore[attr-defined]  # noqa: SLF001 - has no other name
    canvas._make_preamble()  # type: ignore[attr-defined]  # noqa: SLF001 - names a font in the new document


class _Promised(PDFObject):
    """A form that has its number before it is drawn."""

    def __init__(self) -> None:
        self.form: Any = None

    def format(self, document: Any) -> Any:  # noqa: ANN401 - ReportLab's own
        return self.form.format(document)


class _Tree(PDFPages):
    """Pages or branches, by their numbers; knows how many pages hang on it."""

    def __init__(self, parent: str | None = None) -> None:
        super().__init__()
        self.Parent = parent
        self.kids: list[str] = []
        self.count = 0

    def check_format(self, document: Any) -> None:  # noqa: ANN401, ARG002 - ReportLab's own
        self.Kids = PDFArray(self.kids)
        self.Count = self.count


class _FlowingDocument(PDFDocument):
    """Writes pages as they come, and everything else when it is saved.

    Attributes:
        Catalog: The root of the file; made by ReportLab.
    """

    Catalog: Any

    def __init__(self, file: BinaryIO, *, promised: str, ask: Callable[[], None]) -> None:
        super().__init__(compression=1, invariant=1)
        self._file = file
        self._ask = ask
        self._places = array("Q")
        self._end = 0
        self._promised = _Promised()
        self._promised_as = xObjectName(promised)
        self._register(self._promised, self._promised_as)
        self._trunk = _Tree()
        self.Pages = self.Catalog.Pages = self._trunk
        self._branch = self._new_branch()
        for piece in PDFFile().strings:
            self._write(piece)

    def addForm(self, name: str, form: Any) -> None:  # noqa: ANN401, N802 - ReportLab's own
        """Keep the promise, or register any other form."""
        if xObjectName(name) == self._promised_as:
            self._promised.form = form
            self.inObject = None
        else:
            super().addForm(name, form)

    def addPage(self, page: PDFPage) -> None:  # noqa: N802 - ReportLab's own
        """Pack a full page, write it and forget it."""
        drawn: Any = page.stream
        code = drawn if isinstance(drawn, str) else "\n".join(drawn) + "\n"
        packed = PDFStream(content=zlib.compress(code.encode("latin-1")))
        packed.filters = []
        packed.dictionary["Filter"] = PDFArray([PDFName("FlateDecode")])
        page.stream = None
        page.Contents = self._write_away(packed)
        page.Parent = self._number(self._branch)
        self._branch.kids.append(self._write_away(page))
        self._branch.count += 1
        self.pageCounter += 1
        self.inObject = None
        if self._branch.count == BRANCH:
            self._hang_branch()
            self._branch = self._new_branch()

    def format(self) -> bytes:
        """Write what is left; nothing of the file remains to be handed on."""
        if self._branch.count:
            self._hang_branch()
        root, info = self._register(self.Catalog), self._register(self.info)
        number = 0
        while number < self.objectcounter:  # writing an object may register more
            number += 1
            if number in self.numberToId:
                self._ask()
                self._write_away(self.idToObject[self.numberToId[number]], forget=False)
        start = self._end
        self._write_places()
        trailer = PDFTrailer(
            startxref=start, Size=len(self._places) + 1, Root=root, Info=info, ID=self.ID()
        )
        self._write(trailer.format(self))
        return b""

    def _new_branch(self) -> _Tree:
        return _Tree(parent=self._number(self._trunk))

    def _hang_branch(self) -> None:
        """Write the branch, which is full, and hang it on the trunk."""
        self._trunk.count += self._branch.count
        self._trunk.kids.append(self._write_away(self._branch))

    def _register(self, thing: PDFObject, name: str | None = None) -> Any:  # noqa: ANN401 - ReportLab's own
        return self.Reference(thing, name)  # type: ignore[no-untyped-call]

    def _number(self, thing: PDFObject) -> str:
        """Give an object its number, and return how others point to it."""
        name = self._register(thing).name
        number, version = self.idToObjectNumberAndVersion[name]
        return f"{number} {version} R"

    def _write_away(self, thing: PDFObject, *, forget: bool = True) -> str:
        """Write an object into the file; return how others point to it."""
        pointer = self._number(thing)
        name = self._register(thing).name
        number, _version = self.idToObjectNumberAndVersion[name]
        content = PDFIndirectObject(name, thing).format(self)
        if len(self._places) < number:
            self._places.extend([0] * (number - len(self._places)))
        self._places[number - 1] = self._end
        self._write(content)
        if forget:
            del self.idToObject[name]
            del self.numberToId[number]
            del self.idToObjectNumberAndVersion[name]
        return pointer

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._end += len(content)

    def _write_places(self) -> None:
        """Write where each object stands, as ISO 32000-1, 7.5.4 has it: twenty bytes a line."""
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(self._places) + 1))
        for first in range(0, len(self._places), PLACES_AT_ONCE):
            self._ask()
            some = self._places[first : first + PLACES_AT_ONCE]
            self._write(b"".join(b"%010d 00000 n \n" % place for place in some))
