"""What a customer owes, item by item, as the books of the business state it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class ItemKind(StrEnum):
    """What an item of the ledger is. Credits and payments are negative.

    `DEBIT` is a charge that is no invoice: a journal entry, a finance charge. `PAYMENT` is
    money received that has not been applied to an invoice.
    """

    INVOICE = "invoice"
    DEBIT = "debit"
    CREDIT = "credit"
    PAYMENT = "payment"


#: Kinds of items that this desk makes itself; no file is expected to list them.
DESK_KINDS = frozenset({"fee", "interest", "payment"})
#: Kinds that lower what is owed.
CREDIT_KINDS = frozenset({ItemKind.CREDIT.value, ItemKind.PAYMENT.value})


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """One item of the ledger as the store holds it.

    Attributes:
        id: Its number in the store.
        customer_id: Who owes it.
        kind: A value of `ItemKind`.
        number: As printed on it; a payment may have none.
        issued_on: The date printed on it, where the file says.
        due_on: The day by which it is to be paid; None for most payments.
        due_source: "file", "terms" or "issue_date".
        currency: ISO 4217 code.
        amount_minor: The original amount in minor units; negative for a credit.
        open_minor: What is left of it.
        status: "open", "closed", "vanished" or "cancelled".
        as_of: The day for which the file states the open balance.
        reference: The customer's own order number and the like.
        note: What else the file said of it.
        batch_id: The import that brought it.
    """

    id: int
    customer_id: int
    kind: str
    number: str
    issued_on: date | None
    due_on: date | None
    due_source: str
    currency: str
    amount_minor: int
    open_minor: int
    status: str
    as_of: date
    reference: str = ""
    note: str = ""
    batch_id: int | None = None

    @property
    def is_ours(self) -> bool:
        """Tell whether this desk made it: late charges, payments by hand that are unapplied."""
        return self.batch_id is None and self.kind in DESK_KINDS
