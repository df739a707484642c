"""Logs a call: the clock runs, the note is open, the guide and the past stand beside it.

What is typed is saved as a draft within a second of the first key, and again while the
clerk types on; a program that is killed loses no more than that. The draft is gone in the
same transaction that logs the call.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, QTimer

from collections_desk.desktop.call_clock import CallClock
from collections_desk.desktop.call_facts import DRAFT_KIND, CallFacts, read_call
from collections_desk.desktop.call_fields import CallFields
from collections_desk.desktop.call_page import CallPage
from collections_desk.desktop.call_questions import CallQuestions
from collections_desk.desktop.call_state import restore, state_of
from collections_desk.desktop.call_undo import withdraw_call
from collections_desk.desktop.money_after_call import payment_after_call
from collections_desk.desktop.note_spelling import check_spelling
from collections_desk.desktop.shell import Command, View
from collections_desk.desktop.when_text import length_text, moment_text, time_text
from collections_desk.errors import EntryRefusedError, NotAllowedError
from collections_desk.operations import contact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.activities import CallEntry, LoggedCall
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.errors import DeskError

#: From the first key to the saved draft, in milliseconds. It is not put off by more keys.
DRAFT_AFTER = 800
#: A call this long with "no answer" is asked about, in seconds.
LONG_FOR_NO_ANSWER = 90


class CallForm(View):
    """The screen of one call."""

    view_id: ClassVar[str] = "call"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "Call"))
    icon_name: ClassVar[str] = "phone"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.customer_id: int | None = None
        self.facts: CallFacts | None = None
        self.fields: CallFields | None = None
        self.questions = CallQuestions(self)
        self.questions.went_on.connect(self.focus_first)
        self.questions.stopped.connect(self._stop)
        self.questions.was_incoming.connect(self._incoming)
        self.questions.logs_as_it_is.connect(self._log_as_it_is)
        self.questions.puts_right.connect(self._put_right)
        self._started: datetime | None = None
        self.clock = CallClock()
        self._dirty = False
        self._logging = False
        self._came_from = "worklist"
        self.page = CallPage(self, lambda: shell.go("worklist"))
        self.page.log_button.clicked.connect(self.log)
        self.page.leave_button.clicked.connect(self.leave)
        self.page.clock_button.clicked.connect(self.toggle_clock)
        self._draft_timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._draft_timer.timeout.connect(self._save_draft)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tick)

    # What the window asks.

    def open_for(self, customer_id: int, detail: str | None = None) -> None:
        """Begin a call with a customer; `detail` is the number, if one was chosen."""
        self._came_from = str(getattr(self.shell, "view_id", "worklist"))
        if self.customer_id is not None:
            self.keep()
        self.customer_id = customer_id
        self.facts = None
        self._drop_fields()
        self.shell.background.run(
            partial(read_call, self.shell.desk, customer_id, detail),
            done=self._begin,
            failed=self._not_begun,
            owner=self,
        )

    def refresh(self) -> None:
        """Leave what is being typed alone; without a customer say what this is for."""
        self.page.show_body(shown=self.customer_id is not None)

    def focus_first(self) -> None:
        """Put the cursor into the note."""
        if self.fields is not None:
            self.fields.note.setFocus()

    def keep(self) -> None:
        """Save the draft now, if anything was typed since it was saved."""
        if self._draft_timer.isActive():
            self._save_draft()

    def commands(self) -> list[Command]:
        """Return what can be done during a call."""
        tr = self.tr
        parts: tuple[tuple[str, str, str, Callable[[], object], str, str], ...] = (
            ("save", tr("&Log This Call"), "Ctrl+Return", self.log, "check",
             tr("Record the call as it is typed and go on to the next customer")),
            ("clock", tr("Stop or Start the Cloc&k"), "Ctrl+T", self.toggle_clock, "clock",
             tr("Stop the clock when the talk is over, or start it again")),
            ("leave", tr("Lea&ve Without Logging"), "Ctrl+W", self.leave, "arrow-left",
             tr("Go back; what is typed stays as a draft. Esc does too")),
            ("discard", tr("&Discard the Draft"), "", self.discard, "trash",
             tr("Throw away what is typed here")),
        )  # fmt: skip
        return [
            Command(f"call.{name}", title, key, run, "customer", tip, picture)
            for name, title, key, run, picture, tip in parts
        ]

    # What the clerk does.

    def log(self) -> None:
        """Record the call."""
        if self.fields is None or self._logging or self._started is None:
            return
        entry = self.fields.entry(self._started, self.clock.seconds(), str(self.customer_id))
        if entry is not None:
            self._logging = True
            self.page.log_button.setEnabled(False)
            self._draft_timer.stop()
            self.shell.background.run(
                partial(
                    contact.log_call, self.shell.desk, entry, reasons=dict(self.questions.reasons)
                ),
                done=lambda logged: self._logged(entry, logged),
                failed=lambda error: self._not_logged(entry, error),
                owner=self,
            )

    def leave(self) -> None:
        """Go back without logging; what is typed stays as a draft."""
        if self._dirty:
            self._save_draft()
            self.shell.say(self.tr("The call is kept as a draft; C with this customer goes on."))
        self._close()

    def discard(self) -> None:
        """Throw the draft away and go back."""
        customer_id = self.customer_id
        self._draft_timer.stop()
        self._dirty = False
        if customer_id is not None:
            self.shell.background.run(
                partial(contact.discard_draft, self.shell.desk, DRAFT_KIND, str(customer_id)),
                done=_nothing,
                failed=self.shell.fail,
                owner=self,
            )
        self._close()

    def toggle_clock(self) -> None:
        """Stop the clock, or start it again."""
        self.clock.toggle()
        self._tick()

    # How it begins.

    def _begin(self, facts: CallFacts) -> None:
        if facts.page.customer.id != self.customer_id:
            return
        self.facts = facts
        self.questions.begin()
        self._dirty = self._logging = False
        self.page.log_button.setEnabled(True)
        self._started = self.shell.desk.now()
        self.clock.start()
        self._second.start()
        self.page.heading.setText(self.tr("Call: {0}").format(facts.page.customer.name))
        self.page.there.setText(facts.page.local_time.said)
        self.page.guide.show_guide(facts.guide)
        self.page.timeline.show_entries(facts.page.timeline, facts.settings.time_zone)
        self.page.draft_note.clear()
        self._show_fields(facts)
        self.page.show_findings(facts.findings)
        self.page.stamp.setText(
            self.tr("Note of {0}").format(moment_text(self._started, facts.settings.time_zone))
        )
        self.refresh()
        self._tick()
        self.focus_first()
        self.questions.ask_what_is_new(facts.findings)

    def _show_fields(self, facts: CallFacts) -> None:
        self._drop_fields()
        fields = CallFields(facts.tables, facts.page, facts.settings, facts.today)
        self.page.form_place.addWidget(fields, 1)
        self.fields = fields
        check_spelling(self.shell, fields.note, [facts.page.customer.name])
        if facts.draft is not None:
            self._restore(fields, facts.draft)
        if facts.number:
            fields.fill_quietly(partial(fields.choose_number, facts.number))
        fields.changed.connect(self._changed)
        fields.guarded_changed.connect(self._examine_again)

    def _restore(self, fields: CallFields, draft: Mapping[str, Any]) -> None:
        restore(fields, draft)
        self._dirty = True
        started = str(draft.get("started", ""))
        if started:
            self._started = datetime.fromisoformat(started)
        self.clock.stand_at(int(draft.get("seconds", 0)))  # the talk of a draft is over
        self.page.draft_note.setText(self.tr("This is the draft that was kept."))

    def _drop_fields(self) -> None:
        if self.fields is not None:
            self.fields.hide()
            self.fields.deleteLater()
            self.fields = None

    # Guards.

    def _examine_again(self) -> None:
        fields = self.fields
        if fields is None or self.customer_id is None:
            return
        if fields.is_incoming():
            self.page.show_findings([])
            return
        self.shell.background.run(
            partial(
                contact.examine_call,
                self.shell.desk,
                self.customer_id,
                number=fields.called_number() or None,
            ),
            done=self._examined,
            failed=self.shell.fail,
            owner=self,
        )

    def _examined(self, findings: list[GuardFinding]) -> None:
        self.page.show_findings(findings)
        self.questions.ask_what_is_new(findings)

    def _stop(self, findings: Sequence[GuardFinding]) -> None:
        """Leave, and keep on record that the call was not placed, and why."""
        if self.customer_id is not None:
            self.shell.background.run(
                partial(contact.leave_call, self.shell.desk, self.customer_id, list(findings)),
                done=_nothing,
                failed=self.shell.fail,
                owner=self,
            )
        self.leave()

    def _log_as_it_is(self) -> None:
        self.focus_first()
        self.log()

    def _put_right(self) -> None:
        if self.fields is not None:
            identity = self.fields.identity
            (self.fields.promise if identity.isChecked() else identity).setFocus()

    def _incoming(self) -> None:
        if self.fields is not None:
            self.fields.incoming.setChecked(True)
        self.focus_first()

    # Drafts and the clock.

    def _changed(self) -> None:
        self._dirty = True
        if not self._draft_timer.isActive():
            self._draft_timer.start()
        self._judge_length()

    def _save_draft(self) -> None:
        self._draft_timer.stop()
        if self.fields is None or self.customer_id is None or self._started is None:
            return
        content = state_of(self.fields)
        content["started"] = self._started.isoformat()
        content["seconds"] = self.clock.seconds()
        moment = self.shell.desk.now()
        self.shell.background.run(
            partial(
                contact.save_draft,
                self.shell.desk,
                DRAFT_KIND,
                str(self.customer_id),
                content,
                customer_id=self.customer_id,
            ),
            done=lambda _nothing: self._draft_saved(moment),
            failed=self.shell.fail,
            owner=self,
        )

    def _draft_saved(self, moment: datetime) -> None:
        zone = self.facts.settings.time_zone if self.facts else "UTC"
        text = moment_text(moment, zone).rpartition(", ")[2]
        self.page.draft_note.setText(self.tr("Draft saved {0}").format(text or time_text(moment)))

    def _tick(self) -> None:
        self.page.clock.setText(length_text(self.clock.seconds()))
        running = self.clock.is_running
        self.page.clock_button.setText(self.tr("Stop") if running else self.tr("Start"))
        self._judge_length()

    def _judge_length(self) -> None:
        odd = (
            self.fields is not None
            and self.fields.outcome.code() == "NA"
            and self.clock.seconds() > LONG_FOR_NO_ANSWER
        )
        words = self.tr("No answer after {0}? Look at the outcome, or stop the clock.")
        self.page.length_message.say(
            words.format(length_text(self.clock.seconds())) if odd else "", "caution"
        )

    # What comes back.

    def _logged(self, entry: CallEntry, logged: LoggedCall) -> None:
        assert self.facts is not None  # noqa: S101 - a call was open
        self._dirty = self._logging = False
        outcome = self.facts.tables.outcomes[entry.outcome].label
        name = self.facts.page.customer.name
        words = [self.tr("Logged: {0}, {1}.").format(name, outcome), *logged.told]
        undo = partial(withdraw_call, self.shell, self, logged.activity_id, name)
        self.customer_id = None
        self._close(done=True)
        self.shell.say(" ".join(words), undo=undo)
        payment_after_call(self.shell, entry.outcome, entry.customer_id, self.window())

    def _not_logged(self, entry: CallEntry, error: DeskError) -> None:
        self._logging = False
        self.page.log_button.setEnabled(True)
        text = f"{error.problem} {error.remedy}"
        if isinstance(error, EntryRefusedError) and self.fields is not None:
            self.fields.show_fault(error.field, text)
        elif isinstance(error, NotAllowedError):
            self.shell.background.run(
                partial(contact.examine_entry, self.shell.desk, entry),
                done=self.questions.ask_about_entry,
                failed=self.shell.fail,
                owner=self,
            )
        else:
            self.shell.fail(error)
        self._save_draft()

    def _not_begun(self, error: DeskError) -> None:
        self.customer_id = None
        self.shell.fail(error)
        self.shell.go(self._came_from)

    def _close(self, *, done: bool = False) -> None:
        self._second.stop()
        self.customer_id = None
        self._drop_fields()
        self.facts = None
        back = "worklist" if done or self._came_from == "call" else self._came_from
        self.shell.go(back)

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)


def _nothing(_result: object) -> None:
    """Take an answer that nobody waits for."""
