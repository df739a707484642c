"""The call log as it is handed out: which calls, which columns, how a cell is written.

A cell of a spreadsheet that begins like a formula is run by whoever opens the file. Such
texts, and those that begin with an apostrophe, get an apostrophe in front; taking one
away gives back exactly what was recorded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

Format = Literal["csv", "xlsx", "pdf"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "pdf")


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    LOCAL_MOMENT = "local moment"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the log. `title` is for people, `name` for machines."""

    name: str
    title: str
    kind: Kind = Kind.TEXT


#: The columns that every log has, in this order.
COLUMNS: tuple[Column, ...] = (
    Column("entry_id", "Entry", Kind.NUMBER),
    Column("account_ref", "Account"),
    Column("local_datetime", "Time there", Kind.LOCAL_MOMENT),
    Column("utc_datetime", "UTC", Kind.MOMENT),
    Column("zone", "Zone"),
    Column("direction", "Direction"),
    Column("number_last4", "Number"),
    Column("reached", "Reached"),
    Column("rpc", "Right party"),
    Column("outcome", "Outcome"),
    Column("reason", "Reason"),
    Column("dispute", "Dispute"),
    Column("promise_amount", "Promised", Kind.AMOUNT),
    Column("promise_date", "By", Kind.DAY),
    Column("next_action", "Next"),
    Column("next_date", "On", Kind.DAY),
    Column("recording_ref", "Recording"),
    Column("consent", "Consent"),
    Column("clerk", "Clerk"),
    Column("guards", "Guards"),
    Column("promise_currency", "Currency"),
    Column("corrects", "Corrects"),
)
#: What is added when the clerk asks for names and notes.
NOTE_COLUMNS: tuple[Column, ...] = (
    Column("customer_name", "Customer"),
    Column("note", "Note"),
)

#: White space, and characters that take no room: a formula may hide behind them.
_HIDDEN = (
    "\\s\x00-\x1f\x7f-\xa0\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
#: How a formula begins: "=", "+", "-", "@", also in full width.
_SIGNS = "=+\\-@＝＋－＠"  # noqa: RUF001 - full-width forms are meant
_RISKY = re.compile(f"[{_HIDDEN}]*[{_SIGNS}]|[\t\r\n\x00]|'")


def safe_cell(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def plain_cell(cell: str) -> str:
    """Give back what was recorded: the other way of `safe_cell`."""
    return cell.removeprefix("'")


def may_be_risky(line: str) -> bool:
    """Tell whether a line of CSV might hold a cell for `safe_cell`. It may cry wolf."""
    return _RISKY_LINE.search(line) is not None


#: A cell begins after a comma or a quotation mark, a line with a number. The end of a line
#: (CR LF) after either of them is no cell; inside one it is found by its quotation mark.
_RISKY_LINE = re.compile(
    f'[,"](?:[{_HIDDEN}]*[{_SIGNS}]|[\t\x00\']|\r(?!\n))|"\r?\n(?![0-9])|"\n',
)


@lru_cache(maxsize=4096)
def last_four(number: str | None) -> str:
    """Show the last four digits of a telephone number: "x0143"; extensions do not count.

    The letter keeps a spreadsheet from dropping the zero.
    """
    if not number:
        return ""
    main = re.split(r"[;xX#]|ext", number)[0]
    digits = re.sub(r"[^0-9]", "", main)
    return f"x{digits[-4:]}" if digits else ""


@dataclass(frozen=True, slots=True)
class CallLogFilter:
    """Which calls are wanted. Empty fields leave nothing out.

    Attributes:
        first: First day, by the creditor's calendar.
        last: Last day, included.
        customer_id: One customer only.
        category: The customer's category now: "disputing" for one.
        outcomes: Outcome codes.
    """

    first: date | None = None
    last: date | None = None
    customer_id: int | None = None
    category: str | None = None
    outcomes: tuple[str, ...] = ()

    def begins_at(self, zone: ZoneInfo) -> datetime | None:
        """Return the first moment that counts."""
        return None if self.first is None else datetime.combine(self.first, time(), zone)

    def ends_before(self, zone: ZoneInfo) -> datetime | None:
        """Return the first moment that counts no longer."""
        if self.last is None:
            return None
        return datetime.combine(self.last + timedelta(days=1), time(), zone)

    def period(self) -> str:
        """Say the period: "2026-01-01 to 2026-03-31"."""
        if self.first is None and self.last is None:
            return "everything recorded"
        return f"{self.first or 'the beginning'} to {self.last or 'today'}"

    def words(self, customer_name: str | None) -> str:
        """Say what else was asked for, in words for the header."""
        parts = []
        if self.customer_id is not None:
            parts.append(f"customer {customer_name or self.customer_id}")
        if self.category:
            parts.append(f"category {self.category}")
        if self.outcomes:
            parts.append(f"outcome {', '.join(self.outcomes)}")
        return "; ".join(parts) or "all calls"

    def plain(self) -> dict[str, Any]:
        """Give the filter for the record of the export."""
        return {
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "customer_id": self.customer_id,
            "category": self.category,
            "outcomes": list(self.outcomes),
        }


@dataclass(frozen=True, slots=True)
class CallLogHeader:
    """What stands above the rows.

    Attributes:
        business: Whose calls these are.
        body_sha256: Of the rows as CSV with their line of names, UTF-8, lines ended by CR LF.
        rules_as_of: The newest date of the guard rules that were in force.
        numbers: "last four digits" or "in full".
        sample: The data is invented.
    """

    business: str
    period: str
    filter: str
    rows: int
    program: str
    rules_as_of: str
    numbers: str
    exported_at: datetime
    clerk: str
    sample: bool
    body_sha256: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """Give the header as pairs of label and value."""
        return [
            ("Call log", f"{self.business}{' (SAMPLE DATA)' if self.sample else ''}"),
            ("Period", self.period),
            ("Filter", self.filter),
            ("Rows", str(self.rows)),
            ("Numbers", self.numbers),
            ("SHA-256 of body", self.body_sha256),
            ("Program", self.program),
            ("Rules as of", self.rules_as_of),
            ("Exported", f"{self.exported_at:%Y-%m-%dT%H:%M:%SZ}"),
            ("Clerk", self.clerk),
        ]


def columns_for(*, notes: bool) -> Sequence[Column]:
    """Return the columns of a log with or without names and notes."""
    return COLUMNS + NOTE_COLUMNS if notes else COLUMNS
