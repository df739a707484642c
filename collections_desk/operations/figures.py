"""The figures of the desk: read and worked out; and the sales that the clerk types for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.effectiveness import USUAL_DAYS, effects
from collections_desk.domain.figure_facts import FigureFacts, PlanFact
from collections_desk.domain.figure_page import figure_page
from collections_desk.domain.figures import Period, month_before, month_of
from collections_desk.domain.figures_days import month_words
from collections_desk.domain.money_text import money_text
from collections_desk.domain.touches import attribute
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.contact_plans import plans_in
from collections_desk.operations.resting import collector_resting
from collections_desk.operations.worklist import closed_days_of, local_date
from collections_desk.store import figures as stored
from collections_desk.store.agreements import agreements_of_all
from collections_desk.store.effectiveness import answers, touches
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections_desk.domain.agreements import Agreements
    from collections_desk.domain.effectiveness import Effects
    from collections_desk.domain.figure_page import FigurePage
    from collections_desk.domain.figures import Input
    from collections_desk.domain.money import Money
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.figures import Behind, TypedSales
    from collections_desk.store.reading import Reading

#: So many months can be chosen at least, the one that runs the first of them, and at most.
MONTHS_OFFERED, MOST_MONTHS = 25, 420
#: The contacts of so many days are looked at for what works.
DAYS_LOOKED_AT = 365
#: No month before this one is taken: nobody keeps open items that long.
EARLIEST_MONTH = date(1990, 1, 1)


def months_offered(today: date, earliest: date | None = None) -> list[Period]:
    """Return the month that runs, up to today, and the whole months before it.

    They reach back two years, or to the first day of which anything is known.
    """
    first = today.replace(day=1)
    found = [Period(first, today)]
    while len(found) < MONTHS_OFFERED or (
        earliest is not None and first > earliest and len(found) < MOST_MONTHS
    ):
        first = month_before(first)
        found.append(month_of(first))
    return found


def period_of(month: date, today: date) -> Period:
    """Return a month as far as it has passed.

    Raises:
        EntryRefusedError: If it has not begun, or lies too far back.
    """
    whole = month_of(month)
    if whole.first > today or whole.first < EARLIEST_MONTH:
        raise EntryRefusedError(
            "month",
            f"There are no figures of {month_words(whole.first)}"
            + (": it has not begun." if whole.first > today else "."),
            f"Choose a month from {month_words(EARLIEST_MONTH)} to {month_words(today)}.",
        )
    return Period(whole.first, min(whole.last, today))


def figures(desk: Desk, period: Period | None = None) -> FigurePage:
    """Return every figure of a period; the month that runs if None."""
    with collector_resting():
        with desk.database.read() as session:
            settings = load_settings(session)
            today = local_date(desk, settings)
            wanted = period or Period(today.replace(day=1), today)
            facts = figure_facts(session, desk, settings, wanted, today)
        return figure_page(
            facts, wanted, desk.resources.figure_texts, home_currency=settings.currency
        )


def figure_facts(
    session: Reading, desk: Desk, settings: Settings, period: Period, today: date
) -> FigureFacts:
    """Read what the figures are worked out from, inside an open session."""
    outcomes = desk.resources.outcomes.values()
    agreed = agreements_of_all(
        session,
        today=today,
        grace_business_days=settings.promise_tolerance_business_days,
        closed=closed_days_of(desk, today),
    )
    return FigureFacts(
        today=today,
        items=stored.items(session),
        entries=stored.entries(session),
        contacts=stored.contacts(session, period, ZoneInfo(settings.time_zone)),
        promises=tuple(
            one
            for each in agreed.values()
            for one in each.promises
            if period.first <= one.promise.due_on <= period.last
        ),
        disputes=stored.disputes(session),
        plans=tuple(plan for each in agreed.values() for plan in _plans(each)),
        placements=stored.placements(session),
        sales=stored.sales(session),
        connected=frozenset(one.code for one in outcomes if one.connected),
        right_party=frozenset(one.code for one in outcomes if one.right_party),
        promise_codes=frozenset(one.code for one in outcomes if one.sets == "PTP"),
        dispute_labels={code: one.label for code, one in desk.resources.dispute_codes.items()},
        terms=stored.terms(session),
        books_from=stored.books_from(session),
        vanished=stored.vanished(session),
    )


def _plans(agreed: Agreements) -> list[PlanFact]:
    return [
        PlanFact(
            one.plan.id,
            one.plan.customer_id,
            one.plan.balance.currency,
            one.state.value,
            one.plan.balance.minor,
            max(one.plan.balance.minor - one.received.minor, 0),
        )
        for one in agreed.plans
    ]


def behind(desk: Desk, one: Input, currency: str) -> list[Behind]:
    """Return the list behind an input of a figure."""
    if not one.of:
        return []
    with desk.database.read() as session:
        return stored.behind(session, one.of, one.parts, currency)


# What works.


@dataclass(frozen=True, slots=True)
class WhatWorks:
    """What came after the contacts of a time, and the words that explain the labels.

    Attributes:
        since: The first day of the contacts; `today` the last.
        letters: Name of a letter type by its id.
        steps: What a step of a contact plan does, by its id.
    """

    effects: Effects
    since: date
    today: date
    letters: dict[str, str]
    steps: dict[str, str]


def what_works(
    desk: Desk, *, days: int = USUAL_DAYS, since: date | None = None, until: date | None = None
) -> WhatWorks:
    """Tell what came after letters and calls within so many days.

    Args:
        desk: The open desk.
        days: Within how many days money or a promise counts.
        since: The first day of the contacts; a year ago if None.
        until: Look at it as of this day; today if None.
    """
    with desk.database.read() as session:
        settings = load_settings(session)
        today = until or local_date(desk, settings)
        first = since or today - timedelta(days=DAYS_LOOKED_AT)
        talks = {one.code for one in desk.resources.outcomes.values() if one.conversation}
        made = touches(session, since=first, zone=ZoneInfo(settings.time_zone), talks=talks)
        came = answers(session, since=first)
        plans = plans_in(session, desk)
    made = [one for one in made if one.on <= today]
    outcomes, waiting = attribute(made, came, days=days, today=today)
    return WhatWorks(
        effects(outcomes, days=days, waiting=waiting),
        first,
        today,
        {ident: one.label for ident, one in desk.resources.letters.types.items()},
        {step.id: step.text for plan in plans.plans.values() for step in plan.steps},
    )


# Sales of a month.


def sales_typed(desk: Desk) -> list[TypedSales]:
    """Return the sales that were typed, the latest month first."""
    with desk.database.read() as session:
        return stored.typed_sales(session)


def currencies_in_use(desk: Desk) -> tuple[str, ...]:
    """Return the currencies that anything is owed in, that of the business first."""
    with desk.database.read() as session:
        home = load_settings(session).currency
        return (home, *sorted(stored.currencies(session) - {home}))


def type_sales(desk: Desk, month: date, amount: Money, *, operation_id: str | None = None) -> None:
    """Keep the credit sales of a month. What was typed before stays in the record.

    Raises:
        EntryRefusedError: If the month has not begun, or the amount is below zero.
    """
    first = month.replace(day=1)
    with desk.database.read() as session:
        settings = load_settings(session)
    period_of(first, local_date(desk, settings))
    if amount.minor < 0:
        raise EntryRefusedError(
            "amount",
            f"Sales of {money_text(amount, settings.locale)} are below zero.",
            "Give the sales of the month on account, without sales taxes if the balances are "
            "without them. Nothing was saved.",
        )
    with desk.database.write(
        "sales.typed",
        f"typed sales of {month_words(first)}: {amount.decimal()} {amount.currency}",
        now=desk.now(),
        facts={
            "month": first.isoformat(),
            "currency": amount.currency,
            "amount_minor": amount.minor,
        },
        operation_id=operation_id,
    ) as transaction:
        stored.add_sales(transaction, first, amount, clerk=settings.clerk, now=desk.now())
