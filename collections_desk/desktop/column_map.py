"""Which column of a file means what: each heading with two samples and a choice beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.import_words import FIELDS, word
from collections_desk.desktop.labels import as_tip, clear_layout, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_desk.domain.readings import Reading

#: Sample values shown of each column.
SAMPLES_SHOWN = 2
#: A longer sample is shown up to here, with an ellipsis; the tooltip has all of it.
LONGEST_SAMPLE = 22


class ColumnMap(QScrollArea):
    """The editable map of columns."""

    #: The clerk chose another meaning for a column.
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._boxes: dict[str, QComboBox] = {}
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, theme.GAP, 0)
        self._grid.setHorizontalSpacing(theme.WIDE)
        self._grid.setVerticalSpacing(theme.TIGHT)
        self._grid.setColumnStretch(1, 1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # the card below shows through
        self.viewport().setAutoFillBackground(False)

    def show_map(self, reading: Reading, fields: Sequence[str]) -> None:
        """Show the headings of a file and what each is read as."""
        at_work = next((name for name, box in self._boxes.items() if box.hasFocus()), None)
        clear_layout(self._grid)
        self._boxes.clear()
        for place, title in enumerate(
            (self.tr("Column"), self.tr("First values"), self.tr("Is read as"))
        ):
            self._grid.addWidget(label(title, "section"), 0, place)
        for number, heading in enumerate(reading.headings, start=1):
            samples = [row[number - 1] for row in reading.samples if number <= len(row)]
            self._add(number, heading, samples, reading.columns.get(heading, ""), fields)
        self._grid.setRowStretch(len(reading.headings) + 1, 1)
        if at_work in self._boxes:
            self._boxes[at_work].setFocus()

    def columns(self) -> dict[str, str]:
        """Return heading to field; "" for a column that is not read."""
        return {heading: str(box.currentData()) for heading, box in self._boxes.items()}

    def boxes(self) -> Mapping[str, QComboBox]:
        """Return the choice beside each heading."""
        return self._boxes

    def _add(
        self, line: int, heading: str, samples: list[str], field: str, fields: Sequence[str]
    ) -> None:
        box = QComboBox()
        box.addItem(self.tr("(not read)"), "")
        for name in dict.fromkeys([*fields, *([field] if field else [])]):
            box.addItem(word(FIELDS, name), name)
        box.setCurrentIndex(max(0, box.findData(field)))
        box.setAccessibleName(self.tr("Column {0} is read as").format(heading))
        box.setMinimumWidth(190)
        box.currentIndexChanged.connect(self.changed)
        shown = [text for text in samples if text.strip()][:SAMPLES_SHOWN]
        cut = [
            text if len(text) <= LONGEST_SAMPLE else f"{text[: LONGEST_SAMPLE - 1]}…"
            for text in shown
        ]
        title = label(heading or self.tr("(no heading)"), "strong" if field else "muted")
        values = label("  ·  ".join(cut), "muted")
        values.setMinimumWidth(60)
        values.setToolTip(as_tip("\n".join(shown)))
        self._grid.addWidget(title, line, 0)
        self._grid.addWidget(values, line, 1)
        self._grid.addWidget(box, line, 2)
        self._boxes[heading] = box
