"""Any file into rows of cells: the one door for CSV, TSV, lists of other signs, and XLSX."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from collections_desk.errors import ImportRefusedError
from collections_desk.importers.grid import Limits
from collections_desk.importers.text_files import read_text, refuse_other_kinds
from collections_desk.importers.workbooks import is_workbook, read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from collections_desk.importers.grid import Grid

LIMITS = Limits()
#: How the names of workbooks end.
WORKBOOK_NAMES = (".xlsx", ".xlsm")


def read_bytes(path: Path, *, limits: Limits = LIMITS) -> bytes:
    """Read a file that the clerk chose.

    Raises:
        ImportRefusedError: If it is not there, cannot be read or is too large.
    """
    try:
        if path.is_dir():
            why = "it is a folder"
        elif path.stat().st_size > limits.bytes:
            why = f"it is larger than {limits.bytes // 1_000_000} MB"
        else:
            return path.read_bytes()
    except FileNotFoundError:
        why = "it is not there"
    except OSError as error:
        why = error.strerror or "it cannot be read"
    raise ImportRefusedError(
        f"{path.name} cannot be imported: {why}.",
        "Choose another file. Nothing was imported.",
        code="IMPORT-FILE",
    )


def read_grid(
    data: bytes,
    file_name: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits = LIMITS,
) -> Grid:
    """Read the bytes of a file into cells; what it is, its content says and not its name.

    Only what is called a workbook must be one.

    Raises:
        ImportRefusedError: If it cannot be read as it stands; it says why, and the line.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if is_workbook(data):
        return read_workbook(data, file_name, sha256, limits)
    if file_name.casefold().endswith(WORKBOOK_NAMES):
        refuse_other_kinds(data, file_name)
        # Asked about its encoding, the clerk could only guess: this was never a text.
        raise ImportRefusedError(
            f"{file_name} cannot be imported: it is called a workbook, and by its content it "
            "is not a workbook.",
            "Export the list again as XLSX. If it is a text with commas, give it a name that "
            "ends in .csv. Nothing was imported.",
            code="IMPORT-KIND",
        )
    return read_text(
        data, file_name, sha256, encoding=encoding, delimiter=delimiter, limits=limits
    )
