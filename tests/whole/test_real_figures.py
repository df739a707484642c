"""The figures of the real ClassicModels books, against sums taken from the files themselves."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from collections_desk.command_line import main
from collections_desk.domain.figures import History, Period, month_of
from collections_desk.domain.money import Money
from collections_desk.operations import books
from collections_desk.operations.desk import Desk
from collections_desk.operations.figures import figure_facts, figures
from collections_desk.operations.sample_home import open_sample
from collections_desk.operations.worklist import worklist
from collections_desk.store.settings import load_settings
from tests.clock import FRIDAY, Clock
from tests.conftest import open_copy
from tests.letters.sheets import page_texts
from tests.operations.mail_desk import write_settings
from tests.whole.test_real_data import ANSWERS, FILES, real

#: The books are of 2011 to 2013; this is a day in the middle of them.
CHOSEN = date(2013, 3, 31)


@pytest.fixture(scope="module")
def real_home(template_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import the real books once, as of a day after the last of them."""
    home = tmp_path_factory.mktemp("figures") / "home"
    desk = open_copy(template_home, home, Clock(FRIDAY))
    write_settings(desk)
    for name in FILES:
        reading = books.read_import(desk, real(name), answers=ANSWERS, as_of=date(2026, 11, 20))
        books.apply_import(desk, reading, books.compare_import(desk, reading))
    desk.database.close()
    return home


@pytest.fixture
def real_desk(real_home: Path, home: Path, clock: Clock) -> Iterator[Desk]:
    """Open a copy of the real books."""
    desk = open_copy(real_home, home, clock)
    yield desk
    desk.database.close()


def rows(name: str) -> list[dict[str, str]]:
    with real(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def summed(amounts: Iterator[str]) -> Money:
    return Money(int(sum((Decimal(one) for one in amounts), Decimal(0)) * 100), "USD")


def test_what_is_open_today_is_what_the_worklist_says(real_desk: Desk) -> None:
    page = figures(real_desk)

    assert page.figure("open", "USD").value == Money(51_149_720, "USD")
    assert (
        sum(money.minor for line in worklist(real_desk) for money in line.balances) == 51_149_720
    )


def test_what_was_received_in_a_month_is_what_the_payment_file_says(real_desk: Desk) -> None:
    period = month_of(CHOSEN)
    wanted = summed(
        row["amount"]
        for row in rows("classicmodels_payments.csv")
        if period.holds(date.fromisoformat(row["payment_date"]))
    )

    page = figures(real_desk, period)

    assert wanted.minor > 0
    assert page.figure("received", "USD").value == wanted
    assert page.figure("delay", "USD").value is not None


def test_the_balance_of_an_earlier_day_is_orders_less_payments(real_desk: Desk) -> None:
    today = real_desk.today()
    with real_desk.database.read() as session:
        settings = load_settings(session)
        facts = figure_facts(session, real_desk, settings, month_of(CHOSEN), today)
    history = History(facts)
    canceled = {"Cancelled"}
    for day in (CHOSEN, CHOSEN - timedelta(days=200), date(2010, 1, 1)):
        ordered = summed(
            row["order_total"]
            for row in rows("classicmodels_orders.csv")
            if date.fromisoformat(row["order_date"]) <= day and row["status"] not in canceled
        )
        paid = summed(
            row["amount"]
            for row in rows("classicmodels_payments.csv")
            if date.fromisoformat(row["payment_date"]) <= day
        )
        opened = sum(one.minor for one in history.on(day))
        # Some paid before they were billed: an item is not there before its own date.
        born = {item.id: item.born for item in facts.items}
        ahead = sum(
            -entry.minor
            for entry in facts.entries
            if entry.on <= day and (on := born.get(entry.invoice_id or 0)) and on > day
        )

        assert opened == ordered.minor - paid.minor + ahead, day


def test_months_back_to_the_first_order_have_figures(real_desk: Desk) -> None:
    page = figures(real_desk, Period(date(2013, 3, 1), CHOSEN))

    assert page.earliest == date(2011, 1, 6)
    ends = page.history["USD"]
    assert ends[-1].last == CHOSEN
    assert ends[-1].open == page.figure("open", "USD").value
    assert any(one.part and one.value is not None for one in page.figures if one.id == "roll")


# The command line.


@pytest.fixture(scope="module")
def sample_words(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give the words that open the sample."""
    home = tmp_path_factory.mktemp("sample") / "home"
    open_sample(home).close()
    return ["--home", str(home)]


def test_the_figures_on_the_command_line(
    sample_words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", "--json", *sample_words]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["sample"]
    by_id = {(one["id"], one["part"], one["currency"]): one for one in answer["figures"]}
    total = by_id["open", "", "USD"]
    assert Decimal(total["value"]) == sum(Decimal(one["value"]) for one in total["inputs"])
    assert by_id["dso", "", "USD"]["value"] is None
    assert by_id["dso", "", "USD"]["missing"].startswith("Not enough to say")
    assert all(one["formula"] for one in answer["figures"])


def test_the_figures_for_people(
    sample_words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", *sample_words]) == 0

    said = capsys.readouterr().out
    assert said.startswith("SAMPLE DATA")
    assert "Roll rate, 1-30 to 31-60, USD" in said


def test_the_pack_on_the_command_line(
    sample_words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pack.pdf"

    assert main(["pack", "--month", "2026-10", str(path), *sample_words]) == 0
    assert "Collections in October 2026" in page_texts(path.read_bytes())[0]
    before = path.read_bytes()
    capsys.readouterr()
    assert main(["pack", "--month", "2026-10", str(path), *sample_words]) == 1
    assert "already" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("month", ["2026-13", "October", "2026-10-01", "10/2026"])
def test_a_month_that_is_none_is_used_wrongly(month: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["pack", "--month", month, str(tmp_path / "pack.pdf")])

    assert left.value.code == 2
