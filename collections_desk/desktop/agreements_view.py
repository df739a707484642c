"""The screen "Agreements": what was promised, agreed on and is expected, over all customers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QTabWidget, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column, label
from collections_desk.desktop.shell import Command, Shell, View

if TYPE_CHECKING:
    from collections_desk.desktop.agreement_tab import AgreementTab

_HERE = "collections_desk.desktop."
#: The tabs in their order: module and class, each an `AgreementTab`.
TABS = (
    ("agreed_promises", "PromisesTab"),
    ("agreed_plans", "PlansTab"),
    ("expected_cash_tab", "ExpectedCashTab"),
    ("disputes_tab", "DisputesTab"),
)


class AgreementsView(View):
    """A frame with a tab for each kind of agreement."""

    view_id: ClassVar[str] = "agreements"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "&Agreements"))
    icon_name: ClassVar[str] = "promise"
    help_page: ClassVar[str] = "agreements"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Kinds of agreements"))
        self.tabs.tabBar().setAccessibleName(self.tr("Kinds of agreements"))
        self._parts: list[AgreementTab] = []
        for module, name in TABS:
            made: AgreementTab = getattr(importlib.import_module(_HERE + module), name)(shell)
            self._parts.append(made)
            self.tabs.addTab(made, made.title)
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        whole.addWidget(label(self.tr("Agreements"), "title"))
        whole.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._turned)

    @property
    def part(self) -> AgreementTab:
        """The tab that is shown."""
        return self._parts[max(self.tabs.currentIndex(), 0)]

    def refresh(self) -> None:
        """Read the tab in sight again."""
        self.part.refresh()

    def commands(self) -> list[Command]:
        """Return what the tabs offer, and how to go from one to the next."""
        own = [
            Command(
                "agreements.next",
                self.tr("&Next Tab"),
                "Ctrl+PgDown",
                self.next_tab,
                "tools",
                self.tr("Promises, payment plans, expected cash, disputes"),
            )
        ]
        return own + [command for part in self._parts for command in part.commands()]

    def focus_first(self) -> None:
        """Put the cursor where the tab wants it."""
        self.part.focus_first()

    def find_here(self) -> None:
        """Put the cursor into the filter of the tab."""
        self.part.find_here()

    def next_tab(self) -> None:
        """Turn to the next tab, from the last to the first."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())
        self.part.focus_first()

    def _turned(self) -> None:
        self.part.refresh()
