"""The wake-up brief: what changed since the clerk last looked, on one page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.document_view import PdfPages
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import EmptyState
from collections_desk.desktop.print_pages import ask_and_print
from collections_desk.desktop.shell import Command, Shell, View
from collections_desk.desktop.today_list import TodayList
from collections_desk.desktop.translating import QT_TRANSLATE_NOOP
from collections_desk.desktop.when_text import day_text
from collections_desk.operations.brief import mark_brief_read, wake_up_brief
from collections_desk.operations.brief_paper import brief_pdf, export_brief

if TYPE_CHECKING:
    from collections_desk.desktop.today_list import TodayRow
    from collections_desk.domain.brief import Brief


class TodayView(View):
    """Groups with counts; Enter opens what a line is about; one key says that it is read."""

    view_id: ClassVar[str] = "today"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("View", "&Today")
    icon_name: ClassVar[str] = "today"
    help_page: ClassVar[str] = "today"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.brief: Brief | None = None
        self._open_parts: set[str] = set()
        self.since = label("", "muted", wrap=True)
        self.list = TodayList()
        self.empty = EmptyState()
        self.read_button = QPushButton(icon("check", "on_accent"), self.tr("I Have &Read It"))
        self.read_button.setProperty("role", "primary")
        self.read_button.setToolTip(
            self.tr("Put it on record as read and go to the worklist (Ctrl+Return)")
        )
        self.print_button = QPushButton(icon("printer"), self.tr("Print …"))
        self.print_button.setToolTip(self.tr("Print it on one page (Ctrl+P)"))
        self.save_button = QPushButton(icon("export"), self.tr("&Save as PDF …"))
        self.save_button.setToolTip(self.tr("Save it as a file of one page (Ctrl+E)"))
        stack = QWidget()
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        whole = column(self, gap=theme.GAP)
        whole.setContentsMargins(theme.PAGE, theme.WIDE, theme.PAGE, theme.GAP)
        whole.addLayout(
            line_of(
                label(self.tr("Today"), "title"),
                1,
                self.print_button,
                self.save_button,
                self.read_button,
            )
        )
        whole.addWidget(self.since)
        whole.addWidget(stack, 1)
        self.list.opened.connect(self._open)
        self.read_button.clicked.connect(self.mark_read)
        self.print_button.clicked.connect(self.print_document)
        self.save_button.clicked.connect(self.save_as)
        self._enable()

    # What the window asks.

    def refresh(self) -> None:
        """Work the brief out again."""
        self.shell.background.run(
            partial(wake_up_brief, self.shell.desk),
            done=self.show_brief,
            failed=self.shell.fail,
            owner=self,
        )

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        return [
            Command(
                "today.read",
                self.tr("I Have &Read It"),
                "Ctrl+Return",
                self.mark_read,
                "tools",
                self.tr("Put the brief on record as read and go to the worklist"),
                "check",
                self._is_there,
            ),
            Command(
                "today.unfold",
                self.tr("Show &Every Line"),
                "Ctrl+Shift+E",
                self.unfold_all,
                "tools",
                self.tr("Show all lines of all groups, or only the first ones again"),
                "chevron-down",
                self.has_lines,
            ),
            Command(
                "today.save",
                self.tr("&Save Brief as PDF …"),
                "Ctrl+E",
                self.save_as,
                "tools",
                self.tr("Save the brief as a file of one page"),
                "export",
                self.has_lines,
            ),
        ]

    def focus_first(self) -> None:
        """Put the cursor on the lines."""
        self.list.setFocus()

    def print_document(self) -> bool:
        """Answer Ctrl+P: print the brief on one page."""
        brief = self.brief
        if brief is None or not self.has_lines():
            return False
        self.shell.background.run(
            partial(brief_pdf, self.shell.desk, brief),
            done=lambda content: ask_and_print(PdfPages(content), self),
            failed=self.shell.fail,
            owner=self,
        )
        return True

    # What the clerk does.

    def has_lines(self) -> bool:
        """Tell whether anything changed."""
        return self.brief is not None and any(part.lines for part in self.brief.parts)

    def mark_read(self) -> None:
        """Put the brief on record as read, and go to the worklist."""
        brief, shell = self.brief, self.shell
        if brief is None:
            return
        self.read_button.setEnabled(False)

        def done(_result: object) -> None:
            self.read_button.setEnabled(True)
            shell.go("worklist")
            shell.say(self.tr("It is on record that you have read this page."))

        shell.background.run(
            partial(mark_brief_read, shell.desk, brief),
            done=done,
            failed=self._failed,
            owner=self,
        )

    def unfold_all(self) -> None:
        """Show every line, or only the first ones again."""
        if self.brief is None:
            return
        every = {part.id for part in self.brief.parts}
        self._open_parts = set() if self._open_parts >= every else every
        self.list.show_brief(self.brief, self._open_parts)

    def save_as(self) -> None:
        """Ask where the page is to be saved, and save it."""
        brief = self.brief
        if brief is None or not self.has_lines():
            return
        chooser = QFileDialog(self, self.tr("Save the brief as PDF"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter(self.tr("PDF files (*.pdf)"))
        chooser.setDefaultSuffix("pdf")
        chooser.selectFile(f"brief-{brief.day.isoformat()}.pdf")
        chooser.fileSelected.connect(lambda name: self._save(brief, Path(name)))
        chooser.open()

    def show_brief(self, brief: Brief) -> None:
        """Show a brief."""
        self.brief = brief
        if brief.since < brief.day:
            self.since.setText(
                self.tr("{0}. What changed since {1}.").format(
                    day_text(brief.day), day_text(brief.since)
                )
            )
        else:
            self.since.setText(self.tr("{0}.").format(day_text(brief.day)))
        self.list.show_brief(brief, self._open_parts)
        self._stack.setCurrentIndex(0 if self.has_lines() else 1)
        self._tell_empty(brief)
        self._enable()
        if not self.list.currentIndex().isValid():
            self.list.go_to_line(1)

    # What follows.

    def _tell_empty(self, brief: Brief) -> None:
        if brief.nothing_yet:
            self.empty.tell(
                "import",
                self.tr("No customers yet"),
                self.tr(
                    "Import the open items of your accounting package: this page then says what "
                    "came in and who needs attention first, and every day what changed."
                ),
                [(self.tr("&Import Open Items"), partial(self.shell.go, "imports"))],
            )
            return
        said = self.tr("Nothing changed by itself since you last looked. Have a good day.")
        if brief.since < brief.day:
            said = self.tr("Nothing changed by itself since {0}. Have a good day.").format(
                day_text(brief.since)
            )
        self.empty.tell(
            "today",
            self.tr("Nothing new"),
            said,
            [(self.tr("Go to the &Worklist"), partial(self.shell.go, "worklist"))],
        )

    def _open(self, row: TodayRow) -> None:
        if row.kind != "line" or row.line is None:
            self._open_parts ^= {row.part.id}
            if self.brief is not None:
                self.list.show_brief(self.brief, self._open_parts)
            return
        customer_id, letter_id = row.line.customer_id, row.line.letter_id
        if letter_id is not None:
            self.shell.start_letter(customer_id or 0, f"letter:{letter_id}")
        elif customer_id is not None:
            self.shell.open_customer(customer_id)
        elif row.part.id.startswith(("old_data", "imported")):
            self.shell.go("imports")

    def _save(self, brief: Brief, path: Path) -> None:
        # The file dialog has asked before a file of that name is replaced.
        self.shell.background.run(
            partial(export_brief, self.shell.desk, brief, path, overwrite=True),
            done=lambda saved: self.shell.say(self.tr("The brief is saved as {0}.").format(saved)),
            failed=self.shell.fail,
            owner=self,
        )

    def _failed(self, error: object) -> None:
        self.read_button.setEnabled(True)
        self.shell.fail(error)  # type: ignore[arg-type] # a DeskError, as `Background` says

    def _is_there(self) -> bool:
        return self.brief is not None

    def _enable(self) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(self.has_lines())
        self.read_button.setEnabled(self._is_there())
        lines = sum(len(part.lines) for part in self.brief.parts) if self.brief else 0
        self.list.setAccessibleDescription(counted(lines, "{n} line", "{n} lines"))
        self.shell.all_actions.refresh_enabled()
