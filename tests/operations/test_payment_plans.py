"""Payment plans on a real store: offered, signed, late, broken, replaced; guards and letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from collections_desk.domain.guards import Confirmed
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.payment_plans import PlanState
from collections_desk.domain.plan_schedule import PlanTerms
from collections_desk.domain.promise_text import TypedPromise
from collections_desk.domain.promises import PromiseState
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import contact, customers
from collections_desk.operations.desk import Desk
from collections_desk.operations.forecast import agreement_lists, expected_cash
from collections_desk.operations.guarding import GuardsStandError
from collections_desk.operations.payment_changes import bounce_payment
from collections_desk.operations.payment_plans import (
    Signature,
    cancel_plan,
    examine_plan,
    offer_plan,
    sign_plan,
)
from collections_desk.operations.payments import record_payment
from collections_desk.operations.worklist import worklist
from collections_desk.store.tables import PaymentPlanRow
from tests.clock import Clock
from tests.operations.contact_desk import TODAY, add_customer, add_invoice, add_payment
from tests.operations.mail_desk import write_settings
from tests.operations.plan_desk import FIRST, terms, usd


@pytest.fixture
def customer(desk: Desk) -> int:
    write_settings(desk)
    return add_customer(desk, reference="C-7001")


@pytest.fixture
def invoice(desk: Desk, customer: int) -> int:
    return add_invoice(desk, customer, 100_001, TODAY - timedelta(days=40))


def state_of(desk: Desk, customer: int) -> PlanState:
    return customers.customer_page(desk, customer).payment_plans[0].state


def test_a_plan_from_the_offer_to_its_end(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    plan = offer_plan(desk, customer, terms(invoice), credit_hold=True)
    page = customers.customer_page(desk, customer)
    assert [one.flag for one in page.holds] == ["CREDIT_HOLD"]
    assert page.payment_plans[0].plan.balance == usd(100_001)
    assert page.to_be_collected == (usd(100_001),)  # nothing is agreed before the signature

    sign_plan(desk, plan, Signature(TODAY, "Dana Reyes", b"%PDF-1.7 signed", "signed.pdf",
                                    "application/pdf"))  # fmt: skip
    page = customers.customer_page(desk, customer)
    assert page.payment_plans[0].state is PlanState.SIGNED
    assert page.to_be_collected == ()
    assert [one.label for one in contact.attachments(desk, customer)] == ["signed.pdf"]

    clock.pass_by(days=6)  # November 26: the down payment of the 24th did not come
    assert state_of(desk, customer) is PlanState.LATE
    assert customers.customer_page(desk, customer).to_be_collected == (usd(20_000),)
    add_payment(desk, customer, invoice, 20_000, date(2026, 11, 26))
    assert state_of(desk, customer) is PlanState.CURED

    for day in (date(2026, 12, 24), date(2027, 1, 23), date(2027, 2, 24)):
        clock.now = clock.now.replace(year=day.year, month=day.month, day=day.day)
        add_payment(desk, customer, invoice, 20_000, day)
        assert state_of(desk, customer) is PlanState.ACTIVE
    clock.pass_by(days=28)
    add_payment(desk, customer, invoice, 20_001, date(2027, 3, 24))  # the last takes the rounding
    assert state_of(desk, customer) is PlanState.COMPLETED


def test_a_broken_plan_asks_for_the_whole_rest(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    sign_plan(desk, offer_plan(desk, customer, terms(invoice)), Signature(TODAY, "Dana Reyes"))
    clock.pass_by(days=20)

    assert state_of(desk, customer) is PlanState.BROKEN
    assert customers.customer_page(desk, customer).to_be_collected == (usd(100_001),)
    assert expected_cash(desk).lines == ()


def test_only_an_open_invoice_of_no_other_plan_is_taken(
    desk: Desk, customer: int, invoice: int
) -> None:
    other = add_invoice(desk, add_customer(desk, "Somebody Else"), 100_001, TODAY)
    for wrong, said in (((), "covers no invoice"), ((other,), "is not open with this customer")):
        with pytest.raises(EntryRefusedError) as refused:
            offer_plan(desk, customer, terms(*wrong))
        assert said in refused.value.problem
    first = offer_plan(desk, customer, terms(invoice))
    with pytest.raises(EntryRefusedError) as refused:
        offer_plan(desk, customer, terms(invoice))
    assert "in the plan of" in refused.value.problem
    assert len(customers.customer_page(desk, customer).payment_plans) == 1

    with pytest.raises(EntryRefusedError) as refused:
        offer_plan(desk, customer, terms(invoice), replaces=first + 1)
    assert "not a plan of this customer" in refused.value.problem
    second = offer_plan(desk, customer, terms(invoice, count=2), replaces=first)
    states = {
        one.plan.id: one.state for one in customers.customer_page(desk, customer).payment_plans
    }
    assert states == {first: PlanState.REPLACED, second: PlanState.OFFERED}


def test_a_signature_that_cannot_be(desk: Desk, customer: int, invoice: int) -> None:
    plan = offer_plan(desk, customer, terms(invoice))
    for signature, field in (
        (Signature(TODAY - timedelta(days=1), "Dana Reyes"), "signed_on"),
        (Signature(TODAY + timedelta(days=1), "Dana Reyes"), "signed_on"),
        (Signature(TODAY, " "), "signed_by"),
    ):
        with pytest.raises(EntryRefusedError) as refused:
            sign_plan(desk, plan, signature)
        assert refused.value.field == field
    sign_plan(desk, plan, Signature(TODAY, "Dana Reyes"))
    with pytest.raises(EntryRefusedError):
        sign_plan(desk, plan, Signature(TODAY, "Dana Reyes"))


def test_a_plan_is_canceled_only_with_a_reason(desk: Desk, customer: int, invoice: int) -> None:
    plan = offer_plan(desk, customer, terms(invoice))
    with pytest.raises(EntryRefusedError):
        cancel_plan(desk, plan, why=" ")
    cancel_plan(desk, plan, why="The customer found a bank loan.")

    assert state_of(desk, customer) is PlanState.CANCELLED
    with pytest.raises(EntryRefusedError):
        cancel_plan(desk, plan, why="Once more.")


def test_a_signed_plan_takes_the_place_of_an_open_promise(
    desk: Desk, customer: int, invoice: int
) -> None:
    word = TypedPromise(usd(10_000), TODAY + timedelta(days=3), "")
    contact.take_promise(desk, customer, word, invoice_ids=(invoice,))
    sign_plan(desk, offer_plan(desk, customer, terms(invoice)), Signature(TODAY, "Dana Reyes"))

    [promise] = customers.customer_page(desk, customer).promises
    assert promise.state is PromiseState.SUPERSEDED


# Guards.


def guards_of(
    desk: Desk, customer: int, wanted: PlanTerms, replaces: int | None = None
) -> set[str]:
    return {found.guard for found in examine_plan(desk, customer, wanted, replaces=replaces)}


def test_a_plan_is_for_the_undisputed_balance(desk: Desk, customer: int, invoice: int) -> None:
    assert guards_of(desk, customer, terms(invoice)) == set()
    assert guards_of(desk, customer, terms(invoice, minor=90_000)) == {"G-PAY-11"}

    contact.open_dispute(desk, customer, invoice, "D01", amount=usd(10_000))
    assert guards_of(desk, customer, terms(invoice, minor=90_001)) == set()
    with pytest.raises(GuardsStandError) as stood:
        offer_plan(desk, customer, terms(invoice))
    assert "$100.00 in dispute" in stood.value.problem
    assert not customers.customer_page(desk, customer).payment_plans

    withdrawn = Confirmed("Dispute is withdrawn today.")
    offer_plan(desk, customer, terms(invoice), reasons={"G-PAY-11": withdrawn})
    assert len(customers.customer_page(desk, customer).payment_plans) == 1


@pytest.mark.parametrize(
    ("kind", "count", "asks"),
    [("consumer", 5, {"G-PAY-01"}), ("consumer", 4, set()), ("unknown", 5, {"G-PAY-01"}),
     ("entity", 5, set())],
)  # fmt: skip
def test_a_consumer_with_more_than_four_installments(  # noqa: PLR0913, PLR0917 - one row
    desk: Desk, customer: int, invoice: int, kind: str, count: int, asks: set[str]
) -> None:
    write_settings(desk, plan_max_installments_consumer=6)
    customers.edit_customer(desk, customer, kind=kind)
    assert guards_of(desk, customer, terms(invoice, count=count)) == asks


def test_the_guard_counts_such_plans_of_this_and_last_year(
    desk: Desk, customer: int, invoice: int
) -> None:
    write_settings(desk, plan_max_installments_consumer=6)
    customers.edit_customer(desk, customer, kind="consumer")
    others = [add_invoice(desk, customer, 100_001, TODAY - timedelta(days=at)) for at in (5, 9)]
    why = {"G-PAY-01": "The owner decided so."}
    old = offer_plan(desk, customer, terms(others[0], count=5), reasons=why)
    offer_plan(desk, customer, terms(others[1], count=5), reasons=why)
    with desk.database.write("test.plan", "made a plan older", now=desk.now()) as transaction:
        row = transaction.get(PaymentPlanRow, old)
        assert row is not None
        row.offered_on = date(2025, 12, 1)
    [found] = examine_plan(desk, customer, terms(invoice, count=5))

    assert (found.facts["this_year"], found.facts["last_year"]) == (1, 1)
    assert "more than 25" in found.said


def test_old_debt_asks_before_it_is_acknowledged(desk: Desk, customer: int) -> None:
    old = add_invoice(desk, customer, 100_001, date(2020, 11, 1))  # Massachusetts: goods 4 years
    [found] = examine_plan(desk, customer, terms(old))
    assert found.guard == "G-PAY-09"
    assert "may be barred since Nov 1, 2024" in found.said

    word = TypedPromise(usd(100), TODAY + timedelta(days=3), "")
    assert "G-PAY-09" in {one.guard for one in contact.examine_promise(desk, customer, word)}


def test_a_second_new_plan_asks(desk: Desk, customer: int, invoice: int) -> None:
    plan = offer_plan(desk, customer, terms(invoice))
    for _ in range(1):
        sign_plan(desk, plan, Signature(TODAY, "Dana Reyes"))
        assert guards_of(desk, customer, terms(invoice), plan) == set()
        plan = offer_plan(desk, customer, terms(invoice), replaces=plan)
    assert guards_of(desk, customer, terms(invoice), plan) == set()  # the offer alone is no plan
    sign_plan(desk, plan, Signature(TODAY, "Dana Reyes"))
    assert guards_of(desk, customer, terms(invoice), plan) == {"G-PAY-17"}


@pytest.mark.parametrize(
    ("count", "first", "field"),
    [(7, FIRST, "installments"), (4, TODAY + timedelta(days=11), "schedule"),
     (4, TODAY - timedelta(days=1), "schedule")],
)  # fmt: skip
def test_what_the_house_does_not_take(  # noqa: PLR0913, PLR0917 - one row
    desk: Desk, customer: int, invoice: int, count: int, first: date, field: str
) -> None:  # fmt: skip
    with pytest.raises(EntryRefusedError) as refused:
        offer_plan(desk, customer, terms(invoice, count=count, first=first))
    assert refused.value.field == field
    assert not customers.customer_page(desk, customer).payment_plans


# Promises: broken ones come back by themselves.


def test_a_broken_promise_is_at_the_top_on_the_next_business_day(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    for at in range(6):
        add_invoice(desk, add_customer(desk, f"Quiet {at}"), 5_000, TODAY + timedelta(days=20))
    # Older and far more: it stands below a promise that was just broken all the same.
    old = add_customer(desk, "Half a Year")
    disputed = add_invoice(desk, old, 99_999_900, TODAY - timedelta(days=200))
    contact.open_dispute(desk, old, disputed, "D02", received_on=TODAY - timedelta(days=60))
    word = TypedPromise(usd(50_000), date(2026, 11, 23), "500 mon")
    contact.take_promise(desk, customer, word, invoice_ids=(invoice,))
    other = add_invoice(desk, customer, 50_000, TODAY + timedelta(days=30))

    clock.now = clock.now.replace(day=24)  # Tuesday: its grace
    add_payment(desk, customer, other, 50_000, date(2026, 11, 24))  # on another invoice
    assert "broken" not in worklist(desk)[0].why
    clock.now = clock.now.replace(day=25)  # Wednesday
    [first, *_] = worklist(desk)

    assert first.customer_id == customer
    assert "broken" in first.why
    assert first.next_action is not None
    assert first.next_action.due_on <= date(2026, 11, 25)


def test_after_two_broken_promises_the_house_wants_a_part_payment(
    desk: Desk, clock: Clock, customer: int, invoice: int
) -> None:
    word = TypedPromise(usd(100_001), TODAY + timedelta(days=3), "")
    for _ in range(2):
        assert contact.examine_promise(desk, customer, word) == []
        contact.take_promise(desk, customer, word)
        clock.pass_by(days=7)
        word = replace(word, due=word.due + timedelta(days=7))
    [found] = contact.examine_promise(desk, customer, word)
    assert found.guard == "G-PAY-16"
    assert "3rd promise" in found.said
    assert "part payment" in found.said

    today = clock.now.astimezone(UTC).date()
    add_payment(desk, customer, invoice, 1_000, today)
    smaller = replace(word, amount=usd(99_001))
    assert contact.examine_promise(desk, customer, smaller) == []
    lines = agreement_lists(desk).promises
    assert [line.chain.ordinal for line in lines] == ["2nd", "1st"]
    assert agreement_lists(desk).rates.due == 2


def test_a_promise_in_the_past_or_for_a_paid_invoice_is_refused(
    desk: Desk, customer: int, invoice: int
) -> None:
    with pytest.raises(EntryRefusedError) as refused:
        contact.take_promise(desk, customer, TypedPromise(usd(1), TODAY - timedelta(days=1), ""))
    assert refused.value.field == "promise"
    add_payment(desk, customer, invoice, 100_001, TODAY)
    with pytest.raises(EntryRefusedError) as refused:
        contact.take_promise(
            desk, customer, TypedPromise(usd(1), TODAY, ""), invoice_ids=(invoice,),
            reasons={"G-PAY-13": "Says it is not enough."},
        )  # fmt: skip
    assert refused.value.field == "invoices"
    assert not customers.customer_page(desk, customer).promises


@pytest.mark.parametrize(
    ("on_the_invoice", "state"), [(True, PromiseState.KEPT), (False, PromiseState.BROKEN)]
)
def test_a_check_keeps_a_promise_until_it_bounces(  # noqa: PLR0913, PLR0917 - one row
    desk: Desk,
    clock: Clock,
    customer: int,
    invoice: int,
    on_the_invoice: bool,  # noqa: FBT001 - rows
    state: PromiseState,
) -> None:  # fmt: skip
    other = add_invoice(desk, customer, 50_000, TODAY - timedelta(days=9))
    word = TypedPromise(usd(30_000), date(2026, 11, 23), "")
    contact.take_promise(desk, customer, word, invoice_ids=(invoice,))
    clock.pass_by(hours=1)
    chosen = invoice if on_the_invoice else other
    paid = record_payment(
        desk,
        PaymentEntry(
            customer, usd(30_000), TODAY, "check", reference="1042", parts=((chosen, 30_000),)
        ),
    )
    clock.pass_by(days=6)
    assert customers.customer_page(desk, customer).promises[0].state is state

    bounce_payment(desk, paid.payment_id, why="Returned by the bank.")
    assert customers.customer_page(desk, customer).promises[0].state is PromiseState.BROKEN
