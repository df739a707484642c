"""What imports left behind: the list that the clerk can look at and undo from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from collections_desk.domain.money import Money


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One import that was applied.

    Attributes:
        reading: How the file was read: encoding, date order, columns and the like.
        summary: Counts by sort of change, and totals as texts.
        undone_at: When it was taken back; None while it stands.
    """

    id: int
    file_name: str
    file_sha256: str
    layout_id: str
    kind: str
    as_of: date
    reading: Mapping[str, Any]
    summary: Mapping[str, Any]
    clerk: str
    imported_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        batch_id: The number to undo it by; None when nothing had to be changed.
        counts: Changed items by sort, customers and payments.
        open_after: What is open in the whole ledger now, by currency.
        backup: The name of the backup made before; empty for an empty store.
        proposals: How many pairs of names wait for a decision.
        unknown_kinds: Of how many customers the kind is not known now.
    """

    batch_id: int | None
    counts: Mapping[str, int] = field(default_factory=dict)
    open_after: Mapping[str, Money] = field(default_factory=dict)
    backup: str = ""
    proposals: int = 0
    unknown_kinds: int = 0


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """Two customers whose names are near twins, with what each has, so that one can decide.

    Attributes:
        first_open: What the first owes net, by currency.
        second_open: What the second owes net, by currency.
    """

    id: int
    first_id: int
    first_name: str
    second_id: int
    second_name: str
    why: str
    first_open: Mapping[str, Money] = field(default_factory=dict)
    second_open: Mapping[str, Money] = field(default_factory=dict)
