"""Hands an address to the clerk's own browser or mail program, once she has seen where it leads.

The program itself opens no connection (threat I12): only http, https and mailto leave it,
the host is shown as the network will read it, and nothing in an address adds a parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from collections_desk.desktop.messages import ask_once, show_error
from collections_desk.domain.contact_values import (
    ContactFaultError,
    mailto,
    read_email,
    read_website,
)
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QWidget

#: The kinds of addresses that can be opened.
OPENED = ("website", "email")


def ask_to_open(parent: QWidget, kind: str, value: str, *, body: str = "") -> QMessageBox:
    """Ask before a web page or a new message is opened; refuse what is neither, in words.

    `body` is our own text that a new message begins with; nothing of the address joins it.
    """
    say = QCoreApplication.translate
    try:
        if kind == "email":
            address = read_email(value)
            return ask_once(
                parent,
                say("Links", "Write to {0}?").format(address),
                say(
                    "Links",
                    "A message opens in your mail program; keep the line by which further ones "
                    "can be refused. What you send from there is not on record here until you "
                    "log it.",
                )
                if body
                else say(
                    "Links",
                    "An empty message opens in your mail program. What you send from there is "
                    "not on record here until you log it.",
                ),
                say("Links", "&Write in the Mail Program"),
                lambda: _open(parent, mailto(address) + (f"?body={quote(body)}" if body else "")),
            )
        link = read_website(value)
    except ContactFaultError as fault:
        problem = f"{str(fault).rstrip('.')}."
        return show_error(
            parent,
            EntryRefusedError(
                "value",
                problem[:1].upper() + problem[1:],
                say("Links", "Put it right in the contact details (E). Nothing was opened."),
            ),
        )
    remark = say("Links", "The whole address is {0}").format(link.url)
    if not link.secure:
        remark += "\n\n" + say("Links", "What is sent there can be read on the way (no https).")
    return ask_once(
        parent,
        say("Links", "Open a page of {0}?").format(link.host),
        remark,
        say("Links", "&Open in the Browser"),
        lambda: _open(parent, link.opened, link.host),
    )


def _open(parent: QWidget, address: str, host: str = "") -> None:
    """Open an address; a web page only at the host that was shown."""
    url = QUrl(address)
    same = url.host(QUrl.ComponentFormattingOption.FullyEncoded) == host.casefold()
    if not (url.isValid() and same and QDesktopServices.openUrl(url)):
        say = QCoreApplication.translate
        show_error(
            parent,
            EntryRefusedError(
                "value",
                say("Links", "No program on this computer opens this address."),
                say("Links", "Copy the address into your browser or mail program."),
            ),
        )
