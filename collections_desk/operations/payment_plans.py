"""Payment plans: offered, signed, replaced, cancelled. Late or broken they are by themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from collections_desk.domain.guards_plan import is_consumer
from collections_desk.domain.payment_plans import ENDED_STATES
from collections_desk.domain.plan_schedule import check_terms
from collections_desk.domain.promise_chains import same_money
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.typed_values import day_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.agreement_guards import (
    covered_by,
    covered_minors,
    findings_of_plan,
    plan_items,
)
from collections_desk.operations.guarding import guarded_write, record_findings
from collections_desk.operations.holding import known_flag, record_flag
from collections_desk.operations.wording import given_reason, kept_line, kept_note
from collections_desk.operations.worklist import agreements_in, local_date
from collections_desk.store import documents
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.payment_plans import add_plan, end_plan, load_plan
from collections_desk.store.payment_plans import sign_plan as put_signature
from collections_desk.store.promises import end_promise
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.payment_plans import PaymentPlan, PlanStanding
    from collections_desk.domain.plan_schedule import PlanTerms
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was recorded."
_REMEDY = "Put it right, or say in a sentence why it is as it is. What you typed is kept."
_NONE: Mapping[str, str] = MappingProxyType({})
#: The flag of no new supply on credit.
CREDIT_HOLD = "CREDIT_HOLD"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signed copy that came back.

    Attributes:
        on: The day that stands beside the signature.
        by: Who signed.
        scan: The scan of it, or nothing.
        label: What the scan is called among the files of the customer.
    """

    on: date
    by: str
    scan: bytes = b""
    label: str = ""
    media_type: str = ""


def examine_plan(
    desk: Desk, customer_id: int, terms: PlanTerms, *, replaces: int | None = None
) -> list[GuardFinding]:
    """Return what the guards say about a plan; nothing is written.

    Raises:
        EntryRefusedError: If the plan cannot stand as it is; it names the field.
    """
    with desk.database.read() as session:
        today = _check(session, desk, customer_id, terms, replaces)
        before = _generation(session, replaces)
        return findings_of_plan(session, desk, customer_id, terms, before, today)


def offer_plan(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    terms: PlanTerms,
    *,
    replaces: int | None = None,
    reasons: Mapping[str, str] = _NONE,
    credit_hold: bool = False,
    operation_id: str | None = None,
) -> int:
    """Put a plan on record as offered and return its number. It counts once it is signed.

    Args:
        desk: The open desk.
        customer_id: Whose.
        terms: What is offered.
        replaces: The plan that it takes the place of, if any.
        reasons: A sentence for each guard that asks.
        credit_hold: Whether new supply on credit stops with it.
        operation_id: Makes a retry safe.

    Raises:
        EntryRefusedError: If the plan cannot stand as it is; it names the field.
        GuardsStandError: If a guard asks and has no answer.
    """
    with desk.database.read() as session:
        name = load_customer(session, customer_id).name
    count = sum(one.number > 0 for one in terms.installments)
    with guarded_write(
        desk,
        "plan.offered",
        f"offered {name} a payment plan of {terms.balance} in {count} installments",
        facts={"customer_id": customer_id, "replaces": replaces, "credit_hold": credit_hold},
        operation_id=operation_id,
    ) as transaction:
        today = _check(transaction, desk, customer_id, terms, replaces)
        before = _generation(transaction, replaces)
        record_findings(
            transaction,
            desk,
            findings_of_plan(transaction, desk, customer_id, terms, before, today),
            reasons,
            deed="payment plan offered",
            refused="The payment plan is not recorded yet",
            remedy=_REMEDY,
            customer_id=customer_id,
        )
        chosen = [
            item for item in plan_items(transaction, customer_id) if item.id in terms.invoice_ids
        ]
        plan_id = add_plan(
            transaction,
            customer_id,
            replace(terms, words=kept_note(terms.words, field="words")),
            covered_minors(covered_by(chosen, terms.balance)),
            clerk=load_settings(transaction).clerk,
            now=desk.now(),
        )
        if replaces is not None:
            end_plan(
                transaction,
                replaces,
                how="replaced",
                on=today,
                reason=f"replaced by plan {plan_id}",
                replaced_by=plan_id,
            )
        if credit_hold:
            record_flag(
                transaction,
                desk,
                customer_id,
                known_flag(desk, CREDIT_HOLD),
                today=today,
                reason=f"No new supply on credit while payment plan {plan_id} runs",
            )
        add_fact(transaction, plan_id=plan_id)
    return plan_id


def _check(
    session: Reading, desk: Desk, customer_id: int, terms: PlanTerms, replaces: int | None
) -> date:
    """Refuse a plan that cannot stand, and return the creditor's date."""
    settings = load_settings(session)
    today = local_date(desk, settings)
    consumer = is_consumer(load_customer(session, customer_id).kind)
    most = settings.plan_max_installments
    check_terms(
        terms,
        today=today,
        most=settings.plan_max_installments_consumer if consumer else most,
        first_within_days=settings.plan_first_within_days,
    )
    known = {item.id: item for item in plan_items(session, customer_id)}
    if not terms.invoice_ids:
        raise EntryRefusedError(
            "invoices",
            "The plan covers no invoice.",
            f"Choose at least one of the list. {_NOTHING}",
        )
    for invoice_id in terms.invoice_ids:
        item = known.get(invoice_id)
        if item is None or item.open.currency != terms.balance.currency:
            raise EntryRefusedError(
                "invoices",
                f"Invoice {item.number if item else f'#{invoice_id}'} is not open with this "
                f"customer in {terms.balance.currency}.",
                f"Choose open invoices of one currency. {_NOTHING}",
            )
    plans = agreements_in(session, desk, settings, customer_id, today).plans
    if replaces is not None and replaces not in {standing.plan.id for standing in plans}:
        raise EntryRefusedError(
            "what",
            f"Plan {replaces} is not a plan of this customer.",
            f"Open the customer again and choose the plan there. {_NOTHING}",
        )
    for standing in plans:
        _refuse_twice(standing, terms, replaces)
    return today


def _refuse_twice(standing: PlanStanding, terms: PlanTerms, replaces: int | None) -> None:
    """Refuse an invoice that another living plan covers, and a replaced plan that is none."""
    plan = standing.plan
    ended = standing.state in ENDED_STATES
    if plan.id == replaces and ended:
        raise EntryRefusedError(
            "what",
            f"The plan of {day_text(plan.offered_on)} is {standing.state.value} already.",
            f"Agree on a new plan instead. {_NOTHING}",
        )
    if not ended and plan.id != replaces and set(plan.invoice_ids) & set(terms.invoice_ids):
        raise EntryRefusedError(
            "invoices",
            f"An invoice is in the plan of {day_text(plan.offered_on)} already.",
            f"Replace that plan, or leave the invoice out. {_NOTHING}",
        )


def _generation(session: Reading, replaces: int | None) -> int:
    if replaces is None:
        return 0
    before = load_plan(session, replaces)
    return before.replaces + (before.signed_on is not None)


def sign_plan(
    desk: Desk, plan_id: int, signature: Signature, *, operation_id: str | None = None
) -> None:
    """Record that a plan came back signed, with its scan. From now on its schedule holds.

    Open promises about the same money are superseded: the plan takes their place.

    Raises:
        EntryRefusedError: If the plan is signed or over already, nobody is named, or the day
            is before the offer or after today.
    """
    by = kept_line(signature.by, field="signed_by", needed=True)
    with desk.database.write(
        "plan.signed",
        f"recorded the signature of {by} under payment plan {plan_id}",
        now=desk.now(),
        facts={"plan_id": plan_id, "signed_on": str(signature.on), "scan": bool(signature.scan)},
        operation_id=operation_id,
    ) as transaction:
        plan = load_plan(transaction, plan_id)
        today = local_date(desk, load_settings(transaction))
        _check_signature(plan, signature.on, today)
        sha256 = None
        if signature.scan:
            sha256 = documents.put_document(
                transaction, signature.scan, signature.media_type, now=desk.now()
            )
            documents.add_attachment(
                transaction,
                customer_id=plan.customer_id,
                sha256=sha256,
                label=kept_line(signature.label, field="label") or "Signed payment plan",
                now=desk.now(),
            )
        put_signature(transaction, plan_id, on=signature.on, by=by, scan=sha256)
        _supersede_promises(transaction, desk, plan, today)
        add_fact(transaction, customer_id=plan.customer_id, sha256=sha256)


def _check_signature(plan: PaymentPlan, on: date, today: date) -> None:
    if plan.ended is not None or plan.signed_on is not None:
        state = plan.ended or f"signed since {day_text(plan.signed_on or on)}"
        raise EntryRefusedError(
            "what", f"The plan is {state} already.", f"Look at the agreements. {_NOTHING}"
        )
    if not plan.offered_on <= on <= today:
        raise EntryRefusedError(
            "signed_on",
            f"{day_text(on)} is not between the offer on {day_text(plan.offered_on)} and today.",
            f"Type the day that stands beside the signature. {_NOTHING}",
        )


def _supersede_promises(
    transaction: Transaction, desk: Desk, plan: PaymentPlan, today: date
) -> None:
    settings = load_settings(transaction)
    for standing in agreements_in(transaction, desk, settings, plan.customer_id, today).promises:
        promise = standing.promise
        if (
            standing.state is PromiseState.OPEN
            and promise.amount.currency == plan.balance.currency
            and same_money(promise.invoice_ids, plan.invoice_ids)
        ):
            end_promise(transaction, promise.id, how="superseded", on=today)


def cancel_plan(desk: Desk, plan_id: int, *, why: str, operation_id: str | None = None) -> None:
    """Let a plan no longer count, because it was declined, wrong or given up. It stays on record.

    Raises:
        EntryRefusedError: If there is no reason, or the plan is over already.
    """
    reason = given_reason(why, "A payment plan is canceled only with a reason.")
    with desk.database.write(
        "plan.cancelled",
        f"canceled payment plan {plan_id}: {reason}",
        now=desk.now(),
        facts={"plan_id": plan_id, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        plan = load_plan(transaction, plan_id)
        if plan.ended is not None:
            raise EntryRefusedError(
                "what", f"The plan is {plan.ended} already.", "Nothing was changed."
            )
        today = local_date(desk, load_settings(transaction))
        end_plan(transaction, plan_id, how="cancelled", on=today, reason=reason)
        add_fact(transaction, customer_id=plan.customer_id)
