"""Late charges: looked at and charged, for one customer or for all, in one operation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_desk.domain.accrual import propose
from collections_desk.domain.charges import Charge, FeePolicy, Proposal, charges_text
from collections_desk.domain.fee_policy import policy_of
from collections_desk.domain.guards_fees import charge_findings
from collections_desk.domain.late_fees import SERVICE_CEILING
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.guarding import (
    NO_REASONS,
    guard_rules,
    guarded_write,
    hardest_first,
    mode_of,
    record_findings,
)
from collections_desk.operations.worklist import closed_days_of, local_date
from collections_desk.store import charges as stored
from collections_desk.store.activities import add_activity
from collections_desk.store.balances import open_items
from collections_desk.store.database import add_fact
from collections_desk.store.hand_payments import next_number
from collections_desk.store.late_debts import LateQuestion, late_debts
from collections_desk.store.postings import add_item, post
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was charged."
#: Flags that stop late charges though they cancel nothing else of the kind.
_ALSO_STOPPING = ("DEC", "IDT", "DO_NOT_FEE")
#: What sets a number of this desk apart from those of the books.
_PREFIXES = {"fee": "FEE", "fixed_sum": "SUM", "interest": "INT"}


@dataclass(frozen=True, slots=True)
class CustomerCharges:
    """What can be charged to one customer today.

    Attributes:
        proposals: One for each invoice past due, with its charges or why there are none.
        findings: What the guards say about charging all of it.
    """

    customer_id: int
    name: str
    proposals: tuple[Proposal, ...]
    findings: tuple[GuardFinding, ...]

    @property
    def charges(self) -> tuple[Charge, ...]:
        """Return every charge that is shown."""
        return tuple(charge for proposal in self.proposals for charge in proposal.charges)


@dataclass(frozen=True, slots=True)
class ChargePreview:
    """What can be charged today, by customer.

    Attributes:
        today: The day that it holds for.
        preset: What is charged, in words.
        basis: What that rests on.
        customers: Those with an invoice past due.
    """

    today: date
    preset: str
    basis: str
    customers: tuple[CustomerCharges, ...]

    @property
    def charges(self) -> tuple[Charge, ...]:
        """Return every charge that is shown."""
        return tuple(charge for one in self.customers for charge in one.charges)

    @property
    def totals(self) -> dict[str, Money]:
        """Return what all of it comes to, by currency."""
        return totals_by_currency(charge.amount for charge in self.charges)


@dataclass(frozen=True, slots=True)
class Charged:
    """What was charged."""

    charge_ids: tuple[int, ...]
    totals: dict[str, Money]


def fee_policy(desk: Desk, settings: Settings) -> FeePolicy:
    """Return what is charged, complete.

    Raises:
        FeesOffError: If no preset is chosen, or it lacks its rate or basis.
    """
    resources = desk.resources
    return policy_of(settings, resources.fee_presets, resources.reference_rates, SERVICE_CEILING)


def preview_charges(desk: Desk, customer_id: int | None = None) -> ChargePreview:
    """Return what can be charged today, to one customer or to all. Nothing is written.

    Raises:
        FeesOffError: If no preset is chosen, or it lacks its rate or basis.
        MissingRateError: If a reference rate is missing.
    """
    with desk.database.read() as session:
        return preview_in(session, desk, customer_id)


def preview_in(
    session: Reading | Transaction, desk: Desk, customer_id: int | None
) -> ChargePreview:
    """Return the same inside a session that is already open."""
    settings = load_settings(session)
    policy = fee_policy(desk, settings)
    today = local_date(desk, settings)
    closed = closed_days_of(desk, today)
    question = LateQuestion(
        today,
        stopping_flags(desk),
        customer_id,
        settings.promise_tolerance_business_days,
        closed,
    )
    rules = guard_rules(session, desk)
    by_customer: dict[int, list[Proposal]] = {}
    known = {}
    for late in late_debts(session, question):
        debt = late.debt
        found = propose(debt, policy, kind=late.kind, today=today, closed=closed)
        by_customer.setdefault(debt.customer_id, []).append(found)
        known[debt.customer_id] = late
    customers = []
    for number, proposals in by_customer.items():
        shown = [charge for proposal in proposals for charge in proposal.charges]
        findings = (
            charge_findings(
                shown,
                _debits(session, number),
                rules,
                mode=mode_of(settings),
                kind=known[number].kind,
            )
            if shown
            else []
        )
        customers.append(
            CustomerCharges(
                number,
                known[number].customer_name,
                tuple(proposals),
                tuple(hardest_first(findings)),
            )
        )
    return ChargePreview(today, policy.preset.label, _basis(policy), tuple(customers))


def stopping_flags(desk: Desk) -> dict[str, str]:
    """Return the flags that stop late charges, with their words."""
    return {
        code: flag.label
        for code, flag in desk.resources.flags.items()
        if flag.cancels & {"fees", "interest"} or code in _ALSO_STOPPING
    }


def _basis(policy: FeePolicy) -> str:
    agreed = f", agreed on {short_day(policy.agreed_on)}" if policy.agreed_on else ""
    return f"{policy.basis}{agreed}"


def _debits(session: Reading | Transaction, customer_id: int) -> list[tuple[str, Money]]:
    """Return debits of the books: they may be finance charges for the same delay."""
    return [
        (item.number, item.open)
        for item in open_items(session, customer_id)
        if item.kind == "debit" and item.open.minor > 0
    ]


def charge(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int | None = None,
    *,
    invoice_ids: Collection[int] | None = None,
    customer_ids: Collection[int] | None = None,
    expected: Mapping[str, Money] | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
    operation_id: str | None = None,
) -> Charged:
    """Charge what can be charged today: all of it in one operation, or nothing.

    Args:
        desk: The open desk.
        customer_id: One customer, or None for all.
        invoice_ids: Only on these invoices; None: on all.
        customer_ids: Only these customers; None: all.
        expected: The totals that the clerk was shown; anything else is not charged.
        reasons: The clerk's sentence for each guard that asks.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If nothing can be charged, or it is not what was shown.
        GuardsStandError: If a guard asks and no sentence answers it.
    """
    with guarded_write(
        desk,
        "fees.charged",
        "charged late charges",
        facts={"customer_id": customer_id},
        operation_id=operation_id,
    ) as transaction:
        preview = preview_in(transaction, desk, customer_id)
        wanted = [
            replace(one, proposals=_chosen(one.proposals, invoice_ids))
            for one in preview.customers
            if customer_ids is None or one.customer_id in customer_ids
        ]
        totals = totals_by_currency(shown.amount for one in wanted for shown in one.charges)
        if not totals:
            raise EntryRefusedError(
                "charges",
                "Nothing can be charged today.",
                f"Look at the list for why. {_NOTHING}",
            )
        if expected is not None and dict(expected) != totals:
            raise EntryRefusedError(
                "charges",
                "What can be charged is no longer what was shown.",
                f"Look at it again. {_NOTHING}",
            )
        made: list[int] = []
        for one in wanted:
            if one.charges:
                made += _charge_customer(transaction, desk, one, preview.today)
                record_findings(
                    transaction,
                    desk,
                    one.findings,
                    reasons,
                    deed="late charges booked",
                    refused=f"{one.name} is not charged",
                    customer_id=one.customer_id,
                )
        add_fact(
            transaction,
            charges=made,
            totals={code: str(total.decimal()) for code, total in totals.items()},
        )
    return Charged(tuple(made), totals)


def _chosen(
    proposals: Iterable[Proposal], invoice_ids: Collection[int] | None
) -> tuple[Proposal, ...]:
    return tuple(one for one in proposals if invoice_ids is None or one.invoice_id in invoice_ids)


def _charge_customer(
    transaction: Transaction, desk: Desk, one: CustomerCharges, today: date
) -> list[int]:
    settings = load_settings(transaction)
    made = []
    for shown in one.charges:
        number = next_number(transaction, f"{_PREFIXES[shown.kind]}-{shown.invoice_number}")
        item_id = add_item(
            transaction,
            shown.customer_id,
            shown.item_kind,
            number,
            shown.amount.currency,
            issued_on=today,
            due_on=today,
            amount=shown.amount,
            as_of=today,
            note=f"{shown.words[:1].upper()}{shown.words[1:]}; {shown.basis_words}",
        )
        post(
            transaction,
            item_id,
            shown.item_kind,
            shown.amount,
            dated_on=today,
            now=desk.now(),
            reference=number,
            note=shown.words,
        )
        made.append(
            stored.add_charge(
                transaction,
                shown,
                state="charged",
                on=today,
                item_id=item_id,
                reason="",
                clerk=settings.clerk,
                now=desk.now(),
            )
        )
    words = charges_text(one.charges, settings.locale)
    basis = one.charges[0].basis_words
    note_charges(transaction, desk, one.customer_id, f"Charged: {words}. Basis: {basis}.", "NOTE")
    return made


def note_charges(
    transaction: Transaction, desk: Desk, customer_id: int, said: str, outcome: str
) -> None:
    """Put what was charged or waived into the record of the customer."""
    add_activity(
        transaction,
        customer_id,
        "note",
        clerk=load_settings(transaction).clerk,
        happened_at=desk.now(),
        now=desk.now(),
        direction="none",
        action="RV",
        outcome=outcome,
        note=said,
    )
