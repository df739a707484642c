"""The fourth step of an import: what it would change, read before anything is changed.

What is no longer in the file is asked about, item by item or all at once: a missing item
may be paid, may be cancelled, or may have been left out of the export.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.import_words import CHANGES, DECISIONS, HOW_APPLIED, ITEM_KINDS, word
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.difference import UNBOOKED_DECISIONS, Decisions
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from collections_desk.domain.difference import Difference, DifferenceLine, PaymentLine
    from collections_desk.domain.money import Money

#: Keys that decide about the marked lines.
DECISION_KEYS = {"p": "paid", "s": "still_owed", "c": "cancelled"}
#: The same for payments that this desk recorded and the file does not show yet.
UNBOOKED_KEYS = {"k": "keep", "f": "file"}
#: Groups whose lines are decided upon.
ASKED = {"vanished": DECISION_KEYS, "unbooked": UNBOOKED_KEYS}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of the list, whatever it is about.

    Attributes:
        key: Of a line that is decided upon, "" otherwise.
        decision: What was decided about it, "" while nothing was.
    """

    group: str
    key: str
    customer: str
    what: str
    before: str
    after: str
    sort_before: int
    sort_after: int
    decision: str = ""


class ChangesStep(QWidget):
    """The difference, by group, with the decisions that it asks for."""

    #: A decision was made.
    decided = Signal()

    def __init__(self, parent: QWidget | None = None, *, locale: str = "en_US") -> None:
        super().__init__(parent)
        self._locale = locale
        self._difference: Difference | None = None
        self._decisions: dict[str, str] = {}
        self._rows: list[ChangeRow] = []
        self.warning = InlineMessage()
        self.accept_older = QCheckBox(self.tr("Import the o&lder file all the same"))
        self.exported_again = QCheckBox(
            self.tr("It was e&xported again, and nothing has changed since")
        )
        self.groups = QListWidget()
        self.groups.setAccessibleName(self.tr("Kinds of changes"))
        self.groups.setFixedWidth(260)
        self.panel: ListPanel[ChangeRow] = ListPanel(_ChangeList(self))
        self.list = self.panel.list
        self.list.setAccessibleName(self.tr("Changes"))
        self.ask = label("", "strong", wrap=True)
        self.buttons: dict[str, QPushButton] = {}
        self._build()

    def _build(self) -> None:
        whole = column(self, gap=theme.WIDE)
        whole.addWidget(self.warning)
        whole.addWidget(self.accept_older)
        whole.addWidget(self.exported_again)
        right = QWidget()
        inside = column(right)
        inside.addWidget(self.ask)
        names = {
            "paid": self.tr("Mark as &Paid"),
            "still_owed": self.tr("&Still Owed"),
            "cancelled": self.tr("Mark as Ca&nceled"),
            "keep": self.tr("&Keep the Payment"),
            "file": self.tr("&Follow the File"),
        }
        for decision, name in names.items():
            button = QPushButton(name)
            button.setToolTip(
                self.tr("For the marked lines (key {0})").format(decision[0].upper())
            )
            button.clicked.connect(lambda _checked=False, one=decision: self.decide(one))
            self.buttons[decision] = button
        self._button_line = QWidget()
        line = line_of(*self.buttons.values(), 1)
        self._button_line.setLayout(line)
        inside.addWidget(self._button_line)
        inside.addWidget(self.panel, 1)
        both = line_of(self.groups, right, gap=theme.WIDE)
        both.setStretch(1, 1)
        whole.addLayout(both, 1)
        self.groups.currentRowChanged.connect(self._show_group)
        self.accept_older.toggled.connect(self.decided)
        self.exported_again.toggled.connect(self.decided)

    def show_difference(self, difference: Difference) -> None:
        """Show what would change."""
        self._difference = difference
        self._decisions = {}
        self._rows = list(_rows(difference, self._locale))
        self._warn(difference)
        self.groups.clear()
        counts: dict[str, int] = {}
        for row in self._rows:
            counts[row.group] = counts.get(row.group, 0) + 1
        for group in CHANGES:
            if counts.get(group):
                item = QListWidgetItem(f"{word(CHANGES, group)}   {counts[group]:,}")
                item.setData(Qt.ItemDataRole.UserRole, group)
                self.groups.addItem(item)
        self.groups.setCurrentRow(0)
        if not self._rows:
            self._show_group(-1)

    def decisions(self) -> Decisions:
        """Return what the clerk has decided."""
        unbooked = {key: one for key, one in self._decisions.items() if one in UNBOOKED_DECISIONS}
        return Decisions(
            vanished={key: one for key, one in self._decisions.items() if key not in unbooked},
            unbooked=unbooked,
            accept_older=self.accept_older.isChecked(),
            exported_again=self.exported_again.isChecked(),
        )

    def undecided(self) -> int:
        """Return how many lines wait for a decision."""
        if self._difference is None:
            return 0
        return sum(line.key not in self._decisions for line in self._difference.vanished)

    def ready(self) -> bool:
        """Tell whether nothing stands in the way of the import any more."""
        difference = self._difference
        if difference is None or not (difference.changes_anything or self.confirms()):
            return False
        older = difference.newer_than_file is not None
        return not self.undecided() and (not older or self.accept_older.isChecked())

    def confirms(self) -> bool:
        """Tell whether a new file says that everything is as it was, as of its day."""
        difference = self._difference
        return (
            difference is not None
            and bool(difference.lines)
            and not difference.changes_anything
            and (difference.already_imported is None or self.exported_again.isChecked())
        )

    def changes(self) -> int:
        """Return how many changes would be made."""
        return sum(row.group not in {"unchanged", "twins"} for row in self._rows)

    def decide(self, decision: str) -> None:
        """Decide about the marked lines, and go on to the next undecided one."""
        marked = [row for row in self.list.selected_rows() if row.key]
        for row in marked:
            self._decisions[row.key] = decision
        if not marked:
            return
        line = self.list.currentIndex().row()
        self._show_group(self.groups.currentRow())
        self.list.go_to_line(line + 1)
        self.decided.emit()

    def _warn(self, difference: Difference) -> None:
        older = difference.newer_than_file
        self.accept_older.setVisible(older is not None)
        self.accept_older.setChecked(False)
        again = difference.already_imported is not None and difference.confirms_a_later_day
        self.exported_again.setVisible(again)
        self.exported_again.setChecked(False)
        if older is not None:
            self.warning.say(
                self.tr(
                    "The ledger is already as of {0}. This file is older: importing it would"
                    " bring back balances that have been settled since."
                ).format(day_text(older)),
                "caution",
            )
        elif difference.already_imported is not None:
            self.warning.say(
                self.tr(
                    "This very file was imported before. Nothing new is in it. If you exported"
                    " it again, say so below: its balances then hold for the new day."
                )
                if again
                else self.tr("This very file was imported before. Nothing new is in it."),
                "notice",
            )
        else:
            self.warning.clear()

    def _show_group(self, place: int) -> None:
        item = self.groups.item(place) if place >= 0 else None
        group = str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""
        asked = ASKED.get(group, {})
        first = "keep" if group == "unbooked" else ""
        rows = [
            replace(row, decision=self._decisions.get(row.key, first))
            for row in self._rows
            if row.group == group
        ]
        self.list.rows_model.show_rows(rows)
        self.list.setColumnHidden(4, not asked)
        self._button_line.setVisible(bool(asked))
        for decision, button in self.buttons.items():
            button.setVisible(decision in asked.values())
        self.ask.setVisible(bool(asked))
        self.ask.setText(
            self.tr(
                "You recorded a payment, a credit or a write-off on these and the file does not"
                " show it yet. It is kept unless you follow the file: then it is taken back."
            )
            if group == "unbooked"
            else self.tr(
                "What became of these? They were open and the file does not list them any more."
                " Mark lines (Ctrl+A for all) and decide."
            )
        )
        self.panel.empty.tell(
            "check",
            self.tr("Nothing changes"),
            self.tr("The ledger already says what the file says."),
        )


class _ChangeList(ListView[ChangeRow]):
    """The list; letters decide about what is marked."""

    def __init__(self, step: ChangesStep) -> None:
        self._step = step
        say = step.tr
        columns: tuple[Column[ChangeRow], ...] = (
            Column(say("Customer"), lambda row: row.customer, lambda row: row.customer.casefold()),
            Column(say("What"), lambda row: row.what, lambda row: row.what, stretch=True),
            Column(
                say("Open now"),
                lambda row: row.before,
                lambda row: row.sort_before,
                align_right=True,
            ),
            Column(
                say("Open after"),
                lambda row: row.after,
                lambda row: row.sort_after,
                align_right=True,
            ),
            Column(
                say("Your decision"),
                lambda row: word(DECISIONS, row.decision) if row.decision else say("?"),
                lambda row: row.decision,
                bold=lambda row: bool(row.decision),
                color=lambda row: None if row.decision else theme.color("danger"),
                width=14,
            ),
        )
        model = TableModel(columns, row_id=lambda row: (row.key, row.what))
        super().__init__(model, "import-changes")

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current_row()
        keys = ASKED.get(row.group, {}) if row is not None and row.key else {}
        decision = keys.get(event.text().lower())
        if decision:
            self._step.decide(decision)
            return
        super().keyPressEvent(event)


def _rows(difference: Difference, locale: str) -> Iterable[ChangeRow]:
    for line in difference.lines:
        yield _item_row(line, locale)
    for customer in difference.customers:
        what = ", ".join(customer.adds) or customer.what
        yield ChangeRow("customers", "", customer.name, what, "", "", 0, 0)
    for payment in difference.payments:
        if payment.how != "known":
            yield _payment_row(payment, locale)
    for twin in difference.twins:
        yield ChangeRow("twins", "", twin.first, f"{twin.second}: {twin.why}", "", "", 0, 0)


def _item_row(line: DifferenceLine, locale: str) -> ChangeRow:
    dates = ""
    if line.what == "redated":
        dates = f"{_day(line.due_before)} → {_day(line.due_after)}"
    name = f"{word(ITEM_KINDS, line.kind)} {line.number}".strip()
    told = line.text.partition(": ")[2] if line.what in {"unbooked", "moved"} else dates
    return ChangeRow(
        group=line.what,
        key=line.key if line.what in ASKED else "",
        customer=line.customer,
        what=f"{name}   {told}".strip(),
        before=_money(line.before, locale),
        after=_money(line.after, locale),
        sort_before=0 if line.before is None else line.before.minor,
        sort_after=0 if line.after is None else line.after.minor,
    )


def _payment_row(payment: PaymentLine, locale: str) -> ChangeRow:
    how = word(HOW_APPLIED, payment.how)
    return ChangeRow(
        group="payments",
        key="",
        customer=payment.customer,
        what=f"{payment.number}  {_day(payment.paid_on)}  {how}".strip(),
        before=money_text(payment.amount, locale),
        after=money_text(payment.unapplied, locale) if payment.unapplied else "",
        sort_before=payment.amount.minor,
        sort_after=payment.unapplied.minor,
    )


def _money(amount: Money | None, locale: str) -> str:
    return "" if amount is None else money_text(amount, locale)


def _day(day: date | None) -> str:
    return "" if day is None else day_text(day)
