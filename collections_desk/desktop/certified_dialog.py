"""Enters the numbers of Certified Mail forms, letter after letter, by scanner or by hand.

The number is checked at once and again when it is saved; it is never made up. A number
typed by hand is asked for twice, because a check digit lets some slips through. The green
card's own number has its own field.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import card, column, label, line_of
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.scan_field import ScanField
from collections_desk.domain.certified_mail import (
    parse_article_number,
    parse_return_receipt_number,
)
from collections_desk.errors import DeskError, EntryRefusedError
from collections_desk.operations import mail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.letters import Letter


class CertifiedDialog(QDialog):
    """One letter after the other: scan the form, scan the card, save, next."""

    #: The numbers of a letter were saved.
    saved = Signal(int)

    def __init__(self, shell: Shell, letters: Sequence[Letter], parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._letters = list(letters)
        self._place = 0
        self.setWindowTitle(self.tr("Certified Mail Numbers"))
        self.setMinimumSize(560, 480)  # room for the messages, so that nothing is squeezed
        self._count = label("", "section")
        self._to = label("", "heading")
        self._address = label("", "muted")
        self.article = ScanField()
        self.article_message = InlineMessage(field=self.article)
        self.again = ScanField()
        self.again_message = InlineMessage(field=self.again)
        self.receipt = ScanField()
        self.receipt_message = InlineMessage(field=self.receipt)
        self._again_label = label()
        self._receipt_label = label()
        self.save_button = QPushButton()
        self.skip_button = QPushButton(self.tr("S&kip This Letter"))
        self.close_button = QPushButton(self.tr("&Close"))
        self._build()
        self.article.finished.connect(self._check_article)
        self.article.textEdited.connect(self._article_edited)
        self.again.textEdited.connect(self._again_edited)
        self.receipt.finished.connect(self._check_receipt)
        self.receipt.textEdited.connect(self._judge)
        self.save_button.clicked.connect(self._save)
        self.skip_button.clicked.connect(self._next)
        self.close_button.clicked.connect(self.reject)
        self._show_letter()

    def _build(self) -> None:
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        frame, inside = card()
        inside.addWidget(self._count)
        inside.addWidget(self._to)
        inside.addWidget(self._address)
        whole.addWidget(frame)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.WIDE)
        grid.setVerticalSpacing(theme.TIGHT)
        grid.setColumnStretch(1, 1)
        names = (
            (self.tr("&Article number"), self.article, self.article_message),
            (self.tr("A&gain, to be sure"), self.again, self.again_message),
            (self.tr("&Return receipt card"), self.receipt, self.receipt_message),
        )
        labels = (label(), self._again_label, self._receipt_label)
        for line, ((name, field, message), text) in enumerate(zip(names, labels, strict=True)):
            text.setText(name)
            text.setBuddy(field)
            field.setAccessibleName(name.replace("&", ""))
            grid.addWidget(text, 2 * line, 0)
            grid.addWidget(field, 2 * line, 1)
            grid.addWidget(message, 2 * line + 1, 1)
        whole.addWidget(
            label(
                self.tr(
                    "Scan the label of the Certified Mail form (PS 3800), or type its number."
                    " The number is on the form that you bought; none is made up here."
                ),
                "muted",
                wrap=True,
            )
        )
        whole.addLayout(grid)
        whole.addStretch(1)
        self.save_button.setProperty("role", "primary")
        for button in (self.save_button, self.skip_button, self.close_button):
            # A scanner's second Enter must not press anything.
            button.setAutoDefault(False)
        whole.addLayout(line_of(self.skip_button, 1, self.close_button, self.save_button))

    def _letter(self) -> Letter:
        return self._letters[self._place]

    def _show_letter(self) -> None:
        letter = self._letter()
        self._count.setText(
            self.tr("Letter {0} of {1}").format(self._place + 1, len(self._letters))
        )
        self._to.setText(f"{letter.customer_name}  ·  {letter.ref}")
        self._address.setText("\n".join(letter.address_lines))
        for field in (self.article, self.again, self.receipt):
            field.clear()
        self.article.take(letter.article_number or "")
        self.receipt.take(letter.return_receipt_number or "")
        for message in (self.article_message, self.again_message, self.receipt_message):
            message.clear()
        self._ask_again(asked=False)
        with_card = letter.return_receipt == "card"
        self.receipt.setVisible(with_card)
        self._receipt_label.setVisible(with_card)
        last = self._place == len(self._letters) - 1
        self.save_button.setText(self.tr("&Save") if last else self.tr("&Save, Next Letter"))
        self.skip_button.setVisible(not last)
        self.article.setFocus()
        self._judge()

    def _ask_again(self, *, asked: bool) -> None:
        self.again.setVisible(asked)
        self._again_label.setVisible(asked)
        if not asked:
            self.again.clear()
            self.again_message.clear()

    def _article_edited(self) -> None:
        self.article_message.clear()
        self._ask_again(asked=False)
        self._judge()

    def _check_article(self, text: str) -> None:
        """Check the number once it is whole, and ask again for one typed by hand."""
        if not text.strip():
            return
        by_hand = self.article.typed_by_hand
        try:
            number = parse_article_number(text)
        except EntryRefusedError as error:
            self.article_message.say_error(error)
            self._judge()
            return
        self.article.take(number.shown)
        if by_hand and number.digits != self._letter().article_number:
            self._ask_again(asked=True)
            self.article_message.say(
                self.tr("The last digit fits. Type it once more from the form."), "notice"
            )
            self.again.setFocus()
        else:
            self.article_message.say(self.tr("The last digit fits."), "good")
            if not self.receipt.isHidden():
                self.receipt.setFocus()
        self._judge()

    def _again_edited(self, text: str) -> None:
        bare, digits = _digits(text), _digits(self.article.text())
        if len(bare) < len(digits):
            self.again_message.clear()
        elif bare == digits:
            self.again_message.say(self.tr("Both are the same."), "good")
        else:
            self.again_message.say(self.tr("The two numbers differ. Compare both with the form."))
        self._judge()

    def _check_receipt(self, text: str) -> None:
        self.receipt_message.clear()
        if text.strip():
            try:
                self.receipt.take(parse_return_receipt_number(text).shown)
                self.receipt_message.say(self.tr("The last digit fits."), "good")
            except EntryRefusedError as error:
                self.receipt_message.say_error(error)
        self._judge()

    def _judge(self) -> None:
        """Let Save be pressed only when every number shown is right."""
        try:
            article = parse_article_number(self.article.text()).digits
            if self.receipt.text().strip():
                parse_return_receipt_number(self.receipt.text())
        except EntryRefusedError:
            self.save_button.setEnabled(False)
            return
        same = _digits(self.again.text()) == article
        self.save_button.setEnabled(self.again.isHidden() or same)

    def _save(self) -> None:
        letter = self._letter()
        article, receipt = self.article.text(), self.receipt.text()
        card_changed = _digits(receipt) != (letter.return_receipt_number or "")
        with_card = not self.receipt.isHidden() and card_changed
        desk = self._shell.desk

        def work() -> str:
            said = mail.enter_article_number(desk, letter.id, article)
            if with_card:
                mail.enter_return_receipt_number(desk, letter.id, receipt)
            return said

        self.save_button.setEnabled(False)
        self._shell.background.run(
            work, done=partial(self._saved, letter.id), failed=self._refused, owner=self
        )

    def _saved(self, letter_id: int, said: str) -> None:
        self.saved.emit(letter_id)
        if said:
            self._shell.say(said)
        self._next()

    def _refused(self, error: DeskError) -> None:
        field = error.field if isinstance(error, EntryRefusedError) else "article_number"
        message = (
            self.receipt_message if field == "return_receipt_number" else self.article_message
        )
        message.say_error(error)
        self.save_button.setEnabled(True)

    def _next(self) -> None:
        if self._place + 1 < len(self._letters):
            self._place += 1
            self._show_letter()
        else:
            self.accept()


def _digits(text: str) -> str:
    return "".join(character for character in text if character in "0123456789")
