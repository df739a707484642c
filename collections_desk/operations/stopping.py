"""What setting a stop flag brings about: read before it is set, done in the same operation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_desk.domain.letters import LetterState
from collections_desk.domain.money_text import money_text
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.stop_effects import (
    StopEffect,
    StopFacts,
    StopPreview,
    missing_words,
    stop_preview,
)
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.wording import kept_line
from collections_desk.operations.worklist import facts_in, local_date
from collections_desk.store import charges as stored_charges
from collections_desk.store.activities import add_activity
from collections_desk.store.customers import people, put_contact_point, put_person
from collections_desk.store.database import add_fact
from collections_desk.store.mailings import add_letter_event, letters_of
from collections_desk.store.postings import post
from collections_desk.store.print_attempts import open_attempts
from collections_desk.store.promises import payments
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.holds import Flag
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

#: Facts that say from which day a flag counts, the first that is there.
_SINCE = ("filed_on", "received_on")
#: Facts that are days.
DAYS = frozenset({"filed_on", "received_on", "ends_on", "service_from"})
#: Who speaks for a customer that an attorney represents.
ATTORNEY = "Attorney"


def preview_stop(
    desk: Desk, customer_id: int, flag: str, facts: Mapping[str, Any] | None = None
) -> StopPreview:
    """Return what setting a flag would cancel. Nothing is written."""
    kind = desk.resources.flags[flag]
    with desk.database.read() as session:
        settings = load_settings(session)
        today = local_date(desk, settings)
        known = checked_facts(kind, facts or {}, today)
        return _preview(session, desk, settings, customer_id, kind, known, today)


def checked_facts(kind: Flag, facts: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return what belongs to a flag as it may be kept; empty texts are left out.

    Raises:
        EntryRefusedError: If a day is none, a day of the past is to come, or an end has passed.
    """
    kept: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, str) and name not in DAYS:
            if text := kept_line(value, field=name):
                kept[name] = text
        elif name in DAYS and value:
            kept[name] = _day(name, value, today).isoformat()
        elif value is not None and value:
            kept[name] = value
    if kind.code == "BREATHING" and facts and "ends_on" not in kept:
        raise EntryRefusedError(
            "ends_on",
            "A breathing space has an end.",
            "Type the day on which it ends. Nothing was recorded.",
        )
    return kept


def _day(name: str, value: object, today: date) -> date:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise EntryRefusedError(
            name, f'"{value}" is not a day.', "Type it again. Nothing was recorded."
        ) from None
    if name == "ends_on" and day <= today:
        raise EntryRefusedError(
            name, f"{day} is not after today.", "Type a later day. Nothing was recorded."
        )
    if name != "ends_on" and day > today:
        raise EntryRefusedError(
            name, f"{day} is still to come.", "Type a day up to today. Nothing was recorded."
        )
    return day


def _preview(  # noqa: PLR0913, PLR0917 - one flag and where it is looked at
    session: Reading,
    desk: Desk,
    settings: Settings,
    customer_id: int,
    kind: Flag,
    facts: Mapping[str, Any],
    today: date,
) -> StopPreview:
    letters = tuple(letters_of(session, customer_id))
    known = StopFacts(
        letters=letters,
        unsure=frozenset(open_attempts(session, [letter.id for letter in letters])),
        charges=tuple(stored_charges.charges(session, customer_id)),
        reminders=_reminders(session, desk, settings, customer_id, today)
        if "reminders" in kind.cancels
        else (),
        received=tuple(one for one in payments(session, customer_id) if one.amount.minor > 0),
    )
    day = next((facts[name] for name in _SINCE if name in facts), None)
    since = date.fromisoformat(day) if isinstance(day, str) else None
    preview = stop_preview(kind, known, since=since, today=today)
    return replace(preview, missing=missing_words(kind, facts))


def _reminders(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, today: date
) -> tuple[str, ...]:
    """Return what reminders are under way: of open promises and running payment plans."""
    facts = facts_in(session, desk, settings, customer_id, today)
    found = [
        f"Reminders of the promise of {money_text(one.promise.amount, settings.locale)}"
        for one in facts.promises
        if one.state is PromiseState.OPEN
    ]
    found += [
        f"Reminders of the payment plan over {money_text(one.plan.balance, settings.locale)}"
        for one in facts.payment_plans
        if one.is_running
    ]
    return tuple(found)


def carry_out(  # noqa: PLR0913, PLR0917 - one flag, inside the operation
    transaction: Transaction,
    desk: Desk,
    customer_id: int,
    kind: Flag,
    facts: Mapping[str, Any],
    today: date,
) -> StopPreview:
    """Cancel what a flag cancels, inside the operation that sets it, and return what it was."""
    settings = load_settings(transaction)
    done = _preview(transaction, desk, settings, customer_id, kind, facts, today)
    why = f"Canceled by the flag {kind.code}: {kind.label}"
    for effect in done.of_kind("letter"):
        add_letter_event(
            transaction,
            effect.ident,
            LetterState.CANCELLED,
            dated_on=today,
            clerk=settings.clerk,
            now=desk.now(),
            note=why,
        )
    charges = {
        charge.id: charge
        for charge in stored_charges.load_charges(
            transaction, [effect.ident for effect in done.of_kind("charge")]
        )
    }
    for effect in done.of_kind("charge"):
        item_id = charges[effect.ident].item_id
        if item_id is None or effect.amount is None:
            continue
        post(
            transaction,
            item_id,
            "waiver",
            -effect.amount,
            dated_on=today,
            now=desk.now(),
            note=f"Reversed for days from {done.since} on. {why}",
        )
        if effect.whole:
            stored_charges.waive_charge(transaction, effect.ident, on=today, reason=why)
    _name_attorney(transaction, customer_id, facts)
    if done.effects or done.payments or (done.missing and kind.cancels):
        add_activity(
            transaction,
            customer_id,
            "note",
            clerk=settings.clerk,
            happened_at=desk.now(),
            now=desk.now(),
            outcome="NOTE",
            note=stop_words(done, kind, settings.locale),
        )
    add_fact(
        transaction,
        cancelled=[effect.words for effect in done.effects if effect.kind != "reminder"],
    )
    return done


def _name_attorney(transaction: Transaction, customer_id: int, facts: Mapping[str, Any]) -> None:
    """Let the attorney be the one to ask for, with the number that is known."""
    name = facts.get("attorney")
    if not name:
        return
    known = {person.name: person.id for person in people(transaction, customer_id)}
    put_person(
        transaction, customer_id, known.get(name), name=name, role=ATTORNEY, is_primary=True
    )
    if number := facts.get("attorney_phone"):
        put_contact_point(
            transaction, customer_id, None, kind="phone", value=number, label=ATTORNEY.lower()
        )


def stop_words(done: StopPreview, kind: Flag, locale: str) -> str:
    """Return what a flag canceled and what is to be minded, for the record."""
    lines = [f"Flag {kind.code} ({kind.label}) was set."]
    if done.effects:
        lines.append("It canceled:")
        lines += [f"- {effect_words(effect, locale)}" for effect in done.effects]
    lines += [*done.mind, *([done.missing] if done.missing else [])]
    if done.payments:
        lines.append("Payments of the last 90 days:")
        lines += [
            f"- {one.received_on}: {money_text(one.amount, locale)}" for one in done.payments
        ]
    return "\n".join(lines)


def effect_words(effect: StopEffect, locale: str) -> str:
    """Return one effect in a line: what it is, and what of it is reversed."""
    if effect.amount is None:
        return effect.words
    part = "" if effect.whole else " (a part)"
    return f"{money_text(effect.amount, locale)} {effect.words}{part}"
