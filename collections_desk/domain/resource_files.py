"""Data files under `resources/`, read strictly: a fault names its file and line.

TOML and CSV only, because the standard library reads both. `operations.desk` opens
the files; the parts that own a table turn the text into their own dataclasses with
the readers below, so that each check of form is written once.
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any, NoReturn

from collections_desk.errors import ResourceFaultError


@dataclass(frozen=True, slots=True)
class Item:
    """One table of a TOML file or one row of a CSV file, with the place it stands.

    Attributes:
        values: The keys and their values as read.
        file: The name to show, "codes/outcomes.csv" for one.
        line: The line on which it begins, from 1.
        source: The whole text, to find the line of a single key.
    """

    values: dict[str, Any]
    file: str
    line: int
    source: str = field(default="", repr=False)

    def has(self, key: str) -> bool:
        """Tell whether the key is there and not empty."""
        return self.values.get(key) not in (None, "")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without `default` it must be there and not empty."""
        value = self._value(key, default)
        if not isinstance(value, str):
            self.refuse(f'"{key}" must be text', key)
        return value

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self._value(key, default)
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]+", value, re.ASCII):
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(f'"{key}" must be a whole number', key)
        return value

    def decimal(self, key: str) -> Decimal:
        """Return a number written as text, "1.50" for one, so that nothing is lost."""
        value = self._value(key, None)
        if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value, re.ASCII):
            self.refuse(f'"{key}" must be a number in quotes, like "1.50"', key)
        return Decimal(value)

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false; CSV writes 1 and 0."""
        value = self._value(key, default)
        if isinstance(value, str) and value in {"0", "1"}:
            return value == "1"
        if not isinstance(value, bool):
            self.refuse(f'"{key}" must be true or false', key)
        return value

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._value(key, None)
        if isinstance(value, date):
            return value
        text = str(value)
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:  # "2026-W47-6" is a date to Python alone
            self.refuse(f'"{key}" must be a date like 2026-11-21', key)
        return day

    def choice(self, key: str, allowed: frozenset[str] | set[str]) -> str:
        """Return a text that is one of `allowed`."""
        value = self.text(key)
        if value not in allowed:
            self.refuse(f'"{key}" is "{value}", not one of {", ".join(sorted(allowed))}', key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a missing key is an empty list."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.refuse(f'"{key}" must be a list of texts', key)
        return tuple(value)

    def table(self, key: str) -> Item:
        """Return the table `[key]`."""
        value = self._value(key, None)
        if not isinstance(value, dict):
            self.refuse(f'"{key}" must be a table', key)
        return Item(value, self.file, self._line_of(key), self.source)

    def tables(self, key: str) -> list[Item]:
        """Return the tables `[[key]]` in order; a missing key is an empty list."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.refuse(f'"{key}" must be a list of tables', key)
        heads = [
            number
            for number, line in enumerate(self.source.splitlines(), start=1)
            if re.match(rf"\s*\[\[\s*(?:[\w-]+\.)*{re.escape(key)}\s*\]\]", line)
        ]
        heads = [line for line in heads if line >= self.line] or [self.line]
        lines = heads + [heads[-1]] * (len(value) - len(heads))
        return [
            Item(part, self.file, line, self.source)
            for part, line in zip(value, lines, strict=False)
        ]

    def only(self, allowed: set[str]) -> None:
        """Refuse keys that nobody reads: most of them are typing errors."""
        for key in self.values:
            if key not in allowed:
                self.refuse(f'"{key}" is not a known name here', key)

    def refuse(self, what: str, key: str | None = None) -> NoReturn:
        """Refuse the file, naming the line of `key` if that can be found.

        Raises:
            ResourceFaultError: Always.
        """
        raise ResourceFaultError(self.file, self._line_of(key) if key else self.line, what)

    def _value(self, key: str, default: Any) -> Any:  # noqa: ANN401 - what a file may hold
        value = self.values.get(key)
        if value in (None, ""):
            if default is None:
                self.refuse(f'"{key}" is missing')
            return default
        return value

    def _line_of(self, key: str) -> int:
        pattern = re.compile(
            rf'\s*(?:"{re.escape(key)}"|{re.escape(key)})\s*=|\s*\[+[\w.-]*{key}\]'
        )
        for number, line in enumerate(self.source.splitlines(), start=1):
            if number >= self.line and pattern.match(line):
                return number
        return self.line


def read_toml(text: str, file: str) -> Item:
    """Read a TOML file.

    Raises:
        ResourceFaultError: If the text is not TOML; it names the line.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else 1
        raise ResourceFaultError(file, line, "this is not valid TOML") from error
    return Item(values, file, 1, text)


def read_csv(text: str, file: str, columns: set[str]) -> list[Item]:
    """Read a CSV file whose header holds all of `columns`.

    Raises:
        ResourceFaultError: If a column is missing or a row has too few or too many cells.
    """
    reader = csv.reader(StringIO(text), strict=True)
    header = next(reader, [])
    if missing := columns - set(header):
        raise ResourceFaultError(file, 1, f"the column {min(missing)} is missing")
    rows = []
    for cells in reader:
        if not cells:
            continue
        if len(cells) != len(header):
            raise ResourceFaultError(
                file, reader.line_num, f"{len(cells)} cells where the header has {len(header)}"
            )
        rows.append(Item(dict(zip(header, cells, strict=True)), file, reader.line_num))
    return rows
