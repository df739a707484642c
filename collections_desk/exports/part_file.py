"""A file that is there whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from collections_desk.errors import ExportRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: errno of a full disk.
NO_SPACE = 28


class PartFile:
    """A file being written beside its final name, readable by the clerk alone.

    Attributes:
        path: The final name.
        file: Open for writing and reading.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
        handle = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self.file: BinaryIO = os.fdopen(handle, "w+b")

    def publish(self) -> None:
        """Let the file appear under its name, once its bytes are on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        os.replace(self._part, self.path)  # noqa: PTH105 - the same on every system
        if hasattr(os, "O_DIRECTORY"):
            folder = os.open(self.path.parent, os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def discard(self) -> None:
        """Leave nothing behind."""
        self.file.close()
        with suppress(FileNotFoundError):
            self._part.unlink()


@contextmanager
def part_file(path: Path, *, overwrite: bool = False) -> Iterator[PartFile]:
    """Give a file to write; unless it is published, it leaves no trace.

    Raises:
        ExportRefusedError: If the folder cannot be written, the disk is full, or the file
            is there and may not be replaced.
    """
    if path.exists() and not overwrite:
        raise ExportRefusedError(
            f'There is a file "{path.name}" in that folder already.',
            "Choose another name. Nothing was written.",
            code="EXPORT-EXISTS",
        )
    part: PartFile | None = None
    try:
        part = PartFile(path)
        yield part
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        if part is not None:
            with suppress(OSError):
                part.discard()


def _refusal(path: Path, error: OSError) -> ExportRefusedError:
    if error.errno == NO_SPACE:
        return ExportRefusedError(
            f'The disk is full; "{path.name}" was not written.',
            "Free some space or choose another folder, then export again.",
            code="DISK-FULL",
        )
    return ExportRefusedError(
        f'"{path.name}" cannot be written: {error.strerror or "the disk refuses"}.',
        "Choose another folder. Nothing was written.",
        code="EXPORT-WRITE",
    )
