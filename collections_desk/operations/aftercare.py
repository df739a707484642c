"""What goes with the letter that says that everything is paid: the credit hold is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.letter_end_words import CREDIT_HOLD
from collections_desk.store.holds import end_hold, holds

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.letters import Letter
    from collections_desk.store.database import Transaction


def restore_terms(transaction: Transaction, letter: Letter, today: date) -> None:
    """Lift the mark "no new supply on credit" when a letter L14 is approved: it says so."""
    if letter.type != "L14":
        return
    for hold in holds(transaction, letter.customer_id):
        if hold.flag == CREDIT_HOLD and hold.active(today):
            end_hold(transaction, hold.id, on=today, reason=f"Paid in full, letter {letter.ref}")
