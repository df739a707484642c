"""Every figure with its formula, what it was worked out from, and a picture beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QSplitter, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.charts import BarChart, LineChart
from collections_desk.desktop.dialogs.behind import BehindDialog
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import card, column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.messages import InlineMessage, announce
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.domain.figure_pictures import (
    history_picture,
    input_text,
    picture_of,
    size_of,
    value_text,
)
from collections_desk.domain.figures_days import month_words
from collections_desk.operations import figures as operations

if TYPE_CHECKING:
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.figure_page import FigurePage
    from collections_desk.domain.figures import Figure, FigureText, Input, Period
    from collections_desk.operations.desk import Desk

#: Lines of the list of inputs that are seen at once: at least, and at most.
FEWEST_SEEN, MOST_SEEN = 2, 7
#: How many characters the choice of a month is wide.
CHOICE_WIDE = 24


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the tab shows."""

    page: FigurePage
    locale: str


def load_figures(desk: Desk, period: Period | None) -> Loaded:
    """Work the figures out. Runs on the worker thread."""
    return Loaded(operations.figures(desk, period), desk.settings().locale)


class FiguresTab(QWidget):
    """A list of figures, and beside it where the current one comes from."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._loaded: Loaded | None = None
        self.month = QComboBox()
        self.month.setAccessibleName(self.tr("Month"))
        self.month.setMinimumContentsLength(CHOICE_WIDE)
        self.currency = QComboBox()
        self.currency.setAccessibleName(self.tr("Currency"))
        self.caution = InlineMessage()
        self.panel: ListPanel[Figure] = ListPanel(
            ListView(TableModel(self._columns(), row_id=lambda one: one.key), "figures")
        )
        self.list = self.panel.list
        self.list.setAccessibleName(self.tr("Figures"))
        self.list.setSelectionMode(ListView.SelectionMode.SingleSelection)
        self.name = label("", "heading", wrap=True)
        self.value = label("", "title", selectable=True)
        self.says = label("", "muted", wrap=True)
        self.formula = label("", wrap=True, selectable=True)
        self.inputs: ListView[Input] = ListView(TableModel(self._input_columns()), "figure-inputs")
        self.inputs.setAccessibleName(self.tr("Worked out from"))
        self.chart = BarChart(self.tr("Picture of the figure"))
        self.trend = LineChart(self.tr("Open balance month by month"))
        self._build()
        self.month.currentIndexChanged.connect(self._chosen)
        self.currency.currentIndexChanged.connect(self._show_figures)
        self.list.moved_to.connect(self._show_figure)
        self.list.opened.connect(lambda _figure: self.inputs.setFocus())
        self.inputs.opened.connect(self.open_input)

    def _build(self) -> None:
        caption = label(self.tr("Mo&nth"))
        caption.setBuddy(self.month)
        whole = column(self, gap=theme.GAP)
        whole.setContentsMargins(0, theme.GAP, 0, 0)
        self._in = label(self.tr("C&urrency"))
        self._in.setBuddy(self.currency)
        whole.addLayout(line_of(caption, self.month, self._in, self.currency, 1))
        whole.addWidget(self.caution)
        inside = QWidget()
        detail = column(inside, gap=theme.GAP)
        detail.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        frame, words = card()
        words.addWidget(self.name)
        words.addWidget(self.value)
        words.addWidget(self.says)
        words.addWidget(label(self.tr("How it is worked out"), "section"))
        words.addWidget(self.formula)
        detail.addWidget(frame)
        detail.addWidget(label(self.tr("Worked out from (Enter shows the list)"), "section"))
        self.inputs.setSelectionMode(ListView.SelectionMode.SingleSelection)
        detail.addWidget(self.inputs)
        detail.addWidget(self.chart)
        detail.addSpacing(theme.GAP)
        detail.addWidget(self.trend)
        detail.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setProperty("role", "page")
        area.setAccessibleName(self.tr("About the current figure"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        split = QSplitter()
        split.addWidget(self.panel)
        split.addWidget(area)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 6)
        split.setChildrenCollapsible(False)
        whole.addWidget(split, 1)
        self.panel.empty.tell(
            "bar-3",
            self.tr("No figures yet"),
            self.tr("They are worked out from the invoices, payments and calls of this desk."),
        )

    def _columns(self) -> tuple[Column[Figure], ...]:
        return (
            Column(
                self.tr("Figure"),
                self._name_of,
                lambda one: self._text_of(one).title,
                stretch=True,
                key="figure",
            ),
            Column(
                self.tr("About"),
                lambda one: self._text_of(one).group,
                lambda one: self._text_of(one).group,
                key="group",
                width=20,
            ),
            Column(
                self.tr("Value"),
                self._value_of,
                lambda one: size_of(one.value),
                align_right=True,
                key="value",
                width=19,
                color=lambda one: theme.color("muted") if one.value is None else None,
                accessible=lambda one: f"{self._name_of(one)}: {self._value_of(one)}",
            ),
        )

    def _input_columns(self) -> tuple[Column[Input], ...]:
        return (
            Column(
                self.tr("From"),
                lambda one: one.label,
                lambda one: one.label,
                stretch=True,
                key="from",
            ),
            Column(
                self.tr("In the list"),
                lambda one: f"{len(one.parts):,}" if one.of else "",
                lambda one: len(one.parts),
                align_right=True,
                key="count",
                width=9,
                icon=lambda one: icon("chevron-right", "muted") if one.parts else None,
            ),
            Column(
                self.tr("Value"),
                lambda one: input_text(one, self._locale()),
                lambda one: size_of(one.value),
                align_right=True,
                key="value",
                width=19,
            ),
        )

    def refresh(self) -> None:
        """Work the figures of the chosen month out again."""
        period = self.month.currentData() if self.month.currentIndex() > 0 else None
        self.shell.background.run(
            partial(load_figures, self.shell.desk, period),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def focus_first(self) -> None:
        """Put the cursor into the list."""
        self.list.setFocus()

    def open_input(self, one: Input) -> None:
        """Show the list behind a number."""
        figure, loaded = self.list.current_row(), self._loaded
        if figure is None or loaded is None:
            return
        if not one.parts:
            self.shell.say(self.tr("There is no list behind “{0}”.").format(one.label))
            return
        title = f"{self._name_of(figure)}: {one.label}"
        dialog = BehindDialog(self.shell, title, one, figure.currency, loaded.locale, self)
        dialog.open()

    # What is shown.

    def _show(self, loaded: Loaded) -> None:
        self._loaded = loaded
        page = loaded.page
        if self.month.count() == 0:
            self.month.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
            for place, period in enumerate(operations.months_offered(page.today, page.earliest)):
                words = month_words(period.first)
                running = self.tr("{0}, until today").format(words)
                self.month.addItem(words if place else running, period)
            self.month.blockSignals(False)  # noqa: FBT003 - as above
        self.caution.say("\n".join(page.cautions), "notice")
        self._offer_currencies(page.currencies)
        self._show_figures()

    def _offer_currencies(self, codes: tuple[str, ...]) -> None:
        """Let one currency be chosen; the choice stays as long as there is such money."""
        chosen = self.currency.currentText()
        self.currency.blockSignals(True)  # noqa: FBT003 - Qt takes it by position
        self.currency.clear()
        self.currency.addItems(list(codes))
        self.currency.setCurrentIndex(max(self.currency.findText(chosen), 0))
        self.currency.blockSignals(False)  # noqa: FBT003 - as above
        self.currency.setVisible(len(codes) > 1)
        self._in.setVisible(len(codes) > 1)

    def _show_figures(self) -> None:
        if self._loaded is None:
            return
        wanted = {"", self.currency.currentText()}
        rows = [one for one in self._loaded.page.figures if one.currency in wanted]
        self.list.rows_model.show_rows(rows)
        self._show_figure(self.list.current_row())

    def _chosen(self, _place: int) -> None:
        self.refresh()

    def _show_figure(self, figure: Figure | None) -> None:
        loaded = self._loaded
        if figure is None or loaded is None:
            return
        text = self._text_of(figure)
        self.name.setText(self._name_of(figure))
        self.value.setText(self._value_of(figure))
        self.value.setAccessibleName(self._value_of(figure))
        self.says.setText(figure.missing or text.says)
        self.formula.setText(text.formula)
        self.formula.setAccessibleName(text.formula)
        self.inputs.rows_model.show_rows(figure.inputs)
        seen = min(max(len(figure.inputs), FEWEST_SEEN), MOST_SEEN) + 1
        self.inputs.setFixedHeight(
            seen * self.inputs.verticalHeader().defaultSectionSize() + theme.GAP
        )
        self.chart.show_picture(picture_of(loaded.page, figure, loaded.locale))
        code = figure.currency or self.currency.currentText()
        self.trend.show_picture(
            history_picture(
                self.tr("Open balance month by month, {0}").format(code),
                loaded.page.history[code],
                (self.tr("Open"), self.tr("Past due")),
                loaded.locale,
            )
        )
        announce(self.list, f"{self._name_of(figure)}: {self._value_of(figure)}")

    def _locale(self) -> str:
        return self._loaded.locale if self._loaded is not None else "en_US"

    def _text_of(self, figure: Figure) -> FigureText:
        assert self._loaded is not None  # noqa: S101 - rows come with it
        return self._loaded.page.texts[figure.id]

    def _name_of(self, figure: Figure) -> str:
        name = self._text_of(figure).title
        if figure.part:
            name = f"{name}, {figure.part}"
        return name

    def _value_of(self, figure: Figure) -> str:
        return value_text(figure.value, self._text_of(figure).unit, self._locale())
