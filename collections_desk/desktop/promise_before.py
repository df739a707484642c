"""What is said beside a new promise: which one on this money it is, and what became of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.agreement_words import rates_text
from collections_desk.domain.promise_chains import next_place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collections_desk.domain.customer_page import CustomerPage


def _tr(text: str) -> str:
    return QCoreApplication.translate("Promise", text)


def before_text(
    page: CustomerPage, currency: str, invoice_ids: Iterable[int], today: date, locale: str
) -> str:
    """Say the place of a promise taken today in its chain, and the customer's kept rate.

    Args:
        page: The customer, with every promise.
        currency: Of the promise.
        invoice_ids: What it is for; empty means the oldest first.
        today: The creditor's date.
        locale: For the amounts.
    """
    place = next_place(page.promises, currency, invoice_ids, today)
    said = _tr("This is the {0} promise on this money").format(place.ordinal)
    if place.broken_before:
        said += _tr(", {0} broken before it").format(place.broken_before)
    kept = rates_text(page.kept_rates, locale) if page.kept_rates is not None else ""
    return f"{said}.\n{kept}" if kept else f"{said}."
