"""What goes into the wake-up brief: each thing on the one day on which it happened.

A brief looks at the days after `since` up to `day`. Because every line belongs to exactly one
day, which is worked out from state and dates, the briefs of many short looks and the brief of
one long look say the same: nothing is skipped, nothing comes twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from collections_desk.domain.brief import Brief, BriefLine, BriefPart
from collections_desk.domain.calendar import business_day_on_or_before
from collections_desk.domain.disputes import UNHEARD_STATES, dispute_clocks
from collections_desk.domain.money_text import money_text
from collections_desk.domain.next_actions import AFTERCARE_DAYS, whatever_waits
from collections_desk.domain.next_disputes import CLOCK, dispute_days
from collections_desk.domain.next_promised import BROKEN

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from collections_desk.domain.deciding import WorklistRules
    from collections_desk.domain.payment_plans import PlanStanding
    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.domain.worklist import CustomerFacts, NextAction

#: Id and title of each part, in the order of the page. Those that end in "_still" hold what was
#: so before and has not been put right.
PARTS = {
    "imported": "Imported",
    "first_ones": "Who needs attention first",
    "promises_broken": "Broken promises",
    "promises_due": "Promises that fell due",
    "disputes_due": "Disputes to acknowledge or decide",
    "installments_missed": "Missed installments",
    "plans_broken": "Broken payment plans",
    "disputes_late": "Disputes whose time ran out",
    "reviews": "Reviews that came due",
    "steps": "Steps that came due",
    "returned": "Returned mail without a new address",
    "numbers": "Letters that wait for a certified number",
    "checks": "Held checks: a notice or the deposit is due",
    "old_data": "Balances older than the limit",
    "disputes_late_still": "Disputes still undecided after their time",
    "returned_still": "Returned mail, still without a new address",
    "numbers_still": "Letters that still wait for a certified number",
    "checks_still": "Held checks that still wait",
    "old_data_still": "Balances still older than the limit",
}
#: Parts whose lines come in their own order.
AS_GIVEN = frozenset({"first_ones"})
_DAY = timedelta(days=1)


class ReturnedLetter(NamedTuple):
    """A letter that came back to an address that has not been put right."""

    letter_id: int
    ref: str
    customer_id: int
    name: str
    returned_on: date


class WaitingLetter(NamedTuple):
    """An approved certified letter without its article number."""

    letter_id: int
    ref: str
    customer_id: int
    name: str
    approved_on: date


class OpenDispute(NamedTuple):
    """A dispute that is not decided."""

    customer_id: int
    name: str
    invoice: str
    received_on: date
    acknowledged_on: date | None
    state: str = "received"


class OldData(NamedTuple):
    """Customers whose balances are of one day."""

    as_of: date
    customers: int


@dataclass(frozen=True, slots=True)
class Clocks:
    """The house's clocks, from the settings.

    Attributes:
        data_days: Days that balances may be old.
        locale: How money is written.
    """

    acknowledge_business_days: int = 5
    decide_days: int = 15
    hard_days: int = 30
    data_days: int = 7
    locale: str = "en_US"


class News:
    """Collects the lines of one brief."""

    def __init__(self, since: date, day: date) -> None:
        self.since = since
        self.day = day
        self._lines: dict[str, list[BriefLine]] = {}

    def add(
        self,
        part: str,
        when: date,
        text: str,
        customer_id: int | None = None,
        letter_id: int | None = None,
    ) -> None:
        """Put a line in, if its day is one of the days looked at."""
        if self.since < when <= self.day:
            self._put(part, when, text, customer_id, letter_id)

    def add_standing(
        self,
        part: str,
        when: date,
        text: str,
        customer_id: int | None = None,
        letter_id: int | None = None,
    ) -> None:
        """Put a line in; one from before goes to what still stands."""
        if when <= self.since:
            self._put(f"{part}_still", when, text, customer_id, letter_id)
        else:
            self.add(part, when, text, customer_id, letter_id)

    def _put(
        self, part: str, when: date, text: str, customer_id: int | None, letter_id: int | None
    ) -> None:
        line = BriefLine(customer_id, letter_id, text, when)
        self._lines.setdefault(part, []).append(line)

    def brief(self) -> Brief:
        """Return the brief: the parts that have lines, each line in the order of the days."""
        parts = tuple(
            BriefPart(ident, title, self._in_order(ident))
            for ident, title in PARTS.items()
            if ident in self._lines
        )
        return Brief(self.since, self.day, parts)

    def _in_order(self, part: str) -> tuple[BriefLine, ...]:
        found = self._lines[part]
        return tuple(found if part in AS_GIVEN else sorted(found, key=_order))


def _order(line: BriefLine) -> tuple[date, str]:
    return line.when or date.min, line.text


def add_promises(
    news: News, name: str, standings: Iterable[PromiseStanding], clocks: Clocks
) -> None:
    """Put in promises that fell due unpaid, and promises that were broken."""
    for one in standings:
        promise = one.promise
        if promise.ended is not None or not one.left.minor:
            continue
        amount = money_text(promise.amount, clocks.locale)
        text = f"{name}: {amount} promised for {_day(promise.due_on)}"
        news.add("promises_due", promise.due_on, text, promise.customer_id)
        if one.state in BROKEN:
            came = f"{money_text(one.received, clocks.locale)} of it came" if one.received else ""
            words = f"{text}; {came or 'nothing came'}"
            news.add("promises_broken", one.deadline + _DAY, words, promise.customer_id)


def add_plans(news: News, name: str, standings: Iterable[PlanStanding], clocks: Clocks) -> None:
    """Put in installments that were missed, and plans that broke."""
    for one in standings:
        if one.plan.ended is not None or one.plan.signed_on is None:
            continue
        customer = one.plan.customer_id
        for part in one.installments:
            if part.kept_on is not None:
                continue
            number = part.installment.number
            what = f"installment {number}" if number else "the down payment"
            amount = money_text(part.installment.amount, clocks.locale)
            text = f"{name}: {what} of {amount}, due {_day(part.installment.due_on)}"
            news.add("installments_missed", part.deadline + _DAY, text, customer)
        if one.broken_on is not None and one.left.minor:
            left = money_text(one.left, clocks.locale)
            text = f"{name}: the payment plan is broken; {left} of it is open"
            news.add("plans_broken", one.broken_on, text, customer)


def add_disputes(
    news: News, disputes: Iterable[OpenDispute], clocks: Clocks, closed: Container[date]
) -> None:
    """Put in disputes to be acknowledged or decided, on the day, and those that were not."""
    for one in disputes:
        limits = dispute_clocks(
            one.received_on,
            closed,
            ack_business_days=clocks.acknowledge_business_days,
            decide_days=clocks.decide_days,
            hard_days=clocks.hard_days,
        )
        named = f"the dispute on invoice {one.invoice}"
        what = f"{one.name}: {named}"
        steps = [
            (limits.decide_by, "Decide {0} by {1}", "was to be decided by"),
            (limits.hard_limit, "{0} has its limit on {1}", "had its limit on"),
        ]
        if one.acknowledged_on is None and one.state in UNHEARD_STATES:
            said = "Acknowledge {0} by {1}"
            steps.insert(0, (limits.acknowledge_by, said, "was to be acknowledged by"))
        for limit, asked, words in steps:
            on = business_day_on_or_before(limit, closed)
            text = f"{one.name}: {asked.format(named, _day(limit))}"
            news.add("disputes_due", on, text, one.customer_id)
            if limit < news.day:
                text = f"{what} {words} {_day(limit)}"
                news.add_standing("disputes_late", limit + _DAY, text, one.customer_id)


def add_mail(
    news: News, returned: Iterable[ReturnedLetter], waiting: Iterable[WaitingLetter]
) -> None:
    """Put in mail that came back and letters that wait for their number."""
    for back in returned:
        text = f"{back.name}: letter {back.ref} came back; the address is not put right"
        news.add_standing("returned", back.returned_on, text, back.customer_id, back.letter_id)
    for one in waiting:
        text = f"{one.name}: certified letter {one.ref} waits for its article number"
        news.add_standing("numbers", one.approved_on, text, one.customer_id, one.letter_id)


def add_old_data(news: News, balances: Iterable[OldData], clocks: Clocks) -> None:
    """Put in balances that have become older than the limit."""
    for one in balances:
        old_on = one.as_of + timedelta(days=clocks.data_days + 1)
        who = "1 customer" if one.customers == 1 else f"{one.customers:,} customers"
        text = f"Balances of {who} are of {_day(one.as_of)}: import a newer file"
        if old_on <= news.day:
            news.add_standing("old_data", old_on, text)


def add_steps(
    news: News,
    facts: CustomerFacts,
    on_day: Mapping[date, CustomerFacts],
    rules: WorklistRules,
    *,
    arrived_on: date | None = None,
) -> None:
    """Put in every step that came due in these days, though another may be next by now.

    What waits behind something more urgent came due as well, on its own day.

    Args:
        news: The brief.
        facts: The customer as of the last day.
        on_day: The customer as of each day, where promises or plans change with the days.
        rules: The rules of the worklist.
        arrived_on: When the customer's open items came in, if it is known: a step that was
            due before comes due on that day.
    """
    seen: set[tuple[str, date]] = set()
    for day in _days_to_look_at(news, facts, on_day, rules):
        for waiting in whatever_waits(on_day.get(day, facts), rules, day):
            action = waiting.next_action
            if action is None or action.about == CLOCK:
                continue  # the clocks of disputes have a part of their own
            on = max(action.due_on, arrived_on or action.due_on)
            if not news.since < on <= day:
                continue
            key = (action.step or action.text, on)
            if key in seen:
                continue
            seen.add(key)
            part = "reviews" if action.kind == "review" else "steps"
            news.add(part, on, _step_text(facts.name, action), facts.customer_id)


def _days_to_look_at(
    news: News,
    facts: CustomerFacts,
    on_day: Mapping[date, CustomerFacts],
    rules: WorklistRules,
) -> list[date]:
    """Return the days on which what is next can have changed by itself."""
    if on_day:
        return sorted(on_day)
    days = {news.day, *dispute_days(facts, rules)}
    if facts.chased_from is not None:  # a reminder before the due date ends with that date
        days.add(facts.chased_from - _DAY)
    if facts.last_payment is not None:  # thanks come too late some day
        days.add(facts.last_payment + timedelta(days=AFTERCARE_DAYS))
    return sorted(day for day in days if news.since < day <= news.day)


def _step_text(name: str, action: NextAction) -> str:
    return f"{name}: {action.text}"


def _day(day: date) -> str:
    return f"{day:%a, %b} {day.day}, {day.year}"
