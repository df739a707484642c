"""Expected cash, and the lists of what was agreed with all customers. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from collections_desk.domain.agreement_lists import AgreementLists, PlanLine, PromiseLine
from collections_desk.domain.forecast import Forecast, forecast
from collections_desk.domain.promise_chains import ChainPlace, promise_chains
from collections_desk.domain.promises import PromiseState, kept_rates
from collections_desk.domain.to_be_collected import NOT_OURS
from collections_desk.operations.worklist import closed_days_of, local_date
from collections_desk.store.agreed_people import (
    flagged_customers,
    numbers_of_promised,
    people_of_agreements,
)
from collections_desk.store.agreements import agreements_of_all
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.agreements import Agreements
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

#: Flags after which a promise is not to be counted on: the customer may not or need not pay now.
STOPS_PAYMENT = {"BKY": "bankruptcy", "BREATHING": "a moratorium", "IDT": "identity theft"}


def expected_cash(desk: Desk, *, today: date | None = None) -> Forecast:
    """Return what is expected week by week from open promises and running plans."""
    with desk.database.read() as session:
        settings = load_settings(session)
        day = today or local_date(desk, settings)
        agreed = _agreed(session, desk, day)
        people = people_of_agreements(session)
        stopped = {
            customer: NOT_OURS[end]
            for customer, (_, end) in people.items()
            if end is not None and end in NOT_OURS
        }
        stopped |= {
            customer: STOPS_PAYMENT[flag]
            for customer, flag in flagged_customers(session, set(STOPS_PAYMENT), day).items()
        }
    names = {customer: name for customer, (name, _) in people.items()}
    return forecast(agreed, names, today=day, stopped=stopped)


def agreement_lists(desk: Desk, *, today: date | None = None) -> AgreementLists:
    """Return every promise and every plan of all customers.

    Open promises come first, the next one due before the others, then the latest.
    """
    with desk.database.read() as session:
        day = today or local_date(desk, load_settings(session))
        agreed = _agreed(session, desk, day)
        people = people_of_agreements(session)
        numbers = numbers_of_promised(session)
    promises: list[PromiseLine] = []
    plans: list[PlanLine] = []
    for customer, one in agreed.items():
        name = people[customer][0] if customer in people else ""
        promises += _promise_lines(customer, name, one, numbers, day)
        plans += [PlanLine(customer, name, standing) for standing in one.plans]
    promises.sort(key=_next_first)
    plans.sort(key=lambda line: line.standing.plan.offered_on, reverse=True)
    everything = [line.standing for line in promises]
    return AgreementLists(day, tuple(promises), tuple(plans), kept_rates(everything, today=day))


def _next_first(line: PromiseLine) -> tuple[bool, int]:
    day = line.standing.promise.due_on.toordinal()
    is_open = line.standing.state is PromiseState.OPEN
    return not is_open, day if is_open else -day


def _promise_lines(
    customer: int, name: str, one: Agreements, numbers: Mapping[int, str], day: date
) -> list[PromiseLine]:
    chains: defaultdict[int, ChainPlace] = defaultdict(lambda: ChainPlace(1, 0))
    chains.update(promise_chains(one.promises))
    rates = kept_rates(one.promises, today=day)
    return [
        PromiseLine(
            customer,
            name,
            standing,
            chains[standing.promise.id],
            tuple(numbers.get(ident, f"#{ident}") for ident in standing.promise.invoice_ids),
            rates,
        )
        for standing in one.promises
    ]


def _agreed(session: Reading, desk: Desk, day: date) -> dict[int, Agreements]:
    return agreements_of_all(
        session,
        today=day,
        grace_business_days=load_settings(session).promise_tolerance_business_days,
        closed=closed_days_of(desk, day),
    )
