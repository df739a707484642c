"""The figures and the management pack without the window."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from collections_desk.command_line.opening import opened_desk
from collections_desk.command_line.talking import note, say
from collections_desk.domain.figure_pictures import input_text, value_text
from collections_desk.domain.money import Money
from collections_desk.operations.figures import figures, period_of
from collections_desk.operations.management_pack import export_pack

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from collections_desk.domain.figure_page import FigurePage
    from collections_desk.domain.figures import Value


def show_figures(arguments: argparse.Namespace) -> int:
    """Print every figure of a month with what it was worked out from."""
    with opened_desk(arguments) as desk:
        period = None
        if arguments.month is not None:
            period = period_of(arguments.month, desk.today())
        page = figures(desk, period)
        locale = desk.settings().locale
        sample = desk.sample
    if arguments.json:
        answer = {
            "first": page.period.first.isoformat(),
            "last": page.period.last.isoformat(),
            "sample": sample,
            "cautions": list(page.cautions),
            "figures": [
                {
                    "id": one.id,
                    "part": one.part,
                    "currency": one.currency,
                    "value": plain(one.value),
                    "missing": one.missing,
                    "formula": page.texts[one.id].formula,
                    "inputs": [
                        {"label": each.label, "value": plain(each.value)} for each in one.inputs
                    ],
                }
                for one in page.figures
            ],
        }
        say(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    if sample:
        say("SAMPLE DATA")
    for line in lines_of_figures(page, locale):
        say(line)
    return 0


def lines_of_figures(page: FigurePage, locale: str) -> Iterator[str]:
    """Give the figures for people: each with its formula and what it was worked out from."""
    yield f"{page.period.first} to {page.period.last}"
    yield from page.cautions
    group = ""
    for one in page.figures:
        text = page.texts[one.id]
        if text.group != group:
            group = text.group
            yield f"\n{group}"
        name = text.title + (f", {one.part}" if one.part else "")
        name += f", {one.currency}" if one.currency else ""
        yield f"  {name}: {one.missing or value_text(one.value, text.unit, locale)}"
        yield f"      {text.formula}"
        for each in one.inputs:
            yield f"      {each.label}: {input_text(each, locale)}"


def plain(value: Value) -> Any:  # noqa: ANN401 - JSON
    """Give a value as JSON has it: numbers as text, so that nothing is rounded."""
    if value is None or isinstance(value, int):
        return value
    return str(value.decimal()) if isinstance(value, Money) else str(value)


def write_pack(arguments: argparse.Namespace) -> int:
    """Write the management pack of a month."""
    with opened_desk(arguments) as desk:
        done = export_pack(
            desk,
            arguments.month,
            arguments.file,
            recipient=arguments.recipient,
            overwrite=arguments.overwrite,
        )
    say(f"{done.pages} pages written to {done.path}")
    note(f"SHA-256 of the file {done.sha256}")
    return 0
