"""Taking back a rung that was recorded by mistake. The record stays; a new event points back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.letters import (
    STATE_WORDS,
    WITHDRAWABLE,
    LetterState,
)
from collections_desk.errors import LetterRefusedError
from collections_desk.operations.mail_facts import done_before, mail_day
from collections_desk.operations.wording import given_reason
from collections_desk.store.activities import activities, add_activity
from collections_desk.store.database import add_fact
from collections_desk.store.mailings import (
    add_letter_event,
    letters_of,
    lift_address_mark,
    load_letter,
    mark_address_returned,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.letters import Letter, LetterEvent
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay
    from collections_desk.store.database import Transaction


def withdraw_rungs(
    desk: Desk, letter_ids: Sequence[int], *, why: str, operation_id: str | None = None
) -> list[Letter]:
    """Withdraw the last rung of letters; each stands on the one before again.

    A mark on the address that came from a withdrawn return is lifted, and the entry that the
    rung made in the timeline is withdrawn with it. All or nothing.

    Args:
        desk: The open desk.
        letter_ids: The letters; all must stand on a rung that tells of the world outside.
        why: A sentence.
        operation_id: Makes asking again safe.

    Raises:
        EntryRefusedError: If no reason is given.
        LetterRefusedError: If there is nothing to withdraw at one of them.
    """
    reason = given_reason(why, "A step of a letter is withdrawn only with a reason.")
    ids = list(dict.fromkeys(letter_ids))
    if not done_before(desk, operation_id):
        with desk.database.read() as session:
            day = mail_day(desk, session)
            letters = [load_letter(session, letter_id) for letter_id in ids]
        rungs = [_last_rung(letter) for letter in letters]
        what = ", ".join(
            f"{rung.state.value} of {letter.ref}"
            for letter, (rung, _) in zip(letters, rungs, strict=True)
        )
        with desk.database.write(
            "letter.withdrawn",
            f"withdrew {what}: {reason}",
            now=desk.now(),
            facts={"letters": [letter.ref for letter in letters], "why": reason},
            operation_id=operation_id,
        ) as transaction:
            lifted = [
                letter.ref
                for letter, (rung, before) in zip(letters, rungs, strict=True)
                if _withdraw(desk, transaction, day, letter, rung, before, reason)
            ]
            add_fact(transaction, address_marks_lifted=lifted)
    with desk.database.read() as session:
        return [load_letter(session, letter_id) for letter_id in ids]


def _last_rung(letter: Letter) -> tuple[LetterEvent, LetterEvent]:
    """Return the rung to withdraw, and the one on which the letter stands then."""
    standing = letter.standing
    if letter.state not in WITHDRAWABLE or len(standing) < 2:  # noqa: PLR2004 - a rung and the one before
        raise LetterRefusedError(
            f"Letter {letter.ref} is {letter.state_words.lower()}; there is nothing to withdraw.",
            "Posted, delivered, refused, unclaimed and returned can be withdrawn. "
            "Nothing was changed.",
        )
    return standing[-1], standing[-2]


def _withdraw(  # noqa: PLR0913, PLR0917 - a rung, the one before, and why
    desk: Desk,
    transaction: Transaction,
    day: MailDay,
    letter: Letter,
    rung: LetterEvent,
    before: LetterEvent,
    reason: str,
) -> bool:
    now, clerk = desk.now(), day.settings.clerk
    add_letter_event(
        transaction,
        letter.id,
        before.state,
        dated_on=day.today,
        clerk=clerk,
        now=now,
        note=reason,
        withdraws_id=rung.id,
    )
    said = f"{letter.ref} {rung.state.value} on {rung.dated_on.isoformat()}"
    for entry in activities(transaction, letter.customer_id, kinds=["letter"]):
        of_rung = entry.letter_id == letter.id and entry.note.startswith(said)
        if of_rung and entry.outcome is not None and entry.stands and entry.withdraws_id is None:
            add_activity(
                transaction,
                letter.customer_id,
                "letter",
                clerk=clerk,
                happened_at=now,
                now=now,
                direction="none",
                action="SY",
                letter_id=letter.id,
                note=f"Withdrawn: {STATE_WORDS[rung.state].lower()} of {letter.ref}. {reason}",
                withdraws_id=entry.id,
            )
            break
    return _lift_mark(transaction, letter, rung, before)


def _lift_mark(
    transaction: Transaction, letter: Letter, rung: LetterEvent, before: LetterEvent
) -> bool:
    """Lift the mark that this return made, unless another returned letter still speaks for it."""
    if not _undeliverable(rung, before) or letter.address_id is None:
        return False
    transaction.flush()
    if not lift_address_mark(
        transaction, letter.address_id, on=rung.dated_on, reason=returned_reason(letter.ref, rung)
    ):
        return False
    for other in letters_of(transaction, letter.customer_id):
        ladder = other.standing
        if (
            other.id != letter.id
            and other.address_id == letter.address_id
            and other.state is LetterState.RETURNED
            and len(ladder) > 1
            and _undeliverable(ladder[-1], ladder[-2])
        ):
            mark_address_returned(
                transaction,
                letter.address_id,
                on=ladder[-1].dated_on,
                reason=returned_reason(other.ref, ladder[-1]),
            )
            return False
    return True


def _undeliverable(rung: LetterEvent, before: LetterEvent) -> bool:
    return rung.state is LetterState.RETURNED and before.state is LetterState.POSTED


def returned_reason(ref: str, rung: LetterEvent) -> str:
    """Return the words with which a return marks the address."""
    return rung.note or f"letter {ref} came back"
