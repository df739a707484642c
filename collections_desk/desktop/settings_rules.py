"""The settings of the rules: when tables ask to be looked over, whether calls are recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QFormLayout


def _tr(text: str) -> str:
    return QCoreApplication.translate("RuleSettings", text)


def add_rules(
    section: Callable[[str, str], QFormLayout],
    number: Callable[[QFormLayout, str, str], object],
    choice: Callable[[QFormLayout, str, str, Sequence[tuple[str, str]]], object],
) -> None:
    """Put the section on the form.

    Args:
        section: Makes a section: its title and a sentence.
        number: Adds a whole number to a section: the setting and its label.
        choice: Adds a choice to a section: the setting, its label, values with their words.
    """
    form = section(
        _tr("Rules and recording"),
        _tr("The tables themselves, with their sources and dates, stand under Rules."),
    )
    number(form, "rules_review_days", _tr("Rules are looked over every so many days"))
    choice(
        form,
        "record_calls",
        _tr("Calls are recorded"),
        (
            ("announce_and_log", _tr("if announced, with the answer noted")),
            ("never", _tr("never")),
        ),
    )
