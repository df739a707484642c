"""The kind of many customers at once, where it is not known: one word for all of them.

A list of two thousand business customers that names no kind would be held to the rules for
consumers until each was edited. The clerk says it once; what she had said of a customer before
is never changed, and what was set can be taken back whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.customers import CustomerKind
from collections_desk.errors import EntryRefusedError
from collections_desk.store.customers import change_kinds, customers_of_kind
from collections_desk.store.database import AlreadyDone, add_fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.operations.desk import Desk

_NOTHING = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class KindsSet:
    """What was set.

    Attributes:
        customers: Their numbers.
        kind: What they are now.
    """

    customers: tuple[int, ...]
    kind: CustomerKind


def unknown_kinds(desk: Desk) -> int:
    """Return of how many customers the kind is not known."""
    with desk.database.read() as session:
        return len(customers_of_kind(session, CustomerKind.UNKNOWN))


def set_unknown_kinds(
    desk: Desk, kind: CustomerKind, *, operation_id: str | None = None
) -> KindsSet:
    """Say of every customer whose kind is not known that it is of this kind.

    Raises:
        EntryRefusedError: If no kind is given, or there is no such customer.
    """
    if kind is CustomerKind.UNKNOWN:
        raise EntryRefusedError("kind", "No kind is chosen.", f"Choose one. {_NOTHING}")
    try:
        with desk.database.write(
            "customer.kinds_set",
            f"set the kind of every customer whose kind was not known: {kind.value}",
            now=desk.now(),
            operation_id=operation_id,
        ) as transaction:
            found = customers_of_kind(transaction, CustomerKind.UNKNOWN)
            if not found:
                raise EntryRefusedError(
                    "kind",
                    "There is no customer whose kind is not known.",
                    f"The kind of a single customer is changed with E. {_NOTHING}",
                )
            change_kinds(transaction, found, kind)
            add_fact(transaction, kind=kind.value, customers=found)
    except AlreadyDone as before:
        facts = before.facts
        return KindsSet(tuple(facts["customers"]), CustomerKind(facts["kind"]))
    return KindsSet(tuple(found), kind)


def take_kinds_back(
    desk: Desk, customers: Sequence[int], kind: CustomerKind, *, operation_id: str | None = None
) -> int:
    """Make the kind not known again, of those who still have it; return how many these were."""
    wanted = set(customers)
    with desk.database.write(
        "customer.kinds_taken_back",
        f"took back that {len(wanted)} customers are {kind.value}",
        now=desk.now(),
        operation_id=operation_id,
    ) as transaction:
        found = [one for one in customers_of_kind(transaction, kind) if one in wanted]
        change_kinds(transaction, found, CustomerKind.UNKNOWN)
        add_fact(transaction, kind=kind.value, customers=found)
    return len(found)
