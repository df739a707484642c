"""Earlier delinquencies: the same faces again, known from how their invoices were paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.customer_page import EarlierDelinquency

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def earlier_delinquencies(
    paid: Iterable[tuple[date, date]], *, patience_days: int = 0
) -> list[EarlierDelinquency]:
    """Return the times when a customer was past due and then was not, newest first.

    Invoices whose late spans touch belong to one delinquency.

    Args:
        paid: Due date and day of the last payment of each closed invoice.
        patience_days: Payments so many days late do not count as late.
    """
    late = sorted(
        (due_on, paid_on) for due_on, paid_on in paid if (paid_on - due_on).days > patience_days
    )
    found: list[EarlierDelinquency] = []
    for due_on, paid_on in late:
        days = (paid_on - due_on).days
        if found and due_on <= found[-1].ended_on:
            last = found[-1]
            found[-1] = EarlierDelinquency(
                last.began_on,
                max(last.ended_on, paid_on),
                max(last.worst_days, days),
                last.invoices + 1,
            )
        else:
            found.append(EarlierDelinquency(due_on, paid_on, days, 1))
    return found[::-1]
