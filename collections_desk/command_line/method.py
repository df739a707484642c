"""What changed, and what the contact plans say: read out in the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from collections_desk.command_line.opening import opened_desk
from collections_desk.command_line.talking import note, say
from collections_desk.domain.plan_reading import read_aloud
from collections_desk.domain.plan_versions import plan_as_values
from collections_desk.errors import UsageError
from collections_desk.operations.brief import mark_brief_read, wake_up_brief
from collections_desk.operations.brief_paper import export_brief
from collections_desk.operations.contact_plans import current_plans

if TYPE_CHECKING:
    import argparse

    from collections_desk.domain.brief import Brief
    from collections_desk.domain.contact_plans import Plan

#: Lines of a group that are printed before the rest is counted.
TOP_LINES = 5


def show_brief(arguments: argparse.Namespace) -> int:
    """Print what changed since the brief that was read last."""
    with opened_desk(arguments) as desk:
        brief = wake_up_brief(desk)
        if arguments.json:
            say(json.dumps(_brief_as_plain(brief), ensure_ascii=False, indent=1))
        else:
            if desk.sample:
                say("SAMPLE DATA")
            _say_brief(brief, whole=arguments.all)
        if arguments.pdf is not None:
            path = export_brief(desk, brief, arguments.pdf, overwrite=arguments.overwrite)
            note(f"The brief is written to {path}")
        if arguments.read:
            mark_brief_read(desk, brief)
            note("It is on record that this brief was read.")
    return 0


def show_plans(arguments: argparse.Namespace) -> int:
    """Read the contact plans out, one line a step."""
    with opened_desk(arguments) as desk:
        plans = current_plans(desk).plans
    wanted = [one.upper() for one in arguments.plan] or list(plans)
    unknown = [one for one in wanted if one not in plans]
    if unknown:
        raise UsageError(
            f'There is no contact plan "{unknown[0]}".', f"Name one of {', '.join(plans)}."
        )
    if arguments.json:
        said = {one: _plan_as_plain(plans[one]) for one in wanted}
        say(json.dumps(said, ensure_ascii=False, indent=1))
        return 0
    for place, one in enumerate(wanted):
        plan = plans[one]
        if place:
            say()
        category = f" ({plan.category.value})" if plan.category else ""
        version = f"version {plan.version}" if plan.version else "as shipped"
        say(f"Plan {plan.id}{category}: {plan.title}, {version}")
        for line in read_aloud(plan):
            say(line)
    return 0


def _say_brief(brief: Brief, *, whole: bool) -> None:
    parts = [part for part in brief.parts if part.lines]
    if not parts:
        say(f"Nothing changed from {brief.since} to {brief.day}.")
        return
    say(f"What changed from {brief.since} to {brief.day}")
    for part in parts:
        say()
        say(f"{part.title} ({len(part.lines)})")
        shown = part.lines if whole else part.lines[:TOP_LINES]
        for line in shown:
            say(f"  {line.when or '':10}  {line.text}")
        if len(shown) < len(part.lines):
            say(f"  and {len(part.lines) - len(shown)} more; --all shows them")


def _brief_as_plain(brief: Brief) -> dict[str, Any]:
    return {
        "since": brief.since.isoformat(),
        "day": brief.day.isoformat(),
        "parts": [
            {
                "id": part.id,
                "title": part.title,
                "lines": [
                    {
                        "customer_id": line.customer_id,
                        "letter_id": line.letter_id,
                        "text": line.text,
                        "when": line.when and line.when.isoformat(),
                    }
                    for line in part.lines
                ],
            }
            for part in brief.parts
        ],
    }


def _plan_as_plain(plan: Plan) -> dict[str, Any]:
    return {**plan_as_values(plan), "version": plan.version, "aloud": read_aloud(plan)}
