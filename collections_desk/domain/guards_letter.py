"""G-LTR, second part: what a letter may say at the customer's place, and to whom it shows.

The first part stands in `letter_guards`. All of it looks at one letter as it would be printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guards import find
from collections_desk.domain.guards_validation import NOTICE, notice_due
from collections_desk.domain.holds import active_holds
from collections_desk.domain.letter_facts import letter_sums, long_day
from collections_desk.domain.limitation import possible_bar
from collections_desk.domain.place_rules import held_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letter_templates import LetterLibrary
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.limitation import LimitationPeriod
    from collections_desk.domain.place_rules import PlaceRule
    from collections_desk.domain.settings import Settings

#: Letters that ask for no money.
ASKS_NO_MONEY = frozenset({"L08", "L09", "L10", "L14", "L15", "L16"})
#: Letters that threaten or announce a step before a court or with an agency.
THREATENS = frozenset({"L04", "L11", "L12", "L13"})
#: Letters that are still in order once somebody else collects.
AFTER_THE_END = frozenset({"L12", "L13", "L14", "L15", "L16"})
_LEGAL_WORDS = re.compile(
    r"\b(court|lawsuit|sue|suing|legal|claim|proceedings|judgment)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """Where the letter goes, and what the tables say about that place.

    Attributes:
        where: "US-PA", "GB"; empty where it is not known.
        rules: The rules of the place.
        periods: The table of limitation periods.
        closed: Public holidays, for days that are counted in business days.
    """

    where: str = ""
    rules: tuple[PlaceRule, ...] = ()
    periods: Mapping[str, LimitationPeriod] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()

    @property
    def state(self) -> str:
        """The US state, or empty."""
        country, _, region = self.where.partition("-")
        return region if country == "US" else ""


@dataclass(frozen=True, slots=True)
class LetterCase:
    """One letter in front of the guards.

    Attributes:
        facts: What the letter is about: the items and disputes that were chosen.
        all_facts: Everything about the customer.
        window: What shows on the outside: the address block and the sender.
    """

    letter: Letter
    facts: LetterFacts
    all_facts: LetterFacts
    settings: Settings
    library: LetterLibrary
    rules: Mapping[str, GuardRule]
    place: LetterPlace
    window: tuple[str, ...] = ()

    @property
    def mode(self) -> Mode:
        """Who collects."""
        return "third_party" if self.settings.mode == "third_party" else "first_party"

    def kind(self, today: date) -> CustomerKind:
        """Return whose column is read."""
        dollars = [item.open_minor for item in self.all_facts.items if item.currency == "USD"]
        other = any(item.currency != "USD" for item in self.all_facts.items)
        owed = None if other else sum(dollars)
        return held_as(self.facts.customer.kind, self.place.rules, owed, today)

    def found(
        self,
        guard: str,
        said: str,
        today: date,
        *,
        held_in: str | None = None,
        **facts: Any,  # noqa: ANN401 - facts of a guard
    ) -> list[GuardFinding]:
        """Return the finding of one guard, or nothing where it does not apply."""
        return find(
            self.rules,
            guard,
            mode=self.mode,
            kind=self.kind(today),
            said=said,
            facts=facts,
            place=self.place.where if held_in is None else held_in,
        )

    @property
    def legal_step(self) -> bool:
        """Whether it announces a step before a court."""
        return self.letter.type == "L13" or bool(
            _LEGAL_WORDS.search(self.letter.options.consequence)
        )


def place_findings(case: LetterCase, text: str, today: date) -> list[GuardFinding]:
    """Return what the guards of this part say about a letter.

    Args:
        case: The letter.
        text: Its merged text.
        today: The creditor's date.
    """
    return [
        *_outside(case, today),
        *_name(case, text, today),
        *_validation(case, today),
        *_limitation(case, today),
        *_pre_action(case, today),
        *_commercial(case, today),
        *_placed(case, today),
        *_disputed(case, today),
        *_person(case, today),
    ]


def _outside(case: LetterCase, today: date) -> list[GuardFinding]:
    """G-LTR-01: only names, addresses and postal marks show on the outside."""
    own = case.facts.customer.name.casefold()
    words = [
        word
        for word in words_in("\n".join(case.window), case.library.envelope_words)
        if word not in own
    ]
    if not words:
        return []
    said = (
        f"the address block or the sender would show {', '.join(words)}; the outside carries "
        "names, addresses and postal marks only"
    )
    return case.found("G-LTR-01", said, today, words=words)


def _name(case: LetterCase, text: str, today: date) -> list[GuardFinding]:
    """G-ID-05: nobody writes under another name than the creditor's."""
    own = case.settings.business.name.casefold()
    if not own:
        return []
    speaks_for = case.library.agent_words if case.mode == "first_party" else ()
    signer = {
        "lead": case.settings.lead_signer,
        "exec": case.settings.exec_signer,
    }.get(case.letter.signer)
    signs = f"{signer.name}\n{signer.role}" if signer is not None else case.settings.clerk
    words = [
        word
        for word in (
            *words_in(signs, case.library.name_words),
            *words_in(text, speaks_for),
        )
        if word not in own
    ]
    if not words:
        return []
    said = (
        f"the letter speaks as {', '.join(words)}, which is no part of the name "
        f"{case.settings.business.name}; whoever collects in his own name uses it"
    )
    return case.found("G-ID-05", said, today, words=words)


def _validation(case: LetterCase, today: date) -> list[GuardFinding]:
    """G-LTR-07: the validation notice comes first where one is due."""
    sent = any(one.letter_type == NOTICE for one in case.all_facts.contacts)
    if sent or case.letter.type in ASKS_NO_MONEY | {NOTICE}:
        return []
    first = min((one.on for one in case.all_facts.contacts), default=None)
    due = notice_due(
        case.place.rules,
        mode=case.mode,
        kind=case.kind(today),
        today=today,
        first_contact=first,
        closed=case.place.closed,
    )
    return [] if due is None else case.found("G-LTR-07", due.said, today, **due.facts)


def _limitation(case: LetterCase, today: date) -> list[GuardFinding]:
    """G-LTR-08: a threat on something that may be too old to sue for."""
    threatens = case.letter.type in THREATENS or case.letter.options.consequence
    oldest = letter_sums(case.facts, today).oldest_due
    if not threatens or oldest is None or not case.place.periods:
        return []
    bar = possible_bar(case.place.periods, case.place.state, None, oldest, today)
    if bar is None:
        return []
    facts: dict[str, Any] = {
        "stage": bar.stage,
        "bars_on": bar.bars_on.isoformat(),
        "years": [bar.years_min, bar.years_max],
        "notes": list(bar.notes),
    }
    return case.found("G-LTR-08", bar.said, today, **facts)


def _pre_action(case: LetterCase, today: date) -> list[GuardFinding]:
    """G-LTR-11: days that a letter before a claim gives."""
    days = next((one.pre_action_days for one in case.place.rules if one.pre_action_days), None)
    if days is None or not case.legal_step:
        return []
    company = case.facts.customer.kind is CustomerKind.ENTITY
    wanted, whom = (days[1], "a company") if company else (days[0], "a person")
    act_by = case.letter.options.act_by
    if act_by is not None and act_by >= case.letter.letter_date + timedelta(days=wanted):
        return []
    given = "no day to act by" if act_by is None else f"until {long_day(act_by)}"
    said = f"a letter before a claim gives {whom} {wanted} days; this one gives {given}"
    return case.found("G-LTR-11", said, today, days=wanted, act_by=str(act_by))


def _commercial(case: LetterCase, today: date) -> list[GuardFinding]:
    """G-LTR-15: a person in business who is looked at like a consumer."""
    real = case.facts.customer.kind
    if case.letter.type in ASKS_NO_MONEY or real is case.kind(today):
        return []
    limits = [one for one in case.place.rules if one.commercial_limit_minor is not None]
    limit = (limits[0].commercial_limit_minor or 0) // 100
    begun = limits[0].commercial_from
    since = f" since {long_day(begun)}" if begun else ""
    said = (
        f"{limits[0].id}: the debt of a person in business up to {limit:,} USD is looked at like "
        f"a consumer's{since}"
    )
    return find(
        case.rules,
        "G-LTR-15",
        mode=case.mode,
        kind=real,
        said=said,
        facts={"limit": limit, "cite": limits[0].cite},
        place=case.place.where,
    )


def _placed(case: LetterCase, today: date) -> list[GuardFinding]:
    """G-STOP-12: nobody writes beside the agency or the court."""
    state = case.facts.customer.end_state
    if state not in {"placed", "legal", "judgment"} or case.letter.type in AFTER_THE_END:
        return []
    said = f"the case is {state}: nobody writes beside the agency or court"
    return case.found("G-STOP-12", said, today, end_state=state)


def _disputed(case: LetterCase, today: date) -> list[GuardFinding]:
    """G-STOP-08: where a dispute stops the disputed part until proof was sent."""
    stops = case.mode == "third_party" or any(
        rule.dispute_stops and rule.binds(case.mode, case.kind(today), today)
        for rule in case.place.rules
    )
    items = {item.id for item in case.facts.items}
    disputed = [one for one in case.all_facts.disputes if one.is_open and one.invoice_id in items]
    if not stops or not disputed or case.letter.type in ASKS_NO_MONEY:
        return []
    numbers = ", ".join(case.all_facts.number_of(one.invoice_id) for one in disputed)
    said = f"{numbers} is in dispute: that part waits until proof was sent"
    return case.found("G-STOP-08", said, today, disputes=[one.id for one in disputed])


def _person(case: LetterCase, today: date) -> list[GuardFinding]:
    """G-STOP-09 and G-STOP-10: marks that close nothing and yet want a second look."""
    flags = {hold.flag: hold for hold in active_holds(case.all_facts.holds, today) if hold.flag}
    found: list[GuardFinding] = []
    if "MIL" in flags and (case.legal_step or case.facts.fees):
        since = long_day(flags["MIL"].begins_on)
        said = (
            f"active duty is noted since {since}: interest of 6 % at the most "
            "on what is older, and no default judgment without an affidavit"
        )
        found += case.found("G-STOP-09", said, today, flag="MIL")
    if "MINOR" in flags and case.letter.type not in ASKS_NO_MONEY:
        said = f"write to the right person: {flags['MINOR'].reason}"
        found += case.found("G-STOP-10", said, today, flag="MINOR")
    return found


def words_in(text: str, words: Iterable[str]) -> list[str]:
    """Return which words stand in a text, as whole words, in any case."""
    folded = " ".join(text.casefold().split())
    return [
        word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded) is not None
    ]
