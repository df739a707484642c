"""Open the desk for a command: the folder, the key, and what the clerk must be told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from collections_desk.command_line.talking import home_of, note
from collections_desk.errors import UsageError
from collections_desk.operations.desk import home_state, open_desk
from collections_desk.operations.sample_home import FOLDER, PASSPHRASE, open_sample, sample_home

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from collections_desk.operations.desk import Desk


def passphrase_of(arguments: argparse.Namespace) -> str | None:
    """Read the passphrase, or None where no file was named.

    Raises:
        UsageError: If the file cannot be read or its first line is empty.
    """
    path: Path | None = arguments.passphrase_file
    return None if path is None else first_line(path, "passphrase")


def first_line(path: Path, what: str) -> str:
    """Read a secret from the first line of a file.

    Raises:
        UsageError: If the file cannot be read or its first line is empty.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f'The {what} file "{path.name}" cannot be read.', "Name another. Nothing was done."
        ) from error
    if not lines or not lines[0]:
        raise UsageError(
            f'The first line of the {what} file "{path.name}" is empty.',
            f"Write the {what} there. Nothing was done.",
        )
    return lines[0]


@contextmanager
def opened_desk(arguments: argparse.Namespace) -> Iterator[Desk]:
    """Open the desk, tell its warnings, and close it at the end.

    A home folder that holds nothing but the sample gives the sample.

    Raises:
        DeskError: If the data file cannot be opened.
    """
    home, passphrase = home_of(arguments), passphrase_of(arguments)
    if passphrase is None and home.name == FOLDER and present(home):
        desk = open_desk(home, passphrase=PASSPHRASE)
    elif not present(home) and present(sample_home(home)):
        note("This folder holds the sample data only.")
        desk = open_sample(home)
    else:
        desk = open_desk(home, passphrase=passphrase)
    try:
        for warning in desk.warnings:
            note(f"{warning.problem} {warning.remedy}")
        yield desk
    finally:
        desk.close()


def present(home: Path) -> bool:
    """Tell whether there is a data file in a home folder."""
    return home_state(home).name == "PRESENT"
