"""A letter by e-mail: guards are asked, a draft is saved, the clerk's mail program opens it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.operations.guarding import stop_deed
from collections_desk.operations.mail_emailing import (
    email_addresses,
    examine_emailing,
    save_email_draft,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.letters import Letter, MailLine


class LetterByEmail:
    """One letter on its way into a message."""

    def __init__(
        self, shell: Shell, parent: QWidget, line: MailLine, done: Callable[[], object]
    ) -> None:
        self._shell, self._parent, self._line, self._done = shell, parent, line, done
        self._address = ""

    def begin(self) -> None:
        """Ask for the address, where there are several."""
        self._run(partial(email_addresses, self._shell.desk, self._line.letter_id), self._ask)

    def _ask(self, addresses: Sequence[str]) -> None:
        if len(addresses) == 1:
            self._examine(addresses[0])
            return
        chooser = QInputDialog(self._parent)
        chooser.setWindowTitle(_tr("Letter by E-mail"))
        chooser.setLabelText(_tr("&To which address?"))
        chooser.setComboBoxItems(list(addresses))
        chooser.textValueSelected.connect(self._examine)
        chooser.open()

    def _examine(self, address: str) -> None:
        self._address = address
        work = partial(examine_emailing, self._shell.desk, self._line.letter_id, address)
        self._run(work, self._examined)

    def _examined(self, findings: list[GuardFinding]) -> None:
        if not findings:
            self._choose({})
            return
        dialog = GuardsDialog(
            findings, _tr("&Save It All the Same"), _tr("&Do Not Save It"), self._parent
        )
        dialog.went_on.connect(self._choose)
        dialog.stopped.connect(partial(self._leave, findings))
        dialog.open()

    def _leave(self, findings: Sequence[GuardFinding]) -> None:
        customer_id = self._line.customer_id
        work = partial(
            stop_deed,
            self._shell.desk,
            findings,
            deed="letter not sent by e-mail",
            customer_id=customer_id,
        )
        self._run(work, lambda _none: None)

    def _choose(self, reasons: dict[str, str]) -> None:
        chooser = QFileDialog(self._parent, _tr("Save the e-mail draft"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter(_tr("E-mail drafts (*.eml)"))
        chooser.setDefaultSuffix("eml")
        chooser.selectFile(f"{self._line.ref}.eml")
        chooser.fileSelected.connect(partial(self._save, reasons))
        chooser.open()

    def _save(self, reasons: dict[str, str], file_name: str) -> None:
        path = Path(file_name)
        work = partial(
            save_email_draft,
            self._shell.desk,
            self._line.letter_id,
            self._address,
            path,
            reasons=reasons,
            overwrite=True,  # the chooser has asked
        )
        self._run(work, partial(self._saved, path))

    def _saved(self, path: Path, letter: Letter) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        words = (
            _tr("{0} is open in your mail program. Send it there, then mark it as posted.")
            if opened
            else _tr("{0} is saved as {1}. Open it in your mail program, then mark it as posted.")
        )
        self._shell.say(words.format(letter.ref, path.name))
        self._done()

    def _run(self, work: Callable[[], object], done: Callable[..., object]) -> None:
        self._shell.background.run(work, done=done, failed=self._shell.fail)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Mail", text)
