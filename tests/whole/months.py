"""The clerk through the months: days pass, and on each she does by keys what the worklist says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog

from collections_desk.desktop.certified_dialog import CertifiedDialog
from collections_desk.desktop.dialogs.bundle import BundleDialog
from collections_desk.desktop.dialogs.category import CategoryDialog
from collections_desk.desktop.dialogs.decision import DecisionDialog
from collections_desk.desktop.dialogs.dispute import DisputeDialog
from collections_desk.desktop.dialogs.dispute_work import DisputeWorkDialog
from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.dialogs.payment import PaymentDialog
from collections_desk.desktop.dialogs.payment_plan import PaymentPlanDialog
from collections_desk.desktop.dialogs.placement import PlacementDialog
from collections_desk.desktop.dialogs.step import StepDoneDialog
from collections_desk.desktop.dialogs.survey import SurveyDialog
from collections_desk.desktop.print_dialog import PrintDialog
from collections_desk.desktop.tracking import TrackingDialog
from collections_desk.domain.worklist import WorklistLine
from collections_desk.operations.worklist import worklist
from tests.clock import Clock
from tests.desktop.office import article_number
from tests.whole.deeds import find, show_letters
from tests.whole.keys import Keys

HEADINGS = "Customer,Address,City,State,ZIP,Phone,Invoice,Date,Due date,Amount,Open balance"


@dataclass
class Months:
    """A clerk, her calendar, and what she did.

    Attributes:
        printed: The PDF of each print run, in order.
        articles: How many certified forms were used up.
        imported: How many files were imported.
    """

    clerk: Keys
    clock: Clock
    folder: Path
    printed: list[Path] = field(default_factory=list)
    articles: int = 0
    imported: int = 0

    @property
    def today(self) -> date:
        return self.clock.now.date()

    def morning(self, day: date) -> None:
        """Come to the desk on a day, two in the afternoon in Pennsylvania, and look."""
        self.clock.now = datetime(day.year, day.month, day.day, 18, 0, tzinfo=UTC)
        self.clerk.press("Ctrl+1", "F5")

    def due(self) -> list[WorklistLine]:
        """Return what the worklist asks for today."""
        return [
            line
            for line in worklist(self.clerk.window.desk)
            if line.next_action is not None
            and line.state == "action"
            and line.next_action.due_on <= self.today
        ]

    # What she does.

    def import_items(self, *rows: str) -> None:
        """Import the open items of the week; what vanished is paid."""
        path = self.folder / f"open-items-{self.today}.csv"
        path.write_text("\r\n".join([HEADINGS, *rows, ""]), encoding="utf-8")
        clerk = self.clerk
        clerk.press("Ctrl+I", "Ctrl+O", "Space")
        clerk.choose_file(path)
        clerk.back_in_the_window()
        clerk.reads("Own spreadsheet")
        if not self.imported:
            clerk.reads("In which currency")
            clerk.press("Space", "Alt+O", "Ctrl+A")
            clerk.write("t")
            clerk.press("Tab")
        self.imported += 1
        clerk.press("Alt+N")
        clerk.reads("Next: See What Changes")
        clerk.press("Alt+N")
        clerk.until(self._knows_what_changes)
        if "What became of these?" in clerk.text():
            clerk.tab_to("Changes")
            clerk.press("Ctrl+A")
            clerk.tab_to("Mark as Paid")
            clerk.press("Space")
            clerk.until(self._knows_what_changes)
        if "If you exported it again" in clerk.text():
            clerk.tab_to("It was exported again")
            clerk.press("Space")
        clerk.tab_to("Confirm the B" if "Confirm the Balances" in clerk.text() else "Import ")
        clerk.press("Space")
        clerk.reads(f"{path.name} is imported.")

    def _knows_what_changes(self) -> bool:
        said = self.clerk.text()
        return (
            "Decide " in said
            or "Confirm the" in said
            or re.search(r"^Import \d+ Change", said, re.MULTILINE) is not None
        )

    def offer_plan(self, name: str) -> None:
        """Offer a payment plan: 600 down, then four parts, every two weeks; with letter L05."""
        clerk = self.clerk
        find(clerk, name)
        clerk.press("Shift+P")
        clerk.sees(PaymentPlanDialog)
        clerk.choose("Rhythm", "Every two weeks")
        clerk.fill("First payment", "07/24/2026")
        clerk.press("Tab")
        clerk.press("Alt+O")
        self.answer_guards()
        clerk.reads("As it will print")
        clerk.press("Alt+P")
        self.answer_guards()
        clerk.reads("1 letter approved.")
        self.print_all()

    def sign_plan(self, name: str) -> None:
        """Record the signed copy, with its scan."""
        clerk = self.clerk
        scan = self.folder / "signed plan.pdf"
        scan.write_bytes(self.printed[-1].read_bytes())
        find(clerk, name)
        clerk.press("Shift+P")
        clerk.sees(PaymentPlanDialog)
        clerk.tab_to("Signed by")
        clerk.write("Rosa Bell")
        clerk.tab_to("Choose the Scan")
        clerk.press("Space")
        clerk.choose_file(scan)
        clerk.sees(PaymentPlanDialog)
        clerk.reads("signed plan.pdf")
        clerk.press("Alt+G")
        clerk.back_in_the_window()
        clerk.reads("The signature is recorded.")

    def dispute(self, name: str, *lines: tuple[str, str, str]) -> None:
        """Open a dispute: kind, amount and words of each line."""
        clerk = self.clerk
        find(clerk, name)
        clerk.press("D")
        clerk.sees(DisputeDialog)
        for place, (kind, amount, words) in enumerate(lines):
            if place:
                clerk.press("Alt+N")
            clerk.fill("Which line of the invoice", f"line {place + 1}")
            clerk.fill("Kind of dispute", kind)
            clerk.press("Return")
            clerk.fill("Amount", amount)
            clerk.fill("In their words", words)
        clerk.press("Alt+O")
        clerk.back_in_the_window()
        clerk.reads("recorded.")

    def decide_dispute(
        self, which: str, decision: str, finding: str, *, credit: bool = False
    ) -> None:
        """Decide one dispute of the customer whose page is open."""
        clerk = self.clerk
        clerk.press("Shift+D")
        clerk.sees(DisputeWorkDialog)
        clerk.choose("Dispute", which)
        clerk.choose("What is next", decision)
        clerk.fill("Finding", finding)
        if credit:
            clerk.tab_to("Book a credit")
            clerk.press("Space")
        clerk.press("Alt+S")
        clerk.back_in_the_window()

    def step_done(self, name: str, note: str) -> None:
        """Say that the task is done."""
        clerk = self.clerk
        find(clerk, name)
        clerk.press("Shift+K")
        clerk.sees(StepDoneDialog)
        clerk.write(note)
        clerk.press("Return")
        clerk.back_in_the_window()

    def pay_by_check(self, name: str, amount: str, number: str) -> None:
        """Record a check that came by mail."""
        clerk = self.clerk
        find(clerk, name)
        clerk.press("Y")
        clerk.sees(PaymentDialog)
        clerk.fill("Amount", amount)
        clerk.fill("Number", number)
        clerk.press("Alt+R")
        self.answer_guards()

    def decide_on_agency(self, name: str, agency: str) -> None:
        """Decide at the review that an agency takes over, and place with its package."""
        clerk = self.clerk
        find(clerk, name)
        clerk.press("V")
        clerk.sees(DecisionDialog)
        clerk.choose("What is decided", "gency")
        clerk.fill("Agency, law firm or court", agency)
        clerk.fill("Address", "40 Market Street, Harrisburg PA 17101")
        clerk.fill("Commission", "25")
        clerk.fill("Reason", "The dispute is answered, the demand was refused.")
        clerk.press("Return")
        clerk.back_in_the_window()

    def place(self, name: str) -> Path:
        """Place the customer of the open decision, with the package."""
        clerk = self.clerk
        package = self.folder / "package.zip"
        clerk.press("Ctrl+8")
        clerk.reads(name)
        clerk.go_to_line(name)
        clerk.press("P")
        clerk.sees(PlacementDialog)
        clerk.reads("go")
        clerk.press("Return")
        clerk.rest()
        self._give_reasons()
        clerk.choose_file(package)
        clerk.back_in_the_window()
        clerk.until(package.exists)
        clerk.rest()
        return package

    def bundle(self, name: str) -> Path:
        """Hand out everything about a customer as one PDF."""
        clerk = self.clerk
        path = self.folder / f"{name}.pdf"
        find(clerk, name)
        clerk.press("B")
        clerk.sees(BundleDialog)
        clerk.fill("For whom", "the lawyer")
        clerk.check("Alt+N", "What was said, and notes")
        clerk.press("Return")
        clerk.sees(GuardsDialog)
        self._give_reasons()
        clerk.choose_file(path)
        clerk.back_in_the_window()
        clerk.until(path.exists)
        clerk.rest()
        return path

    def answer_survey(self, *digits: str) -> None:
        """Type in the answers that came back by mail."""
        clerk = self.clerk
        clerk.press("Ctrl+8", "A")
        clerk.sees(SurveyDialog)
        clerk.press(*digits, "Return")
        clerk.back_in_the_window()

    def letter(self, name: str, *, fill: Callable[[Keys], None] | None = None) -> None:
        """Write the letter that is next, fill in what it asks for, and approve it."""
        clerk = self.clerk
        find(clerk, name)
        clerk.press("W")
        clerk.reads("As it will print")
        if fill is not None:
            fill(clerk)
        clerk.until(lambda: "this letter from printing" not in clerk.text())
        clerk.press("Alt+P")
        self.answer_guards()
        clerk.reads("1 letter approved.")

    def answer_guards(self) -> None:
        """Give each guard that asks a reason, if one does, and come back to the window."""
        self.clerk.rest()
        self._give_reasons()
        self.clerk.back_in_the_window()

    def _give_reasons(self) -> None:
        clerk = self.clerk
        if not isinstance(QApplication.activeModalWidget(), GuardsDialog):
            return
        clerk.sees(GuardsDialog)
        for number in range(1, clerk.text().count("why you go on") + 1):
            clerk.press(f"Alt+{number}")
            clerk.write("agreed with the head of credit")
        clerk.press("Return")

    def print_all(self) -> Path:
        """Print what waits, to a PDF, and post it."""
        clerk = self.clerk
        path = self.folder / f"letters-{self.today}.pdf"
        show_letters(clerk, "print")
        clerk.press("Ctrl+A", "Ctrl+P")
        clerk.sees(PrintDialog)
        clerk.press("Alt+P")
        clerk.sees(QFileDialog)
        clerk.choose_file(path)
        clerk.back_in_the_window()
        clerk.reads("printed")
        show_letters(clerk, "post")
        clerk.press("Ctrl+A", "Ctrl+Shift+P")
        clerk.sees(TrackingDialog)
        clerk.press("Return")
        clerk.back_in_the_window()
        clerk.reads("recorded as posted")
        self.printed.append(path)
        return path

    def number(self, name: str) -> None:
        """Scan the number of the certified form."""
        clerk = self.clerk
        self.articles += 1
        show_letters(clerk, "number")
        clerk.go_to_line(name)
        clerk.press("Ctrl+Shift+N")
        clerk.sees(CertifiedDialog)
        clerk.write(article_number(self.articles))
        clerk.press("Return", "Alt+S")
        clerk.back_in_the_window()

    def decide_category(self, name: str, choice: int, reason: str) -> None:
        """Decide the category; 1 disorganized, 2 struggling, 3 disputing."""
        clerk = self.clerk
        find(clerk, name)
        clerk.press("G")
        clerk.sees(CategoryDialog)
        clerk.write(reason)
        clerk.press(f"Alt+{choice}")
        chosen = QApplication.focusWidget()
        assert isinstance(chosen, QAbstractButton)
        clerk.until(chosen.isChecked)
        clerk.press("Return")
        clerk.back_in_the_window()
        clerk.reads(f"{name} is ")

    def talk(self, name: str, outcome: str, note: str, *, promise: str = "") -> None:
        """Call and log what was said."""
        clerk = self.clerk
        find(clerk, name)
        clerk.press("C")
        self.answer_guards()
        clerk.reads(f"Call: {name}")
        clerk.write(note)
        clerk.check("Alt+D", "Identity checked")
        if promise:
            clerk.press("Alt+P")
            clerk.write(promise)
        else:
            clerk.press("Alt+O")
            clerk.write(outcome)
            clerk.press("Return")
        clerk.press("Ctrl+Return")
        self.answer_guards()
        clerk.reads(f"Logged: {name}")
