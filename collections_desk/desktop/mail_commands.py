"""The commands of the mail view: what can be done with the marked letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton

from collections_desk.desktop.actions import COMMAND_ID
from collections_desk.desktop.command import Command
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import as_tip, clear_layout
from collections_desk.desktop.mail_lists import ready_to_print, waits_for_number
from collections_desk.domain.letters import NEXT_STATES, WITHDRAWABLE, LetterState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QHBoxLayout

    from collections_desk.desktop.actions import Actions
    from collections_desk.desktop.mail_deeds import MailDeeds
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.letters import MailLine

#: States in which a letter's number may still be entered or corrected.
NUMBERED = frozenset({LetterState.APPROVED, LetterState.PRINTED})
#: States of a letter that has been on paper.
ON_PAPER = frozenset(LetterState) - {
    LetterState.DRAFT,
    LetterState.APPROVED,
    LetterState.CANCELLED,
}


class MarkedLetters(Protocol):
    """The screen on which letters are marked."""

    shell: Shell
    deeds: MailDeeds

    @property
    def written(self) -> str:
        """The locale in which money and dates are written."""
        ...

    def marked(self) -> list[MailLine]:
        """Return the letters that a deed is about."""
        ...

    def day(self) -> date | None:
        """Return today, once it is known."""
        ...

    def is_writing(self) -> bool:
        """Tell whether a letter is being written."""
        ...

    def save_letter(self) -> None:
        """Save the letter that is being written."""
        ...

    def suggest_spelling(self) -> None:
        """Offer what may have been meant by the word at the cursor of the editor."""
        ...

    def print_key(self) -> str:
        """Return the key of Print, or "" where the window has it and asks the screen."""
        ...


def deed_buttons(line: QHBoxLayout, commands: Sequence[Command]) -> None:
    """Put a button for each command into a line, the first as the main one."""
    clear_layout(line)
    for number, command in enumerate(commands):
        # No access key: it would be one of another menu. The command has a key of its own.
        title = command.title.replace("&", "")
        button = QPushButton(icon(command.icon, "text" if number else "on_accent"), title)
        button.setProperty("role", "" if number else "primary")
        button.setToolTip(as_tip(f"{command.tip} ({command.shortcut})".replace(" ()", "")))
        button.clicked.connect(lambda _checked=False, run=command.run: run())
        line.addWidget(button)


def print_key(actions: Actions) -> str:
    """Return Ctrl+P, unless another command has it."""
    key = QKeySequence("Ctrl+P")
    taken = any(
        key in action.shortcuts()
        for action in actions.every()
        if action.property(COMMAND_ID) != "mail.print"
    )
    return "" if taken else "Ctrl+P"


def mail_commands(view: MarkedLetters) -> list[Command]:
    """Return the commands, the next deed of the usual day first."""
    deeds = view.deeds

    def record(state: LetterState) -> Callable[[], None]:
        def run() -> None:
            day = view.day()
            if day is not None:
                deeds.record(view.marked(), state, day, view.written)

        return run

    def every(fits: Callable[[MailLine], bool]) -> Callable[[], bool]:
        def answer() -> bool:
            lines = view.marked()
            return bool(lines) and all(fits(line) for line in lines)

        return answer

    def one(fits: Callable[[MailLine], bool]) -> Callable[[], bool]:
        return lambda: len(view.marked()) == 1 and fits(view.marked()[0])

    def may_become(state: LetterState) -> Callable[[MailLine], bool]:
        return lambda line: state in NEXT_STATES[line.state]

    return [
        Command(
            "mail.number",
            _tr("Certified &Numbers …"),
            "Ctrl+Shift+N",
            lambda: deeds.enter_numbers(view.marked()),
            "mail",
            _tr("Scan or type the numbers of the marked letters' forms"),
            "certified",
            every(waits_for_number),
        ),
        Command(
            "mail.approve",
            _tr("&Approve …"),
            "Ctrl+Shift+A",
            lambda: deeds.approve(view.marked()),
            "mail",
            _tr("Freeze the marked letters with their figures, after the guards have spoken"),
            "check",
            every(lambda line: line.state is LetterState.DRAFT),
        ),
        Command(
            "mail.print",
            _tr("&Print …"),
            view.print_key(),
            lambda: deeds.print(view.marked()),
            "mail",
            _tr("Print the marked letters as one job"),
            "printer",
            every(lambda line: ready_to_print(line) and not line.unconfirmed),
        ),
        Command(
            "mail.posted",
            _tr("Mark as P&osted …"),
            "Ctrl+Shift+P",
            record(LetterState.POSTED),
            "mail",
            _tr("Record that the post office took the marked letters"),
            "mail",
            every(may_become(LetterState.POSTED)),
        ),
        Command(
            "mail.delivered",
            _tr("&Delivered …"),
            "Ctrl+Shift+D",
            record(LetterState.DELIVERED),
            "mail",
            _tr("Record the delivery, with the receipt"),
            "check",
            one(may_become(LetterState.DELIVERED)),
        ),
        Command(
            "mail.returned",
            _tr("Re&turned …"),
            "Ctrl+Shift+R",
            record(LetterState.RETURNED),
            "mail",
            _tr("Record that it came back undeliverable; letters to that address stop"),
            "undo",
            one(may_become(LetterState.RETURNED)),
        ),
        Command(
            "mail.refused",
            _tr("Re&fused …"),
            "Ctrl+Shift+J",
            record(LetterState.REFUSED),
            "mail",
            _tr("Record that the addressee declined it"),
            "cross",
            one(may_become(LetterState.REFUSED)),
        ),
        Command(
            "mail.unclaimed",
            _tr("&Unclaimed …"),
            "Ctrl+Shift+U",
            record(LetterState.UNCLAIMED),
            "mail",
            _tr("Record that nobody collected it"),
            "warning",
            one(may_become(LetterState.UNCLAIMED)),
        ),
        *_other_commands(view, every, one),
    ]


def _other_commands(
    view: MarkedLetters,
    every: Callable[[Callable[[MailLine], bool]], Callable[[], bool]],
    one: Callable[[Callable[[MailLine], bool]], Callable[[], bool]],
) -> list[Command]:
    deeds = view.deeds
    return [
        Command(
            "mail.email",
            _tr("By E-mai&l …"),
            "Ctrl+Shift+Q",
            lambda: deeds.by_email(view.marked()[0]),
            "mail",
            _tr("Save the marked letter as a draft for your mail program, instead of printing it"),
            "mail",
            one(lambda line: line.state is LetterState.APPROVED and line.service != "certified"),
        ),
        Command(
            "mail.copy",
            _tr("Print a Cop&y …"),
            "Ctrl+Shift+Y",
            lambda: deeds.print(view.marked()),
            "mail",
            _tr("Print letters again; each page says COPY"),
            "printer",
            every(lambda line: line.state in ON_PAPER),
        ),
        Command(
            "mail.manifest",
            _tr("Certified Mail &Manifest …"),
            "Ctrl+Shift+M",
            lambda: deeds.manifest(view.marked()),
            "mail",
            _tr("Make the list of the marked certified letters for the counter"),
            "certified",
            every(lambda line: line.service == "certified" and bool(line.article_number)),
        ),
        Command(
            "mail.correct_number",
            _tr("Correct t&he Number …"),
            "Ctrl+Shift+G",
            lambda: deeds.enter_numbers(view.marked()),
            "mail",
            _tr("Enter the number of the form, or of the green card, again"),
            "pencil",
            one(lambda line: bool(line.article_number) and line.state in NUMBERED),
        ),
        Command(
            "mail.reopen",
            _tr("&Back to Draft …"),
            "Ctrl+Shift+B",
            lambda: deeds.reopen(view.marked()[0]),
            "mail",
            _tr("Take the approval back and write on"),
            "pencil",
            one(lambda line: line.state is LetterState.APPROVED),
        ),
        Command(
            "mail.save",
            _tr("&Save as PDF …"),
            "Ctrl+Shift+S",
            lambda: deeds.save_pdf(view.marked()[0]),
            "mail",
            _tr("Save the letter exactly as it was printed"),
            "save",
            one(lambda line: line.state in ON_PAPER),
        ),
        Command(
            "mail.cancel",
            _tr("&Cancel the Letter …"),
            "Ctrl+Shift+X",
            lambda: deeds.cancel(view.marked()),
            "mail",
            _tr("Take the marked letters off the desk before they are posted"),
            "close",
            every(lambda line: LetterState.CANCELLED in NEXT_STATES[line.state]),
        ),
        Command(
            "mail.withdraw",
            _tr("&Withdraw the Last Step …"),
            "Ctrl+Shift+W",
            lambda: deeds.withdraw(view.marked()),
            "mail",
            _tr("Take back what was recorded by mistake: posted, delivered, refused, returned"),
            "undo",
            every(lambda line: line.state in WITHDRAWABLE),
        ),
        Command(
            "mail.did_it_print",
            _tr("Did &It Print? …"),
            "Ctrl+Shift+H",
            deeds.ask_whether_printed,
            "mail",
            _tr("Say whether letters printed that were handed to a printer and not confirmed"),
            "printer",
            every(lambda line: bool(line.unconfirmed)),
        ),
        Command(
            "mail.save_draft",
            _tr("Sa&ve the Letter"),
            "Ctrl+S",
            view.save_letter,
            "mail",
            _tr("Save what is being written; what is typed is also kept by itself"),
            "save",
            view.is_writing,
        ),
        Command(
            "mail.customer",
            _tr("Show the Custome&r"),
            "Ctrl+Shift+C",
            lambda: view.shell.open_customer(view.marked()[0].customer_id),
            "mail",
            _tr("Go to the page of the customer"),
            "customer",
            one(lambda _line: True),
        ),
        Command(
            "mail.spelling",
            _tr("Spelling Su&ggestions …"),
            "F7",
            view.suggest_spelling,
            "mail",
            _tr("Offer what may have been meant by the word at the cursor"),
            "pencil",
        ),
        Command(
            "mail.test_page",
            _tr("&Envelope Test Page …"),
            "Ctrl+Shift+E",
            deeds.test_page,
            "mail",
            _tr("Make a page that shows whether printer, fold and window agree"),
            "letter",
        ),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("MailCommands", text)
