"""Takes back what stands on the tab Decisions: a decision, or what was written off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.domain.money_text import money_text
from collections_desk.operations import decisions, write_offs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.ends import EndLine


def _tr(text: str) -> str:
    return QCoreApplication.translate("TakingBack", text)


def why_not(line: EndLine) -> str:
    """Say why a line cannot be taken back from here, or nothing."""
    if not line.stands:
        return _tr("This does not stand any more.")
    if line.kind == "placement":
        return _tr("A placement is recalled in Decisions (Ctrl+8), Placed, with K.")
    if line.kind == "settlement":
        return _tr("A settlement is canceled in Decisions (Ctrl+8), Settlements, with K.")
    return ""


def taking_back(shell: Shell, line: EndLine, parent: QWidget) -> ReasonSheet:
    """Return the sheet that asks for the sentence; `why_not` has found nothing."""
    desk = shell.desk
    if line.kind == "decision":
        return ReasonSheet(
            shell,
            _tr("Withdraw a Decision"),
            _tr("&Withdraw It"),
            _tr(
                "{0}: the withdrawal is an entry of its own, and both stay on record. What the"
                " decision wrote into the ledger stands until it is taken back itself."
            ).format(line.what),
            lambda why: decisions.withdraw_decision(desk, line.ref_id, why=why),
            parent,
        )
    amount = money_text(line.amount) if line.amount is not None else ""
    return ReasonSheet(
        shell,
        _tr("Take a Write-Off Back"),
        _tr("&Take It Back"),
        _tr("{0}: {1} is open again on this invoice.").format(line.what, amount),
        lambda why: write_offs.reverse_write_off(desk, [line.ref_id], why=why),
        parent,
    )
