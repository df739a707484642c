"""Approving letters: the guards are asked, the figures are frozen; and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from collections_desk.domain.dispute_answers import with_findings
from collections_desk.domain.guards import merged, unanswered
from collections_desk.domain.guards_frequency import frequency_findings
from collections_desk.domain.guards_letter import ASKS_NO_MONEY
from collections_desk.domain.guards_validation import NOTICE
from collections_desk.domain.letter_facts import letter_sums, of_letter
from collections_desk.domain.letters import LetterState
from collections_desk.domain.postal_address import sorting_code
from collections_desk.errors import EntryRefusedError, LetterRefusedError, NotAllowedError
from collections_desk.letters.content import frozen
from collections_desk.letters.documents import lay_out
from collections_desk.operations.aftercare import restore_terms
from collections_desk.operations.call_guards import situation
from collections_desk.operations.dispute_letters import take_back
from collections_desk.operations.guarding import kept_reasons, more_to_do
from collections_desk.operations.mail_facts import (
    as_of_today,
    assets_for,
    composed,
    done_before,
    facts_for,
    guard_findings,
    mail_day,
    require_state,
)
from collections_desk.operations.mail_listing import one_letter
from collections_desk.operations.mail_typing import DRAFT_KIND
from collections_desk.operations.refused_steps import (
    skip_forbidden_letter,
    skip_given_up_letter,
)
from collections_desk.store.drafts import find_draft
from collections_desk.store.guard_events import add_guard_events
from collections_desk.store.mailings import (
    add_letter_event,
    change_letter,
    load_letter,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letters import Letter
    from collections_desk.letters.composing import Composed
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading


def examine_letter(desk: Desk, letter_id: int) -> list[GuardFinding]:
    """Return what the guards say about printing and sending this letter."""
    with desk.database.read() as session:
        day = mail_day(desk, session)
        letter = as_of_today(load_letter(session, letter_id), day.today)
        facts = facts_for(desk, session, day, letter.customer_id)
        often = _how_often(session, desk, letter)
    found = guard_findings(desk, letter, facts, day, composed(desk, letter, facts, day))
    return merged([*found, *often])


def _how_often(session: Reading, desk: Desk, letter: Letter) -> list[GuardFinding]:
    """Return what is said of how often the customer was written to and called lately.

    A letter that asks for no money, and the notice that is due by law, count no contact.
    """
    if letter.type in ASKS_NO_MONEY or letter.type == NOTICE:
        return []
    call = situation(session, desk, letter.customer_id, None, desk.now(), ())
    return frequency_findings(replace(call, channel="mail", tone=None))


def approve_letter(
    desk: Desk,
    letter_id: int,
    *,
    reasons: Mapping[str, str] | None = None,
    operation_id: str | None = None,
) -> Letter:
    """Freeze a draft with its figures; `reasons` by guard id pass the guards that ask.

    Raises:
        LetterRefusedError: If it is not a draft, or something is missing or does not fit.
        NotAllowedError: If a guard stands before it and no reason was given.
    """
    if done_before(desk, operation_id):
        return one_letter(desk, letter_id)
    given = kept_reasons(reasons or {})
    with desk.database.read() as session:
        day = mail_day(desk, session)
        letter = as_of_today(load_letter(session, letter_id), day.today)
        facts = facts_for(desk, session, day, letter.customer_id)
        often = _how_often(session, desk, letter)
        assets = assets_for(desk, session, day.settings)
        typed = find_draft(session, DRAFT_KIND, str(letter_id))
    require_state(letter, LetterState.DRAFT, "approved")
    if typed is not None:
        raise LetterRefusedError(
            f"Letter {letter.ref} holds text that was typed and not saved.",
            "Open the letter, look at it and approve it there. It stays a draft.",
        )
    result = composed(desk, letter, facts, day)
    _require_complete(letter, result)
    lay_out(result.content, assets)
    findings = merged([*guard_findings(desk, letter, facts, day, result), *often])
    _require_answers(desk, letter, findings, given)
    with desk.database.write(
        "letter.approved",
        f"approved letter {letter.ref} to {letter.customer_name}",
        now=desk.now(),
        facts={
            "letter_id": letter_id,
            "letter": letter.ref,
            "guards": {found.guard: given.get(found.guard, "") for found in findings},
        },
        operation_id=operation_id,
    ) as transaction:
        change_letter(transaction, letter_id, **_frozen_columns(letter, facts, result))
        add_letter_event(
            transaction,
            letter_id,
            LetterState.APPROVED,
            dated_on=day.today,
            clerk=day.settings.clerk,
            now=desk.now(),
        )
        restore_terms(transaction, letter, day.today)
        add_guard_events(
            transaction,
            letter.customer_id,
            findings,
            deed="letter",
            decision="shown",
            reasons=given,
            clerk=day.settings.clerk,
            now=desk.now(),
            letter_id=letter_id,
        )
    return one_letter(desk, letter_id)


def _require_complete(letter: Letter, result: Composed) -> None:
    if not result.problems:
        return
    first, more = result.problems[0], len(result.problems) - 1
    also = f" There {'is' if more == 1 else 'are'} {more} more." if more else ""
    raise LetterRefusedError(
        f"Letter {letter.ref} cannot be approved yet: {first.said}{also}", first.remedy
    )


def _require_answers(
    desk: Desk, letter: Letter, findings: list[GuardFinding], given: Mapping[str, str]
) -> None:
    standing = unanswered(findings, given)
    if standing:
        stop_approval(desk, letter.id, standing)
        raise NotAllowedError(
            f"Letter {letter.ref} is not approved yet",
            [found.said for found in standing],
            "Change the letter, or give a reason for each. The letter stays a draft."
            + more_to_do(standing),
        )


def _frozen_columns(letter: Letter, facts: LetterFacts, result: Composed) -> dict[str, Any]:
    """Return what is kept of a letter as it is approved: the page, its figures, its address."""
    chosen = of_letter(with_findings(letter, facts), facts)
    sums = letter_sums(chosen, letter.letter_date)
    return {
        "snapshot": {
            "content": frozen(result.content),
            "items": [[item.id, item.currency, item.open_minor] for item in chosen.items],
            "totals": [[money.minor, money.currency] for money in sums.open],
            "asked": [[money.minor, money.currency] for money in sums.amount_due],
            "sorting": sorting_code(facts.address),
            "disputes": [one.id for one in chosen.disputes],
        },
        "address_lines": list(result.content.address_lines),
        "address_id": facts.address.id if facts.address is not None else None,
        "as_of": chosen.as_of,
        "letter_date": letter.letter_date,
    }


def stop_approval(
    desk: Desk,
    letter_id: int,
    findings: Sequence[GuardFinding],
    *,
    operation_id: str | None = None,
) -> None:
    """Record that guards kept a letter from being approved. The letter stays a draft.

    Where a stop flag forbids it, its step of the contact plan is recorded as skipped.
    """
    with desk.database.read() as session:
        letter = load_letter(session, letter_id)
        day = mail_day(desk, session)
    guards = [found.guard for found in findings]
    with desk.database.write(
        "letter.stopped",
        f"did not approve letter {letter.ref}: {', '.join(guards)}",
        now=desk.now(),
        facts={"letter_id": letter_id, "letter": letter.ref, "guards": guards},
        operation_id=operation_id,
    ) as transaction:
        add_guard_events(
            transaction,
            letter.customer_id,
            findings,
            deed="letter",
            decision="stopped",
            clerk=day.settings.clerk,
            now=desk.now(),
            letter_id=letter_id,
        )
        skip_forbidden_letter(transaction, desk, day.settings, letter, findings, day.today)


def reopen_letter(desk: Desk, letter_id: int, *, why: str) -> Letter:
    """Make a draft again of a letter that is approved and not yet printed.

    Raises:
        LetterRefusedError: If it is not approved, or printed already.
    """
    with desk.database.read() as session:
        letter = load_letter(session, letter_id)
    require_state(letter, LetterState.APPROVED, "opened again")
    _step_back(desk, letter, LetterState.DRAFT, "letter.reopened", "opened again", why)
    return one_letter(desk, letter_id)


def cancel_letter(desk: Desk, letter_id: int, *, why: str) -> None:
    """Take a letter off the desk before it is posted. It stays on record.

    Raises:
        LetterRefusedError: If it is posted already.
    """
    with desk.database.read() as session:
        letter = load_letter(session, letter_id)
    if letter.state not in {LetterState.DRAFT, LetterState.APPROVED, LetterState.PRINTED}:
        raise LetterRefusedError(
            f"Letter {letter.ref} is {letter.state_words.lower()} and cannot be canceled.",
            "What was posted stays on record. Nothing was changed.",
        )
    _step_back(desk, letter, LetterState.CANCELLED, "letter.cancelled", "canceled", why)


def _step_back(  # noqa: PLR0913, PLR0917 - one rung and its words
    desk: Desk, letter: Letter, state: LetterState, kind: str, done: str, why: str
) -> None:
    if not why.strip():
        raise EntryRefusedError("why", "There is no reason.", "Give one in a sentence.")
    with desk.database.read() as session:
        day = mail_day(desk, session)
    with desk.database.write(
        kind,
        f"{done} letter {letter.ref}: {why.strip()}",
        now=desk.now(),
        facts={"letter_id": letter.id, "letter": letter.ref, "why": why.strip()},
    ) as transaction:
        if state is LetterState.CANCELLED and letter.state is LetterState.DRAFT:
            skip_given_up_letter(transaction, desk, day.settings, letter, why.strip(), day.today)
        if state is LetterState.DRAFT:
            change_letter(transaction, letter.id, snapshot=None, address_lines=[])
        if letter.state is LetterState.PRINTED:
            take_back(desk, transaction, day, letter)
        add_letter_event(
            transaction,
            letter.id,
            state,
            dated_on=day.today,
            clerk=day.settings.clerk,
            now=desk.now(),
            note=why.strip(),
        )
