"""What keeps an approved letter from the printer: much may have happened since it was approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.dispute_answers import with_findings
from collections_desk.domain.guards_letter import ASKS_NO_MONEY
from collections_desk.domain.holds import active_holds
from collections_desk.domain.letter_facts import letter_sums, long_day, of_letter
from collections_desk.domain.letter_guards import ASKS_NOTHING, stops_letter
from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.errors import LetterRefusedError
from collections_desk.operations.mail_facts import facts_for
from collections_desk.operations.mail_listing import handed_words
from collections_desk.store.customers import addresses
from collections_desk.store.guard_events import guard_events
from collections_desk.store.holds import holds
from collections_desk.store.print_attempts import open_attempts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_desk.domain.letters import Letter
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay
    from collections_desk.store.reading import Reading

#: Letters that may go to the printer: the first time, or as a COPY.
_PRINTABLE = frozenset(LetterState) - {LetterState.DRAFT, LetterState.CANCELLED}
#: The guard of the clerk's own holds.
HOLD = "G-STOP-14"


def require_printable(
    desk: Desk, session: Reading, day: MailDay, letters: Sequence[Letter]
) -> None:
    """Refuse the batch if a letter in it cannot go: much may have happened since approval."""
    handed = open_attempts(session, [letter.id for letter in letters])
    obstacles = [
        (
            letter,
            f"{handed_words(handed[letter.id], day.settings)}; say first whether it printed"
            if letter.id in handed
            else _obstacle(desk, session, day, letter),
        )
        for letter in letters
    ]
    faults = [f"{letter.ref} to {letter.customer_name}: {why}" for letter, why in obstacles if why]
    if faults:
        raise LetterRefusedError(
            f"{len(faults)} of {len(letters)} letters cannot be printed. "
            + "; ".join(faults[:5])
            + ("." if len(faults) <= 5 else f"; and {len(faults) - 5} more."),  # noqa: PLR2004
            "Take them out of the batch or put them right. Nothing was printed.",
        )


def _obstacle(desk: Desk, session: Reading, day: MailDay, letter: Letter) -> str:
    if letter.state not in _PRINTABLE or letter.snapshot is None:
        return f"it is {letter.state_words.lower()}"
    if letter.certified and not letter.article_number:
        return "its article number is missing"
    if letter.printings:
        return ""  # a copy for the file leaves the house no more
    return _stopped_since(desk, session, day, letter) or _too_old(day, letter)


def _stopped_since(desk: Desk, session: Reading, day: MailDay, letter: Letter) -> str:
    used = [one for one in addresses(session, letter.customer_id) if one.id == letter.address_id]
    if used and used[0].state == "returned":
        return "mail to its address came back; put the address right and approve it again"
    if letter.type in ASKS_NOTHING:
        return ""
    approved_on = _approved_on(letter)
    for hold in active_holds(holds(session, letter.customer_id), day.today):
        flag = desk.resources.flags.get(hold.flag)
        stops = flag is not None and flag.stops in {"all", "mail"}
        if flag is not None and stops and hold.begins_on > approved_on:
            return f"a stop flag was set ({flag.label.lower()}); open it again and look"
    return _held_since(session, day, letter) or _less_since(desk, session, day, letter)


def _held_since(session: Reading, day: MailDay, letter: Letter) -> str:
    """Tell whether the clerk put the customer, the address or all letters on hold since."""
    passed = {
        known.get("hold")
        for one in guard_events(session, letter.customer_id)
        if one["letter_id"] == letter.id and one["guard"] == HOLD
        for known in one["facts"].get("all", [one["facts"]])
    }
    address = str(letter.address_id) if letter.address_id is not None else ""
    for hold in active_holds(holds(session, letter.customer_id), day.today):
        if not hold.flag and hold.id not in passed and stops_letter(hold, address):
            return f"it is on hold since {long_day(hold.begins_on)} ({hold.reason}); open it again"
    return ""


def _less_since(desk: Desk, session: Reading, day: MailDay, letter: Letter) -> str:
    """Tell whether less may be asked for than was: paid, promised, disputed or credited since."""
    asked = (letter.snapshot or {}).get("asked")
    if letter.type in ASKS_NO_MONEY or not asked:
        return ""
    facts = facts_for(desk, session, day, letter.customer_id)
    sums = letter_sums(of_letter(with_findings(letter, facts), facts), day.today)
    now = {money.currency: money for money in sums.amount_due}
    for minor, currency in asked:
        left = now.get(currency, Money(0, currency))
        if left.minor < minor:
            was = money_text(Money(minor, currency), day.settings.locale)
            return (
                f"it asks for {was} and {money_text(left, day.settings.locale)} may be asked for "
                "by now; open it again and approve it anew"
            )
    return ""


def _too_old(day: MailDay, letter: Letter) -> str:
    """Tell whether balances that were fresh at approval have become too old since."""
    if letter.as_of is None:
        return ""
    limit = day.settings.data_age_limit_days
    fresh_then = (_approved_on(letter) - letter.as_of).days <= limit
    if fresh_then and (day.today - letter.as_of).days > limit:
        return (
            f"its balances are as of {long_day(letter.as_of)} by now; open it again and "
            "approve it with fresh ones"
        )
    return ""


def _approved_on(letter: Letter) -> date:
    return max(event.dated_on for event in letter.events if event.state is LetterState.APPROVED)
