"""The figures of the desk, what works, and the sales that some of the figures need."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QTabWidget

from collections_desk.desktop import theme
from collections_desk.desktop.figures_tab import FiguresTab
from collections_desk.desktop.labels import column, label
from collections_desk.desktop.sales_tab import SalesTab
from collections_desk.desktop.shell import Command, Shell, View
from collections_desk.desktop.works_tab import WorksTab

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FiguresView(View):
    """Three tabs; only the one that is shown reads the store."""

    view_id: ClassVar[str] = "figures"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "Fi&gures"))
    icon_name: ClassVar[str] = "bar-3"
    help_page: ClassVar[str] = "figures"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.figures = FiguresTab(shell)
        self.works = WorksTab(shell)
        self.sales = SalesTab(shell)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.figures, self.tr("Figures"))
        self.tabs.addTab(self.works, self.tr("What works"))
        self.tabs.addTab(self.sales, self.tr("Monthly sales"))
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        whole.addWidget(label(self.tr("Figures"), "title"))
        whole.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._turned)

    def refresh(self) -> None:
        """Read the tab that is shown again; the others when they are shown."""
        self._tab().refresh()

    def commands(self) -> list[Command]:
        """Return the ways to the tabs and what can be done on them."""
        return [
            Command(
                "figures.figures",
                self.tr("S&how the Figures"),
                "Alt+1",
                lambda: self._go(0),
                "view",
                self.tr("Show every figure with its formula and what it was worked out from"),
            ),
            Command(
                "figures.works",
                self.tr("What Wor&ks"),
                "Alt+2",
                lambda: self._go(1),
                "view",
                self.tr("Show what came after letters and calls"),
            ),
            Command(
                "figures.sales",
                self.tr("Monthly S&ales"),
                "Alt+3",
                lambda: self._go(2),
                "view",
                self.tr("Type the sales of a month, for days sales outstanding"),
            ),
        ]

    def focus_first(self) -> None:
        """Put the cursor where the clerk goes on."""
        self._tab().focus_first()

    def _tab(self) -> FiguresTab | WorksTab | SalesTab:
        return (self.figures, self.works, self.sales)[max(self.tabs.currentIndex(), 0)]

    def _go(self, place: int) -> None:
        self.tabs.setCurrentIndex(place)
        self._tab().focus_first()

    def _turned(self, _place: int) -> None:
        self._tab().refresh()
