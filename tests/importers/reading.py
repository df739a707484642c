"""Reads files in tests with the layouts that are shipped."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from collections_desk.domain.readings import Answers, Reading
from collections_desk.importers.layouts import Layout, all_layouts
from collections_desk.importers.receivables import read_file
from collections_desk.importers.values import Home

LAYOUTS = Path(__file__).parents[2] / "resources" / "import_layouts"


@cache
def layouts() -> dict[str, Layout]:
    files = sorted(LAYOUTS.glob("*.toml"))
    return all_layouts((file.name, file.read_text(encoding="utf-8")) for file in files)


def read(  # noqa: PLR0913 - as `read_file`
    content: str | bytes,
    *,
    name: str = "list.csv",
    answers: Answers | None = None,
    layout_id: str | None = None,
    home: Home | None = None,
    as_of: date | None = None,
) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    return read_file(
        data, name, layouts(), layout_id=layout_id, answers=answers, home=home, as_of=as_of
    )
