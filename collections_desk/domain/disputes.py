"""Disputes: what the customer disagrees with, the evidence to gather, and the clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.calendar import add_business_days
from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from collections_desk.domain.money import Money

#: Every state of a dispute, in the order in which it usually goes.
DISPUTE_STATES = (
    "received",
    "acknowledged",
    "investigating",
    "waiting_customer",
    "decided_upheld",
    "decided_partial",
    "decided_for_customer",
    "closed_no_reply",
    "withdrawn",
)
#: The states in which the disputed part is not chased.
OPEN_STATES = frozenset({"received", "acknowledged", "investigating", "waiting_customer"})
#: The states in which our charge stands, wholly or in part: plan C goes on.
UPHELD_STATES = frozenset({"decided_upheld", "decided_partial", "closed_no_reply", "withdrawn"})


@dataclass(frozen=True, slots=True)
class DisputeCode:
    """A kind of dispute.

    Attributes:
        evidence: What to gather, one text for each paper.
        owner: The department that looks into it.
        edifact_4465: Code of UN/EDIFACT 4465, or empty.
        x12_426: Code of X12 element 426, or empty.
    """

    code: str
    label: str
    evidence: tuple[str, ...]
    owner: str
    edifact_4465: str
    x12_426: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A stated disagreement on one invoice.

    Attributes:
        amount: The part in dispute; the rest stays collectible.
        upheld: What of it stands after the decision, or None while undecided.
        evidence: Pairs of paper and whether it is there.
    """

    id: int
    customer_id: int
    invoice_id: int
    code: str
    amount: Money
    received_on: date
    owner: str = ""
    words: str = ""
    evidence: tuple[tuple[str, bool], ...] = ()
    state: str = "received"
    decided_on: date | None = None
    upheld: Money | None = None
    finding: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether it is still undecided."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class DisputeClocks:
    """By when a dispute is to be acknowledged and decided. House defaults, not law."""

    acknowledge_by: date
    decide_by: date
    hard_limit: date


def dispute_clocks(received_on: date, closed: Container[date] = ()) -> DisputeClocks:
    """Return the clocks: 5 business days to acknowledge, 15 days to decide, 30 at the most."""
    return DisputeClocks(
        add_business_days(received_on, 5, closed),
        received_on + timedelta(days=15),
        received_on + timedelta(days=30),
    )


def dispute_codes(text: str, file: str) -> dict[str, DisputeCode]:
    """Read the table of dispute codes. Papers in `evidence_to_gather` are parted by ";"."""
    columns = {"code", "label", "evidence_to_gather", "owner", "edifact_4465", "x12_426"}
    return {
        row.text("code"): DisputeCode(
            row.text("code"),
            row.text("label"),
            tuple(paper.strip() for paper in row.text("evidence_to_gather").split(";")),
            row.text("owner"),
            row.text("edifact_4465", ""),
            row.text("x12_426", ""),
        )
        for row in read_csv(text, file, columns)
    }
