"""What a hold stands on, in words: the invoice, the channel, the number, the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.customer_words import address_lines
from collections_desk.domain.holds import CHANNELS
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.customer_page import CustomerPage
    from collections_desk.domain.holds import Flag, Hold

_CHANNELS = {"phone": "Phone calls", "email": "E-mail", "text": "Texts", "mail": "Letters"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Holds", text)


def channel_word(channel: str) -> str:
    """Say a way of contact in words."""
    return _tr(_CHANNELS.get(channel, channel))


def scope_choices(page: CustomerPage, locale: str) -> list[tuple[str, tuple[str, str]]]:
    """Return what can be paused with this customer: words, scope and which."""
    found = [(_tr("The customer: all contact"), ("customer", ""))]
    found += [
        (
            _tr("Invoice {0}   {1}").format(item.number, money_text(item.open, locale)),
            ("invoice", str(item.id)),
        )
        for item in page.invoices
        if item.open.minor > 0 and item.status == "open"
    ]
    found += [
        (_tr("{0} to this customer").format(channel_word(channel)), ("channel", channel))
        for channel in CHANNELS
    ]
    found += [
        (_tr("Number or address {0}").format(point.value), ("number", point.value))
        for point in page.contact_points
    ]
    found += [
        (_tr("Letters to {0}").format(", ".join(address_lines(one)[:2])), ("address", str(one.id)))
        for one in page.addresses
    ]
    return found


def scope_words(hold: Hold, page: CustomerPage) -> str:
    """Say what a hold stands on."""
    if hold.scope == "invoice":
        number = next((one.number for one in page.invoices if str(one.id) == hold.scope_ref), "")
        return _tr("Invoice {0}").format(number or _tr("no longer open"))
    if hold.scope == "channel":
        return channel_word(hold.scope_ref)
    if hold.scope == "address":
        one = next((one for one in page.addresses if str(one.id) == hold.scope_ref), None)
        return _tr("Letters to {0}").format(address_lines(one)[0] if one else _tr("an address"))
    if hold.scope == "time":
        return _tr("Times of calls")
    return hold.scope_ref or _tr("All contact")


def hold_words(hold: Hold, page: CustomerPage, flags: Mapping[str, Flag]) -> str:
    """Say which hold or flag it is, and what it stands on."""
    flag = flags.get(hold.flag)
    if flag is None:
        return scope_words(hold, page)
    return f"{flag.code} {hold.scope_ref}".strip()
