"""The letter editor: plain text at the left, the page as it will print at the right.

The page follows the text a moment after the last key. What is typed is kept by itself every
second, beside the record; it is saved into the letter, with a line of the audit log, when the
clerk leaves the letter, approves it or asks to save it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QPushButton,
    QTabWidget,
    QWidget,
)

from collections_desk.desktop.approve_button import ApproveButton
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import label
from collections_desk.desktop.letter_choices import LetterChoices
from collections_desk.desktop.letter_details import LetterDetails
from collections_desk.desktop.letter_fields import FieldList, names_of_fields
from collections_desk.desktop.letter_findings import FindingsForm
from collections_desk.desktop.letter_frame import arrange
from collections_desk.desktop.letter_loading import load_editor
from collections_desk.desktop.letter_preview import LetterPreview
from collections_desk.desktop.letter_restored import RestoredLine
from collections_desk.desktop.letter_spelling import begin_spelling
from collections_desk.desktop.letter_ways import LetterWays
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.domain.letter_drafts import BODY_LIMIT
from collections_desk.operations import mail

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.desktop.letter_loading import EditorPage
    from collections_desk.desktop.shell import Shell
    from collections_desk.desktop.spelling import SpellCheck
    from collections_desk.domain.letter_drafts import LetterDraft, PreviewResult
    from collections_desk.domain.letters import Letter
    from collections_desk.errors import DeskError

#: The page is laid out this long after the last key, in milliseconds.
PAUSE_BEFORE_PAGE = 60
#: What was typed is kept this long after the first key that is not kept yet, in milliseconds.
PAUSE_BEFORE_KEEPING = 1_000
#: The letter type whose disputed lines are decided in the editor.
ANSWER_TO_DISPUTE = "L09"


class LetterEditor(QWidget):
    """One draft."""

    #: The clerk wants back to the lists.
    left = Signal()
    #: The clerk wants to approve the letter with this id; everything is saved.
    approve_asked = Signal(int)

    def __init__(
        self, shell: Shell, today: date, parent: QWidget | None = None, *, locale: str = "en_US"
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        #: The day from which its fields count; on another day another editor is made.
        self.today = today
        self._draft: LetterDraft | None = None
        self._showing = False
        self._page: EditorPage | None = None
        self._dirty = False  # differs from what is saved
        self._unkept = False  # differs from what is kept as a draft, too
        self._laying_out = False
        self._lay_out_again = False
        self.title = label("", "title", wrap=True)
        self.state = label("", "muted")
        self.choices = LetterChoices()
        self.subject = self.choices.subject
        self.body = NoteEdit(longest=BODY_LIMIT)
        self.details = LetterDetails(today, locale=locale)
        self.findings = FindingsForm(locale=locale)
        self.fields = FieldList()
        self.tabs = QTabWidget()
        self.message = InlineMessage()
        self.restored = RestoredLine()
        self.forget_button = self.restored.button
        self.preview = LetterPreview()
        self.back_button = QPushButton(icon("arrow-left"), self.tr("&Back to the Letters"))
        self.approve_button = ApproveButton()
        self._page_timer = QTimer(self, singleShot=True, interval=PAUSE_BEFORE_PAGE)
        self._keep_timer = QTimer(self, singleShot=True, interval=PAUSE_BEFORE_KEEPING)
        self._seen_body = ""
        self.spelling: SpellCheck | None = None
        self.ways = LetterWays(shell, self)
        self._build()
        self._connect()
        begin_spelling(shell, self.body, self._take_spelling, self.message.say_error)

    @property
    def letter(self) -> Letter | None:
        """The letter that is edited, as it was saved."""
        return self._draft.letter if self._draft is not None else None

    @property
    def letter_id(self) -> int | None:
        """Its number."""
        return self._draft.letter.id if self._draft is not None else None

    @property
    def customer_name(self) -> str:
        """The customer whom the letter goes to."""
        return self._draft.letter.customer_name if self._draft is not None else ""

    def _take_spelling(self, spelling: SpellCheck) -> None:
        """Mark words from now on."""
        if self._draft is not None:
            spelling.marks.speller.know(self.customer_name)
        self.spelling = self.body.spelling = spelling
        spelling.marks.rehighlight()

    def suggest_spelling(self) -> None:
        """Offer what may have been meant by the word at the cursor."""
        if self.spelling is not None:
            self.spelling.show_menu()

    def show_page(self, page: EditorPage) -> None:
        """Show a draft."""
        draft = page.draft
        self._showing = True
        self._draft = draft
        letter = draft.letter
        self._page = page
        self._keep_timer.stop()
        self.title.setText(f"{draft.type_label}: {letter.customer_name}")
        self.state.setText(f"{letter.ref}  ·  {self.tr('saved')}")
        self.choices.offer_wordings(page.templates, letter.type, letter.template)
        self._fill(page, page.values())
        if self.spelling is not None:
            self.spelling.marks.speller.know(letter.customer_name)
        place = self.tabs.indexOf(self.findings)
        self.tabs.setTabVisible(place, bool(page.disputes) and letter.type == ANSWER_TO_DISPUTE)
        self.fields.show_fields(draft.fields)
        self.preview.clear()
        self.approve_button.forget()
        self._showing = False
        self._unkept = False
        self._dirty = page.typed is not None
        self._say_restored(page)
        self.lay_out()

    def _fill(self, page: EditorPage, values: dict[str, Any]) -> None:
        """Put values as `unsaved` gives them into the fields."""
        self.choices.show_values(values, page.envelopes, page.signers)
        if self.body.toPlainText() != values["body"]:
            self.body.setPlainText(values["body"])
        self._seen_body = self.body.toPlainText()
        self.details.show_options(values["options"], values["letter_date"])
        self.findings.show_findings(page.disputes, values["options"].findings)

    def _say_restored(self, page: EditorPage) -> None:
        """Tell that what was typed and not saved is back, and offer the saved text."""
        if self.restored.show_typed(page):
            self.state.setText(f"{page.draft.letter.ref}  ·  {self.tr('not saved yet')}")

    def _forget_typed(self) -> None:
        """Throw away what was typed, and show what is saved."""
        page = self._page
        if page is None or self._draft is None:
            return
        desk, letter_id = self._shell.desk, self._draft.letter.id
        self._shell.background.run(
            lambda: load_editor(desk, mail.forget_typed(desk, letter_id)),
            done=self._forgotten,
            failed=self.message.say_error,
            owner=self,
        )

    def _forgotten(self, page: EditorPage) -> None:
        if self.letter_id == page.draft.letter.id:
            self.show_page(page)
            self.body.setFocus()

    def leave(self) -> None:
        """Save and forget the letter."""
        self.save_now()
        self._page_timer.stop()
        self._draft = None
        self._page = None
        self.preview.clear()

    def unsaved(self) -> dict[str, Any]:
        """Return what the editor holds, as `mail.save_letter_draft` takes it."""
        options = self.details.options()
        if not self.findings.is_empty():
            options = self.findings.into(options)
        return {
            **self.choices.values(),
            "body": self.body.toPlainText(),
            "options": options,
            "letter_date": self.details.letter_date.value(),
        }

    def keep_now(self) -> None:
        """Keep what was typed beside the record; the letter itself is as it was saved."""
        self._keep_timer.stop()
        if not self._unkept or self._draft is None:
            return
        self._unkept = False
        desk, letter, values = self._shell.desk, self._draft.letter, self.unsaved()
        self._shell.background.run(
            lambda: mail.keep_typed(desk, letter.id, letter.customer_id, **values),
            done=partial(self._kept, letter.id),
            failed=self._not_kept,
            owner=self,
        )

    def _kept(self, letter_id: int, _nothing: None) -> None:
        if self._draft is not None and self.letter_id == letter_id and self._dirty:
            words = self.tr("typing …") if self._unkept else self.tr("kept, not saved yet")
            self.state.setText(f"{self._draft.letter.ref}  ·  {words}")

    def _not_kept(self, error: DeskError) -> None:
        self._unkept = True
        self.message.say_error(error)

    def save_now(self) -> None:
        """Save what is not saved yet into the letter."""
        self._keep_timer.stop()
        if not self._dirty or self._draft is None:
            return
        self._dirty = self._unkept = False
        desk, letter_id, values = self._shell.desk, self._draft.letter.id, self.unsaved()
        self._shell.background.run(
            lambda: mail.save_letter_draft(desk, letter_id, **values),
            done=partial(self._saved, letter_id),
            failed=self._not_saved,
            owner=self,
        )

    # Building.

    def _build(self) -> None:
        self.body.setAccessibleName(self.tr("Text of the letter"))
        pages = (
            (self.body, self.tr("Te&xt")),
            (self.details, self.tr("&Details")),
            (self.findings, self.tr("Findin&gs")),
            (self.fields, self.tr("F&ields")),
        )
        for page, title in pages:
            self.tabs.addTab(page, title)
        head = (self.back_button, self.title, self.state, self.approve_button)
        arrange(self, head, self.choices, self.tabs, (self.restored, self.message), self.preview)

    def _connect(self) -> None:
        self.choices.changed.connect(self._changed)
        self.body.textChanged.connect(self._body_changed)
        self.body.refused.connect(self.message.say)
        self.details.changed.connect(self._changed)
        self.findings.changed.connect(self._changed)
        self.choices.wording_changed.connect(self._template_changed)
        self.fields.chosen.connect(self._insert_field)
        self.preview.problem_chosen.connect(self.ways.go_to)
        self.back_button.clicked.connect(self.left)
        self.approve_button.approved.connect(self._ask_approval)
        self.approve_button.page_wanted.connect(self._page_timer.stop)
        self.approve_button.page_wanted.connect(self.lay_out)
        self.approve_button.in_the_way.connect(self.ways.stopped_by)
        self._page_timer.timeout.connect(self.lay_out)
        self._keep_timer.timeout.connect(self.keep_now)
        self.forget_button.clicked.connect(self._forget_typed)

    def _names_of_fields(self) -> dict[str, str]:
        """Return what the screen calls that which a problem can be about."""
        return names_of_fields(self._draft.fields if self._draft else ())

    # What the clerk does.

    def _insert_field(self, name: str) -> None:
        self.tabs.setCurrentWidget(self.body)
        self.body.insertPlainText(f"{{{{{name}}}}}")
        self.body.setFocus()

    def _ask_approval(self) -> None:
        letter_id = self.letter_id
        if letter_id is not None:
            self.save_now()
            self.approve_asked.emit(letter_id)

    def _changed(self) -> None:
        if self._showing or self._draft is None:
            return
        self._dirty = self._unkept = True
        self.approve_button.typing()
        self.message.clear()
        self.state.setText(f"{self._draft.letter.ref}  ·  {self.tr('typing …')}")
        self._page_timer.start()
        if not self._keep_timer.isActive():  # not put off by each further key
            self._keep_timer.start()

    def _body_changed(self) -> None:
        """Tell a change of the words from one of the marks under them."""
        text = self.body.toPlainText()
        if text != self._seen_body:
            self._seen_body = text
            self._changed()

    def _template_changed(self) -> None:
        """Take another wording: its text replaces the text, by way of the store."""
        if self._showing or self._draft is None:
            return
        desk, letter_id = self._shell.desk, self._draft.letter.id
        values = {**self.unsaved(), "subject": None, "body": None}
        values["template"] = self.choices.wording()
        self._dirty = self._unkept = False
        self._keep_timer.stop()
        self._shell.background.run(
            lambda: mail.save_letter_draft(desk, letter_id, **values),
            done=self._reworded,
            failed=self._not_saved,
            owner=self,
        )

    def _reworded(self, draft: LetterDraft) -> None:
        if self.letter_id == draft.letter.id:
            self._showing = True
            self._draft = draft
            self.subject.setText(draft.letter.subject)
            self.body.setPlainText(draft.letter.body)
            self.fields.show_fields(draft.fields)
            self._showing = False
            self.lay_out()

    # Saving and laying out.

    def _saved(self, letter_id: int, draft: LetterDraft) -> None:
        if self.letter_id == letter_id:
            self._draft = draft
            self.fields.show_fields(draft.fields)
            if not self._dirty:
                self.restored.hide()
                self.state.setText(f"{draft.letter.ref}  ·  {self.tr('saved')}")

    def _not_saved(self, error: DeskError) -> None:
        self._dirty = self._unkept = True
        self.message.say_error(error)

    def lay_out(self) -> None:
        """Ask for the page; while one is being made, remember that a newer one is wanted."""
        if self._draft is None:
            return
        if self._laying_out:
            self._lay_out_again = True
            return
        self._laying_out = True
        desk, letter_id, values = self._shell.desk, self._draft.letter.id, self.unsaved()
        self._shell.background.run(
            lambda: mail.preview_letter(desk, letter_id, **values),
            done=partial(self._laid_out, letter_id),
            failed=self._not_laid_out,
            owner=self,
        )

    def _laid_out(self, letter_id: int, result: PreviewResult) -> None:
        self._laying_out = False
        if self.letter_id == letter_id:
            self.preview.show_pdf(result.pdf, result.pages, result.notes)
            self.preview.show_problems(
                result.problems, self._names_of_fields(), self.ways.leads_to
            )
        if self._lay_out_again or self._page_timer.isActive():
            pass  # what was typed meanwhile has its own page
        elif self.letter_id == letter_id:
            self.approve_button.laid_out(result.problems)
        if self._lay_out_again:
            self._lay_out_again = False
            self.lay_out()

    def _not_laid_out(self, error: DeskError) -> None:
        self._laying_out = False
        self.message.say_error(error)
