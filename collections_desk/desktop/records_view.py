"""The record itself: every operation, a check of the whole, backups and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.audit_list import audit_panel, offered_families
from collections_desk.desktop.backups_tab import BackupsTab
from collections_desk.desktop.counting import counted
from collections_desk.desktop.icons import icon
from collections_desk.desktop.keeping_tab import KeepingTab
from collections_desk.desktop.labels import IconLabel, card, clear_layout, column, label, line_of
from collections_desk.desktop.messages import announce
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.desktop.shell import Command, Shell, View
from collections_desk.desktop.when_text import moment_text
from collections_desk.operations import safekeeping
from collections_desk.operations.clock import confirm_clock
from collections_desk.store.audit_log import events, families

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.progress import Progress
    from collections_desk.errors import DeskError
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.safekeeping import VerifyReport
    from collections_desk.store.audit_log import AuditEvent
    from collections_desk.store.backup import BackupInfo

#: The height of what was checked, in lines of text; the rest is scrolled to.
CHECKS_SEEN = 8
#: Lines of the audit log read at once.
LINES_AT_ONCE = 200
#: The fingerprint is shown in groups of this many digits, to read aloud.
GROUP = 8
GOOD = theme.Mark("check", "In order", "good")
BAD = theme.Mark("cross", "Not in order", "danger")


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """What the screen shows."""

    lines: list[AuditEvent]
    backups: list[BackupInfo]
    folder: str
    zone: str
    families: frozenset[str]


def load_records(desk: Desk, chosen: Sequence[str]) -> RecordsPage:
    """Read the newest lines and the list of backups. Runs on the worker thread."""
    with desk.database.read() as session:
        lines = events(session, families=chosen, limit=LINES_AT_ONCE)
        there = families(session)
    return RecordsPage(
        lines,
        safekeeping.list_backups(desk),
        str(safekeeping.backup_folder(desk)),
        desk.settings().time_zone,
        there,
    )


class RecordsView(View):
    """Audit log, check and backups."""

    view_id: ClassVar[str] = "records"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "Records and &Backups"))
    icon_name: ClassVar[str] = "records"
    help_page: ClassVar[str] = "records"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._lines: list[AuditEvent] = []
        self._zone = "UTC"
        self.verify_button = QPushButton(
            icon("shield", "on_accent"), self.tr("&Check the Records")
        )
        self.verdict = IconLabel(theme.SEVERITIES["information"])
        self.verdict.hide()
        ground = QWidget()
        self._checks = column(ground, gap=theme.TIGHT)
        self._check_area = QScrollArea()  # a small screen has no room for every check at once
        self._check_area.setWidget(ground)
        self._check_area.setWidgetResizable(True)
        self._check_area.setFrameShape(QFrame.Shape.NoFrame)
        self._check_area.setAccessibleName(self.tr("What was checked"))
        self._check_area.setFixedHeight(CHECKS_SEEN * self.fontMetrics().lineSpacing())
        self._check_area.hide()
        self.kind = QComboBox()
        self.panel = audit_panel(lambda: self._zone)
        self.list = self.panel.list
        self.more_button = QPushButton(self.tr("Show &Earlier Lines"))
        self.backups = BackupsTab(shell)
        self.keeping = KeepingTab(shell)
        self.tabs = QTabWidget()
        self._build()
        self.verify_button.clicked.connect(self.verify)
        self.kind.currentIndexChanged.connect(self.refresh)
        self.more_button.clicked.connect(self._read_earlier)
        self.backups.changed.connect(self.refresh)

    def _build(self) -> None:
        frame, inside = card()
        words = column(gap=theme.TIGHT)
        words.addWidget(label(self.tr("Is the record as it was written?"), "heading"))
        words.addWidget(
            label(
                self.tr(
                    "The check reads every line of the audit log, every kept document and the"
                    " structure of the data file. It shows that nothing was changed since it was"
                    " recorded; it does not show that what was recorded is true."
                ),
                "muted",
                wrap=True,
            )
        )
        self.verify_button.setProperty("role", "primary")
        both = line_of(words, self.verify_button, gap=theme.PAGE)
        both.setStretch(0, 1)
        inside.addLayout(both)
        inside.addWidget(self.verdict)
        inside.addWidget(self._check_area)
        self._offer(frozenset())
        self.kind.setAccessibleName(self.tr("Kind of operations"))
        log = QWidget()
        log_column = column(log)
        log_column.setContentsMargins(0, theme.GAP, 0, 0)
        text = label(self.tr("Sho&w"))
        text.setBuddy(self.kind)
        log_column.addLayout(line_of(text, self.kind, 1, self.more_button))
        log_column.addWidget(self.panel, 1)
        self.tabs.addTab(log, self.tr("Audit &log"))
        self.tabs.addTab(self.backups, self.tr("&Backups"))
        self.tabs.addTab(self.keeping, self.tr("Kee&ping"))
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        whole.addWidget(label(self.tr("Records and backups"), "title"))
        whole.addWidget(frame)
        whole.addWidget(self.tabs, 1)

    # What the window asks.

    def refresh(self) -> None:
        """Read the newest lines and the backups again."""
        self.shell.background.run(
            partial(load_records, self.shell.desk, self._chosen()),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def commands(self) -> list[Command]:
        """Return what can be done with the record."""
        return [
            Command(
                "records.verify",
                self.tr("&Check the Records"),
                "Ctrl+Shift+K",
                self.verify,
                "tools",
                self.tr("See whether the record is as it was written"),
                "shield",
            ),
            Command(
                "records.backup",
                self.tr("&Back Up Now"),
                "Ctrl+B",
                self.backups.back_up,
                "tools",
                self.tr("Make a backup and read it back"),
                "backup",
            ),
            Command(
                "records.backup_to",
                self.tr("Back Up &To …"),
                "Ctrl+Shift+B",
                self.backups.choose_folder,
                "tools",
                self.tr("Make a backup in another folder, on a stick for one"),
                "folder",
            ),
            Command(
                "records.restore",
                self.tr("&Restore the Marked Backup …"),
                "Ctrl+Shift+R",
                self.backups.restore_marked,
                "tools",
                self.tr("Put a backup in the place of the data, which is kept beside it"),
                "undo",
                lambda: self.backups.marked() is not None,
            ),
            Command(
                "records.clock",
                self.tr("The Cl&ock Is Right …"),
                "Ctrl+Shift+T",
                self.confirm_clock,
                "tools",
                self.tr("Go on recording after the clock of the computer was set back"),
                "clock",
            ),
        ]

    def confirm_clock(self) -> None:
        """Ask for the sentence with which entries are taken again."""
        desk = self.shell.desk
        words = self.tr(
            "The clock says {0}. Entries from now on bear this time, also where the last one bears"
            " a later one; the audit log shows it."
        )
        sheet = ReasonSheet(
            self.shell,
            self.tr("The Clock Is Right"),
            self.tr("&Go On Recording"),
            words.format(moment_text(desk.now(), self._zone)),
            partial(confirm_clock, desk),
            self,
        )
        sheet.done_well.connect(self.refresh)
        sheet.open()

    def focus_first(self) -> None:
        """Put the cursor on the check."""
        self.verify_button.setFocus()

    # The check.

    def verify(self) -> None:
        """Check the whole record."""
        self.verify_button.setEnabled(False)
        self.verdict.show_mark(theme.SEVERITIES["information"], self.tr("Checking …"))
        self.verdict.show()
        clear_layout(self._checks)
        self._check_area.hide()
        desk = self.shell.desk

        def work(progress: Progress) -> VerifyReport:
            return safekeeping.verify(desk, progress)

        self.shell.background.run_long(
            self.tr("Checking the records"),
            work,
            done=self._verified,
            failed=self._not_verified,
            cancelled=self._stopped,
            owner=self,
        )

    def _verified(self, report: VerifyReport) -> None:
        self.verify_button.setEnabled(True)
        lines = counted(report.events, "1 operation", "{n} operations")
        if report.good:
            said = self.tr("The record is as it was written: {0} checked.").format(lines)
            self.verdict.show_mark(GOOD, said)
        else:
            bad = sum(not check.good for check in report.checks)
            said = counted(bad, "1 thing is not in order.", "{n} things are not in order.")
            self.verdict.show_mark(BAD, said)
        clear_layout(self._checks)
        for check in sorted(report.checks, key=lambda one: one.good):
            self._checks.addWidget(IconLabel(GOOD if check.good else BAD, check.said))
        digits = report.head
        groups = " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))
        fingerprint = label(self.tr("Fingerprint: {0}").format(groups), "small", selectable=True)
        self._checks.addWidget(fingerprint)
        self._check_area.show()
        announce(self, said)

    def _not_verified(self, error: DeskError) -> None:
        self.verify_button.setEnabled(True)
        self.verdict.show_mark(BAD, error.problem)
        self.shell.fail(error)

    def _stopped(self) -> None:
        self.verify_button.setEnabled(True)
        self.verdict.hide()

    # The list.

    def _show(self, page: RecordsPage) -> None:
        self._zone = page.zone
        self._lines = page.lines
        self._offer(page.families)
        self._show_lines()
        self.backups.show_backups(page.backups, page.folder, page.zone)

    def _chosen(self) -> tuple[str, ...]:
        """Return the families that are looked for; none for all of them."""
        return tuple(self.kind.currentData() or ())

    def _offer(self, there: frozenset[str]) -> None:
        """Offer every family that is on record; the chosen one stays chosen."""
        offered = offered_families(there | set(self._chosen()))
        if [self.kind.itemText(at) for at in range(self.kind.count())] == [
            name for name, _ in offered
        ]:
            return
        before = self.kind.currentText()
        self.kind.blockSignals(True)  # noqa: FBT003 - Qt names no argument
        self.kind.clear()
        for name, codes in offered:
            self.kind.addItem(name, codes)
        self.kind.setCurrentIndex(max(self.kind.findText(before), 0))
        self.kind.blockSignals(False)  # noqa: FBT003 - Qt names no argument

    def _show_lines(self) -> None:
        self.list.rows_model.show_rows(self._lines)
        earlier = bool(self._lines) and self._lines[-1].seq > 1
        full = len(self._lines) % LINES_AT_ONCE == 0
        self.more_button.setEnabled(earlier and full)
        shown = counted(len(self._lines), "1 operation shown", "{n} operations shown")
        self.panel.set_sums(shown if self._lines else "")

    def _read_earlier(self) -> None:
        if not self._lines:
            return
        desk, chosen, last = self.shell.desk, self._chosen(), self._lines[-1].seq

        def work() -> list[AuditEvent]:
            with desk.database.read() as session:
                return events(session, families=chosen, before_seq=last, limit=LINES_AT_ONCE)

        def add(more: list[AuditEvent]) -> None:
            self._lines = [*self._lines, *more]
            self._show_lines()
            if len(more) < LINES_AT_ONCE:
                self.more_button.setEnabled(False)

        self.shell.background.run(work, done=add, failed=self.shell.fail, owner=self)
