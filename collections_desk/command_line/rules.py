"""The rules that stand for the business, in the terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from collections_desk.command_line.opening import opened_desk
from collections_desk.command_line.talking import say
from collections_desk.operations.rules import LOOKED_BACK_DAYS, rules_page

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from collections_desk.operations.rules import GuardLine, RulesPage


def show_rules(arguments: argparse.Namespace) -> int:
    """Print every guard with its source and date, and each table with its last review."""
    with opened_desk(arguments) as desk:
        page = rules_page(desk)
    if arguments.json:
        say(json.dumps(_plain(page), ensure_ascii=False, indent=1))
        return 0
    for text in lines_of_rules(page):
        say(text)
    return 0


def lines_of_rules(page: RulesPage) -> Iterator[str]:
    """Give the rules for people: every guard, every table, and how many they are."""
    yield from (_text(line) for line in page.guards)
    yield ""
    for table in page.tables:
        old = f"  {table.stale.said}" if table.stale else ""
        yield f"{table.looked_over}  {table.table.label} ({table.table.table}){old}"
    yield f"{len(page.guards)} guards, {len(page.places)} places on {page.today}"


def _text(line: GuardLine) -> str:
    rule, count = line.rule, line.count
    state = "on " if rule.on else "off"
    did = (
        f"{count.shown} shown, {count.stopped} stopped, {count.overridden} overridden,"
        f" {count.heeded} heeded"
        f" in {LOOKED_BACK_DAYS} days"
        if count.total
        else "did not fire"
    )
    switch = line.switch
    why = f"\n     switched by {switch.clerk} on {switch.since}: {switch.reason}" if switch else ""
    return (
        f"{rule.id}  {state}  {line.severity}: {rule.trigger}\n"
        f"     {rule.source}, as of {rule.as_of} ({rule.confidence}); {did}{why}"
    )


def _plain(page: RulesPage) -> dict[str, object]:
    return {
        "today": page.today.isoformat(),
        "mode": page.mode,
        "guards": [
            {
                "id": line.rule.id,
                "on": line.rule.on,
                "severity": line.severity,
                "trigger": line.rule.trigger,
                "source": line.rule.source,
                "as_of": line.rule.as_of.isoformat(),
                "confidence": line.rule.confidence,
                "shown": line.count.shown,
                "stopped": line.count.stopped,
                "overridden": line.count.overridden,
                "heeded": line.count.heeded,
            }
            for line in page.guards
        ],
        "tables": [
            {
                "table": line.table.table,
                "as_of": line.table.as_of.isoformat(),
                "looked_over": line.looked_over.isoformat(),
                "old": line.stale is not None,
            }
            for line in page.tables
        ],
    }
