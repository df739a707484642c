"""Held checks in the wake-up brief: when a notice is due, and when one may go to the bank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_desk.domain.brief_lines import News
    from collections_desk.domain.hand_payments import HeldCheck


def add_held(news: News, checks: Iterable[HeldCheck]) -> None:
    """Put in every held check with which something is to be done by now."""
    for check in checks:
        payment = check.payment
        day = payment.received_on
        if payment.deposit_on is not None:
            day = payment.deposit_on
            if day > news.day and check.notice_from is not None:
                day = check.notice_from
        if day <= news.day:
            amount = money_text(payment.amount)
            text = f"{check.customer_name}: {payment.name} of {amount}. {check.said}"
            news.add_standing("checks", day, text, payment.customer_id)
