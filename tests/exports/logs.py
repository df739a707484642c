"""Call logs for the tests: real writers, made-up rows."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collections_desk.domain.call_log import CallLogHeader, Kind, columns_for
from collections_desk.exports.call_log_content import Batch, CallLog

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
COLUMNS = columns_for(notes=True)
PLAIN: dict[str, Any] = {
    "entry_id": 1,
    "account_ref": "C-1001",
    "local_datetime": "2026-11-19 10:15",
    "utc_datetime": "2026-11-19T15:15:00Z",
    "zone": "America/New_York",
    "direction": "out",
    "number_last4": "x0143",
    "reached": "Dana Whitlock (accounts payable)",
    "rpc": "yes",
    "outcome": "RPP Promise to pay",
    "promise_amount": "1234.50",
    "promise_date": "2026-11-27",
    "promise_currency": "USD",
    "clerk": "Robin Alder",
    "customer_name": "Harborline Marine Supply, Inc.",
    "note": "Says the invoice was lost.",
}


def row(**cells: object) -> tuple[Any, ...]:
    """Make a row: what is not said is as in `PLAIN`, or empty."""
    values = {**PLAIN, **cells}
    return tuple(values.get(column.name, "") for column in COLUMNS)


def call_log(rows: Sequence[tuple[Any, ...]], *, copies: int = 1, batch: int = 500) -> CallLog:
    """Make a log whose rows are given `copies` times."""

    def batches() -> Generator[Batch, None, None]:
        waiting: list[tuple[Any, ...]] = []
        for _ in range(copies):
            for one in rows:
                waiting.append(one)
                if len(waiting) == batch:
                    yield waiting
                    waiting = []
        if waiting:
            yield waiting

    header = CallLogHeader(
        business="Tamarack Paper & Packaging, Inc.",
        period="everything recorded",
        filter="all calls",
        rows=len(rows) * copies,
        program="Collections Desk 0.1.0",
        rules_as_of="2026-11-21",
        numbers="last four digits",
        exported_at=datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
        clerk="Robin Alder",
        sample=False,
    )
    fonts = {
        weight: (FONTS / f"NotoSans-{weight.title()}.ttf").read_bytes()
        for weight in ("regular", "bold")
    }
    return CallLog(COLUMNS, header, batches, fonts)


def text_columns() -> list[str]:
    """Name the columns that hold texts."""
    return [column.name for column in COLUMNS if column.kind is Kind.TEXT]
