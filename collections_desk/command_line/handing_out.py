"""Files for others without the window: the referral bundle, and placements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.command_line.opening import opened_desk
from collections_desk.command_line.reports import customer_named
from collections_desk.command_line.talking import note, say
from collections_desk.domain.money_text import money_text, monies_text
from collections_desk.domain.placements import ENDINGS, parse_percent, statement_totals
from collections_desk.errors import UsageError
from collections_desk.operations import placement_entries
from collections_desk.operations.bundles import BundleChoice, make_bundle
from collections_desk.operations.placements import (
    PackageChoice,
    Receiver,
    place,
    preview_placement,
)

if TYPE_CHECKING:
    import argparse

    from collections_desk.operations.desk import Desk

#: What asks before a file is handed out, and before somebody is placed who was not told.
GUARD, TOLD = "G-KEEP-03", "G-LTR-10"


def bundle(arguments: argparse.Namespace) -> int:
    """Make the referral bundle of one customer."""
    choice = BundleChoice(
        notes=arguments.notes,
        full_numbers=arguments.full_numbers,
        recordings=arguments.recordings,
    )
    with opened_desk(arguments) as desk:
        made = make_bundle(
            desk,
            customer_named(desk, arguments.customer),
            arguments.file,
            choice=choice,
            recipient=arguments.recipient,
            reasons={GUARD: arguments.reason} if arguments.reason else {},
            overwrite=arguments.overwrite,
        )
    say(f"{made.pages} pages with {made.documents} documents written to {made.path}")
    note(f"SHA-256 of the file {made.sha256}")
    return 0


def placement(arguments: argparse.Namespace) -> int:
    """Show what is placed, what could be, or place customers with their package."""
    with opened_desk(arguments) as desk:
        if not arguments.customers:
            return _statement(desk)
        ids = [customer_named(desk, name) for name in arguments.customers]
        if arguments.out is None:
            return _preview(desk, ids, "court" if arguments.court else "agency")
        if not arguments.name:
            raise UsageError("There is nobody to place with.", "Name them with --with.")
        lines = tuple(line.strip() for line in arguments.address.split(",") if line.strip())
        receiver = Receiver(
            "court" if arguments.court else "agency",
            arguments.name,
            lines,
            arguments.phone,
            parse_percent(arguments.commission),
        )
        done = place(
            desk,
            ids,
            receiver,
            arguments.out,
            choice=PackageChoice(full_numbers=arguments.full_numbers, notes=arguments.notes),
            reasons=dict.fromkeys((GUARD, TOLD), arguments.reason) if arguments.reason else {},
            overwrite=arguments.overwrite,
        )
    say(f"{done.rows} invoices placed with {arguments.name}, {done.dropped} left out")
    say(f"The package is {done.path}")
    note(f"SHA-256 of the package {done.sha256}")
    return 0


def _statement(desk: Desk) -> int:
    found = placement_entries.all_placements(desk)
    for one in found:
        state = ENDINGS.get(one.ended, one.ended) if one.ended else "running"
        say(
            f"{one.placed_on}  {one.customer_name}  {one.name}  placed {money_text(one.amount)}"
            f"  recovered {money_text(one.recovered)}  commission {money_text(one.commission)}"
            f"  costs {money_text(one.costs)}  net {money_text(one.net)}  {state}"
        )
    for total in statement_totals(found):
        say(
            f"Total {total.currency}  placed {money_text(total.placed)}"
            f"  recovered {money_text(total.recovered)}  commission {money_text(total.commission)}"
            f"  costs {money_text(total.costs)}  net {money_text(total.net)}"
        )
    if not found:
        say("Nothing is placed.")
    return 0


def _preview(desk: Desk, ids: list[int], kind: str) -> int:
    preview = preview_placement(desk, ids, kind=kind)
    for one in preview.sifted:
        say(one.facts.name)
        for item in one.kept:
            say(f"  goes   {item.number or item.kind}  {money_text(item.open)}")
        for drop in one.dropped:
            number = drop.item.number or drop.item.kind
            say(f"  stays  {number}  {money_text(drop.item.open)}  {drop.why}")
    for found in preview.asking:
        say(f"{found.guard} asks for a --reason: {found.said}")
    say(f"To be placed: {monies_text(preview.amounts)}. Nothing was placed; --out does it.")
    return 0
