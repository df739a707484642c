"""The last step of an import: what was done, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.icons import icon
from collections_desk.desktop.import_words import CHANGES, sums_text, word
from collections_desk.desktop.labels import card, clear_layout, column, label, line_of

if TYPE_CHECKING:
    from collections_desk.domain.import_history import ImportReport
    from collections_desk.domain.readings import Reading


class ResultStep(QWidget):
    """What an import did."""

    undo_asked = Signal(int)
    another_asked = Signal()
    worklist_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, locale: str = "en_US") -> None:
        super().__init__(parent)
        self._locale = locale
        self._batch_id = 0
        frame, inside = card()
        inside.setSpacing(theme.WIDE)
        self.title = label("", "heading", wrap=True)
        self.figures = QGridLayout()
        self.figures.setHorizontalSpacing(theme.PAGE)
        self.figures.setVerticalSpacing(theme.TIGHT)
        self.notes = label("", "muted", wrap=True)
        self.undo_button = QPushButton(icon("undo"), self.tr("&Undo This Import …"))
        self.undo_button.clicked.connect(lambda: self.undo_asked.emit(self._batch_id))
        self.another_button = QPushButton(icon("import"), self.tr("Import &Another File"))
        self.another_button.clicked.connect(self.another_asked)
        inside.addWidget(self.title)
        inside.addLayout(self.figures)
        inside.addWidget(self.notes)
        self.worklist_button = QPushButton(icon("worklist"), self.tr("Show the &Worklist"))
        self.worklist_button.clicked.connect(self.worklist_asked)
        inside.addLayout(line_of(self.worklist_button, self.another_button, self.undo_button, 1))
        inside.addStretch(1)
        column(self).addWidget(frame)

    def show_report(self, reading: Reading, report: ImportReport) -> None:
        """Show what was done."""
        self._batch_id = report.batch_id or 0
        self.undo_button.setVisible(report.batch_id is not None)
        if report.batch_id is None:
            self.title.setText(
                self.tr("Nothing had to be changed: the ledger says what {0} says.").format(
                    reading.file_name
                )
            )
        else:
            self.title.setText(self.tr("{0} is imported.").format(reading.file_name))
        clear_layout(self.figures)
        rows = [
            (word(CHANGES, name), f"{count:,}") for name, count in report.counts.items() if count
        ]
        rows.append(
            (self.tr("Open in the whole ledger"), sums_text(report.open_after, self._locale))
        )
        for line, (name, value) in enumerate(rows):
            self.figures.addWidget(label(name, "muted"), line, 0)
            self.figures.addWidget(label(value, "strong", selectable=True), line, 1)
        self.figures.setColumnStretch(2, 1)
        self.notes.setText("\n".join(self._notes(reading, report)))
        self.notes.setVisible(bool(self.notes.text()))

    def _notes(self, reading: Reading, report: ImportReport) -> list[str]:
        notes = []
        if reading.faults:
            notes.append(
                counted(
                    len(reading.faults),
                    "1 line was not imported because of a fault.",
                    "{n} lines were not imported because of faults.",
                )
            )
        if report.proposals:
            notes.append(
                counted(
                    report.proposals,
                    "1 pair of names may be one customer: decide it in the list of imports.",
                    "{n} pairs of names may be one customer: decide them in the list of imports.",
                )
            )
        if report.unknown_kinds:
            notes.append(
                counted(
                    report.unknown_kinds,
                    "The kind of 1 customer is not known, and the rules for consumers count: "
                    "Shift+E on the worklist says what it is.",
                    "The kind of {n} customers is not known, and the rules for consumers count: "
                    "Shift+E on the worklist says it for all of them at once.",
                )
            )
        if report.backup:
            notes.append(self.tr("A backup was made before: {0}").format(report.backup))
        return notes
