"""Chooses the letter to begin: the type and the tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.domain.letters import SERVICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.letter_templates import LetterTemplate


class LetterStart(QDialog):
    """Every wording; Enter begins the letter."""

    #: The chosen wording.
    chosen = Signal(object)

    def __init__(self, templates: Sequence[LetterTemplate], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New Letter"))
        self.setMinimumSize(680, 460)
        columns: tuple[Column[LetterTemplate], ...] = (
            Column(self.tr("Letter"), lambda one: one.label, lambda one: one.label, stretch=True),
            Column(self.tr("Type"), lambda one: one.letter_type, lambda one: one.letter_type),
            Column(self.tr("Tone"), lambda one: one.tone, lambda one: one.tone),
            Column(
                self.tr("Service"),
                lambda one: SERVICES.get(one.service, one.service),
                lambda one: one.service,
            ),
        )
        self.list: ListView[LetterTemplate] = ListView(
            TableModel(columns, row_id=lambda one: one.id), "letter-start"
        )
        self.list.setAccessibleName(self.tr("Letters"))
        self.list.rows_model.show_rows(templates)
        self.list.opened.connect(self._choose)
        self.begin_button = QPushButton(self.tr("&Begin the Letter"))
        self.begin_button.setProperty("role", "primary")
        self.begin_button.setDefault(True)
        self.begin_button.clicked.connect(self._begin)
        self.back_button = QPushButton(self.tr("&Go Back"))
        self.back_button.setAutoDefault(False)
        self.back_button.clicked.connect(self.reject)
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        whole.addWidget(label(self.tr("Which letter?"), "heading"))
        whole.addWidget(self.list, 1)
        whole.addLayout(line_of(1, self.back_button, self.begin_button))
        self.list.setFocus()

    def _begin(self) -> None:
        row = self.list.current_row()
        if row is not None:
            self._choose(row)

    def _choose(self, template: LetterTemplate) -> None:
        self.accept()
        self.chosen.emit(template)
