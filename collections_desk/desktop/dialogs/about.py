"""About: the version, where the data is, and whose work is inside, with its licenses."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from collections_desk import __version__
from collections_desk.desktop import theme
from collections_desk.desktop.labels import label
from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.operations.desk import Resources
from collections_desk.operations.licenses import Notice, notices

if TYPE_CHECKING:
    from collections_desk.operations.desk import Desk


class AboutDialog(QDialog):
    """A sheet with three pages: the program, the licenses, our own license text."""

    def __init__(self, desk: Desk | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Collections Desk"))
        self.resize(760, 520)
        resources = desk.resources if desk is not None else Resources()
        tabs = QTabWidget()
        tabs.addTab(self._program(desk), self.tr("&Program"))
        tabs.addTab(self._licenses(notices(resources)), self.tr("&Licenses"))
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("&Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAGE, theme.WIDE, theme.PAGE, theme.WIDE)
        column.setSpacing(theme.GAP)
        column.addWidget(label("Collections Desk", "title"))
        column.addWidget(label(self.tr("For one collections clerk, without a network."), "muted"))
        column.addWidget(tabs, 1)
        column.addWidget(buttons)

    def facts(self, desk: Desk | None) -> list[tuple[str, str]]:
        """Return what one is asked for when something is wrong."""
        folder = str(desk.home) if desk is not None else self.tr("not open")
        return [
            (self.tr("Version"), __version__),
            (self.tr("Data folder"), folder),
            (self.tr("System"), f"{platform.system()} {platform.release()}"),
            (self.tr("Python"), platform.python_version()),
            (self.tr("Qt"), qVersion()),
            (
                self.tr("Network"),
                self.tr("none: the program opens no connection and sends nothing"),
            ),
            (
                self.tr("Newer versions"),
                self.tr("come from where this one came from; a backup is made before an upgrade"),
            ),
        ]

    def _program(self, desk: Desk | None) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, theme.WIDE, 0, 0)
        grid.setHorizontalSpacing(theme.PAGE)
        grid.setVerticalSpacing(theme.GAP)
        grid.setColumnStretch(1, 1)
        facts = self.facts(desk)
        for row, (name, value) in enumerate(facts):
            grid.addWidget(label(name, "muted"), row, 0)
            shown = label(value, selectable=True, wrap=True)
            shown.setAccessibleName(f"{name}: {value}")
            grid.addWidget(shown, row, 1)
        grid.setRowStretch(len(facts), 1)
        return page

    def _licenses(self, lines: list[Notice]) -> QWidget:
        page = QWidget()
        model: TableModel[Notice] = TableModel(
            [
                Column(self.tr("Work"), lambda line: line.name, lambda line: line.name, width=24),
                Column(self.tr("Version"), lambda line: line.version, lambda line: line.version),
                Column(
                    self.tr("License"),
                    lambda line: line.license,
                    lambda line: line.license,
                    stretch=True,
                ),
            ],
            self,
            row_id=lambda line: line.name,
        )
        self.notices: ListView[Notice] = ListView(model, "licenses")
        self.notices.setAccessibleName(self.tr("Works inside the program"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("What its license says"))
        self.notices.moved_to.connect(self._show_notice)
        model.show_rows(lines)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, theme.WIDE, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self.notices, 3)
        column.addWidget(self.text, 2)
        return page

    def _show_notice(self, notice: Notice | None) -> None:
        self.text.setPlainText(notice.text if notice is not None else "")
