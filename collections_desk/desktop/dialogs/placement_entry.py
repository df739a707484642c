"""Enters what came of a placement: money, commission, costs, a judgment; or its end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.fields import DayField, MoneyField
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.money_text import money_text
from collections_desk.domain.placements import ENDINGS, ENTRY_KINDS, commission_on, percent_text
from collections_desk.operations import placement_entries

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.placements import Placement


class PlacementEntryDialog(Sheet):
    """One entry against a placement. A recovery lowers the balance by all that was paid."""

    def __init__(
        self, shell: Shell, placement: Placement, today: date, locale: str, parent: QWidget
    ) -> None:
        super().__init__(
            shell,
            tr("Enter for a Placement"),
            tr("&Enter It"),
            parent,
            remark=f"{placement.customer_name}, {placement.name}",
        )
        self._placement, self._locale = placement, locale
        code = placement.amount.currency
        self.what = QComboBox()
        self.what.setAccessibleName(self.tr("What is entered"))
        for kind, words in ENTRY_KINDS.items():
            if kind != "judgment" or placement.kind == "court":
                self.what.addItem(words, kind)
        self.amount = MoneyField(self.tr("Amount"), code, locale=locale, optional=False)
        self.commission = MoneyField(
            self.tr("Commission they kept"), code, locale=locale, above_zero=False
        )
        self.dated = DayField(
            self.tr("Dated"),
            today,
            locale=locale,
            optional=False,
            earliest=placement.placed_on,
            latest=today,
        )
        self.dated.set_value(today)
        self.reference = LineEdit()
        self.reference.setAccessibleName(self.tr("Their reference"))
        self.effect = label("", "muted", wrap=True)
        self.add_row(self.tr("&What"), self.what, "kind")
        self.add_row(self.tr("&Amount"), self.amount, "amount")
        self.add_row(self.tr("&Commission"), self.commission, "commission")
        self.add_row(self.tr("&Dated"), self.dated, "dated_on")
        self.add_row(self.tr("&Reference"), self.reference, "reference")
        self.form.addRow("", self.effect)
        self.what.currentIndexChanged.connect(self._follow)
        self.amount.changed.connect(self._propose)
        self._follow()
        self.amount.setFocus()

    def fault(self) -> str:
        """Ask for amount and day."""
        fields = (self.amount, self.commission, self.dated)
        if not all(field.check() for field in fields) or self.amount.value() is None:
            return self.tr("Put the marked field right first.")
        return ""

    def perform(self) -> None:
        """Enter it."""
        amount, dated = self.amount.value(), self.dated.value()
        assert amount is not None  # noqa: S101 - `fault` has looked
        assert dated is not None  # noqa: S101 - as above
        desk, number, kind = self.shell.desk, self._placement.id, str(self.what.currentData())
        said = f"{ENTRY_KINDS[kind]}: {money_text(amount, self._locale)}."
        reference = self.reference.text()
        if kind == "recovery":
            recover = partial(
                placement_entries.record_recovery,
                desk,
                number,
                amount,
                dated_on=dated,
                commission=self.commission.value(),
                reference=reference,
            )
            self.write(recover, lambda _ids: self.shell.say(said))
            return
        enter = partial(
            placement_entries.record_placement_entry,
            desk,
            number,
            kind,
            amount,
            dated_on=dated,
            reference=reference,
        )
        self.write(enter, lambda _id: self.shell.say(said))

    def _follow(self) -> None:
        kind = str(self.what.currentData())
        self.form.setRowVisible(self.commission, kind == "recovery")
        self.effect.setText(
            {
                "recovery": self.tr(
                    "What the customer paid, before commission: the balance falls by all of it."
                    " {0} is still open of what was placed. Commission: {1}."
                ).format(
                    money_text(self._placement.still_open, self._locale),
                    percent_text(self._placement.commission_percent),
                ),
                "commission": self.tr("A cost of ours; the customer's balance does not change."),
                "cost": self.tr("A cost of ours; the customer's balance does not change."),
                "judgment": self.tr("Noted with its amount; the balance does not change."),
            }[kind]
        )

    def _propose(self) -> None:
        """Work the agreed commission out of the amount that is typed."""
        amount = self.amount.value()
        if amount is not None and self.what.currentData() == "recovery":
            kept = commission_on(amount, self._placement.commission_percent)
            self.commission.set_value(kept)


class PlacementEndDialog(Sheet):
    """Recalls a placement, or records that it came back."""

    def __init__(self, shell: Shell, placement: Placement, parent: QWidget) -> None:
        super().__init__(
            shell,
            tr("Recall or End a Placement"),
            tr("&End the Placement"),
            parent,
            remark=f"{placement.customer_name}, {placement.name}",
        )
        self._placement = placement
        self.how = QComboBox()
        self.how.setAccessibleName(self.tr("How it ends"))
        for name, words in ENDINGS.items():
            self.how.addItem(words, name)
        self.why = LineEdit()
        self.why.setAccessibleName(self.tr("Reason"))
        self.why.setPlaceholderText(self.tr("one sentence; it is recorded"))
        self.add_row(self.tr("&How"), self.how, "ended")
        self.add_row(self.tr("&Reason"), self.why, "why")
        self.form.addRow(
            "",
            label(
                self.tr("The customer is yours to work on again, and the review is due."),
                "muted",
                wrap=True,
            ),
        )
        self.how.setFocus()

    def fault(self) -> str:
        """Ask for a reason."""
        return "" if self.why.text().strip() else self.tr("Say why; the sentence is recorded.")

    def perform(self) -> None:
        """End it."""
        self.write(
            partial(
                placement_entries.finish_placement,
                self.shell.desk,
                self._placement.id,
                str(self.how.currentData()),
                why=self.why.text(),
            ),
            lambda _none: self.shell.say(
                self.tr("{0}: the placement has ended.").format(self._placement.customer_name)
            ),
        )
