"""With whom a customer is placed, or is to be placed: what letters L12 and L13 name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.decisions import TO_BE_PLACED
from collections_desk.domain.letter_ends import LetterEnds
from collections_desk.domain.money import Money
from collections_desk.store.decisions import standing
from collections_desk.store.placements import placements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def letter_ends(session: Session, customer_id: int) -> LetterEnds | None:
    """Return the placement that runs, else what was decided and is not carried out yet."""
    decision = standing(session, customer_id)
    known = dict(decision.facts.get("with", {})) if decision is not None else {}
    costs = known.get("costs")
    stated = Money(costs[0], costs[1]) if costs else None
    running = placements(session, customer_id, running=True)
    for placed in running:
        ours = [one for one in running if (one.kind, one.name) == (placed.kind, placed.name)]
        return LetterEnds(
            placed.kind,
            placed.name,
            ", ".join(placed.address_lines),
            placed.phone,
            placed.placed_on,
            stated,
            frozenset(item.invoice_id for one in ours for item in one.invoices),
        )
    if decision is None or decision.kind not in TO_BE_PLACED or not known.get("name"):
        return None
    lines = ", ".join(known.get("address", ()))
    return LetterEnds(decision.kind, known["name"], lines, known.get("phone", ""), None, stated)
