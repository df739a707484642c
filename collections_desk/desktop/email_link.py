"""Writing to a customer: the guards are asked, then the clerk's own mail program opens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.links import ask_to_open
from collections_desk.domain.guards_email import OPT_OUT
from collections_desk.operations.emailing import examine_email, open_email
from collections_desk.operations.guarding import stop_deed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.guards import GuardFinding


def write_email(shell: Shell, parent: QWidget, customer_id: int, address: str) -> None:
    """Ask the guards, record what they said, and offer to open the mail program."""

    def begun() -> None:
        shell.refresh()
        ask_to_open(parent, "email", address, body=OPT_OUT)

    def begin(reasons: dict[str, str]) -> None:
        shell.background.run(
            partial(open_email, shell.desk, customer_id, address, reasons=reasons),
            done=lambda _none: begun(),
            failed=shell.fail,
        )

    def leave(findings: Sequence[GuardFinding]) -> None:
        shell.background.run(
            partial(
                stop_deed, shell.desk, findings, deed="e-mail not begun", customer_id=customer_id
            ),
            done=_nothing,
            failed=shell.fail,
        )

    def examined(findings: list[GuardFinding]) -> None:
        if not findings:
            begin({})
            return
        say = QCoreApplication.translate
        dialog = GuardsDialog(
            findings, say("Links", "&Write All the Same"), say("Links", "&Do Not Write"), parent
        )
        dialog.went_on.connect(begin)
        dialog.stopped.connect(partial(leave, findings))
        dialog.open()

    shell.background.run(
        partial(examine_email, shell.desk, customer_id, address),
        done=examined,
        failed=shell.fail,
    )


def _nothing(_result: object) -> None:
    """Take an answer that nobody waits for."""
