"""The payment plans of the sample stand as the demonstration needs them."""

from __future__ import annotations

import csv
from pathlib import Path

from collections_desk.domain.sample_rows import COLUMNS
from collections_desk.operations.desk import Desk
from collections_desk.operations.forecast import agreement_lists, expected_cash
from installer.sample_plans import make_plans

FILE = Path(__file__).parents[2] / "resources" / "sample" / "plans.csv"


def test_one_plan_is_completed_one_late_one_active_and_one_offered(sample_desk: Desk) -> None:
    plans = agreement_lists(sample_desk).plans

    assert sorted(line.standing.state.value for line in plans) == [
        "active", "completed", "late", "offered",
    ]  # fmt: skip
    for line in plans:
        parts = line.standing.plan.installments
        assert sum(part.amount.minor for part in parts) == line.standing.plan.balance.minor


def test_the_installments_are_in_the_forecast(sample_desk: Desk) -> None:
    lines = [line for line in expected_cash(sample_desk).lines if line.kind == "installment"]

    assert len(lines) == 6  # three of the active plan, three of the late one
    assert {line.name for line in lines} == {
        "Starling Radio Repair LLC",
        "Anvil & Ember Metal Arts",
    }


def test_the_file_is_what_the_maker_writes() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = [
        {name: str(row[name]) for name in COLUMNS["plans"].split(",")} for row in make_plans()
    ]

    assert rows == wanted
