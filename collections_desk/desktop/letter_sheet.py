"""One letter that is no draft any more: its pages, its ladder, its printings, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSplitter, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import (
    IconLabel,
    card,
    clear_layout,
    column,
    label,
    line_of,
)
from collections_desk.desktop.letter_preview import LetterPreview
from collections_desk.desktop.mail_commands import deed_buttons
from collections_desk.desktop.when_text import day_text, moment_text
from collections_desk.domain.certified_mail import in_fours
from collections_desk.domain.letters import RETURN_RECEIPTS, SERVICES, STATE_WORDS
from collections_desk.operations import mail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QVBoxLayout

    from collections_desk.desktop.shell import Command
    from collections_desk.domain.letters import Letter, LetterEvent
    from collections_desk.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A letter with its pages, as read from the store."""

    letter: Letter
    type_label: str
    pdf: bytes | None
    pages: int
    notes: tuple[str, ...]
    zone: str


def load_sheet(desk: Desk, letter_id: int) -> SheetPage:
    """Read a letter: the PDF as printed, or as it would print."""
    letter = mail.one_letter(desk, letter_id)
    zone = desk.settings().time_zone
    words = mail.type_label(desk, letter.type)
    if letter.printings:
        return SheetPage(letter, words, mail.letter_pdf(desk, letter_id), 0, (), zone)
    result = mail.preview_letter(desk, letter_id)
    notes = (*result.notes, *(problem.said for problem in result.problems))
    return SheetPage(letter, words, result.pdf, result.pages, notes, zone)


class LetterSheet(QWidget):
    """The record of one letter."""

    left = Signal()
    #: The clerk wants to see the paper of a rung: its SHA-256 and what it is.
    paper_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter: Letter | None = None
        self.title = label("", "title", wrap=True)
        self.state = label("", "muted")
        self.back_button = QPushButton(icon("arrow-left"), self.tr("&Back to the Letters"))
        self.back_button.clicked.connect(self.left)
        self.deeds = line_of()
        self.preview = LetterPreview()
        side = QWidget()
        self._side = column(side, gap=theme.WIDE)
        self._side.setContentsMargins(0, 0, theme.GAP, 0)
        area = QScrollArea()
        area.setWidget(side)
        area.setAccessibleName(self.tr("Record of the letter"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setProperty("role", "page")
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(area)
        both.addWidget(self.preview)
        both.setSizes([430, 650])
        both.setStretchFactor(1, 1)
        whole = column(self, margin=theme.WIDE)
        head = line_of(self.back_button, self.title, self.state)
        head.setStretch(1, 1)
        whole.addLayout(head)
        whole.addLayout(line_of(self.deeds, 1))
        whole.addWidget(both, 1)

    def show_sheet(self, page: SheetPage, commands: Sequence[Command]) -> None:
        """Show a letter; `commands` are what can be done with it now, the next deed first."""
        letter = self.letter = page.letter
        self.title.setText(f"{page.type_label}: {letter.customer_name}")
        self.state.setText(f"{letter.ref}  ·  {letter.state_words}")
        self.preview.clear()
        pages = page.pages or (letter.printings[0].pages if letter.printings else 0)
        self.preview.show_pdf(page.pdf, pages, page.notes)
        if letter.printings:
            self.preview.caption.setText(self.tr("As it was printed"))
        deed_buttons(self.deeds, commands)
        clear_layout(self._side)
        self._show_facts(letter)
        self._show_ladder(letter)
        self._show_printings(letter, page.zone)
        self._side.addStretch(1)

    def clear(self) -> None:
        """Forget the letter."""
        self.letter = None
        self.preview.clear()
        clear_layout(self._side)

    def _part(self, title: str) -> QVBoxLayout:
        frame, inside = card()
        inside.addWidget(label(title, "section"))
        self._side.addWidget(frame)
        return inside

    def _show_facts(self, letter: Letter) -> None:
        inside = self._part(self.tr("Goes to"))
        inside.addWidget(label("\n".join(letter.address_lines), selectable=True))
        service = SERVICES.get(letter.service, letter.service)
        if letter.certified and letter.return_receipt != "none":
            service += f", {RETURN_RECEIPTS[letter.return_receipt]}"
        inside.addWidget(label(service, "muted", wrap=True))
        if letter.article_number:
            text = self.tr("Article {0}").format(in_fours(letter.article_number))
            inside.addWidget(label(text, "strong", selectable=True))
        elif letter.certified:
            words = self.tr("No article number yet: scan the form.")
            inside.addWidget(IconLabel(theme.SEVERITIES["warning"], words))
        if letter.return_receipt_number:
            text = self.tr("Card {0}").format(in_fours(letter.return_receipt_number))
            inside.addWidget(label(text, selectable=True))

    def _show_ladder(self, letter: Letter) -> None:
        inside = self._part(self.tr("What became of it"))
        if not letter.events:
            inside.addWidget(label(self.tr("Nothing yet."), "muted"))
        gone = letter.withdrawn_ids
        states = {event.id: event.state for event in letter.events}
        for event in letter.events:
            words = STATE_WORDS[event.state].partition(",")[0]
            if event.withdraws_id is not None:
                taken_back = STATE_WORDS[states[event.withdraws_id]].partition(",")[0]
                words = self.tr("“{0}” withdrawn: {1} again").format(taken_back, words.lower())
            elif event.id in gone:
                words = self.tr("{0} (withdrawn)").format(words)
            inside.addLayout(self._rung(event, words))

    def _rung(self, event: LetterEvent, words: str) -> QVBoxLayout:
        both = column(gap=2)
        mark = theme.STATES.get(event.state.value, theme.SEVERITIES["information"])
        line = line_of(IconLabel(mark, words), label(day_text(event.dated_on), "muted"))
        line.setStretch(0, 1)
        both.addLayout(line)
        said = "  ·  ".join(part for part in (event.note, event.clerk) if part)
        if said:
            both.addWidget(label(said, "small", wrap=True))
        if event.document_sha256:
            button = QPushButton(icon("attach"), self.tr("Show the paper"))
            button.setProperty("role", "link")
            sha256 = event.document_sha256
            button.clicked.connect(lambda: self.paper_asked.emit(sha256, words))
            both.addLayout(line_of(button, 1))
        return both

    def _show_printings(self, letter: Letter, zone: str) -> None:
        if not letter.printings:
            return
        inside = self._part(self.tr("Printings"))
        for one in letter.printings:
            kind = self.tr("COPY") if one.is_copy else self.tr("Original")
            line = line_of(label(kind, "strong"), label(one.printer, "muted"), 1)
            inside.addLayout(line)
            inside.addWidget(label(moment_text(one.printed_at, zone), "small"))
