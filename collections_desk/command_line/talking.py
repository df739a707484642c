"""What every command needs and what loads nothing: where the data lies, and how to speak."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from collections_desk.operations.home import home_folder

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def home_of(arguments: argparse.Namespace) -> Path:
    """Return the home folder that was named, or the usual one."""
    return home_folder(arguments.home, os.environ)


def say(text: str = "") -> None:
    """Write a line of the answer."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Write a line that is no part of the answer."""
    sys.stderr.write(f"{text}\n")
