"""Text files: what the bytes are, their encoding, their delimiter, and their rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING

from collections_desk.errors import ImportRefusedError
from collections_desk.importers.grid import Grid, Limits, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collections_desk.importers.grid import Cell

DELIMITERS = (",", ";", "\t", "|")
#: How many characters are looked at to find the delimiter.
SAMPLE = 65_536
#: What files begin with that are no text and no workbook.
MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_HTML = re.compile(rb"\s*<(?:!doctype html|html|head|body|table|meta)\b", re.IGNORECASE)
#: Bytes that no text holds; a share of them beyond this makes the file not a text.
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_MOST_CONTROL = 0.1
_NUL_SHARE = 0.3
#: UTF-16 without a mark is looked for in this many bytes.
_LOOK = 4_096

NOTHING_IMPORTED = "Nothing was imported."


def refuse_other_kinds(data: bytes, file_name: str) -> None:
    """Refuse bytes that are no text.

    Raises:
        ImportRefusedError: It says what the file really is.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ImportRefusedError(
            f"{file_name} is empty: it has no rows.",
            f"Export the list again and choose the new file. {NOTHING_IMPORTED}",
            code="IMPORT-EMPTY",
        )
    kind = next((name for magic, name in MAGIC if data.startswith(magic)), None)
    if kind is None and _HTML.match(data[:1024].removeprefix(b"\xef\xbb\xbf")):
        kind = "a web page (HTML)"
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff")) or _wide_encoding(data) is not None
    control = sum(data[:SAMPLE].count(byte) for byte in _CONTROL)
    if kind is None and not wide and control > _MOST_CONTROL * len(data[:SAMPLE]):
        kind = "not a text"
    if kind is not None:
        raise ImportRefusedError(
            f"{file_name} cannot be imported: by its content it is {kind}.",
            f"Export the list as CSV or XLSX and choose that file. {NOTHING_IMPORTED}",
            code="IMPORT-KIND",
        )


def _wide_encoding(data: bytes) -> str | None:
    """Recognize UTF-16 without a mark: every other byte of Western text is then zero."""
    look = data[:_LOOK]
    half = max(len(look) // 2, 1)
    if look[1::2].count(0) > _NUL_SHARE * half and look[0::2].count(0) == 0:
        return "utf-16-le"
    if look[0::2].count(0) > _NUL_SHARE * half and look[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def decode(data: bytes, encoding: str | None, file_name: str) -> tuple[str, str, bool]:
    """Turn bytes into text.

    Returns:
        The text, the encoding that fitted, and whether the clerk must be asked for it.

    Raises:
        ImportRefusedError: If the clerk's own encoding does not fit; it names the line.
    """
    if encoding is not None:
        return _decode_as_told(data, encoding, file_name), encoding, False
    if data.startswith(b"\xef\xbb\xbf"):
        candidates = ["utf-8-sig"]
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    else:
        wide = _wide_encoding(data)
        candidates = [wide] if wide else ["utf-8"]
    for candidate in [*candidates, "cp1252"]:
        try:
            return data.decode(candidate), candidate, False
        except UnicodeDecodeError:
            continue
    return data.decode("iso-8859-1"), "iso-8859-1", True


def _decode_as_told(data: bytes, encoding: str, file_name: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"Line {line} of {file_name} is not {encoding}."
        cause: Exception = error
    except LookupError as error:
        problem = f'"{encoding}" is not an encoding that is known here.'
        cause = error
    raise ImportRefusedError(
        problem, f"Choose another encoding. {NOTHING_IMPORTED}", code="IMPORT-ENCODING"
    ) from cause


def find_delimiter(text: str) -> str:
    """Find the delimiter: the one that cuts the most rows into the same number of cells."""
    best, best_score = ",", (0, 0)
    sample = text[:SAMPLE]
    for delimiter in DELIMITERS:
        try:
            widths = Counter(
                len(row)
                for row in csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
                if len(row) > 1
            )
        except csv.Error:
            continue
        for width, count in widths.items():
            if (count, width) > best_score:
                best, best_score = delimiter, (count, width)
    return best


def rows_of(
    text: str, delimiter: str, file_name: str, limits: Limits
) -> Iterator[tuple[int, list[Cell]]]:
    """Give each row and the line on which it begins.

    Raises:
        ImportRefusedError: Where the quoting breaks or a limit is passed; it names the line.
    """
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ImportRefusedError(
                f"Line {line} of {file_name} is damaged: {_csv_words(error)}.",
                "Correct that line or export the list again. Nothing of the file was imported.",
                code="IMPORT-LINE",
            ) from error
        if reader.line_num - line > limits.lines_in_field:
            raise ImportRefusedError(
                f"Line {line} of {file_name} is damaged: a quotation mark that is opened there "
                f"is not closed within {limits.lines_in_field} lines.",
                "Correct that line or export the list again. Nothing of the file was imported.",
                code="IMPORT-LINE",
            )
        if len(row) > limits.columns and any(cell.strip() for cell in row[limits.columns :]):
            _refuse_wide(file_name, line, len(row), limits)
        yield line, row  # type: ignore[misc]  # a list of str is never written to here
        line = reader.line_num + 1


def _refuse_wide(file_name: str, line: int, width: int, limits: Limits) -> None:
    raise ImportRefusedError(
        f"Line {line} of {file_name} has {width:,} columns; the header may have "
        f"{limits.columns} at most.",
        f"Export only the columns that are needed. {NOTHING_IMPORTED}",
        code="IMPORT-HEADER",
    )


def _csv_words(error: csv.Error) -> str:
    text = str(error)
    if "field larger" in text:
        return "a cell is over 131,072 characters long"
    if "end of data" in text:
        return "a quotation mark that is opened there is never closed"
    if "expected after" in text:
        return "text follows a closing quotation mark"
    return text


def read_text(  # noqa: PLR0913 - two of them are answers of the clerk
    data: bytes,
    file_name: str,
    sha256: str,
    *,
    encoding: str | None,
    delimiter: str | None,
    limits: Limits,
) -> Grid:
    """Read a text file of any delimiter.

    Raises:
        ImportRefusedError: If it is no text, is empty, damaged or too large.
    """
    refuse_other_kinds(data, file_name)
    text, used, asked = decode(data, encoding, file_name)
    used_delimiter = delimiter or find_delimiter(text)
    rows: list[list[Cell]] = []
    lines: list[int] = []
    for line, row in rows_of(text, used_delimiter, file_name, limits):
        rows.append(row)
        lines.append(line)
        if len(rows) > limits.text_rows:
            raise ImportRefusedError(
                f"{file_name} has more than {limits.text_rows:,} rows.",
                f"Export a shorter period or one company at a time. {NOTHING_IMPORTED}",
                code="IMPORT-SIZE",
            )
    if not any(cell for row in rows for cell in row):
        only_delimiters = bool(rows) and any(row for row in rows)
        raise ImportRefusedError(
            f"{file_name} has no headings: its first lines are blank."
            if only_delimiters
            else f"{file_name} is empty: it has no rows.",
            f"Export the list again and choose the new file. {NOTHING_IMPORTED}",
            code="IMPORT-HEADER" if only_delimiters else "IMPORT-EMPTY",
        )
    line, example = (0, "") if used.startswith("utf") else _first_doubt(text)
    return Grid(
        file_name, sha256, used, used_delimiter, (Sheet("", rows, lines),), asked, line, example
    )


def _first_doubt(text: str) -> tuple[int, str]:
    """Find the first line whose letters depend on the encoding, and the word there."""
    found = re.search(r"[^\s,;|\t]*[^\x00-\x7f][^\s,;|\t]*", text)
    if found is None:
        return 0, ""
    return text.count("\n", 0, found.start()) + 1, found[0]
