"""The category that the logged facts point to, and which facts those are. The clerk decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_desk.domain.customers import Category


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """What is known about a customer's behavior. Each fact is logged somewhere.

    Attributes:
        reasons: Label and category hint of each reason for non-payment, newest first.
        outcomes: Code of each standing call, newest first.
        open_disputes: Disputes still undecided.
        decided_disputes: Disputes decided before.
        broken_promises: Promises broken or partly kept.
        kept_promises: Promises kept.
        paid_invoices: Invoices paid whose day of payment is known.
        paid_late: Those of them paid more than 7 days late.
        paid_after_reminder: Late ones paid within 14 days of a contact.
        part_payments: Payments that left something open on their invoice.
        returned_payments: Payments that came back (NSF).
    """

    reasons: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[str, ...] = ()
    open_disputes: int = 0
    decided_disputes: int = 0
    broken_promises: int = 0
    kept_promises: int = 0
    paid_invoices: int = 0
    paid_late: int = 0
    paid_after_reminder: int = 0
    part_payments: int = 0
    returned_payments: int = 0


@dataclass(frozen=True, slots=True)
class CategoryProposal:
    """A proposal, with the facts that carry it.

    Attributes:
        category: What the facts point to; UNSORTED where they do not point anywhere.
        facts: The facts for it, as sentences, the weightiest first.
        against: Facts that point elsewhere.
        points: The weight found for each category that any fact points to.
    """

    category: Category
    facts: tuple[str, ...]
    against: tuple[str, ...] = ()
    points: tuple[tuple[Category, int], ...] = ()
