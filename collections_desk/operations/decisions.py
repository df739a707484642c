"""Review and decide: the memo, the decision, what it brings about, and its withdrawal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from collections_desk.domain.decision_memo import decided_lines, decision_memo
from collections_desk.domain.decisions import DECISIONS, TO_BE_PLACED, Estimate
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.money_text import money_text, monies_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.agreement_guards import findings_of_settlement
from collections_desk.operations.decision_paper import given_to, plain, rendered
from collections_desk.operations.guarding import NO_REASONS, guarded_write, record_findings
from collections_desk.operations.placements import checked_receiver
from collections_desk.operations.review_facts import memo_facts, reviews_due
from collections_desk.operations.settlements import agree_in
from collections_desk.operations.wording import given_reason, kept_line
from collections_desk.operations.worklist import local_date
from collections_desk.operations.write_offs import (
    amounts_owed,
    take_off_owed,
)
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.decisions import add_decision, decisions, load_decision
from collections_desk.store.documents import put_document
from collections_desk.store.placements import placements
from collections_desk.store.settings import load_settings
from collections_desk.store.settlements import settlements

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.decisions import Decision, Memo
    from collections_desk.domain.money import Money
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.placements import Receiver
    from collections_desk.store.reading import Reading

__all__ = [
    "DecisionEntry",
    "DecisionMade",
    "decide",
    "decisions_on",
    "preview_memo",
    "reviews_due",
    "withdraw_decision",
]
_NOTHING = "Nothing was recorded."


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """What the clerk filled in at a review.

    Attributes:
        kind: A key of `DECISIONS`.
        decided_by: Who decided.
        reason: Why, in a sentence.
        review_on: When it is looked at again; needed for "keep".
        estimate: What she typed for the cost-benefit note.
        spent: What was spent so far, as she says.
        amount: What is to be paid in a settlement, or the credit that is given.
        due_on: The last day of a settlement.
        receiver: The agency, law firm or court that it is to go to, where one was named.
    """

    customer_id: int
    kind: str
    decided_by: str = ""
    reason: str = ""
    review_on: date | None = None
    estimate: Estimate = field(default_factory=Estimate)
    spent: Money | None = None
    amount: Money | None = None
    due_on: date | None = None
    receiver: Receiver | None = None


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """What came of a decision.

    Attributes:
        entries: Ledger entries that it wrote.
        settlement_id: The settlement that it agreed, or None.
    """

    decision_id: int
    memo_sha256: str
    entries: tuple[int, ...] = ()
    settlement_id: int | None = None


def preview_memo(desk: Desk, entry: DecisionEntry) -> bytes:
    """Return the memo as it would be kept, with what was filled in so far. Nothing is stored."""
    with desk.database.read() as session:
        settings = load_settings(session)
        today = local_date(desk, settings)
        memo = _memo(session, desk, settings, entry, today, decided=False)
        return rendered(session, desk, settings, memo)


def decide(
    desk: Desk,
    entry: DecisionEntry,
    *,
    reasons: Mapping[str, str] = NO_REASONS,
    operation_id: str | None = None,
) -> DecisionMade:
    """Record a decision with its memo, and do what it brings about.

    A write-off, a credit and a settlement are recorded in the same operation; an agency or a
    court only gets something by a placement. A settlement asks for money, so what stands before
    a payment plan stands before it too; `reasons` holds the sentences by guard.

    Raises:
        EntryRefusedError: If something is missing or does not fit; it names the field.
        GuardsStandError: If a guard asks before a settlement and has no answer.
    """
    with desk.database.read() as session:
        name = load_customer(session, entry.customer_id).name
    words = DECISIONS.get(entry.kind, entry.kind)
    with guarded_write(
        desk,
        "decision.made",
        f"decided on {name}: {words.lower()}",
        facts={"customer_id": entry.customer_id, "decision": entry.kind},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        clean = _checked(transaction, entry, today)
        if clean.kind == "settle":
            record_findings(
                transaction,
                desk,
                findings_of_settlement(transaction, desk, clean.customer_id, today),
                reasons,
                deed="settlement agreed",
                refused="The settlement is not recorded yet",
                customer_id=clean.customer_id,
            )
        memo = _memo(transaction, desk, settings, clean, today, decided=True)
        pdf = rendered(transaction, desk, settings, memo)
        sha256 = put_document(transaction, pdf, "application/pdf", now=desk.now())
        decision_id = add_decision(
            transaction,
            clean.customer_id,
            clean.kind,
            decided_on=today,
            decided_by=clean.decided_by,
            reason=clean.reason,
            review_on=clean.review_on,
            facts={**plain(memo), **given_to(clean.receiver, clean.estimate.costs)},
            memo_sha256=sha256,
            clerk=settings.clerk,
            now=desk.now(),
        )
        made = _carry_out(transaction, desk, clean, decision_id, sha256, today)
        add_fact(transaction, decision_id=decision_id, memo=sha256, entries=list(made.entries))
    return made


def withdraw_decision(
    desk: Desk, decision_id: int, *, why: str, operation_id: str | None = None
) -> int:
    """Take a decision back by an entry of its own; both stay on record.

    What it brought about (a write-off, a settlement, a placement) stands until it is taken
    back itself.

    Raises:
        EntryRefusedError: If it is taken back already, or there is no reason.
    """
    reason = given_reason(why, "A decision is withdrawn only with a reason.")
    with desk.database.write(
        "decision.withdrawn",
        f"withdrew decision {decision_id}: {reason}",
        now=desk.now(),
        facts={"decision_id": decision_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        found = load_decision(transaction, decision_id)
        if not found.stands:
            raise EntryRefusedError(
                "decision",
                f"Decision {decision_id} does not stand any more.",
                f"Look at the list of decisions. {_NOTHING}",
            )
        new_id = add_decision(
            transaction,
            found.customer_id,
            found.kind,
            decided_on=local_date(desk, settings),
            decided_by=settings.clerk,
            reason=reason,
            clerk=settings.clerk,
            now=desk.now(),
            withdraws_id=decision_id,
        )
        add_fact(transaction, customer_id=found.customer_id)
    return new_id


def decisions_on(desk: Desk, customer_id: int) -> list[Decision]:
    """Return the decisions on a customer and their withdrawals, newest first."""
    with desk.database.read() as session:
        return decisions(session, customer_id)


def _checked(session: Reading, entry: DecisionEntry, today: date) -> DecisionEntry:
    """Return the entry as it may be recorded."""
    if entry.kind not in DECISIONS:
        raise EntryRefusedError(
            "kind", f'"{entry.kind}" cannot be decided.', f"Choose one of the list. {_NOTHING}"
        )
    decided_by = kept_line(entry.decided_by, field="decided_by", needed=True)
    reason = given_reason(entry.reason, "A decision needs its reason.")
    if entry.kind == "keep" and (entry.review_on is None or entry.review_on <= today):
        raise EntryRefusedError(
            "review_on",
            "Nobody would look at this customer again.",
            f"Give a day after {long_day(today)} on which you look again. {_NOTHING}",
        )
    _fits_the_state(session, entry)
    named = entry.receiver if entry.kind in TO_BE_PLACED else None
    receiver = checked_receiver(named) if named is not None and named.name.strip() else None
    if entry.kind == "agency" and receiver is None:
        raise EntryRefusedError(
            "name",
            "It is not said which agency is to have it.",
            "Name the agency: the notice to the customer and the placement name it as well. "
            f"{_NOTHING}",
        )
    return replace(entry, decided_by=decided_by, reason=reason, receiver=receiver)


def _fits_the_state(session: Reading, entry: DecisionEntry) -> None:
    """Refuse what does not fit where the customer stands."""
    owed = amounts_owed(session, entry.customer_id)
    if entry.kind != "keep" and not owed:
        raise EntryRefusedError(
            "kind",
            "Nothing is owed, credits taken off.",
            f"There is nothing to decide but to keep on. {_NOTHING}",
        )
    running = placements(session, entry.customer_id, running=True)
    if running and entry.kind != "keep":
        placed = running[0]
        raise EntryRefusedError(
            "kind",
            f"It is placed with {placed.name} since {long_day(placed.placed_on)}.",
            f"Recall the placement first (Decisions, Placed). {_NOTHING}",
        )
    agreed = [one for one in settlements(session, entry.customer_id) if one.ended is None]
    if agreed and entry.kind not in {"keep", "credit"}:
        raise EntryRefusedError(
            "kind",
            f"A settlement runs until {long_day(agreed[0].due_on)}.",
            f"Close or cancel it first (Decisions, Settlements). {_NOTHING}",
        )
    if entry.kind in {"settle", "credit"} and entry.amount is None:
        raise EntryRefusedError("amount", "There is no amount.", f"Type how much. {_NOTHING}")


def _carry_out(  # noqa: PLR0913, PLR0917 - the deed and all that it is made of
    transaction: Transaction,
    desk: Desk,
    entry: DecisionEntry,
    decision_id: int,
    sha256: str,
    today: date,
) -> DecisionMade:
    """Write what the decision brings about at once."""
    note = f"Decision {decision_id}: {entry.reason}"
    if entry.kind == "write_off":
        entries = take_off_owed(
            transaction, desk, entry.customer_id, "write_off", today=today, note=note
        )
        return DecisionMade(decision_id, sha256, tuple(entries))
    if entry.kind == "credit" and entry.amount is not None:
        entries = take_off_owed(
            transaction,
            desk,
            entry.customer_id,
            "credit",
            today=today,
            note=note,
            most=[entry.amount],
        )
        return DecisionMade(decision_id, sha256, tuple(entries))
    if entry.kind == "settle" and entry.amount is not None:
        settlement_id = agree_in(
            transaction,
            desk,
            entry.customer_id,
            agreed=entry.amount,
            due_on=entry.due_on,
            reason=entry.reason,
            decision_id=decision_id,
            today=today,
        )
        return DecisionMade(decision_id, sha256, (), settlement_id)
    return DecisionMade(decision_id, sha256)


def _memo(  # noqa: PLR0913 - the entry and all that the memo is made of
    session: Reading,
    desk: Desk,
    settings: Settings,
    entry: DecisionEntry,
    today: date,
    *,
    decided: bool,
) -> Memo:
    facts = memo_facts(session, desk, settings, entry.customer_id, today)
    lines: tuple[tuple[str, str], ...] = ()
    if decided:
        lines = decided_lines(
            entry.kind,
            entry.decided_by,
            entry.reason,
            entry.review_on,
            _more_lines(session, entry, settings),
        )
    return decision_memo(
        facts,
        entry.estimate,
        today=today,
        locale=settings.locale,
        spent=entry.spent,
        decision=lines,
    )


def _more_lines(
    session: Reading, entry: DecisionEntry, settings: Settings
) -> list[tuple[str, str]]:
    """Say what exactly is given up, asked for, or handed on."""
    owed = monies_text(amounts_owed(session, entry.customer_id), settings.locale)
    if entry.kind == "write_off":
        return [("Written off", owed)]
    if entry.kind == "settle" and entry.amount is not None and entry.due_on is not None:
        agreed = money_text(entry.amount, settings.locale)
        return [("Settled for", f"{agreed} by {long_day(entry.due_on)}, in the place of {owed}")]
    if entry.kind == "credit" and entry.amount is not None:
        return [("Credit given", money_text(entry.amount, settings.locale))]
    if entry.kind not in TO_BE_PLACED:
        return []
    named = [("With", entry.receiver.name)] if entry.receiver is not None else []
    return [("To be placed", owed), *named]
