"""What becomes of a payment: bounced, withdrawn, corrected, deposited, handed back, applied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy

from collections_desk.desktop.allocation_table import AllocationTable
from collections_desk.desktop.asking_guards import ask_guards
from collections_desk.desktop.dialogs.payment import Correcting, PaymentDialog
from collections_desk.desktop.dialogs.payment_parts import box, line
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.fields import DayField
from collections_desk.desktop.labels import label
from collections_desk.desktop.money_tab import what_it_settled
from collections_desk.domain.hand_payments import STATES
from collections_desk.domain.money_text import money_text
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import payment_changes as changes
from collections_desk.operations.check_deposit import deposit_check
from collections_desk.operations.guarding import GuardsStandError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.dialogs.guards import GuardsDialog
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.hand_payments import HandPayment
    from collections_desk.errors import DeskError

#: What can be done with a payment in which state, in the words of the screen.
DEEDS = {
    "applied": {
        "bounce": "It came back unpaid",
        "correct": "It was typed wrong: enter it anew",
        "withdraw": "It should not have been recorded",
    },
    "held": {
        "deposit": "Deposit it now",
        "hand_back": "Hand it back",
        "withdraw": "It should not have been recorded",
    },
}
_APPLY = {"apply": "Lay what is unapplied on invoices"}
_REASONED = frozenset({"bounce", "withdraw", "correct", "hand_back"})


class PaymentChangeDialog(Sheet):
    """One box says what; nothing is deleted, new entries point to the old ones."""

    def __init__(
        self, shell: Shell, facts: PageFacts, payment: HandPayment, parent: QWidget
    ) -> None:
        settings = facts.settings
        remark = f"{facts.page.customer.name}: {payment.name}, "
        remark += money_text(payment.amount, settings.locale)
        super().__init__(shell, tr("Change a Payment"), tr("&Save"), parent, remark=remark)
        self._facts = facts
        self._payment = payment
        self._again: Callable[[dict[str, str]], None] | None = None
        self.question: GuardsDialog | None = None
        deeds = dict(DEEDS.get(payment.state, {}))
        if payment.unapplied and payment.state == "applied":
            deeds |= _APPLY
        self.what = box(self.tr("What is done"), deeds)
        self.day = DayField(
            self.tr("Day on which it came back"),
            facts.today,
            locale=settings.locale,
            earliest=payment.received_on,
            latest=facts.today,
            optional=False,
        )
        self.day.set_value(facts.today)
        self.why = line(self.tr("Reason"), self.tr("one sentence; it is recorded"))
        self.table = AllocationTable(settings.locale)
        code = payment.amount.currency
        debts = [debt for debt in facts.page.money.debts if debt.open.currency == code]
        self.table.show_debts(debts, editable=True)
        self.direction = line(self.tr("What the payer says"), self.tr("in their own words"))
        state = f"{tr(STATES[payment.state])}. {what_it_settled(payment)}"
        now = label(state, wrap=True, selectable=True)
        now.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        now.setMinimumHeight(2 * now.fontMetrics().lineSpacing())
        self.form.addRow(label(self.tr("Now"), "muted"), now)
        self.add_row(self.tr("&What"), self.what, "payment")
        self.add_row(self.tr("&Came back on"), self.day, "on")
        self.add_row(self.tr("&Reason"), self.why, "why")
        self.add_row(self.tr("Laid &on"), self.table, "parts")
        self.add_row(self.tr("&For what, they say"), self.direction, "direction")
        self.what.currentIndexChanged.connect(self._follow)
        self._follow()
        self.what.setFocus()

    def fault(self) -> str:
        """Ask for a reason where one is needed."""
        what = self.what.currentData()
        if what is None:
            return self.tr("Nothing more can be done with this payment.")
        if what in _REASONED and not self.why.text().strip():
            self.why.setFocus()
            return self.tr("Say why; the sentence is recorded.")
        if what == "bounce" and not self.day.check():
            return self.tr("Put the marked field right first.")
        return ""

    def perform(self) -> None:
        """Do it."""
        what, why = self.what.currentData(), self.why.text().strip()
        desk, number = self.shell.desk, self._payment.id
        if what == "correct":
            self._enter_anew(why)
        elif what == "bounce":
            work = partial(changes.bounce_payment, desk, number, on=self.day.value(), why=why)
            self.write(
                work, lambda _: self.shell.say(self.tr("What it had settled is open again."))
            )
        elif what == "withdraw":
            work = partial(changes.withdraw_payment, desk, number, why=why)
            self.write(work, lambda _: self.shell.say(self.tr("The payment is withdrawn.")))
        elif what == "hand_back":
            work = partial(changes.hand_back, desk, number, why=why)
            self.write(work, lambda _: self.shell.say(self.tr("The check is handed back.")))
        else:
            self._lay(what)

    def _lay(self, what: str) -> None:
        """Deposit a check, or lay what is unapplied, on what was typed."""
        try:
            parts = dict(self.table.parts())
        except EntryRefusedError as refused:
            self._failed(refused)
            return
        desk, number = self.shell.desk, self._payment.id
        if what == "deposit":
            self._deposit(parts or None, {})
            return
        self.write(
            partial(changes.apply_unapplied, desk, number, parts, direction=self.direction.text()),
            self.shell.say,
        )

    def _deposit(self, parts: dict[int, int] | None, reasons: dict[str, str]) -> None:
        """Deposit; where guards stand, ask the clerk and do it again with her sentences."""
        work = partial(
            deposit_check, self.shell.desk, self._payment.id, parts=parts, reasons=reasons
        )
        self._again = partial(self._deposit, parts)
        self.write(work, self.shell.say)

    def _failed(self, error: DeskError) -> None:
        if not isinstance(error, GuardsStandError) or self._again is None:
            super()._failed(error)
            return
        self.deed_button.setEnabled(True)
        self.question = ask_guards(
            self,
            error,
            deed=self.tr("&Deposit It All the Same"),
            stop=self.tr("&Go Back"),
            went_on=self._again,
        )

    def _enter_anew(self, why: str) -> None:
        dialog = PaymentDialog(
            self.shell,
            self._facts,
            self.parentWidget() or self,
            correcting=Correcting(self._payment, why),
        )
        self.accept()
        dialog.open()

    def _follow(self) -> None:
        what = self.what.currentData()
        self.form.setRowVisible(self.day, what == "bounce")
        self.form.setRowVisible(self.why, what in _REASONED)
        self.form.setRowVisible(self.table, what in {"deposit", "apply"})
        self.form.setRowVisible(self.direction, what == "apply")
        self.deed_button.setEnabled(what is not None)
        self.message.say(
            "" if what is not None else self.tr("Nothing more can be done with this payment.")
        )
