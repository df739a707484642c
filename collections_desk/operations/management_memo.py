"""The memo for senior management that is printed behind a letter which they get a copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.letter_asking import ASKED_FOR
from collections_desk.domain.letter_facts import long_day, short_day
from collections_desk.domain.letter_words import as_sentence, first_upper
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text, monies_text
from collections_desk.letters.management_memo import Memo
from collections_desk.operations.mail_facts import facts_for, type_label

if TYPE_CHECKING:
    from collections_desk.domain.letter_facts import PriorContact
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.letters.content import LetterContent, Statement
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay
    from collections_desk.store.reading import Reading


def goes_to_management(letter: Letter) -> bool:
    """Tell whether somebody of our own management is named to get a copy."""
    return any(copy.side == "creditor" for copy in letter.options.copies)


def memo_for(
    desk: Desk, session: Reading, day: MailDay, letter: Letter, content: LetterContent
) -> Memo:
    """Return the memo of a letter that was approved; its amounts are those of the letter."""
    facts = facts_for(desk, session, day, letter.customer_id)
    totals = tuple(
        Money(minor, currency) for minor, currency in (letter.snapshot or {}).get("totals", [])
    )
    options, locale = letter.options, day.settings.locale
    follows = as_sentence(first_upper(options.consequence))
    if follows and options.authorized_by:
        on = f", intended on {long_day(options.intended_on)}" if options.intended_on else ""
        follows = f"{follows} Decided by {options.authorized_by}{on}."
    if options.act_by:
        follows = f"{follows} The customer is asked to act by {long_day(options.act_by)}.".strip()
    number = f", {letter.customer_reference}" if letter.customer_reference else ""
    return Memo(
        letter=content,
        title=type_label(desk, letter.type),
        to=tuple(copy.shown for copy in options.copies if copy.side == "creditor"),
        sender=day.settings.clerk,
        dated=long_day(day.today),
        customer=f"{letter.customer_name}{number}",
        asks_for=_asked(content.statement) or monies_text(totals, locale),
        oldest=_oldest(content.statement),
        history=tuple(_did(desk, one) for one in reversed(facts.contacts)),
        promises=tuple(
            _promised(one, locale)
            for one in sorted(facts.promises, key=lambda one: one.promise.due_on, reverse=True)
        ),
        follows=follows,
    )


def _asked(statement: Statement | None) -> str:
    """Return what the letter asks for where that is less than all that is open; else ""."""
    rows = statement.totals if statement is not None else ()
    return " and ".join(row.open for row in rows if row.label.startswith(ASKED_FOR))


def _oldest(statement: Statement | None) -> str:
    """Name the invoice that is past due the longest, from the statement of the letter."""
    late = [
        (int(row.days), row)
        for row in (statement.rows if statement is not None else ())
        if row.days.isdigit() and int(row.days) > 0
    ]
    if not late:
        return ""
    days, row = max(late, key=lambda pair: pair[0])
    return f"The oldest is {row.number}, due {row.due}: {days} days past due."


def _did(desk: Desk, one: PriorContact) -> str:
    if one.kind != "letter":
        return f"{short_day(one.on)}: spoke with them"
    how = ", by Certified Mail" if one.certified else ""
    return f"{short_day(one.on)}: {type_label(desk, one.letter_type)}{how}"


def _promised(one: PromiseStanding, locale: str) -> str:
    promise = one.promise
    by = f" by {promise.by_whom}" if promise.by_whom else ""
    return (
        f"{short_day(promise.taken_on)}: {money_text(promise.amount, locale)} for "
        f"{short_day(promise.due_on)}{by}, {one.state.value}"
    )
