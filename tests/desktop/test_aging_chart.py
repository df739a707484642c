"""Bars are in proportion, credits hang below the line, currencies stand apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from collections_desk.desktop.aging_chart import AgingChart, add_up, arrange_bars, base_line
from collections_desk.domain.aging import BUCKETS, Aging
from collections_desk.domain.money import Money

AREA = QRectF(0, 0, 600, 100)
MINORS = st.tuples(*[st.integers(-(10**11), 10**11)] * 6)


def group(*minors: int) -> list[tuple[str, Money]]:
    return [(label, Money(minor, "USD")) for label, minor in zip(BUCKETS, minors, strict=True)]


def test_bars_are_in_proportion() -> None:
    bars = arrange_bars(group(100, 50, 0, 0, 0, 0), AREA)

    assert bars[0].rect.height() == 100
    assert bars[1].rect.height() == 50
    assert bars[2].rect.height() == 0
    assert all(bar.rect.bottom() == 100 for bar in bars)


def test_a_credit_hangs_below_the_line() -> None:
    amounts = group(300, 0, -100, 0, 0, 0)

    bars = arrange_bars(amounts, AREA)

    assert base_line(amounts, AREA) == 75
    assert bars[0].rect.bottom() == 75
    assert bars[2].rect.top() == 75
    assert bars[2].rect.height() == 25


@given(MINORS)
def test_every_bar_stays_in_sight(minors: tuple[int, ...]) -> None:
    for bar in arrange_bars(group(*minors), AREA):
        assert bar.rect.top() >= -2.001
        assert bar.rect.bottom() <= 102.001
        assert (bar.rect.height() > 0) == bool(bar.amount)


@given(st.lists(st.tuples(st.sampled_from(["EUR", "USD"]), MINORS), max_size=8))
def test_nothing_is_lost_and_currencies_stay_apart(
    parts: list[tuple[str, tuple[int, int, int, int, int, int]]],
) -> None:
    agings = [Aging(code, minors) for code, minors in parts]

    groups = add_up(agings)

    for code in {code for code, _ in parts}:
        whole = sum(sum(minors) for own, minors in parts if own == code)
        shown = [amounts for amounts in groups if amounts[0][1].currency == code]
        assert sum(amount.minor for _, amount in shown[0]) == whole
    assert len(groups) == len({code for code, _ in parts})


def test_the_chart_says_in_words_what_it_draws(dressed: object, qtbot: QtBot) -> None:
    chart = AgingChart()
    qtbot.addWidget(chart)
    chart.resize(600, 140)

    chart.show_aging("Aging of <b>Acme</b>", [Aging("USD", (0, 12_345, 0, 0, 0, -500))])
    picture = QImage(600, 140, QImage.Format.Format_RGB32)
    chart.render(picture)

    assert "1-30: $123.45" in chart.accessibleDescription()
    assert "<b>Acme</b>" in chart.accessibleDescription()
    colors = {picture.pixel(x, y) for x in range(0, 600, 7) for y in range(0, 140, 7)}
    assert len(colors) > 2
