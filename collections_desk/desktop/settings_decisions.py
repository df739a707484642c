"""The setting of the review day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFormLayout


def _tr(text: str) -> str:
    return QCoreApplication.translate("DecisionSettings", text)


def add_decisions(
    section: Callable[[str, str], QFormLayout],
    number: Callable[[QFormLayout, str, str], object],
) -> None:
    """Put the section on the form.

    Args:
        section: Makes a section: its title and a sentence.
        number: Adds a whole number to a section: the setting and its label.
    """
    form = section(
        _tr("Reviews and decisions"),
        _tr("From this day on a customer stands under Decisions, Reviews due."),
    )
    number(form, "agency_review_day", _tr("Days past due until the review"))
