"""G-PAY-01, 09, 11 and 17: a payment plan that asks to be looked at before it is put on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guards import find
from collections_desk.domain.limitation import possible_bar
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.limitation import LimitationFinding, LimitationPeriod
    from collections_desk.domain.plan_schedule import PlanTerms

#: The guards of this module.
PLAN_GUARDS = ("G-PAY-01", "G-PAY-09", "G-PAY-11", "G-PAY-17")
#: More installments in writing than this make a plan for a consumer "consumer credit"
#: (12 CFR 1026.2(a)(17)(i): "payable by written agreement in more than four installments").
CONSUMER_INSTALLMENTS = 4
#: A creditor extends consumer credit regularly from more than so many times in a year on; the
#: year before counts, and the running year from the day on which it is passed (same section).
REGULAR_FROM = 25
#: How many times the house lets a plan be replaced by another one.
MOST_REPLACED = 1


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An invoice that a plan covers.

    Attributes:
        open: What is open of it.
        disputed: What of that is in an open dispute.
        covered: What of it the plan covers.
    """

    id: int
    number: str
    due_on: date | None
    open: Money
    disputed: Money
    covered: Money


@dataclass(frozen=True, slots=True)
class PlanSituation:
    """What the guards look at besides the plan itself.

    Attributes:
        rules: The table of guards, as switched by this business.
        mode: Who collects.
        kind: From whom; an unknown kind is a consumer.
        state: The customer's state, "PA", or empty.
        items: The invoices that it covers.
        periods: The table of limitation periods.
        plans_by_year: How many plans of consumers with more than four installments were offered,
            by year.
        replaces: How many plans were replaced one by the other before this one, this one
            included.
        today: The creditor's date.
    """

    rules: Mapping[str, GuardRule]
    mode: Mode
    kind: CustomerKind
    state: str
    items: Sequence[PlanItem]
    periods: Mapping[str, LimitationPeriod]
    plans_by_year: Mapping[int, int]
    replaces: int
    today: date

    def found(self, guard: str, said: str, **facts: Any) -> list[GuardFinding]:  # noqa: ANN401 - facts of a guard
        """Return the finding of one guard, or nothing where it does not apply."""
        return find(self.rules, guard, mode=self.mode, kind=self.kind, said=said, facts=facts)


def plan_findings(terms: PlanTerms, situation: PlanSituation) -> list[GuardFinding]:
    """Return what asks about a plan before it is offered or agreed."""
    return [
        *_consumer_credit(terms, situation),
        *revival_findings(
            situation.items,
            situation.periods,
            situation.rules,
            mode=situation.mode,
            kind=situation.kind,
            state=situation.state,
            today=situation.today,
        ),
        *_balance(terms, situation),
        *_again(situation),
    ]


def _consumer_credit(terms: PlanTerms, situation: PlanSituation) -> list[GuardFinding]:
    count = sum(one.number > 0 for one in terms.installments)
    owed = sum(item.open.minor - item.disputed.minor for item in situation.items)
    charge = max(terms.balance.minor - owed, 0)
    if count <= CONSUMER_INSTALLMENTS and not charge:
        return []
    why = []
    if count > CONSUMER_INSTALLMENTS:
        why.append(f"has {count} installments in writing, more than {CONSUMER_INSTALLMENTS}")
    if charge:
        more = money_text(Money(charge, terms.balance.currency))
        why.append(f"asks for {more} more than is owed, which may be a finance charge")
    year = situation.today.year
    this, last = (situation.plans_by_year.get(one, 0) for one in (year, year - 1))
    said = (
        f"a plan for a consumer {' and '.join(why)}; such plans so far: {this} in {year}, "
        f"{last} in {year - 1} (the test is more than {REGULAR_FROM} in a year)"
    )
    return situation.found(
        "G-PAY-01", said, installments=count, charge_minor=charge, this_year=this, last_year=last
    )


def revival_findings(  # noqa: PLR0913 - each is named at the call
    items: Iterable[PlanItem],
    periods: Mapping[str, LimitationPeriod],
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
    state: str,
    today: date,
) -> list[GuardFinding]:
    """Return the warning that a text may acknowledge debt which can no longer be sued on.

    A written acknowledgment may start the period anew, and for a consumer that is his to decide
    with open eyes (collections practice, section 9). The oldest invoice speaks for all.
    """
    bars: list[tuple[LimitationFinding, PlanItem]] = []
    for item in items:
        if item.due_on is None or item.covered.minor <= 0:
            continue
        bar = possible_bar(periods, state, None, item.due_on, today)
        if bar is not None and bar.stage == "may be barred":
            bars.append((bar, item))
    if not bars:
        return []
    bar, item = min(bars, key=lambda pair: pair[0].bars_on)
    more = f" and {len(bars) - 1} more" if len(bars) > 1 else ""
    said = (
        f"it acknowledges invoice {item.number}{more}: {bar.said}; an acknowledgment may start "
        "the time anew"
    )
    return find(
        rules,
        "G-PAY-09",
        mode=mode,
        kind=kind,
        said=said,
        facts={
            "invoices": [one.number for _, one in bars],
            "since": bar.since.isoformat(),
            "bars_on": bar.bars_on.isoformat(),
            "state": bar.state,
            "years": [bar.years_min, bar.years_max],
        },
    )


def _balance(terms: PlanTerms, situation: PlanSituation) -> list[GuardFinding]:
    """A plan is for the undisputed balance of its invoices, all of it and no more."""
    code = terms.balance.currency
    covered = sum(item.covered.minor for item in situation.items)
    undisputed = sum(item.open.minor - item.disputed.minor for item in situation.items)
    disputed = [
        item
        for item in situation.items
        if item.covered.minor > item.open.minor - item.disputed.minor and item.disputed
    ]
    facts = {
        "balance_minor": terms.balance.minor,
        "undisputed_minor": undisputed,
        "currency": code,
    }
    if disputed:
        part = sum(item.disputed.minor for item in disputed)
        numbers = ", ".join(item.number for item in disputed)
        said = f"the plan covers {money_text(Money(part, code))} in dispute on {numbers}"
        return situation.found("G-PAY-11", said, disputed=numbers, **facts)
    if terms.balance.minor != undisputed or covered != undisputed:
        said = (
            f"the plan is for {money_text(terms.balance)} and its invoices come to "
            f"{money_text(Money(undisputed, code))} that is not disputed"
        )
        return situation.found("G-PAY-11", said, **facts)
    return []


def _again(situation: PlanSituation) -> list[GuardFinding]:
    if situation.replaces <= MOST_REPLACED:
        return []
    said = (
        f"{situation.replaces - 1} plan of this customer was replaced already; the house allows "
        "one new plan"
    )
    return situation.found("G-PAY-17", said, replaces=situation.replaces)


def is_consumer(kind: CustomerKind) -> bool:
    """Tell whether a customer is treated as a consumer: it is one, or it is not known."""
    return kind not in {CustomerKind.ENTITY, CustomerKind.NATURAL_BUSINESS}
