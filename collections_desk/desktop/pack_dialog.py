"""Hands the management pack out: of which month, to whom."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFormLayout, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.domain.figures_days import month_words
from collections_desk.operations.figures import months_offered
from collections_desk.operations.management_pack import export_pack

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.desktop.background import LongWork
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.progress import Progress
    from collections_desk.errors import DeskError
    from collections_desk.operations.management_pack import PackExport


class PackDialog(QDialog):
    """The form, and the export with its progress."""

    #: A file was handed out.
    exported = Signal(object)

    def __init__(self, shell: Shell, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._work: LongWork | None = None
        self.setWindowTitle(self.tr("Management Pack"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(540)
        self.month = QComboBox()
        for place, period in enumerate(months_offered(today)):
            words = month_words(period.first)
            running = self.tr("{0}, until today").format(words)
            self.month.addItem(words if place else running, period.first)
        self.month.setCurrentIndex(1)  # the last whole month
        self.recipient = LineEdit(longest=200)
        self.message = InlineMessage()
        self.export_button = QPushButton(icon("export", "on_accent"), self.tr("&Export …"))
        self.export_button.setDefault(True)
        self.back_button = QPushButton(self.tr("Go Bac&k"))
        self.back_button.setAutoDefault(False)
        form = QFormLayout()
        form.setHorizontalSpacing(theme.WIDE)
        form.setVerticalSpacing(theme.GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for words, field in (
            (self.tr("&Month"), self.month),
            (self.tr("&For whom"), self.recipient),
        ):
            caption = label(words)
            caption.setBuddy(field)
            form.addRow(caption, field)
        self.month.setAccessibleName(self.tr("Month"))
        self.recipient.setAccessibleName(self.tr("For whom"))
        whole = column(self, margin=theme.PAGE - 4, gap=theme.WIDE - 4)
        whole.addWidget(
            label(
                self.tr(
                    "The figures of a month as one PDF, with their pictures and formulas."
                    " It names customers and what they owe, and is meant for your own"
                    " management. The export is put on record."
                ),
                "muted",
                wrap=True,
            )
        )
        whole.addLayout(form)
        whole.addWidget(self.message)
        whole.addLayout(line_of(1, self.back_button, self.export_button))
        self.export_button.clicked.connect(self._choose_file)
        self.back_button.clicked.connect(self.reject)
        self.month.setFocus()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Management Pack"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"management-pack-{self._month():%Y-%m}.pdf")
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def _month(self) -> date:
        month: date = self.month.currentData()
        return month

    def export_to(self, file_name: str) -> None:
        """Write the file; the file dialog has asked about one that is there already."""
        desk, month = self._shell.desk, self._month()
        recipient, operation_id = self.recipient.text().strip(), str(uuid4())

        def work(progress: Progress) -> PackExport:
            return export_pack(
                desk,
                month,
                Path(file_name),
                recipient=recipient,
                overwrite=True,
                progress=progress,
                operation_id=operation_id,
            )

        self.message.say(self.tr("Writing {0} …").format(Path(file_name).name), "notice")
        self.back_button.setText(self.tr("&Cancel"))
        self.export_button.setEnabled(False)
        self._work = self._shell.background.run_long(
            self.tr("Making the management pack"),
            work,
            done=self._exported,
            failed=self._refused,
            cancelled=partial(self._rest, self.tr("Stopped. No file was written.")),
            owner=self,
        )

    def _exported(self, export: PackExport) -> None:
        self._work = None
        self.exported.emit(export)
        self._shell.say(
            self.tr("Management pack of {0} pages written to {1}.").format(
                export.pages, export.path.name
            )
        )
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self._rest("")
        self.message.say_error(error)

    def _rest(self, said: str) -> None:
        self._work = None
        self.back_button.setText(self.tr("Go Bac&k"))
        self.back_button.setEnabled(True)
        self.export_button.setEnabled(True)
        self.message.say(said, "notice")

    # Overrides of Qt methods.

    def reject(self) -> None:
        """Stop the export that is under way; leave only when none is."""
        if self._work is not None:
            self._work.cancel()
            self.back_button.setEnabled(False)
            self.message.say(self.tr("Stopping …"), "notice")
            return
        super().reject()
