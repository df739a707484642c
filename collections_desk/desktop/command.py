"""One thing the clerk can do from a menu or by a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the clerk can do, with its place in the menu and its key.

    Attributes:
        id: A stable name, "call.log" for one; each is given once.
        title: What the menu says, with its access key: "&Log Call".
        shortcut: The key in Qt's portable form, "Ctrl+Shift+L", or empty. Own keys use
            Ctrl; keys of the platform keep their platform meaning. A single letter is
            allowed where no text is typed (the worklist).
        run: What happens.
        menu: The id of the menu: "file", "edit", "view", "customer", "mail", "tools", "help".
        tip: One sentence for the tooltip and the list of shortcuts.
        icon: The name of an icon, or empty.
        enabled: Asked when the menu opens and after each refresh; None means always.
    """

    id: str
    title: str
    shortcut: str
    run: Callable[[], object]
    menu: str
    tip: str = ""
    icon: str = ""
    enabled: Callable[[], bool] | None = None
