"""Everything the customer page shows, as frozen facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from collections_desk.domain.cases import Repeats
from collections_desk.domain.money_page import NO_MONEY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from collections_desk.domain.activities import Activity
    from collections_desk.domain.aging import Aging
    from collections_desk.domain.cases import Case
    from collections_desk.domain.categories import CategoryProposal
    from collections_desk.domain.customers import (
        Address,
        CategoryChange,
        ContactPerson,
        ContactPoint,
        Customer,
    )
    from collections_desk.domain.disputes import ClockReading, Dispute
    from collections_desk.domain.ends import EndLine
    from collections_desk.domain.holds import Hold
    from collections_desk.domain.money import Money
    from collections_desk.domain.money_page import MoneyPage
    from collections_desk.domain.payment_plans import PlanStanding
    from collections_desk.domain.promise_chains import ChainPlace
    from collections_desk.domain.promises import KeptRates, PromiseStanding
    from collections_desk.domain.to_be_collected import Collectible
    from collections_desk.domain.worklist import NextAction


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """One open item as the page lists it. Credits and unapplied payments are negative.

    Attributes:
        kind: invoice, debit, credit or payment.
        paid: Amount less what is open.
        disputed: What of the open part is in an open dispute.
        conceded: What of it was decided for the customer and is not credited yet; None: nothing.
        status: open, or vanished (missing from the last file; nobody has said why).
    """

    id: int
    kind: str
    number: str
    issued_on: date | None
    due_on: date | None
    days_past_due: int
    bucket: str
    amount: Money
    open: Money
    disputed: Money
    status: str
    as_of: date
    reference: str = ""
    note: str = ""
    conceded: Money | None = None

    @property
    def claimable(self) -> Money:
        """Return what of the open part is neither in dispute nor to be credited."""
        free = self.open - self.disputed
        return free if self.conceded is None else free - self.conceded

    @property
    def paid(self) -> Money:
        """Return what was paid or credited so far."""
        return self.amount - self.open


@dataclass(frozen=True, slots=True)
class LocalTime:
    """The clock at the customer's place.

    Attributes:
        zones: Every zone the customer may be in.
        source: "stated", "ZIP", "phone", "state", "country" and so on, joined by " and ".
        clocks: The local time in each zone, in order.
        window: When the hours rule lets a call begin today, in the first zone; None where the
            zones leave no common window or none is known.
        inside: Whether now is inside the window.
        said: In words, "10:24 AM in Chicago", or why it is not known.
    """

    zones: tuple[str, ...]
    source: str
    clocks: tuple[datetime, ...]
    window: tuple[datetime, datetime] | None
    inside: bool
    said: str


TimelineKind = Literal[
    "call", "letter", "email", "text", "visit", "note", "payment", "import", "system",
    "promise", "dispute", "hold", "category", "step", "guard", "ledger", "decision",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened, whatever table it rests in. Newest first on the page.

    Attributes:
        kind: What it is.
        ref_id: Its number within its own table.
        when: The moment; for a mere date, noon UTC of that day with `day_only`.
        title: One line, "Call out: Promise to pay (Dana Reyes)".
        detail: The text under it: note, words, finding.
        stands: False for an entry that was corrected or withdrawn.
        mark: "corrected by entry 17", "withdraws entry 12", or empty.
        activity: The whole entry where the kind is an activity.
        attachments: How many documents lie beside it.
    """

    kind: TimelineKind
    ref_id: int
    when: datetime
    day_only: bool
    title: str
    detail: str = ""
    clerk: str = ""
    stands: bool = True
    mark: str = ""
    amount: Money | None = None
    activity: Activity | None = None
    letter_id: int | None = None
    attachments: int = 0


@dataclass(frozen=True, slots=True)
class LetterSummary:
    """A letter as the page lists it."""

    id: int
    ref: str
    type: str
    state: str
    service: str
    letter_date: date
    subject: str
    article_number: str | None = None
    document_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class DraftNote:
    """Text not yet saved, offered again after a crash."""

    kind: str
    key: str
    customer_id: int | None
    content: Mapping[str, object]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """One customer, whole.

    Attributes:
        promised, disputed, conceded, on_hold, demanded: What is taken off the overdue sum, by
            currency; `collectible` the whole sum with its parts.
        credits: Credits and unapplied payments in no bucket past due, by currency, negative.
        dispute_clocks: What the clocks of each dispute say, by its number.
        to_be_collected: due - promised - disputed - just demanded, by currency; zero left out.
        next_action: What is next, or None at a hold without review date or an end.
        state: "action", "hold" or "end".
        why: The same sentence as on the worklist.
        as_of: The oldest day for which an open balance holds.
        money: Payments by hand, late charges and the ledger.
        payment_plans: Every plan with its standing, the newest offer first.
        kept_rates: How well this customer keeps promises.
        promise_chains: Which promise on the same money each promise is, by its id.
    """

    customer: Customer
    people: tuple[ContactPerson, ...]
    contact_points: tuple[ContactPoint, ...]
    addresses: tuple[Address, ...]
    local_time: LocalTime
    aging: tuple[Aging, ...]
    balances: tuple[Money, ...]
    overdue: tuple[Money, ...]
    promised: tuple[Money, ...]
    disputed: tuple[Money, ...]
    demanded: tuple[Money, ...]
    to_be_collected: tuple[Money, ...]
    days_past_due: int
    invoices: tuple[OpenInvoice, ...]
    timeline: tuple[TimelineEntry, ...]
    state: str
    next_action: NextAction | None
    why: str
    hold: str | None
    category_history: tuple[CategoryChange, ...]
    proposal: CategoryProposal
    promises: tuple[PromiseStanding, ...]
    disputes: tuple[Dispute, ...]
    holds: tuple[Hold, ...]
    letters: tuple[LetterSummary, ...]
    drafts: tuple[DraftNote, ...]
    as_of: date | None
    money: MoneyPage = NO_MONEY
    on_hold: tuple[Money, ...] = ()
    conceded: tuple[Money, ...] = ()
    collectible: tuple[Collectible, ...] = ()
    credits: tuple[Money, ...] = ()
    dispute_clocks: Mapping[int, ClockReading] = field(default_factory=dict)
    payment_plans: tuple[PlanStanding, ...] = ()
    kept_rates: KeptRates | None = None
    promise_chains: Mapping[int, ChainPlace] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    repeats: Repeats = field(default_factory=Repeats)
    ends: tuple[EndLine, ...] = ()

    @property
    def earlier_delinquencies(self) -> tuple[Case, ...]:
        """Return the cases that ended, newest first."""
        return tuple(case for case in reversed(self.cases) if case.ended_on is not None)
