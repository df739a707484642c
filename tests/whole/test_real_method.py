"""The method on real books: agreed, forecast, told and handed out, and every sum the same.

The ClassicModels books are imported once; two promises and a payment plan are taken in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from collections_desk.desktop.agreements_view import AgreementsView
from collections_desk.desktop.figures_view import FiguresView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.guards import Confirmed
from collections_desk.domain.letter_facts import letter_sums, of_letter
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.money_text import money_text
from collections_desk.domain.plan_schedule import PlanTerms, plan_schedule
from collections_desk.domain.promise_text import TypedPromise
from collections_desk.domain.worklist import WorklistLine
from collections_desk.operations import books, customers, mail
from collections_desk.operations.brief import wake_up_brief
from collections_desk.operations.commitments import take_promise
from collections_desk.operations.desk import Desk
from collections_desk.operations.figures import figures
from collections_desk.operations.forecast import agreement_lists, expected_cash
from collections_desk.operations.mail_facts import composed, facts_for, mail_day
from collections_desk.operations.management_pack import pack_pdf
from collections_desk.operations.orphans import check_orphans
from collections_desk.operations.payment_plans import (
    Signature,
    examine_plan,
    offer_plan,
    sign_plan,
)
from collections_desk.operations.worklist import worklist
from tests.clock import FRIDAY, Clock
from tests.conftest import open_copy
from tests.letters.sheets import folded, page_texts
from tests.operations.mail_desk import write_settings
from tests.shared_data import shared_folder
from tests.whole.keys import Keys
from tests.whole.test_real_data import ANSWERS, FILES, expected, real

TODAY = date(2026, 11, 20)
OWED = Money(51_149_720, "USD")
#: Who promises, what, and how many days from now: both within the limits of a promise.
PROMISES = (("Gifts4AllAges.com", 20_000_00, 5), ("The Sharp Gifts Warehouse", 11_111_11, 12))
#: Who pays in parts.
PLANNED = "Diecast Classics Inc."
WHY = Confirmed("The owner agreed to it on the telephone.")


class Agreed(NamedTuple):
    """The store after the agreements, and who is who."""

    home: Path
    ids: dict[str, int]
    plan: Money


@pytest.fixture(scope="module")
def agreed(template_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Agreed:
    """Import the real books and take two promises and one payment plan, once."""
    shared_folder()
    home = tmp_path_factory.mktemp("method") / "home"
    clock = Clock(FRIDAY - timedelta(days=1))
    desk = open_copy(template_home, home, clock)
    write_settings(desk)
    for name in FILES:
        reading = books.read_import(desk, real(name), answers=ANSWERS, as_of=TODAY)
        books.apply_import(desk, reading, books.compare_import(desk, reading))
    clock.now = FRIDAY
    lines = {line.name: line for line in worklist(desk)}
    ids = {name: line.customer_id for name, line in lines.items()}
    for name, minor, days in PROMISES:
        take_promise(
            desk,
            ids[name],
            TypedPromise(Money(minor, "USD"), TODAY + timedelta(days=days), "", ""),
            reasons=dict.fromkeys(desk.resources.guards, WHY),
        )
    (balance,) = lines[PLANNED].balances
    _plan(desk, ids[PLANNED], balance)
    desk.database.close()
    return Agreed(home, ids, balance)


def _plan(desk: Desk, customer_id: int, balance: Money) -> None:
    page = customers.customer_page(desk, customer_id)
    terms = PlanTerms(
        balance=balance,
        as_of=TODAY,
        rhythm="monthly",
        cure_days=10,
        accelerates=True,
        offered_on=TODAY,
        installments=plan_schedule(
            balance,
            down_payment=Money(balance.minor // 4, "USD"),
            installments=2,
            first_on=TODAY + timedelta(days=5),
            rhythm="monthly",
        ),
        invoice_ids=tuple(one.id for one in page.invoices),
        reply_by=TODAY + timedelta(days=10),
    )
    reasons = {one.guard: WHY for one in examine_plan(desk, customer_id, terms)}
    plan = offer_plan(desk, customer_id, terms, reasons=reasons)
    sign_plan(desk, plan, Signature(TODAY, "Mary Young", b"%PDF-1.4 signed", "signed.pdf"))


@pytest.fixture
def method_desk(agreed: Agreed, home: Path, clock: Clock) -> Iterator[Desk]:
    """Open a copy of it."""
    desk = open_copy(agreed.home, home, clock)
    yield desk
    desk.database.close()


def total(amounts: Iterator[Money]) -> Money:
    """Add dollars up; there is nothing else in these books."""
    found = totals_by_currency(amounts)
    assert set(found) <= {"USD"}
    return found.get("USD", Money(0, "USD"))


def balances(lines: list[WorklistLine]) -> Money:
    return total(money for line in lines for money in line.balances)


# What the operations say.


def test_every_balance_is_the_same_and_comes_to_what_was_worked_out(
    method_desk: Desk,
) -> None:
    lines = worklist(method_desk)
    page = figures(method_desk)
    aging = page.figure("open", "USD")
    with method_desk.database.read() as session:
        day = mail_day(method_desk, session)
        letters = {
            line.customer_id: facts_for(method_desk, session, day, line.customer_id)
            for line in lines
        }
    notice = mail.draft_letter(method_desk, lines[0].customer_id, "L02").letter

    assert balances(lines) == OWED
    assert aging.value == OWED
    assert total(one.value for one in aging.inputs if isinstance(one.value, Money)) == OWED
    assert {line.name: str(line.balances[0].decimal()) for line in lines} == expected()
    for line in lines:
        shown = customers.customer_page(method_desk, line.customer_id)
        assert shown.balances == line.balances, line.name
        assert shown.to_be_collected == line.to_be_collected, line.name
        opened = total(item.open for item in shown.invoices)
        assert (opened,) == line.balances, line.name
        sums = letter_sums(of_letter(notice, letters[line.customer_id]), TODAY)
        asked = tuple(part.left for part in sums.parts if part.left)
        assert asked == line.to_be_collected, line.name


def test_what_is_asked_for_leaves_out_what_was_agreed(method_desk: Desk, agreed: Agreed) -> None:
    lines = {line.name: line for line in worklist(method_desk)}

    for name, minor, _ in PROMISES:
        line = lines[name]
        assert total(iter(line.to_be_collected)).minor == total(iter(line.overdue)).minor - minor
    assert lines[PLANNED].to_be_collected == ()
    assert lines[PLANNED].balances == (agreed.plan,)


def test_nobody_is_forgotten(method_desk: Desk) -> None:
    check = check_orphans(method_desk)

    assert check.good, check.said
    assert check.said.startswith("Everyone who owes (16)")
    for line in worklist(method_desk):
        assert line.state in {"action", "hold", "end"}, line.name
        assert line.why, line.name
        assert (line.next_action is not None) is (line.state == "action"), line.name


def test_a_letter_states_what_the_worklist_states(method_desk: Desk, agreed: Agreed) -> None:
    (line,) = [one for one in worklist(method_desk) if one.name == PROMISES[0][0]]
    letter = mail.draft_letter(method_desk, agreed.ids[line.name], "L03").letter
    with method_desk.database.read() as session:
        day = mail_day(method_desk, session)
        facts = facts_for(method_desk, session, day, line.customer_id)
        result = composed(method_desk, letter, facts, day)

    assert result.values["amount_due"] == money_text(line.to_be_collected[0])
    table = result.content.statement
    assert table is not None
    rows = [row.open for row in table.rows]
    cents = sum(int(re.sub(r"[^\d-]", "", one)) for one in rows if one)
    assert cents >= line.to_be_collected[0].minor
    assert money_text(line.to_be_collected[0]) in {row.open for row in table.totals}


def test_the_forecast_is_the_sum_of_its_parts(method_desk: Desk, agreed: Agreed) -> None:
    found = expected_cash(method_desk)
    lists = agreement_lists(method_desk)

    promised = total(line.promised for line in found.lines)
    agreed_on = sum(minor for _, minor, _ in PROMISES) + agreed.plan.minor
    assert promised == Money(agreed_on, "USD")
    assert total(week.promised for week in found.weeks) == promised
    assert total(week.expected for week in found.weeks) == total(
        line.expected for line in found.lines
    )
    for week in found.weeks:
        parts = [line for line in found.lines if line.week == week.week]
        assert total(line.promised for line in parts) == week.promised
        assert total(line.expected for line in parts) == week.expected
    for line in found.lines:
        assert line.expected.minor == round(float(line.promised.minor) * float(line.weight))
    assert {line.customer_id for line in found.lines} == {
        agreed.ids[name] for name in (*(one for one, _, _ in PROMISES), PLANNED)
    }
    assert len(lists.promises) == len(PROMISES)
    assert [line.standing.left for line in lists.plans] == [agreed.plan]


def test_the_brief_after_the_promises_have_passed_says_what_was_broken(
    agreed: Agreed, home: Path
) -> None:
    clock = Clock(FRIDAY + timedelta(days=25))
    desk = open_copy(agreed.home, home, clock)
    try:
        brief = wake_up_brief(desk)
        parts = {part.id: part for part in brief.parts if part.lines}
        lines = worklist(desk)
        check = check_orphans(desk)
    finally:
        desk.database.close()

    said = [(line.customer_id, line.text) for part in parts.values() for line in part.lines]
    for name, _, _ in PROMISES:
        assert any(customer == agreed.ids[name] for customer, _ in said), name
    assert any(customer == agreed.ids[PLANNED] for customer, _ in said)
    assert check.good, check.said
    assert balances(lines) == OWED
    broken = {line.name for line in lines if line.name in {one for one, _, _ in PROMISES}}
    assert all(line.to_be_collected == line.overdue for line in lines if line.name in broken), (
        "a broken promise still holds money back"
    )


def test_the_management_pack_states_the_same_sums(method_desk: Desk) -> None:
    content, pages, _ = pack_pdf(method_desk, TODAY.replace(day=1))
    words = folded(" ".join(page_texts(content)))
    page = figures(method_desk)
    overdue = page.figure("overdue", "USD").value
    assert isinstance(overdue, Money)

    assert pages >= 1
    assert folded(money_text(OWED)) in words
    assert folded(money_text(overdue)) in words
    most = max(worklist(method_desk), key=lambda line: line.overdue[0].minor)
    assert folded(money_text(most.overdue[0])) in words
    assert overdue == total(money for line in worklist(method_desk) for money in line.overdue)


# The window.


@pytest.fixture
def keys(method_desk: Desk, open_window: Callable[..., MainWindow], qtbot: QtBot) -> Keys:
    return Keys(open_window(method_desk, at_start=True), qtbot)


def test_the_window_shows_the_same_sums(keys: Keys, method_desk: Desk) -> None:
    lines = worklist(method_desk)
    asked = total(money for line in lines for money in line.to_be_collected)
    found = expected_cash(method_desk)

    keys.press("Ctrl+0")  # today
    assert keys.window.view_id == "today"
    keys.press("Ctrl+1")  # the worklist
    keys.choose("What is shown", "All open")
    keys.reads("16 of 16 customers")
    keys.reads(f"balance {money_text(OWED)}")
    keys.reads(f"To be collected {money_text(asked)}")

    keys.press("Ctrl+7")
    view = keys.window.view
    assert isinstance(view, AgreementsView)
    keys.reads(money_text(Money(PROMISES[0][1], "USD")))
    keys.press("Ctrl+PageDown", "Ctrl+PageDown")
    promised = total(line.promised for line in found.lines)
    cash = total(line.expected for line in found.lines)
    keys.reads(f"{money_text(promised)} promised, {money_text(cash)} expected")

    keys.press("Ctrl+9")
    figure_view = keys.window.view
    assert isinstance(figure_view, FiguresView)
    table = figure_view.figures.list
    assert isinstance(table, QTableView)
    keys.reads(money_text(OWED))
