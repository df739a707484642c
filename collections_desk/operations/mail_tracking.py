"""What becomes of a letter: posted, delivered, refused, unclaimed, returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.letters import NEXT_STATES, STATE_WORDS, LetterState
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.operations.mail_facts import done_before, mail_day
from collections_desk.store.activities import add_activity
from collections_desk.store.documents import add_attachment, put_document
from collections_desk.store.mailings import (
    add_letter_event,
    load_letter,
    mark_address_returned,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_desk.domain.letters import Letter
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay
    from collections_desk.store.database import Transaction

#: Outcome code of each rung for the timeline, certified first.
_OUTCOMES = {
    LetterState.DELIVERED: ("CMD", None),
    LetterState.REFUSED: ("CMR", None),
    LetterState.UNCLAIMED: ("CMU", None),
    LetterState.RETURNED: ("RTS", "RTS"),
}


def record_rung(  # noqa: PLR0913 - what stands on the receipt, the card or the envelope
    desk: Desk,
    letter_ids: Sequence[int],
    state: LetterState,
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> list[Letter]:
    """Record that letters were posted, delivered, refused, unclaimed or returned.

    A piece that came back because it could not be delivered marks its address as returned: no
    letter goes there until the address is put right. A piece that was refused or not collected
    before says nothing against the address.

    Args:
        desk: The open desk.
        letter_ids: The letters; all of them reach the rung, or none does.
        state: Which rung.
        on: The day it happened, the creditor's date.
        document: The paper that shows it: the postmarked receipt or manifest, the signed card,
            the electronic receipt, the returned envelope.
        media_type: What kind of document that is.
        note: A word to it.
        operation_id: Makes asking again safe.

    Raises:
        LetterRefusedError: If one of them does not stand on the rung before.
        EntryRefusedError: If the day cannot be.
    """
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
            sha256 = None
            if document is not None:
                sha256 = put_document(transaction, document, media_type, now=desk.now())
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
    earlier = max(event.dated_on for event in letter.standing)
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
