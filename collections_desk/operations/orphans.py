"""No customer is forgotten: who owes has a next action, a hold or an end state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.errors import DeskError
from collections_desk.operations.worklist import worklist
from collections_desk.store.owing import customers_who_owe
from collections_desk.store.verifying import Check

if TYPE_CHECKING:
    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk

#: Names that are said; the rest is counted.
NAMES_SAID = 10


def check_orphans(desk: Desk) -> Check:
    """Check that everyone who owes something stands on the worklist with something next."""
    with desk.database.read() as session:
        owing = customers_who_owe(session)
    lines = {line.customer_id: line for line in worklist(desk, everyone=True)}
    lost = [
        name
        for customer_id, name in sorted(owing.items())
        if customer_id not in lines or not _is_cared_for(lines[customer_id])
    ]
    if not lost:
        said = f"Everyone who owes ({len(owing):,}) has a next action, a hold or an end state."
        return Check("orphans", good=True, said=said)
    names = ", ".join(lost[:NAMES_SAID])
    more = f" and {len(lost) - NAMES_SAID} more" if len(lost) > NAMES_SAID else ""
    said = f"{names}{more}: owing something, with no next action, hold or end state."
    return Check("orphans", good=False, said=said)


def orphans_if_readable(desk: Desk) -> Check:
    """Check it; a store too damaged to be read counts as failed, it does not stop the others."""
    try:
        return check_orphans(desk)
    except DeskError as error:
        return Check("orphans", good=False, said=error.problem)


def _is_cared_for(line: WorklistLine) -> bool:
    """Tell whether a customer who owes has one of the three."""
    if line.state == "action":
        return line.next_action is not None
    if line.state == "hold":
        return bool(line.hold)
    return line.next_action is None and not line.why.startswith("Nothing is owed")
