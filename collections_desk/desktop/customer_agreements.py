"""Promises and payment plans of one customer, as lists on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop import theme
from collections_desk.desktop.agreement_words import part_word, state_icon, state_word
from collections_desk.desktop.customer_tabs import page_list
from collections_desk.desktop.table_model import Column
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_plans import (
    ENDED_STATES,
    InstallmentStanding,
    PlanStanding,
    PlanState,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from collections_desk.desktop.list_view import ListPanel
    from collections_desk.desktop.table_model import Row
    from collections_desk.domain.promise_chains import ChainPlace
    from collections_desk.domain.promises import PromiseStanding

#: More lines of one list than this are scrolled to.
MOST_LINES = 8


def _tr(text: str) -> str:
    return QCoreApplication.translate("CustomerTabs", text)


def promise_list(
    number_of: Callable[[int], str], chain_of: Callable[[int], ChainPlace | None]
) -> ListPanel[PromiseStanding]:
    """Return the list of promises.

    Args:
        number_of: Gives the number of an invoice by its id.
        chain_of: Gives the place of a promise among those on the same money, by its id.
    """
    return page_list(
        (*_promised_columns(), *_about_promises(number_of, chain_of)),
        "customer-promises",
        _tr("Promises to pay"),
        lambda row: row.promise.id,
    )


def _promised_columns() -> tuple[Column[PromiseStanding], ...]:
    """Return what was promised and what came in."""
    return (
        Column(
            _tr("State"),
            lambda row: state_word(row.state.value),
            lambda row: row.state.value,
            icon=lambda row: state_icon(row.state.value),
            width=14,
        ),
        Column(
            _tr("Promised"),
            lambda row: money_text(row.promise.amount),
            lambda row: (row.promise.amount.currency, row.promise.amount.minor),
            align_right=True,
            width=12,
        ),
        Column(
            _tr("By"),
            lambda row: day_text(row.promise.due_on),
            lambda row: row.promise.due_on,
            width=20,
        ),
        Column(
            _tr("Came in"),
            lambda row: money_text(row.received) if row.received else "",
            lambda row: (row.received.currency, row.received.minor),
            align_right=True,
            width=12,
        ),
    )


def _about_promises(
    number_of: Callable[[int], str], chain_of: Callable[[int], ChainPlace | None]
) -> tuple[Column[PromiseStanding], ...]:
    """Return for which invoices it is, which time, and who said what."""

    def ordinal(row: PromiseStanding) -> str:
        place = chain_of(row.promise.id)
        return place.ordinal if place is not None else ""

    return (
        Column(
            _tr("For"),
            lambda row: (
                ", ".join(number_of(one) for one in row.promise.invoice_ids) or _tr("the oldest")
            ),
            lambda row: row.promise.invoice_ids,
            width=18,
        ),
        Column(
            _tr("Promise"),
            ordinal,
            ordinal,
            width=8,
            tip=lambda row: _tr("{0} promise on this money").format(ordinal(row)),
        ),
        Column(
            _tr("Taken"),
            lambda row: day_text(row.promise.taken_on),
            lambda row: row.promise.taken_on,
            width=20,
        ),
        Column(
            _tr("By whom, how, in which words"),
            lambda row: ", ".join(
                part
                for part in (row.promise.by_whom, row.promise.method, row.promise.words)
                if part
            ),
            lambda row: row.promise.by_whom,
            stretch=True,
        ),
    )


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One part of a plan, with the plan that it belongs to."""

    standing: PlanStanding
    part: InstallmentStanding


def plan_parts(plans: Iterable[PlanStanding]) -> list[PlanPart]:
    """Return the parts of every plan, plan by plan."""
    return [PlanPart(plan, part) for plan in plans for part in plan.installments]


def plan_list() -> ListPanel[PlanPart]:
    """Return the list of payment plans: a line for each of their parts."""
    return page_list(
        (*_plan_columns(), *_part_columns()),
        "customer-plans",
        _tr("Payment plans"),
        lambda row: (row.standing.plan.id, row.part.installment.number),
    )


def _plan_columns() -> tuple[Column[PlanPart], ...]:
    """Return which plan it is, which part of it and when that is due."""
    return (
        Column(
            _tr("Plan"),
            lambda row: state_word(row.standing.state.value),
            lambda row: (row.standing.plan.offered_on, row.standing.plan.id),
            icon=lambda row: state_icon(row.standing.state.value),
            width=13,
            tip=_plan_tip,
        ),
        Column(
            _tr("Offered"),
            lambda row: day_text(row.standing.plan.offered_on),
            lambda row: row.standing.plan.offered_on,
            width=20,
        ),
        Column(
            _tr("Part"),
            lambda row: part_word(row.part.installment),
            lambda row: row.part.installment.number,
            width=16,
        ),
        Column(
            _tr("Due"),
            lambda row: day_text(row.part.installment.due_on),
            lambda row: row.part.installment.due_on,
            width=20,
        ),
    )


def _part_columns() -> tuple[Column[PlanPart], ...]:
    """Return how much the part is, what came in and how it stands."""
    return (
        Column(
            _tr("Amount"),
            lambda row: money_text(row.part.installment.amount),
            lambda row: row.part.installment.amount.minor,
            align_right=True,
            width=12,
        ),
        Column(
            _tr("Came in"),
            lambda row: money_text(row.part.received) if row.part.received else "",
            lambda row: row.part.received.minor,
            align_right=True,
            width=12,
        ),
        Column(
            _tr("State"),
            lambda row: state_word(_part_state(row)) if _part_state(row) else "",
            _part_state,
            icon=lambda row: state_icon(_part_state(row)) if _part_state(row) else None,
            width=12,
        ),
        Column(
            _tr("Remark"),
            _part_remark,
            _part_remark,
            stretch=True,
            color=lambda row: theme.color("muted") if row.part.kept_on else None,
        ),
    )


def fit_height(panel: ListPanel[Row]) -> None:
    """Let a list be as high as its lines need, up to `MOST_LINES`; several share a tab."""
    lines = panel.list.rows_model.rowCount()
    line = panel.list.verticalHeader().defaultSectionSize()
    head = panel.list.horizontalHeader().sizeHint().height()
    panel.setFixedHeight(head + min(lines, MOST_LINES) * line + 8)


def _part_state(row: PlanPart) -> str:
    """A part of a plan that is over and was not paid is in no state any more."""
    over = row.standing.state in {PlanState.CANCELLED, PlanState.REPLACED}
    return "" if over and row.part.state != "kept" else row.part.state


def _part_remark(row: PlanPart) -> str:
    if row.part.kept_on is not None:
        words = _tr("paid on {0}, after its day") if row.part.was_late else _tr("paid on {0}")
        return words.format(day_text(row.part.kept_on))
    if row.part.state == "late":
        return _tr("can be made good until {0}").format(day_text(row.part.cure_until))
    if row.standing.state is PlanState.OFFERED and row.standing.plan.reply_by:
        return _tr("answer asked for by {0}").format(day_text(row.standing.plan.reply_by))
    return ""


def _plan_tip(row: PlanPart) -> str:
    plan, standing = row.standing.plan, row.standing
    lines = [
        _tr("Plan of {0} over {1}").format(day_text(plan.offered_on), money_text(plan.balance)),
        _tr("{0} came in, {1} is left").format(
            money_text(standing.received), money_text(standing.left)
        ),
    ]
    if plan.signed_on is not None:
        words = _tr("signed on {0} by {1}")
        lines.append(words.format(day_text(plan.signed_on), plan.signed_by))
    if standing.broken_on is not None:
        lines.append(_tr("broken on {0}").format(day_text(standing.broken_on)))
    if plan.ended_reason:
        lines.append(plan.ended_reason)
    elif standing.state not in ENDED_STATES and plan.words:
        lines.append(plan.words)
    return "\n".join(lines)
