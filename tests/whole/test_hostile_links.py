"""Web and mail addresses: what leaves the window for the clerk's browser and mail program."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.links import ask_to_open
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations import customers
from collections_desk.operations.desk import Desk
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle
from tests.whole.corpus import Item
from tests.whole.test_hostile_values import cases

Open = Callable[..., MainWindow]


class Outside(QObject):
    """Stands for the clerk's browser and mail program: the system is told to ask it."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def outside(qapp: QApplication) -> Iterator[Outside]:
    taker = Outside()
    schemes = ("http", "https", "mailto", "file", "smb", "javascript", "data", "tel", "ms-msdt")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, taker, "take")  # type: ignore[arg-type] # its stub asks for bytes, it for text
    yield taker
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


def say_yes(box: QMessageBox, qtbot: QtBot) -> None:
    """Press the button that is not the way back, if there is one."""
    yes = QMessageBox.ButtonRole.AcceptRole
    agree = [button for button in box.buttons() if box.buttonRole(button) == yes]
    for button in agree or box.buttons():
        with qtbot.waitSignal(box.destroyed):
            QTest.keyClick(button, Qt.Key.Key_Space)


@cases("website_or_link")
def test_a_link_is_opened_after_its_host_was_seen_or_not_at_all(
    item: Item, qtbot: QtBot, dressed: QApplication, outside: Outside
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    wanted = " ".join(item["expect"])

    box = ask_to_open(parent, "website", item["value"])

    assert outside.opened == []
    said = box.text()
    say_yes(box, qtbot)
    if "refused" in wanted or "reject_field" in wanted:
        assert outside.opened == []
        scheme = item["value"].partition(":")[0]
        if item["value"][:1].isalpha() and "link_refused" in wanted:
            assert scheme in said
        return
    host = wanted.partition("link_shows_host:")[2] or QUrl(item["value"].strip()).host(
        QUrl.ComponentFormattingOption.FullyEncoded
    )
    assert host in said
    assert ("xn--" in said) == ("link_shows_punycode" in wanted)
    assert len(outside.opened) == 1
    assert QUrl(outside.opened[0]).host(QUrl.ComponentFormattingOption.FullyEncoded) == host


@cases("email")
def test_no_address_adds_anything_to_a_message(
    item: Item, qtbot: QtBot, dressed: QApplication, outside: Outside
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()

    say_yes(ask_to_open(parent, "email", item["value"]), qtbot)

    assert len(outside.opened) <= ("reject_field" not in item["expect"])
    assert "email_ok" not in item["expect"] or outside.opened
    for address in outside.opened:
        assert address.startswith("mailto:")
        assert not set("?&\r\n,") & set(address)


def test_a_web_page_is_opened_from_the_customer_page(
    desk: Desk, open_window: Open, qtbot: QtBot, outside: Outside
) -> None:
    customer_id = customers.add_new_customer(desk, "Acme")
    customers.add_contact_point(desk, customer_id, "website", "https://ok.example/pay?x=1")
    clerk = Clerk(open_window(desk), qtbot)
    clerk.window.open_customer(customer_id)
    settle(qtbot, clerk.window)
    (button,) = [
        one
        for one in clerk.page.page.reach_card.findChildren(QAbstractButton)
        if "ok.example" in one.text()
    ]

    QTest.keyClick(button, Qt.Key.Key_Space)
    box = clerk.sees_dialog()

    assert isinstance(box, QMessageBox)
    assert outside.opened == []
    say_yes(box, qtbot)
    assert outside.opened == ["https://ok.example/pay?x=1"]
