"""Chooses the way to paper.

Where there is a print system that takes PDF (`lp`), the very bytes of the preview are
handed to it, so text stays text. Elsewhere the pages are drawn on the full sheet.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from collections_desk.desktop.print_commands import CommandPrinting
from collections_desk.desktop.print_drawing import DrawnPrinting

if TYPE_CHECKING:
    from collections_desk.desktop.printers import PrintSystem


def print_system() -> PrintSystem:
    """Return the print system of this computer."""
    if shutil.which("lp") and shutil.which("lpstat"):
        return CommandPrinting()
    return DrawnPrinting()
