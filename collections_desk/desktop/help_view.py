"""The help pages, offline: one for each screen, and a list of all of them."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.command import Command
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import label
from collections_desk.desktop.shell import Shell, View
from collections_desk.desktop.translating import QT_TRANSLATE_NOOP

#: The pages in the order of a first reading; others follow by name.
ORDER = (
    "start",
    "today",
    "worklist",
    "customer",
    "call",
    "mail",
    "agreements",
    "decisions",
    "imports",
    "reports",
    "plans",
    "rules",
    "records",
    "settings",
    "keys",
    "security",
)


class PageBrowser(QTextBrowser):
    """Shows our own Markdown; it loads nothing from anywhere."""

    # Overrides of Qt methods.

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing: a help page is text."""
        return None


class HelpView(View):
    """The help pages and their list."""

    view_id: ClassVar[str] = "help"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("View", "&Help")
    icon_name: ClassVar[str] = "help"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._pages = read_pages(shell)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Help pages"))
        self.list.setFixedWidth(230)
        self.page = PageBrowser()
        self.page.setAccessibleName(self.tr("Help page"))
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(self._follow)
        for name, text in self._pages.items():
            item = QListWidgetItem(_heading(text) or name)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(0, self.list.fontMetrics().height() + 16))
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._show_current)
        back = QPushButton(icon("arrow-left"), self.tr("&Back to Where I Was"))
        back.clicked.connect(self._back)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Help"), "title"))
        head.addStretch(1)
        head.addWidget(back)
        across = QHBoxLayout()
        across.setSpacing(theme.WIDE)
        across.addWidget(self.list)
        across.addWidget(self.page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.WIDE, theme.PAGE, theme.WIDE)
        column.setSpacing(theme.WIDE)
        column.addLayout(head)
        column.addLayout(across, 1)
        self.list.setCurrentRow(0)

    def open_for(self, customer_id: int, detail: str | None = None) -> None:
        """Show the page named `detail`; the first page if there is none of that name."""
        del customer_id
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == detail:
                self.list.setCurrentRow(row)
                return
        self.list.setCurrentRow(0)

    def focus_first(self) -> None:
        """Put the cursor into the page, to scroll it with the keys."""
        self.page.setFocus()

    def commands(self) -> list[Command]:
        """Return the way back."""
        return [
            Command(
                "help.back",
                self.tr("&Back to Where I Was"),
                "Esc",
                self._back,
                "help",
                self.tr("Leave the help"),
                "arrow-left",
            )
        ]

    def page_name(self) -> str:
        """Return the name of the page that is shown."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _show_current(self) -> None:
        self.page.setMarkdown(self._pages.get(self.page_name(), ""))
        self.page.document().setDocumentMargin(theme.WIDE)

    def _follow(self, link: QUrl) -> None:
        self.open_for(0, link.path().removesuffix(".md"))

    def _back(self) -> None:
        self.shell.go_back()


def read_pages(shell: Shell) -> dict[str, str]:
    """Return the help pages by name, in the order of a first reading."""
    resources = shell.desk.resources
    texts = {
        name.removeprefix("help/").removesuffix(".md"): resources.text(name)
        for name in resources.names("help")
        if name.endswith(".md")
    }
    places = {name: place for place, name in enumerate(ORDER)}
    ordered = sorted(texts, key=lambda name: (places.get(name, len(places)), name))
    return {name: texts[name] for name in ordered}


def _heading(text: str) -> str:
    first = text.partition("\n")[0]
    return first.removeprefix("#").strip() if first.startswith("#") else ""
