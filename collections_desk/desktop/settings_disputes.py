"""The settings of disputes and of small balances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFormLayout


def _tr(text: str) -> str:
    return QCoreApplication.translate("DisputeSettings", text)


def add_disputes(
    section: Callable[[str, str], QFormLayout],
    number: Callable[[QFormLayout, str, str], object],
) -> None:
    """Put the section on the form.

    Args:
        section: Makes a section: its title and a sentence.
        number: Adds a whole number to a section: the setting and its label.
    """
    form = section(
        _tr("Disputes and small balances"),
        _tr("House rules, not law. The clocks count from the day a dispute was received."),
    )
    number(form, "dispute_ack_business_days", _tr("Business days to acknowledge a dispute"))
    number(form, "dispute_decide_days", _tr("Days to decide a dispute"))
    number(form, "dispute_hard_days", _tr("Days after which it must be decided"))
    number(form, "small_balance_minor", _tr("Leave a rest alone up to so many cents"))
