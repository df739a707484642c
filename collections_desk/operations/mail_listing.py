"""The mail lists: which letter stands on which rung, and what it waits for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.certified_mail import in_fours
from collections_desk.domain.letters import LetterState, MailLine
from collections_desk.domain.money import Money
from collections_desk.operations.mail_facts import mail_day, type_label
from collections_desk.store.mailings import letters_of, letters_on_the_way, load_letter
from collections_desk.store.print_attempts import last_attempts

if TYPE_CHECKING:
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.print_attempts import PrintAttempt
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay

#: How long a finished letter stays in the mail lists.
DAYS_LISTED = 90


def one_letter(desk: Desk, letter_id: int) -> Letter:
    """Return a letter with its ladder and its printings."""
    with desk.database.read() as session:
        return load_letter(session, letter_id)


def letters_for(desk: Desk, customer_id: int) -> list[Letter]:
    """Return a customer's letters, newest first."""
    with desk.database.read() as session:
        return letters_of(session, customer_id)


def mail_lists(desk: Desk) -> dict[LetterState, list[MailLine]]:
    """Return the letters by the rung they stand on; every rung is a key.

    Delivered, returned and cancelled letters are listed for ninety days.
    """
    with desk.database.read() as session:
        day = mail_day(desk, session)
        letters = letters_on_the_way(session, day.today - timedelta(days=DAYS_LISTED))
        attempts = last_attempts(session, [letter.id for letter in letters])
    lists: dict[LetterState, list[MailLine]] = {state: [] for state in LetterState}
    for letter in letters:
        lists[letter.state].append(_line(desk, letter, day, attempts.get(letter.id)))
    return lists


def _line(desk: Desk, letter: Letter, day: MailDay, attempt: PrintAttempt | None) -> MailLine:
    ladder = letter.standing
    since = max((event.dated_on for event in ladder), default=letter.letter_date)
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
        days=(day.today - since).days,
        printings=len(letter.printings),
        totals=tuple(Money(minor, currency) for minor, currency in snapshot.get("totals", [])),
        not_printed=attempt.reason if attempt is not None and attempt.outcome == "failed" else "",
        unconfirmed=_sentence(handed_words(attempt, day.settings))
        if attempt is not None and attempt.outcome == "handed"
        else "",
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def handed_words(attempt: PrintAttempt, settings: Settings) -> str:
    """Return "handed to Desk on 2026-11-20 at 10:15, not confirmed"."""
    when = attempt.handed_at.astimezone(ZoneInfo(settings.time_zone))
    return f"handed to {attempt.printer} on {when:%Y-%m-%d} at {when:%H:%M}, not confirmed"


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
    ladder = letter.standing
    before = ladder[-2].state if len(ladder) > 1 else None
    if letter.state is LetterState.RETURNED and before is LetterState.POSTED:
        return "Put the address right"
    return _WAITING.get(letter.state, "")
