"""What becomes of a letter: its numbers, posted, delivered, refused, unclaimed, returned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.certified_mail import (
    RECEIPT,
    examine_reuse,
    in_fours,
    parse_article_number,
    parse_return_receipt_number,
)
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.letters import (
    NEXT_STATES,
    STATE_WORDS,
    LetterState,
    MailLine,
)
from collections_desk.domain.money import Money
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.operations.mail_drafting import type_label
from collections_desk.operations.mail_facts import done_before, mail_day
from collections_desk.store.activities import add_activity
from collections_desk.store.documents import add_attachment, put_document
from collections_desk.store.mailings import (
    add_letter_event,
    change_letter,
    letters_on_the_way,
    load_letter,
    mark_address_returned,
    number_uses,
    receipt_number_use,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_desk.domain.letters import Letter
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay
    from collections_desk.store.database import Transaction

#: How long a finished letter stays in the mail lists.
DAYS_LISTED = 90
#: Outcome code of each rung for the timeline, certified first.
_OUTCOMES = {
    LetterState.DELIVERED: ("CMD", None),
    LetterState.REFUSED: ("CMR", None),
    LetterState.UNCLAIMED: ("CMU", None),
    LetterState.RETURNED: ("RTS", "RTS"),
}


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


def record_posted(  # noqa: PLR0913 - what stands on the receipt
    desk: Desk,
    letter_ids: Sequence[int],
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> list[Letter]:
    """Record that letters were posted, with the postmarked receipt or manifest if there is one.

    Raises:
        LetterRefusedError: If one of them was not printed, or the day cannot be. Nothing is
            recorded then.
    """
    return _reach(
        desk, letter_ids, LetterState.POSTED, on, (document, media_type), note, operation_id
    )


def record_delivered(  # noqa: PLR0913 - what stands on the card
    desk: Desk,
    letter_id: int,
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> Letter:
    """Record the delivery, with the signed card or electronic receipt if there is one."""
    scan = (document, media_type)
    return _reach(desk, [letter_id], LetterState.DELIVERED, on, scan, note, operation_id)[0]


def record_refused(  # noqa: PLR0913 - what stands on the envelope
    desk: Desk,
    letter_id: int,
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> Letter:
    """Record that the addressee declined the piece."""
    scan = (document, media_type)
    return _reach(desk, [letter_id], LetterState.REFUSED, on, scan, note, operation_id)[0]


def record_unclaimed(  # noqa: PLR0913 - what stands on the envelope
    desk: Desk,
    letter_id: int,
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> Letter:
    """Record that nobody collected the piece."""
    scan = (document, media_type)
    return _reach(desk, [letter_id], LetterState.UNCLAIMED, on, scan, note, operation_id)[0]


def record_returned(  # noqa: PLR0913 - what stands on the envelope
    desk: Desk,
    letter_id: int,
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> Letter:
    """Record that the piece came back.

    A piece that could not be delivered marks its address as returned: no letter goes there
    until the address is put right. A piece that was refused or not collected before says
    nothing against the address.
    """
    scan = (document, media_type)
    return _reach(desk, [letter_id], LetterState.RETURNED, on, scan, note, operation_id)[0]


def _reach(  # noqa: PLR0913, PLR0917 - one rung, its day and its paper
    desk: Desk,
    letter_ids: Sequence[int],
    state: LetterState,
    on: date,
    scan: tuple[bytes | None, str],
    note: str,
    operation_id: str | None,
) -> list[Letter]:
    ids = list(dict.fromkeys(letter_ids))
    if not done_before(desk, operation_id):
        with desk.database.read() as session:
            day = mail_day(desk, session)
            letters = [load_letter(session, letter_id) for letter_id in ids]
        for letter in letters:
            _require_reachable(letter, state, on, day)
        refs = ", ".join(letter.ref for letter in letters)
        with desk.database.write(
            f"letter.{state.value}",
            f"recorded {refs} as {state.value} on {on.isoformat()}",
            now=desk.now(),
            facts={
                "letters": [letter.ref for letter in letters],
                "on": on.isoformat(),
                "note": note.strip(),
            },
            operation_id=operation_id,
        ) as transaction:
            content, media_type = scan
            sha256 = None
            if content is not None:
                sha256 = put_document(transaction, content, media_type, now=desk.now())
            for letter in letters:
                _record_rung(desk, transaction, day, letter, state, on, sha256, note.strip())
    with desk.database.read() as session:
        return [load_letter(session, letter_id) for letter_id in ids]


def _require_reachable(letter: Letter, state: LetterState, on: date, day: MailDay) -> None:
    word = STATE_WORDS[state].lower()
    if state not in NEXT_STATES[letter.state]:
        raise LetterRefusedError(
            f"Letter {letter.ref} cannot be {word}: it is {letter.state_words.lower()}.",
            "Record the step before it first. Nothing was recorded.",
        )
    if state in {LetterState.REFUSED, LetterState.UNCLAIMED} and not letter.certified:
        raise LetterRefusedError(
            f"Letter {letter.ref} went by First-Class Mail, which is not {word}.",
            "Record it as returned if it came back. Nothing was recorded.",
        )
    earlier = max(event.dated_on for event in letter.events)
    if on > day.today:
        raise EntryRefusedError(
            "on",
            f"{long_day(on)} lies in the future.",
            "Give the day on which it happened. Nothing was recorded.",
        )
    if on < earlier:
        raise EntryRefusedError(
            "on",
            f"{long_day(on)} is before {long_day(earlier)}, when letter {letter.ref} was "
            f"{letter.state_words.split(',')[0].lower()}.",
            "Give the day on which it happened. Nothing was recorded.",
        )


def _record_rung(  # noqa: PLR0913, PLR0917 - one rung, its day and its paper
    desk: Desk,
    transaction: Transaction,
    day: MailDay,
    letter: Letter,
    state: LetterState,
    on: date,
    sha256: str | None,
    note: str,
) -> None:
    now, clerk = desk.now(), day.settings.clerk
    add_letter_event(
        transaction,
        letter.id,
        state,
        dated_on=on,
        clerk=clerk,
        now=now,
        document_sha256=sha256,
        note=note,
    )
    if sha256 is not None:
        add_attachment(
            transaction,
            customer_id=letter.customer_id,
            sha256=sha256,
            label=f"{STATE_WORDS[state]}: {letter.ref}",
            now=now,
            letter_id=letter.id,
        )
    if state in _OUTCOMES:
        outcome = _OUTCOMES[state][0 if letter.certified else 1]
        said = f"{letter.ref} {state.value} on {on.isoformat()}"
        add_activity(
            transaction,
            letter.customer_id,
            "letter",
            clerk=clerk,
            happened_at=now,
            now=now,
            direction="none",
            outcome=outcome,
            letter_id=letter.id,
            note=f"{said}. {note}" if note else said,
        )
    undeliverable = state is LetterState.RETURNED and letter.state is LetterState.POSTED
    if undeliverable and letter.address_id is not None:
        reason = note or f"letter {letter.ref} came back"
        mark_address_returned(transaction, letter.address_id, on=on, reason=reason)


def mail_lists(desk: Desk) -> dict[LetterState, list[MailLine]]:
    """Return the letters by the rung they stand on; every rung is a key.

    Delivered, returned and cancelled letters are listed for ninety days.
    """
    with desk.database.read() as session:
        day = mail_day(desk, session)
        letters = letters_on_the_way(session, day.today - timedelta(days=DAYS_LISTED))
    lists: dict[LetterState, list[MailLine]] = {state: [] for state in LetterState}
    for letter in letters:
        lists[letter.state].append(_line(desk, letter, day.today))
    return lists


def _line(desk: Desk, letter: Letter, today: date) -> MailLine:
    since = max((event.dated_on for event in letter.events), default=letter.letter_date)
    snapshot = letter.snapshot or {}
    return MailLine(
        letter_id=letter.id,
        ref=letter.ref,
        customer_id=letter.customer_id,
        customer_name=letter.customer_name,
        type=letter.type,
        type_label=type_label(desk, letter.type),
        service=letter.service,
        article_number=in_fours(letter.article_number or ""),
        return_receipt_number=in_fours(letter.return_receipt_number or ""),
        state=letter.state,
        since=since,
        letter_date=letter.letter_date,
        place=letter.address_lines[-1] if letter.address_lines else "",
        zip_code=str(snapshot.get("sorting", "")).removeprefix("~"),
        waiting_for=_waiting_for(letter),
        days=(today - since).days,
        printings=len(letter.printings),
        totals=tuple(Money(minor, currency) for minor, currency in snapshot.get("totals", [])),
    )


_WAITING = {
    LetterState.DRAFT: "Finish and approve it",
    LetterState.APPROVED: "Print it",
    LetterState.PRINTED: "Post it and record the day",
    LetterState.REFUSED: "Record when the piece is back",
    LetterState.UNCLAIMED: "Record when the piece is back",
}


def _waiting_for(letter: Letter) -> str:
    """Return what the clerk has to do next with a letter, or nothing."""
    if letter.state is LetterState.APPROVED and letter.certified and not letter.article_number:
        return "Scan the article number"
    if letter.state is LetterState.POSTED and letter.certified:
        return "Record what became of it"
    before = letter.events[-2].state if len(letter.events) > 1 else None
    if letter.state is LetterState.RETURNED and before is LetterState.POSTED:
        return "Put the address right"
    return _WAITING.get(letter.state, "")
