"""What the guards look at before and after a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.guards import find

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from collections_desk.domain.activities import Direction, Outcome
    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.disputes import Dispute
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.holds import Flag, Hold
    from collections_desk.domain.place_rules import PlaceRule


@dataclass(frozen=True, slots=True)
class ContactFact:
    """One contact on record, as far as the guards care.

    Attributes:
        kind: call, email, text, letter, visit.
        outcome: Its row of the outcome table, or None.
        number: Comparable form of the number, or None.
        booked: The invoices that the attempt is counted for; empty counts for each.
        discussed: The invoices that were talked about; empty means each.
        consent: Whether the customer agreed, then and there, to be contacted again.
    """

    at: datetime
    kind: str
    direction: Direction
    outcome: Outcome | None = None
    number: str | None = None
    booked: frozenset[int] = frozenset()
    discussed: frozenset[int] = frozenset()
    consent: bool = False

    @property
    def counts(self) -> bool:
        """Tell whether it counts as a call in seven days."""
        return (
            self.kind == "call"
            and self.direction == "out"
            and self.outcome is not None
            and self.outcome.counts
        )

    @property
    def is_conversation(self) -> bool:
        """Tell whether it was a two-way talk about a debt, in either direction."""
        return self.kind == "call" and self.outcome is not None and self.outcome.conversation


@dataclass(frozen=True, slots=True)
class CallLimits:
    """The limits in force. The defaults follow 12 CFR 1006.6(b)(1)(i) and 1006.14(b)(2)(i),
    which bind third-party collectors; a first-party desk is asked, not stopped.

    Attributes:
        near_end_minutes: A call that begins so near the end of the hours may run over.
    """  # noqa: D205 - one sentence

    earliest: time = time(8)
    latest: time = time(21)
    near_end_minutes: int = 10
    seven_day_calls: int = 7
    quiet_days: int = 7
    max_contacts_per_week: int = 3
    patience_days: int = 30


@dataclass(frozen=True, slots=True)
class CallSituation:
    """A call that is about to be placed, or was.

    Attributes:
        at: The moment.
        zones: Candidate zones of the customer.
        zone_source: Where they come from.
        number: Comparable form of the number to be called, or None.
        number_state: State of that contact point: ok, bad, opted_out; empty if unknown.
        number_label: Its label ("work"), or empty.
        invoice_ids: The debts that it is about; empty means all.
        contacts: Earlier contacts that still stand, in any order.
        tone: Tone of the plan step behind it, or None.
        days_past_due: Of the oldest undisputed invoice.
        places: Rules of the customer's places.
        place_known: Whether any place of the customer is known; if not, the tightest caps of
            `places` count, and `places` are all there are.
        country: Of the customer, for rules that hold in one country only.
        channel: phone, email or text: what kind of contact it is.
        office_hours: The customer's, in words, or None.
        noticed: Whether the validation notice (L17) is on record as printed.
    """

    at: datetime
    today: date
    rules: Mapping[str, GuardRule]
    mode: Mode
    kind: CustomerKind
    limits: CallLimits
    zones: tuple[str, ...] = ()
    zone_source: str = ""
    number: str | None = None
    number_state: str = ""
    number_label: str = ""
    invoice_ids: frozenset[int] = frozenset()
    contacts: tuple[ContactFact, ...] = ()
    holds: tuple[Hold, ...] = ()
    flags: Mapping[str, Flag] | None = None
    disputes: tuple[Dispute, ...] = ()
    open_invoice_ids: frozenset[int] = frozenset()
    end_state: str | None = None
    tone: str | None = None
    days_past_due: int = 0
    places: tuple[PlaceRule, ...] = ()
    place_known: bool = True
    country: str = "US"
    channel: str = "phone"
    office_hours: str | None = None
    closed: frozenset[date] = frozenset()
    noticed: bool = True

    @property
    def at_work(self) -> bool:
        """Whether the number or address is one at the customer's place of work."""
        words = self.number_label.casefold()
        return any(word in words for word in ("work", "employer", "job"))

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone whose dates are counted: the likeliest one, else UTC."""
        return ZoneInfo(self.zones[0]) if self.zones else ZoneInfo("UTC")


def finding(
    call: CallSituation, guard: str, said: str, *, held_in: str | None = None, **facts: object
) -> list[GuardFinding]:
    """Return the finding of one guard about a call, or nothing where it does not apply.

    `held_in` takes the place of the customer's country for a rule that holds in one country.
    """
    return find(
        call.rules,
        guard,
        mode=call.mode,
        kind=call.kind,
        said=said,
        facts=facts,
        place=call.country if held_in is None else held_in,
    )
