"""The form of every small dialog: fields, one deed, one way back.

Nothing typed is lost when the store refuses: the dialog stays, says why beside the field
or below the fields, and lets the clerk put it right. What was said goes away as soon as she
changes something, so that nothing stays that is no longer true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.dialogs.watching import watch
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.typed_field import TypedField
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.shell import Shell
    from collections_desk.errors import DeskError

Result = TypeVar("Result")


def tr(text: str) -> str:
    """Translate a text that is needed before the dialog is made."""
    return QCoreApplication.translate("Sheet", text)


class Sheet(QDialog):
    """A dialog that does one thing. It is opened, never waited for."""

    #: The deed is done and recorded.
    done_well = Signal()

    def __init__(
        self, shell: Shell, title: str, deed: str, parent: QWidget, *, remark: str = ""
    ) -> None:
        """Make an empty sheet.

        Args:
            shell: The window.
            title: What the title bar says.
            deed: The word on the button, with its access key: "Take &Promise".
            parent: The widget that it belongs to.
            remark: A sentence above the fields.
        """
        super().__init__(parent)
        self.shell = shell
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(480)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(theme.WIDE)
        self.form.setVerticalSpacing(theme.GAP)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.message = InlineMessage()
        self.deed_button = QPushButton(deed)
        self.deed_button.setDefault(True)
        theme.give_role(self.deed_button, "primary")  # else its width were that of light letters
        self.back_button = QPushButton(self.tr("Go Bac&k"))
        self.deed_button.clicked.connect(self._do)
        self.back_button.clicked.connect(self.reject)
        self._fields: dict[str, QWidget] = {}
        self._messages: dict[str, InlineMessage] = {}
        self._refused = False
        inside = column(self, margin=theme.PAGE - 4, gap=theme.WIDE - 4)
        self.remark = label(remark, "muted", wrap=True)
        inside.addWidget(self.remark)
        self.remark.setVisible(bool(remark))  # in the layout first: else it were a window
        inside.addLayout(self.form, 1)
        inside.addWidget(self.message)
        inside.addLayout(line_of(1, self.back_button, self.deed_button))

    # What a kind of sheet knows.

    def fault(self) -> str:
        """Return what is still missing, or an empty text. The deed waits for it."""
        return ""

    def perform(self) -> None:
        """Start the deed; call `write` with the work."""
        raise NotImplementedError

    # What a kind of sheet uses.

    def add_row(self, words: str, field: QWidget, name: str = "") -> None:
        """Add a field with its label; `name` is what the store calls it."""
        caption: QLabel = label(words)
        caption.setBuddy(field.edit if isinstance(field, TypedField) else field)
        caption.setContentsMargins(0, 1, 0, 0)  # in the middle of a field of one line
        if isinstance(field, QComboBox):
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.form.addRow(caption, field)
        if name:
            note = InlineMessage(field=field)
            self.form.addRow("", note)
            self._fields[name] = field
            self._messages[name] = note

    def say_at(self, name: str, text: str) -> None:
        """Say something beside a field, and put the cursor there."""
        self._refused = bool(text)
        watch(self, self._changed)
        if name in self._messages:
            self._messages[name].say(text)
            self._fields[name].setFocus()
        else:
            self.message.say(text)

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - Qt's name and form
        """Give a hint below the fields the whole width before the sheet takes its size."""
        if visible:
            for row in range(self.form.rowCount()):
                item = self.form.itemAt(row, QFormLayout.ItemRole.FieldRole)
                field = item.widget() if item is not None else None
                if isinstance(field, QLabel) and field.wordWrap():
                    policy = field.sizePolicy()
                    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
                    field.setSizePolicy(policy)
        super().setVisible(visible)

    def write(self, work: Callable[[], Result], done: Callable[[Result], object]) -> None:
        """Do the work on the worker thread; close when it is done."""
        self.deed_button.setEnabled(False)

        def finished(result: Result) -> None:
            done(result)
            self.done_well.emit()
            self.accept()
            self.shell.refresh()

        self.shell.background.run(work, done=finished, failed=self._failed, owner=self)

    def _do(self) -> None:
        for note in self._messages.values():
            note.clear()
        fault = self.fault()
        self.message.say(fault)
        if fault:
            self._refused = True
            watch(self, self._changed)
        else:
            self.perform()

    def _changed(self, field: QWidget) -> None:
        """Take back what was said of the sheet and of this field: it is looked at anew."""
        if self._refused:
            self._refused = False
            self.message.clear()
        for name, known in self._fields.items():
            if known is field or known.isAncestorOf(field):
                self._messages[name].clear()

    def _failed(self, error: DeskError) -> None:
        self.deed_button.setEnabled(True)
        text = f"{error.problem} {error.remedy}"
        self.say_at(error.field if isinstance(error, EntryRefusedError) else "", text)
