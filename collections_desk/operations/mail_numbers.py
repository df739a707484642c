"""The numbers of Certified Mail: entered from the clerk's own forms, never invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.certified_mail import (
    RECEIPT,
    examine_reuse,
    parse_article_number,
    parse_return_receipt_number,
)
from collections_desk.domain.letters import LetterState
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.operations.mail_facts import done_before, mail_day
from collections_desk.store.mailings import (
    change_letter,
    load_letter,
    number_uses,
    receipt_number_use,
)

if TYPE_CHECKING:
    from collections_desk.operations.desk import Desk


def enter_article_number(
    desk: Desk, letter_id: int, text: str, *, operation_id: str | None = None
) -> str:
    """Keep the number of the Certified Mail form; return a sentence to show, mostly empty.

    Raises:
        EntryRefusedError: If the text is not such a number, or another letter has it.
        LetterRefusedError: If the letter does not go by Certified Mail, or carries its number
            on paper already.
    """
    number = parse_article_number(text)
    if done_before(desk, operation_id):
        return ""
    with desk.database.read() as session:
        day = mail_day(desk, session)
        letter = load_letter(session, letter_id)
        uses = number_uses(session, number.digits, except_letter=letter_id)
    if not letter.certified:
        raise LetterRefusedError(
            f"Letter {letter.ref} does not go by Certified Mail.",
            "Choose Certified Mail for it first. The number was not saved.",
        )
    if letter.state not in {LetterState.DRAFT, LetterState.APPROVED}:
        raise LetterRefusedError(
            f"Letter {letter.ref} is {letter.state_words.lower()}; its number stands on paper.",
            "Cancel it and draft it again if the number is wrong. Nothing was changed.",
        )
    said = examine_reuse(number, uses, today=day.today)
    with desk.database.write(
        "letter.article_number",
        f"entered article number {number.shown} for letter {letter.ref}",
        now=desk.now(),
        facts={"letter": letter.ref, "article_number": number.digits, "warned": said},
        operation_id=operation_id,
    ) as transaction:
        change_letter(transaction, letter_id, article_number=number.digits)
    return said


def enter_return_receipt_number(
    desk: Desk, letter_id: int, text: str, *, operation_id: str | None = None
) -> None:
    """Keep the number of the green card; an empty text takes it away.

    Raises:
        EntryRefusedError: If it is not the number of a card, or another letter has it.
        LetterRefusedError: If no card goes with the letter.
    """
    number = parse_return_receipt_number(text) if text.strip() else None
    if done_before(desk, operation_id):
        return
    with desk.database.read() as session:
        letter = load_letter(session, letter_id)
        taken = (
            receipt_number_use(session, number.digits, except_letter=letter_id) if number else None
        )
    if number is not None and letter.return_receipt != "card":
        raise LetterRefusedError(
            f"No return receipt card goes with letter {letter.ref}.",
            "Choose the return receipt card for it first. The number was not saved.",
        )
    if number is not None and taken is not None:
        raise EntryRefusedError(
            RECEIPT,
            f"{number.shown} already belongs to letter {taken}.",
            "Each card has a number of its own. Scan the card of this letter.",
        )
    with desk.database.write(
        "letter.return_receipt_number",
        f"entered the return receipt number of letter {letter.ref}"
        if number
        else f"took the return receipt number of letter {letter.ref} away",
        now=desk.now(),
        facts={"letter": letter.ref, "number": number.digits if number else ""},
        operation_id=operation_id,
    ) as transaction:
        change_letter(
            transaction, letter_id, return_receipt_number=number.digits if number else None
        )
