"""What every operation on letters reads first: the facts, the composed page, the assets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.guards_letter import LetterPlace
from collections_desk.domain.letter_drafts import LetterProblem
from collections_desk.domain.letter_guards import LetterGuards
from collections_desk.domain.letters import LetterState
from collections_desk.domain.place_rules import place_of, places_of
from collections_desk.errors import LetterRefusedError
from collections_desk.letters.composing import compose
from collections_desk.letters.documents import missing_glyphs
from collections_desk.operations.guarding import guard_rules
from collections_desk.operations.worklist import closed_days_of, local_date
from collections_desk.store.audit_log import find_event
from collections_desk.store.documents import get_document
from collections_desk.store.letter_facts import letter_facts
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.customers import Address
    from collections_desk.domain.envelopes import EnvelopeProfile
    from collections_desk.domain.guards import GuardFinding, GuardRule
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.settings import Settings
    from collections_desk.letters.composing import Composed
    from collections_desk.letters.fonts import Assets
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading


@dataclass(frozen=True, slots=True)
class MailDay:
    """The settings, the creditor's date and the guards of one operation, read once."""

    settings: Settings
    today: date
    rules: Mapping[str, GuardRule]


def mail_day(desk: Desk, session: Reading) -> MailDay:
    """Read the settings and the date inside a session."""
    settings = load_settings(session)
    return MailDay(settings, local_date(desk, settings), guard_rules(session, desk))


def type_label(desk: Desk, letter_type: str) -> str:
    """Return "Past-due reminder" for "L02"; an unknown type is its own label."""
    found = desk.resources.letters.types.get(letter_type)
    return found.label if found is not None else letter_type


def facts_for(desk: Desk, session: Reading, day: MailDay, customer_id: int) -> LetterFacts:
    """Read what a letter to this customer may state."""
    resources = desk.resources
    talks = {code for code, outcome in resources.outcomes.items() if outcome.conversation}
    known = letter_facts(
        session,
        customer_id,
        today=day.today,
        zone=ZoneInfo(day.settings.time_zone),
        conversations=talks,
        dispute_labels={code: one.label for code, one in resources.dispute_codes.items()},
        grace_business_days=day.settings.promise_tolerance_business_days,
        closed=closed_days_of(desk, day.today),
        demand_days=day.settings.min_days_between_escalations,
    )
    return replace(known, small_minor=day.settings.small_balance_minor)


def envelope_of(desk: Desk, letter: Letter) -> EnvelopeProfile:
    """Return the envelope of a letter.

    Raises:
        LetterRefusedError: If the profile is no longer among the resources.
    """
    profile = desk.resources.envelopes.get(letter.envelope)
    if profile is None:
        raise LetterRefusedError(
            f'The envelope "{letter.envelope}" is not known.',
            "Choose another envelope for this letter. Nothing was changed.",
        )
    return profile


def as_of_today(letter: Letter, today: date) -> Letter:
    """Let a draft carry today's date, unless the clerk gave it a later one."""
    if letter.state is LetterState.DRAFT and letter.letter_date < today:
        return replace(letter, letter_date=today)
    return letter


def composed(desk: Desk, letter: Letter, facts: LetterFacts, day: MailDay) -> Composed:
    """Compose a draft, with the characters that cannot be printed among the problems."""
    envelope = envelope_of(desk, letter)
    result = compose(
        letter,
        facts,
        day.settings,
        desk.resources.letters,
        envelope,
        sample=desk.sample,
        survey=desk.resources.survey_form,
    )
    missing = missing_glyphs(result.content, desk.resources.letter_assets)
    if not missing:
        return result
    problem = LetterProblem(
        "characters",
        0,
        f"The letter fonts have no shape for {', '.join(missing[:8])}"
        f"{' and others' if len(missing) > 8 else ''}.",  # noqa: PLR2004 - fits a message
        "Write the name in other letters for this letter (Name as printed, Address lines), or "
        "change the text. Nothing is printed with boxes in it.",
    )
    return replace(result, problems=(*result.problems, problem))


def assets_for(desk: Desk, session: Reading, settings: Settings) -> Assets:
    """Return fonts and logo."""
    assets = desk.resources.letter_assets
    if settings.logo_sha256 is None:
        return assets
    return replace(assets, logo=get_document(session, settings.logo_sha256).content)


def guard_findings(
    desk: Desk, letter: Letter, facts: LetterFacts, day: MailDay, result: Composed
) -> list[GuardFinding]:
    """Ask the guards about a letter."""
    business, address = day.settings.business, facts.address
    guards = LetterGuards(
        letter,
        facts,
        day.settings,
        desk.resources.letters,
        day.rules,
        place=letter_place(desk, address, day.today),
        window=(*result.content.address_lines, business.name, *business.address_lines),
    )
    text = "\n".join([result.content.subject, *(line.text for line in result.content.lines)])
    guards.examine(text, desk.resources.flags, day.today)
    return guards.findings


def letter_place(desk: Desk, address: Address | None, today: date) -> LetterPlace:
    """Return what the tables say about the place that a letter goes to."""
    tables, periods = desk.resources.zone_tables, desk.resources.limitation_periods
    closed = closed_days_of(desk, today)
    if address is None:
        return LetterPlace(periods=periods, closed=closed)
    rules = places_of([address], desk.resources.places, tables)
    return LetterPlace(place_of(address, tables), tuple(rules), periods, closed)


def done_before(desk: Desk, operation_id: str | None) -> bool:
    """Tell whether this very operation is recorded: a retry after an unclear end."""
    if operation_id is None:
        return False
    with desk.database.read() as session:
        return find_event(session, operation_id) is not None


def require_state(letter: Letter, state: LetterState, done: str) -> None:
    """Refuse what does not fit the rung that the letter stands on.

    Raises:
        LetterRefusedError: If it stands on another rung.
    """
    if letter.state is not state:
        raise LetterRefusedError(
            f"Letter {letter.ref} cannot be {done}: it is {letter.state_words.lower()}.",
            "Look at the mail list for where it stands. Nothing was changed.",
        )
