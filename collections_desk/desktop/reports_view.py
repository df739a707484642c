"""What can be handed out, and what was handed out before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.export_dialog import FORMATS, ExportDialog
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import card, column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.pack_dialog import PackDialog
from collections_desk.desktop.shell import Command, Shell, View
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import moment_text
from collections_desk.operations import records

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.operations.desk import Desk
    from collections_desk.store.exports import ExportRecord

#: So many digits of a hash are shown; the tooltip has all of them.
HASH_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """What the screen shows."""

    exports: list[ExportRecord]
    today: date
    locale: str
    zone: str


def load_reports(desk: Desk) -> ReportsPage:
    """Read the history of exports. Runs on the worker thread."""
    settings = desk.settings()
    history = records.export_history(desk)
    return ReportsPage(history, desk.today(), settings.locale, settings.time_zone)


class ReportsView(View):
    """The reports and their history."""

    view_id: ClassVar[str] = "reports"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "&Reports"))
    icon_name: ClassVar[str] = "report"
    help_page: ClassVar[str] = "reports"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._page: ReportsPage | None = None
        self.export_button = QPushButton(icon("export", "on_accent"), self.tr("Export &Calls …"))
        self.export_button.setProperty("role", "primary")
        self.export_button.clicked.connect(self.export_calls)
        self.panel: ListPanel[ExportRecord] = ListPanel(
            ListView(TableModel(self._columns(), row_id=lambda one: one.id), "exports")
        )
        self.list = self.panel.list
        self.list.setAccessibleName(self.tr("Files handed out"))
        self.pack_button = QPushButton(icon("export"), self.tr("Management &Pack …"))
        self.pack_button.clicked.connect(self.export_pack)
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        whole.addWidget(label(self.tr("Reports"), "title"))
        whole.addWidget(
            self._report(
                self.tr("Call log"),
                self.tr(
                    "Every call with its time there, outcome, reason and promise, as CSV, Excel"
                    " or PDF. Numbers are shortened unless you ask for all of them."
                ),
                self.export_button,
            )
        )
        whole.addWidget(
            self._report(
                self.tr("Management pack"),
                self.tr(
                    "The figures of a month as one PDF for your own management: age, roll rates,"
                    " promises, disputes, the largest customers, and what works."
                ),
                self.pack_button,
            )
        )
        whole.addWidget(label(self.tr("Handed out before"), "section"))
        whole.addWidget(self.panel, 1)
        self.panel.empty.tell(
            "export",
            self.tr("Nothing handed out yet"),
            self.tr(
                "Each export is listed here with its recipient and its hash, so that you can"
                " tell later which file came from this desk."
            ),
        )

    def _report(self, title: str, text: str, button: QPushButton) -> QWidget:
        frame, inside = card()
        words = column(gap=theme.TIGHT)
        words.addWidget(label(title, "heading"))
        words.addWidget(label(text, "muted", wrap=True))
        both = line_of(words, button, gap=theme.PAGE)
        both.setStretch(0, 1)
        inside.addLayout(both)
        return frame

    def _columns(self) -> tuple[Column[ExportRecord], ...]:
        kinds = {
            "calls": self.tr("Call log"),
            "pack": self.tr("Management pack"),
            "placement": self.tr("Placement package"),
            "bundle": self.tr("Referral bundle"),
        }
        return (
            Column(
                self.tr("When"),
                lambda one: moment_text(one.exported_at, self._zone()),
                lambda one: one.exported_at,
                width=26,
            ),
            Column(
                self.tr("What"),
                lambda one: kinds.get(one.kind, one.kind),
                lambda one: one.kind,
            ),
            Column(
                self.tr("Form"),
                lambda one: FORMATS.get(one.format, one.format),
                lambda one: one.format,
            ),
            Column(
                self.tr("Rows"),
                lambda one: f"{one.rows:,}",
                lambda one: one.rows,
                align_right=True,
            ),
            Column(
                self.tr("For whom"),
                lambda one: one.recipient,
                lambda one: one.recipient.casefold(),
                stretch=True,
            ),
            Column(
                self.tr("Shows"),
                lambda one: self.tr("redacted") if one.redacted else self.tr("in full"),
                lambda one: one.redacted,
                icon=lambda one: icon("shield", "good") if one.redacted else None,
            ),
            Column(self.tr("File"), lambda one: one.file_name, lambda one: one.file_name),
            Column(
                self.tr("SHA-256"),
                lambda one: f"{one.sha256[:HASH_SHOWN]}…",
                lambda one: one.sha256,
                tip=lambda one: one.sha256,
            ),
        )

    def _zone(self) -> str:
        return self._page.zone if self._page is not None else "UTC"

    def refresh(self) -> None:
        """Read the history again."""
        self.shell.background.run(
            partial(load_reports, self.shell.desk),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def commands(self) -> list[Command]:
        """Return what can be handed out."""
        return [
            Command(
                "reports.calls",
                self.tr("&Export Calls …"),
                "Ctrl+E",
                self.export_calls,
                "tools",
                self.tr("Hand out the call log as CSV, Excel or PDF"),
                "export",
            ),
            Command(
                "reports.pack",
                self.tr("Management &Pack …"),
                "Ctrl+Shift+E",
                self.export_pack,
                "tools",
                self.tr("Hand out the figures of a month as one PDF"),
                "export",
            ),
        ]

    def focus_first(self) -> None:
        """Put the cursor on the report."""
        self.export_button.setFocus()

    def export_calls(self) -> None:
        """Open the form of the call log."""
        page = self._page
        if page is None:
            return
        outcomes = self.shell.desk.resources.outcomes
        dialog = ExportDialog(self.shell, page.today, outcomes, self, locale=page.locale)
        dialog.exported.connect(lambda _export: self.shell.refresh())
        dialog.open()

    def export_pack(self) -> None:
        """Open the form of the management pack."""
        if self._page is None:
            return
        dialog = PackDialog(self.shell, self._page.today, self)
        dialog.exported.connect(lambda _export: self.shell.refresh())
        dialog.open()

    def _show(self, page: ReportsPage) -> None:
        self._page = page
        self.list.rows_model.show_rows(page.exports)
