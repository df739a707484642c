"""Writes a file that the clerk asked for: whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from collections_desk.errors import ExportRefusedError


def save_bytes(file_name: str, content: bytes) -> Path:
    """Write `content` beside its place and move it there, so that no half file is left.

    Raises:
        ExportRefusedError: If the folder cannot be written or the disk is full.
    """
    path = Path(file_name)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        say = QCoreApplication.translate
        raise ExportRefusedError(
            say("SaveFile", "The file {0} could not be written: {1}.").format(
                path.name, error.strerror or ""
            ),
            say("SaveFile", "Choose another folder. Nothing was saved."),
        ) from error
    return path
