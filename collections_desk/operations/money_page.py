"""The money of one customer, read in the session of its page. Nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.hand_payments import held_check
from collections_desk.domain.money import totals_by_currency
from collections_desk.domain.money_page import MoneyPage
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.charging import preview_in
from collections_desk.operations.worklist import closed_days_of
from collections_desk.store.balances import open_items
from collections_desk.store.charges import charges
from collections_desk.store.hand_payments import hand_payments, ledger_lines, open_debts

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.charges import Charge
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading


def money_page(session: Reading, desk: Desk, customer_id: int, day: date) -> MoneyPage:
    """Return payments, late charges and the ledger of a customer."""
    payments = hand_payments(session, customer_id)
    kept = charges(session, customer_id)
    shown: tuple[Charge, ...] = ()
    why_not: list[tuple[str, str]] = []
    try:
        preview = preview_in(session, desk, customer_id)
        charging = f"{preview.preset}. Basis: {preview.basis}."
        for one in preview.customers:
            shown = one.charges
            why_not = [
                (proposal.invoice_number, proposal.why_not)
                for proposal in one.proposals
                if proposal.why_not
            ]
    except EntryRefusedError as refused:
        charging = f"{refused.problem} {refused.remedy}"
    closed = closed_days_of(desk, day)
    spare = [-item.open for item in open_items(session, customer_id) if item.kind == "payment"]
    return MoneyPage(
        payments=tuple(payments),
        charges=(*shown, *sorted(kept, key=lambda one: (one.state == "waived", -one.id))),
        entries=tuple(ledger_lines(session, customer_id)),
        debts=tuple(open_debts(session, customer_id)),
        unapplied=tuple(total for total in totals_by_currency(spare).values() if total),
        charged=tuple(
            total
            for total in totals_by_currency(
                one.left for one in kept if one.state == "charged" and one.left is not None
            ).values()
            if total
        ),
        charging=charging,
        why_not=tuple(why_not),
        held=tuple(
            held_check(payment, "", day, closed).said
            for payment in payments
            if payment.state == "held"
        ),
    )
