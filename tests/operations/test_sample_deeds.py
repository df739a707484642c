"""No screen of the sample is empty: what the clerk of the sample did besides calls and mail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from collections_desk.domain.difference import Decisions
from collections_desk.domain.hand_payments import STATES
from collections_desk.domain.sample import Sample, read_sample
from collections_desk.errors import ResourceFaultError
from collections_desk.operations.books import apply_import, compare_import, read_import
from collections_desk.operations.customers import customer_page
from collections_desk.operations.desk import Desk
from collections_desk.operations.fees import preview_charges
from collections_desk.operations.figures import figures, sales_typed
from collections_desk.operations.placement_entries import all_placements
from collections_desk.operations.safekeeping import verify
from collections_desk.operations.settlements import standings
from collections_desk.operations.surveys import survey_page
from collections_desk.operations.worklist import worklist

RESOURCES = Path(__file__).parents[2] / "resources"
FRIDAY = date(2026, 11, 20)


def text(name: str) -> str:
    return (RESOURCES / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample() -> Sample:
    return read_sample(text, today=FRIDAY)


def test_late_charges_are_shown_charged_and_waived(sample_desk: Desk, sample: Sample) -> None:
    states: list[tuple[str, str]] = []
    for one in sample.deeds.charges:
        states += [
            (charge.state, str(charge.amount))
            for charge in customer_page(sample_desk, one.customer_id).money.charges
            if charge.state != "shown"
        ]

    assert sorted(states) == [
        ("charged", "25.00 USD"), ("charged", "25.00 USD"), ("waived", "25.00 USD"),
    ]  # fmt: skip
    shown = preview_charges(sample_desk)
    assert shown.basis == "Terms of sale, section 6, agreed on Jan 2, 2024"
    assert len(shown.charges) > 10


def test_what_was_paid_by_hand_is_taken_off(sample_desk: Desk, sample: Sample) -> None:
    known = {line.customer_id: line for line in worklist(sample_desk, everyone=True)}
    billed = {
        row["customer_id"]: row["open_minor"]
        for row in sample.tables["invoice"]
        if row["status"] == "open"
    }

    assert len(sample.deeds.payments) == 2
    for one in sample.deeds.payments:
        payments = customer_page(sample_desk, one.customer_id).money.payments
        assert [STATES[payment.state] for payment in payments] == ["Received"]
        left = billed[one.customer_id] - one.amount.minor
        assert [money.minor for money in known[one.customer_id].balances] == [left]


def test_one_is_placed_and_one_has_a_settlement(sample_desk: Desk, sample: Sample) -> None:
    placed = all_placements(sample_desk)
    assert [(one.name, str(one.amount), one.reference) for one in placed] == [
        ("Larch & Ferry Recovery", "1977.38 USD", "LF-30718")
    ]
    assert customer_page(sample_desk, placed[0].customer_id).to_be_collected == ()

    settled = standings(sample_desk)
    assert [(one.state, str(one.settlement.agreed)) for one in settled] == [
        ("running", "500.00 USD")
    ]
    assert settled[0].settlement.customer_id == sample.deeds.settlements[0].customer_id
    assert customer_page(sample_desk, settled[0].settlement.customer_id).ends


def test_one_survey_is_answered(sample_desk: Desk) -> None:
    page = survey_page(sample_desk)

    assert [one.answers for one in page.sent] == [(4, 5, 4, 3, 5)]
    assert page.by_category


def test_the_sales_of_the_last_months_are_what_was_billed(
    sample_desk: Desk, sample: Sample
) -> None:
    typed = {one.month: one.amount for one in sales_typed(sample_desk)}

    assert sorted(typed) == [date(2026, month, 1) for month in (7, 8, 9, 10)]
    october = sum(
        row["amount_minor"]
        for row in sample.tables["invoice"]
        if row["kind"] == "invoice"
        and row["currency"] == "USD"
        and row["issued_on"].strftime("%Y-%m") == "2026-10"
    )
    assert typed[date(2026, 10, 1)].minor == october
    assert figures(sample_desk).figure("open", "USD").value is not None


def test_an_older_list_of_open_items_is_met(sample_desk: Desk, tmp_path: Path) -> None:
    """A list of the very day of the payment does not have it yet; nothing is counted twice."""
    before = [line.balances for line in worklist(sample_desk, everyone=True)]
    path = tmp_path / "open.csv"
    one = next(line for line in worklist(sample_desk, everyone=True) if line.reference == "C-1062")
    item = customer_page(sample_desk, one.customer_id).invoices[0]
    rows = [
        "Customer No,Customer,Invoice No,Invoice Date,Due Date,Currency,Amount,Open Balance",
        f'{one.reference},"{one.name}",{item.number},{item.issued_on},{item.due_on},USD,{item.amount.decimal()},396.50',
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")

    reading = read_import(sample_desk, path, as_of=date(2026, 11, 19))
    difference = compare_import(sample_desk, reading)
    apply_import(sample_desk, reading, difference, Decisions(all_vanished="still_owed"))

    assert difference.counts["unbooked"] == 1
    assert [line.balances for line in worklist(sample_desk, everyone=True)] == before
    assert verify(sample_desk).good


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('method = "check"', 'method = "cheque"', "method"),
        ('answers = ["4", "5"', 'answers = ["four", "5"', "must be numbers"),
        ('invoice = "INV-20560"', 'invoice = "INV-0"', "is not in the sample"),
        ('agreed = "500.00"', "agreed = true", "agreed"),
    ],
)
def test_a_wrong_deed_is_named_with_its_line(old: str, new: str, says: str) -> None:
    def broken(name: str) -> str:
        return text(name).replace(old, new, 1)

    assert old in text("sample/sample.toml")
    with pytest.raises(ResourceFaultError, match=says) as caught:
        read_sample(broken, today=FRIDAY)

    assert caught.value.file == "sample/sample.toml"
