"""What was decided on a customer and what came of it, as lines and as timeline entries."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from collections_desk.domain.customer_page import TimelineEntry
from collections_desk.domain.ends import EndLine
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money_text import money_text
from collections_desk.domain.placements import ENDINGS, ENTRY_KINDS
from collections_desk.domain.settlements import STATES
from collections_desk.operations.settlements import standings_of
from collections_desk.store.decisions import decisions
from collections_desk.store.placements import placements
from collections_desk.store.settlements import GIVEN_UP, settlements, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

_WRITTEN = {"write_off": "Written off", "settlement": "Settled, not asked for"}


def end_lines(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> list[EndLine]:
    """Return what was decided and what came of it, newest first."""
    found = [
        *_decided(session, customer_id),
        *_placed(session, customer_id, settings),
        *_settled(session, desk, settings, customer_id, day),
        *_given_up(session, customer_id),
    ]
    return sorted(found, key=lambda one: (one.on, one.ref_id), reverse=True)


def _decided(session: Reading, customer_id: int) -> Iterator[EndLine]:
    for one in decisions(session, customer_id):
        state = "stands" if one.stands else ""
        if one.withdrawn_by is not None:
            state = f"withdrawn by entry {one.withdrawn_by}"
        if one.stands and one.review_on is not None:
            state = f"looked at again on {short_day(one.review_on)}"
        yield EndLine(
            "decision",
            one.id,
            one.decided_on,
            one.words,
            None,
            state,
            f"{one.decided_by}: {one.reason}",
            stands=one.stands,
            document_sha256=one.memo_sha256,
        )


def _placed(session: Reading, customer_id: int, settings: Settings) -> Iterator[EndLine]:
    for one in placements(session, customer_id):
        state = ENDINGS.get(one.ended, one.ended) if one.ended else "running"
        recovered = money_text(one.recovered, settings.locale)
        net = money_text(one.net, settings.locale)
        yield EndLine(
            "placement",
            one.id,
            one.placed_on,
            f"Placed with {one.name}",
            one.amount,
            state,
            f"{recovered} recovered, {net} net. {one.ended_reason}".strip(),
            stands=one.running,
        )


def _settled(
    session: Reading, desk: Desk, settings: Settings, customer_id: int, day: date
) -> Iterator[EndLine]:
    for standing in standings_of(session, desk, settings, customer_id, day):
        one = standing.settlement
        owed = money_text(one.owed, settings.locale)
        yield EndLine(
            "settlement",
            one.id,
            one.agreed_on,
            f"Settlement in the place of {owed}",
            one.agreed,
            STATES[standing.state],
            f"by {short_day(one.due_on)}. {one.reason}".strip(),
            stands=one.ended is None,
        )


def _given_up(session: Reading, customer_id: int) -> Iterator[EndLine]:
    for one in written(session, customer_id, GIVEN_UP):
        back = one.reversed_by is not None
        yield EndLine(
            "write_off",
            one.id,
            one.dated_on,
            f"{_WRITTEN[one.kind]}: invoice {one.invoice_number}",
            one.amount,
            f"taken back by entry {one.reversed_by}" if back else "not paid",
            one.note,
            stands=not back,
        )


def end_entries(session: Reading, settings: Settings, customer_id: int) -> Iterator[TimelineEntry]:
    """Give decisions, placements and settlements as entries of the timeline."""
    for decision in decisions(session, customer_id):
        gone = decision.withdrawn_by is not None
        yield TimelineEntry(
            kind="decision",
            ref_id=decision.id,
            when=decision.created_at,
            day_only=False,
            title=f"Decision: {decision.words}",
            detail=f"{decision.decided_by}: {decision.reason}",
            clerk=decision.clerk,
            stands=not gone,
            mark=f"withdrawn by decision {decision.withdrawn_by}" if gone else "",
        )
    for placed in placements(session, customer_id):
        yield TimelineEntry(
            kind="decision",
            ref_id=placed.id,
            when=placed.created_at,
            day_only=False,
            title=f"Placed with {placed.name}: {money_text(placed.amount, settings.locale)}",
            clerk=placed.clerk,
            amount=placed.amount,
        )
        for entry in placed.entries:
            amount = money_text(entry.amount, settings.locale)
            yield TimelineEntry(
                kind="decision",
                ref_id=entry.id,
                when=_noon(entry.dated_on),
                day_only=True,
                title=f"{placed.name}: {ENTRY_KINDS[entry.kind].lower()} {amount}",
                detail=" ".join(part for part in (entry.reference, entry.note) if part),
                clerk=entry.clerk,
                amount=entry.amount,
            )
        if placed.ended is not None and placed.ended_on is not None:
            yield TimelineEntry(
                kind="decision",
                ref_id=placed.id,
                when=_noon(placed.ended_on),
                day_only=True,
                title=f"Placement with {placed.name} ended: {ENDINGS[placed.ended].lower()}",
                detail=placed.ended_reason,
                clerk=placed.clerk,
            )
    for settled in settlements(session, customer_id):
        agreed = money_text(settled.agreed, settings.locale)
        yield TimelineEntry(
            kind="decision",
            ref_id=settled.id,
            when=settled.created_at,
            day_only=False,
            title=f"Settlement: {agreed} by {short_day(settled.due_on)}",
            detail=settled.reason,
            clerk=settled.clerk,
            mark=settled.ended or "",
            amount=settled.agreed,
        )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
