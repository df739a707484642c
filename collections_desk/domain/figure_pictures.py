"""What the pictures of the figures show, for the screen and for paper alike, and in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.figure_page import FigurePage, MonthEnd
    from collections_desk.domain.figures import Figure, FigureText, Input, Value


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is, how long, and its number as text. None stands for no number."""

    label: str
    size: float | None
    text: str


@dataclass(frozen=True, slots=True)
class BarPicture:
    """Bars that begin at one line. `whole` is the longest that there can be, or None."""

    title: str
    bars: tuple[Bar, ...]
    whole: float | None = None

    def in_words(self) -> str:
        """Say what the picture says."""
        return f"{self.title}. " + "; ".join(f"{bar.label}: {bar.text}" for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a line, at the end of a month."""

    day: date
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class LinePicture:
    """Lines over the same days. `lines` are pairs of a name and its points."""

    title: str
    lines: tuple[tuple[str, tuple[Point, ...]], ...]

    def in_words(self) -> str:
        """Say what the picture says."""
        said = [
            f"{name}: " + ", ".join(f"{point.day:%Y-%m} {point.text}" for point in points)
            for name, points in self.lines
        ]
        return f"{self.title}. " + "; ".join(said)


def value_text(value: Value, unit: str, locale: str = "en_US") -> str:
    """Return a value as it is shown: "$1,200.00", "33.33 days", "70.00 %", "12"."""
    if value is None:
        return "not enough to say"
    if isinstance(value, Money):
        return money_text(value, locale)
    if isinstance(value, Decimal):
        return {"percent": f"{value:,} %", "days": f"{value:,} days"}.get(unit, f"{value:,}")
    return f"{value:,}" if isinstance(value, int) else str(value)


def input_text(one: Input, locale: str = "en_US") -> str:
    """Return the value of an input as it is shown; a decimal among inputs is of days."""
    return "not known" if one.value is None else value_text(one.value, "days", locale)


def size_of(value: Value) -> float | None:
    """Return a value as a length; None where there is none."""
    if isinstance(value, Money):
        return float(value.decimal())
    if isinstance(value, (Decimal, int)):
        return float(value)
    return None


#: Figures whose bars are their own inputs: what adds up to them.
_OF_INPUTS = frozenset({"open", "overdue", "disputed"})
#: Figures that are best seen side by side.
_TOGETHER = (
    ("kept", "kept_money", "kept_money_partial"),
    ("dso", "best_dso", "average_days_delinquent", "countback_dso"),
    ("received", "credited", "written_off", "waived", "settled_away"),
    ("plans_current", "plans_late"),
    ("right_party", "promise_rate", "coverage"),
)


def picture_of(page: FigurePage, figure: Figure, locale: str = "en_US") -> BarPicture:
    """Return the bars beside a figure: its kin, its parts, or what it was worked out from."""
    text = page.texts[figure.id]
    if figure.id in _OF_INPUTS:
        return _of_inputs(text, figure, locale)
    if figure.part:
        parts = page.parts_of(figure.id, figure.currency)
        return BarPicture(
            text.title,
            tuple(_bar(one.part, one.value, text.unit, locale) for one in parts),
            100.0,
        )
    for kin in _TOGETHER:
        if figure.id in kin:
            others = [
                one
                for name in kin
                for one in page.figures
                if one.id == name and one.currency == figure.currency
            ]
            return BarPicture(
                text.group,
                tuple(
                    _bar(page.texts[one.id].title, one.value, page.texts[one.id].unit, locale)
                    for one in others
                ),
                100.0 if text.unit == "percent" else None,
            )
    return _of_inputs(text, figure, locale)


def _bar(name: str, value: Value, unit: str, locale: str) -> Bar:
    return Bar(name, size_of(value), value_text(value, unit, locale))


def _of_inputs(text: FigureText, figure: Figure, locale: str) -> BarPicture:
    """Draw the inputs that are of one kind: amounts, or counts; never both on one scale."""
    kinds = [type(one.value) for one in figure.inputs if one.value is not None]
    kind = kinds[0] if kinds else None
    bars = tuple(
        Bar(one.label, size_of(one.value), input_text(one, locale))
        for one in figure.inputs
        if type(one.value) is kind
    )
    return BarPicture(text.title, bars)


def history_picture(
    title: str, history: tuple[MonthEnd, ...], names: tuple[str, str], locale: str = "en_US"
) -> LinePicture:
    """Return the lines of what was open and past due at the ends of months."""
    opened = tuple(
        Point(one.last, float(one.open.decimal()), money_text(one.open, locale)) for one in history
    )
    overdue = tuple(
        Point(one.last, float(one.overdue.decimal()), money_text(one.overdue, locale))
        for one in history
    )
    return LinePicture(title, ((names[0], opened), (names[1], overdue)))
