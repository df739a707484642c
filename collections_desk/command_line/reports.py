"""What can be read and written out without the window."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_desk.command_line.opening import opened_desk
from collections_desk.command_line.talking import note, say
from collections_desk.domain.call_log import CallLogFilter
from collections_desk.domain.money_text import money_text
from collections_desk.domain.names import name_key
from collections_desk.errors import EntryRefusedError, UsageError
from collections_desk.operations.records import export_call_log
from collections_desk.operations.worklist import worklist

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from collections_desk.domain.money import Money
    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk


def show_worklist(arguments: argparse.Namespace) -> int:
    """Print the worklist, the most urgent first."""
    asked = arguments.today
    with opened_desk(arguments) as desk:
        day = asked if isinstance(asked, date) else desk.today()
        lines = [
            line
            for line in worklist(desk, today=day)
            if arguments.category in {None, line.category.value}
            and (asked is None or is_due(line, day))
        ]
        sample = desk.sample
    if arguments.json:
        answer = {
            "today": day.isoformat(),
            "sample": sample,
            "customers": [line_as_plain(line) for line in lines],
        }
        say(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    if sample:
        say("SAMPLE DATA")
    for line in lines:
        say(line_as_text(line))
    say(f"{len(lines)} customers on {day.isoformat()}")
    return 0


def is_due(line: WorklistLine, day: date) -> bool:
    """Tell whether there is something to be done with the customer on `day`."""
    return line.next_action is not None and line.next_action.due_on <= day


def line_as_text(line: WorklistLine) -> str:
    """Give a line for people: who, how much, how late, what next and why."""
    overdue = " + ".join(money_text(money) for money in line.overdue) or "nothing overdue"
    action = line.next_action
    what = f"{action.text} (from {action.due_on})" if action else line.hold or line.state
    return (
        f"{line.rank:5}  {line.name} [{line.category.value}]  {overdue}, "
        f"{max(line.days_past_due, 0)} days past due\n"
        f"       {what}\n       {line.why}"
    )


def line_as_plain(line: WorklistLine) -> dict[str, Any]:
    """Give a line for programs: money as text by currency, dates as ISO text."""
    action = line.next_action
    return {
        "customer_id": line.customer_id,
        "reference": line.reference,
        "name": line.name,
        "category": line.category.value,
        "balances": as_plain(line.balances),
        "overdue": as_plain(line.overdue),
        "to_be_collected": as_plain(line.to_be_collected),
        "days_past_due": line.days_past_due,
        "bucket": line.bucket,
        "phone": line.phone,
        "last_contact": line.last_contact and line.last_contact.isoformat(),
        "last_outcome": line.last_outcome,
        "state": line.state,
        "hold": line.hold,
        "next_action": action
        and {
            "kind": action.kind,
            "text": action.text,
            "due_on": action.due_on.isoformat(),
            "step": action.step,
            "letter_type": action.letter_type,
            "certified": action.certified,
        },
        "why": line.why,
        "rank": line.rank,
        "rank_parts": [{"name": name, "points": points} for name, points in line.rank_parts],
        "repeat_count": line.repeat_count,
        "as_of": line.as_of and line.as_of.isoformat(),
    }


def as_plain(amounts: Iterable[Money]) -> dict[str, str]:
    """Give amounts as text by currency: JSON has no exact numbers."""
    return {money.currency: str(money.decimal()) for money in amounts}


def export_calls(arguments: argparse.Namespace) -> int:
    """Write the call log to a file."""
    with opened_desk(arguments) as desk:
        wanted = CallLogFilter(
            first=arguments.first,
            last=arguments.last,
            customer_id=_customer_id(desk, arguments.customer),
            category=arguments.category,
            outcomes=tuple(_outcome(desk, code) for code in arguments.outcome),
        )
        done = export_call_log(
            desk,
            wanted,
            arguments.format,
            arguments.out,
            full_numbers=arguments.full_numbers,
            notes=arguments.notes,
            recipient=arguments.recipient,
            overwrite=arguments.overwrite,
            reasons={"G-KEEP-03": arguments.reason},
        )
    say(f"{done.rows} calls written to {done.path}")
    note(f"SHA-256 of the file {done.sha256}")
    return 0


def customer_named(desk: Desk, named: str) -> int:
    """Return the one customer of that reference or name.

    Raises:
        EntryRefusedError: If there is none, or more than one.
    """
    found = _customer_id(desk, named)
    assert found is not None  # noqa: S101 - a name was given
    return found


def _outcome(desk: Desk, code: str) -> str:
    if code not in desk.resources.outcomes:
        known = ", ".join(sorted(desk.resources.outcomes))
        raise UsageError(f'"{code}" is not an outcome.', f"Name one of {known}.")
    return code


def _customer_id(desk: Desk, named: str | None) -> int | None:
    """Find the one customer of that reference or name."""
    if named is None:
        return None
    key = name_key(named)
    found = [
        line.customer_id
        for line in worklist(desk, everyone=True)
        if named == line.reference or key == name_key(line.name)
    ]
    if len(found) != 1:
        raise EntryRefusedError(
            "customer",
            f'There is no customer "{named}".',
            "Give the whole name or the customer number. Nothing was written.",
        )
    return found[0]
