"""The figures from a real store agree with the worklist, with their lists and with the letters."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from collections_desk.domain.aging import BUCKETS
from collections_desk.domain.figures import Period
from collections_desk.domain.letter_facts import letter_sums
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.domain.promises import kept_rates
from collections_desk.errors import EntryRefusedError, ExportRefusedError
from collections_desk.operations import mail, records
from collections_desk.operations.contact import withdraw_entry
from collections_desk.operations.desk import Desk
from collections_desk.operations.figures import (
    behind,
    currencies_in_use,
    figure_facts,
    figures,
    months_offered,
    period_of,
    sales_typed,
    type_sales,
    what_works,
)
from collections_desk.operations.mail_facts import facts_for, mail_day
from collections_desk.operations.management_pack import export_pack, management_pack, pack_pdf
from collections_desk.operations.worklist import worklist
from collections_desk.store.activities import add_activity
from collections_desk.store.settings import load_settings
from collections_desk.store.tables import InvoiceRow, LedgerEntryRow
from tests.letters.sheets import page_texts
from tests.operations.contact_desk import add_customer as add_caller
from tests.operations.contact_desk import add_invoice, add_payment
from tests.operations.mail_desk import add_customer, approved, write_settings

OCTOBER = date(2026, 10, 1)


def test_the_figures_agree_with_the_worklist(sample_desk: Desk) -> None:
    page = figures(sample_desk)
    sums: dict[str, list[int]] = {}
    overdue: dict[str, int] = {}
    for line in worklist(sample_desk, everyone=True):
        for money in line.balances:
            sums.setdefault(money.currency, []).append(money.minor)
        for money in line.overdue:
            overdue[money.currency] = overdue.get(money.currency, 0) + money.minor

    for code, minors in sums.items():
        figure = page.figure("open", code)
        assert figure.value == Money(sum(minors), code)
        assert [one.label for one in figure.inputs] == list(BUCKETS)
    assert page.figure("overdue", "USD").value == Money(overdue["USD"], "USD")


def test_every_number_is_the_sum_of_the_list_behind_it(sample_desk: Desk) -> None:
    page = figures(sample_desk, period_of(OCTOBER, sample_desk.today()))
    looked = 0
    for figure in page.figures:
        for one in figure.inputs:
            if not one.parts or looked > 60:
                continue
            looked += 1
            rows = behind(sample_desk, one, figure.currency)
            assert len(rows) == len(one.parts), (figure.key, one.label)
            if isinstance(one.value, Money):
                total = sum(row.amount.minor for row in rows if row.amount is not None)
                assert total == one.value.minor, (figure.key, one.label)
            else:
                assert len(rows) == one.value, (figure.key, one.label)
    assert looked > 30


def test_the_kept_rates_are_those_of_the_promises(sample_desk: Desk) -> None:
    today = sample_desk.today()
    period = period_of(date(2026, 9, 1), today)
    page = figures(sample_desk, period)
    with sample_desk.database.read() as session:
        settings = load_settings(session)
        facts = figure_facts(session, sample_desk, settings, period, today)

    rates = kept_rates(facts.promises, today=today, since=period.first, until=period.last)

    figure = page.figure("kept", "USD")
    usd = next(one for one in rates.money if one.currency == "USD")
    assert figure.inputs[1].value == rates.due
    assert page.figure("kept_money", "USD").inputs[0].value == Money(usd.kept, "USD")
    assert page.figure("kept_money_partial", "USD").inputs[2].value == Money(usd.promised, "USD")


def test_what_vanished_is_in_no_figure_and_said(desk: Desk) -> None:
    customer = add_caller(desk)
    add_invoice(desk, customer, 10_000, date(2026, 10, 1))
    gone = add_invoice(desk, customer, 77_700, date(2026, 10, 2))
    with desk.database.write("test.gone", "let one vanish", now=desk.now()) as transaction:
        row = transaction.get(InvoiceRow, gone)
        assert row is not None
        row.status = "vanished"

    page = figures(desk)

    assert page.figure("open", "USD").value == Money(10_000, "USD")
    assert any("777" in one for one in page.cautions)


def test_a_payment_that_came_back_was_never_received(desk: Desk) -> None:
    customer = add_caller(desk)
    invoice = add_invoice(desk, customer, 10_000, date(2026, 11, 1))
    add_payment(desk, customer, invoice, 10_000, date(2026, 11, 10))
    with desk.database.write("test.back", "returned", now=desk.now()) as transaction:
        paid = transaction.query(LedgerEntryRow).one()
        transaction.add(
            LedgerEntryRow(
                customer_id=customer,
                invoice_id=invoice,
                kind="reversal",
                dated_on=date(2026, 11, 12),
                currency="USD",
                amount_minor=10_000,
                source="hand",
                reverses_id=paid.id,
                created_at=desk.now(),
            )
        )

    assert figures(desk).figure("received", "USD").value == Money(0, "USD")


def test_the_months_offered_begin_with_the_one_that_runs() -> None:
    offered = months_offered(date(2026, 11, 20))

    assert offered[0] == Period(date(2026, 11, 1), date(2026, 11, 20))
    assert offered[1] == Period(date(2026, 10, 1), date(2026, 10, 31))


# Sales.


def test_the_newest_amount_of_a_month_counts_and_the_first_stays_on_record(desk: Desk) -> None:
    type_sales(desk, OCTOBER, Money(100_00, "USD"))
    type_sales(desk, date(2026, 10, 17), Money(250_00, "USD"))
    type_sales(desk, OCTOBER, Money(70_00, "EUR"))

    typed = {one.amount.currency: one for one in sales_typed(desk)}

    assert typed["USD"].amount == Money(250_00, "USD")
    assert typed["EUR"].month == OCTOBER
    assert currencies_in_use(desk) == ("USD",)


@pytest.mark.parametrize(
    ("month", "minor", "said"),
    [
        (date(2026, 12, 1), 100, "has not begun"),
        (date(1980, 1, 1), 100, "no figures"),
        (OCTOBER, -1, "below zero"),
    ],
)
def test_wrong_sales_are_refused_in_a_sentence(
    desk: Desk, month: date, minor: int, said: str
) -> None:
    with pytest.raises(EntryRefusedError, match=said):
        type_sales(desk, month, Money(minor, "USD"))

    assert sales_typed(desk) == []


# What works.


def call(desk: Desk, customer: int, days_ago: int, outcome: str = "RPN") -> int:
    at = desk.now() - timedelta(days=days_ago)
    with desk.database.write("test.call", "called", now=desk.now()) as transaction:
        return add_activity(
            transaction,
            customer,
            "call",
            clerk="Dana",
            happened_at=at,
            now=desk.now(),
            direction="out",
            action="OC",
            outcome=outcome,
        )


def test_money_after_a_call_counts_for_that_call(desk: Desk) -> None:
    customer = add_caller(desk)
    invoice = add_invoice(desk, customer, 50_000, date(2026, 9, 1))
    call(desk, customer, 40)
    call(desk, customer, 20)
    add_payment(desk, customer, invoice, 10_000, date(2026, 11, 2))

    found = what_works(desk)

    calls = found.effects.groups["channel"][0]
    assert (calls.touches, calls.money, calls.promises) == (2, 1, 0)
    assert calls.interval is None  # two calls are too few to say


def test_a_withdrawn_call_is_not_counted(desk: Desk) -> None:
    customer = add_caller(desk)
    add_invoice(desk, customer, 50_000, date(2026, 9, 1))
    call(desk, customer, 40)
    withdraw_entry(desk, call(desk, customer, 20), why="It was somebody else")

    assert what_works(desk).effects.touches == 1


# The pack.


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Give a desk whose business is filled in."""
    write_settings(desk)
    return desk


def test_the_pack_says_what_the_letter_and_its_statement_say(office: Desk) -> None:
    customer = add_customer(office)
    letter = approved(office, customer, "L03")
    with office.database.read() as session:
        day = mail_day(office, session)
        sums = letter_sums(facts_for(office, session, day, customer), letter.letter_date)
    batch = mail.printable_batch(office, [letter.id])

    content, _, _ = pack_pdf(office, office.today())

    pack, paper = "".join(page_texts(content)), "".join(page_texts(batch.pdf))
    for money in (*sums.open, *sums.amount_due):
        assert money_text(money) in pack
        assert money_text(money) in paper
    assert letter.snapshot is not None
    for total in letter.snapshot["content"]["statement"]["totals"]:
        assert total["open"] in pack


def test_the_pack_says_what_the_screen_says(sample_desk: Desk) -> None:
    page = figures(sample_desk, period_of(OCTOBER, sample_desk.today()))

    content, pages, _ = pack_pdf(sample_desk, OCTOBER)

    texts = page_texts(content)
    whole = "".join(texts)
    assert len(texts) == pages
    assert "SAMPLE" in texts[0]
    for one in page.figure("open", "USD").inputs:
        assert isinstance(one.value, Money)
        assert money_text(one.value) in whole
    for roll in page.parts_of("roll", "USD"):
        assert f"{roll.value} %" in whole
    assert f"Page {pages} of {pages}" in texts[-1]
    june = "".join(page_texts(pack_pdf(sample_desk, date(2026, 6, 1))[0]))
    assert "Not enough to say: the sales of June 2026 are not typed" in june


def test_the_same_month_gives_the_same_bytes(sample_desk: Desk) -> None:
    assert pack_pdf(sample_desk, OCTOBER)[0] == pack_pdf(sample_desk, OCTOBER)[0]


def test_a_name_without_a_shape_is_said_and_not_dropped(office: Desk) -> None:
    add_customer(office, "株式会社 Tools")

    content, _, _ = pack_pdf(office, office.today())

    texts = page_texts(content)
    assert "U+682A" in texts[0]
    assert any("???? Tools" in page for page in texts)


def test_the_export_is_recorded_with_its_hash(sample_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"

    done = export_pack(sample_desk, OCTOBER, path, recipient="M. Keller")

    record = records.export_history(sample_desk)[0]
    assert (record.kind, record.recipient, record.sha256) == ("pack", "M. Keller", done.sha256)
    assert record.rows == done.pages
    assert path.read_bytes().startswith(b"%PDF")


def test_a_refused_pack_leaves_nothing(sample_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    with pytest.raises(EntryRefusedError, match="has not begun"):
        export_pack(sample_desk, date(2027, 1, 1), path)
    path.write_bytes(b"mine")
    with pytest.raises(ExportRefusedError):
        export_pack(sample_desk, OCTOBER, path)

    assert path.read_bytes() == b"mine"
    assert list(tmp_path.glob(".*")) == []
    assert records.export_history(sample_desk) == []


def test_what_was_written_off_stands_apart(office: Desk) -> None:
    customer = add_customer(office, invoices=1)
    with office.database.write("test.off", "wrote off", now=office.now()) as transaction:
        item = transaction.query(InvoiceRow).one()
        transaction.add(
            LedgerEntryRow(
                customer_id=customer,
                invoice_id=item.id,
                kind="write_off",
                dated_on=date(2026, 11, 10),
                currency="USD",
                amount_minor=-item.open_minor,
                source="hand",
                created_at=office.now(),
            )
        )
        item.open_minor, item.status = 0, "closed"

    pack = management_pack(office, office.today())

    part = next(one for one in pack.parts if one.title.startswith("Written off"))
    assert "$374.50" in str(part.blocks)
    assert figures(office).figure("received", "USD").value == Money(0, "USD")
