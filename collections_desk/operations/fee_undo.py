"""Undo of late charges and waivers: new entries take the old ones back, nothing is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.charges import charges_text
from collections_desk.domain.letters import LetterState
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.charging import note_charges
from collections_desk.operations.wording import given_reason
from collections_desk.operations.worklist import local_date
from collections_desk.store import charges as stored
from collections_desk.store.mailings import add_letter_event, load_letter
from collections_desk.store.postings import reverse
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_desk.domain.charges import Charge
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

_NOTHING = "Nothing was changed."


def take_waiver_back(desk: Desk, charge_ids: Sequence[int], *, why: str) -> None:
    """Let waived charges be owed again, and cancel the draft of the letter that tells of them.

    What was waived before it was charged can be charged again; nothing of it is owed.

    Args:
        desk: The open desk.
        charge_ids: What was waived in one go.
        why: The reason, in a sentence.

    Raises:
        EntryRefusedError: If a charge is not waived, or the letter is more than a draft.
    """
    reason = given_reason(why, "A waiver is taken back only with a reason.")
    with desk.database.write(
        "fees.waiver_taken_back",
        f"took a waiver back: {reason}",
        now=desk.now(),
        facts={"charges": list(charge_ids), "why": reason},
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        waived = _in_state(transaction, charge_ids, "waived", "taken back")
        _cancel_letters(transaction, desk, waived, reason, today)
        for one in waived:
            if one.item_id is None:
                stored.withdraw_charge(transaction, one.id, on=today, reason=reason)
            else:
                _reverse(transaction, desk, one.item_id, "waiver", reason, today)
                stored.stand_again(transaction, one.id)
        standing = stored.load_charges(transaction, [one.id for one in waived if one.item_id])
        words = charges_text(standing, settings.locale)
        said = "Waiver taken back." + (f" Owed again: {words}." if words else "")
        note_charges(transaction, desk, waived[0].customer_id, f"{said} {reason}", "NOTE")


def take_charges_back(desk: Desk, charge_ids: Sequence[int], *, why: str) -> None:
    """Take charges back as if they had only been shown; they can be charged again.

    Args:
        desk: The open desk.
        charge_ids: What was charged in one go.
        why: The reason, in a sentence.

    Raises:
        EntryRefusedError: If a charge is waived, or something was paid on it.
    """
    reason = given_reason(why, "A charge is taken back only with a reason.")
    with desk.database.write(
        "fees.charges_taken_back",
        f"took late charges back: {reason}",
        now=desk.now(),
        facts={"charges": list(charge_ids), "why": reason},
    ) as transaction:
        settings = load_settings(transaction)
        today = local_date(desk, settings)
        charged = _in_state(transaction, charge_ids, "charged", "taken back")
        by_customer: dict[int, list[Charge]] = {}
        for one in charged:
            if one.left != one.amount or one.item_id is None:
                raise EntryRefusedError(
                    "charges",
                    f"The {one.words} is paid in part or in whole.",
                    f"Waive what is left of it instead (Shift+I). {_NOTHING}",
                )
            _reverse(transaction, desk, one.item_id, one.item_kind, reason, today)
            stored.withdraw_charge(transaction, one.id, on=today, reason=reason)
            by_customer.setdefault(one.customer_id, []).append(one)
        for customer_id, taken in by_customer.items():
            words = charges_text(taken, settings.locale)
            said = f"Late charges taken back: {words}. {reason}"
            note_charges(transaction, desk, customer_id, said, "NOTE")


def _in_state(
    transaction: Transaction, charge_ids: Sequence[int], state: str, done: str
) -> list[Charge]:
    found = stored.load_charges(transaction, charge_ids)
    if len(found) != len(charge_ids) or not found:
        raise EntryRefusedError(
            "charges",
            f"What was to be {done} was {done} already.",
            f"Look at the late charges of the customer for how they stand. {_NOTHING}",
        )
    for one in found:
        if one.state != state:
            raise EntryRefusedError(
                "charges",
                f"The {one.words} is {one.state} and cannot be {done}.",
                f"Look at the late charges of the customer for how they stand. {_NOTHING}",
            )
    return found


def _cancel_letters(
    transaction: Transaction, desk: Desk, waived: Sequence[Charge], why: str, today: date
) -> None:
    """Cancel the draft that tells of waivers; a letter that went further stands in the way."""
    clerk = load_settings(transaction).clerk
    for letter_id in sorted({one.letter_id for one in waived if one.letter_id is not None}):
        letter = load_letter(transaction, letter_id)
        if letter.state is LetterState.CANCELLED:
            continue
        if letter.state is not LetterState.DRAFT:
            raise EntryRefusedError(
                "charges",
                f"Letter {letter.ref} tells the customer of the waiver and is "
                f"{letter.state_words.lower()}.",
                f"Cancel the letter first if it is not posted yet. {_NOTHING}",
            )
        add_letter_event(
            transaction,
            letter_id,
            LetterState.CANCELLED,
            dated_on=today,
            clerk=clerk,
            now=desk.now(),
            note=f"The waiver was taken back. {why}",
        )


def _reverse(  # noqa: PLR0913, PLR0917 - one entry, inside the operation
    transaction: Transaction, desk: Desk, item_id: int, kind: str, why: str, today: date
) -> None:
    entry = stored.last_entry(transaction, item_id, kind)
    if entry is None:
        raise EntryRefusedError(
            "charges",
            "The ledger holds no entry of it any more.",
            f"Look at the entries of the ledger of the customer. {_NOTHING}",
        )
    reverse(transaction, [entry], dated_on=today, note=f"Taken back: {why}", now=desk.now())
