"""What the program says: a bar that asks nothing, a line beside a field, a box for a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QHideEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon, pixmap
from collections_desk.desktop.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.background import LongWork
    from collections_desk.errors import DeskError

#: How long a message stays, in milliseconds: at least ten seconds, to read and to undo.
STAYS = 12_000
#: With one of these a sentence is at its end.
_ENDS = (".", "?", "!", "…", ":", ".”", '."')
#: Signs that the clerk has gone on to something else.
_WORK = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress})
#: Work shorter than this shows no progress bar, in milliseconds.
DELAY_OF_PROGRESS = 500

#: Icon and color of each kind of inline message.
_KINDS = {
    "danger": ("cross", "danger"),
    "caution": ("warning", "caution"),
    "notice": ("info", "notice"),
    "good": ("check", "good"),
}

_BOX_ICONS = {
    QMessageBox.Icon.Warning: ("warning", "caution"),
    QMessageBox.Icon.Question: ("question", "accent"),
    QMessageBox.Icon.Information: ("info", "notice"),
    QMessageBox.Icon.Critical: ("cross", "danger"),
}


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Let a screen reader say `text`."""
    event = QAccessibleAnnouncementEvent(widget, text)
    if urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


def error_text(error: DeskError) -> str:
    """Return problem, remedy and code as one text to copy."""
    lines = [error.problem, error.remedy]
    if error.code:
        lines.append(f"({error.code})")
    return "\n".join(lines)


def show_error(parent: QWidget | None, error: DeskError) -> QMessageBox:
    """Show a problem and its remedy, and let the clerk go on."""
    box = plain_box(parent, error.problem, error.remedy, QMessageBox.Icon.Warning)
    if error.code:
        box.setInformativeText(f"{error.remedy}\n\n{error.code}")
    box.addButton(box.tr("&Go Back"), QMessageBox.ButtonRole.RejectRole)
    announce(box, error_text(error), urgent=True)
    box.open()
    return box


def ask_once(  # noqa: PLR0913 - a question has a text, a remark, a word for the deed and a deed
    parent: QWidget,
    question: str,
    remark: str,
    deed: str,
    do: Callable[[], object],
    *,
    dangerous: bool = False,
) -> QMessageBox:
    """Ask before something that cannot be undone.

    Args:
        parent: The widget that the question belongs to.
        question: One sentence that names the thing.
        remark: What will and will not happen.
        deed: The word on the button, "Mark 3 letters as posted".
        do: Called if the clerk says so.
        dangerous: Whether the button warns by its color.
    """
    box = plain_box(parent, question, remark, QMessageBox.Icon.Question)
    button = box.addButton(deed, QMessageBox.ButtonRole.AcceptRole)
    back = box.addButton(box.tr("&Go Back"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    if dangerous:
        theme.give_role(button, "danger")
    button.clicked.connect(lambda _checked=False: do())
    box.open()
    return box


def plain_box(
    parent: QWidget | None, text: str, more: str, picture: QMessageBox.Icon
) -> QMessageBox:
    """Return a box without buttons whose texts are shown as they stand."""
    box = QMessageBox(parent)
    box.setWindowTitle("Collections Desk")
    box.setIcon(picture)
    box.setIconPixmap(pixmap(*_BOX_ICONS[picture], side=32, ratio=box.devicePixelRatioF()))
    box.setTextFormat(Qt.TextFormat.PlainText)  # names come from imported files
    box.setText(text)
    box.setInformativeText(more)
    for part in box.findChildren(QLabel):
        part.setTextFormat(Qt.TextFormat.PlainText)  # the informative text would guess
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setAccessibleName(text)
    return box


class InlineMessage(QWidget):
    """One sentence beside a field that says what is wrong and how to put it right.

    It takes no room while there is nothing to say. The field's text is never changed.
    """

    def __init__(self, parent: QWidget | None = None, *, field: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._kind = "danger"
        self._picture = QLabel()
        self._text = label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(theme.TIGHT + 2)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        theme.notifier.changed.connect(self._paint_anew)
        self.hide()

    def text(self) -> str:
        """Return what is said now."""
        return self._text.text()

    def say(self, text: str, kind: str = "danger") -> None:
        """Say something, or nothing with an empty text.

        Args:
            text: The sentence.
            kind: "danger" for what must be put right, "caution", "notice" or "good".
        """
        news = text != self._text.text()
        self._kind = kind
        self._text.setText(text)
        self._paint_anew()
        self.setVisible(bool(text))
        if self._field is not None:
            self._field.setAccessibleDescription(text)
            self._field.setProperty("wrong", bool(text) and kind == "danger")
            self._field.style().unpolish(self._field)
            self._field.style().polish(self._field)
        if text and news and self.isVisible():
            announce(self, text)

    def say_error(self, error: DeskError) -> None:
        """Say a problem and its remedy."""
        self.say(f"{error.problem} {error.remedy}")

    def clear(self) -> None:
        """Say nothing."""
        self.say("")

    def _paint_anew(self) -> None:
        name, color = _KINDS[self._kind]
        self._picture.setPixmap(pixmap(name, color, side=16, ratio=self.devicePixelRatioF()))
        self._text.setStyleSheet(f"color: {theme.color(color).name()};")


class MessageBar(QFrame):
    """Says what has just happened, for at least ten seconds, with an Undo where there is one.

    It asks nothing and takes no focus. It stays while the mouse or the focus is on it.
    """

    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self._undo: Callable[[], None] | None = None
        self._worked_since = False
        self._timer = QTimer(self, singleShot=True, interval=STAYS)
        self._timer.timeout.connect(self._leave)
        self._text = label(wrap=True)
        self.undo_button = QPushButton(icon("undo", "accent"), self.tr("Undo"))
        self.undo_button.setToolTip(self.tr("Take this back (Ctrl+Z)"))
        self.undo_button.clicked.connect(self.undo)
        self.close_button = QPushButton(icon("close", "muted"), "")
        self.close_button.setAccessibleName(self.tr("Close this message"))
        self.close_button.setToolTip(self.tr("Close this message"))
        self.close_button.setProperty("role", "quiet")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE, 6, 6, 6)
        row.setSpacing(theme.GAP)
        row.addWidget(self._text, 1)
        row.addWidget(self.undo_button)
        row.addWidget(self.close_button)
        self.hide()

    def text(self) -> str:
        """Return what is said now."""
        return self._text.text()

    @property
    def can_undo(self) -> bool:
        """Whether the last thing said can be taken back."""
        return self._undo is not None

    def say(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Say what happened, as a sentence; a later message replaces an earlier one."""
        text = text.rstrip()
        if text and not text.endswith(_ENDS):
            text += "."
        self._undo = undo
        self._worked_since = False
        self._text.setText(text)
        self.setAccessibleName(text)
        self.undo_button.setVisible(undo is not None)
        self.undo_button.setAccessibleName(self.tr("Undo: {0}").format(text))
        self.show()
        self.raise_()
        self._timer.start()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        announce(self, text)

    def after_deed(self) -> None:
        """Go away after a later deed: what is said here, and its Undo, were of the one before.

        A deed that says something itself has replaced the text already.
        """
        if self._worked_since and not self.underMouse():
            self.hide()

    def undo(self) -> None:
        """Take back what was last said, once."""
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()
            self.undone.emit()

    def _leave(self) -> None:
        if self.underMouse() or self.isAncestorOf(self.focusWidget() or self):
            self._timer.start()
            return
        self.hide()

    # Overrides of Qt methods.

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WORK:
            self._worked_since = True
        return super().eventFilter(watched, event)


class ProgressStrip(QFrame):
    """Shows long work after half a second: what it is, how far it is, and Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._work: LongWork | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY_OF_PROGRESS)
        self._timer.timeout.connect(self.show)
        self._title = label()
        self._count = label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setToolTip(self.tr("Stop this work; nothing half-done stays behind"))
        self.cancel_button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE, 6, 6, 6)
        row.setSpacing(theme.WIDE)
        row.addWidget(self._title)
        row.addWidget(self.bar, 1)
        row.addWidget(self._count)
        row.addWidget(self.cancel_button)
        self.hide()

    def follow(self, work: LongWork) -> None:
        """Show a piece of work until it ends."""
        self._work = work
        self._title.setText(work.title)
        self.bar.setAccessibleName(work.title)
        self.bar.setRange(0, 0)
        self._count.clear()
        self.cancel_button.setEnabled(True)
        work.moved.connect(self._move)
        work.ended.connect(self._end)
        self._timer.start()

    def _move(self, done: int, total: int) -> None:
        if total > 0:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self._count.setText(self.tr("{0} of {1}").format(f"{done:,}", f"{total:,}"))

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self.cancel_button.setEnabled(False)
            self._count.setText(self.tr("Stopping …"))

    def _end(self) -> None:
        self._timer.stop()
        self._work = None
        self.hide()
