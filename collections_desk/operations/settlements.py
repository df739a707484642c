"""Settlements: agreed, confirmed on paper, and ended when they are paid or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.calendar import add_business_days
from collections_desk.domain.envelopes import PAPERS
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.domain.settlements import settlement_standing
from collections_desk.errors import EntryRefusedError
from collections_desk.letters.composing import letterhead
from collections_desk.letters.settlement import SettlementPaper, render_settlement
from collections_desk.operations.mail_facts import assets_for
from collections_desk.operations.wording import given_reason, kept_note
from collections_desk.operations.worklist import closed_days_of, local_date
from collections_desk.operations.write_offs import amounts_owed, take_off_owed
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.documents import add_attachment, put_document
from collections_desk.store.promises import payments
from collections_desk.store.settings import load_settings
from collections_desk.store.settlements import (
    add_settlement,
    end_settlement,
    load_settlement,
    settlements,
)

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.settings import Settings
    from collections_desk.domain.settlements import Settlement, SettlementStanding
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was recorded."


def agree_in(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    desk: Desk,
    customer_id: int,
    *,
    agreed: Money,
    due_on: date | None,
    reason: str,
    decision_id: int | None,
    today: date,
) -> int:
    """Record a settlement inside an operation, with its confirmation as a PDF beside it.

    Raises:
        EntryRefusedError: If the day has passed, or the amount is not below what is owed.
    """
    owed = {one.currency: one for one in amounts_owed(transaction, customer_id)}
    there = owed.get(agreed.currency, Money(0, agreed.currency))
    if not 0 < agreed.minor < there.minor:
        raise EntryRefusedError(
            "amount",
            f"{money_text(agreed)} is not between nothing and the {money_text(there)} owed.",
            f"A settlement is for less than is owed. {_NOTHING}",
        )
    if due_on is None or due_on < today:
        raise EntryRefusedError(
            "due_on",
            "There is no day by which it is to be paid."
            if due_on is None
            else f"{long_day(due_on)} has passed.",
            f"Give a day from {long_day(today)} on. {_NOTHING}",
        )
    settings = load_settings(transaction)
    settlement_id = add_settlement(
        transaction,
        customer_id,
        owed=there,
        agreed=agreed,
        agreed_on=today,
        due_on=due_on,
        reason=kept_note(reason),
        clerk=settings.clerk,
        now=desk.now(),
        decision_id=decision_id,
    )
    settlement = load_settlement(transaction, settlement_id)
    pdf = _confirmation(transaction, desk, settings, settlement)
    sha256 = put_document(transaction, pdf, "application/pdf", now=desk.now())
    add_attachment(
        transaction,
        customer_id=customer_id,
        sha256=sha256,
        label=f"Settlement confirmation {settlement_id}",
        now=desk.now(),
    )
    add_fact(transaction, settlement_id=settlement_id, confirmation=sha256)
    return settlement_id


def confirmation(desk: Desk, settlement_id: int) -> bytes:
    """Return the confirmation of a settlement as a PDF: to be signed and sent."""
    with desk.database.read() as session:
        settings = load_settings(session)
        return _confirmation(session, desk, settings, load_settlement(session, settlement_id))


def standings(desk: Desk, *, today: date | None = None) -> list[SettlementStanding]:
    """Return how every settlement stands, newest first."""
    with desk.database.read() as session:
        settings = load_settings(session)
        day = today or local_date(desk, settings)
        return [_standing(session, desk, settings, one, day) for one in settlements(session)]


def standings_of(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> list[SettlementStanding]:
    """Return how the settlements of one customer stand, inside an open session."""
    return [
        _standing(session, desk, settings, one, day) for one in settlements(session, customer_id)
    ]


def close_as_paid(desk: Desk, settlement_id: int, *, operation_id: str | None = None) -> list[int]:
    """Write the rest off as a settlement, because what was agreed came in time.

    Returns the ledger entries; none where the rest was paid or credited by now.

    Raises:
        EntryRefusedError: If it has ended, or what was agreed did not come in time.
    """
    with desk.database.write(
        "settlement.paid",
        f"closed settlement {settlement_id}: paid as agreed",
        now=desk.now(),
        facts={"settlement_id": settlement_id},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        found = _standing(
            transaction, desk, settings, load_settlement(transaction, settlement_id), today
        )
        settlement = found.settlement
        if found.state != "paid":
            raise EntryRefusedError(
                "settlement",
                _not_paid(found, settings),
                f"Record the payment first, or let the settlement fail. {_NOTHING}",
            )
        owed = {one.currency: one for one in amounts_owed(transaction, settlement.customer_id)}
        rest = min(
            owed.get(settlement.agreed.currency, Money(0, settlement.agreed.currency)),
            settlement.given_up,
        )
        entries: list[int] = []
        if rest.minor > 0:
            entries = take_off_owed(
                transaction,
                desk,
                settlement.customer_id,
                "settlement",
                today=today,
                note=f"Settled for {money_text(settlement.agreed, settings.locale)}",
                most=[rest],
                reference=f"Settlement {settlement_id}",
            )
        end_settlement(transaction, settlement_id, "paid", on=today)
        add_fact(transaction, entries=entries, customer_id=settlement.customer_id)
    return entries


def _not_paid(found: SettlementStanding, settings: Settings) -> str:
    """Say why a settlement cannot be closed as paid."""
    if found.settlement.ended is not None:
        return "This settlement has ended already."
    came = money_text(found.received, settings.locale)
    agreed = money_text(found.settlement.agreed, settings.locale)
    return f"{came} of the agreed {agreed} came by {long_day(found.last_day)}."


def end_unpaid(
    desk: Desk,
    settlement_id: int,
    ended: str,
    *,
    why: str,
    operation_id: str | None = None,
) -> None:
    """Let a settlement fail or cancel it; the whole debt stands again, less what was paid.

    Raises:
        EntryRefusedError: If it has ended, there is no reason, or it has not failed yet.
    """
    reason = given_reason(why, "A settlement ends unpaid only with a reason.")
    words = "failed" if ended == "failed" else "canceled"
    with desk.database.write(
        f"settlement.{'failed' if ended == 'failed' else 'cancelled'}",
        f"settlement {settlement_id} {words}: {reason}",
        now=desk.now(),
        facts={"settlement_id": settlement_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        settlement = load_settlement(transaction, settlement_id)
        found = _standing(transaction, desk, settings, settlement, today)
        if settlement.ended is not None or (ended == "failed" and found.state == "paid"):
            problem = "has ended already" if settlement.ended else "was paid in time"
            raise EntryRefusedError(
                "settlement",
                f"Settlement {settlement_id} {problem}.",
                f"Look at the list of settlements. {_NOTHING}",
            )
        if ended == "failed" and found.state == "running":
            raise EntryRefusedError(
                "settlement",
                f"Settlement {settlement_id} runs until {long_day(found.last_day)}.",
                f"Wait for that day, or cancel it with a reason. {_NOTHING}",
            )
        end_settlement(
            transaction,
            settlement_id,
            "failed" if ended == "failed" else "cancelled",
            on=today,
        )


def _standing(
    session: Reading, desk: Desk, settings: Settings, settlement: Settlement, day: date
) -> SettlementStanding:
    grace = settings.promise_tolerance_business_days
    last = settlement.due_on
    if grace:
        last = add_business_days(settlement.due_on, grace, closed_days_of(desk, day))
    return settlement_standing(
        settlement, payments(session, settlement.customer_id), today=day, last_day=last
    )


def _confirmation(
    session: Reading, desk: Desk, settings: Settings, settlement: Settlement
) -> bytes:
    customer = load_customer(session, settlement.customer_id)
    locale = settings.locale
    paper = SettlementPaper(
        sender=letterhead(settings),
        customer=customer.name,
        reference=customer.reference or "",
        dated=long_day(settlement.agreed_on),
        owed=money_text(settlement.owed, locale),
        agreed=money_text(settlement.agreed, locale),
        given_up=money_text(settlement.given_up, locale),
        due=long_day(settlement.due_on),
        how_to_pay=settings.business.payment_instructions,
        signer=settings.lead_signer.name or settings.clerk,
        role=settings.lead_signer.role,
        number=settlement.id,
    )
    return render_settlement(
        paper,
        assets_for(desk, session, settings),
        size=PAPERS[settings.paper],
        sample=desk.sample,
    )
