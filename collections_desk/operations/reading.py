"""Read a file before there is any desk: to see what is in it, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.readings import Answers
from collections_desk.domain.settings import Settings
from collections_desk.importers.receivables import read_recognized, recognize_file
from collections_desk.importers.spreadsheet import read_bytes
from collections_desk.importers.values import Home

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collections_desk.domain.readings import Reading
    from collections_desk.operations.desk import Resources


def read_file(
    resources: Resources,
    path: Path,
    *,
    layout_id: str | None = None,
    answers: Answers | None = None,
    as_of: date | None = None,
) -> Reading:
    """Read a file by the shipped layouts, as a business with the usual settings would.

    Raises:
        ImportRefusedError: If the file cannot be read as it stands.
    """
    usual = Settings()
    answers = answers or Answers()
    grid, found = recognize_file(
        read_bytes(path),
        path.name,
        resources.import_layouts,
        layout_id=layout_id,
        answers=answers,
    )
    home = Home(usual.currency, usual.place.partition("-")[0])
    return read_recognized(grid, found, answers=answers, home=home, as_of=as_of)
