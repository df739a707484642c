"""Waivers: late charges given up, once and without a change of terms, and the letter L10."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_desk.domain.charges import Charge, charges_text
from collections_desk.domain.guards_fees import waiver_findings
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.operations.charging import note_charges, preview_in
from collections_desk.operations.guarding import (
    NO_REASONS,
    guard_rules,
    guarded_write,
    mode_of,
    record_findings,
)
from collections_desk.operations.mail_drafting import draft_letter
from collections_desk.operations.mail_writing import save_letter_draft
from collections_desk.operations.wording import given_reason
from collections_desk.operations.worklist import local_date
from collections_desk.store import charges as stored
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.postings import post
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading


@dataclass(frozen=True, slots=True)
class Waived:
    """What was waived, and the letter that says so.

    Attributes:
        letter_id: The draft of L10, or None where none was made.
        told: A sentence for the clerk.
    """

    charge_ids: tuple[int, ...]
    total: Money
    letter_id: int | None
    told: str


def examine_waiver(desk: Desk, customer_id: int, *, letter: bool) -> list[GuardFinding]:
    """Return what the guards say about a waiver today."""
    with desk.database.read() as session:
        return _waiver_findings(session, desk, customer_id, letter=letter)


def _waiver_findings(
    session: Reading | Transaction, desk: Desk, customer_id: int, *, letter: bool
) -> list[GuardFinding]:
    settings = load_settings(session)
    return waiver_findings(
        stored.charges(session, customer_id),
        local_date(desk, settings),
        guard_rules(session, desk),
        mode=mode_of(settings),
        kind=load_customer(session, customer_id).kind,
        letter=letter,
    )


def waive(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    *,
    charge_ids: Sequence[int] = (),
    shown: Sequence[str] = (),
    reason: str,
    letter: bool = True,
    reasons: Mapping[str, str] = NO_REASONS,
    operation_id: str | None = None,
) -> Waived:
    """Give up late charges, once and without a change of terms; draft the letter that says so.

    Nothing is deleted: a waiver is an entry against the charge. What was only shown is waived
    before it is charged, and is never charged for the days up to the waiver.

    Args:
        desk: The open desk.
        customer_id: Whose.
        charge_ids: Charges on record.
        shown: Keys of charges that could be charged today.
        reason: Why, in a sentence.
        letter: Whether letter L10 is drafted.
        reasons: The clerk's sentence for each guard that asks.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If there is no reason, or a charge is paid or waived already.
    """
    why = given_reason(reason, "A charge is waived only with a reason.")
    with guarded_write(
        desk,
        "fees.waived",
        f"waived late charges of customer {customer_id}: {why}",
        facts={"customer_id": customer_id, "why": why},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        findings = _waiver_findings(transaction, desk, customer_id, letter=letter)
        done = [
            *_waive_charged(transaction, desk, customer_id, charge_ids, why, today),
            *_waive_shown(transaction, desk, settings, customer_id, shown, why, today),
        ]
        if not done:
            raise EntryRefusedError(
                "charges", "No charge was chosen.", "Choose what to waive. Nothing was waived."
            )
        total = Money(sum(one.amount.minor for one in done), done[0].amount.currency)
        words = charges_text([replace(one, left=None) for one in done], settings.locale)
        note_charges(transaction, desk, customer_id, f"Waived once: {words}. {why}", "WAV")
        record_findings(
            transaction,
            desk,
            findings,
            reasons,
            deed="late charge waived",
            refused="Nothing is waived yet",
            customer_id=customer_id,
        )
        numbers = tuple(one.id for one in done)
        add_fact(transaction, charges=list(numbers), total=str(total))
    return _with_letter(desk, customer_id, numbers, total, letter=letter)


def _waive_charged(  # noqa: PLR0913, PLR0917 - one waiver, inside the operation
    transaction: Transaction,
    desk: Desk,
    customer_id: int,
    charge_ids: Sequence[int],
    why: str,
    today: date,
) -> list[Charge]:
    done = []
    for one in stored.load_charges(transaction, charge_ids):
        left = one.left
        if one.customer_id != customer_id or one.state != "charged" or one.item_id is None:
            raise EntryRefusedError(
                "charges",
                f"The {one.words} is waived already, or not of this customer.",
                "Look at the list again. Nothing was waived.",
            )
        if left is None or left.minor <= 0:
            raise EntryRefusedError(
                "charges",
                f"The {one.words} is paid; there is nothing left to waive.",
                "Withdraw the payment or give a credit instead. Nothing was waived.",
            )
        post(
            transaction,
            one.item_id,
            "waiver",
            -left,
            dated_on=today,
            now=desk.now(),
            note=f"Waived: {why}",
        )
        stored.waive_charge(transaction, one.id, on=today, reason=why)
        done.append(replace(one, amount=left, state="waived"))
    return done


def _waive_shown(  # noqa: PLR0913, PLR0917 - one waiver, inside the operation
    transaction: Transaction,
    desk: Desk,
    settings: Settings,
    customer_id: int,
    keys: Sequence[str],
    why: str,
    today: date,
) -> list[Charge]:
    if not keys:
        return []
    preview = preview_in(transaction, desk, customer_id)
    by_key = {one.key: one for one in preview.charges}
    done = []
    for key in keys:
        one = by_key.get(key)
        if one is None:
            raise EntryRefusedError(
                "charges",
                "What was to be waived is no longer among what can be charged.",
                "Look at the list again. Nothing was waived.",
            )
        number = stored.add_charge(
            transaction,
            one,
            state="waived",
            on=today,
            item_id=None,
            reason=why,
            clerk=settings.clerk,
            now=desk.now(),
        )
        done.append(replace(one, id=number, state="waived"))
    return done


def _with_letter(
    desk: Desk, customer_id: int, numbers: tuple[int, ...], total: Money, *, letter: bool
) -> Waived:
    """Draft the letter; the waiver stands even where no letter can be drafted."""
    said = f"{money_text(total)} is waived."
    if not letter:
        return Waived(numbers, total, None, said)
    try:
        letter_id = draft_waiver_letter(desk, customer_id, numbers)
    except LetterRefusedError as refused:
        return Waived(
            numbers, total, None, f"{said} The letter could not be drafted: {refused.problem}"
        )
    return Waived(numbers, total, letter_id, f"{said} Letter L10 is drafted.")


def draft_waiver_letter(desk: Desk, customer_id: int, charge_ids: Sequence[int]) -> int:
    """Draft the letter that confirms waivers, and return its number.

    Raises:
        LetterRefusedError: If there is no wording of that letter.
    """
    draft = draft_letter(desk, customer_id, "L10")
    options = replace(draft.letter.options, charge_ids=tuple(charge_ids))
    save_letter_draft(desk, draft.letter.id, options=options)
    with desk.database.write(
        "fees.waiver_letter",
        f"drafted letter {draft.letter.ref} on a waiver",
        now=desk.now(),
        facts={"customer_id": customer_id, "letter_id": draft.letter.id},
    ) as transaction:
        stored.tell_by_letter(transaction, charge_ids, draft.letter.id)
    return draft.letter.id
