"""What can be done with a customer, each deed with its key: the same on list and page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from collections_desk.desktop.deed_buttons import DeedButtons
from collections_desk.desktop.shell import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget

    from collections_desk.desktop.customer_panel import CustomerPanel, PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.activities import LoggedCall
    from collections_desk.domain.customer_page import TimelineEntry
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.hand_payments import HandPayment
    from collections_desk.domain.worklist import NextAction
    from collections_desk.operations.desk import Desk


class CustomerDeeds(QObject):
    """The commands of the menu "Customer" and what they start."""

    #: A call begins: the list notes where it stands.
    call_begins = Signal()

    def __init__(
        self,
        shell: Shell,
        host: QWidget,
        current: Callable[[], int | None],
        panel: Callable[[], CustomerPanel | None],
        upcoming: Callable[[], NextAction | None] = lambda: None,
    ) -> None:
        """Make the deeds.

        Args:
            shell: The window.
            host: The screen that dialogs belong to.
            current: Gives the customer that a key acts on.
            panel: Gives the page of that customer, if it is open.
            upcoming: Gives what is next with that customer where no page is open.
        """
        super().__init__(host)
        self._shell = shell
        self._host = host
        self._current = current
        self._panel = panel
        self._upcoming = upcoming
        self.buttons: DeedButtons | None = None
        #: The dialog that was opened last, for as long as it lives.
        self.dialog: QDialog | None = None

    def commands(self) -> list[Command]:
        """Return the commands in the order of a day's work."""
        tr, opened = self.tr, self._open
        parts: tuple[tuple[str, str, str, Callable[[], object], str, str], ...] = (
            ("call", tr("&Call"), "C", self.call, "phone",
             tr("Open the call form: the clock starts, the note is open")),
            ("no_answer", tr("Log No &Answer"), "L", self.log_no_answer, "call-out",
             tr("Record a call that nobody answered, in one key")),
            ("letter", tr("&Write a Letter"), "W", self.letter, "letter",
             tr("Begin the letter that is next for this customer")),
            ("letter_choice", tr("Choose a &Letter"), "Shift+W", self.choose_letter, "letter",
             tr("Choose which letter to write, whatever the plan says")),
            ("note", tr("&Make a Note"), "M", partial(opened, "note"), "note",
             tr("Write a note, stamped with date and time")),
            ("promise", tr("Take a P&romise"), "R", partial(opened, "promise"), "promise",
             tr("Record a promise to pay, or cancel one")),
            ("payment_plan", tr("Agree on a &Payment Plan"), "Shift+P",
             partial(opened, "payment_plan"), "calendar",
             tr("Offer a plan, record its signed copy, replace or cancel one")),
            ("payment", tr("Record a Payment b&y Hand"), "Y", partial(opened, "payment"), "money",
             tr("Record a check, cash, card by phone or transfer, with what it settles")),
            ("charges", tr("Late Charges: &Interest and Fees"), "I", partial(opened, "charges"),
             "clock", tr("See what can be charged today, each line with its working")),
            ("waive", tr("&Waive a Late Charge"), "Shift+I", partial(opened, "waive"), "half",
             tr("Give up a late charge once, with a reason and letter L10")),
            ("charges_all", tr("Late Charges of All C&ustomers"), "Ctrl+Shift+I",
             self.charges_of_all, "clock",
             tr("See what can be charged to everybody today, and charge it in one go")),
            ("dispute", tr("Open a &Dispute"), "D", partial(opened, "dispute"), "scales",
             tr("Record what the customer disagrees with")),
            ("dispute_work", tr("Work on a Disp&ute"), "Shift+D", partial(opened, "dispute_work"),
             "scales", tr("Tick papers, acknowledge, decide, close a dispute")),
            ("step_done", tr("This Step Is Do&ne"), "Shift+K", partial(opened, "step_done"),
             "check", tr("Say that the next step was done: a task, a review, an e-mail")),
            ("step_skipped", tr("S&kip This Step"), "K", partial(opened, "step_skipped"),
             "arrow-right", tr("Leave the next step out, with a reason that is recorded")),
            ("hold", tr("&Hold or Stop"), "H", partial(opened, "hold"), "pause",
             tr("Pause or stop contact, or lift a hold")),
            ("category", tr("Decide the Cate&gory"), "G", partial(opened, "category"), "flag",
             tr("See what the facts point to, and decide")),
            ("details", tr("&Edit Contact Details"), "E", partial(opened, "details"), "pencil",
             tr("Numbers, people, address, office hours, kind of customer")),
            ("kinds_all", tr("Kind of All Customers Not &Known"), "Shift+E", self.kinds_of_all,
             "customers", tr("Say once what kind every customer is whose kind is not known")),
            ("decide", tr("Re&view and Decide"), "V", partial(opened, "decide"), "scales",
             tr("See what is owed, tried and promised on one page, and decide")),
            ("take_back", tr("Take a Decision Back"), "Shift+V", self.take_back, "undo",
             tr("Withdraw the chosen decision, or take the chosen write-off back")),
            ("bundle", tr("Referral &Bundle"), "B", partial(opened, "bundle"), "folder",
             tr("Put the whole file together for a lawyer, an agency or an adviser")),
            ("attach", tr("Attach a &File"), "A", self.attach, "attach",
             tr("Store a scan, picture or recording, encrypted")),
            ("correct", tr("Correct This Entr&y"), "X", self.correct, "replaced",
             tr("Add an entry that corrects the chosen one; both stay")),
            ("withdraw", tr("Withdraw &This Entry"), "Shift+X", self.withdraw, "undo",
             tr("Add an entry that withdraws the chosen one; both stay")),
        )  # fmt: skip
        return [
            Command(f"customer.{name}", title, key, run, "customer", tip, picture)
            for name, title, key, run, picture, tip in parts
        ]

    def add_buttons(self, panel: CustomerPanel) -> None:
        """Put the deeds of every day below the next step; all others are in the menu."""
        panel.money.payment_opened.connect(self.change_payment)
        panel.money.charges_asked.connect(partial(self._open, "charges"))
        self.buttons = DeedButtons(panel, self.commands())

    # What the keys do.

    def call(self, number: str = "") -> None:
        """Open the call form, with the number that was chosen."""
        customer_id = self._chosen()
        if customer_id is not None:
            self.call_begins.emit()
            self._shell.start_call(customer_id, number or None)

    def letter(self) -> None:
        """Begin the letter that is next, or any letter."""
        customer_id = self._chosen()
        if customer_id is None:
            return
        panel = self._panel()
        page = panel.page if panel is not None else None
        action = page.next_action if page is not None else self._upcoming()
        self._shell.start_letter(customer_id, action.letter_type if action else None)

    def choose_letter(self) -> None:
        """Begin a letter of the clerk's own choice."""
        customer_id = self._chosen()
        if customer_id is not None:
            self._shell.start_letter(customer_id)

    def log_no_answer(self) -> None:
        """Record a call that nobody answered; guards that ask open the form instead."""
        customer_id = self._chosen()
        if customer_id is None:
            return
        self.call_begins.emit()
        self._shell.background.run(
            partial(_no_answer, self._shell.desk, customer_id),
            done=partial(self._logged, customer_id),
            failed=self._shell.fail,
            owner=self,
        )

    def attach(self) -> None:
        """Ask for a file and attach it to the customer, or to the chosen entry."""
        self._with_page(self._attach)

    def correct(self) -> None:
        """Correct the chosen entry of the timeline."""
        self._with_entry(partial(self._open_on_entry, "correct"))

    def withdraw(self) -> None:
        """Withdraw the chosen entry of the timeline."""
        self._with_entry(partial(self._open_on_entry, "withdraw"))

    def change_payment(self, payment: HandPayment) -> None:
        """Open what can be done with a payment: bounced, withdrawn, deposited, applied."""
        from collections_desk.desktop.dialogs.payment_change import (  # noqa: PLC0415 - on demand
            PaymentChangeDialog,
        )

        panel = self._panel()
        if panel is not None and panel.facts is not None:
            self._show(PaymentChangeDialog(self._shell, panel.facts, payment, self._host.window()))

    def charges_of_all(self) -> None:
        """Show what late charges come to with everybody today."""
        from collections_desk.desktop.dialogs.charges import ChargesDialog  # noqa: PLC0415 - on demand

        self._show(ChargesDialog(self._shell, None, self._host.window()))

    def kinds_of_all(self) -> None:
        """Say of every customer whose kind is not known what it is."""
        from collections_desk.desktop.dialogs.customer_kinds import CustomerKindsDialog  # noqa: PLC0415 - on demand
        from collections_desk.operations.customer_kinds import unknown_kinds  # noqa: PLC0415 - on demand

        def show(count: int) -> None:
            if count:
                self._show(CustomerKindsDialog(self._shell, count, self._host.window()))
            else:
                self._shell.say(self.tr("The kind of every customer is known."))

        self._shell.background.run(
            partial(unknown_kinds, self._shell.desk),
            done=show,
            failed=self._shell.fail,
            owner=self,
        )

    def take_back(self) -> None:
        """Withdraw the chosen decision, or take the chosen write-off back."""
        self._with_page(self._take_back)

    def show_entry(self, entry: TimelineEntry) -> None:
        """Show one entry whole."""
        from collections_desk.desktop.dialogs.entry import EntryDialog  # noqa: PLC0415 - on demand

        panel = self._panel()
        if panel is not None and panel.facts is not None:
            self._show(EntryDialog(self._shell, panel.facts, entry, self._host.window()))

    # How they do it.

    def _chosen(self) -> int | None:
        customer_id = self._current()
        if customer_id is None:
            self._shell.say(self.tr("Choose a customer first."))
        return customer_id

    def _open(self, name: str) -> None:
        """Read the customer, then open the dialog of that name."""
        from collections_desk.desktop.customer_panel import read_page  # noqa: PLC0415 - on demand

        customer_id = self._chosen()
        if customer_id is not None:
            self._shell.background.run(
                partial(read_page, self._shell.desk, customer_id),
                done=partial(self._show_dialog, name),
                failed=self._shell.fail,
                owner=self,
            )

    def _show_dialog(self, name: str, facts: PageFacts) -> None:
        from collections_desk.desktop.dialogs.of_customer import make_dialog  # noqa: PLC0415 - on demand

        self._show(make_dialog(name, self._shell, facts, self._host.window()))

    def _show(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.destroyed.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _with_page(self, then: Callable[[CustomerPanel], object]) -> None:
        panel = self._panel()
        if panel is None or panel.page is None:
            self._shell.say(self.tr("Open the customer first: Enter in the list."))
            return
        then(panel)

    def _attach(self, panel: CustomerPanel) -> None:
        entry = panel.chosen_entry()
        on_timeline = panel.timeline.hasFocus() and entry is not None
        activity = entry.activity if on_timeline and entry is not None else None
        assert panel.customer_id is not None  # noqa: S101 - a page is open
        panel.attachments.choose_file(panel.customer_id, activity.id if activity else None)

    def _take_back(self, panel: CustomerPanel) -> None:
        from collections_desk.desktop.dialogs.taking_back import taking_back, why_not  # noqa: PLC0415 - on demand

        line = panel.ends.list.current_row()
        if line is None:
            self._shell.say(self.tr("Nothing was decided on this customer yet."))
        elif said := why_not(line):
            self._shell.say(said)
        else:
            self._show(taking_back(self._shell, line, self._host.window()))

    def _with_entry(self, then: Callable[[PageFacts, TimelineEntry], object]) -> None:
        def act(panel: CustomerPanel) -> None:
            entry = panel.chosen_entry()
            if entry is None or entry.activity is None:
                self._shell.say(self.tr("Choose a call or a note in the timeline first."))
            elif not entry.stands:
                self._shell.say(self.tr("This entry is corrected or withdrawn already."))
            elif panel.facts is not None:
                then(panel.facts, entry)

        self._with_page(act)

    def _open_on_entry(self, name: str, facts: PageFacts, entry: TimelineEntry) -> None:
        from collections_desk.desktop.dialogs.correction import (  # noqa: PLC0415 - on demand
            CorrectionDialog,
            WithdrawalDialog,
        )

        made = CorrectionDialog if name == "correct" and entry.kind == "call" else WithdrawalDialog
        if name == "correct" and entry.kind != "call":
            self._shell.say(self.tr("A note is corrected by withdrawing it and writing another."))
        self._show(made(self._shell, facts, entry, self._host.window()))

    def _logged(self, customer_id: int, result: LoggedCall | list[GuardFinding]) -> None:
        if isinstance(result, list):
            self._shell.start_call(customer_id)  # a guard asks: the form shows what
            return
        self._shell.say(
            " ".join([self.tr("Logged: no answer."), *result.told]),
            undo=partial(self._undo, result.activity_id),
        )
        self._shell.refresh()

    def _undo(self, activity_id: int) -> None:
        from collections_desk.operations import contact  # noqa: PLC0415 - on demand

        why = self.tr("Undone right after it was logged")
        self._shell.background.run(
            partial(contact.withdraw_entry, self._shell.desk, activity_id, why=why),
            done=lambda _id: self._shell.refresh(),
            failed=self._shell.fail,
            owner=self,
        )


def _no_answer(desk: Desk, customer_id: int) -> LoggedCall | list[GuardFinding]:
    """Log a call without answer to the first usable number. For the worker thread.

    Returns:
        The findings instead, if one of them asks for a reason: nothing is logged then.
    """
    from collections_desk.desktop.customer_panel import read_page  # noqa: PLC0415 - on demand
    from collections_desk.domain.activities import CallEntry  # noqa: PLC0415 - on demand
    from collections_desk.operations import contact  # noqa: PLC0415 - on demand

    page = read_page(desk, customer_id).page
    usable = (point for point in page.contact_points if point.is_phone and point.state == "ok")
    point = next(usable, None)
    number = point.value if point else None
    findings = contact.examine_call(desk, customer_id, number=number)
    if any(found.asks for found in findings):
        return findings
    overdue = tuple(
        item.id for item in page.invoices if item.days_past_due and item.open.minor > 0
    )
    entry = CallEntry(
        customer_id=customer_id,
        started=desk.now(),
        outcome="NA",
        number=number,
        contact_point_id=point.id if point else None,
        invoice_ids=overdue,
    )
    return contact.log_call(desk, entry)
