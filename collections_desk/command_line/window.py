"""The window: the only command, besides the demo, that loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.command_line.talking import home_of, note

if TYPE_CHECKING:
    import argparse


def open_window(arguments: argparse.Namespace) -> int:
    """Open the window on the clerk's own data and return when she closes it."""
    from collections_desk.desktop.app import run  # noqa: PLC0415 - loads the window library

    if arguments.passphrase_file is not None:
        note("The window asks for the passphrase itself; --passphrase-file is not used.")
    return run(home_of(arguments))
