"""The lists of the customer page: invoices, promises, disputes, holds, letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.customer_words import (
    dispute_state_word,
    invoice_kind_word,
    sums_text,
)
from collections_desk.desktop.dispute_words import clock_text
from collections_desk.desktop.icons import icon, mark_icon
from collections_desk.desktop.labels import clear_layout, column, label
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money import totals_by_currency
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import date, datetime

    from PySide6.QtGui import QColor

    from collections_desk.desktop.table_model import Row
    from collections_desk.domain.customer_page import CustomerPage, LetterSummary, OpenInvoice
    from collections_desk.domain.disputes import ClockReading, Dispute
    from collections_desk.domain.holds import Hold


def _tr(text: str) -> str:
    return QCoreApplication.translate("CustomerTabs", text)


def _day(day: date | None) -> str:
    return day_text(day) if day else ""


def page_list(
    columns: Sequence[Column[Row]],
    name: str,
    accessible: str,
    row_id: Callable[[Row], Hashable],
) -> ListPanel[Row]:
    """Return a list of the customer page with its columns, name and words."""
    model = TableModel(columns, row_id=row_id)
    made = ListView(model, name)
    made.setAccessibleName(accessible)
    model.setParent(made)
    return ListPanel(made)


def invoice_list() -> ListPanel[OpenInvoice]:
    """Return the list of open items."""
    columns: tuple[Column[OpenInvoice], ...] = (
        Column(
            _tr("Number"),
            lambda row: row.number or invoice_kind_word(row.kind),
            lambda row: row.number,
            width=12,
            tip=lambda row: f"{invoice_kind_word(row.kind)} {row.number}\n{row.reference}".strip(),
        ),
        Column(_tr("Dated"), lambda row: _day(row.issued_on), lambda row: row.issued_on, width=20),
        Column(_tr("Due"), lambda row: _day(row.due_on), lambda row: row.due_on, width=20),
        Column(
            _tr("Days"),
            lambda row: str(row.days_past_due) if row.days_past_due else "",
            lambda row: row.days_past_due,
            align_right=True,
            width=5,
        ),
        Column(
            _tr("Amount"),
            lambda row: money_text(row.amount),
            lambda row: (row.amount.currency, row.amount.minor),
            align_right=True,
            width=12,
        ),
        Column(
            _tr("Paid"),
            lambda row: money_text(row.paid) if row.paid else "",
            lambda row: (row.paid.currency, row.paid.minor),
            align_right=True,
            width=10,
        ),
        Column(
            _tr("Disputed"),
            lambda row: money_text(row.disputed) if row.disputed else "",
            lambda row: (row.disputed.currency, row.disputed.minor),
            align_right=True,
            color=lambda _row: theme.color("violet"),
            width=10,
        ),
        Column(
            _tr("Open"),
            lambda row: money_text(row.open),
            lambda row: (row.open.currency, row.open.minor),
            align_right=True,
            bold=lambda _row: True,
            width=12,
        ),
        Column(_tr("Remark"), _invoice_remark, _invoice_remark, stretch=True),
    )
    return page_list(columns, "customer-invoices", _tr("Open invoices"), lambda row: row.id)


def _invoice_remark(row: OpenInvoice) -> str:
    parts = []
    if row.kind != "invoice":
        parts.append(invoice_kind_word(row.kind))
    if row.status == "vanished":
        parts.append(_tr("missing from the last file"))
    if row.conceded:
        much = money_text(row.conceded)
        parts.append(_tr("{0} decided as a credit, not booked").format(much))
    parts += [part for part in (row.note, row.reference) if part]
    return ", ".join(parts)


def dispute_list(
    number_of: Callable[[int], str],
    code_label: Callable[[str], str],
    clock_of: Callable[[Dispute], ClockReading | None],
) -> ListPanel[Dispute]:
    """Return the list of disputes.

    Args:
        number_of: Gives the number of an invoice by its id.
        code_label: Gives the words of a dispute code.
        clock_of: Gives what its clocks say, or None where it is not known.
    """

    def clock(row: Dispute) -> str:
        reading = clock_of(row)
        return clock_text(reading) if reading is not None else ""

    def late(row: Dispute) -> QColor | None:
        reading = clock_of(row)
        return theme.color("danger") if reading is not None and reading.late else None

    columns: tuple[Column[Dispute], ...] = (
        Column(
            _tr("State"),
            lambda row: dispute_state_word(row.state),
            lambda row: row.state,
            icon=lambda row: icon("scales", "violet") if row.is_open else icon("check", "muted"),
            width=22,
        ),
        Column(_tr("Clock"), clock, clock, color=late, width=26),
        Column(
            _tr("Invoice"),
            lambda row: ", ".join(part for part in (number_of(row.invoice_id), row.line) if part),
            lambda row: number_of(row.invoice_id),
            width=16,
        ),
        Column(
            _tr("Disputed"),
            lambda row: money_text(row.amount),
            lambda row: (row.amount.currency, row.amount.minor),
            align_right=True,
            width=12,
        ),
        Column(
            _tr("Received"),
            lambda row: _day(row.received_on),
            lambda row: row.received_on,
            width=20,
        ),
        Column(
            _tr("Why"),
            lambda row: f"{row.code} {code_label(row.code)}",
            lambda row: row.code,
            width=26,
        ),
        Column(
            _tr("In their words; finding"),
            lambda row: " / ".join(part for part in (row.words, row.finding) if part),
            lambda row: row.words,
            stretch=True,
        ),
    )
    return page_list(columns, "customer-disputes", _tr("Disputes"), lambda row: row.id)


def hold_list(today: Callable[[], date], scope_of: Callable[[Hold], str]) -> ListPanel[Hold]:
    """Return the list of holds and stop flags, lifted ones too.

    Args:
        today: Gives the day that states are of.
        scope_of: Says what a hold stands on.
    """

    def mark(row: Hold) -> theme.Mark:
        if not row.active(today()):
            return theme.Mark("check", "Lifted", "muted")
        return theme.STATES["stop" if row.flag else "hold"]

    columns: tuple[Column[Hold], ...] = (
        Column(
            _tr("State"),
            lambda row: theme.marked(mark(row)),
            lambda row: mark(row).word,
            icon=lambda row: mark_icon(mark(row)),
            width=20,
        ),
        Column(_tr("Flag"), lambda row: row.flag, lambda row: row.flag, width=8),
        Column(
            _tr("Stops"),
            scope_of,
            scope_of,
            width=20,
        ),
        Column(_tr("Since"), lambda row: _day(row.begins_on), lambda row: row.begins_on, width=20),
        Column(
            _tr("Look again"), lambda row: _day(row.review_on), lambda row: row.review_on, width=20
        ),
        Column(
            _tr("Reason"),
            lambda row: (
                f"{row.reason} / {_tr('lifted')} {_day(row.lifted_on)}: {row.lifted_reason}"
                if row.lifted_on
                else row.reason
            ),
            lambda row: row.reason,
            stretch=True,
        ),
    )
    return page_list(columns, "customer-holds", _tr("Holds and stop flags"), lambda row: row.id)


def letter_list() -> ListPanel[LetterSummary]:
    """Return the list of letters."""
    columns: tuple[Column[LetterSummary], ...] = (
        Column(
            _tr("State"),
            lambda row: (
                theme.marked(theme.STATES[row.state]) if row.state in theme.STATES else row.state
            ),
            lambda row: row.state,
            icon=lambda row: (
                mark_icon(theme.STATES[row.state]) if row.state in theme.STATES else None
            ),
            width=14,
        ),
        Column(
            _tr("Dated"), lambda row: _day(row.letter_date), lambda row: row.letter_date, width=20
        ),
        Column(_tr("Type"), lambda row: row.type, lambda row: row.type, width=6),
        Column(
            _tr("Service"),
            lambda row: row.service.replace("_", " ").capitalize(),
            lambda row: row.service,
            width=12,
        ),
        Column(
            _tr("Article number"),
            lambda row: row.article_number or "",
            lambda row: row.article_number,
            width=24,
        ),
        Column(_tr("Subject"), lambda row: row.subject, lambda row: row.subject, stretch=True),
    )
    return page_list(columns, "customer-letters", _tr("Letters"), lambda row: row.id)


def invoice_sums(invoices: Sequence[OpenInvoice], locale: str) -> str:
    """Say how many open items there are and what they come to."""
    if not invoices:
        return ""
    sums = totals_by_currency(invoice.open for invoice in invoices)
    words = _tr("{0} open").format(len(invoices))
    return f"{words}  ·  {sums_text(sums.values(), locale=locale)}"


class CategoryTab(QWidget):
    """The category, what the facts point to, and the decisions so far."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = column(self, margin=theme.GAP, gap=theme.TIGHT)

    def show_page(self, page: CustomerPage, moment: Callable[[datetime], str]) -> None:
        """Show proposal and history; `moment` writes a moment in words."""
        clear_layout(self._inside)
        now, proposal = page.customer.category, page.proposal
        now_word = theme.marked(theme.CATEGORIES[now.value])
        proposed_word = theme.marked(theme.CATEGORIES[proposal.category.value])
        self._line(_tr("The category is {0}.").format(now_word), "strong")
        if proposal.category is now:
            self._line(_tr("The logged facts point to the same. G decides."))
        else:
            self._line(_tr("The logged facts point to {0}. G decides.").format(proposed_word))
        for words, sign, facts in (
            (_tr("Facts for it"), "+", proposal.facts),
            (_tr("Facts against it"), "-", proposal.against),
        ):
            self._part(words, [f"{sign}  {fact}" for fact in facts])
        decisions = []
        for change in page.category_history:
            word = theme.marked(theme.CATEGORIES[change.category.value])
            reason = f": {change.reason}" if change.reason else ""
            decisions.append(f"{moment(change.decided_at)}  {word}{reason} ({change.clerk})")
        self._part(_tr("Decisions so far"), decisions)
        earlier = [
            _tr("{0} to {1}: {2}, at worst {3} days past due").format(
                _day(one.began_on),
                _day(one.ended_on),
                counted(one.invoices, "{n} invoice", "{n} invoices"),
                one.worst_days,
            )
            for one in page.earlier_delinquencies
        ]
        self._part(_tr("Earlier delinquencies"), earlier)
        self._inside.addStretch(1)

    def _part(self, title: str, lines: list[str]) -> None:
        if lines:
            self._inside.addSpacing(theme.GAP)
            self._line(title, "section")
            self._line("\n".join(lines))

    def _line(self, text: str, role: str = "") -> None:
        self._inside.addWidget(label(text, role, wrap=True, selectable=True))
