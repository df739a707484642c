"""The versions of a contact plan: what each changed, and how one is brought back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QSplitter, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListView
from collections_desk.desktop.plan_words import capital, version_word
from collections_desk.desktop.quiet_boxes import QuietComboBox
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import moment_text
from collections_desk.domain.plan_comparing import compare
from collections_desk.domain.plan_editing import same_steps
from collections_desk.domain.plan_reading import read_aloud

if TYPE_CHECKING:
    from datetime import datetime

    from collections_desk.domain.contact_plans import Plan
    from collections_desk.operations.contact_plans import PlanPage


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version; the shipped plan has no date, no clerk and no reason."""

    plan: Plan
    saved_at: datetime | None
    clerk: str
    reason: str


class VersionsTab(QWidget):
    """The list of versions, and the chosen one in words."""

    #: A version is to be brought back.
    restore_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: PlanPage | None = None
        self._edited: Plan | None = None
        self._zone = "UTC"
        self.list: ListView[VersionRow] = ListView(
            TableModel(self._columns(), row_id=lambda row: row.plan.version), "plan-versions"
        )
        self.list.setAccessibleName(self.tr("Versions of the plan"))
        self.list.moved_to.connect(self._show_words)
        self.what = QuietComboBox()
        self.what.setAccessibleName(self.tr("What is shown of the version"))
        for words in (
            self.tr("What it changed"),
            self.tr("Compared with what you edit"),
            self.tr("The whole version"),
        ):
            self.what.addItem(words)
        self.what.currentIndexChanged.connect(self._show_words)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(self.tr("The version in words"))
        self.restore_button = QPushButton(icon("undo"), self.tr("Bring It Back …"))
        self.restore_button.setToolTip(
            self.tr("Save this version again, as the newest; nothing is deleted")
        )
        self.restore_button.clicked.connect(self._restore)
        right = QWidget()
        beside = column(right, gap=theme.TIGHT)
        beside.addLayout(line_of(self.what, 1, self.restore_button))
        beside.addWidget(self.words, 1)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(right)
        parts.setSizes([330, 350])
        inside = column(self, gap=theme.TIGHT)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        inside.addWidget(parts, 1)
        self.note = label("", "muted", wrap=True)
        inside.addWidget(self.note)

    def show_page(self, page: PlanPage, zone: str) -> None:
        """Show the versions of a plan; the mark goes to a version that is new."""
        before = self._page.plan if self._page is not None else None
        self._page, self._zone = page, zone
        rows = [VersionRow(one.plan, one.saved_at, one.clerk, one.reason) for one in page.versions]
        rows.append(VersionRow(page.shipped, None, "", self.tr("As the program ships it")))
        self.list.rows_model.show_rows(rows)
        if before is None or (before.id, before.version) != (page.plan.id, page.plan.version):
            self.list.go_to_line(0)
        self._show_words()

    def show_edited(self, plan: Plan) -> None:
        """Compare with the plan as it is edited now."""
        self._edited = plan
        if self.what.currentIndex() == 1:
            self._show_words()

    def chosen(self) -> VersionRow | None:
        """Return the version that is marked."""
        return self.list.current_row()

    def _show_words(self, *_: object) -> None:
        row, page = self.chosen(), self._page
        self.restore_button.setEnabled(
            row is not None and page is not None and not same_steps(row.plan, page.plan)
        )
        self.words.setPlainText("" if row is None or page is None else self._said(row, page))
        self.note.setText(self._about(row) if row is not None else "")

    def _about(self, row: VersionRow) -> str:
        if row.saved_at is None:
            return self.tr("As the program ships it. Steps on record keep their version.")
        return self.tr("Saved {0} by {1}: {2}").format(
            moment_text(row.saved_at, self._zone), row.clerk or self.tr("nobody named"), row.reason
        )

    def _day(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        day = moment.astimezone(ZoneInfo(self._zone)).date()
        return QLocale().toString(QDate(day.year, day.month, day.day), self.tr("MMM d, yyyy"))

    def _said(self, row: VersionRow, page: PlanPage) -> str:
        if self.what.currentIndex() == 2:  # noqa: PLR2004 - the third line of the box
            return "\n".join(read_aloud(row.plan))
        if self.what.currentIndex() == 1:
            edited = self._edited or page.plan
            changes = compare(row.plan, edited)
            same = self.tr("It says the same as what you edit.")
            return "\n".join(changes) or same
        before = self._before(row, page)
        if before is None:
            return self.tr("This is where every plan begins.")
        return "\n".join(compare(before, row.plan)) or self.tr("It changed nothing.")

    def _before(self, row: VersionRow, page: PlanPage) -> Plan | None:
        older = [one.plan for one in page.versions if one.plan.version < row.plan.version]
        if older:
            return max(older, key=lambda plan: plan.version)
        return page.shipped if row.plan.version else None

    def _restore(self) -> None:
        row = self.chosen()
        if row is not None:
            self.restore_asked.emit(row.plan.version)

    def _columns(self) -> tuple[Column[VersionRow], ...]:
        return (
            Column(
                self.tr("Version"),
                lambda row: capital(version_word(row.plan.version)),
                lambda row: row.plan.version,
                bold=lambda row: self._page is not None and row.plan == self._page.plan,
                width=12,
            ),
            Column(
                self.tr("Saved"),
                lambda row: self._day(row.saved_at),
                lambda row: row.saved_at,
                width=14,
            ),
            Column(
                self.tr("Reason"), lambda row: row.reason, lambda row: row.reason, stretch=True
            ),
        )
