"""The guards that stand before a letter (table G-LTR of the practice, and the stop flags)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guards import merged
from collections_desk.domain.guards_letter import (
    LetterCase,
    LetterPlace,
    place_findings,
    words_in,
)
from collections_desk.domain.holds import active_holds
from collections_desk.domain.invoices import ItemKind
from collections_desk.domain.letter_facts import letter_sums, long_day, of_letter
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.guards import GuardFinding, GuardRule
    from collections_desk.domain.holds import Flag, Hold
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letter_templates import LetterLibrary
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.settings import Settings

#: Letters that ask for nothing: a hold by the clerk does not stand before them.
ASKS_NOTHING = frozenset({"L08", "L14", "L16"})
#: Firm tones; before the days of patience are over they ask.
FIRM = frozenset({"L03", "L04", "L11", "L12", "L13"})


def stops_letter(hold: Hold, address: str) -> bool:
    """Tell whether a hold concerns a letter; invoices on hold are simply not asked for.

    Args:
        hold: A hold that stands and is no flag.
        address: The number of the address that the letter goes to; empty where there is none.
    """
    if hold.scope == "channel":
        return hold.scope_ref == "mail"
    if hold.scope == "address":
        return bool(address) and hold.scope_ref in {"", address}
    return hold.scope == "customer"


class LetterGuards:
    """Looks at one letter and collects what the guards say.

    Attributes:
        findings: What was found so far.
    """

    def __init__(  # noqa: PLR0913 - a letter and by what it is looked at
        self,
        letter: Letter,
        facts: LetterFacts,
        settings: Settings,
        library: LetterLibrary,
        rules: Mapping[str, GuardRule],
        *,
        place: LetterPlace | None = None,
        window: tuple[str, ...] = (),
    ) -> None:
        self._letter, self._facts, self._settings = letter, of_letter(letter, facts), settings
        self._all_facts = facts
        self._library, self._rules = library, rules
        self._case = LetterCase(
            letter,
            self._facts,
            facts,
            settings,
            library,
            rules,
            place or LetterPlace(where=self._place()),
            window,
        )
        self._today = letter.letter_date
        self.findings: list[GuardFinding] = []

    def examine(self, printed_text: str, flags: Mapping[str, Flag], today: date) -> None:
        """Ask every guard.

        Args:
            printed_text: The merged text of the letter, for the word lists.
            flags: The table of flags.
            today: The creditor's date.
        """
        self._today = today
        self._holds(flags, today)
        self._age(today)
        self._unapplied(today)
        self._consequence()
        self._words(printed_text)
        self._fees()
        self._copies()
        self._history(today)
        self._patience(today)
        self._first_class_copy()
        self.findings += place_findings(self._case, printed_text, today)
        self.findings = merged(self.findings)

    def _found(
        self,
        guard: str,
        said: str,
        *,
        held_in: str | None = None,
        **facts: Any,  # noqa: ANN401 - facts of a guard
    ) -> None:
        self.findings += self._case.found(guard, said, self._today, held_in=held_in, **facts)

    def _place(self) -> str:
        address = self._facts.address
        if address is None:
            return ""
        country = address.country or "US"
        return f"{country}-{address.region}" if country == "US" and address.region else country

    def _holds(self, flags: Mapping[str, Flag], today: date) -> None:
        address = self._facts.address
        place = str(address.id) if address is not None else ""
        for hold in active_holds(self._facts.holds, today):
            since = f"since {long_day(hold.begins_on)}"
            flag = flags.get(hold.flag)
            if flag is not None and flag.guard:
                if flag.stops in {"mail", "all"} and self._letter.type not in flag.allows:
                    said = f"a stop flag stands {since}: {flag.label.lower()} ({hold.reason})"
                    # A moratorium counts wherever a court has ordered one.
                    held_in = "GB" if hold.flag == "BREATHING" else None
                    began = hold.begins_on.isoformat()
                    self._found(flag.guard, said, held_in=held_in, flag=hold.flag, since=began)
            elif hold.flag or self._letter.type in ASKS_NOTHING:
                continue
            elif stops_letter(hold, place):
                # A hold is the clerk's own word; passing it asks for a sentence as a dispute does.
                what = {"channel": "writing letters", "address": "this address"}
                said = f"{what.get(hold.scope, 'the customer')} is on hold {since}: {hold.reason}"
                began = hold.begins_on.isoformat()
                self._found("G-STOP-14", said, hold=hold.id, scope=hold.scope, since=began)

    def _unapplied(self, today: date) -> None:
        """Ask where credits and unapplied payments cover what is past due, or are left out."""
        unapplied: dict[str, int] = {}
        past: dict[str, int] = {}
        for item in self._all_facts.items:
            if item.open_minor < 0:
                unapplied[item.currency] = unapplied.get(item.currency, 0) - item.open_minor
            elif item.due_on is not None and item.due_on < today:
                past[item.currency] = past.get(item.currency, 0) + item.open_minor
        for code, credit in sorted(unapplied.items()):
            debt = past.get(code, 0)
            words = money_text(Money(credit, code), self._settings.locale)
            owed = money_text(Money(debt, code), self._settings.locale)
            if self._letter.type in ASKS_NOTHING or not debt:
                continue
            if credit >= debt:
                said = f"{words} of credits and unapplied payments covers the {owed} past due"
            elif self._letter.options.leave_out_credits:
                said = f"{words} of credits and unapplied payments is left out of the letter"
            else:
                continue
            self._found("G-LTR-16", said, unapplied=credit, past_due=debt, currency=code)

    def _age(self, today: date) -> None:
        as_of = self._facts.as_of
        limit = self._settings.data_age_limit_days
        if as_of is None:
            self._found("G-LTR-05", "no balances were imported for this customer", as_of=None)
        elif (today - as_of).days > limit:
            days = (today - as_of).days
            self._found(
                "G-LTR-05",
                f"the balances are as of {long_day(as_of)}, {days} days old; the limit is {limit}",
                as_of=as_of.isoformat(),
                days=days,
                limit=limit,
            )

    def _consequence(self) -> None:
        options = self._letter.options
        if not options.consequence:
            return
        lacking = [
            word
            for word, there in (
                ("who decided on it", options.authorized_by),
                ("when it is intended", options.intended_on),
            )
            if not there
        ]
        if lacking:
            said = f"the letter states a consequence and does not say {' and '.join(lacking)}"
            self._found("G-LTR-02", said, consequence=options.consequence, lacking=lacking)

    def _words(self, text: str) -> None:
        for guard, words, said in (
            ("G-LTR-03", self._library.court_words, "the letter has words of a court paper"),
            ("G-LTR-13", self._library.credit_words, "the letter speaks of credit reporting"),
        ):
            found = words_in(text, words)
            if found:
                self._found(guard, f"{said}: {', '.join(found)}", words=found)

    def _fees(self) -> None:
        if self._letter.options.fee_basis:
            return
        fees = self._facts.fees_without_basis
        booked = [
            item.number or "a charge without a number"
            for item in self._facts.items
            if item.kind == ItemKind.DEBIT and item.open_minor > 0
        ]
        said = []
        if fees:
            said.append("the balance includes fees or interest")
        if booked:
            said.append(f"the books hold a charge that is no invoice ({', '.join(booked)})")
        if said:
            self._found(
                "G-LTR-04",
                f"{' and '.join(said)}, and the letter names no basis",
                fees=[str(fee) for fee in fees],
                charges=booked,
            )

    def _copies(self) -> None:
        kind = self._facts.customer.kind
        entity = kind is CustomerKind.ENTITY
        for copy in self._letter.options.copies:
            inside = copy.side in {"creditor", "lawyer"}
            officer = copy.side == "customer" and entity and copy.role
            if not (inside or officer):
                said = f"a copy goes to {copy.shown}, who is neither ours, nor an officer there"
                self._found("G-LTR-06", said, name=copy.name, role=copy.role, side=copy.side)

    def _history(self, today: date) -> None:
        letter_type = self._library.types.get(self._letter.type)
        if letter_type is None or not (letter_type.needs_notices or self._letter.certified):
            return
        letters = [one for one in self._all_facts.contacts if one.kind == "letter"]
        sums = letter_sums(self._facts, today)
        if sums.oldest_due is not None:
            letters = [one for one in letters if one.on >= sums.oldest_due]
        answers = self._letter.type in {"L08", "L09"}
        if not letters and not answers:
            said = "no earlier letter about these invoices is on record"
            self._found("G-LTR-10", said, letters=0)
            return
        last = max((one.on for one in letters), default=None)
        least = self._settings.min_days_between_escalations
        if last is not None and (today - last).days < least and not answers:
            said = (
                f"the last letter went out on {long_day(last)}, {(today - last).days} days ago; "
                f"{least} days lie between two firmer letters"
            )
            self._found("G-LTR-10", said, last=last.isoformat(), least=least)

    def _patience(self, today: date) -> None:
        days = letter_sums(self._facts, today).days_past_due
        if self._letter.type in FIRM and days < self._settings.patience_days:
            said = (
                f"the oldest invoice is {days} days past due; nothing firm is said in the first "
                f"{self._settings.patience_days} days"
            )
            self._found("G-FREQ-07", said, days_past_due=days)

    def _first_class_copy(self) -> None:
        if self._letter.certified and not self._letter.first_class_copy:
            said = (
                "no First-Class copy goes with this certified letter; a refused piece is not read"
            )
            self._found("G-LTR-14", said)
