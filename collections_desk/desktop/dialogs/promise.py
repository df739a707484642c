"""Takes a promise outside a call, or cancels one that was wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QSizePolicy

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.fields import PromiseField
from collections_desk.desktop.invoice_marks import InvoiceMarks
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.promise_before import before_text
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money import Money, zero
from collections_desk.domain.money_text import money_text
from collections_desk.domain.promises import PromiseState
from collections_desk.operations import contact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.customer_page import OpenInvoice
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.promise_text import TypedPromise


class PromiseDialog(Sheet):
    """A promise in words; or, where one is open, its end."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell,
            tr("Promise to Pay"),
            tr("Take the &Promise"),
            parent,
            remark=facts.page.customer.name,
        )
        page, settings = facts.page, facts.settings
        self._locale = settings.locale
        self._customer = page.customer
        self.question: GuardsDialog | None = None
        self._open = [one for one in page.promises if one.state is PromiseState.OPEN]
        self.what = QComboBox()
        self.what.setAccessibleName(self.tr("What is done"))
        self.what.addItem(self.tr("Take a new promise"), None)
        for standing in self._open:
            amount = money_text(standing.promise.amount, settings.locale)
            words = self.tr("Cancel: {0} by {1}").format(amount, day_text(standing.promise.due_on))
            self.what.addItem(words, standing.promise.id)
        owed = page.to_be_collected or page.overdue
        self._owed = owed[0] if owed else zero(page.customer.currency or settings.currency)
        self._page, self._today = page, facts.today
        self.promise = PromiseField(self.tr("Promise"), facts.today, self._owed)
        self.invoices = InvoiceMarks(self.tr("Invoices that it is for"))
        self._items = [item for item in page.invoices if item.open.minor > 0 and item.number]
        self.invoices.offer((item.id, _words_of(item, settings.locale)) for item in self._items)
        self.invoices.setToolTip(self.tr("Space marks; without a mark it is for the oldest"))
        self.before = label("", "muted", wrap=True)
        self.before.setMinimumHeight(2 * self.before.fontMetrics().lineSpacing() + 12)
        self.before.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.by_whom = QComboBox(editable=True)
        self.by_whom.setAccessibleName(self.tr("Who gave it"))
        self.by_whom.addItems(["", *(person.name for person in page.people)])
        self.method = LineEdit()
        self.method.setAccessibleName(self.tr("How it will be paid"))
        self.method.setPlaceholderText(self.tr("card by phone, check in the mail"))
        self.why = LineEdit()
        self.why.setAccessibleName(self.tr("Why it is canceled"))
        if self._open:
            self.add_row(self.tr("&What"), self.what)
        self.add_row(self.tr("Pro&mise"), self.promise, "promise")
        self.add_row(self.tr("&For"), self.invoices, "invoices")
        self.add_row(self.tr("&By whom"), self.by_whom)
        self.add_row(self.tr("&How"), self.method)
        self.add_row(self.tr("Wh&y"), self.why, "why")
        self.form.addRow(label(self.tr("Before"), "muted"), self.before)
        self.invoices.marked_changed.connect(self._follow_invoices)
        self._follow_invoices()
        self.what.currentIndexChanged.connect(self._follow)
        self._follow()
        self.setMinimumWidth(640)
        self.promise.setFocus()

    def fault(self) -> str:
        """Ask for a promise that can be understood, or for the reason of the end."""
        if self.what.currentData() is not None:
            given = self.why.text().strip()
            return "" if given else self.tr("Say why it no longer counts.")
        if not self.promise.check() or self.promise.value() is None:
            return self.tr("Say how much and by when: 1200 fri.")
        return ""

    def perform(self) -> None:
        """Take the promise or cancel one."""
        desk, promise_id = self.shell.desk, self.what.currentData()
        if promise_id is not None:
            self.write(
                partial(contact.cancel_promise, desk, promise_id, why=self.why.text().strip()),
                lambda _none: self.shell.say(self.tr("The promise no longer counts.")),
            )
            return
        promise = self.promise.value()
        assert promise is not None  # noqa: S101 - `fault` has looked
        self.deed_button.setEnabled(False)
        self.shell.background.run(
            partial(
                contact.examine_promise,
                desk,
                self._customer.id,
                promise,
                invoice_ids=self.invoices.marked(),
            ),
            done=partial(self._examined, promise),
            failed=self._failed,
            owner=self,
        )

    def _examined(self, promise: TypedPromise, findings: list[GuardFinding]) -> None:
        """Ask where the promise is too much, too late or one too many; else take it."""
        if not findings:
            self._take(promise, {})
            return
        self.question = GuardsDialog(
            findings, self.tr("&Take It As It Is"), self.tr("&Go Back and Put It Right"), self
        )
        self.question.went_on.connect(partial(self._take, promise))
        self.question.stopped.connect(self._put_right)
        self.question.open()

    def _put_right(self) -> None:
        self.deed_button.setEnabled(True)
        self.promise.setFocus()

    def _take(self, promise: TypedPromise, reasons: dict[str, str]) -> None:
        self.write(
            partial(
                contact.take_promise,
                self.shell.desk,
                self._customer.id,
                promise,
                by_whom=self.by_whom.currentText().strip(),
                method=self.method.text().strip(),
                invoice_ids=self.invoices.marked(),
                reasons=reasons,
            ),
            lambda new_id: self.shell.say(
                self.tr("Promised: {0}.").format(promise.explanation),
                undo=partial(self._take_back, new_id),
            ),
        )

    def _take_back(self, promise_id: int) -> None:
        shell = self.shell
        shell.background.run(
            partial(
                contact.cancel_promise,
                shell.desk,
                promise_id,
                why=tr("Undone right after it was taken"),
            ),
            done=lambda _none: shell.refresh(),
            failed=shell.fail,
        )

    def _follow_invoices(self) -> None:
        """Measure "all" by the marked invoices, and say which promise on them this is."""
        marked = self.invoices.marked()
        chosen = [item for item in self._items if item.id in marked]
        owed = self._owed
        if chosen:
            code = chosen[0].open.currency
            same = [item for item in chosen if item.open.currency == code]
            owed = Money(sum(item.claimable.minor for item in same), code)
        self.promise.set_to_be_collected(owed)
        said = before_text(self._page, owed.currency, marked, self._today, self._locale)
        self.before.setText(said)

    def _follow(self) -> None:
        cancel = self.what.currentData() is not None
        for field in (self.promise, self.invoices, self.by_whom, self.method, self.before):
            self.form.setRowVisible(field, not cancel)
        self.form.setRowVisible(self.why, cancel)
        self.deed_button.setText(
            self.tr("Cancel the &Promise") if cancel else self.tr("Take the &Promise")
        )


def _words_of(item: OpenInvoice, locale: str) -> str:
    """Say an invoice in one line: number, what is open and since when it is due."""
    due = tr("due {0}").format(day_text(item.due_on)) if item.due_on else tr("no due date")
    words = f"{item.number}   {money_text(item.open, locale)}   {due}"
    if item.disputed:
        words += "   " + tr("{0} disputed").format(money_text(item.disputed, locale))
    return words
