from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_desk.desktop.fields import DayField, MoneyField, PromiseField
from collections_desk.domain.money import Money

TODAY = date(2026, 11, 20)  # a Friday
ENTER = Qt.Key.Key_Return


@pytest.fixture
def day(dressed: QApplication, qtbot: QtBot) -> DayField:
    field = DayField("Due", TODAY, earliest=TODAY)
    qtbot.addWidget(field)
    field.show()
    return field


def type_in(qtbot: QtBot, field: DayField | MoneyField | PromiseField, text: str) -> None:
    field.edit.clear()
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, ENTER)


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ("t", TODAY),
        ("+", date(2026, 11, 21)),
        ("++-", date(2026, 11, 21)),
        ("]", date(2026, 12, 20)),
        ("]]]", date(2027, 2, 20)),
        ("h", date(2026, 11, 30)),
        ("r", date(2026, 12, 31)),
        ("]m", date(2026, 12, 1)),
        ("ry", date(2026, 1, 1)),
    ],
)
def test_single_keys_step_from_the_day_that_is_there(
    dressed: QApplication, qtbot: QtBot, keys: str, wanted: date
) -> None:
    field = DayField("Due", TODAY)
    qtbot.addWidget(field)
    field.set_value(TODAY)

    for key in keys:
        field.edit.setFocus()
        field._letter = ""  # noqa: SLF001 - a pause between two keys
        qtbot.keyClicks(field.edit, key)

    assert field.value() == wanted
    assert field.text() == f"{wanted:%m/%d/%Y}"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("t", TODAY),
        ("+5", date(2026, 11, 25)),
        ("mon", date(2026, 11, 23)),
        ("tue", date(2026, 11, 24)),
        ("12/1/2026", date(2026, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
    ],
)
def test_a_day_is_typed_in_many_ways(
    day: DayField, qtbot: QtBot, typed: str, wanted: date
) -> None:
    type_in(qtbot, day, typed)

    assert day.value() == wanted
    assert day.text() == f"{wanted:%m/%d/%Y}"


def test_typing_on_after_a_single_key_starts_a_word(day: DayField, qtbot: QtBot) -> None:
    day.set_value(TODAY)

    qtbot.keyClicks(day.edit, "mon")
    qtbot.keyClick(day.edit, ENTER)

    assert day.value() == date(2026, 11, 23)


def test_the_weekday_stands_beside_the_day(day: DayField) -> None:
    day.set_value(date(2026, 11, 27))

    assert day.meaning(date(2026, 11, 27)) == "Friday, in 7 days"
    assert day.meaning(TODAY) == "Friday, today"


@pytest.mark.parametrize("typed", ["2/30/2026", "yesterday", "-3", "nonsense"])
def test_what_cannot_be_is_said_beside_the_field_and_kept(
    day: DayField, qtbot: QtBot, typed: str
) -> None:
    type_in(qtbot, day, typed)

    assert day.value() is None
    assert not day.is_right()
    assert day.message.text()
    assert day.text() == typed


def test_the_message_goes_as_soon_as_it_is_right(day: DayField, qtbot: QtBot) -> None:
    type_in(qtbot, day, "2/30/2026")
    assert day.message.text()

    day.edit.clear()
    qtbot.keyClicks(day.edit, "12/1/2026")

    assert day.message.text() == ""
    assert day.is_right()


def test_an_empty_field_that_is_needed_says_so(dressed: QApplication, qtbot: QtBot) -> None:
    field = DayField("Due", TODAY, optional=False)
    qtbot.addWidget(field)

    assert not field.check()
    assert field.message.text() == "This is needed."


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("1,234.50", 123_450), ("$99", 9_900), ("100+25.50", 12_550)],
)
def test_amounts_and_sums_are_read(
    dressed: QApplication, qtbot: QtBot, typed: str, minor: int
) -> None:
    field = MoneyField("Amount", "USD")
    qtbot.addWidget(field)

    type_in(qtbot, field, typed)

    assert field.value() == Money(minor, "USD")


@pytest.mark.parametrize("typed", ["0", "-5", "1e5", "2000.00", "abc"])
def test_amounts_that_cannot_be_are_kept_and_refused(
    dressed: QApplication, qtbot: QtBot, typed: str
) -> None:
    field = MoneyField("Amount", "USD", most=Money(100_000, "USD"))
    qtbot.addWidget(field)

    type_in(qtbot, field, typed)

    assert field.value() is None
    assert field.message.text()
    assert field.text() == typed


def test_a_promise_is_read_in_words(dressed: QApplication, qtbot: QtBot) -> None:
    field = PromiseField("Promise", TODAY, Money(240_000, "USD"))
    qtbot.addWidget(field)
    confirmed: list[bool] = []
    field.confirmed.connect(lambda: confirmed.append(True))

    type_in(qtbot, field, "half fri")
    value = field.value()

    assert value is not None
    assert value.amount == Money(120_000, "USD")
    assert value.due == date(2026, 11, 27)
    assert field.text() == "half fri"
    assert confirmed == [True]
