"""The letters of the sample, one for each rung, made by the operations of the clerk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.letters import LetterState
from collections_desk.operations.mail_approving import approve_letter
from collections_desk.operations.mail_drafting import draft_letter
from collections_desk.operations.mail_printing import printable_batch, record_printed
from collections_desk.operations.mail_tracking import record_rung
from collections_desk.operations.mail_writing import save_letter_draft
from collections_desk.store.sample import join_step, set_balances_as_of
from collections_desk.store.within import Within

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collections_desk.domain.sample import Sample, SampleLetter
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction

#: When the clerk of the sample does the mail.
MAIL_HOUR = time(14, 30)
#: The printer of the sample.
PRINTER = "Office printer"


def desk_of_the_sample(
    desk: Desk, transaction: Transaction, sample: Sample
) -> Callable[[date], Desk]:
    """Return what gives the desk on a day of the sample, inside the transaction that loads it."""
    zone = ZoneInfo(sample.settings.time_zone)
    inside = replace(desk, database=Within(desk.database, transaction), sample=True)
    return lambda day: _on(inside, day, zone)


def write_sample_mail(
    transaction: Transaction, sample: Sample, desk_on: Callable[[date], Desk]
) -> None:
    """Write, print and post the letters of the sample, each on its day, oldest first.

    Raises:
        DeskError: If a letter of the sample cannot go as its file says.
    """
    for letter in sample.letters:
        desk_then = desk_on(letter.on)
        set_balances_as_of(transaction, letter.customer_id, letter.on)
        letter_id = _draft(desk_then, letter)
        if letter.rung is not LetterState.DRAFT:
            approve_letter(desk_then, letter_id)
        if letter.rung not in {LetterState.DRAFT, LetterState.APPROVED}:
            batch = printable_batch(desk_then, [letter_id], order="zip")
            record_printed(desk_then, batch, printer=PRINTER)
            join_step(transaction, letter.customer_id, letter.on, letter_id)
        if letter.posted:
            record_rung(desk_then, [letter_id], LetterState.POSTED, letter.on)
        if letter.ended_on is not None:
            desk_later = desk_on(letter.ended_on)
            record_rung(desk_later, [letter_id], letter.rung, letter.ended_on, note=letter.note)
        set_balances_as_of(transaction, letter.customer_id, sample.ends_on)


def _draft(desk: Desk, letter: SampleLetter) -> int:
    draft = draft_letter(desk, letter.customer_id, letter.letter_type).letter
    if letter.consequence:
        options = replace(
            draft.options,
            consequence=letter.consequence,
            authorized_by=desk.settings().exec_signer.name,
            intended_on=letter.intended_on,
        )
        save_letter_draft(desk, draft.id, options=options)
    return draft.id


def _on(desk: Desk, day: date, zone: ZoneInfo) -> Desk:
    moment = datetime.combine(day, MAIL_HOUR, zone).astimezone(UTC)
    return replace(desk, now=lambda: moment)
