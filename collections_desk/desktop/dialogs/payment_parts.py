"""Small parts of the dialogs about payments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from collections_desk.desktop.customer_words import sentence
from collections_desk.desktop.dialogs.sheet import tr
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.allocation import allocation_text
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.payment_changes import withdraw_payment

if TYPE_CHECKING:
    from pathlib import Path

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.payment_preview import PaymentPreview

#: The most of a signed authorization that is read.
MOST_READ = 32 * 1024 * 1024


def read_paper(path: Path) -> bytes:
    """Read a scan. For the worker thread.

    Raises:
        EntryRefusedError: If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_READ)
    except OSError as error:
        raise EntryRefusedError(
            "method",
            tr("{0} cannot be read: {1}.").format(path.name, error.strerror or ""),
            tr("Choose another file. Nothing was recorded."),
        ) from error


def outcome_text(preview: PaymentPreview, locale: str) -> str:
    """Say what would come of a payment, one sentence a line."""
    said = []
    if preview.state == "applied":
        said.append(allocation_text(preview.allocation, locale))
    elif preview.state == "held":
        said.append(tr("It is held and settles nothing until it is deposited."))
    else:
        said.append(tr("It is handed back and settles nothing."))
    if preview.settled:
        rest = money_text(preview.settled, locale)
        said.append(tr("{0} is given up as settled.").format(rest))
    return "\n".join([*said, *(sentence(found.said) for found in preview.findings)])


def withdraw_again(shell: Shell, payment_id: int) -> None:
    """Take a payment back right after it was recorded."""
    why = tr("Undone right after it was recorded")
    shell.background.run(
        partial(withdraw_payment, shell.desk, payment_id, why=why),
        done=lambda _none: shell.refresh(),
        failed=shell.fail,
    )


def line(name: str, hint: str) -> LineEdit:
    """Return a line to type in, with its accessible name and what it is for."""
    made = LineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made


def box(name: str, words: dict[str, str]) -> QComboBox:
    """Return a choice between values, each with its words."""
    made = QComboBox()
    made.setAccessibleName(name)
    for value, shown in words.items():
        made.addItem(tr(shown), value)
    return made
