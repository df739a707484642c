"""What was half typed when the program last stopped, offered at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon, pixmap
from collections_desk.desktop.labels import label
from collections_desk.desktop.messages import announce
from collections_desk.desktop.when_text import day_text, time_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.print_attempts import PrintAttempt
    from collections_desk.store.drafts import Draft


class DraftNotice(QFrame):
    """A line that offers the newest draft; it asks nothing and can be put away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._drafts: list[Draft] = []
        self._handed = False
        self._shell: Shell | None = None
        self._picture = QLabel()
        self._text = label(wrap=True)
        self.go_on = QPushButton(icon("pencil"), self.tr("Go On with It"))
        self.go_on.setToolTip(self.tr("Open what was half typed"))
        self.go_on.clicked.connect(self._go_on)
        self.close_button = QPushButton(icon("close", "muted"), "")
        self.close_button.setProperty("role", "quiet")
        self.close_button.setAccessibleName(self.tr("Put this notice away; the drafts stay"))
        self.close_button.setToolTip(self.close_button.accessibleName())
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE, 6, 6, 6)
        row.setSpacing(theme.GAP)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        row.addWidget(self.go_on)
        row.addWidget(self.close_button)
        theme.notifier.changed.connect(self._paint_anew)
        self.hide()

    def look(self, shell: Shell) -> None:
        """Read the drafts and offer them, if there are any."""
        from collections_desk.operations.drafts import load_drafts  # noqa: PLC0415 - after paint
        from collections_desk.operations.mail_unconfirmed import unconfirmed  # noqa: PLC0415 - after paint

        self._shell = shell
        desk = shell.desk

        def found(answer: tuple[list[Draft], list[PrintAttempt]]) -> None:
            self.offer(answer[0])
            self.ask_about(answer[1])

        shell.background.run(
            lambda: (load_drafts(desk), unconfirmed(desk)),
            done=found,
            failed=shell.fail,
            owner=self,
        )

    def ask_about(self, attempts: Sequence[PrintAttempt]) -> None:
        """Ask about letters that may have printed; that comes before any draft."""
        self._handed = bool(attempts)
        self.go_on.setText(self.tr("Answer") if attempts else self.tr("Go On with It"))
        if not attempts:
            return
        first = attempts[0]
        text = self.tr("{0} was handed to {1}, and the program stopped. Did it print?").format(
            first.letter_ref, first.printer
        )
        if len(attempts) > 1:
            text = self.tr(
                "{0} letters were handed to {1}, and the program stopped. Did they print?"
            ).format(len(attempts), first.printer)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
        self._paint_anew()
        announce(self, text)

    def offer(self, drafts: Sequence[Draft]) -> None:
        """Offer the newest of some drafts; none hides the line."""
        self._drafts = [
            draft for draft in drafts if draft.customer_id is not None or draft.kind == "plan"
        ]
        self.setVisible(bool(self._drafts))
        if not self._drafts:
            return
        text = _words(self._drafts)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._paint_anew()
        announce(self, text)

    def text(self) -> str:
        """Return what is said."""
        return self._text.text()

    def _go_on(self) -> None:
        self.hide()
        if self._shell is not None and self._handed:
            self._shell.go("mail")  # it asks when it is first shown
            return
        if self._shell is None or not self._drafts:
            return
        draft = self._drafts[0]
        if draft.kind == "plan":
            self._shell.go("plans")
            return
        customer_id = draft.customer_id
        if customer_id is None:
            return
        if draft.kind == "call":
            self._shell.start_call(customer_id)
        elif draft.kind == "letter":
            self._shell.start_letter(customer_id, f"letter:{draft.key}")
        else:
            self._shell.open_customer(customer_id)

    def _paint_anew(self) -> None:
        self._picture.setPixmap(
            pixmap("pencil", "notice", side=16, ratio=self.devicePixelRatioF())
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("DraftNotice", text)


def _words(drafts: Sequence[Draft]) -> str:
    newest = drafts[0]
    kinds = {
        "call": _tr("A call was not finished"),
        "note": _tr("A note was not finished"),
        "letter": _tr("A letter was not finished"),
        "plan": _tr("A contact plan was not finished"),
    }
    first = kinds.get(newest.kind, _tr("Something was not finished"))
    saved = newest.saved_at.astimezone()  # by the clock of this computer, as she saw it
    when = f"{day_text(saved.date())}, {time_text(saved)}"
    said = _tr("{0}; what was typed is kept from {1}.").format(first, when)
    if len(drafts) > 1:
        said += " " + _tr("There are {0} more drafts.").format(len(drafts) - 1)
    return said
