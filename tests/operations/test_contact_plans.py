"""Changing contact plans: versions, reasons, drafts, what counts from the next step on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from collections_desk.domain.contact_plans import Plan
from collections_desk.domain.plan_editing import added, edited, new_step, removed
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.contact_plans import (
    current_plans,
    discard_plan_draft,
    keep_plan_draft,
    plan_page,
    restore_plan,
    save_plan,
)
from collections_desk.operations.desk import Desk
from collections_desk.store.tables import GuardEventRow
from collections_desk.store.tables.method import PlanVersionRow
from tests.clock import Clock

WHY = "The letter went out too early"


def changed(plan: Plan, step: str, **values: Any) -> Plan:  # noqa: ANN401 - any field of a step
    place = [one.id for one in plan.steps].index(step)
    return edited(plan, place, replace(plan.steps[place], **values))


def rows(desk: Desk) -> int:
    with desk.database.read() as session:
        return len(session.scalars(select(PlanVersionRow)).all())


def test_what_is_shipped_is_version_0(desk: Desk) -> None:
    assert current_plans(desk) == desk.resources.plans
    page = plan_page(desk, "A")
    assert page.plan is desk.resources.plans.plans["A"]
    assert page.versions == ()
    assert ("L02", "Past-due reminder") in page.letters
    assert page.tones["firm"].do.startswith("one deadline")


def test_a_change_is_a_new_version_and_the_old_ones_stay(desk: Desk, clock: Clock) -> None:
    first = save_plan(desk, changed(plan_page(desk, "A").plan, "A5", offset=12), WHY)
    clock.pass_by(days=1)
    second = save_plan(desk, changed(first, "A5", offset=13), "Still too early for some")

    page = plan_page(desk, "A")
    assert (first.version, second.version) == (1, 2)
    assert page.plan == second == current_plans(desk).plans["A"]
    assert [(one.plan, one.reason) for one in page.versions] == [
        (second, "Still too early for some"),
        (first, WHY),
    ]
    assert page.versions[0].saved_at == clock.now
    assert page.shipped.step("A5").offset == 10
    assert current_plans(desk).plans["B"].version == 0


def test_the_audit_line_says_what_changed(desk: Desk) -> None:
    save_plan(desk, changed(plan_page(desk, "A").plan, "A5", offset=12), WHY)

    with desk.database.read() as session:
        kind, payload = (
            session.connection()
            .exec_driver_sql("SELECT kind, payload FROM audit_event ORDER BY seq DESC LIMIT 1")
            .one()
        )
    assert kind == "contact_plan.saved"
    assert "changed contact plan A" in payload
    assert "A5 was 10 days after the due date and is 12 days after the due date." in payload
    assert WHY in payload


@pytest.mark.parametrize("reason", ["", "    ", "ok", " x  "])
def test_a_plan_is_changed_with_a_reason(desk: Desk, reason: str) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        save_plan(desk, changed(plan_page(desk, "A").plan, "A5", offset=12), reason)

    assert refused.value.field == "reason"
    assert rows(desk) == 0


def test_a_card_number_in_the_reason_is_masked(desk: Desk) -> None:
    plan = changed(plan_page(desk, "A").plan, "A5", offset=12)

    save_plan(desk, plan, "He paid with 4111 1111 1111 1111 at once")

    assert "4111 1111" not in plan_page(desk, "A").versions[0].reason


@pytest.mark.parametrize(
    ("step", "values", "field"),
    [
        ("A5", {"offset": 2}, "A5.offset"),
        ("A5", {"letter": "L99"}, "A5.letter"),
        ("A5", {"text": ""}, "A5.text"),
        ("A5", {"id": "A4"}, "A4.id"),
        ("A5", {"id": "B4"}, "B4.id"),
    ],
)
def test_a_plan_with_a_fault_is_not_saved(
    desk: Desk, step: str, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        save_plan(desk, changed(plan_page(desk, "A").plan, step, **values), WHY)

    assert refused.value.field == field
    assert "Nothing was saved." in refused.value.remedy
    assert rows(desk) == 0
    assert current_plans(desk) == desk.resources.plans


def test_nothing_changed_is_not_saved(desk: Desk) -> None:
    with pytest.raises(EntryRefusedError, match="Nothing of plan A is changed"):
        save_plan(desk, plan_page(desk, "A").plan, WHY)


def test_a_change_of_an_older_version_is_refused(desk: Desk) -> None:
    shipped = plan_page(desk, "A").plan
    save_plan(desk, changed(shipped, "A5", offset=12), WHY)

    with pytest.raises(EntryRefusedError, match="version 1 is in force"):
        save_plan(desk, changed(shipped, "A5", offset=13), WHY)

    assert rows(desk) == 1


def test_an_unknown_plan_is_refused(desk: Desk) -> None:
    with pytest.raises(EntryRefusedError, match='no contact plan "Q"'):
        plan_page(desk, "Q")


def test_an_old_version_comes_back_as_a_new_one(desk: Desk) -> None:
    plan = plan_page(desk, "A").plan
    without = save_plan(desk, removed(plan, 4), WHY)
    again = save_plan(desk, added(without, 4, named(without, "A14")), "One more call")

    back = restore_plan(desk, "A", 1, "The call was too much")
    shipped = restore_plan(desk, "A", 0, "Everything as it was")

    assert (back.version, shipped.version) == (3, 4)
    assert back.steps == without.steps
    assert shipped.steps == plan.steps
    assert again.version == 2
    assert [one.plan.version for one in plan_page(desk, "A").versions] == [4, 3, 2, 1]


def named(plan: Plan, ident: str) -> Any:  # noqa: ANN401 - a step
    return replace(new_step(plan, 4), id=ident, text="Call once more", offset=9)


def test_the_id_of_a_removed_step_is_not_given_again(desk: Desk) -> None:
    plan = plan_page(desk, "A").plan
    without = save_plan(desk, removed(plan, 4), WHY)

    with pytest.raises(EntryRefusedError, match="A5 was another step in an older version"):
        save_plan(desk, added(without, 4, named(without, "A5")), "One more call")


@pytest.mark.parametrize(("version", "said"), [(7, "no version 7"), (0, "Nothing of plan A")])
def test_what_cannot_come_back_is_refused(desk: Desk, version: int, said: str) -> None:
    with pytest.raises(EntryRefusedError, match=said):
        restore_plan(desk, "A", version, WHY)

    assert rows(desk) == 0


def test_a_draft_is_kept_until_it_is_saved(desk: Desk, clock: Clock) -> None:
    half = changed(plan_page(desk, "A").plan, "A5", text="", offset=12)
    keep_plan_draft(desk, half)

    page = plan_page(desk, "A")
    assert (page.draft, page.draft_at) == (half, clock.now)
    assert plan_page(desk, "B").draft is None
    save_plan(desk, changed(half, "A5", text="By mail"), WHY)
    assert plan_page(desk, "A").draft is None


def test_a_draft_can_be_thrown_away(desk: Desk) -> None:
    keep_plan_draft(desk, changed(plan_page(desk, "A").plan, "A5", offset=12))

    discard_plan_draft(desk, "A")

    assert plan_page(desk, "A").draft is None


def test_a_draft_that_changes_nothing_is_none(desk: Desk) -> None:
    keep_plan_draft(desk, plan_page(desk, "A").plan)

    assert plan_page(desk, "A").draft is None


def test_an_early_firm_step_is_on_record(desk: Desk) -> None:
    save_plan(desk, changed(plan_page(desk, "A").plan, "A5", tone="firm"), WHY)

    with desk.database.read() as session:
        event = session.scalars(select(GuardEventRow)).one()
        seen = (event.guard, event.customer_id, event.deed, event.decision, event.reason)
        as_of = event.rule_as_of
    assert seen == ("G-FREQ-07", None, "contact plan A changed", "overridden", WHY)
    assert as_of == date(2026, 11, 21)
