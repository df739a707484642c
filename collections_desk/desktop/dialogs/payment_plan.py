"""Agrees on a payment plan, records the signed copy, replaces a plan or cancels it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QWidget

from collections_desk.desktop.agreement_words import rates_text, state_word
from collections_desk.desktop.attachments_view import read_file
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.plan_fields import PlanFields, customers_people
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.document_view import media_type_of
from collections_desk.desktop.fields import DayField
from collections_desk.desktop.labels import label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_plans import ENDED_STATES, PlanState
from collections_desk.operations import payment_plans
from collections_desk.operations.payment_plans import Signature

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.payment_plans import PlanStanding
    from collections_desk.domain.plan_schedule import PlanTerms
    from collections_desk.operations.desk import Desk

#: The width of the sheet with the parts beside the terms, and without them, in pixels.
WIDE_ENOUGH, NARROW_ENOUGH = 1020, 620


class PaymentPlanDialog(Sheet):
    """A new plan; or, where one is living, what becomes of it."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        page = facts.page
        kept = rates_text(page.kept_rates, facts.settings.locale) if page.kept_rates else ""
        super().__init__(
            shell,
            tr("Payment Plan"),
            tr("&Offer the Plan"),
            parent,
            remark="\n".join(part for part in (page.customer.name, kept) if part),
        )
        self._customer, self._locale = page.customer, facts.settings.locale
        self.question: GuardsDialog | None = None
        self._scan: Path | None = None
        self._without_scan = False
        self._living = [one for one in page.payment_plans if one.state not in ENDED_STATES]
        covered = {one for plan in self._living for one in plan.plan.invoice_ids}
        self._free = [
            item for item in page.invoices if item.open.minor > 0 and item.id not in covered
        ]
        self.what = QComboBox()
        self.what.setAccessibleName(self.tr("What is done"))
        self._offer_deeds()
        self.fields = PlanFields(facts)
        self._make_signature(facts)
        self.why = LineEdit()
        self.why.setAccessibleName(self.tr("Why it is canceled"))
        if self._living:
            self.add_row(self.tr("W&hat"), self.what, "what")
        self.form.addRow(self.fields)
        self.add_row(self.tr("Signed o&n"), self.signed_on, "signed_on")
        self.add_row(self.tr("Signed &by"), self.signed_by, "signed_by")
        self.form.addRow(label(self.tr("Signed copy")), self.scan_row)
        self.add_row(self.tr("Wh&y"), self.why, "why")
        self.what.currentIndexChanged.connect(self._follow)
        self._follow()

    def _offer_deeds(self) -> None:
        """Put the likeliest first: an offer comes back signed."""
        for one in self._living:
            if one.state is PlanState.OFFERED:
                words = self.tr("Record the signed copy: {0}")
                self.what.addItem(words.format(self._words_of(one)), ("sign", one.plan.id))
        self._offer_letters()
        if self._free or not self._living:
            self.what.addItem(self.tr("Agree on a new plan"), ("new", None))
        for one in self._living:
            words = self.tr("Replace by a new plan: {0}")
            self.what.addItem(words.format(self._words_of(one)), ("new", one.plan.id))
            words = self.tr("Cancel: {0}")
            self.what.addItem(words.format(self._words_of(one)), ("cancel", one.plan.id))

    def _offer_letters(self) -> None:
        """Offer the letters about the newest plan; it is the one that letters speak of."""
        newest = max(self._living, key=lambda one: one.plan.id, default=None)
        if newest is None:
            return
        letters = {
            PlanState.OFFERED: (
                ("L06", self.tr("Write the agreement to sign (L06): {0}")),
                ("L05", self.tr("Write the offer with its options (L05): {0}")),
            ),
            PlanState.LATE: (("L07", self.tr("Write about the missed payment (L07): {0}")),),
            PlanState.BROKEN: (("L07", self.tr("Write about the broken plan (L07): {0}")),),
        }
        for letter, words in letters.get(newest.state, ()):
            self.what.addItem(words.format(self._words_of(newest)), (letter, newest.plan.id))

    def _words_of(self, standing: PlanStanding) -> str:
        plan = standing.plan
        return self.tr("{0}, offered {1}, {2}").format(
            money_text(plan.balance, self._locale),
            day_text(plan.offered_on),
            state_word(standing.state.value).lower(),
        )

    def _make_signature(self, facts: PageFacts) -> None:
        self.signed_on = DayField(
            self.tr("Signed on"),
            facts.today,
            locale=self._locale,
            optional=False,
            latest=facts.today,
        )
        self.signed_on.set_value(facts.today)
        self.signed_by = customers_people(person.name for person in facts.page.people)
        self.scan_button = QPushButton(self.tr("Choose the S&can …"))
        self.scan_button.clicked.connect(self.choose_scan)
        self.scan_name = label(self.tr("no scan yet"), "muted")
        self.scan_row = QWidget()
        row = line_of(self.scan_button, self.scan_name, 1)
        self.scan_row.setLayout(row)

    @property
    def _deed(self) -> tuple[str, int | None]:
        deed: tuple[str, int | None] = self.what.currentData()
        return deed

    def choose_scan(self) -> QFileDialog:
        """Ask for the file with the signed copy."""
        dialog = QFileDialog(self, self.tr("The Signed Copy"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_scan(Path(name)))
        dialog.open()
        return dialog

    def take_scan(self, path: Path) -> None:
        """Use a file as the signed copy; it is read when the signature is recorded."""
        self._scan = path
        self.scan_name.setText(path.name)

    def _follow(self) -> None:
        deed, plan_id = self._deed
        self.form.setRowVisible(self.fields, deed == "new")
        for field in (self.signed_on, self.signed_by, self.scan_row):
            self.form.setRowVisible(field, deed == "sign")
        self.form.setRowVisible(self.why, deed == "cancel")
        words = {
            "new": self.tr("&Offer the Plan"),
            "sign": self.tr("Record the Si&gnature"),
            "cancel": self.tr("Cancel the &Plan"),
        }
        self.deed_button.setText(words.get(deed, self.tr("&Write {0}").format(deed)))
        if deed == "new":
            self.fields.offer(plan_id)
            self.fields.invoices.setFocus()
        elif deed == "sign":
            self.signed_by.setFocus()
        elif deed == "cancel":
            self.why.setFocus()
        self.setMinimumWidth(WIDE_ENOUGH if deed == "new" else NARROW_ENOUGH)
        self.adjustSize()

    def fault(self) -> str:
        """Ask for what the deed needs."""
        deed, _plan_id = self._deed
        if deed == "new":
            return self.fields.fault()
        if deed == "cancel":
            return "" if self.why.text().strip() else self.tr("Say why it no longer counts.")
        return self._unsigned() if deed == "sign" else ""

    def _unsigned(self) -> str:
        """Ask for the day, the person and the scan; without a scan only at the second press."""
        if not self.signed_on.check():
            return self.tr("Put the marked field right first.")
        if not self.signed_by.currentText().strip():
            return self.tr("Say who signed.")
        if self._scan is None and not self._without_scan:
            self._without_scan = True
            return self.tr(
                "The scan of the signed copy is not attached. Choose it, or press the button "
                "again: the signature is then recorded without it."
            )
        return ""

    def perform(self) -> None:
        """Offer, sign or cancel."""
        deed, plan_id = self._deed
        desk = self.shell.desk
        if deed == "new":
            self._examine(self.fields.terms(), plan_id)
            return
        if deed.startswith("L"):
            self.accept()
            self.shell.start_letter(self._customer.id, deed)
            return
        assert plan_id is not None  # noqa: S101 - the box holds it
        if deed == "cancel":
            self.write(
                partial(payment_plans.cancel_plan, desk, plan_id, why=self.why.text().strip()),
                lambda _none: self.shell.say(self.tr("The payment plan no longer counts.")),
            )
            return
        on = self.signed_on.value()
        assert on is not None  # noqa: S101 - `fault` has looked
        self.write(
            partial(_sign, desk, plan_id, on, self.signed_by.currentText().strip(), self._scan),
            lambda _none: self.shell.say(
                self.tr("The signature is recorded. From now on the plan holds.")
            ),
        )

    def _examine(self, terms: PlanTerms, replaced: int | None) -> None:
        self.deed_button.setEnabled(False)
        self.shell.background.run(
            partial(
                payment_plans.examine_plan,
                self.shell.desk,
                self._customer.id,
                terms,
                replaces=replaced,
            ),
            done=partial(self._examined, terms, replaced),
            failed=self._failed,
            owner=self,
        )

    def _examined(
        self, terms: PlanTerms, replaced: int | None, findings: list[GuardFinding]
    ) -> None:
        """Ask where a guard asks; else record the plan."""
        if not findings:
            self._record(terms, replaced, {})
            return
        self.question = GuardsDialog(
            findings, self.tr("&Offer It As It Is"), self.tr("&Go Back and Put It Right"), self
        )
        self.question.went_on.connect(partial(self._record, terms, replaced))
        self.question.stopped.connect(self._put_right)
        self.question.open()

    def _put_right(self) -> None:
        self.deed_button.setEnabled(True)
        self.fields.invoices.setFocus()

    def _record(self, terms: PlanTerms, replaced: int | None, reasons: dict[str, str]) -> None:
        letter = str(self.fields.letter.currentData())
        self.write(
            partial(
                payment_plans.offer_plan,
                self.shell.desk,
                self._customer.id,
                terms,
                replaces=replaced,
                reasons=reasons,
                credit_hold=self.fields.credit_hold.isChecked(),
            ),
            partial(self._recorded, letter),
        )

    def _recorded(self, letter: str, plan_id: int) -> None:
        shell = self.shell
        shell.say(
            self.tr("The plan is offered. It counts once the signed copy is recorded: Shift+P."),
            undo=partial(self._take_back, plan_id),
        )
        if letter:
            shell.start_letter(self._customer.id, letter)

    def _take_back(self, plan_id: int) -> None:
        shell = self.shell
        shell.background.run(
            partial(
                payment_plans.cancel_plan,
                shell.desk,
                plan_id,
                why=tr("Undone right after it was offered"),
            ),
            done=lambda _none: shell.refresh(),
            failed=shell.fail,
        )


def _sign(desk: Desk, plan_id: int, on: date, by: str, scan: Path | None) -> None:
    """Read the scan, if there is one, and record the signature. For the worker thread."""
    content = read_file(scan) if scan is not None else b""
    signature = Signature(
        on,
        by,
        content,
        scan.name if scan is not None else "",
        media_type_of(content) if content else "",
    )
    payment_plans.sign_plan(desk, plan_id, signature)
