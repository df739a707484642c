"""What the clerk of the sample did besides the mail, by the operations of the clerk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.operations.charging import charge
from collections_desk.operations.decisions import DecisionEntry, decide
from collections_desk.operations.figures import type_sales
from collections_desk.operations.payments import record_payment
from collections_desk.operations.surveys import record_answers, survey_page
from collections_desk.operations.waivers import waive
from collections_desk.store.balances import open_items
from collections_desk.store.placements import Receiver, add_placement
from collections_desk.store.sample import set_balances_as_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collections_desk.domain.sample import Sample
    from collections_desk.domain.sample_deeds import (
        SampleAnswers,
        SampleCharge,
        SamplePayment,
        SamplePlacement,
        SampleSettlement,
    )
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction


def do_sample_deeds(
    transaction: Transaction, sample: Sample, desk_on: Callable[[date], Desk]
) -> None:
    """Do what the sample's file tells, each on its day.

    Args:
        transaction: The one that loads the sample.
        sample: What it tells.
        desk_on: Gives the desk as it was on a day.

    Raises:
        DeskError: If one of them cannot be done as the file says.
    """
    deeds = sample.deeds
    for placement in deeds.placements:
        _place(transaction, desk_on(placement.on), placement, sample.settings.clerk)
    for charged in deeds.charges:
        _charge(charged, desk_on)
    for payment in deeds.payments:
        _pay(desk_on(payment.on), payment)
    for settlement in deeds.settlements:
        _settle(desk_on(settlement.on), settlement)
    for answers in deeds.answers:
        _answer(desk_on(answers.on), answers)
    touched = {one.customer_id for one in deeds.charges}
    touched |= {one.customer_id for one in deeds.payments}
    for number in touched:
        set_balances_as_of(transaction, number, sample.ends_on)
    for month, amount in deeds.sales:
        type_sales(desk_on(sample.ends_on), month, amount)


def _place(transaction: Transaction, desk: Desk, placement: SamplePlacement, clerk: str) -> None:
    items = [
        (item.id, item.open)
        for item in open_items(transaction, placement.customer_id)
        if item.open.minor > 0
    ]
    add_placement(
        transaction,
        placement.customer_id,
        Receiver(
            "agency",
            placement.name,
            placement.address_lines,
            placement.phone,
            placement.commission_percent,
        ),
        items,
        placed_on=placement.on,
        clerk=clerk,
        now=desk.now(),
        reference=placement.reference,
    )


def _charge(one: SampleCharge, desk_on: Callable[[date], Desk]) -> None:
    charged = charge(desk_on(one.on), one.customer_id, invoice_ids=[one.invoice_id])
    if one.waived_on is not None:
        waive(
            desk_on(one.waived_on),
            one.customer_id,
            charge_ids=charged.charge_ids,
            reason=one.why,
            letter=False,
        )


def _pay(desk: Desk, payment: SamplePayment) -> None:
    entry = PaymentEntry(
        customer_id=payment.customer_id,
        amount=payment.amount,
        received_on=payment.on,
        method=payment.method,
        reference=payment.reference,
        last4=payment.last4,
        direction=payment.direction,
    )
    record_payment(desk, entry)


def _settle(desk: Desk, settlement: SampleSettlement) -> None:
    signer = desk.settings().exec_signer
    entry = DecisionEntry(
        settlement.customer_id,
        "settle",
        decided_by=signer.name,
        reason=settlement.reason,
        amount=settlement.agreed,
        due_on=settlement.due_on,
    )
    decide(desk, entry)


def _answer(desk: Desk, answers: SampleAnswers) -> None:
    sent = next(one for one in survey_page(desk).sent if one.customer_id == answers.customer_id)
    assert sent.letter_id is not None  # noqa: S101 - it is not answered yet
    record_answers(desk, sent.letter_id, answers.answers, comment=answers.comment)
