"""Asks before a call, and before it is logged, what the guards want to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.domain.guards import unanswered
from collections_desk.operations import contact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from collections_desk.domain.guards import GuardFinding


class CallQuestions(QObject):
    """The dialogs of the guards of one call, and the reasons that were given.

    Attributes:
        reasons: By guard, what the clerk said for going on.
        dialog: The question that is asked now, or None.
    """

    #: The clerk goes on with the call.
    went_on = Signal()
    #: She does not call; the findings, a list.
    stopped = Signal(object)
    #: It was the customer who called.
    was_incoming = Signal()
    #: She logs the entry as it is.
    logs_as_it_is = Signal()
    #: She puts the entry right first.
    puts_right = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.reasons: dict[str, str] = {}
        self.dialog: GuardsDialog | None = None

    def begin(self) -> None:
        """Forget the reasons of the call before."""
        self.reasons = {}

    def ask_what_is_new(self, findings: Sequence[GuardFinding]) -> None:
        """Ask before the call, if a guard wants a reason that was not given yet."""
        if any(found.asks and found.guard not in self.reasons for found in findings):
            dialog = GuardsDialog(
                findings,
                self.tr("&Call All the Same"),
                self.tr("&Do Not Call"),
                self._host.window(),
                incoming=True,
            )
            dialog.went_on.connect(self._go_on)
            dialog.stopped.connect(lambda: self._answer(self.stopped, list(findings)))
            dialog.was_incoming.connect(lambda: self._answer(self.was_incoming))
            self.dialog = dialog
            dialog.open()

    def ask_about_entry(self, findings: Sequence[GuardFinding]) -> None:
        """Ask about what stands in the entry itself: it can still be put right."""
        asking = unanswered(
            [found for found in findings if found.guard.startswith(contact.ENTRY_GUARDS)],
            self.reasons,
        )
        dialog = GuardsDialog(
            asking or findings,
            self.tr("&Log It As It Is"),
            self.tr("&Go Back and Put It Right"),
            self._host.window(),
        )
        dialog.went_on.connect(self._log)
        dialog.stopped.connect(lambda: self._answer(self.puts_right))
        self.dialog = dialog
        dialog.open()

    def _go_on(self, reasons: dict[str, str]) -> None:
        self.reasons.update(reasons)
        self._answer(self.went_on)

    def _log(self, reasons: dict[str, str]) -> None:
        self.reasons.update(reasons)
        self._answer(self.logs_as_it_is)

    def _answer(self, answer: SignalInstance, *values: object) -> None:
        self.dialog = None
        answer.emit(*values)
