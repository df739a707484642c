"""One line for each decision, placement, settlement and write-off, for the customer page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.money import Money

EndKind = Literal["decision", "placement", "settlement", "write_off"]


@dataclass(frozen=True, slots=True)
class EndLine:
    """What was decided or done at the end of the road.

    Attributes:
        ref_id: Its number within its own table.
        what: "Write off", "Placed with Keystone Recovery LLC".
        amount: What it is about; None for a decision.
        state: How it stands, in words.
        detail: Who decided and why.
        stands: False for what was withdrawn or taken back.
        document_sha256: The memo, or None.
    """

    kind: EndKind
    ref_id: int
    on: date
    what: str
    amount: Money | None
    state: str
    detail: str
    stands: bool = True
    document_sha256: str | None = None
