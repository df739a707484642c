"""Corrects or withdraws an entry. Nothing of the record is changed: a new entry is added."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from collections_desk.desktop.call_tables import outcome_choices
from collections_desk.desktop.code_field import Choice, CodeField
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.desktop.note_spelling import check_spelling
from collections_desk.desktop.when_text import moment_text
from collections_desk.domain.activities import CallEntry
from collections_desk.operations import contact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.activities import Activity
    from collections_desk.domain.customer_page import TimelineEntry


def entry_of(activity: Activity) -> CallEntry:
    """Return what was entered for a call, to be put right."""
    return CallEntry(
        customer_id=activity.customer_id,
        started=activity.happened_at,
        outcome=activity.outcome or "",
        direction=activity.direction,
        seconds=activity.seconds,
        number=activity.number,
        contact_point_id=activity.contact_point_id,
        reached_name=activity.reached_name,
        reached_role=activity.reached_role,
        identity_checked=bool(activity.identity_checked),
        reason=activity.reason,
        dispute_code=activity.dispute_code,
        invoice_ids=activity.invoice_ids,
        note=activity.note,
        next_action=activity.next_action,
        next_on=activity.next_on,
        consent=activity.consent,
    )


class CorrectionDialog(Sheet):
    """The call as it should have been entered, and why."""

    def __init__(
        self, shell: Shell, facts: PageFacts, entry: TimelineEntry, parent: QWidget
    ) -> None:
        when = moment_text(entry.when, facts.settings.time_zone)
        super().__init__(
            shell,
            tr("Correct a Call"),
            tr("&Add the Correction"),
            parent,
            remark=tr("{0}, {1}. The entry stays as it is; this one is put beside it.").format(
                facts.page.customer.name, when
            ),
        )
        assert entry.activity is not None  # noqa: S101 - only calls are corrected
        self._activity = entry.activity
        resources = shell.desk.resources
        self.outcome = CodeField(outcome_choices(resources.outcomes.values()), optional=False)
        self.outcome.setAccessibleName(self.tr("Outcome"))
        self.outcome.choose(entry.activity.outcome or "")
        self.reason = CodeField(
            [Choice(reason.code, reason.label) for reason in resources.reasons.values()]
        )
        self.reason.setAccessibleName(self.tr("Reason for not paying"))
        self.reason.choose(entry.activity.reason or "")
        self.number = LineEdit(entry.activity.number or "")
        self.number.setAccessibleName(self.tr("Number"))
        self.reached = LineEdit(entry.activity.reached_name or "")
        self.reached.setAccessibleName(self.tr("Reached"))
        self.identity = QCheckBox(self.tr("I&dentity checked"))
        self.identity.setChecked(bool(entry.activity.identity_checked))
        self.note = NoteEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlainText(entry.activity.note)
        self.note.setMinimumHeight(100)
        self.note.refused.connect(self.message.say)
        check_spelling(shell, self.note, [facts.page.customer.name])
        self.why = LineEdit()
        self.why.setAccessibleName(self.tr("Why it is corrected"))
        self.why.setPlaceholderText(self.tr("what was wrong; it is recorded"))
        self.add_row(self.tr("&Why"), self.why, "why")
        self.add_row(self.tr("&Outcome"), self.outcome, "outcome")
        self.add_row(self.tr("&Reason"), self.reason, "reason")
        self.add_row(self.tr("N&umber"), self.number, "number")
        self.add_row(self.tr("R&eached"), self.reached)
        self.form.addRow("", self.identity)
        self.add_row(self.tr("&Note"), self.note, "note")
        self.setMinimumWidth(560)
        self.why.setFocus()

    def fault(self) -> str:
        """Ask why, and for an outcome."""
        for field in (self.outcome, self.reason):
            field.settle()
        if not self.why.text().strip():
            return self.tr("Say what was wrong; the sentence is recorded.")
        return "" if self.outcome.code() else self.tr("Say how the call ended.")

    def perform(self) -> None:
        """Add the correction."""
        number = self.number.text().strip() or None
        same_number = number == self._activity.number
        entry = replace(
            entry_of(self._activity),
            outcome=self.outcome.code(),
            reason=self.reason.code() or None,
            number=number,
            contact_point_id=self._activity.contact_point_id if same_number else None,
            reached_name=self.reached.text().strip() or None,
            identity_checked=self.identity.isChecked(),
            note=self.note.note(),
        )
        self.write(
            partial(
                contact.correct_call,
                self.shell.desk,
                self._activity.id,
                entry,
                why=self.why.text().strip(),
            ),
            lambda _id: self.shell.say(self.tr("The correction is added. Both entries stay.")),
        )


class WithdrawalDialog(Sheet):
    """Says that an entry does not count, and why."""

    def __init__(
        self, shell: Shell, facts: PageFacts, entry: TimelineEntry, parent: QWidget
    ) -> None:
        when = moment_text(entry.when, facts.settings.time_zone)
        super().__init__(
            shell,
            tr("Withdraw an Entry"),
            tr("&Withdraw It"),
            parent,
            remark=tr("{0}, {1}. It stays in the list, marked as withdrawn.").format(
                entry.title, when
            ),
        )
        assert entry.activity is not None  # noqa: S101 - only activities are withdrawn
        self._activity = entry.activity
        self.why = LineEdit()
        self.why.setAccessibleName(self.tr("Why it is withdrawn"))
        self.why.setPlaceholderText(self.tr("why it does not count; it is recorded"))
        self.add_row(self.tr("Wh&y"), self.why, "why")
        self.why.setFocus()

    def fault(self) -> str:
        """Ask why."""
        given = self.why.text().strip()
        return "" if given else self.tr("Say why; the sentence is recorded.")

    def perform(self) -> None:
        """Add the withdrawal."""
        self.write(
            partial(
                contact.withdraw_entry,
                self.shell.desk,
                self._activity.id,
                why=self.why.text().strip(),
            ),
            lambda _id: self.shell.say(self.tr("The entry is withdrawn. Both stay on record.")),
        )
