"""Imports: the wizard, what was imported before, and names that may be one customer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QPushButton, QStackedWidget, QTabWidget, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.import_history_list import history_panel
from collections_desk.desktop.import_wizard import ImportWizard
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.merge_tab import MergeTab
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.desktop.shell import Command, Shell, View
from collections_desk.operations import books

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from collections_desk.domain.import_history import ImportBatch, MergeProposal
    from collections_desk.operations.desk import Desk

HISTORY, WIZARD = range(2)


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """What the screen shows."""

    history: list[ImportBatch]
    proposals: list[MergeProposal]
    today: date
    locale: str
    zone: str


def load_imports(desk: Desk) -> ImportsPage:
    """Read what was imported. Runs on the worker thread."""
    settings = desk.settings()
    return ImportsPage(
        books.import_history(desk),
        books.merge_proposals(desk),
        desk.today(),
        settings.locale,
        settings.time_zone,
    )


class ImportsView(View):
    """The history with the wizard behind it."""

    view_id: ClassVar[str] = "imports"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "&Imports"))
    icon_name: ClassVar[str] = "import"
    help_page: ClassVar[str] = "imports"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._page: ImportsPage | None = None
        self._waiting_file: str | None = None
        self.wizard: ImportWizard | None = None
        self.setAcceptDrops(True)
        self.import_button = QPushButton(icon("import", "on_accent"), self.tr("&Import a File …"))
        self.import_button.setProperty("role", "primary")
        self.undo_button = QPushButton(icon("undo"), self.tr("&Undo the Marked Import …"))
        self.panel = history_panel(self._zone, self.start)
        self.list = self.panel.list
        self.merges = MergeTab(shell)
        self.tabs = QTabWidget()
        self.pages = QStackedWidget()
        self._wizard_place = QWidget()
        self._build()
        self.import_button.clicked.connect(self.start)
        self.undo_button.clicked.connect(self.undo_marked)
        self.list.moved_to.connect(self._marked)
        self.merges.decided.connect(self.refresh)

    def _build(self) -> None:
        history = QWidget()
        inside = column(history)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        inside.addWidget(self.panel, 1)
        self.tabs.addTab(history, self.tr("I&mported files"))
        self.tabs.addTab(self.merges, self.tr("&Names that may be one customer"))
        front = QWidget()
        whole = column(front, margin=theme.PAGE, gap=theme.WIDE)
        self.undo_button.setEnabled(False)
        whole.addLayout(
            line_of(label(self.tr("Imports"), "title"), 1, self.undo_button, self.import_button)
        )
        whole.addWidget(self.tabs, 1)
        self.pages.addWidget(front)
        self.pages.addWidget(self._wizard_place)
        column(self).addWidget(self.pages)

    # What the window asks.

    def refresh(self) -> None:
        """Read the history again."""
        self.shell.background.run(
            partial(load_imports, self.shell.desk),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def commands(self) -> list[Command]:
        """Return what can be done with imports."""
        return [
            Command(
                "imports.start",
                self.tr("Import a &File …"),
                "Ctrl+O",
                self.start,
                "tools",
                self.tr("Read open items, customers or payments from a file"),
                "import",
            ),
            Command(
                "imports.undo",
                self.tr("&Undo the Marked Import …"),
                "Ctrl+Shift+U",
                self.undo_marked,
                "tools",
                self.tr("Take back everything that one import changed"),
                "undo",
                self._can_undo,
            ),
        ]

    def focus_first(self) -> None:
        """Put the cursor where the next import begins."""
        if self.pages.currentIndex() == HISTORY:
            self.import_button.setFocus()

    # The wizard.

    def start(self, file_name: str | bool = "") -> None:  # noqa: FBT001 - a button passes its state
        """Open the wizard, and read a file if one is given."""
        name = file_name if isinstance(file_name, str) else ""
        if self._page is None:
            self._waiting_file = name
            return
        wizard = self.wizard
        if wizard is None:
            wizard = ImportWizard(self.shell, self._page.today, locale=self._page.locale)
            wizard.closed.connect(self._close_wizard)
            wizard.imported.connect(lambda _report: self.shell.refresh())
            wizard.undo_asked.connect(self._ask_undo)
            column(self._wizard_place).addWidget(wizard)
            self.wizard = wizard
        self.pages.setCurrentIndex(WIZARD)
        wizard.start()
        if name:
            wizard.start_with(name)

    def _close_wizard(self) -> None:
        self.pages.setCurrentIndex(HISTORY)
        self.import_button.setFocus()
        self.shell.refresh()

    # History.

    def _show(self, page: ImportsPage) -> None:
        self._page = page
        self.list.rows_model.show_rows(page.history)
        self.merges.show_proposals(page.proposals, page.locale)
        title = self.tr("&Names that may be one customer")
        if page.proposals:
            title = f"{title} ({len(page.proposals)})"
        self.tabs.setTabText(1, title)
        self._marked(self.list.current_row())
        if self._waiting_file is not None:
            name, self._waiting_file = self._waiting_file, None
            self.start(name)

    def _zone(self) -> str:
        return self._page.zone if self._page is not None else "UTC"

    def _can_undo(self) -> bool:
        row = self.list.current_row()
        return row is not None and row.undone_at is None

    def _marked(self, _row: object) -> None:
        self.undo_button.setEnabled(self._can_undo())
        self.shell.all_actions.refresh_enabled()

    def undo_marked(self) -> None:
        """Take the marked import back; the reason is recorded."""
        row = self.list.current_row()
        if row is not None and self._can_undo():
            self._ask_undo(row.id)

    def _ask_undo(self, batch_id: int) -> None:
        desk = self.shell.desk
        sheet = ReasonSheet(
            self.shell,
            self.tr("Undo an Import"),
            self.tr("&Undo the Import"),
            self.tr(
                "Everything that this import changed goes back to what it was, if nothing was"
                " built on it since. The import stays in the list as taken back."
            ),
            lambda why: books.undo_import(desk, batch_id, reason=why),
            self,
        )
        sheet.done_well.connect(self._undone)
        sheet.open()

    def _undone(self) -> None:
        self.pages.setCurrentIndex(HISTORY)
        self.shell.say(self.tr("The import is taken back."))
        self.refresh()

    # Overrides of Qt methods.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.start(files[0] if len(files) == 1 else "")
