"""Money that may be asked for is one number: walked from the worklist to the placement.

Worklist, letter and placement read the store each by a way of its own; the rule that they call
is `domain/to_be_collected.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collections_desk.command_line.reports import line_as_plain
from collections_desk.domain.customer_page import CustomerPage
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.letter_facts import letter_sums, of_letter
from collections_desk.domain.letters import Letter
from collections_desk.domain.money import Money, totals_by_currency, zero
from collections_desk.domain.money_text import money_text
from collections_desk.domain.promise_text import TypedPromise
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.to_be_collected import CLOSING_FLAGS, sum_lines
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.figures import figures
from collections_desk.operations.mail_facts import composed, facts_for, mail_day
from collections_desk.operations.payments import preview_payment
from collections_desk.operations.placements import preview_placement
from collections_desk.operations.review_facts import memo_facts
from collections_desk.operations.worklist import worklist, worklist_line
from collections_desk.store.tables import InvoiceRow
from tests.operations.mail_desk import TODAY, add_customer, write_settings

Sums = tuple[Money, ...]


def words(amounts: Sums) -> str:
    return " and ".join(money_text(amount) for amount in amounts)


def walk(desk: Desk, customer_id: int, notice: Letter) -> tuple[Sums, Sums]:
    """Ask everybody for the number of one customer; return it, and what was just demanded.

    Args:
        desk: The desk.
        customer_id: Who.
        notice: A second notice, which demands money; it is put before this customer.
    """
    line = worklist_line(desk, customer_id)
    page = customers.customer_page(desk, customer_id)
    assert page.to_be_collected == line.to_be_collected
    assert line_as_plain(line)["to_be_collected"] == {
        one.currency: str(one.decimal()) for one in line.to_be_collected
    }
    with desk.database.read() as session:
        day = mail_day(desk, session)
        facts = facts_for(desk, session, day, customer_id)
        memo = memo_facts(session, desk, day.settings, customer_id, day.today)
    assert memo.to_be_collected == line.to_be_collected
    assert (memo.disputed, memo.conceded) == (page.disputed, page.conceded)
    card_adds_up(page)
    letter = replace(notice, customer_id=customer_id)
    sums = letter_sums(of_letter(letter, facts), day.today)
    assert tuple(part.left for part in sums.parts if part.left) == line.to_be_collected

    # The letter asks for it, and repeats what was just demanded: on the page and in its table.
    result = composed(desk, letter, facts, day)
    assert result.values["amount_due"] == (words(sums.amount_due) if sums.amount_due else "")
    nothing = [one for one in result.problems if one.field == "amount_due"]
    assert bool(nothing) is not bool(sums.amount_due)
    table = result.content.statement
    if table is not None and sums.amount_due:
        asked = [row.open for row in table.totals if row.label.startswith("Asked for")]
        asked = asked or [row.open for row in table.totals]
        assert [one for one in asked if one != "$0.00"] == [
            money_text(one) for one in sums.amount_due
        ]
    if page.customer.end_state is None:  # what was written off may still be placed
        placed(desk, customer_id, sums.amount_due)
    repeated = tuple(part.claim - part.left for part in sums.parts if part.claim != part.left)
    return line.to_be_collected, repeated


def card_adds_up(page: CustomerPage) -> None:
    """See that what the card shows leads to the number, to the cent, or says why to nothing."""
    opened = {one.currency: one for one in page.balances}
    left = []
    for part in page.collectible:
        lines = sum_lines(part, opened.get(part.currency, zero(part.currency)))
        total = zero(part.currency)
        for line in lines[:-1]:
            total += line.amount
        assert total == lines[-1].amount
        assert part.closed or not any(line.kind == "closed" for line in lines)
        left += [total] if total else []
    assert tuple(left) == page.to_be_collected


def placed(desk: Desk, customer_id: int, claim: Sums) -> None:
    """See that a placement holds the claim, or leaves out whole invoices of it with the reason."""
    found = preview_placement(desk, [customer_id])
    amounts = {one.currency: one.minor for one in found.amounts}
    known = {one.currency: one.minor for one in claim}
    assert all(minor <= known.get(code, 0) for code, minor in amounts.items())
    dropped = {why.why for one in found.sifted for why in one.dropped}
    if not dropped - {"not past due"}:
        assert {code: minor for code, minor in amounts.items() if minor} == known


@pytest.fixture
def notice(desk: Desk) -> Letter:
    """Give a second notice to anybody."""
    write_settings(desk)
    return mail.draft_letter(desk, add_customer(desk, "Somebody Else"), "L03").letter


def test_on_the_sample_everybody_says_the_same(sample_desk: Desk) -> None:
    lines = worklist(sample_desk)
    owing = next(one for one in lines if one.to_be_collected)
    letters = mail.letters_for(sample_desk, owing.customer_id)
    notice = letters[0] if letters else mail.draft_letter(
        sample_desk, owing.customer_id, "L03"
    ).letter  # fmt: skip
    with sample_desk.database.read() as session:
        today = mail_day(sample_desk, session).today
    template = sample_desk.resources.letters.templates["L03-plain-firm"]
    notice = replace(
        notice, type="L03", template=template.id, subject=template.subject, body=template.body,
        letter_date=today,
    )  # fmt: skip

    numbers = [walk(sample_desk, line.customer_id, notice) for line in lines]

    wanted = totals_by_currency(one for line in lines for one in line.to_be_collected)
    assert totals_by_currency(one for number, _ in numbers for one in number) == wanted
    assert any(repeated for _, repeated in numbers), "the sample demands nothing just now"
    assert sum(bool(number) for number, _ in numbers) > 40


ITEM = st.tuples(st.integers(-40_00, 300_00).filter(bool), st.integers(-20, 100), st.booleans())


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    items=st.lists(ITEM, min_size=1, max_size=5),
    disputed=st.lists(st.tuples(st.integers(0, 4), st.integers(1, 200_00)), max_size=3),
    held=st.sets(st.integers(0, 4), max_size=2),
    promised=st.one_of(st.none(), st.integers(1, 400_00)),
    decide=st.sampled_from(["", "decided_upheld", "decided_for_customer", "with credit"]),
    small=st.sampled_from([0, 5_00]),
    flag=st.sampled_from(["", "", "BKY", "IDT", "CEASE"]),
)
def test_on_any_ledger_everybody_says_the_same(  # noqa: PLR0913, PLR0917 - the parts of a ledger
    desk: Desk,
    notice: Letter,
    items: list[tuple[int, int, bool]],
    disputed: list[tuple[int, int]],
    held: set[int],
    promised: int | None,
    decide: str,
    small: int,
    flag: str,
) -> None:
    write_settings(desk, small_balance_minor=small)
    customer = add_customer(desk, f"Case {len(worklist(desk, everyone=True))}", invoices=0)
    ids = add_items(desk, customer, items)
    for place, minor in disputed:
        page = customers.customer_page(desk, customer)
        free = {one.id: one.claimable for one in page.invoices}
        ident = ids[place % len(ids)]
        if ident not in free or free[ident].minor <= 0:
            continue
        amount = Money(min(minor, free[ident].minor), "USD")
        number = contact.open_dispute(desk, customer, ident, "D02", amount=amount)
        if decide:
            state = "decided_for_customer" if decide == "with credit" else decide
            contact.advance_dispute(
                desk, number, state, finding="found", book_credit=decide == "with credit"
            )
    open_ids = {one.id for one in customers.customer_page(desk, customer).invoices}
    for place in held:
        if ids[place % len(ids)] in open_ids:
            contact.put_on_hold(
                desk, customer, "asked by sales", review_on=TODAY + timedelta(days=5),
                scope="invoice", scope_ref=str(ids[place % len(ids)]),
            )  # fmt: skip
    if promised is not None:
        contact.take_promise(
            desk,
            customer,
            TypedPromise(Money(promised, "USD"), TODAY + timedelta(days=4), "", ""),
            reasons={f"G-PAY-{number}": "as said" for number in ("13", "14", "15")},
        )

    if flag:
        contact.set_stop_flag(desk, customer, flag, reason="a letter came")

    asked, _ = walk(desk, customer, notice)

    assert not (asked and flag in CLOSING_FLAGS)
    page = customers.customer_page(desk, customer)
    open_promises = [one for one in page.promises if one.state is PromiseState.OPEN]
    assert bool(open_promises) is (promised is not None)
    assert all(one.minor > small for one in asked)


def add_items(desk: Desk, customer: int, items: list[tuple[int, int, bool]]) -> list[int]:
    """Put open items and credits in, as an import would."""
    with desk.database.write("test.items", "put items in", now=desk.now()) as transaction:
        rows = [
            InvoiceRow(
                customer_id=customer,
                kind="invoice" if minor > 0 else "credit",
                number=f"INV-{customer}-{number}",
                due_on=None if minor < 0 and undated else TODAY - timedelta(days=days),
                currency="USD",
                amount_minor=minor,
                open_minor=minor,
                as_of=date(2026, 11, 20),
                batch_id=1,
            )
            for number, (minor, days, undated) in enumerate(items)
        ]
        transaction.add_all(rows)
        transaction.flush()
        return [row.id for row in rows]


def test_after_a_decision_every_place_says_the_same_of_what_is_disputed(
    desk: Desk, notice: Letter
) -> None:
    write_settings(desk)
    customer = add_customer(desk, "Half Right Ltd", invoices=0)
    (invoice,) = add_items(desk, customer, [(1200_00, 40, False)])
    for amount, state in ((300_00, "decided_for_customer"), (900_00, "")):
        number = contact.open_dispute(desk, customer, invoice, "D02", amount=Money(amount, "USD"))
        if state:
            contact.advance_dispute(desk, number, state, finding="three boxes were missing")
    disputed, conceded = (Money(900_00, "USD"),), (Money(300_00, "USD"),)

    page = customers.customer_page(desk, customer)
    assert (page.disputed, page.conceded) == (disputed, conceded)
    (row,), (debt,) = page.invoices, page.money.debts
    assert (row.disputed, row.conceded) == (debt.disputed, debt.conceded)
    assert ((row.disputed,), (row.conceded,)) == (disputed, conceded)
    assert not row.claimable
    assert not debt.undisputed
    shown = figures(desk).figures
    assert [one.value for one in shown if one.id == "disputed"] == list(disputed)
    with desk.database.read() as session:
        day = mail_day(desk, session)
        facts = facts_for(desk, session, day, customer)
        assert memo_facts(session, desk, day.settings, customer, day.today).conceded == conceded
    table = composed(desk, replace(notice, customer_id=customer), facts, day).content.statement
    assert table is not None
    totals = {row.label: row.open for row in table.totals}
    assert totals["Less disputed"] == "($900.00)"
    assert totals["Less a credit that is decided and not booked yet"] == "($300.00)"
    assert [one.why for one in preview_placement(desk, [customer]).sifted[0].dropped] == [
        "in an open dispute"
    ]


def test_a_payment_is_not_laid_on_what_was_decided_for_the_customer(desk: Desk) -> None:
    write_settings(desk)
    customer = add_customer(desk, "Half Right Ltd", invoices=0)
    (invoice,) = add_items(desk, customer, [(1200_00, 40, False)])
    number = contact.open_dispute(desk, customer, invoice, "D02", amount=Money(300_00, "USD"))
    contact.advance_dispute(desk, number, "decided_for_customer", finding="boxes were missing")

    entry = PaymentEntry(
        customer, Money(900_00, "USD"), TODAY, "check", "17", full_payment="paid in full"
    )
    preview = preview_payment(desk, entry)

    assert preview.findings == ()  # all that is owed: neither short nor disputed
    assert [part.amount for part in preview.allocation.parts] == [Money(900_00, "USD")]
    whole = preview_payment(desk, replace(entry, amount=Money(1200_00, "USD"), full_payment=""))
    assert whole.allocation.unapplied == Money(300_00, "USD")
