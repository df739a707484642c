"""Hears of every change that is made in a form, whatever its fields are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from collections_desk.desktop.allocation_table import AllocationTable
from collections_desk.desktop.typed_field import TypedField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import SignalInstance


def watch(form: QWidget, changed: Callable[[QWidget], object]) -> None:
    """Call `changed` with a field as soon as the clerk changes it.

    What the program writes into a field by itself, its own way to write an amount for one, is
    no change.

    Args:
        form: All fields inside are watched; those that are watched already are passed over.
        changed: Called with the field.
    """
    for field in form.findChildren(QWidget):
        signals = list(_signals(field))
        if signals and not field.property("watched"):
            field.setProperty("watched", True)  # noqa: FBT003 - Qt's own form
            for signal in signals:
                signal.connect(partial(_tell, changed, field))


def _tell(changed: Callable[[QWidget], object], field: QWidget, *_: object) -> None:
    changed(field)


def _signals(field: QWidget) -> Iterable[SignalInstance]:
    if isinstance(field, TypedField):
        yield field.changed
    elif isinstance(field, QLineEdit):
        yield field.textEdited
    elif isinstance(field, QComboBox):
        yield field.activated
    elif isinstance(field, QSpinBox):
        yield field.valueChanged
    elif isinstance(field, QCheckBox):
        yield field.toggled
    elif isinstance(field, QPlainTextEdit) and not field.isReadOnly():  # else the program writes
        yield field.textChanged
    elif isinstance(field, AllocationTable):
        yield field.typed
    elif isinstance(field, QListWidget):
        yield field.itemChanged
