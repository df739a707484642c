"""For guards of plans, payments, fees and placements: when each fires, and when it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

from collections_desk.domain.aging import Aging
from collections_desk.domain.allocation import OpenDebt, allocate
from collections_desk.domain.charges import Charge, WorkingLine
from collections_desk.domain.customers import Category
from collections_desk.domain.guards import GuardFinding
from collections_desk.domain.guards_fees import charge_findings, waiver_findings
from collections_desk.domain.guards_payment import PaymentFacts, payment_findings
from collections_desk.domain.guards_placement import (
    PlaceableItem,
    PlacementFacts,
    placement_findings,
    sift,
)
from collections_desk.domain.guards_plan import PlanItem, PlanSituation, plan_findings
from collections_desk.domain.guards_promise import promise_findings
from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.payment_plans import Installment
from collections_desk.domain.plan_schedule import PlanTerms
from collections_desk.domain.promise_text import parse_promise
from tests.domain.guard_cases import Column, Find, Rows
from tests.domain.rules import RESOURCES, owes

TODAY = date(2026, 11, 18)
OWED = Money(10_000, "USD")
NONE = Money(0, "USD")


def _plan(count: int = 4, **facts: Any) -> Find:  # noqa: ANN401 - any field of the facts
    def find(column: Column, on: int) -> list[GuardFinding]:
        known = facts if on else {}
        number = count if on else 4
        part = Money(OWED.minor // number, "USD")
        terms = PlanTerms(
            known.get("balance", OWED),
            TODAY,
            "monthly",
            10,
            accelerates=True,
            offered_on=TODAY,
            installments=tuple(
                Installment(one, date(2026, 12, one), part) for one in range(1, number + 1)
            ),
            invoice_ids=(5,),
        )
        item = PlanItem(
            5,
            "INV-5",
            known.get("due", date(2026, 9, 10)),
            OWED,
            known.get("disputed", NONE),
            OWED,
        )
        return plan_findings(
            terms,
            PlanSituation(
                column.rules,
                column.mode,
                column.kind,
                "PA",
                (item,),
                RESOURCES.limitation_periods,
                {},
                known.get("replaces", 0),
                TODAY,
            ),
        )

    return find


def _payment(**facts: Any) -> Find:  # noqa: ANN401 - any field of the facts
    def find(column: Column, on: int) -> list[GuardFinding]:
        known = dict(facts) if on else {}
        failing = known.pop("failing", "")
        disputed = known.pop("disputed", NONE)
        made = PaymentEntry(1, known.pop("amount", OWED), TODAY, **{"method": "check", **known})
        debts = (
            OpenDebt(5, "INV-5", "invoice", date(2026, 9, 10), OWED, disputed),
            OpenDebt(6, "INV-6", "invoice", date(2026, 10, 10), OWED, NONE),
        )
        seen = PaymentFacts(
            column.rules, column.mode, column.kind, Category.UNSORTED, debts, failing
        )
        laid = allocate(made.amount, debts, order="principal_first")
        return payment_findings(made, seen, laid)

    return find


def _charge(**facts: Any) -> Charge:  # noqa: ANN401 - any field of the facts
    known: dict[str, Any] = {
        "id": 0, "customer_id": 1, "invoice_id": 5, "invoice_number": "INV-5", "kind": "fee",
        "preset": "us_contract_flat_fee", "preset_as_of": TODAY, "basis": "clause 7",
        "basis_on": date(2025, 5, 2), "amount": Money(500, "USD"), "principal": OWED, "rate": "",
        "from_on": date(2026, 10, 1), "to_on": date(2026, 10, 1), "working": (),
        "state": "shown", "state_on": TODAY,
    }  # fmt: skip
    return Charge(**{**known, **facts})


def _charges(charge: Charge, booked: tuple[tuple[str, Money], ...] = ()) -> Find:
    def find(column: Column, on: int) -> list[GuardFinding]:
        return charge_findings(
            [charge if on else _charge()],
            booked if on else (),
            column.rules,
            mode=column.mode,
            kind=column.kind,
        )

    return find


def _waiver(column: Column, on: int) -> list[GuardFinding]:
    return waiver_findings(
        [], TODAY, column.rules, mode=column.mode, kind=column.kind, letter=not on
    )


def _placement(column: Column, on: int) -> list[GuardFinding]:
    item = PlaceableItem(5, "INV-5", "invoice", "open", date(2026, 6, 10), OWED)
    flag = Hold(7, 1, "chapter 7", date(2026, 11, 2), flag="BKY")
    facts = PlacementFacts(
        1, "Acme", "C-1", column.kind, "US-PA", (item,), holds=(flag,) if on else ()
    )
    found = placement_findings([sift(facts, TODAY)], column.rules, column.mode)
    return found.get(1, [])


def _promise(typed: str) -> Find:
    def find(column: Column, on: int) -> list[GuardFinding]:
        known = owes(10_000, date(2026, 9, 10), aging=(Aging("USD", (0, 10_000, 0, 0, 0, 0)),))
        promise = parse_promise(typed if on else "100 fri", today=TODAY, to_be_collected=OWED)
        return promise_findings(
            promise,
            known,
            column.rules,
            mode=column.mode,
            kind=column.kind,
            invoice_ids=(),
            taken_on=TODAY,
            max_days=14,
        )

    return find


_OVER = WorkingLine("18 % for 30 days", Money(500, "USD"), Money(90, "USD"))
_PLANNING = "a payment plan is offered or agreed"
_TAKING = "a payment is recorded (record_payment)"
_CHARGING = "charges are booked"

MONEY: Rows = {
    "G-LTR-12": ("a placement is prepared", _placement),
    "G-PAY-01": (_PLANNING, _plan(5)),
    "G-PAY-02": (_TAKING, _payment(method="debit")),
    "G-PAY-03": (_TAKING, _payment(dated_on=date(2026, 11, 24))),
    "G-PAY-04": (_TAKING, _payment(full_payment="paid in full")),
    "G-PAY-05": (_TAKING, _payment(disputed=Money(100, "USD"))),
    "G-PAY-06": (_CHARGING, _charges(_charge(working=(_OVER,)))),
    "G-PAY-07": (_CHARGING, _charges(_charge(), (("FC-1", Money(300, "USD")),))),
    "G-PAY-08": ("a charge is waived", _waiver),
    "G-PAY-09": (_PLANNING, _plan(due=date(2022, 10, 1))),
    "G-PAY-10": (_TAKING, _payment(amount=Money(20_000, "USD"), failing="it is closing")),
    "G-PAY-11": (_PLANNING, _plan(disputed=Money(100, "USD"))),
    "G-PAY-12": (_TAKING, _payment(method="card", convenience_fee=Money(300, "USD"))),
    "G-PAY-13": ("a promise is taken", _promise("101 fri")),
    "G-PAY-14": ("a promise is taken", _promise("100 12/31")),
}
