"""The worklist: for each customer one next action, hold or end state, with reason and rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from collections_desk.domain.aging import bucket_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from collections_desk.domain.aging import Aging
    from collections_desk.domain.customers import Category
    from collections_desk.domain.holds import Hold
    from collections_desk.domain.money import Money
    from collections_desk.domain.payment_plans import PlanStanding
    from collections_desk.domain.promises import PromiseStanding

#: What the clerk does next. "check" looks whether money came; "task" is anything else.
ActionKind = Literal["call", "letter", "review", "check", "task"]
#: "action": something is to be done; "hold": paused; "end": nothing more is to be done.
LineState = Literal["action", "hold", "end"]


class NextAction(NamedTuple):
    """What is to be done next with a customer, and from when.

    Attributes:
        text: In words, "Call: ask who pays, how and when".
        due_on: The first day on which it is due; it stays due until it is done.
        step: The step of the contact plan ("A4"), or None where none stands behind it.
        plan: The plan of that step ("A"), or None.
        letter_type: "L02" for one, where a letter or e-mail is to be written.
        certified: Whether the plan asks for certified mail.
        signer: clerk, lead or exec.
        about: Where no step stands behind it, what does: own (planned at the last contact),
            review, hold, dispute (its clock), credit (decided for the customer), promise, plan
            (payment plan), settlement, placement, vanished, due (no due date is known).
    """

    kind: ActionKind
    text: str
    due_on: date
    step: str | None = None
    plan: str | None = None
    letter_type: str | None = None
    certified: bool = False
    tone: str | None = None
    signer: str | None = None
    about: str = ""


class WorklistLine(NamedTuple):
    """One customer on the worklist. A named tuple: a hundred thousand are made in one go.

    Attributes:
        balances: Open balance by currency, in the order of the codes.
        overdue: What of it is past due; zero amounts are left out.
        to_be_collected: due - promised - disputed - just demanded; zero amounts left out.
        days_past_due: Of the oldest undisputed open invoice.
        aging: Buckets by currency.
        phone: The number to call first, as typed.
        zone: The time zone that the customer stated, or None where it is worked out.
        last_outcome: Code of the last call or letter.
        next_action: Set where state is "action"; for a hold, its review if it has a date.
        hold: Why the customer is paused, or None.
        why: Why the line is there, in words.
        rank: The sum of `rank_parts`; higher comes first.
        repeat_count: How many cases the customer had before this one.
        as_of: The day for which the balances hold, the oldest of them.
        recovered_since: End of the last case of a customer who has paid on time since.
    """

    customer_id: int
    name: str
    reference: str | None
    category: Category
    balances: tuple[Money, ...]
    overdue: tuple[Money, ...]
    to_be_collected: tuple[Money, ...]
    days_past_due: int
    aging: tuple[Aging, ...]
    phone: str | None
    zone: str | None
    last_contact: datetime | None
    last_outcome: str | None
    state: LineState
    next_action: NextAction | None
    hold: str | None
    why: str
    rank: int
    rank_parts: tuple[tuple[str, int], ...]
    repeat_count: int
    as_of: date | None
    recovered_since: date | None = None

    @property
    def bucket(self) -> str:
        """Return the label of the bucket of the oldest undisputed invoice."""
        return bucket_of(self.days_past_due)


class TakenStep(NamedTuple):
    """A step on record: taken, or skipped with a reason.

    Attributes:
        plan: Its plan; empty for what no plan asked for ("own", "review") and was done.
        how: call, letter, skipped, system or hand.
    """

    plan: str
    step: str
    anchor_on: date
    done_on: date
    how: str = "hand"


class DecisionFact(NamedTuple):
    """The newest decision of a review that stands.

    Attributes:
        kind: keep, agency, court, settle, write_off, credit.
        review_on: When it is looked at again, if a day was named.
    """

    kind: str
    decided_on: date
    review_on: date | None = None


class PlacementFact(NamedTuple):
    """The newest placement with an agency or a court.

    Attributes:
        ended_on: When it came back; None while it is with them.
        rest_due: The oldest due date of open invoices that are not with them, or None.
    """

    kind: str
    name: str
    placed_on: date
    ended_on: date | None = None
    rest_due: date | None = None


class SettlementFact(NamedTuple):
    """A settlement that was agreed and not ended yet.

    Attributes:
        last_day: The due date with the grace of promises.
        received: What came for it by its last day.
        paid_on: The day on which it was paid in full, or None.
    """

    agreed: Money
    agreed_on: date
    due_on: date
    last_day: date
    received: Money
    paid_on: date | None = None


class CustomerFacts(NamedTuple):
    """What is known of one customer, from which the line is worked out.

    Attributes:
        oldest_due: Due date of the oldest open invoice of which something may be chased: not
            disputed, not on hold itself; or None.
        open_items: How many items with a positive open balance there are.
        disputed, conceded, on_hold, demanded: Off the overdue sum, by currency.
        credits: Credits and unapplied payments that are in no bucket past due, by currency,
            negative.
        promises: Those that may still matter, with their standing on the day.
        payment_plans: Payment plans that may still matter, with their standing on the day.
        dispute_received: Receipt of the oldest open dispute, or None.
        dispute_unheard: Receipt of the oldest open dispute that is not acknowledged, or None.
        dispute_unanswered: Day of the oldest decision whose answer has not gone out, or None.
        dispute_decided: Day of the newest answer that upheld our charge, or None.
        holds: Those not lifted, stop flags first.
        steps: Steps on record.
        last_contact_on: Creditor's date of the last contact.
        last_talk_on: Creditor's date of the last conversation.
        last_next, last_next_on: The next action that the last contact, or a note or payment
            after it, left, and its day.
        last_next_from: Creditor's date on which that was planned; the last contact if None.
        last_payment: Day of the last payment, or None.
        vanished: Items missing from the last file about which nobody has said why.
        last_touch_on: Creditor's date on which the customer last heard from us: a
            conversation, a letter, an e-mail, a text, a visit.
        settlement: The one in force, or None.
        charged_on: When a fee or interest was last charged.
        set_aside: Whether invoices are in a payment plan that stands; then `rest_due` is the
            oldest due date of the others.
        vanished_on: As of when the oldest of the vanished items was missing.
        repeat_count: How many cases the customer had before.
    """

    customer_id: int
    name: str
    reference: str | None
    category: Category
    aging: tuple[Aging, ...]
    oldest_due: date | None
    open_items: int
    phone: str | None = None
    zone: str | None = None
    end_state: str | None = None
    disputed: tuple[Money, ...] = ()
    demanded: tuple[Money, ...] = ()
    promises: tuple[PromiseStanding, ...] = ()
    dispute_received: date | None = None
    dispute_decided: date | None = None
    dispute_unanswered: date | None = None
    holds: tuple[Hold, ...] = ()
    steps: tuple[TakenStep, ...] = ()
    last_contact: datetime | None = None
    last_outcome: str | None = None
    last_contact_on: date | None = None
    last_talk_on: date | None = None
    last_next: str | None = None
    last_next_on: date | None = None
    last_payment: date | None = None
    repeat_count: int = 0
    as_of: date | None = None
    vanished: int = 0
    on_hold: tuple[Money, ...] = ()
    credits: tuple[Money, ...] = ()
    last_touch_on: date | None = None
    decision: DecisionFact | None = None
    placement: PlacementFact | None = None
    settlement: SettlementFact | None = None
    charged_on: date | None = None
    set_aside: bool = False
    rest_due: date | None = None
    recovered_since: date | None = None
    vanished_on: date | None = None
    last_next_from: date | None = None
    dispute_unheard: date | None = None
    conceded: tuple[Money, ...] = ()

    @property
    def chased_from(self) -> date | None:
        """Return the due date from which the steps of the contact plan count.

        Invoices in a payment plan that stands are left out.
        """
        return self.rest_due if self.set_aside else self.oldest_due

    payment_plans: tuple[PlanStanding, ...] = ()
