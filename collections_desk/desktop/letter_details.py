"""What the clerk decides about one letter besides its words: dates, offers, copies, proof."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QLineEdit, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.fields import DayField
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.domain.letter_options import CopyTo, LetterOptions

if TYPE_CHECKING:
    from datetime import date

#: Longest text of one of the lists.
LONGEST_LIST = 4_000
_SIDE = re.compile(r"\((creditor|customer|lawyer|other)\)\s*$", re.IGNORECASE)


def copies_from_text(text: str) -> tuple[CopyTo, ...]:
    """Read one person a line: "Name, Role (lawyer)"; without a side it is one of ours."""
    copies = []
    for line in text.splitlines():
        found = _SIDE.search(line)
        side = found.group(1).lower() if found else "creditor"
        name, _, role = _SIDE.sub("", line).strip().partition(",")
        if name.strip():
            copies.append(CopyTo(name.strip(), role.strip(), side))
    return tuple(copies)


def copies_as_text(copies: tuple[CopyTo, ...]) -> str:
    """Return what `copies_from_text` reads."""
    return "\n".join(
        copy.shown + ("" if copy.side == "creditor" else f" ({copy.side})") for copy in copies
    )


class LetterDetails(QScrollArea):
    """The form of the details.

    With the editor around them and the menus above there are more fields than letters: the
    digits stand in for them. Alt+D comes here, and Tab goes through.
    """

    changed = Signal()

    def __init__(
        self, today: date, parent: QWidget | None = None, *, locale: str = "en_US"
    ) -> None:
        super().__init__(parent)
        self._options = LetterOptions()
        self._showing = False
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the fields scroll it
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "page")
        self.letter_date = DayField(self.tr("Date of the letter"), today, locale=locale)
        self.act_by = DayField(self.tr("Act by"), today, locale=locale, earliest=today)
        self.intended_on = DayField(self.tr("Intended on"), today, locale=locale, earliest=today)
        self.offer = self._line(self.tr("Offer of help"))
        self.consequence = self._line(self.tr("What will follow"))
        self.authorized_by = self._line(self.tr("Decided by"))
        self.terms_note = self._line(self.tr("Credit terms"))
        self.fee_basis = self._line(self.tr("Basis of fees"))
        self.attention = self._line(self.tr("Attention"))
        self.printed_name = self._line(self.tr("Printed name"))
        self.copies = self._list(self.tr("Copies to"))
        self.enclosures = self._list(self.tr("Enclosures"))
        self.address = self._list(self.tr("Address as printed"))
        self.no_credits = QCheckBox(self.tr("Leave credits and unapplied money out (&Z)"))
        self.no_credits.toggled.connect(self._tell)
        for day in (self.letter_date, self.act_by, self.intended_on):
            day.changed.connect(self._tell)
        inside = QWidget()
        form = QFormLayout(inside)
        form.setContentsMargins(0, theme.GAP, theme.GAP, theme.GAP)
        form.setHorizontalSpacing(theme.WIDE)
        form.setVerticalSpacing(theme.GAP)
        for name, field, hint in self._rows():
            text = label(name)
            if "&" in name:
                text.setBuddy(field.edit if isinstance(field, DayField) else field)
            form.addRow(text, field)
            if hint:
                form.addRow("", label(hint, "small", wrap=True))
        self.setWidget(inside)

    def _rows(self) -> tuple[tuple[str, QWidget, str], ...]:
        return (
            (self.tr("Date of the letter (&1)"), self.letter_date, ""),
            (
                self.tr("Act by (&2)"),
                self.act_by,
                self.tr("A calendar date, by which the customer is asked to act."),
            ),
            (
                self.tr("&Offer of help"),
                self.offer,
                self.tr("For example: three monthly payments, or the late fee waived."),
            ),
            (
                self.tr("What will follow (&3)"),
                self.consequence,
                self.tr("Only what has been decided. Empty states none."),
            ),
            (self.tr("Decided by (&4)"), self.authorized_by, ""),
            (self.tr("Intended on (&5)"), self.intended_on, ""),
            (self.tr("Credit terms (&6)"), self.terms_note, ""),
            (self.tr("Basis of fees (&7)"), self.fee_basis, ""),
            (
                self.tr("Credits"),
                self.no_credits,
                self.tr("Only where they belong to something else; a guard asks why."),
            ),
            (self.tr("Attentio&n"), self.attention, ""),
            (
                self.tr("Copies to (&8)"),
                self.copies,
                self.tr("One person a line: name, role. Add (customer) or (lawyer) for theirs."),
            ),
            (self.tr("Enclosures (&9)"), self.enclosures, self.tr("One a line.")),
            (
                self.tr("Address as printed (&0)"),
                self.address,
                self.tr("Empty: as on the customer page."),
            ),
            (
                self.tr("Printed name (&Q)"),
                self.printed_name,
                self.tr("Only where the letter's fonts do not cover the name."),
            ),
        )

    def show_options(self, options: LetterOptions, letter_date: date) -> None:
        """Show what was chosen so far."""
        self._showing = True
        self._options = options
        self.letter_date.set_value(letter_date)
        self.act_by.set_value(options.act_by)
        self.intended_on.set_value(options.intended_on)
        for field, text in (
            (self.offer, options.offer),
            (self.consequence, options.consequence),
            (self.authorized_by, options.authorized_by),
            (self.terms_note, options.terms_note),
            (self.fee_basis, options.fee_basis),
            (self.attention, options.attention or ""),
            (self.printed_name, options.printed_name),
        ):
            field.setText(text)
        self.copies.setPlainText(copies_as_text(options.copies))
        self.enclosures.setPlainText("\n".join(options.enclosures))
        self.address.setPlainText("\n".join(options.address_lines or ()))
        self.no_credits.setChecked(options.leave_out_credits)
        self._showing = False

    def options(self) -> LetterOptions:
        """Return what is chosen now; days that are wrong stay as they were."""
        before = self._options
        attention = self.attention.text().strip()
        return replace(
            before,
            act_by=before.act_by if self.act_by.fault() else self.act_by.value(),
            intended_on=(
                before.intended_on if self.intended_on.fault() else self.intended_on.value()
            ),
            offer=self.offer.text().strip(),
            consequence=self.consequence.text().strip(),
            authorized_by=self.authorized_by.text().strip(),
            terms_note=self.terms_note.text().strip(),
            fee_basis=self.fee_basis.text().strip(),
            attention=attention or None,
            printed_name=self.printed_name.text().strip(),
            copies=copies_from_text(self.copies.note()),
            enclosures=_lines(self.enclosures.note()),
            address_lines=_lines(self.address.note()) or None,
            leave_out_credits=self.no_credits.isChecked(),
        )

    def field(self, name: str) -> QWidget | None:
        """Return the field that a problem with this name is about."""
        if name.startswith("cop"):
            return self.copies
        if name.startswith(("address", "recipient", "envelope")):
            return self.address
        found = getattr(self, name, None)
        return found if isinstance(found, QWidget) else None

    def _line(self, name: str) -> QLineEdit:
        made = LineEdit()
        made.setAccessibleName(name)
        made.textEdited.connect(self._tell)
        return made

    def _list(self, name: str) -> NoteEdit:
        made = NoteEdit(longest=LONGEST_LIST)
        made.setAccessibleName(name)
        made.setFixedHeight(made.fontMetrics().lineSpacing() * 3 + 22)
        made.textChanged.connect(self._tell)
        return made

    def _tell(self) -> None:
        if not self._showing:
            self.changed.emit()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
