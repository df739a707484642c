"""Disputes: what the customer disagrees with, the evidence to gather, and the clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from collections_desk.domain.calendar import add_business_days
from collections_desk.domain.money import Money
from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import date, datetime

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
#: The states in which we have decided: the customer is owed an answer in writing.
DECIDED_STATES = frozenset({"decided_upheld", "decided_partial", "decided_for_customer"})
#: The states in which our charge stands, wholly or in part: plan C goes on.
UPHELD_STATES = frozenset({"decided_upheld", "decided_partial", "closed_no_reply", "withdrawn"})
#: The states that are a decision of ours; each needs a finding.
DECISIONS = ("decided_upheld", "decided_partial", "decided_for_customer")
#: The states in which the customer waits to hear that the dispute is looked into.
UNHEARD_STATES = frozenset({"received", "investigating"})
#: Which state may follow which. A dispute that is closed stays closed: one that goes on is a new
#: one. Only where we waited for the customer can it be closed because no reply came.
NEXT_STATES: dict[str, tuple[str, ...]] = {
    "received": ("acknowledged", "investigating", "waiting_customer", *DECISIONS, "withdrawn"),
    "acknowledged": ("investigating", "waiting_customer", *DECISIONS, "withdrawn"),
    "investigating": ("waiting_customer", *DECISIONS, "withdrawn"),
    "waiting_customer": ("investigating", *DECISIONS, "closed_no_reply", "withdrawn"),
}


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
    """A stated disagreement on one invoice, or on one line of it.

    Attributes:
        line: Which line of the invoice, in words; empty for the invoice as a whole.
        acknowledged_on: When we told the customer that it is looked into, or None.
        amount: The part in dispute; the rest stays collectible.
        upheld: What of it stands after the decision, or None while undecided.
        credited: Whether what does not stand was credited by an entry of our own.
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
    line: str = ""
    acknowledged_on: date | None = None
    credited: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it is still undecided."""
        return self.state in OPEN_STATES

    @property
    def next_states(self) -> tuple[str, ...]:
        """Return the states that may follow."""
        return NEXT_STATES.get(self.state, ())

    @property
    def conceded(self) -> Money:
        """Return what of the disputed amount does not stand any more; nothing while open."""
        if self.upheld is None or self.state not in DECISIONS:
            return Money(0, self.amount.currency)
        return self.amount - self.upheld


class NotAsked(NamedTuple):
    """What of an item is not asked for because of disputes, in minor units.

    Attributes:
        disputed: In open dispute.
        conceded: Decided for the customer and still in the balance: a credit to come.
    """

    disputed: int = 0
    conceded: int = 0

    def within(self, open_minor: int) -> NotAsked:
        """Return the same as far as the item is open."""
        opened = max(open_minor, 0)
        disputed = min(self.disputed, opened)
        return NotAsked(disputed, min(self.conceded, opened - disputed))


#: Nothing of that.
ALL_ASKED = NotAsked()


def not_asked_for(disputes: Iterable[Dispute], as_of: Mapping[int, date]) -> dict[int, NotAsked]:
    """Return what of each item is not asked for because of disputes.

    That is what is in open dispute; and what was decided for the customer and is still in the
    balance: not credited by us, and no file came since that states the balance anew. After a
    decision nothing is disputed any more: what is left of it is a credit that is announced.

    Args:
        disputes: Disputes of one customer.
        as_of: For which day the balance of each open item is known.
    """
    amounts: dict[int, NotAsked] = {}
    for one in disputes:
        minor = one.amount.minor if one.is_open else one.conceded.minor
        if not one.is_open and (one.credited or one.decided_on is None):
            continue
        known = as_of.get(one.invoice_id)
        booked = not one.is_open and known is not None and known > (one.decided_on or known)
        if minor and known is not None and not booked:
            before = amounts.get(one.invoice_id, ALL_ASKED)
            amounts[one.invoice_id] = (
                before._replace(disputed=before.disputed + minor)
                if one.is_open
                else before._replace(conceded=before.conceded + minor)
            )
    return amounts


class DisputedLine(NamedTuple):
    """One line of a complaint, before it is recorded.

    Attributes:
        amount: How much of the invoice; None is all that is open and not disputed yet.
        line: Which line of the invoice, in words; empty for the invoice as a whole.
        words: What the customer says, facts only.
    """

    invoice_id: int
    code: str
    amount: Money | None = None
    line: str = ""
    words: str = ""


class DisputeEvent(NamedTuple):
    """A step in the life of a dispute; steps are only added.

    Attributes:
        state: The state that it reached, or in which it stayed.
        note: What was said of it.
        letter_id: The letter that brought it, or None.
    """

    state: str
    dated_on: date
    note: str
    letter_id: int | None
    clerk: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class DisputeClocks:
    """By when a dispute is to be acknowledged and decided. House defaults, not law."""

    acknowledge_by: date
    decide_by: date
    hard_limit: date


def dispute_clocks(
    received_on: date,
    closed: Container[date] = (),
    *,
    ack_business_days: int = 5,
    decide_days: int = 15,
    hard_days: int = 30,
) -> DisputeClocks:
    """Return the clocks of a dispute.

    Args:
        received_on: When it reached us.
        closed: Public holidays.
        ack_business_days: Business days in which it is to be acknowledged.
        decide_days: Days in which it is to be decided.
        hard_days: Days after which it must be decided.
    """
    return DisputeClocks(
        add_business_days(received_on, ack_business_days, closed),
        received_on + timedelta(days=decide_days),
        received_on + timedelta(days=max(hard_days, decide_days)),
    )


#: What the clocks say, the worst first.
ClockWord = Literal["past_limit", "decide_late", "acknowledge_late", "acknowledge", "decide", "no"]
CLOCK_WORDS: tuple[ClockWord, ...] = (
    "past_limit",
    "decide_late",
    "acknowledge_late",
    "acknowledge",
    "decide",
    "no",
)


class ClockReading(NamedTuple):
    """What the clocks of a dispute say on a day.

    Attributes:
        word: One of `CLOCK_WORDS`; "no" for a dispute that is closed.
        by: The day it is about.
        days: How many days late, or how many are left; never negative.
    """

    word: ClockWord
    by: date
    days: int

    @property
    def late(self) -> bool:
        """Tell whether a day has passed that should not have."""
        return self.word in CLOCK_WORDS[:3]

    @property
    def order(self) -> tuple[int, date]:
        """Return the order of a list: the worst first, then the nearest day."""
        return CLOCK_WORDS.index(self.word), self.by


def read_clocks(dispute: Dispute, clocks: DisputeClocks, today: date) -> ClockReading:
    """Return the one thing that the clocks of a dispute say on `today`, the worst of all."""
    if not dispute.is_open:
        return ClockReading("no", dispute.decided_on or dispute.received_on, 0)
    asks = dispute.acknowledged_on is None and dispute.state in UNHEARD_STATES
    days: list[tuple[ClockWord, ClockWord, date]] = [
        ("past_limit", "decide", clocks.hard_limit),
        ("decide_late", "decide", clocks.decide_by),
    ]
    if asks:
        days.append(("acknowledge_late", "acknowledge", clocks.acknowledge_by))
    for late, _, by in days:
        if today > by:
            return ClockReading(late, by, (today - by).days)
    _, word, by = days[-1]
    return ClockReading(word, by, (by - today).days)


class ListedDispute(NamedTuple):
    """A dispute as a list over all customers shows it.

    Attributes:
        events: Its steps so far, oldest first; empty where the list does not ask for them.
        papers: The files laid beside it, by what the clerk called them.
    """

    dispute: Dispute
    customer_name: str
    invoice_number: str
    clocks: DisputeClocks
    reading: ClockReading
    events: tuple[DisputeEvent, ...] = ()
    papers: tuple[str, ...] = ()


class DisputedSpan(NamedTuple):
    """Days in a row, both included, on which a part of an invoice was in open dispute."""

    from_on: date
    to_on: date
    amount: Money


def disputed_between(
    disputes: Iterable[Dispute], invoice_id: int, first: date, last: date
) -> tuple[DisputedSpan, ...]:
    """Return what of an invoice was in open dispute from `first` to `last`, both included.

    The spans do not overlap and come in order; disputes of the same days are added up. A
    dispute counts from the day on which it was received to the day before it was decided or
    closed. One that was entered in error (withdrawn without a day of decision) never counted.
    No fee and no interest accrue on these amounts on these days, however it is decided.
    """
    changes: dict[date, int] = {}
    currency = ""
    for one in disputes:
        if one.invoice_id != invoice_id or (not one.is_open and one.decided_on is None):
            continue
        begins = max(one.received_on, first)
        ends = last + timedelta(days=1)
        if one.decided_on is not None and not one.is_open:
            ends = min(ends, one.decided_on)
        if begins < ends:
            currency = one.amount.currency
            changes[begins] = changes.get(begins, 0) + one.amount.minor
            changes[ends] = changes.get(ends, 0) - one.amount.minor
    spans = []
    standing = 0
    for day, following in pairwise(sorted(changes)):
        standing += changes[day]
        if standing:
            span = DisputedSpan(day, following - timedelta(days=1), Money(standing, currency))
            spans.append(span)
    return tuple(spans)


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
