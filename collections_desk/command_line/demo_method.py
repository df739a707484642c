"""The rest of the day on the sample: what changed, what was agreed, and what others are given.

By the same operations as in the window: the brief, a payment plan with its two letters, the
expected cash, the late charges that are possible, the rules that stand, the figures and the
management pack of the last month, and the file of one customer for a lawyer or adviser.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.command_line.fees import charges_told, lines_of_fees
from collections_desk.command_line.figures import lines_of_figures
from collections_desk.command_line.forecast import lines_of_forecast
from collections_desk.command_line.rules import lines_of_rules
from collections_desk.command_line.talking import note
from collections_desk.domain.customers import Category
from collections_desk.domain.figures_days import month_words
from collections_desk.domain.guards import answer
from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.domain.plan_schedule import PlanTerms, plan_schedule, usual_down_payment
from collections_desk.errors import DeskError
from collections_desk.operations.brief import wake_up_brief
from collections_desk.operations.brief_paper import export_brief
from collections_desk.operations.bundles import make_bundle
from collections_desk.operations.customers import customer_page
from collections_desk.operations.fees import preview_charges
from collections_desk.operations.figures import figures, period_of
from collections_desk.operations.forecast import expected_cash
from collections_desk.operations.mail import (
    approve_letter,
    draft_letter,
    examine_letter,
    mail_lists,
    printable_batch,
    record_printed,
)
from collections_desk.operations.management_pack import export_pack
from collections_desk.operations.payment_plans import examine_plan, offer_plan
from collections_desk.operations.rules import rules_page
from collections_desk.operations.worklist import worklist

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk

#: What the clerk says where a guard asks.
WHY = "Part of the demonstration on sample data."
#: The parts of the plan that is offered, after the down payment.
PARTS = 3
#: The first part falls due so many days after the offer, the answer is asked for before.
FIRST_AFTER, REPLY_AFTER = 10, 7
#: Letters on these rungs are kept as they were printed.
OUT_OF_THE_HOUSE = (LetterState.PRINTED, LetterState.POSTED, LetterState.DELIVERED)
#: A plan is offered for no less than this, in minor units: smaller debts are paid at once.
WORTH_A_PLAN = 200_00


def write_brief(desk: Desk, out: Path, made: list[str]) -> None:
    """Write what changed since the brief that was read last."""
    brief = wake_up_brief(desk)
    path = export_brief(desk, brief, out / "brief.pdf", overwrite=True)
    lines = sum(len(part.lines) for part in brief.parts)
    made.append(f"{path.name}: what changed since {brief.since}, {lines} lines")


def agree_plan(desk: Desk, lines: Sequence[WorklistLine], out: Path, made: list[str]) -> None:
    """Offer a struggling customer a payment plan; print the offer (L05) and the agreement (L06).

    The plan stays offered: it counts once somebody has signed it.
    """
    for line in lines:
        if line.category is not Category.STRUGGLING or len(line.to_be_collected) != 1:
            continue
        try:
            terms = _terms(desk, line)
            if terms is None:
                continue
            findings = examine_plan(desk, line.customer_id, terms)
            plan_id = offer_plan(desk, line.customer_id, terms, reasons=_reasons(findings))
        except DeskError as error:
            note(f"No payment plan is offered to {line.name}: {error.problem}")
            continue
        made.append(
            f"Payment plan {plan_id} offered to {line.name}: {money_text(terms.balance)} in a "
            f"down payment and {PARTS} installments; it counts once it is signed"
        )
        _print_plan(desk, line, out, made)
        return


def _terms(desk: Desk, line: WorklistLine) -> PlanTerms | None:
    """Return what is offered for all that is open and past due, or None where it does not fit."""
    today, page = desk.today(), customer_page(desk, line.customer_id)
    items = [
        item
        for item in page.invoices
        if item.kind == "invoice" and item.open.minor > 0 and item.due_on and item.due_on < today
    ]
    if not items or page.letters:
        return None  # who has a letter on its way is not written to about something else
    balance = Money(sum(item.open.minor for item in items), items[0].open.currency)
    if balance.minor < WORTH_A_PLAN:
        return None
    percent = desk.settings().plan_down_payment_percent
    parts = plan_schedule(
        balance,
        down_payment=usual_down_payment(balance, PARTS, percent),
        installments=PARTS,
        first_on=today + timedelta(days=FIRST_AFTER),
        rhythm="monthly",
    )
    return PlanTerms(
        balance=balance,
        as_of=line.as_of or today,
        rhythm="monthly",
        cure_days=desk.settings().plan_cure_days,
        accelerates=True,
        offered_on=today,
        installments=parts,
        invoice_ids=tuple(item.id for item in items),
        reply_by=today + timedelta(days=REPLY_AFTER),
        words="Wants to pay all of it, a part each month.",
    )


def _print_plan(desk: Desk, line: WorklistLine, out: Path, made: list[str]) -> None:
    ready = []
    for letter_type in ("L05", "L06"):
        letter_id = draft_letter(desk, line.customer_id, letter_type).letter.id
        approve_letter(desk, letter_id, reasons=_reasons(examine_letter(desk, letter_id)))
        ready.append(letter_id)
    batch = printable_batch(desk, ready)
    path = out / "payment-plan-letters.pdf"
    path.write_bytes(batch.pdf)
    record_printed(desk, batch, printer=path.name)
    made.append(
        f"{path.name}: the offer (L05) and the agreement to sign (L06) to {line.name}, "
        f"{batch.pages} pages"
    )


def _reasons(findings: Iterable[GuardFinding]) -> dict[str, str]:
    return {found.guard: answer(found, WHY, sure=True) for found in findings if found.asks}


def look_ahead(desk: Desk, out: Path, made: list[str]) -> None:
    """Write the expected cash, the late charges that are possible, and the rules."""
    found = expected_cash(desk)
    path = _write(out / "expected-cash.txt", lines_of_forecast(found, every_line=True))
    weeks = len({week.week for week in found.weeks})
    made.append(
        f"{path.name}: {weeks} weeks, {len(found.lines)} promises and installments, "
        "each weighed; an expectation, not a promise of ours"
    )
    preview = preview_charges(desk)
    path = _write(out / "late-charges.txt", lines_of_fees(preview))
    made.append(f"{path.name}: {charges_told(preview)}; nothing was charged")
    page = rules_page(desk)
    path = _write(out / "rules.txt", lines_of_rules(page))
    made.append(f"{path.name}: {len(page.guards)} guards with source and date; no legal advice")


def report(desk: Desk, out: Path, made: list[str]) -> None:
    """Write the figures and the management pack of the last whole month."""
    last = (desk.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    page = figures(desk, period_of(last, desk.today()))
    path = _write(out / "figures.txt", lines_of_figures(page, desk.settings().locale))
    missing = sum(bool(one.missing) for one in page.figures)
    made.append(
        f"{path.name}: {len(page.figures)} figures of {month_words(last)} with their formulas, "
        f"{missing} of them without enough to say"
    )
    done = export_pack(
        desk, last, out / "management-pack.pdf", recipient="demonstration", overwrite=True
    )
    made.append(
        f"{done.path.name}: the management pack of {month_words(last)}, {done.pages} pages"
    )


def refer(desk: Desk, out: Path, made: list[str]) -> None:
    """Write the file of the customer to whom most was written for a lawyer or adviser."""
    mail = mail_lists(desk)
    written = Counter(
        letter.customer_id for rung in OUT_OF_THE_HOUSE for letter in mail.get(rung, [])
    )
    line = max(worklist(desk), key=lambda one: (written[one.customer_id], one.days_past_due))
    done = make_bundle(
        desk,
        line.customer_id,
        out / "referral-bundle.zip",
        recipient="demonstration",
        reasons={"G-KEEP-03": WHY},
        overwrite=True,
    )
    made.append(
        f"{done.path.name}: the file of {line.name} for a lawyer or adviser, {done.pages} pages "
        f"with {done.documents} documents"
    )


def _write(path: Path, lines: Iterable[str]) -> Path:
    """Write text of the sample, and say in it that it is one."""
    path.write_text("\n".join(["SAMPLE DATA", *lines, ""]), encoding="utf-8")
    return path
