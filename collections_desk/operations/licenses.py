"""Whose work is inside the program: read from what is installed, told in About."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from collections_desk import __version__
from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections_desk.operations.desk import Resources

#: The data file that names what pip does not: works inside other works, and data.
FILE = "licenses/inside.csv"


@dataclass(frozen=True, slots=True)
class Notice:
    """One work and its license.

    Attributes:
        name: The work.
        version: As installed; empty where it has none of its own.
        license: The short name of the license.
        text: What the license asks to be said, or the license itself where it is shipped.
    """

    name: str
    version: str
    license: str
    text: str


def notices(resources: Resources) -> list[Notice]:
    """Return a notice for every installed requirement and for every work inside one."""
    found = [Notice("Collections Desk", __version__, "MIT", _text_of("collections-desk"))]
    found += [_installed(name) for name in _requirements()]
    found += [
        Notice(
            row.text("name"), row.text("version", "") or "", row.text("license"), row.text("text")
        )
        for row in read_csv(resources.text(FILE), FILE, {"name", "version", "license", "text"})
    ]
    return found


def _requirements() -> list[str]:
    """Return the names of what is installed for the running program, ours and theirs."""
    wanted, seen = ["collections-desk"], set[str]()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        seen.add(name)
        wanted.extend(
            re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0].lower()
            for line in lines
            if "extra ==" not in line
        )
    return sorted(seen - {"collections-desk"}, key=str.casefold)


def _installed(name: str) -> Notice:
    about = metadata.metadata(name)
    keys = set(about)
    short = about["License-Expression"] if "License-Expression" in keys else ""
    if not short:
        classifiers = about.get_all("Classifier") or []
        short = ", ".join(
            line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License")
        )
    if not short:
        short = about["License"] if "License" in keys else "see the text"
        short = short.strip().partition("\n")[0][:60]
    return Notice(about["Name"], about["Version"], short, _text_of(name))


def _text_of(name: str) -> str:
    """Return the license files that came with a package, one after the other."""
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return ""
    texts = []
    for file in files:
        if re.match(r"(licen[cs]e|copying|notice)", file.name, re.IGNORECASE) and file.suffix in {
            "",
            ".txt",
            ".md",
            ".rst",
        }:
            path = file.locate()
            texts.append(path.read_text(encoding="utf-8", errors="replace"))  # type: ignore[attr-defined]
    return "\n\n".join(texts)
