"""Disputes to look at: those of all customers by their clocks, and those of one to work on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_desk.domain.dispute_answers import finding_of
from collections_desk.domain.disputes import ListedDispute, dispute_clocks, read_clocks
from collections_desk.operations.worklist import closed_days_of, local_date
from collections_desk.store.balances import item_numbers
from collections_desk.store.customers import load_customer
from collections_desk.store.disputes import (
    answered,
    dispute_events,
    disputes,
    every_dispute,
)
from collections_desk.store.documents import attachments
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from collections_desk.domain.disputes import ClockReading, Dispute, DisputeClocks
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk


def listed_disputes(desk: Desk) -> list[ListedDispute]:
    """Return the disputes of all customers: open ones by their clocks, then closed ones."""
    with desk.database.read() as session:
        settings = load_settings(session)
        today = local_date(desk, settings)
        found = every_dispute(session, closed=True)
    clocks = _clocks(desk, settings, today)
    lines = [
        ListedDispute(one, name, number, own, read_clocks(one, own, today))
        for one, name, number in found
        for own in (clocks(one),)
    ]
    opened = [line for line in lines if line.dispute.is_open]
    closed = [line for line in lines if not line.dispute.is_open]
    opened.sort(key=lambda line: (*line.reading.order, line.dispute.id))
    closed.sort(key=lambda line: (line.reading.by, line.dispute.id), reverse=True)
    return opened + closed


def disputes_to_work_on(desk: Desk, customer_id: int) -> list[ListedDispute]:
    """Return the disputes of one customer with their steps and papers, open ones first."""
    with desk.database.read() as session:
        settings = load_settings(session)
        today = local_date(desk, settings)
        name = load_customer(session, customer_id).name
        own = disputes(session, customer_id)
        numbers = item_numbers(session, [one.invoice_id for one in own])
        clocks = _clocks(desk, settings, today)
        files = attachments(session, customer_id=customer_id)
        found = [
            ListedDispute(
                one,
                name,
                numbers.get(one.invoice_id, ""),
                clocks(one),
                read_clocks(one, clocks(one), today),
                tuple(dispute_events(session, one.id)),
                tuple(file.label for file in files if file.dispute_id == one.id),
            )
            for one in own
        ]
    return sorted(found, key=lambda line: (not line.dispute.is_open, line.reading.order))


def disputes_to_answer(desk: Desk, customer_id: int) -> list[Dispute]:
    """Return the disputes that an answer speaks of or waits for: open, or not answered yet."""
    with desk.database.read() as session:
        done = answered(session, customer_id)
        own = disputes(session, customer_id)
    return [one for one in own if one.is_open or (finding_of(one) and one.id not in done)]


def clock_readings(
    desk: Desk, settings: Settings, own: Iterable[Dispute], day: date
) -> dict[int, ClockReading]:
    """Return what the clocks of disputes say on a day, by their numbers."""
    clocks = _clocks(desk, settings, day)
    return {one.id: read_clocks(one, clocks(one), day) for one in own}


def _clocks(desk: Desk, settings: Settings, today: date) -> Callable[[Dispute], DisputeClocks]:
    known = partial(
        dispute_clocks,
        closed=closed_days_of(desk, today),
        ack_business_days=settings.dispute_ack_business_days,
        decide_days=settings.dispute_decide_days,
        hard_days=settings.dispute_hard_days,
    )
    return lambda dispute: known(dispute.received_on)
