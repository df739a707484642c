"""The sample data in the window; where there is no display, a day's work into a folder."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from collections_desk.command_line.talking import home_of, note, say
from collections_desk.errors import UsageError

if TYPE_CHECKING:
    import argparse


def demo(arguments: argparse.Namespace) -> int:
    """Show the sample data, or work through a day on it."""
    if arguments.headless or arguments.out is not None or not has_display():
        return _headless(arguments)
    home = home_of(arguments)
    if arguments.fresh:
        forget_sample(home)
    from collections_desk.desktop.app import run  # noqa: PLC0415 - loads the window library

    return run(home, sample=True)


def has_display() -> bool:
    """Tell whether a window could be seen."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def forget_sample(home: Path) -> None:
    """Remove the sample store, so that it is made anew. It never holds anything real."""
    from collections_desk.operations.sample_home import sample_home  # noqa: PLC0415 - slow

    folder = sample_home(home)
    if folder.is_dir():
        shutil.rmtree(folder)


def _headless(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.demo_day import work_a_day  # noqa: PLC0415 - only for this

    if not arguments.headless and arguments.out is None:
        note("There is no display, so a day's work is done without the window.")
    out = _folder(arguments.out)
    home = home_of(arguments) if arguments.home is not None else out / "data"
    if arguments.fresh or arguments.home is None:
        forget_sample(home)
    made: list[str] = []
    try:
        work_a_day(home, out, made)
    finally:  # what was made before a fault is told too
        for line in made:
            say(line)
    if home.parent == out:
        say(f"{home.name}: the encrypted data of the SAMPLE")
    say(f"Everything is in {out}")
    return 0


def _folder(wanted: Path | None) -> Path:
    """Make the folder; without a name it goes where temporary files go."""
    if wanted is None:
        return Path(tempfile.mkdtemp(prefix="collections-desk-demo-"))
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f'The folder "{wanted}" cannot be made: {error.strerror}.',
            "Name another with --out. Nothing was done.",
        ) from error
    return wanted.absolute()
