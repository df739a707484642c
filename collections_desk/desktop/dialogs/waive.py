"""Gives up late charges once, as goodwill, and drafts the letter that says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QSizePolicy

from collections_desk.desktop.customer_words import sentence, sums_text
from collections_desk.desktop.dialogs.payment_parts import line
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.labels import label
from collections_desk.domain.charges import charge_label
from collections_desk.domain.money import totals_by_currency
from collections_desk.domain.money_text import money_text
from collections_desk.operations import fees

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.charges import Charge
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.operations.waivers import Waived


class WaiveDialog(Sheet):
    """Charges to tick, a reason, and whether letter L10 confirms it."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell, tr("Waive Late Charges"), tr("&Waive"), parent, remark=facts.page.customer.name
        )
        self._customer, self._locale = facts.page.customer, facts.settings.locale
        self.setMinimumWidth(600)
        self._charges = [
            charge
            for charge in facts.page.money.charges
            if charge.state == "shown" or (charge.state == "charged" and charge.left)
        ]
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Charges to waive"))
        alone = len(self._charges) == 1
        for charge in self._charges:
            state = self.tr("charged") if charge.state == "charged" else self.tr("not charged yet")
            amount = money_text(charge.left or charge.amount, facts.settings.locale)
            item = QListWidgetItem(f"{charge_label(charge)}   {amount}   ({state})")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            # Nothing is given up that the clerk did not tick herself, but for the only one.
            item.setCheckState(Qt.CheckState.Checked if alone else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setMaximumHeight(140)
        self.list.setToolTip(self.tr("Space ticks what is waived"))
        self.sum = label("", "strong", selectable=True)
        self.why = line(self.tr("Reason"), self.tr("one sentence; it is recorded"))
        self.letter = QCheckBox(self.tr("Draft &letter L10 that confirms it"))
        self.letter.setChecked(True)
        self.guard = label("", "caution", wrap=True)
        self.guard.setMinimumHeight(2 * self.guard.fontMetrics().lineSpacing())
        self.guard.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.add_row(self.tr("C&harges"), self.list, "charges")
        self.add_row(self.tr("&Reason"), self.why, "why")
        self.form.insertRow(2, label(self.tr("Waived"), "muted"), self.sum)
        self.form.addRow("", self.letter)
        self.form.addRow("", self.guard)
        terms = label(self.tr("A waiver is given once and changes no terms."), "muted")
        self.form.addRow("", terms)
        self.letter.toggled.connect(self._look)
        self.list.itemChanged.connect(self._add_up)
        self._add_up()
        if not self._charges:
            self._nothing_to_waive((self.list, self.sum, self.why, self.letter, self.guard, terms))
            return
        self._look()
        self.list.setCurrentRow(0)
        (self.why if alone else self.list).setFocus()

    def _nothing_to_waive(self, fields: Iterable[QWidget]) -> None:
        """Say it, and ask for nothing."""
        for field in fields:
            self.form.setRowVisible(field, False)  # noqa: FBT003 - Qt's own form
        self.deed_button.hide()
        self.message.say(self.fault(), "notice")
        self.back_button.setFocus()

    def _add_up(self) -> None:
        """Say what is given up, as it is ticked."""
        sums = totals_by_currency(charge.left or charge.amount for charge in self.chosen())
        self.sum.setText(
            sums_text(sums.values(), none=self.tr("nothing yet"), locale=self._locale)
        )

    def chosen(self) -> list[Charge]:
        """Return the charges that are ticked."""
        return [
            charge
            for place, charge in enumerate(self._charges)
            if self.list.item(place).checkState() is Qt.CheckState.Checked
        ]

    def fault(self) -> str:
        """Ask for a charge and a reason."""
        if not self._charges:
            return self.tr("There is no late charge that could be waived.")
        if not self.chosen():
            self.list.setFocus()
            return self.tr("Tick what is waived (Space).")
        if not self.why.text().strip():
            self.why.setFocus()
            return self.tr("Say why; the sentence is recorded.")
        return ""

    def perform(self) -> None:
        """Waive what is ticked."""
        chosen = self.chosen()
        self.write(
            partial(
                fees.waive,
                self.shell.desk,
                self._customer.id,
                charge_ids=[charge.id for charge in chosen if charge.state == "charged"],
                shown=[charge.key for charge in chosen if charge.state == "shown"],
                reason=self.why.text().strip(),
                letter=self.letter.isChecked(),
            ),
            self._waived,
        )

    def _waived(self, done: Waived) -> None:
        self.shell.say(done.told, undo=partial(take_back_at_once, self.shell, done.charge_ids))

    def _look(self) -> None:
        self.shell.background.run(
            partial(
                fees.examine_waiver,
                self.shell.desk,
                self._customer.id,
                letter=self.letter.isChecked(),
            ),
            done=self._show_findings,
            failed=self._failed,
            owner=self,
        )

    def _show_findings(self, findings: list[GuardFinding]) -> None:
        self.guard.setText(" ".join(sentence(found.said) for found in findings))


def take_back_at_once(shell: Shell, charge_ids: Sequence[int]) -> None:
    """Take a waiver back right after it was given, with the draft of its letter."""
    why = tr("Undone right after it was waived")
    shell.background.run(
        partial(fees.take_waiver_back, shell.desk, charge_ids, why=why),
        done=lambda _none: shell.refresh(),
        failed=shell.fail,
    )
