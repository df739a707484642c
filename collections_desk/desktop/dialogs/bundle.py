"""Makes the referral bundle: for whom, what goes in, where it goes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.paper import file_name
from collections_desk.operations import bundles
from collections_desk.operations.bundles import Bundle, BundleChoice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.background import LongWork
    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.progress import Progress
    from collections_desk.errors import DeskError


class BundleDialog(Sheet):
    """One customer's whole file as a PDF, or with the documents beside it."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell,
            tr("Referral Bundle"),
            tr("&Make the Bundle …"),
            parent,
            remark=facts.page.customer.name,
        )
        self._customer = facts.page.customer
        self._work: LongWork | None = None
        self._reasons: dict[str, str] = {}
        self.question: GuardsDialog | None = None
        self.recipient = LineEdit(longest=200)
        self.recipient.setAccessibleName(self.tr("For whom"))
        self.recipient.setPlaceholderText(self.tr("lawyer, agency, adviser …"))
        self.form_of = QComboBox()
        self.form_of.setAccessibleName(self.tr("Form"))
        self.form_of.addItem(self.tr("One PDF with everything in it"), "pdf")
        self.form_of.addItem(self.tr("ZIP file: the PDF and every document"), "zip")
        self.notes = QCheckBox(self.tr("What was said, and &notes"))
        self.numbers = QCheckBox(self.tr("Telephone numbers in f&ull"))
        self.recordings = QCheckBox(self.tr("&Recordings of calls"))
        says = label(
            self.tr(
                "It holds the balance, invoices, payments, promises, plans, disputes, the whole"
                " timeline with corrections, letters as printed with their proof of mailing, the"
                " rules that fired, and the hashes of everything. Notes and telephone numbers stay"
                " here unless you ask for them and say why."
            ),
            "muted",
            wrap=True,
        )
        self.add_row(self.tr("&For whom"), self.recipient)
        self.add_row(self.tr("F&orm"), self.form_of)
        for box in (self.notes, self.numbers, self.recordings):
            self.form.addRow("", box)
        self.form.addRow(says)
        self.form_of.currentIndexChanged.connect(self._follow)
        self._follow()
        self.recipient.setFocus()

    @property
    def working(self) -> bool:
        """Whether a file is being written."""
        return self._work is not None

    def choice(self) -> BundleChoice:
        """Return what goes in."""
        return BundleChoice(
            notes=self.notes.isChecked(),
            full_numbers=self.numbers.isChecked(),
            recordings=self.recordings.isChecked() and self.recordings.isEnabled(),
        )

    def fault(self) -> str:
        """Ask for whom it is: what is handed out is recorded with its recipient."""
        if not self.recipient.text().strip():
            return self.tr("Say for whom it is; the record names the recipient.")
        return ""

    def perform(self) -> None:
        """Ask the guards, then where the file goes."""
        self.shell.background.run(
            partial(bundles.examine_bundle, self.shell.desk, self._customer.id, self.choice()),
            done=self._examined,
            failed=self._failed,
            owner=self,
        )

    def write_to(self, name: str) -> None:
        """Write the file; the file dialog has asked about one that is there already."""
        desk, customer_id, choice = self.shell.desk, self._customer.id, self.choice()
        recipient, reasons = self.recipient.text().strip(), dict(self._reasons)
        operation_id = uuid4().hex

        def work(progress: Progress) -> Bundle:
            return bundles.make_bundle(
                desk,
                customer_id,
                Path(name),
                choice=choice,
                recipient=recipient,
                reasons=reasons,
                overwrite=True,
                progress=progress,
                operation_id=operation_id,
            )

        self.message.say(self.tr("Writing {0} …").format(Path(name).name), "notice")
        self.deed_button.setEnabled(False)
        self.back_button.setText(self.tr("&Cancel"))
        self._work = self.shell.background.run_long(
            self.tr("Making the referral bundle"),
            work,
            done=self._made,
            failed=self._not_made,
            cancelled=self._cancelled,
            owner=self,
        )

    def _follow(self) -> None:
        packed = self.form_of.currentData() == "zip"
        self.recordings.setEnabled(packed)
        self.recordings.setToolTip("" if packed else self.tr("Only a ZIP file holds recordings."))

    def _examined(self, findings: list[GuardFinding]) -> None:
        if not any(found.asks for found in findings):
            self._choose_file({})
            return
        self.question = GuardsDialog(findings, self.tr("&Hand It Out"), self.tr("&Go Back"), self)
        self.question.went_on.connect(self._choose_file)
        self.question.open()

    def _choose_file(self, reasons: dict[str, str]) -> None:
        self._reasons = reasons
        ending = str(self.form_of.currentData())
        dialog = QFileDialog(self, self.tr("Referral Bundle"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{ending.upper()} (*.{ending})")
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"bundle-{file_name(self._customer.name)}.{ending}")
        dialog.fileSelected.connect(self.write_to)
        dialog.open()

    def _made(self, made: Bundle) -> None:
        self._work = None
        said = self.tr("{0}: {1} pages. It is recorded under Reports.")
        self.shell.say(said.format(made.path.name, made.pages))
        self.done_well.emit()
        self.accept()
        self.shell.refresh()

    def _not_made(self, error: DeskError) -> None:
        self._rest()
        self.message.say_error(error)

    def _cancelled(self) -> None:
        self._rest()
        self.message.say(self.tr("Stopped. No file was written."), "notice")

    def _rest(self) -> None:
        self._work = None
        self.deed_button.setEnabled(True)
        self.back_button.setEnabled(True)
        self.back_button.setText(self.tr("Go Bac&k"))

    # Overrides of Qt methods.

    def reject(self) -> None:
        """Stop the work that is under way; leave only when none is."""
        if self._work is not None:
            self._work.cancel()
            self.back_button.setEnabled(False)
            self.message.say(self.tr("Stopping …"), "notice")
            return
        super().reject()
