"""The page as it will print, beside the text. It is the very PDF that goes to the printer.

It is drawn from memory and keeps its place and size while the text changes. If the letter
cannot be laid out, the last good page stays, dimmed by a message that says what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.document_view import (
    LARGEST_ZOOM,
    PAGE_GAP,
    SMALLEST_ZOOM,
    ZOOM_STEP,
    PageStack,
    PdfPages,
)
from collections_desk.desktop.labels import card, clear_layout, column, label, line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from collections_desk.domain.letter_drafts import LetterProblem

#: So many lines of problems are seen at once; the rest is scrolled to.
PROBLEM_LINES = 9


class LetterPreview(QWidget):
    """Pages, and above them what keeps the letter from printing."""

    #: The field that a problem is about, to put the cursor there.
    problem_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pdf = b""
        self._zoom = 1.0
        self.caption = label("", "muted")
        self._frame, self._problems = card("caution")
        self._list = QScrollArea()  # every problem has its line, however many there are
        self._list.setWidget(self._frame)
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(self.tr("What keeps the letter from printing"))
        self._list.hide()
        self._ways: list[QPushButton] = []
        self._notes = label("", "muted", wrap=True)
        self._notes.hide()
        self.stack = PageStack()
        self.area = QScrollArea()
        self.area.setWidget(self.stack)
        self.area.setWidgetResizable(True)
        # Always there, so that the page does not jump when a second one begins.
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setAccessibleName(self.tr("The letter as it will print"))
        self.larger = self._tool("+", self.tr("Larger page"), ZOOM_STEP)
        self.smaller = self._tool("-", self.tr("Smaller page"), 1 / ZOOM_STEP)
        whole = column(self)
        whole.addLayout(line_of(self.caption, 1, self.smaller, self.larger))
        whole.addWidget(self._list)
        whole.addWidget(self._notes)
        whole.addWidget(self.area, 1)

    def _tool(self, text: str, name: str, factor: float) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "quiet")
        button.setFixedWidth(theme.TARGET + theme.GAP)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda: self.zoom_by(factor))
        return button

    def pdf(self) -> bytes:
        """Return the bytes that are shown: the same that would go to the printer."""
        return self._pdf

    def page_count(self) -> int:
        """Return how many pages are shown."""
        return len(self.stack.page_rects())

    def show_pdf(self, pdf: bytes | None, pages: int, notes: Sequence[str] = ()) -> None:
        """Show other pages at the same place and size; None leaves the last good ones."""
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        if pdf is None:
            self.caption.setText(self.tr("The page is not up to date"))
            return
        self.caption.setText(
            self.tr("As it will print") + "  ·  " + counted(pages, "1 page", "{n} pages")
        )
        if pdf == self._pdf:
            return
        place = self.area.verticalScrollBar().value()
        self._pdf = pdf
        self.stack.show_pages(PdfPages(pdf))
        self._fit()
        self.area.verticalScrollBar().setValue(place)

    def show_problems(
        self,
        problems: Sequence[LetterProblem],
        names: dict[str, str],
        leads_to: Callable[[str], str] | None = None,
    ) -> None:
        """Say what keeps the letter from printing, each with a way to the field.

        Args:
            problems: What is missing or wrong.
            names: What the fields are called on the screen.
            leads_to: Says where the way to a field leads.
        """
        before = next((at for at, way in enumerate(self._ways) if way.hasFocus()), None)
        clear_layout(self._problems)
        self._ways = []
        self._list.setVisible(bool(problems))
        if not problems:
            return
        title = counted(
            len(problems),
            "1 thing keeps this letter from printing",
            "{n} things keep this letter from printing",
        )
        self._problems.addWidget(label(title, "strong"))
        grid = QGridLayout()  # the ways in one column, what is wrong beside them in another
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setColumnStretch(1, 1)
        for line, problem in enumerate(problems):
            name = names.get(problem.field, problem.field.replace("_", " "))
            where = self.tr("{0}, line {1}").format(name, problem.line) if problem.line else name
            button = QPushButton(where.replace("&", "&&"))
            button.setProperty("role", "link")
            tip = leads_to(problem.field) if leads_to else self.tr("Put the cursor there")
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
            button.installEventFilter(self)
            self._ways.append(button)
            button.clicked.connect(
                lambda _checked=False, field=problem.field: self.problem_chosen.emit(field)
            )
            text = label(f"{problem.said} {problem.remedy}", wrap=True)
            top_left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
            grid.addWidget(button, line, 0, top_left)
            grid.addWidget(text, line, 1)
        self._problems.addLayout(grid)
        self._fit_problems()
        QTimer.singleShot(0, self, self._fit_problems)  # the new lines are laid out by then
        if before is not None:  # the page was laid out again under the cursor
            self._ways[min(before, len(self._ways) - 1)].setFocus()

    def focus_problems(self) -> None:
        """Put the cursor on the way to the first problem."""
        if self._ways:
            self._ways[0].setFocus()

    def _fit_problems(self) -> None:
        """Give the problems their room, up to some lines."""
        if self._list.isHidden():
            return
        inside = self._frame.layout()
        if inside is None:
            return
        inside.activate()
        wide = max(self.width(), 100)
        wanted = max(inside.totalHeightForWidth(wide), inside.totalMinimumSize().height())
        most = PROBLEM_LINES * self.fontMetrics().lineSpacing() + 4 * theme.WIDE
        self._list.setFixedHeight(min(wanted, most) + 2)

    def clear(self) -> None:
        """Forget the letter: nothing of it stays in a widget."""
        self.stack.show_pages(None)
        self._pdf = b""
        self.caption.clear()
        self._list.hide()
        self._notes.hide()

    def zoom_by(self, factor: float) -> None:
        """Make the pages larger or smaller."""
        self._zoom = min(max(self._zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._fit()

    def _fit(self) -> None:
        room = max(self.area.viewport().width() - 2 * PAGE_GAP - 2, 100)
        self.stack.set_page_width(round(room * self._zoom))

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in {"+", "="}:
            self.zoom_by(ZOOM_STEP)
        elif event.text() == "-":
            self.zoom_by(1 / ZOOM_STEP)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._fit_problems()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self._ways:
            self._list.ensureWidgetVisible(watched, 0, theme.GAP)
        return super().eventFilter(watched, event)
