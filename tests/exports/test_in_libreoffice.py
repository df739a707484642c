"""The exported log, opened by a spreadsheet program that is not ours."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

import pytest

from collections_desk.domain.call_log import plain_cell
from collections_desk.domain.progress import no_progress
from collections_desk.exports.call_log import write_call_log
from tests.exports.logs import COLUMNS, call_log, row

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
#: Field separator, quotes, UTF-8, from line 1: LibreOffice's numbers for its CSV filter.
READ_CSV = "CSV:44,34,76,1,,0,false,true"

HOSTILE = [
    "=1+1",
    '=HYPERLINK("x","y")',
    "+1-2",
    "-2+3",
    "@SUM(1;2)",
    " =1",
    "\u200b=1",
    "\u00a0=1",
    "\ufeff=1",
    "\uff1d1+1",
    "=cmd|' /C calc'!A0",
    "'=1",
    'Says: "tomorrow", twice; O\'Malley',
    "two\nlines =1",
    "Łódź Ñuñoa Αθήνα 株式会社",
]

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def opened(path: Path, folder: Path) -> list[list[tuple[str, str, bool]]]:
    """Open a file in LibreOffice and return each cell: its text, its number, is it a formula."""
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "fods",
        "--outdir",
        str(folder),
        str(path),
    ]
    if path.suffix == ".csv":
        command.insert(3, f"--infilter={READ_CSV}")
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    tree = ET.parse(folder / f"{path.stem}.fods")  # noqa: S314 - made by LibreOffice from our file
    rows = []
    for line in tree.iter(f"{TABLE}table-row"):
        cells: list[tuple[str, str, bool]] = []
        for cell in line.iter(f"{TABLE}table-cell"):
            text = "\n".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))
            number = cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}date-value") or ""
            times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            formula = cell.get(f"{TABLE}formula") is not None
            cells += [(text, number, formula)] * min(times, len(COLUMNS))
        rows.append(cells)
    return rows


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_no_cell_is_a_formula_and_the_values_come_back(
    tmp_path: Path, format_: Literal["csv", "xlsx"]
) -> None:
    path = tmp_path / f"calls.{format_}"
    rows = [
        row(entry_id=number, note=text, customer_name=text, reached=text)
        for number, text in enumerate(HOSTILE, start=1)
    ]
    with path.open("w+b") as file:
        header = write_call_log(
            call_log(rows), format_, file, scratch=tmp_path, progress=no_progress
        )

    cells = opened(path, tmp_path)

    assert not any(formula for line in cells for _, _, formula in line)
    assert cells[5][1][0] == header.body_sha256
    top = next(place for place, line in enumerate(cells) if line[:1] and line[0][0] == "entry_id")
    for number, (text, line) in enumerate(zip(HOSTILE, cells[top + 1 :], strict=False), start=1):
        by_name = dict(zip([column.name for column in COLUMNS], line, strict=False))
        assert by_name["entry_id"][1] == str(number)
        assert plain_cell(by_name["note"][0]) == text
        assert plain_cell(by_name["customer_name"][0]) == text
        assert float(by_name["promise_amount"][1]) == 1234.5
        assert by_name["promise_date"][1].startswith("2026-11-27")
        assert by_name["number_last4"][0] == "x0143"
