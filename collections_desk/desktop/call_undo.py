"""Takes a call back that was just logged: both entries stay on record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_desk.operations import contact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell


def withdraw_call(shell: Shell, owner: QWidget, activity_id: int, name: str) -> None:
    """Append a withdrawal to the call, and say so.

    Args:
        shell: The window.
        owner: The screen that asked; its words are used.
        activity_id: The entry of the call.
        name: Of the customer.
    """

    def withdrawn(_id: object) -> None:
        shell.say(owner.tr("The call with {0} is withdrawn. Both stay on record.").format(name))
        shell.refresh()

    shell.background.run(
        partial(
            contact.withdraw_entry,
            shell.desk,
            activity_id,
            why=owner.tr("Undone right after it was logged"),
        ),
        done=withdrawn,
        failed=shell.fail,
        owner=owner,
    )
