"""Expected cash on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from collections_desk.command_line.opening import opened_desk
from collections_desk.command_line.talking import say
from collections_desk.domain.forecast import PRIOR_COUNT
from collections_desk.domain.money_text import money_text
from collections_desk.operations.forecast import expected_cash

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from collections_desk.domain.forecast import ExpectedPayment, Forecast


def show_forecast(arguments: argparse.Namespace) -> int:
    """Print what is expected by week."""
    with opened_desk(arguments) as desk:
        found = expected_cash(desk, today=arguments.today)
        sample = desk.sample
    if arguments.json:
        say(json.dumps(as_plain(found, sample=sample), ensure_ascii=False, indent=1))
        return 0
    if sample:
        say("SAMPLE DATA")
    for text in lines_of_forecast(found, every_line=arguments.lines):
        say(text)
    return 0


def lines_of_forecast(found: Forecast, *, every_line: bool) -> Iterator[str]:
    """Give the forecast for people: the weeks, what they are made of, and how it is weighed."""
    for week in found.weeks:
        promised, expected = money_text(week.promised), money_text(week.expected)
        yield f"Week of {week.week.isoformat()}: {promised} promised, {expected} expected"
    if every_line:
        yield from (as_text(line) for line in found.lines)
    record = found.overall
    yield (
        f"Expected = promised x weight; {PRIOR_COUNT} promises kept as often as those of all "
        f"customers ({record.kept} of {record.due}, taken as {found.overall_rate:.1%}) are "
        "counted with each customer's own. Money that nobody promised is not in it."
    )


def as_text(line: ExpectedPayment) -> str:
    """Give a line for people: who, what, when, how much and with which weight."""
    what = "promise" if line.part is None else f"plan {line.ref_id}, part {line.part}"
    why = f" ({line.stopped})" if line.stopped else ""
    return (
        f"  {line.due_on.isoformat()}  {line.name}: {what}, {money_text(line.promised)} x "
        f"{line.weight:.1%} = {money_text(line.expected)}, kept {line.record.kept} of "
        f"{line.record.due}{why}"
    )


def as_plain(found: Forecast, *, sample: bool) -> dict[str, Any]:
    """Give all of it for programs: money as text, for JSON has no exact numbers."""
    return {
        "today": found.today.isoformat(),
        "sample": sample,
        "overall": {
            "due": found.overall.due,
            "kept": found.overall.kept,
            "rate": f"{found.overall_rate:.4f}",
            "prior_count": PRIOR_COUNT,
        },
        "weeks": [
            {
                "week": week.week.isoformat(),
                "currency": week.promised.currency,
                "promised": str(week.promised.decimal()),
                "expected": str(week.expected.decimal()),
            }
            for week in found.weeks
        ],
        "lines": [
            {
                "customer_id": line.customer_id,
                "name": line.name,
                "kind": line.kind,
                "ref_id": line.ref_id,
                "part": line.part,
                "due_on": line.due_on.isoformat(),
                "currency": line.promised.currency,
                "promised": str(line.promised.decimal()),
                "weight": f"{line.weight:.4f}",
                "expected": str(line.expected.decimal()),
                "kept": line.record.kept,
                "due": line.record.due,
                "stopped": line.stopped,
            }
            for line in found.lines
        ],
    }
