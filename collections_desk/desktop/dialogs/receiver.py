"""The fields that name an agency, a law firm or a court; earlier ones are remembered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout

from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.placements import parse_percent, plain_percent
from collections_desk.operations import placement_entries
from collections_desk.store.placements import Receiver

if TYPE_CHECKING:
    from decimal import Decimal

    from collections_desk.desktop.shell import Shell


class ReceiverFields(QObject):
    """Name, address, telephone and commission; a known name fills in the rest."""

    #: Something was typed.
    changed = Signal()

    def __init__(self, shell: Shell, parent: Sheet) -> None:
        super().__init__(parent)
        self._shell = shell
        self._known: dict[str, Receiver] = {}
        self._kind = ""
        self.name = QComboBox(editable=True)
        self.name.setAccessibleName(tr("Agency, law firm or court"))
        self.address = LineEdit()
        self.address.setAccessibleName(tr("Address"))
        self.address.setPlaceholderText(tr("street, place with state and ZIP code"))
        self.phone = LineEdit()
        self.phone.setAccessibleName(tr("Telephone"))
        self.percent = LineEdit()
        self.percent.setAccessibleName(tr("Commission in percent"))
        self.percent.setPlaceholderText(tr("25"))
        self.name.editTextChanged.connect(self._fill)
        for field in (self.address, self.phone, self.percent):
            field.textChanged.connect(self.changed)

    def add_to(self, sheet: Sheet) -> None:
        """Put the fields into the form of a sheet."""
        sheet.add_row(tr("To &whom"), self.name, "name")
        sheet.add_row(tr("Addr&ess"), self.address, "address")
        sheet.add_row(tr("Tele&phone"), self.phone, "phone")
        sheet.add_row(tr("Co&mmission"), self.percent, "commission")

    def show_for(self, form: QFormLayout, kind: str) -> None:
        """Show the fields that go with agency or court; nothing hides them all."""
        form.setRowVisible(self.name, bool(kind))
        form.setRowVisible(self.address, bool(kind))
        form.setRowVisible(self.phone, bool(kind))
        form.setRowVisible(self.percent, kind == "agency")
        if kind and kind != self._kind:
            self._kind = kind
            self._shell.background.run(
                partial(placement_entries.known_receivers, self._shell.desk, kind),
                done=self._remember,
                failed=self._shell.fail,
                owner=self,
            )

    def percent_typed(self) -> Decimal | None:
        """Return the commission, or None where none was typed.

        Raises:
            EntryRefusedError: If it is no percentage.
        """
        return parse_percent(self.percent.text())

    def value(self, kind: str) -> Receiver:
        """Return what is filled in.

        Raises:
            EntryRefusedError: If the commission is no percentage.
        """
        lines = tuple(part.strip() for part in self.address.text().split(",") if part.strip())
        percent = self.percent.text() if kind == "agency" else ""
        name = self.name.currentText().strip()
        return Receiver(kind, name, lines, self.phone.text().strip(), parse_percent(percent))

    def _remember(self, known: list[Receiver]) -> None:
        typed = self.name.currentText()
        self._known = {one.name: one for one in known}
        self.name.blockSignals(True)  # noqa: FBT003 - Qt's own form
        self.name.clear()
        self.name.addItems(list(self._known))
        self.name.blockSignals(False)  # noqa: FBT003 - as above
        if typed:
            self.name.setEditText(typed)
        elif known:
            self._fill(known[0].name)

    def _fill(self, name: str) -> None:
        known = self._known.get(name)
        if known is not None:
            self.address.setText(", ".join(known.address_lines))
            self.phone.setText(known.phone)
            self.percent.setText(plain_percent(known.commission_percent))
        self.changed.emit()
