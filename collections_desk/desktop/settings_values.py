"""How the value of a setting stands in its field, and how it comes out again."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTime
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from collections_desk.desktop.settings_fees import ValueEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.domain.settings import Settings


def value_of(settings: Settings, name: str) -> object:
    """Return a setting by its name, "business.name" for one."""
    value: object = settings
    for part in name.split("."):
        value = getattr(value, part, None)
    return value


def put_value(widget: QWidget, value: object) -> None:
    """Show a value in a field."""
    if isinstance(widget, ValueEdit):
        widget.show_value(value)
    elif isinstance(widget, QLineEdit):
        widget.setText(str(value or ""))
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText("\n".join(value) if isinstance(value, tuple) else str(value or ""))
    elif isinstance(widget, QComboBox):
        if widget.findData(value) < 0 and value:
            widget.addItem(str(value), value)
        widget.setCurrentIndex(widget.findData(value))
    elif isinstance(widget, QSpinBox) and isinstance(value, int):
        widget.setValue(value)
    elif isinstance(widget, QCheckBox):
        widget.setChecked(bool(value))
    elif isinstance(widget, QTimeEdit) and isinstance(value, time):
        widget.setTime(QTime(value.hour, value.minute))


def take_value(widget: QWidget, before: object) -> object:
    """Return what a field holds, in the form that the setting had `before`."""
    for kind, take in _TAKERS:
        if isinstance(widget, kind):
            value: object = take(widget)
            break
    else:
        return before
    if isinstance(before, tuple):
        return tuple(str(value).split("\n")) if value else ()
    return value


_TAKERS: tuple[tuple[type[QWidget], Callable[[Any], object]], ...] = (
    (ValueEdit, lambda edit: edit.value()),
    (QLineEdit, QLineEdit.text),
    (QPlainTextEdit, QPlainTextEdit.toPlainText),
    (QComboBox, QComboBox.currentData),
    (QSpinBox, QSpinBox.value),
    (QCheckBox, QCheckBox.isChecked),
    (QTimeEdit, lambda edit: time(edit.time().hour(), edit.time().minute())),
)
