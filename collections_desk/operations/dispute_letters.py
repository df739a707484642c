"""What a letter does to disputes once it goes out: L08 acknowledges, L09 answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.dispute_answers import ANSWER
from collections_desk.store.disputes import (
    add_dispute_event,
    change_dispute,
    dispute_events,
    load_dispute,
    of_letter,
)

if TYPE_CHECKING:
    from collections_desk.domain.letters import Letter
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay
    from collections_desk.store.database import Transaction

#: The letter that acknowledges.
ACKNOWLEDGMENT = "L08"


def bring_forward(desk: Desk, transaction: Transaction, day: MailDay, letter: Letter) -> None:
    """Record, inside the operation that printed a letter, what it says of disputes.

    An acknowledgment counts from the day on which the letter was printed, as every notice does.
    """
    if letter.type not in {ACKNOWLEDGMENT, ANSWER}:
        return
    for dispute_id in (letter.snapshot or {}).get("disputes", []):
        dispute = load_dispute(transaction, dispute_id)
        state, note = dispute.state, f"Answered by letter {letter.ref}"
        if letter.type == ACKNOWLEDGMENT:
            if not dispute.is_open:
                continue
            note = f"Acknowledged by letter {letter.ref}"
            state = "acknowledged" if state == "received" else state
            first = dispute.acknowledged_on or day.today
            change_dispute(transaction, dispute_id, state=state, acknowledged_on=first)
        add_dispute_event(
            transaction,
            dispute_id,
            state,
            dated_on=day.today,
            clerk=day.settings.clerk,
            now=desk.now(),
            note=note,
            letter_id=letter.id,
        )


def take_back(desk: Desk, transaction: Transaction, day: MailDay, letter: Letter) -> None:
    """Record, inside an operation, that such a letter did not go out after all.

    A dispute that only this letter had acknowledged is received again, and its clock goes on.
    """
    if letter.type not in {ACKNOWLEDGMENT, ANSWER}:
        return
    for dispute in of_letter(transaction, letter.id):
        state = dispute.state
        days = {
            step.dated_on
            for step in dispute_events(transaction, dispute.id)
            if step.letter_id == letter.id
        }
        alone = dispute.acknowledged_on in days
        if letter.type == ACKNOWLEDGMENT and dispute.is_open and alone:
            state = "received" if state == "acknowledged" else state
            change_dispute(transaction, dispute.id, state=state, acknowledged_on=None)
        add_dispute_event(
            transaction,
            dispute.id,
            state,
            dated_on=day.today,
            clerk=day.settings.clerk,
            now=desk.now(),
            note=f"Letter {letter.ref} was canceled before it was posted",
            letter_id=letter.id,
        )
