"""What stands in the management pack, put together from figures that are worked out already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.aging import BUCKETS
from collections_desk.domain.figure_pictures import (
    history_picture,
    picture_of,
    value_text,
)
from collections_desk.domain.figures import percent
from collections_desk.domain.figures_days import month_words
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.letters.management_pack import Pack, Part, Table, Words
from collections_desk.letters.pack_more import formulas, placements, what_works, written_off

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.figure_page import FigurePage
    from collections_desk.domain.figures import Figure
    from collections_desk.letters.management_pack import Block
    from collections_desk.letters.pack_facts import PackFacts

#: The figures of the first page, in their order.
COVER = (
    "open",
    "overdue",
    "overdue_share",
    "received",
    "written_off",
    "delay",
    "cured",
    "dso",
    "average_days_delinquent",
    "cei",
    "kept",
    "kept_money",
    "right_party",
    "coverage",
)
#: So many customers are listed, those with most past due.
CUSTOMERS_LISTED = 15


def put_together(facts: PackFacts) -> Pack:
    """Return the pack of a month."""
    page = facts.page
    home = page.currencies[0]
    parts = [_cover(facts, home)]
    parts += [_aging(facts, home), _movement(facts, home)]
    # A currency in which nothing was owed yet in that month has no figures of it.
    others = [code for code in page.currencies[1:] if _of(page, "open", code) is not None]
    if others:
        parts.append(_other_currencies(facts, others))
    parts += [_agreed(facts, home), _disputes(facts)]
    if facts.customers.get(home):
        parts.append(_customers(facts, (home,), f"in {home}"))
    if any(facts.customers.get(code) for code in others):
        parts.append(_customers(facts, others, "in other currencies"))
    parts += [placements(facts), written_off(facts), what_works(facts), formulas(facts)]
    ended = "" if page.period.is_month else ", not over yet"
    return Pack(
        facts.business,
        f"Collections in {month_words(page.period.first)}",
        f"As of {long_day(page.period.last)}{ended}. Made by {facts.clerk or 'the desk'} on "
        f"{long_day(page.today)}.",
        tuple(parts),
        facts.paper,
        facts.sample,
    )


def _shown(facts: PackFacts, figure: Figure, page: FigurePage | None = None) -> str:
    unit = (page or facts.page).texts[figure.id].unit
    return value_text(figure.value, unit, facts.locale)


def _of(page: FigurePage, ident: str, currency: str, part: str = "") -> Figure | None:
    for code in (currency, ""):
        for one in page.figures:
            if one.id == ident and one.currency == code and (not part or one.part == part):
                return one
    return None


def _cover(facts: PackFacts, home: str) -> Part:
    rows = []
    for ident in COVER:
        now, before = _of(facts.page, ident, home), _of(facts.before, ident, home)
        if now is None:
            continue
        rows.append(
            (
                facts.page.texts[ident].title,
                _shown(facts, now),
                _shown(facts, before) if before is not None else "",
                facts.page.texts[ident].says,
            )
        )
    table = Table(
        ("Figure", month_words(facts.page.period.first), "Month before", "What it says"),
        tuple(rows),
        (0.27, 0.17, 0.17, 0.39),
        frozenset({1, 2}),
    )
    blocks: list[Block] = [Words(one, quiet=True) for one in facts.page.cautions]
    others = [code for code in facts.page.currencies if code != home]
    if others:
        blocks.append(
            Words(
                f"This page is in {home}; {', '.join(others)} stand further on. Currencies are "
                "never added.",
                quiet=True,
            )
        )
    missing = [
        one.missing
        for one in (_of(facts.page, ident, home) for ident in COVER)
        if one is not None and one.missing
    ]
    blocks += [table, *(Words(text, quiet=True) for text in dict.fromkeys(missing))]
    return Part("At a glance", tuple(blocks))


def _aging(facts: PackFacts, code: str) -> Part:
    page = facts.page
    figure = page.figure("open", code)
    total = figure.value.minor if isinstance(figure.value, Money) else 0
    rows = []
    for label, one in zip(BUCKETS, figure.inputs, strict=True):
        amount = one.value if isinstance(one.value, Money) else Money(0, code)
        rows.append(
            (
                label,
                f"{len(one.parts):,}",
                money_text(amount, facts.locale),
                value_text(percent(amount.minor, total), "percent", facts.locale)
                if total > 0
                else "",
            )
        )
    count = sum(len(one.parts) for one in figure.inputs)
    rows.append(("Together", f"{count:,}", value_text(figure.value, "money", facts.locale), ""))
    table = Table(
        ("Days past due", "Items", f"Open, {code}", "Share"),
        tuple(rows),
        (0.4, 0.16, 0.26, 0.18),
        frozenset({1, 2, 3}),
        strong=True,
    )
    history = page.history[code]
    lines = history_picture(
        f"Open and past due at the end of each month, {code}",
        history,
        ("Open", "Past due"),
        facts.locale,
    )
    bars = picture_of(page, figure, facts.locale)
    blocks: tuple[Block, ...] = (table, bars)
    if any(one.open.minor for one in history):
        blocks = (*blocks, lines)
    return Part(f"What is owed, by age, in {code}", blocks)


def _movement(facts: PackFacts, code: str) -> Part:
    page = facts.page
    table = Table(
        ("Bucket at the beginning", "Lay in it", "Older now", "Roll rate", "Recovered"),
        tuple(_moved(facts, code)),
        (0.26, 0.2, 0.2, 0.17, 0.17),
        frozenset({1, 2, 3, 4}),
    )
    blocks: list[Block] = [table]
    for ident in ("roll", "recovery"):
        figures = page.parts_of(ident, code)
        if any(one.value is not None for one in figures):
            blocks.append(picture_of(page, figures[0], facts.locale))
    return Part(f"Roll rates and recovery, in {code}", tuple(blocks))


def _moved(facts: PackFacts, code: str) -> list[tuple[str, str, str, str, str]]:
    """Return a row for each bucket: what lay in it, what is older now, what came in."""
    page = facts.page
    rows = []
    for roll in page.parts_of("roll", code):
        label = roll.part.partition(" to ")[0]
        recovered = _of(page, "recovery", code, label)
        rows.append(
            (
                label,
                value_text(roll.inputs[0].value, "money", facts.locale),
                value_text(roll.inputs[1].value, "money", facts.locale),
                _shown(facts, roll),
                _shown(facts, recovered) if recovered is not None else "",
            )
        )
    last = _of(page, "recovery", code, BUCKETS[-1])
    if last is not None:
        began = value_text(last.inputs[1].value, "money", facts.locale)
        rows.append((BUCKETS[-1], began, "", "", _shown(facts, last)))
    return rows


def _other_currencies(facts: PackFacts, codes: Sequence[str]) -> Part:
    """Return age and movement of the other currencies, each in lines of its own."""
    rows = []
    moved = []
    for code in codes:
        figure = facts.page.figure("open", code)
        amounts = [
            one.value if isinstance(one.value, Money) else Money(0, code) for one in figure.inputs
        ]
        total = figure.value if isinstance(figure.value, Money) else Money(0, code)
        rows.append((code, *(f"{one.decimal():,}" for one in (*amounts, total))))
        moved += [
            (f"{code}, {label}", *cells)
            for label, *cells in _moved(facts, code)
            if cells[-1] != value_text(None, "percent")
        ]
    age = Table(
        ("Currency", *BUCKETS, "Together"),
        tuple(rows),
        (0.12, *(0.125 for _ in BUCKETS), 0.13),
        frozenset(range(1, len(BUCKETS) + 2)),
    )
    movement = Table(
        ("Bucket at the beginning", "Lay in it", "Older now", "Roll rate", "Recovered"),
        tuple(moved),
        (0.26, 0.2, 0.2, 0.17, 0.17),
        frozenset({1, 2, 3, 4}),
    )
    return Part("Other currencies", (age, movement) if moved else (age,))


def _agreed(facts: PackFacts, home: str) -> Part:
    rows = []
    for code in facts.page.currencies:
        for ident in ("kept", "kept_money", "kept_money_partial", "plans_current", "plans_late"):
            figure = _of(facts.page, ident, code)
            if figure is None or figure.currency != code:
                continue
            if code != home and figure.value is None:
                continue
            from_what = "; ".join(
                f"{one.label}: {value_text(one.value, '', facts.locale)}" for one in figure.inputs
            )
            rows.append(
                (f"{facts.page.texts[ident].title}, {code}", _shown(facts, figure), from_what)
            )
    table = Table(
        ("Figure", "Value", "Worked out from"), tuple(rows), (0.34, 0.2, 0.46), frozenset({1})
    )
    blocks: list[Block] = [table]
    kept = _of(facts.page, "kept", home)
    if kept is not None and kept.value is not None:
        blocks.append(picture_of(facts.page, kept, facts.locale))
    return Part("Promises and payment plans", tuple(blocks))


def _disputes(facts: PackFacts) -> Part:
    rows = []
    for code in facts.page.currencies:
        figure = _of(facts.page, "disputed", code)
        if figure is None or figure.currency != code:
            continue
        rows += [
            (one.label, f"{len(one.parts):,}", value_text(one.value, "money", facts.locale))
            for one in figure.inputs
        ]
    if not rows:
        return Part("Disputes", (Words("Nothing was in dispute at the end of the month."),))
    table = Table(
        ("Reason", "Disputes", "Amount"), tuple(rows), (0.6, 0.15, 0.25), frozenset({1, 2})
    )
    return Part("Disputes that were open, by reason", (table,))


def _customers(facts: PackFacts, codes: Sequence[str], where: str) -> Part:
    listed = [one for code in codes for one in facts.customers.get(code, ())[:CUSTOMERS_LISTED]]
    rows = [
        (
            one.name + (f", {one.reference}" if one.reference else ""),
            one.category,
            money_text(one.open, facts.locale),
            money_text(one.overdue, facts.locale),
            str(one.days),
        )
        for one in listed
    ]
    table = Table(
        ("Customer", "Category", "Open", "Past due", "Days"),
        tuple(rows),
        (0.4, 0.16, 0.18, 0.18, 0.08),
        frozenset({2, 3, 4}),
    )
    more = sum(len(facts.customers.get(code, ())) for code in codes) - len(listed)
    blocks: list[Block] = [table]
    if more > 0:
        blocks.append(Words(f"{more} more customers have something past due.", quiet=True))
    return Part(f"Customers with most past due, {where}", tuple(blocks))
