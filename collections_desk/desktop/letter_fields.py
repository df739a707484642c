"""The merge fields of a letter with their values; Enter puts one into the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column, label
from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.table_model import Column, TableModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.letter_drafts import FieldValue


class FieldList(QWidget):
    """Every field that a letter may use."""

    #: The name of the field to put into the text.
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns: tuple[Column[FieldValue], ...] = (
            Column(self.tr("Field"), lambda one: one.label, lambda one: one.label),
            Column(
                self.tr("Prints"),
                lambda one: one.value or self.tr("(nothing)"),
                lambda one: one.value,
                color=lambda one: None if one.value else theme.color("muted"),
                stretch=True,
            ),
            Column(self.tr("Comes from"), lambda one: one.where, lambda one: one.where),
        )
        self.list: ListView[FieldValue] = ListView(
            TableModel(columns, row_id=lambda one: one.name), "letter-fields"
        )
        self.list.setAccessibleName(self.tr("Fields of the letter"))
        self.list.opened.connect(lambda one: self.chosen.emit(one.name))
        whole = column(self)
        whole.setContentsMargins(0, theme.GAP, 0, 0)
        whole.addWidget(
            label(self.tr("Enter puts the marked field into the text at the cursor."), "muted")
        )
        whole.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def show_fields(self, fields: Sequence[FieldValue]) -> None:
        """Show the fields with the values they have now."""
        self.list.rows_model.show_rows(fields)


def names_of_fields(fields: Sequence[FieldValue]) -> dict[str, str]:
    """Return what the letter editor calls that which a problem can be about."""
    return {field.name: field.label.partition(":")[0] for field in fields} | {
        "subject": _tr("Subject"),
        "body": _tr("Text"),
        "signer": _tr("Signed by"),
        "copies": _tr("Copies to"),
        "enclosures": _tr("Enclosures"),
        "service": _tr("Service"),
        "envelope": _tr("Envelope"),
        "address": _tr("Address of the customer"),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("LetterEditor", text)
