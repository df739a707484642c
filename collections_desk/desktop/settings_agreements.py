"""The settings of promises after broken ones, and of payment plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QFormLayout


def _tr(text: str) -> str:
    return QCoreApplication.translate("AgreementSettings", text)


def add_agreements(
    section: Callable[[str, str], QFormLayout],
    number: Callable[[QFormLayout, str, str], object],
) -> None:
    """Put the section on the form.

    Args:
        section: Makes a section: its title and a sentence.
        number: Adds a whole number to a section: the setting and its label.
    """
    form = section(
        _tr("Broken promises and payment plans"),
        _tr("House rules. A promise or a plan beyond them asks for a sentence or is refused."),
    )
    number(form, "promise_max_broken", _tr("Broken promises before a part payment is asked for"))
    number(form, "plan_down_payment_percent", _tr("Usual down payment, in percent"))
    number(form, "plan_max_installments", _tr("Most installments, business"))
    number(form, "plan_max_installments_consumer", _tr("Most installments, consumer"))
    number(form, "plan_cure_days", _tr("Days to make good a missed installment"))
    number(form, "plan_first_within_days", _tr("First payment within days"))
