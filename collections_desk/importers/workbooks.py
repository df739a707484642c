"""Workbooks (XLSX): looked at from outside, and read by a child process with limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collections_desk.errors import ImportRefusedError
from collections_desk.importers.grid import Grid, Sheet

if TYPE_CHECKING:
    from collections_desk.importers.grid import Cell, Limits

CHILD = Path(__file__).with_name("workbook_child.py")
#: Old workbooks and workbooks with a password share this container.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
#: Small parts may be packed more tightly than the limit without being a bomb.
_SMALL_PART = 1_000_000


def is_workbook(data: bytes) -> bool:
    """Tell whether the bytes claim to be a workbook, whatever the file is called."""
    return data.startswith((ZIP, OLE, b"PK\x05\x06"))


def read_workbook(data: bytes, file_name: str, sha256: str, limits: Limits) -> Grid:
    """Read a workbook.

    Raises:
        ImportRefusedError: If it is damaged, too large or no workbook; it says which.
    """
    _look_from_outside(data, file_name, limits)
    answer = _ask_child(data, file_name, limits)
    if "refused" in answer:
        _refuse(file_name, answer["refused"])
    sheets = tuple(
        Sheet(
            one["name"],
            [[_cell(value) for value in row] for row in one["rows"]],
            list(range(1, len(one["rows"]) + 1)),
            one["visible"],
        )
        for one in answer["sheets"]
    )
    if not any(cell != "" for sheet in sheets for row in sheet.rows for cell in row):
        raise ImportRefusedError(
            f"{file_name} is empty: it has no rows.",
            "Export the list again and choose the new file. Nothing was imported.",
            code="IMPORT-EMPTY",
        )
    return Grid(file_name, sha256, "xlsx", "", sheets)


def _look_from_outside(data: bytes, file_name: str, limits: Limits) -> None:
    """Refuse by the table of contents alone, before anything is unpacked."""
    if data.startswith(OLE):
        _refuse(
            file_name,
            "it is protected by a password, or in the format of Excel before 2007. Save it "
            "without a password as XLSX",
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        _refuse(file_name, "by its content it is an Excel workbook (a zip), but damaged", error)
    if len(members) > limits.zip_members:
        _refuse(file_name, f"it has {len(members):,} parts, more than {limits.zip_members:,}")
    total = sum(member.file_size for member in members)
    if total > limits.zip_bytes:
        _refuse(file_name, f"it would unpack to {total // 1_000_000:,} MB")
    for member in members:
        if member.file_size > max(member.compress_size, 1) * limits.zip_ratio + _SMALL_PART:
            _refuse(file_name, f"its part {member.filename[:60]} is packed suspiciously tight")
    if not any(member.filename.startswith("xl/") for member in members):
        _refuse(file_name, "by its content it is a zip archive, not an Excel workbook")


def _ask_child(data: bytes, file_name: str, limits: Limits) -> Any:  # noqa: ANN401 - checked JSON
    numbers = (limits.child_memory, limits.child_seconds, limits.sheet_rows, limits.columns)
    keep = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own script; the file comes by standard input
            [sys.executable, "-I", "-B", str(CHILD), *(str(number) for number in numbers)],
            input=data,
            capture_output=True,
            timeout=limits.child_seconds,
            check=False,
            env=keep,
        )
    except subprocess.TimeoutExpired as error:
        _refuse(file_name, f"reading it took longer than {limits.child_seconds} seconds", error)
    if done.returncode != 0 or not done.stdout:
        _refuse(file_name, "it makes the spreadsheet reader fail, so it is damaged or crafted")
    return json.loads(done.stdout)


def _cell(value: Any) -> Cell:  # noqa: ANN401 - out of JSON
    if isinstance(value, str):
        return value
    kind, text = value
    return Decimal(text) if kind == "n" else date.fromisoformat(text)


def _refuse(file_name: str, why: str, cause: Exception | None = None) -> Any:  # noqa: ANN401 - never returns
    raise ImportRefusedError(
        f"{file_name} cannot be imported: {why}.",
        "Open it in the spreadsheet program, save it anew as XLSX or CSV, and choose that "
        "file. Nothing was imported.",
        code="IMPORT-WORKBOOK",
    ) from cause
