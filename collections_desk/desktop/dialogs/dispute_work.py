"""Works on a dispute: papers, owner, next state, decision, credit; each step stays on record."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
)

from collections_desk.desktop import theme
from collections_desk.desktop.attachments_view import read_file
from collections_desk.desktop.customer_words import dispute_state_word
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.dispute_words import clock_text, line_text, step_text
from collections_desk.desktop.document_view import media_type_of
from collections_desk.desktop.fields import MoneyField
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.disputes import DECISIONS, OPEN_STATES
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.operations import contact
from collections_desk.operations.dispute_lists import disputes_to_work_on

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.disputes import ListedDispute
    from collections_desk.operations.desk import Desk

#: So many of the last steps are shown.
STEPS_SHOWN = 5


class DisputeWorkDialog(Sheet):
    """One dispute of the customer at a time; the one with the worst clock stands first."""

    def __init__(
        self, shell: Shell, facts: PageFacts, parent: QWidget, *, dispute_id: int | None = None
    ) -> None:
        super().__init__(
            shell, tr("Work on a Dispute"), tr("&Save"), parent, remark=facts.page.customer.name
        )
        self.setMinimumWidth(600)
        self._customer_id = facts.page.customer.id
        self._locale = facts.settings.locale
        self._wanted = dispute_id
        self._known: dict[int, ListedDispute] = {}
        self._codes = shell.desk.resources.dispute_codes
        self._make_fields(facts)
        self.add_row(self.tr("&Which"), self.which)
        self.form.addRow(label(self.tr("Clock"), "muted"), self.clock)
        self.form.addRow(label(self.tr("They say"), "muted"), self.told)
        self.add_row(self.tr("P&apers"), self.papers)
        self.form.addRow("", self.attach_button)
        self.add_row(self.tr("&Owner"), self.owner, "owner")
        self.add_row(self.tr("What is &next"), self.state, "state")
        self.add_row(self.tr("&Part that stands"), self.stands, "upheld")
        self.add_row(self.tr("&Finding"), self.finding, "finding")
        self.add_row("", self.credit, "credit")
        self.add_row(self.tr("Not&e"), self.note, "note")
        self.form.addRow(label(self.tr("Steps so far"), "muted"), self.steps)
        self.which.currentIndexChanged.connect(self._show_one)
        self.state.currentIndexChanged.connect(self._follow)
        self.stands.changed.connect(self._say_credit)
        self.deed_button.setEnabled(False)
        self._read()

    def _make_fields(self, facts: PageFacts) -> None:
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Dispute"))
        self.clock = _wide(label("", "strong", wrap=True), 2)
        self.told = _wide(label("", wrap=True), 2)
        self.papers = QListWidget()
        self.papers.setAccessibleName(self.tr("Papers to gather; Space ticks one"))
        self.papers.setMaximumHeight(5 * self.papers.fontMetrics().lineSpacing() + 12)
        self.attach_button = QPushButton(self.tr("A&ttach a File to the Chosen Paper"))
        self.attach_button.setAutoDefault(False)
        self.attach_button.clicked.connect(self.choose_file)
        self.owner = LineEdit()
        self.owner.setAccessibleName(self.tr("Owner"))
        self.state = QComboBox()
        self.state.setAccessibleName(self.tr("What is next"))
        self.stands = MoneyField(
            self.tr("Part that stands"), facts.settings.currency, locale=self._locale
        )
        self.finding = LineEdit()
        self.finding.setAccessibleName(self.tr("Finding"))
        self.finding.setPlaceholderText(self.tr("why, in a sentence; it stands in the answer"))
        self.credit = QCheckBox()
        self.note = LineEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("what else is to be remembered"))
        self.steps = _wide(label("", "muted", wrap=True), 2)

    def fault(self) -> str:
        """Ask for what a decision needs."""
        state = self._next()
        if not self._known:
            return self.tr("This customer has no dispute. D opens one.")
        if state == "decided_partial" and (not self.stands.check() or not self.stands.value()):
            return self.tr("Say what part of the disputed amount stands.")
        if state and state not in OPEN_STATES and not self.finding.text().strip():
            self.finding.setFocus()
            return self.tr("Say in a sentence why; it stands in the answer to the customer.")
        return ""

    def perform(self) -> None:
        """Record the step."""
        line = self._current()
        state = self._next()
        work = partial(
            contact.advance_dispute,
            self.shell.desk,
            line.dispute.id,
            state or None,
            upheld=self.stands.value() if state == "decided_partial" else None,
            finding=self.finding.text().strip() if state not in OPEN_STATES else "",
            note=self.note.text().strip(),
            evidence=self._ticked(),
            owner=self.owner.text().strip(),
            book_credit=self._may_credit(state) and self.credit.isChecked(),
        )
        said = self.tr("{0}: {1}.").format(
            line_text(line), dispute_state_word(state or line.dispute.state).lower()
        )
        if state in DECISIONS:
            said += " " + self.tr("Once every line is decided, Shift+W writes the answer (L09).")
        self.write(work, lambda _none: self.shell.say(said))

    # What is shown.

    def _read(self) -> None:
        self.shell.background.run(
            partial(disputes_to_work_on, self.shell.desk, self._customer_id),
            done=self._arrived,
            failed=self._failed,
            owner=self,
        )

    def _arrived(self, lines: list[ListedDispute]) -> None:
        chosen = self._wanted if self._wanted is not None else self.which.currentData()
        self._known = {line.dispute.id: line for line in lines}
        self.which.blockSignals(True)  # noqa: FBT003 - the name of the Qt method says it
        self.which.clear()
        for line in lines:
            amount = money_text(line.dispute.amount, self._locale)
            words = f"{line_text(line)}   {amount}   {dispute_state_word(line.dispute.state)}"
            self.which.addItem(words, line.dispute.id)
        self.which.setCurrentIndex(max(self.which.findData(chosen), 0) if lines else -1)
        self.which.blockSignals(False)  # noqa: FBT003 - as above
        self.deed_button.setEnabled(True)
        self._wanted = None
        if lines:
            self._show_one()
            self.state.setFocus()
        else:
            self.clock.setText(self.tr("This customer has no dispute. D opens one."))
            for field in (
                self.which,
                self.papers,
                self.owner,
                self.state,
                self.stands,
                self.finding,
                self.credit,
                self.note,
            ):
                self.form.setRowVisible(field, bool(lines))
            self.attach_button.hide()
            self.deed_button.setEnabled(False)

    def _current(self) -> ListedDispute:
        return self._known[int(self.which.currentData())]

    def _next(self) -> str:
        return str(self.state.currentData() or "")

    def _show_one(self) -> None:
        line = self._current()
        one = line.dispute
        reading = line.reading
        closed = self.tr("{0} on {1}. A closed dispute stays as it is.").format(
            dispute_state_word(one.state), day_text(reading.by)
        )
        days = self.tr("received {0}, limit {1}").format(
            day_text(one.received_on), day_text(line.clocks.hard_limit)
        )
        self.clock.setText(f"{clock_text(reading)}; {days}" if one.is_open else closed)
        color = theme.color("danger").name() if reading.late else ""
        self.clock.setStyleSheet(f"color: {color}" if color else "")
        known = self._codes.get(one.code)
        kind = known.label if known else one.code
        self.told.setText(f"{kind}: {one.words}" if one.words else kind)
        self._show_papers(line)
        self.owner.setText(one.owner)
        self.state.clear()
        stay = dispute_state_word(one.state)
        self.state.addItem(self.tr("Leave it: {0}").format(stay.lower()), "")
        for state in one.next_states:
            self.state.addItem(dispute_state_word(state), state)
        self.stands.set_currency(one.amount.currency)
        self.stands.set_most(Money(max(one.amount.minor - 1, 1), one.amount.currency))
        self.stands.set_value(None)
        self.finding.clear()
        self.note.clear()
        self.steps.setText("\n".join(step_text(line)[:STEPS_SHOWN]))
        self._follow()

    def _show_papers(self, line: ListedDispute) -> None:
        self.papers.clear()
        for paper, there in line.dispute.evidence:
            files = [
                name.partition(": ")[2] for name in line.papers if name.startswith(f"{paper}: ")
            ]
            item = QListWidgetItem(f"{paper}  ({', '.join(files)})" if files else paper)
            item.setData(Qt.ItemDataRole.UserRole, paper)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            checked = there or bool(files)
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
            self.papers.addItem(item)
        if self.papers.count():
            self.papers.setCurrentRow(0)
        self.form.setRowVisible(self.papers, self.papers.count() > 0)
        self.attach_button.setEnabled(self.papers.count() > 0)

    def _ticked(self) -> list[tuple[str, bool]]:
        items = [self.papers.item(row) for row in range(self.papers.count())]
        return [
            (
                str(item.data(Qt.ItemDataRole.UserRole)),
                item.checkState() is Qt.CheckState.Checked,
            )
            for item in items
        ]

    def _may_credit(self, state: str) -> bool:
        return state in {"decided_partial", "decided_for_customer"}

    def _follow(self) -> None:
        state = self._next()
        self.form.setRowVisible(self.stands, state == "decided_partial")
        self.form.setRowVisible(self.finding, bool(state) and state not in OPEN_STATES)
        self.form.setRowVisible(self.credit, self._may_credit(state))
        self._say_credit()

    def _say_credit(self) -> None:
        if not self._known:
            return
        one = self._current().dispute
        partly = self._next() == "decided_partial"
        stands = self.stands.value() if partly else None
        if partly and stands is None:
            self.credit.setText(self.tr("Book the rest as a &credit on the invoice now"))
            return
        credit = one.amount - stands if stands is not None else one.amount
        self.credit.setText(
            self.tr("Book a &credit of {0} on the invoice now").format(
                money_text(credit, self._locale)
            )
        )

    # Files.

    def choose_file(self) -> QFileDialog:
        """Ask for the file of the chosen paper."""
        dialog = QFileDialog(self, self.tr("Attach a File"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.attach(Path(name)))
        dialog.open()
        return dialog

    def attach(self, path: Path) -> None:
        """Store a file beside the dispute, as the chosen paper."""
        item = self.papers.currentItem()
        if self.papers.currentRow() < 0:
            self.message.say(self.tr("Choose a paper of the list first."))
            return
        paper = str(item.data(Qt.ItemDataRole.UserRole))
        self.shell.background.run(
            partial(
                _attach,
                self.shell.desk,
                path,
                self._customer_id,
                self._current().dispute.id,
                paper,
            ),
            done=lambda _id: self._attached(item, path.name),
            failed=self._failed,
            owner=self,
        )

    def _attached(self, item: QListWidgetItem, name: str) -> None:
        """Tick the paper; what else was typed stays as it is."""
        item.setText(f"{item.data(Qt.ItemDataRole.UserRole)}  ({name})")
        item.setCheckState(Qt.CheckState.Checked)
        self.shell.say(self.tr("{0} is stored, encrypted.").format(name))


def _wide(text: QLabel, lines: int) -> QLabel:
    """Let a text run over the width of the form; so many lines of it show at least."""
    text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
    text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    text.setMinimumHeight(lines * text.fontMetrics().lineSpacing() + 4)
    return text


def _attach(desk: Desk, path: Path, customer_id: int, dispute_id: int, paper: str) -> int:
    content = read_file(path)
    return contact.attach_file(
        desk,
        customer_id,
        content,
        f"{paper}: {path.name}",
        media_type_of(content),
        dispute_id=dispute_id,
    )
