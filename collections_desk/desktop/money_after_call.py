"""What a call leads to where the customer paid on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_desk.desktop.customer_panel import read_page
from collections_desk.desktop.dialogs.payment import PaymentDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell

#: The outcome of a call on which the customer paid.
PAID_ON_THE_CALL = "RPF"


def payment_after_call(shell: Shell, outcome: str, customer_id: int, host: QWidget) -> None:
    """Open the payment dialog, for a card by phone, if the customer paid on the call."""
    if outcome != PAID_ON_THE_CALL:
        return
    shell.background.run(
        partial(read_page, shell.desk, customer_id),
        done=partial(_open, shell, host),
        failed=shell.fail,
        owner=host,
    )


def _open(shell: Shell, host: QWidget, facts: PageFacts) -> None:
    dialog = PaymentDialog(shell, facts, host)
    dialog.method.setCurrentIndex(dialog.method.findData("card"))
    dialog.open()
    dialog.amount.setFocus()
