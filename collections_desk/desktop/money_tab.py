"""The tab "Money" of the customer page: payments by hand, late charges, the whole ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.customer_words import sums_text
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.charges import charge_label
from collections_desk.domain.hand_payments import STATES
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from collections_desk.desktop.table_model import Row
    from collections_desk.domain.charges import Charge
    from collections_desk.domain.hand_payments import HandPayment
    from collections_desk.domain.money_page import LedgerLine, MoneyPage

_CHARGE_STATES = {"shown": "Shown, not charged", "charged": "Charged", "waived": "Waived"}
_SOURCES = {"hand": "by hand", "import": "import", "matched": "import"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("MoneyTab", text)


def _list(
    columns: Sequence[Column[Row]],
    name: str,
    accessible: str,
    row_id: Callable[[Row], Hashable],
) -> ListPanel[Row]:
    model = TableModel(columns, row_id=row_id)
    made = ListView(model, name)
    made.setAccessibleName(accessible)
    made.setMinimumHeight(90)
    model.setParent(made)
    return ListPanel(made)


def what_it_settled(row: HandPayment) -> str:
    """Say what a payment settled, or why it settled nothing."""
    parts = [f"{money_text(part.amount)} {_tr('to')} {part.number}" for part in row.parts]
    if row.unapplied:
        parts.append(f"{money_text(row.unapplied)} {_tr('unapplied')}")
    if row.settled:
        parts.append(f"{money_text(row.settled)} {_tr('given up as settled')}")
    if row.state == "held" and row.deposit_on:
        parts.append(f"{_tr('not before')} {day_text(row.deposit_on)}")
    if row.state not in {"applied", "held"} and row.state_reason:
        parts.append(row.state_reason)
    return "; ".join(parts)


def payment_list() -> ListPanel[HandPayment]:
    """Return the list of payments taken by hand."""
    columns: tuple[Column[HandPayment], ...] = (
        Column(
            _tr("Received"), lambda row: day_text(row.received_on), lambda row: row.received_on,
            width=17,
        ),
        Column(_tr("How"), lambda row: row.name, lambda row: row.name, width=20),
        Column(
            _tr("Amount"),
            lambda row: money_text(row.amount),
            lambda row: (row.amount.currency, row.amount.minor),
            align_right=True,
            width=12,
            bold=lambda row: row.state == "applied",
        ),
        Column(
            _tr("State"),
            lambda row: _tr(STATES[row.state]),
            lambda row: row.state,
            color=lambda row: theme.color("danger") if row.state == "bounced" else None,
            width=22,
        ),
        Column(_tr("What it settled"), what_it_settled, what_it_settled, stretch=True),
    )  # fmt: skip
    return _list(columns, "customer-payments", _tr("Payments taken by hand"), lambda row: row.id)


def _left(row: Charge) -> str:
    if row.state != "charged" or row.left is None:
        return ""
    return money_text(row.left)


def _charge_remark(row: Charge) -> str:
    parts = [row.reason] if row.reason else []
    if row.forgiven:
        parts.append(_tr("{0} forgiven").format(money_text(row.forgiven)))
    parts.append("; ".join(line.text for line in row.working))
    return "; ".join(part for part in parts if part)


def charge_list(name: str = "customer-charges") -> ListPanel[Charge]:
    """Return a list of late charges: shown, charged, waived."""
    columns: tuple[Column[Charge], ...] = (
        Column(
            _tr("State"),
            lambda row: _tr(_CHARGE_STATES[row.state]),
            lambda row: row.state,
            color=lambda row: theme.color("muted") if row.state != "charged" else None,
            width=18,
        ),
        Column(_tr("What"), charge_label, charge_label, width=22),
        Column(
            _tr("Days"),
            lambda row: f"{day_text(row.from_on)} - {day_text(row.to_on)}",
            lambda row: row.from_on,
            width=32,
        ),
        Column(
            _tr("Amount"),
            lambda row: money_text(row.amount),
            lambda row: (row.amount.currency, row.amount.minor),
            align_right=True,
            width=10,
        ),
        Column(_tr("Open"), _left, _left, align_right=True, width=10),
        Column(
            _tr("How it comes about"), _charge_remark, _charge_remark, stretch=True,
            tip=lambda row: "\n".join((*(line.text for line in row.working), row.basis_words)),
        ),
    )  # fmt: skip
    return _list(columns, name, _tr("Late charges"), lambda row: (row.id, row.key))


def entry_list() -> ListPanel[LedgerLine]:
    """Return the list of all entries of the ledger."""

    def note(row: LedgerLine) -> str:
        undoes = _tr("takes entry {0} back").format(row.reverses) if row.reverses else ""
        return ", ".join(part for part in (undoes, row.reference, row.note) if part)

    columns: tuple[Column[LedgerLine], ...] = (
        Column(_tr("No."), lambda row: str(row.id), lambda row: row.id, align_right=True, width=6),
        Column(
            _tr("Date"), lambda row: day_text(row.dated_on), lambda row: row.dated_on, width=17
        ),
        Column(
            _tr("Entry"),
            lambda row: row.kind.replace("_", " ").capitalize(),
            lambda row: row.kind,
            width=12,
        ),
        Column(_tr("On"), lambda row: row.item, lambda row: row.item, width=16),
        Column(
            _tr("Amount"),
            lambda row: money_text(row.amount),
            lambda row: (row.amount.currency, row.amount.minor),
            align_right=True,
            width=12,
        ),
        Column(
            _tr("From"), lambda row: _tr(_SOURCES[row.source]), lambda row: row.source, width=9
        ),
        Column(_tr("Remark"), note, note, stretch=True),
    )
    return _list(columns, "customer-ledger", _tr("Entries of the ledger"), lambda row: row.id)


class MoneyTab(QWidget):
    """Three lists with their sums; Enter on a payment opens what can be done with it."""

    #: A payment was opened.
    payment_opened = Signal(object)
    #: Late charges were asked for.
    charges_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.payments = payment_list()
        self.charges = charge_list()
        self.entries = entry_list()
        self.sums = label("", "strong", wrap=True, selectable=True)
        self.held = label("", "caution", wrap=True, selectable=True)
        self.charging = label("", "muted", wrap=True, selectable=True)
        self.change_button = QPushButton(self.tr("Change This Payment …"))
        self.change_button.setToolTip(
            self.tr("Bounced, withdrawn, corrected, deposited, applied (Enter in the list)")
        )
        self._nothing = [
            label(self.tr("None. Y records one."), "muted"),
            label(self.tr("None. I shows what can be charged."), "muted"),
            label(self.tr("No entries yet."), "muted"),
        ]
        inside = column(self, gap=theme.TIGHT)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        inside.addWidget(self.sums)
        inside.addWidget(self.held)
        heads = (
            self.tr("Payments taken by hand"),
            self.tr("Late charges"),
            self.tr("All entries of the ledger"),
        )
        for head, panel, nothing in zip(heads, self._panels(), self._nothing, strict=True):
            title = label(head, "section")
            button = [self.change_button] if panel is self.payments else []
            inside.addLayout(line_of(title, 1, *button))
            if panel is self.charges:
                inside.addWidget(self.charging)
            inside.addWidget(nothing)
            inside.addWidget(panel, 1)
        inside.addStretch(0)
        self.payments.list.opened.connect(self.payment_opened)
        self.charges.list.opened.connect(lambda _row: self.charges_asked.emit())
        self.change_button.clicked.connect(self._change)

    def _panels(self) -> list[ListPanel[Any]]:
        return [self.payments, self.charges, self.entries]

    def show_money(self, money: MoneyPage, locale: str) -> int:
        """Show a customer's money; return how many payments and charges there are."""
        self.payments.list.rows_model.show_rows(money.payments)
        self.charges.list.rows_model.show_rows(money.charges)
        self.entries.list.rows_model.show_rows(money.entries)
        for panel, nothing in zip(self._panels(), self._nothing, strict=True):
            there = panel.list.rows_model.rowCount() > 0
            panel.setVisible(there)
            nothing.setVisible(not there)
        if money.payments and self.payments.list.current_row() is None:
            self.payments.list.go_to_line(0)
        self.change_button.setEnabled(bool(money.payments))
        none = self.tr("none")
        unapplied = sums_text(money.unapplied, none=none, locale=locale)
        charged = sums_text(money.charged, none=none, locale=locale)
        self.sums.setText(
            self.tr("Unapplied: {0}    Late charges open: {1}").format(unapplied, charged)
        )
        self.held.setText("\n".join(money.held))
        self.held.setVisible(bool(money.held))
        lines = [money.charging]
        lines += [f"{number}: {why}" for number, why in money.why_not]
        self.charging.setText("\n".join(line for line in lines if line))
        return len(money.payments) + sum(one.state != "shown" for one in money.charges)

    def _change(self) -> None:
        row = self.payments.list.current_row()
        if row is not None:
            self.payment_opened.emit(row)
