"""Tables of the rules as they ship, and small makers of facts, for tests of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from collections_desk.domain.activities import Direction
from collections_desk.domain.aging import Aging
from collections_desk.domain.calendar import closed_around
from collections_desk.domain.customers import Category, CustomerKind
from collections_desk.domain.guard_facts import CallLimits, CallSituation, ContactFact
from collections_desk.domain.next_actions import WorklistRules
from collections_desk.domain.plan_steps import Pace
from collections_desk.domain.worklist import CustomerFacts
from collections_desk.operations.desk import Resources

RESOURCES = Resources()
TODAY = date(2026, 11, 20)
EASTERN = ZoneInfo("America/New_York")


def worklist_rules(**changes: Any) -> WorklistRules:  # noqa: ANN401 - any field of the facts
    rules = WorklistRules(
        plans=RESOURCES.plans,
        flags=RESOURCES.flags,
        closed=closed_around(RESOURCES.holidays, TODAY),
        pace=Pace(RESOURCES.plans.catch_up_days, 10, 2),
    )
    return replace(rules, **changes)


def owes(minor: int = 120_000, due: date | None = None, **facts: Any) -> CustomerFacts:  # noqa: ANN401 - any field of the facts
    """A customer with one open invoice of `minor` cents."""
    base: Mapping[str, Any] = {
        "customer_id": 1,
        "name": "Acme",
        "reference": None,
        "category": Category.UNSORTED,
        "aging": (Aging("USD", (0, minor, 0, 0, 0, 0)),),
        "oldest_due": due,
        "open_items": 1,
    }
    return CustomerFacts(**{**base, **facts})


def at(day: str, clock: str = "12:00", zone: ZoneInfo = EASTERN) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone).astimezone(UTC)


def call(
    day: str,
    outcome: str = "NA",
    *,
    clock: str = "12:00",
    direction: Direction = "out",
    **facts: Any,  # noqa: ANN401 - any field of the facts
) -> ContactFact:
    return ContactFact(at(day, clock), "call", direction, RESOURCES.outcomes[outcome], **facts)


def situation(day: str, clock: str = "12:00", **facts: Any) -> CallSituation:  # noqa: ANN401 - any field of the facts
    """An outbound call by an agency to a consumer, the strictest column."""
    base: Mapping[str, Any] = {
        "at": at(day, clock),
        "today": date.fromisoformat(day),
        "rules": RESOURCES.guards,
        "mode": "third_party",
        "kind": CustomerKind.CONSUMER,
        "limits": CallLimits(),
        "zones": ("America/New_York",),
        "flags": RESOURCES.flags,
    }
    return CallSituation(**{**base, **facts})
