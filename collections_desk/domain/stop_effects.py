"""What a stop flag cancels, worked out before it is set: the clerk sees it, then decides.

What may be cancelled stands in the table of flags. A bankruptcy stays every act to collect
(11 USC 362(a)) of consumers and companies alike; what was charged for days from the filing on is
reversed, and the payments of the last 90 days are listed, because the estate may ask for them
back (11 USC 547(b)(4)(A)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collections_desk.domain.charges import Charge
    from collections_desk.domain.holds import Flag
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.promises import Payment

#: Payments of so many days before the filing are listed.
PREFERENCE_DAYS = 90
#: Flags for which they are listed.
LISTS_PAYMENTS = frozenset({"BKY"})
#: What belongs to a flag, as it is missed where nobody has typed it.
_MISSED = {
    "filed_on": "the day of filing",
    "received_on": "the day on which it was received",
    "court": "the court",
    "case_number": "the case number",
    "attorney": "the name of the attorney",
    "attorney_phone": "the attorney's telephone number",
    "number": "the number that is meant",
}
#: The letter that is a survey.
SURVEY = "L15"
_QUEUED = frozenset({LetterState.DRAFT, LetterState.APPROVED})


class StopEffect(NamedTuple):
    """One thing that a flag cancels.

    Attributes:
        kind: letter, charge (a late charge that is reversed) or reminder (stops by itself).
        ident: Its number; 0 for reminders.
        words: What it is.
        amount: What is reversed of a charge; None for others.
        whole: Whether nothing is left of the charge.
    """

    kind: Literal["letter", "charge", "reminder"]
    ident: int
    words: str
    amount: Money | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class StopFacts:
    """What there is that a flag may cancel.

    Attributes:
        unsure: Letters of which nobody knows yet whether they printed, by number.
        reminders: Running promises and payment plans, in words.
        received: Payments, in any order.
    """

    letters: tuple[Letter, ...] = ()
    unsure: frozenset[int] = frozenset()
    charges: tuple[Charge, ...] = ()
    reminders: tuple[str, ...] = ()
    received: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class StopPreview:
    """What setting a flag does.

    Attributes:
        flag: Its code.
        since: From which day charges are reversed; None where the day is not known.
        effects: What is cancelled.
        mind: What the clerk has to see to herself, a sentence each.
        payments: The payments of the last 90 days, oldest first.
        missing: A sentence on what belongs to the flag and is not known, or empty.
    """

    flag: str
    since: date | None
    effects: tuple[StopEffect, ...] = ()
    mind: tuple[str, ...] = ()
    payments: tuple[Payment, ...] = ()
    missing: str = ""

    def of_kind(self, kind: str) -> list[StopEffect]:
        """Return the effects of one kind."""
        return [effect for effect in self.effects if effect.kind == kind]


def stop_preview(flag: Flag, facts: StopFacts, *, since: date | None, today: date) -> StopPreview:
    """Return what setting a flag cancels.

    Args:
        flag: The kind of flag.
        facts: What there is.
        since: The day of filing, or the day from which the flag counts; None if not known.
        today: The creditor's date.
    """
    effects: list[StopEffect] = []
    mind: list[str] = []
    for letter in facts.letters:
        if not _cancels(flag, letter):
            continue
        name = f"{letter.ref} ({letter.type})"
        if letter.id in facts.unsure:
            mind.append(f"Letter {name} may have printed: say so in the mail, and do not post it.")
        elif letter.state in _QUEUED:
            words = f"Letter {name}, {letter.state_words.lower()}"
            effects.append(StopEffect("letter", letter.id, words))
        elif letter.state is LetterState.PRINTED:
            mind.append(f"Letter {name} is printed: do not post it, cancel it in the mail.")
    if flag.cancels & {"fees", "interest"}:
        effects += _reversals(flag, facts.charges, since)
        if since is None and any(_is_open(charge) for charge in facts.charges):
            mind.append(
                "The day of filing is not known: no late charge is reversed. Set the flag again "
                "with its day once you know it."
            )
    if "reminders" in flag.cancels:
        effects += [StopEffect("reminder", 0, words) for words in facts.reminders]
    payments: tuple[Payment, ...] = ()
    if flag.code in LISTS_PAYMENTS:
        payments = payments_near(facts.received, since or today, today)
    return StopPreview(flag.code, since, tuple(effects), tuple(mind), payments)


def payments_near(received: Iterable[Payment], filed_on: date, today: date) -> tuple[Payment, ...]:
    """Return the payments from 90 days before a filing until today, oldest first.

    The estate may ask for those before the filing back (11 USC 547(b)(4)(A)); those after it
    belong to the estate as well until the court says otherwise (11 USC 549).
    """
    first = filed_on - timedelta(days=PREFERENCE_DAYS)
    found = [one for one in received if first <= one.received_on <= today]
    return tuple(sorted(found, key=lambda one: one.received_on))


def missing_words(flag: Flag, given: Iterable[str]) -> str:
    """Say what belongs to a flag and was not given, in a sentence; nothing where all was."""
    known = set(given)
    missed = [_MISSED[name] for name in flag.asks if name in _MISSED and name not in known]
    if not missed:
        return ""
    named = " and ".join(part for part in (", ".join(missed[:-1]), missed[-1]) if part)
    return f"Not known yet: {named}. Ask for it, and set the flag again with it."


def _cancels(flag: Flag, letter: Letter) -> bool:
    if letter.type in flag.allows:
        return False
    return "letters" in flag.cancels or ("surveys" in flag.cancels and letter.type == SURVEY)


def _is_open(charge: Charge) -> bool:
    return charge.state == "charged" and charge.left is not None and charge.left.minor > 0


def _reversals(flag: Flag, charges: Iterable[Charge], since: date | None) -> Iterable[StopEffect]:
    """Return what is reversed of each charge: what it bears for days from `since` on.

    Interest of a time that began before is cut by days, the reversed part rounded up to the
    minor unit. A fee or fixed sum counts for its last day, on which it fell due. No more is
    reversed than is still open.
    """
    if since is None:
        return
    for charge in charges:
        kind = "interest" if charge.kind == "interest" else "fees"
        if kind not in flag.cancels or not _is_open(charge) or charge.to_on < since:
            continue
        left = charge.left or Money(0, charge.amount.currency)
        part = charge.amount.minor
        if charge.kind == "interest" and charge.from_on < since:
            days = (charge.to_on - charge.from_on).days + 1
            after = (charge.to_on - since).days + 1
            part = -(-charge.amount.minor * after // days)
        amount = Money(min(part, left.minor), left.currency)
        yield StopEffect("charge", charge.id, charge.words, amount, whole=amount == left)
