"""The last parts of the management pack: placed, written off, what works, and the formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.effect_words import finding_words, group_words
from collections_desk.domain.effectiveness import FEWEST
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.letters.management_pack import Part, Table, Words

if TYPE_CHECKING:
    from collections_desk.letters.management_pack import Block
    from collections_desk.letters.pack_facts import PackFacts

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def placements(facts: PackFacts) -> Part:
    """Return what was placed, and what it brought."""
    if not facts.placements:
        return Part("Placed with an agency or a court", (Words("Nothing was placed."),))
    rows = [
        (
            name,
            one.name,
            short_day(one.placed_on),
            money_text(Money(one.amount_minor, one.currency), facts.locale),
            money_text(Money(one.recovered_minor, one.currency), facts.locale),
            one.ended or "running",
        )
        for name, one in facts.placements
    ]
    table = Table(
        ("Customer", "With", "Since", "Placed", "Recovered", "State"),
        tuple(rows),
        (0.25, 0.21, 0.15, 0.14, 0.14, 0.11),
        frozenset({3, 4}),
    )
    return Part("Placed with an agency or a court", (table,))


def written_off(facts: PackFacts) -> Part:
    """Return what was given up in the month."""
    if not facts.written_off:
        return Part("Written off in the month", (Words("Nothing was written off."),))
    rows = [
        (short_day(one.on), one.customer, one.what, money_text(one.amount, facts.locale))
        for one in facts.written_off
    ]
    table = Table(
        ("Day", "Customer", "What", "Amount"), tuple(rows), (0.15, 0.4, 0.25, 0.2), frozenset({3})
    )
    note = Words("Written off is not paid; no figure counts it as received.", quiet=True)
    return Part("Written off in the month", (table, note))


def what_works(facts: PackFacts) -> Part:
    """Return what came after letters and calls."""
    effects = facts.effects
    blocks: list[Block] = [
        Words(
            f"{effects.touches:,} contacts of a year; a payment or promise counts for the last "
            f"contact before it, within {effects.days} days. Below {FEWEST} contacts it is too "
            "few to say. What came after a contact need not have come because of it.",
            quiet=True,
        )
    ]
    findings = [
        Words(finding_words(one, _group_name(one.dimension, one.first.label)))
        for one in effects.findings
    ]
    blocks += findings or [Words("Nothing stands out.")]
    rows = [
        (
            _group_name(dimension, one.label),
            f"{one.touches:,}",
            f"{one.money:,}",
            f"{one.promises:,}",
            group_words(one),
        )
        for dimension in ("version", "channel", "weekday")
        for one in effects.groups[dimension]
    ]
    if rows:
        blocks.append(
            Table(
                ("Group", "Contacts", "Money", "Promise", "Rate, 95 % sure"),
                tuple(rows),
                (0.38, 0.13, 0.12, 0.12, 0.25),
                frozenset({1, 2, 3, 4}),
            )
        )
    return Part("What works", tuple(blocks))


def _group_name(dimension: str, label: str) -> str:
    if dimension == "weekday":
        return WEEKDAYS[int(label)]
    if dimension == "hour":
        return f"Calls from {label}:00 to {label}:59"
    if dimension == "step":
        return f"Step {label}"
    if dimension == "channel":
        return "E-mail" if label == "email" else label.capitalize()
    return label


def formulas(facts: PackFacts) -> Part:
    """Return how every figure is worked out."""
    shown = {one.id for one in facts.page.figures}
    rows = tuple(
        (text.title, text.formula) for ident, text in facts.page.texts.items() if ident in shown
    )
    return Part(
        "How the figures are worked out", (Table(("Figure", "Formula"), rows, (0.3, 0.7)),)
    )
