"""The category that the facts on record point to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.categories import CategoryFacts, propose
from collections_desk.domain.promises import PromiseState
from collections_desk.store.activities import activities
from collections_desk.store.balances import ledger_entries, paid_items
from collections_desk.store.disputes import disputes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.categories import CategoryProposal
    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

#: A payment this many days after the due date is late in the sense of behavior.
LATE_DAYS = 7
#: A late payment within so many days of a contact came because of it.
REMINDED_DAYS = 14


def propose_category(
    session: Reading, desk: Desk, customer_id: int, standings: Sequence[PromiseStanding]
) -> CategoryProposal:
    """Return the proposal for one customer, with the facts that carry it."""
    entries = [
        entry
        for entry in activities(session, customer_id)
        if entry.stands and entry.withdraws_id is None
    ]
    reasons = desk.resources.reasons
    raised = disputes(session, customer_id)
    paid = paid_items(session, customer_id)
    late = [item for item in paid if (item.paid_on - item.due_on).days > LATE_DAYS]
    contacts = [entry.happened_at.date() for entry in entries if entry.kind in {"call", "letter"}]
    states = [standing.state for standing in standings]
    ledger = ledger_entries(session, customer_id)
    return propose(
        CategoryFacts(
            reasons=tuple(
                (reasons[entry.reason].label, reasons[entry.reason].category_hint)
                for entry in entries
                if entry.reason in reasons
            ),
            outcomes=tuple(entry.outcome for entry in entries if entry.outcome),
            open_disputes=sum(dispute.is_open for dispute in raised),
            decided_disputes=sum(dispute.state.startswith("decided") for dispute in raised),
            broken_promises=sum(
                state in {PromiseState.BROKEN, PromiseState.PARTLY_KEPT} for state in states
            ),
            kept_promises=states.count(PromiseState.KEPT),
            paid_invoices=len(paid),
            paid_late=len(late),
            paid_after_reminder=sum(
                any(0 <= (item.paid_on - day).days <= REMINDED_DAYS for day in contacts)
                for item in late
            ),
            part_payments=_part_payments(
                [entry.invoice_number for entry in ledger if entry.kind == "payment"]
            ),
            returned_payments=sum(entry.kind == "reversal" for entry in ledger),
        )
    )


def _part_payments(numbers: Sequence[str | None]) -> int:
    """Return how many invoices took more than one payment."""
    known = [number for number in numbers if number]
    return sum(known.count(number) > 1 for number in set(known))
