"""What is decided at a review, when a review is due, and what the memo for it states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from collections_desk.domain.aging import Aging
    from collections_desk.domain.money import Money

#: What can be decided, in the order in which it is offered.
DECISIONS = {
    "keep": "Keep on",
    "agency": "Place with an agency",
    "court": "Go to court",
    "settle": "Settle for less",
    "write_off": "Write off",
    "credit": "Give a credit",
}
#: What is decided now and carried out later, by a placement.
TO_BE_PLACED = frozenset({"agency", "court"})
#: Days after which a decision to keep on is looked at again, where the clerk names no day.
REVIEW_AGAIN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at a review. Never changed; a withdrawal is an entry of its own.

    Attributes:
        kind: A key of `DECISIONS`.
        decided_by: Who decided, in words.
        review_on: When it is looked at again; None: when it has been carried out.
        facts: The figures of the memo as they were, ready for JSON.
        memo_sha256: The memo as printed, among the documents.
        withdraws_id: The decision that this entry takes back; None for a decision of its own.
        withdrawn_by: The entry that took this one back, or None.
    """

    id: int
    customer_id: int
    kind: str
    decided_on: date
    decided_by: str
    reason: str
    review_on: date | None
    facts: Mapping[str, Any]
    memo_sha256: str | None
    withdraws_id: int | None
    clerk: str
    created_at: datetime
    withdrawn_by: int | None = None

    @property
    def words(self) -> str:
        """What was decided, as the clerk reads it."""
        if self.withdraws_id is not None:
            return f"Decision {self.withdraws_id} withdrawn"
        return DECISIONS.get(self.kind, self.kind.replace("_", " "))

    @property
    def stands(self) -> bool:
        """Whether it is a decision that was not taken back."""
        return self.withdraws_id is None and self.withdrawn_by is None


def standing_decision(decisions: Iterable[Decision]) -> Decision | None:
    """Return the newest decision that stands, or None."""
    return max((one for one in decisions if one.stands), key=lambda one: one.id, default=None)


class ReviewLine(NamedTuple):
    """A customer on whom something is to be decided, or carried out.

    Attributes:
        why: In words: "92 days past due", "kept on until Dec 5".
        since: The day on which it came due.
        decided: "Place with an agency" where that is decided and not yet done, else empty.
        decision_id: That decision, or None.
    """

    customer_id: int
    name: str
    reference: str | None
    category: str
    balances: tuple[Money, ...]
    overdue: tuple[Money, ...]
    days_past_due: int
    since: date
    why: str
    decided: str = ""
    decision_id: int | None = None


class ReviewFacts(NamedTuple):
    """What a review hangs on: the state of one customer.

    Attributes:
        overdue: Whether something is past due.
        plan_review_on: Day of the contact plan's own review, if that is the next step.
        decision: The newest decision that stands, or None.
        ended_on: When the last placement or settlement ended, or None.
        out_of_hand: Placed, or settled and running: nothing is decided meanwhile.
    """

    overdue: bool
    days_past_due: int
    plan_review_on: date | None
    decision: Decision | None
    ended_on: date | None
    out_of_hand: bool


def review_due(
    facts: ReviewFacts, *, today: date, review_day: int
) -> tuple[date, str, Decision | None] | None:
    """Return since when a review is due, why, and the decision that waits to be carried out.

    Decided from state and date alone: a decision covers the delinquency that it was made in
    until its review date. A placement or settlement that ended after it opens the question
    again.

    Args:
        facts: The state.
        today: The creditor's date.
        review_day: Days past due from which a customer is reviewed (house: 90).
    """
    if not facts.overdue or facts.out_of_hand:
        return None
    decision = facts.decision
    if decision is None or not _of_this_time(decision, facts, today):
        return _not_decided(facts, today, review_day)
    if facts.ended_on is not None and facts.ended_on >= decision.decided_on:
        return facts.ended_on, "it came back to us", None
    if decision.kind in TO_BE_PLACED:
        return decision.decided_on, "decided and not yet carried out", decision
    again = decision.review_on or _later(decision.decided_on, REVIEW_AGAIN_DAYS)
    return (again, "the last decision is to be looked at again", None) if again <= today else None


def _of_this_time(decision: Decision, facts: ReviewFacts, today: date) -> bool:
    """Tell whether a decision was made in this delinquency; "keep" holds to its own day."""
    placed = decision.kind in TO_BE_PLACED
    if not placed and decision.review_on is not None and decision.review_on > today:
        return True
    return decision.decided_on >= _later(today, -facts.days_past_due)


def _not_decided(
    facts: ReviewFacts, today: date, review_day: int
) -> tuple[date, str, Decision | None] | None:
    if facts.days_past_due >= review_day:
        since = _later(today, review_day - facts.days_past_due)
        return since, f"{facts.days_past_due} days past due", None
    planned = facts.plan_review_on
    if planned is not None and planned <= today:
        return planned, "the contact plan is through", None
    return None


def _later(day: date, days: int) -> date:
    return type(day).fromordinal(day.toordinal() + days)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the clerk typed for the cost-benefit note. Nothing of it is ever made up.

    Attributes:
        expected: What she expects to come in; None where she did not say.
        percent: Commission of the agency in percent; None where none was named.
        costs: Court or other fixed costs; None where none were named.
    """

    expected: Money | None = None
    percent: Decimal | None = None
    costs: Money | None = None

    def fees(self) -> Money | None:
        """Return commission on what is expected plus fixed costs, to the cent."""
        if self.expected is None:
            return self.costs
        fees = self.costs or type(self.expected)(0, self.expected.currency)
        if self.percent is not None:
            fees += self.expected.times(self.percent / Decimal(100))
        return fees

    def net(self) -> Money | None:
        """Return what would be left of the expected money, or None where nothing was typed."""
        fees = self.fees()
        return None if self.expected is None or fees is None else self.expected - fees


@dataclass(frozen=True, slots=True)
class MemoPart:
    """One part of the memo: a heading, lines of label and value, and sentences under them."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memo:
    """The decision memo, in words, ready to be laid out on one page.

    Attributes:
        customer: The name.
        reference: The customer number, or "".
        head: Label and value at the top: date, balances as of, category.
        aging: By currency: the code, then the amounts of the six buckets and the total.
        parts: What was tried, promised, disputed, what it cost, what it would bring.
        decision: What was decided, by whom, why; empty in the preview before.
    """

    customer: str
    reference: str
    head: tuple[tuple[str, str], ...]
    aging: tuple[tuple[str, ...], ...]
    parts: tuple[MemoPart, ...]
    decision: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MemoFacts:
    """The figures behind the memo, as the store has them.

    Attributes:
        agings: Open balance by bucket, one for each currency.
        overdue, disputed, conceded, to_be_collected: By currency; conceded is a credit that was
            decided and is not in the books yet.
        calls: Calls out since the oldest open invoice fell due; `talks` conversations.
        seconds: Time on the telephone since then.
        letters: Letters sent since then: type, date, certified.
        steps: Steps of contact plans taken since then; `skipped` recorded as skipped.
        promises: Each promise since then: amount, day, state.
        plans, disputes: What was agreed and contested, one sentence each.
        recorded_costs: Commission and costs of earlier placements, by currency.
        cases: Earlier delinquencies, one sentence each.
    """

    name: str
    reference: str
    category: str
    as_of: date | None
    days_past_due: int
    oldest_due: date | None
    agings: tuple[Aging, ...]
    overdue: tuple[Money, ...] = ()
    disputed: tuple[Money, ...] = ()
    to_be_collected: tuple[Money, ...] = ()
    conceded: tuple[Money, ...] = ()
    calls: int = 0
    talks: int = 0
    seconds: int = 0
    letters: tuple[tuple[str, date, bool], ...] = ()
    steps: int = 0
    skipped: int = 0
    promises: tuple[tuple[Money, date, str], ...] = ()
    plans: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    recorded_costs: tuple[Money, ...] = ()
    cases: tuple[str, ...] = ()
