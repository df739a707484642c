"""Places customers with an agency or a court: to whom, what goes, and the package."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QPlainTextEdit

from collections_desk.desktop.counting import counted
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.receiver import ReceiverFields
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.labels import label
from collections_desk.domain.money_text import money_text, monies_text
from collections_desk.domain.paper import file_name
from collections_desk.domain.placements import PLACEMENT_KINDS
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import placements
from collections_desk.operations.placements import PackageChoice, Placed, Preview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.background import LongWork
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.progress import Progress
    from collections_desk.errors import DeskError

#: Lines of the list of what goes and what does not.
LINES_SEEN = 9


class PlacementDialog(Sheet):
    """The receiver, what goes and what does not, and where the package is written."""

    def __init__(
        self, shell: Shell, customer_ids: Sequence[int], kind: str, locale: str, parent: QWidget
    ) -> None:
        super().__init__(
            shell, tr("Place with an Agency or a Court"), tr("P&lace and Write …"), parent
        )
        self._customer_ids = tuple(customer_ids)
        self._locale = locale
        self._preview: Preview | None = None
        self._work: LongWork | None = None
        self._reasons: dict[str, str] = {}
        self.question: GuardsDialog | None = None
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Agency or court"))
        for name, words in PLACEMENT_KINDS.items():
            self.kind.addItem(words, name)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.receiver = ReceiverFields(shell, self)
        self.documents = QCheckBox(self.tr("&Statement, calls, letters, plans and promises"))
        self.documents.setChecked(True)
        self.numbers = QCheckBox(self.tr("Telephone numbers in f&ull"))
        self.notes = QCheckBox(self.tr("What was said, and &notes"))
        self.folder = QCheckBox(self.tr("As a f&older instead of one ZIP file"))
        self.sums = label("", "strong")
        self.rows = QPlainTextEdit()
        self.rows.setReadOnly(True)
        self.rows.setAccessibleName(self.tr("What goes and what does not"))
        self.rows.setTabChangesFocus(True)
        self.rows.setFixedHeight(LINES_SEEN * self.fontMetrics().lineSpacing())
        self.setMinimumWidth(620)
        self.add_row(self.tr("K&ind"), self.kind, "kind")
        self.receiver.add_to(self)
        for box in (self.documents, self.numbers, self.notes, self.folder):
            self.form.addRow("", box)
        self.form.addRow("", self.sums)
        self.form.addRow("", self.rows)
        self.kind.currentIndexChanged.connect(self._follow)
        for box in (self.numbers, self.notes):
            box.toggled.connect(self._look)
        self._follow()
        self.receiver.name.setFocus()

    @property
    def working(self) -> bool:
        """Whether the package is being written."""
        return self._work is not None

    def choice(self) -> PackageChoice:
        """Return what goes into the package."""
        return PackageChoice(
            documents=self.documents.isChecked(),
            full_numbers=self.numbers.isChecked(),
            notes=self.notes.isChecked(),
        )

    def fault(self) -> str:
        """Ask for the receiver, and for something that may go."""
        if not self.receiver.name.currentText().strip():
            return self.tr("Say to whom it goes.")
        try:
            self.receiver.value(str(self.kind.currentData()))
        except EntryRefusedError as refused:
            return f"{refused.problem} {refused.remedy}"
        if self._preview is None:
            return self.tr("What goes is still being looked at. Press again in a moment.")
        if not self._preview.amounts:
            return self.tr("Nothing of this may be placed; the list says why.")
        return ""

    def perform(self) -> None:
        """Ask what the guards ask, then where the package goes."""
        assert self._preview is not None  # noqa: S101 - `fault` has looked
        if not self._preview.asking:
            self._choose_file({})
            return
        self.question = GuardsDialog(
            self._preview.asking, self.tr("&Hand It Out"), self.tr("&Go Back"), self
        )
        self.question.went_on.connect(self._choose_file)
        self.question.open()

    def write_to(self, name: str) -> None:
        """Place, and write the package; the file dialog has asked about one that is there."""
        desk, customer_ids, choice = self.shell.desk, self._customer_ids, self.choice()
        receiver = self.receiver.value(str(self.kind.currentData()))
        reasons, as_folder = dict(self._reasons), self.folder.isChecked()
        operation_id = uuid4().hex

        def work(progress: Progress) -> Placed:
            return placements.place(
                desk,
                customer_ids,
                receiver,
                Path(name),
                choice=choice,
                reasons=reasons,
                as_folder=as_folder,
                overwrite=True,
                progress=progress,
                operation_id=operation_id,
            )

        self.message.say(self.tr("Writing {0} …").format(Path(name).name), "notice")
        self.deed_button.setEnabled(False)
        self.back_button.setText(self.tr("&Cancel"))
        self._work = self.shell.background.run_long(
            self.tr("Placing customers"),
            work,
            done=self._placed,
            failed=self._not_placed,
            cancelled=self._cancelled,
            owner=self,
        )

    def _follow(self) -> None:
        self.receiver.show_for(self.form, str(self.kind.currentData()))
        self._preview = None
        self._look()

    def _look(self) -> None:
        self.shell.background.run(
            partial(
                placements.preview_placement,
                self.shell.desk,
                self._customer_ids,
                self.choice(),
                kind=str(self.kind.currentData()),
            ),
            done=self._show,
            failed=self.message.say_error,
            owner=self,
        )

    def _show(self, preview: Preview) -> None:
        self._preview = preview
        going = sum(len(one.kept) for one in preview.sifted)
        dropped = sum(len(one.dropped) for one in preview.sifted)
        said = counted(going, "1 invoice goes", "{n} invoices go")
        amounts = monies_text(preview.amounts, self._locale)
        left = counted(dropped, "1 stays here", "{n} stay here")
        self.sums.setText(
            f"{said}: {amounts}. {left}."
            if going
            else self.tr("No invoice goes. {0}.").format(left)
        )
        lines = []
        for one in preview.sifted:
            lines.append(one.facts.name)
            lines += [
                self.tr("  goes: {0}, {1}").format(
                    item.number or item.kind, money_text(item.open, self._locale)
                )
                for item in one.kept
            ]
            lines += [
                self.tr("  stays: {0}, {1} ({2})").format(
                    drop.item.number or drop.item.kind,
                    money_text(drop.item.open, self._locale),
                    drop.why,
                )
                for drop in one.dropped
            ]
        self.rows.setPlainText("\n".join(lines))

    def _choose_file(self, reasons: dict[str, str]) -> None:
        self._reasons = reasons
        name = file_name(self.receiver.name.currentText())
        ending = "" if self.folder.isChecked() else ".zip"
        dialog = QFileDialog(self, self.tr("Placement Package"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if ending:
            dialog.setNameFilter("ZIP (*.zip)")
            dialog.setDefaultSuffix("zip")
        dialog.selectFile(f"placement-{name}{ending}")
        dialog.fileSelected.connect(self.write_to)
        dialog.open()

    def _placed(self, made: Placed) -> None:
        self._work = None
        said = counted(made.rows, "1 invoice is placed", "{n} invoices are placed")
        self.shell.say(self.tr("{0}; the package is {1}.").format(said, made.path.name))
        self.done_well.emit()
        self.accept()
        self.shell.refresh()

    def _not_placed(self, error: DeskError) -> None:
        self._rest()
        self.message.say_error(error)

    def _cancelled(self) -> None:
        self._rest()
        self.message.say(self.tr("Stopped. Nothing was placed."), "notice")

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
