"""Which plan a customer runs for what is due, and which conditions of its steps hold."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from collections_desk.domain.customers import Category
from collections_desk.domain.next_agreed import current_plan
from collections_desk.domain.next_ends import placement_decided

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.contact_plans import Plan
    from collections_desk.domain.deciding import WorklistRules
    from collections_desk.domain.worklist import CustomerFacts

#: The mark after which no fee is charged.
NO_FEE_FLAG = "DO_NOT_FEE"


def plan_of(category: Category, rules: WorklistRules) -> Plan:
    """Return the plan that a category runs for what is not disputed."""
    if category is Category.DISPUTING:
        category = Category.UNSORTED  # plan D runs beside plan C
    return rules.plans.for_category(category)


def due_conditions(facts: CustomerFacts, rules: WorklistRules, due: date) -> frozenset[str]:
    """Return which conditions hold for the steps that count from a due date."""
    above = any(sum(aging.minors) > rules.small_balance_minor for aging in facts.aging)
    alone = not facts.payment_plans or current_plan(facts) is None
    placed = facts.decision is not None and placement_decided(facts)
    fee = rules.fee_preset and (facts.charged_on is None or facts.charged_on <= due)
    if fee and any(hold.flag == NO_FEE_FLAG for hold in facts.holds):
        fee = False
    return _conditions(above, alone, placed, fee)


@cache
def _conditions(above: bool, alone: bool, placed: bool, fee: bool) -> frozenset[str]:  # noqa: FBT001 - four facts
    names = ("above_small_balance", "no_plan", "placement_decided", "fee_preset")
    given = zip(names, (above, alone, placed, fee), strict=True)
    return frozenset(name for name, holds in given if holds)
