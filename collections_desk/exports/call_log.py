"""The call log as a file: CSV, XLSX or PDF, with any number of calls in the same memory.

Rows arrive as tuples of recorded texts, in batches that can be asked for twice: the header
names the SHA-256 of the body, so a file that is written from top to bottom needs to know
the body before.
"""

from __future__ import annotations

import csv
import hashlib
from contextlib import closing
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, BinaryIO, Protocol

from collections_desk.domain.call_log import Kind, may_be_risky, safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collections_desk.domain.call_log import CallLogHeader, Format
    from collections_desk.domain.progress import Progress
    from collections_desk.exports.call_log_content import CallLog


class Writer(Protocol):
    """Writes one format; returns nothing, raises `Cancelled` when the clerk does."""

    def __call__(self, log: CallLog, file: BinaryIO, *, scratch: Path, progress: Progress) -> None:
        """Write the whole log."""


def write_call_log(
    log: CallLog, format_: Format, file: BinaryIO, *, scratch: Path, progress: Progress
) -> CallLogHeader:
    """Write the log and return its header with the hash of the body.

    Args:
        log: What to write.
        format_: csv, xlsx or pdf.
        file: Open, empty, seekable.
        scratch: A private folder for the pieces of a spreadsheet; emptied by the caller.
        progress: Told after each batch; may cancel.

    Raises:
        ExportRefusedError: If the format cannot hold the log.
        Cancelled: If the clerk asked for it; the file is then worth nothing.
    """
    rows = log.header.rows
    if format_ == "csv":
        progress(0, rows)
        return _write_csv(log, file, progress)

    def first_half(done: int, total: int) -> None:
        progress(done, 2 * total)

    def second_half(done: int, total: int) -> None:
        progress(rows + done, 2 * total)

    first_half(0, rows)

    header = replace(log.header, body_sha256=_body_sha256(log, first_half))
    writer = _writer(format_)
    writer(replace(log, header=header), file, scratch=scratch, progress=second_half)
    return header


def _writer(format_: Format) -> Writer:
    """Import what a format needs only when it is asked for."""
    if format_ == "xlsx":
        from collections_desk.exports.call_log_xlsx import write_xlsx  # noqa: PLC0415 - slow

        return write_xlsx
    from collections_desk.exports.call_log_pdf import write_pdf  # noqa: PLC0415 - slow to import

    return write_pdf


def _write_csv(log: CallLog, file: BinaryIO, progress: Progress) -> CallLogHeader:
    unknown = replace(log.header, body_sha256="0" * 64)
    head = StringIO()
    writer = csv.writer(head)
    writer.writerows([(label, safe_cell(value)) for label, value in unknown.lines()])
    writer.writerow([])
    file.write(b"\xef\xbb\xbf" + head.getvalue().encode())  # the mark lets Excel read UTF-8
    place = 3 + head.getvalue().encode().index(b"0" * 64)
    digest = hashlib.sha256()
    for piece in _csv_pieces(log, progress):
        digest.update(piece)
        file.write(piece)
    file.seek(place)
    file.write(digest.hexdigest().encode())
    return replace(log.header, body_sha256=digest.hexdigest())


def _body_sha256(log: CallLog, progress: Progress) -> str:
    digest = hashlib.sha256()
    for piece in _csv_pieces(log, progress):
        digest.update(piece)
    return digest.hexdigest()


def _csv_pieces(log: CallLog, progress: Progress) -> Iterator[bytes]:
    """Give the body of the CSV file piece by piece: the names of the columns, then the rows.

    Rows are written by the csv module as they come. Only where a piece looks as if it held
    the beginning of a formula is it written again, cell by cell.
    """
    yield (",".join(column.name for column in log.columns) + "\r\n").encode()
    texts = [column.kind is Kind.TEXT for column in log.columns]
    buffer = StringIO()
    writer = csv.writer(buffer)
    done = 0
    with closing(log.batches()) as batches:
        for batch in batches:
            writer.writerows(batch)
            piece = _take(buffer)
            if may_be_risky(piece):
                writer.writerows(
                    [
                        safe_cell(cell) if is_text and cell else cell
                        for cell, is_text in zip(row, texts, strict=True)
                    ]
                    for row in batch
                )
                piece = _take(buffer)
            yield piece.encode()
            done += len(batch)
            progress(done, log.header.rows)


def _take(buffer: StringIO) -> str:
    """Take what is in the buffer and leave it empty."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
