"""The mail: letters by what is to be done with them next, the editor, and one letter's record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import (
    QStackedWidget,
    QWidget,
)

from collections_desk.desktop.labels import column
from collections_desk.desktop.letter_beginning import LetterBeginning
from collections_desk.desktop.letter_editor import LetterEditor
from collections_desk.desktop.letter_loading import (
    EditorPage,
    MailPage,
    load_editor,
    load_mail,
)
from collections_desk.desktop.letter_sheet import LetterSheet, SheetPage, load_sheet
from collections_desk.desktop.mail_commands import deed_buttons, mail_commands, print_key
from collections_desk.desktop.mail_deeds import MailDeeds
from collections_desk.desktop.mail_front import MailFront
from collections_desk.desktop.mail_lists import (
    can_print,
)
from collections_desk.desktop.paper_window import show_paper
from collections_desk.desktop.shell import Command, Shell, View
from collections_desk.domain.letters import STATE_WORDS, LetterState
from collections_desk.operations import mail

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.letters import MailLine

LIST_PAGE, EDITOR_PAGE, SHEET_PAGE = range(3)


class MailView(View):
    """Lists at the left, letters in the middle; Enter opens one."""

    view_id: ClassVar[str] = "mail"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "&Mail"))
    icon_name: ClassVar[str] = "mail"
    help_page: ClassVar[str] = "mail"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._page: MailPage | None = None
        self.editor: LetterEditor | None = None
        self._wanted: tuple[int, str | None] | None = None
        self._open_letter: int | None = None
        self.reasons: dict[int, str] = {}
        self.deeds = MailDeeds(shell, self)
        self._beginning = LetterBeginning(shell, self)
        self.front = MailFront(self._today, self.reasons)
        self.lists, self.filter = self.front.lists, self.front.filter
        self.panel, self.list = self.front.panel, self.front.list
        self.pages = QStackedWidget()
        self._editor_place = QWidget()  # the editor comes when a draft is first opened
        self._editor_column = column(self._editor_place)
        self.sheet = LetterSheet()
        self.pages.addWidget(self.front)
        self.pages.addWidget(self._editor_place)
        self.pages.addWidget(self.sheet)
        column(self).addWidget(self.pages)
        self._connect()

    def _today(self) -> date:
        assert self._page is not None  # noqa: S101 - rows are shown only after they were read
        return self._page.today

    def _connect(self) -> None:
        self.list.opened.connect(self.open_line)
        self.front.changed.connect(self._selected)
        self.sheet.left.connect(self.show_lists)
        self.sheet.paper_asked.connect(self._show_paper)
        self._beginning.drafted.connect(self._show_editor)
        self._beginning.waits.connect(self._open_by_id)
        self.deeds.done.connect(self._deed_done)
        self.deeds.reopened.connect(self._open_by_id)
        self.deeds.not_printed.connect(self._keep_reason)
        self.deeds.printed.connect(self._forget_reason)

    # What the window asks.

    def refresh(self) -> None:
        """Read the lists again, and the letter that is open."""
        desk = self.shell.desk
        self.shell.background.run(
            partial(load_mail, desk), done=self._show_mail, failed=self.shell.fail, owner=self
        )
        if self._wanted is not None:
            customer_id, letter_type = self._wanted
            self._wanted = None
            self._beginning.begin(customer_id, letter_type)
        elif self.pages.currentIndex() == SHEET_PAGE and self._open_letter is not None:
            self._load_sheet(self._open_letter)
        elif self.pages.currentIndex() == EDITOR_PAGE and self.editor is not None:
            self.editor.lay_out()  # what was missing may have been filled in meanwhile

    def commands(self) -> list[Command]:
        """Return the deeds on letters."""
        return mail_commands(self)

    def open_for(self, customer_id: int, detail: str | None = None) -> None:
        """Begin a letter to a customer, or open one: "letter:12"."""
        if detail is not None and detail.startswith("letter:"):
            self._open_by_id(int(detail.removeprefix("letter:")))
        else:
            self._wanted = (customer_id, detail)

    def keep(self) -> None:
        """Keep what was typed into the letter that is being written."""
        if self.editor is not None:
            self.editor.keep_now()

    def is_writing(self) -> bool:
        """Tell whether a letter is being written."""
        return self.pages.currentIndex() == EDITOR_PAGE and self.editor is not None

    def save_letter(self) -> None:
        """Save the letter that is being written."""
        if self.editor is not None:
            self.editor.save_now()

    def focus_first(self) -> None:
        """Put the cursor into the text, or on the list."""
        if self.pages.currentIndex() == EDITOR_PAGE and self.editor is not None:
            self.editor.body.setFocus()
        elif self.pages.currentIndex() == SHEET_PAGE:
            self.sheet.back_button.setFocus()
        else:
            self.list.setFocus()

    def find_here(self) -> None:
        """Put the cursor into the filter."""
        self.show_lists()
        self.filter.setFocus()
        self.filter.selectAll()

    def print_document(self) -> bool:
        """Print what is marked, or say why it cannot be printed yet."""
        lines = self.marked()
        if not lines:
            self.shell.say(self.tr("Mark the letters to print first."))
        elif any(line.unconfirmed for line in lines):
            self.deeds.ask_whether_printed()
        elif all(can_print(line) for line in lines):
            self.deeds.print(lines)
        else:
            first = next(line for line in lines if not can_print(line))
            self.shell.say(
                self.tr("{0} cannot be printed yet. Next: {1}.").format(
                    first.ref, first.waiting_for or STATE_WORDS[first.state].lower()
                )
            )
        return True

    def suggest_spelling(self) -> None:
        """Offer suggestions in the editor, if it is open."""
        if self.editor is not None and self.pages.currentIndex() == EDITOR_PAGE:
            self.editor.suggest_spelling()

    def print_key(self) -> str:
        """Return Ctrl+P, unless a command of the window has it and asks `print_document`."""
        return print_key(self.shell.all_actions)

    # Lists.

    def marked(self) -> list[MailLine]:
        """Return the letters that a deed is about: the open one, or those marked."""
        if self.pages.currentIndex() == LIST_PAGE:
            return self.list.selected_rows()
        wanted = self._open_letter
        if self._page is None or wanted is None:
            return []
        every = (line for lines in self._page.lists.values() for line in lines)
        return [line for line in every if line.letter_id == wanted]

    def day(self) -> date | None:
        """Return today, once the lists were read."""
        return self._page.today if self._page is not None else None

    @property
    def written(self) -> str:
        """The locale in which money and dates are written."""
        return self._page.locale if self._page is not None else "en_US"

    def show_lists(self) -> None:
        """Go back to the lists."""
        if self.editor is not None:
            self.editor.leave()
        self._open_letter = None
        self.sheet.clear()
        self.pages.setCurrentIndex(LIST_PAGE)
        self.list.setFocus()
        self.refresh()

    def _show_mail(self, page: MailPage) -> None:
        if self._page is None:  # at the first look: what the last run left unanswered
            self.deeds.ask_whether_printed()
        self._page = page
        self.front.show_mail(page)

    def _selected(self) -> None:
        """Offer the next deeds for what is marked as buttons above the list."""
        deed_buttons(self.front.next_buttons, self._possible())
        self.front.next_buttons.addStretch(1)
        self.shell.all_actions.refresh_enabled()

    def _possible(self) -> list[Command]:
        """Return the deeds that get a button: possible now, and about letters."""
        possible = [one for one in self.commands() if one.enabled is not None and one.enabled()]
        return [one for one in possible if one.id not in WITHOUT_BUTTON][:MOST_BUTTONS]

    # One letter.

    def open_line(self, line: MailLine) -> None:
        """Open a letter: the editor for a draft, its record otherwise."""
        self._open_letter = line.letter_id
        if line.state is LetterState.DRAFT:
            self._load_draft(line.letter_id)
        else:
            self._load_sheet(line.letter_id)

    def _open_by_id(self, letter_id: int) -> None:
        desk = self.shell.desk
        self._open_letter = letter_id

        def opened(state: LetterState) -> None:
            if state is LetterState.DRAFT:
                self._load_draft(letter_id)
            else:
                self._load_sheet(letter_id)

        self.shell.background.run(
            lambda: mail.one_letter(desk, letter_id).state,
            done=opened,
            failed=self.shell.fail,
            owner=self,
        )

    def _load_draft(self, letter_id: int) -> None:
        desk = self.shell.desk
        self.shell.background.run(
            lambda: load_editor(desk, mail.open_draft(desk, letter_id)),
            done=self._show_editor,
            failed=self.shell.fail,
            owner=self,
        )

    def _load_sheet(self, letter_id: int) -> None:
        desk = self.shell.desk
        self.shell.background.run(
            lambda: load_sheet(desk, letter_id),
            done=self._show_sheet,
            failed=self.shell.fail,
            owner=self,
        )

    def _show_editor(self, page: EditorPage) -> None:
        self._open_letter = page.draft.letter.id
        editor = self._editor_for(page)
        editor.show_page(page)
        self.pages.setCurrentIndex(EDITOR_PAGE)
        self.shell.all_actions.refresh_enabled()
        editor.body.setFocus()

    def _editor_for(self, page: EditorPage) -> LetterEditor:
        if self.editor is not None and self.editor.today != page.today:
            self.editor.hide()  # its days say "in 3 days" as of another day
            self.editor.deleteLater()
            self.editor = None
        if self.editor is None:
            self.editor = LetterEditor(self.shell, page.today, locale=page.locale)
            self.editor.left.connect(self.show_lists)
            self.editor.approve_asked.connect(self._approve_open)
            self._editor_column.addWidget(self.editor)
        return self.editor

    def _show_sheet(self, page: SheetPage) -> None:
        self._open_letter = page.letter.id
        self.pages.setCurrentIndex(SHEET_PAGE)
        self.sheet.show_sheet(page, self._possible())
        self.shell.all_actions.refresh_enabled()

    def _show_paper(self, sha256: str, name: str) -> None:
        show_paper(self.shell, self, sha256, name)

    # After a deed.

    def _approve_open(self, letter_id: int) -> None:
        name = self.editor.customer_name if self.editor is not None else ""
        self.deeds.approve_one(letter_id, name)

    def _deed_done(self) -> None:
        if self.pages.currentIndex() == EDITOR_PAGE:
            self.show_lists()
        self.shell.refresh()

    def _keep_reason(self, ids: list[int], reason: str) -> None:
        self.reasons.update(dict.fromkeys(ids, reason))
        self.refresh()

    def _forget_reason(self, ids: list[int]) -> None:
        for letter_id in ids:
            self.reasons.pop(letter_id, None)


#: Buttons above the list; the menu has every deed.
MOST_BUTTONS = 4
#: Deeds that are in the menu only.
WITHOUT_BUTTON = {"mail.customer", "mail.test_page", "mail.save_draft"}
