"""Ask the clerk what the guards said after a deed was refused, and do it again with her reasons.

The first refusal is on record already; what she decides now is recorded with the deed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.desktop.dialogs.guards import GuardsDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from collections_desk.operations.guarding import GuardsStandError


def ask_guards(  # noqa: PLR0913 - each is named at the call
    parent: QWidget,
    stood: GuardsStandError,
    *,
    deed: str,
    stop: str,
    went_on: Callable[[dict[str, str]], object],
    stopped: Callable[[], object] | None = None,
) -> GuardsDialog:
    """Show all that the guards said, with a field for each sentence that is asked for.

    Args:
        parent: The widget that it belongs to.
        stood: What the operation said.
        deed: The word on the button that goes on, with its access key.
        stop: The word on the button that does not.
        went_on: Told the sentences by guard.
        stopped: Told that it is left.
    """
    dialog = GuardsDialog(stood.findings, deed, stop, parent)
    dialog.went_on.connect(went_on)
    if stopped is not None:
        dialog.stopped.connect(stopped)
    dialog.open()
    return dialog
