"""What late charges come to today, each with its working; then they are charged, or not.

The same sheet serves one customer and, from the menu, all of them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QSizePolicy

from collections_desk.desktop.counting import counted
from collections_desk.desktop.customer_words import sums_text
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.labels import label
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.messages import announce
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.domain.charges import charge_label
from collections_desk.domain.fee_policy import FeesOffError
from collections_desk.domain.money_text import money_text
from collections_desk.operations import fees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.charges import Charge
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.errors import DeskError
    from collections_desk.operations.charging import Charged, ChargePreview

#: (customer, charge or None, why nothing is charged)
ShownCharge = tuple[str, int, "Charge | None", str, str]


def _rows(preview: ChargePreview) -> list[ShownCharge]:
    """Return a line for each charge, and after them one for each invoice without."""
    rows: list[ShownCharge] = []
    bare: list[ShownCharge] = []
    for one in preview.customers:
        for proposal in one.proposals:
            rows += [
                (one.name, one.customer_id, charge, proposal.invoice_number, "")
                for charge in proposal.charges
            ]
            if proposal.why_not:
                bare.append(
                    (one.name, one.customer_id, None, proposal.invoice_number, proposal.why_not)
                )
    return rows + bare


def _amount(row: ShownCharge) -> str:
    return money_text(row[2].amount) if row[2] is not None else "-"


def _how(row: ShownCharge) -> str:
    return "; ".join(line.text for line in row[2].working) if row[2] is not None else row[4]


class ChargesDialog(Sheet):
    """The list, the working of the line with the mark, and one button for all of it."""

    def __init__(self, shell: Shell, facts: PageFacts | None, parent: QWidget) -> None:
        customer = facts.page.customer if facts is not None else None
        super().__init__(
            shell,
            tr("Late Charges"),
            tr("&Charge"),
            parent,
            remark=customer.name if customer else tr("All customers"),
        )
        self._facts, self._below = facts, parent
        self._customer_id = customer.id if customer else None
        self.preview: ChargePreview | None = None
        self.question: GuardsDialog | None = None
        self.setMinimumSize(860, 560)
        say = self.tr
        columns: tuple[Column[ShownCharge], ...] = (
            Column(say("Customer"), lambda row: row[0], lambda row: row[0].casefold(), width=34),
            Column(
                say("What"),
                lambda row: charge_label(row[2]) if row[2] else row[3],
                lambda row: row[3],
                width=22,
            ),
            Column(
                say("Amount"),
                _amount,
                lambda row: row[2].amount.minor if row[2] else -1,
                align_right=True,
                bold=lambda row: row[2] is not None,
                width=12,
            ),
            Column(say("How it comes about, or why not"), _how, _how, stretch=True),
        )
        model = TableModel(
            columns, row_id=lambda row: (row[1], row[3], row[2].key if row[2] else "")
        )
        self.panel: ListPanel[ShownCharge] = ListPanel(ListView(model, "late-charges"))
        self.panel.list.setAccessibleName(say("Late charges that are possible today"))
        self.panel.list.setColumnHidden(0, customer is not None)
        model.setParent(self.panel.list)
        self.panel.empty.tell(
            "check", say("Nothing is past due"), say("There is nothing to charge for.")
        )
        self.working = QPlainTextEdit()
        self.working.setReadOnly(True)
        self.working.setTabChangesFocus(True)
        self.working.setAccessibleName(say("Working of this line"))
        self.working.setFixedHeight(6 * self.working.fontMetrics().lineSpacing())
        self.basis = label("", "muted", wrap=True, selectable=True)
        self.total = label("", "heading", wrap=True, selectable=True)
        self.panel.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for widget in (self.basis, self.panel, self.working, self.total):
            self.form.addRow(widget)
        self.panel.list.moved_to.connect(self._show_working)
        self.deed_button.setEnabled(False)
        self._look()

    def _look(self) -> None:
        self.shell.background.run(
            partial(fees.preview_charges, self.shell.desk, self._customer_id),
            done=self._show_preview,
            failed=self._cannot,
            owner=self,
        )

    def _cannot(self, error: DeskError) -> None:
        """Say in the place of the list why there is none, and lead to what is missing."""
        title, fill = self.tr("Nothing can be worked out"), []
        if isinstance(error, FeesOffError):
            title = self.tr("Nothing can be charged yet")
            fill = [(self.tr("&Fill It In …"), partial(self._fill_in, error))]
        self.panel.empty.tell("warning", title, f"{error.problem} {error.remedy}", fill)
        self.panel.list.rows_model.show_rows([])
        for shown in (self.basis, self.working, self.total, self.deed_button):
            shown.setVisible(False)
        announce(self, f"{error.problem} {error.remedy}")
        for button in self.panel.empty.findChildren(QPushButton):
            button.setDefault(True)
            button.setFocus()

    def _fill_in(self, off: FeesOffError) -> None:
        """Go to the first setting that is missing; saved whole, this sheet opens again."""
        again = partial(open_again, self.shell, self._facts, self._below)
        waits = (
            self.tr("The late charges of {0} wait. Save (Ctrl+S), or go back with Esc.")
            if self._facts is not None
            else self.tr("The late charges wait. Save (Ctrl+S), or go back with Esc.")
        )
        self.reject()
        self.shell.fill_in(off.field, waits.format(self.remark.text()), again)

    def _show_preview(self, preview: ChargePreview) -> None:
        self.preview = preview
        self.panel.list.rows_model.show_rows(_rows(preview))
        self.panel.list.go_to_line(0)
        self.basis.setText(self.tr("{0}. Basis: {1}.").format(preview.preset, preview.basis))
        totals = sums_text(preview.totals.values(), none=self.tr("nothing"))
        count = len(preview.charges)
        words = counted(count, "{n} charge", "{n} charges")
        self.total.setText(
            self.tr("{0}, {1}").format(words, totals)
            if count
            else self.tr("There is nothing to charge today.")
        )
        one = len(preview.totals) == 1
        self.deed_button.setText(
            self.tr("&Charge {0}").format(totals) if one else self.tr("&Charge All of It")
        )
        self.deed_button.setEnabled(bool(count))
        self.panel.list.setFocus()

    def _show_working(self, row: ShownCharge | None) -> None:
        if row is None:
            self.working.clear()
            return
        charge = row[2]
        lines = [row[4]] if charge is None else [line.text for line in charge.working]
        if charge is not None:
            lines.append(f"= {money_text(charge.amount)}")
            if charge.forgiven:
                forgiven = self.tr("{0} above the ceiling is forgiven, not put off.")
                lines.append(forgiven.format(money_text(charge.forgiven)))
            lines.append(self.tr("Basis: {0}").format(charge.basis_words))
        self.working.setPlainText("\n".join(lines))

    def perform(self) -> None:
        """Ask where a guard asks, then charge all of it in one go."""
        preview = self.preview
        if preview is None:
            return
        findings: dict[str, GuardFinding] = {}
        for one in preview.customers:
            for found in one.findings:
                if found.asks:
                    findings.setdefault(found.guard, found)
        if not findings:
            self._charge({})
            return
        self.question = GuardsDialog(
            list(findings.values()),
            self.tr("&Charge All the Same"),
            self.tr("&Go Back"),
            self,
        )
        self.question.went_on.connect(self._charge)
        self.question.open()

    def _charge(self, reasons: dict[str, str]) -> None:
        assert self.preview is not None  # noqa: S101 - the button was on
        self.write(
            partial(
                fees.charge,
                self.shell.desk,
                self._customer_id,
                expected=self.preview.totals,
                reasons=reasons,
            ),
            self._charged,
        )

    def _failed(self, error: DeskError) -> None:
        super()._failed(error)
        self._look()  # what can be charged may be something else by now

    def _charged(self, done: Charged) -> None:
        totals = sums_text(done.totals.values())
        self.shell.say(
            self.tr("Charged: {0}. Letters list it with its basis.").format(totals),
            undo=partial(_uncharge, self.shell, done.charge_ids),
        )


def _uncharge(shell: Shell, charge_ids: Sequence[int]) -> None:
    """Take charges back right after they were charged."""
    why = tr("Undone right after it was charged")
    shell.background.run(
        partial(fees.take_charges_back, shell.desk, charge_ids, why=why),
        done=lambda _none: shell.refresh(),
        failed=shell.fail,
    )


def open_again(shell: Shell, facts: PageFacts | None, parent: QWidget) -> None:
    """Open the sheet anew, after what was missing is filled in."""
    ChargesDialog(shell, facts, parent).open()
