"""Hostile values in the real window: shown as they stand, nothing run, nothing called, in time."""

from __future__ import annotations

import gc
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from collections_desk.desktop.call_form import CallForm
from collections_desk.desktop.customer_panel import CustomerPanel
from collections_desk.desktop.dialogs.contact_details import ContactDetailsDialog
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.messages import InlineMessage, show_error
from collections_desk.desktop.note_edit import NoteEdit
from collections_desk.desktop.worklist_view import WorklistView
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import customers
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle
from tests.processor import slower
from tests.shared_data import hostile_text
from tests.whole import corpus
from tests.whole.bait import Bait
from tests.whole.corpus import Item, items, owner_of
from tests.whole.test_hostile_values import cases

Open = Callable[..., MainWindow]
#: Seconds of processor time that the thread of the window may be held by one step.
LONGEST_STEP = 0.2


@contextmanager
def steps_of_the_window() -> Iterator[list[float]]:
    """Give the processor time of this thread between two turns of its event loop, each turn.

    Once all is done it is as on the machine on which the limits were set.
    """
    steps: list[float] = []
    gc.collect()  # what earlier tests left behind is no work of the window
    gc.freeze()
    last = time.thread_time()

    def turn() -> None:
        nonlocal last
        now = time.thread_time()
        steps.append(now - last)
        last = now

    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(turn)
    timer.start()
    yield steps
    timer.stop()
    turn()
    gc.unfreeze()
    times = slower()
    steps[:] = [step / times for step in steps]


def markup_is_shown(root: QWidget, name: str) -> None:
    """Walk the widgets: whatever shows the name shows it letter by letter."""
    for widget in [root, *root.findChildren(QWidget)]:
        if isinstance(widget, QLabel) and name in widget.text():
            assert widget.textFormat() == Qt.TextFormat.PlainText, widget
            assert widget.buddy() is None, "an ampersand would be an access key"
        if isinstance(widget, QAbstractButton) and name in widget.text():
            assert "&" not in name, f"{widget} shows {name!r} with an access key"
        if isinstance(widget, QTabBar):
            assert not any(name in widget.tabText(tab) for tab in range(widget.count()))
        tip = widget.toolTip()
        if name in tip and GuiQt.mightBeRichText(tip):
            assert not set("<&") & set(name), f"{widget} has {name!r} as markup"


def panel_of(window: MainWindow) -> CustomerPanel:
    """Return the customer page that is in sight."""
    (panel,) = [one for one in window.findChildren(CustomerPanel) if one.isVisible()]
    return panel


def test_every_name_is_shown_as_it_stands(
    corpus_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(corpus_desk)
    owners = owner_of(corpus_desk)
    first = window.view
    assert isinstance(first, WorklistView)
    model = first.table.rows_model
    # Nothing is due on the day after a contact, so the lines are read without the filter.
    shown = {column.text(row) for row in model.all_rows() for column in model.columns}
    for item in items("customer_name", "screen_plain"):
        customer_id = owners[item["id"]]
        name = customers.customer_page(corpus_desk, customer_id).customer.name
        assert name in shown, item["id"]

        window.open_customer(customer_id)
        settle(qtbot, window)

        panel = panel_of(window)
        assert panel.head.name.text() == name
        markup_is_shown(window, name)
        box = show_error(window, EntryRefusedError("name", f"No {name}.", f"Not {name}."))
        markup_is_shown(box, name)
        box.close()
        window.start_call(customer_id)
        settle(qtbot, window)
        assert isinstance(window.view, CallForm)
        assert name in window.view.page.heading.text()
        markup_is_shown(window, name)
        window.go("worklist")
    tips = [
        str(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "")
        for row in range(model.rowCount())
    ]
    assert not any("<img" in tip or "<b>Bold" in tip for tip in tips)


def test_notes_are_shown_as_they_stand_and_in_time(
    corpus_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(corpus_desk)
    owners = owner_of(corpus_desk)
    window.open_customer(
        next(one for one in owners.values() if one != owners[corpus.LISTENER_INVOICE])
    )
    settle(qtbot, window)  # the first page of a window makes all its parts: not what is asked

    with steps_of_the_window() as steps:
        window.open_customer(owners[corpus.LISTENER_INVOICE])
        settle(qtbot, window)
        assert not window.grab().isNull()

    panel = panel_of(window)
    details = [entry.detail for entry in panel.timeline.entries()]
    for item in items("call_note", "screen_plain"):
        assert details.count(hostile_text(item)) == 1, item["id"]
    assert max(steps) < LONGEST_STEP
    assert sum(steps) < 2


def test_a_hostile_name_does_not_hold_the_window(
    corpus_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(corpus_desk)
    owners = owner_of(corpus_desk)
    for item in items("customer_name", "time_limit"):
        if item["id"] in owners:
            with steps_of_the_window() as steps:
                window.open_customer(owners[item["id"]])
                settle(qtbot, window)
                assert not window.grab().isNull()
        else:
            field = QLineEdit(window)
            with steps_of_the_window() as steps:
                field.setText(hostile_text(item))
                field.show()
                assert not field.grab().isNull()
        assert sum(steps) < 2, item["id"]


# What is pasted.


@pytest.fixture
def note(qtbot: QtBot, dressed: QApplication) -> NoteEdit:
    made = NoteEdit()
    qtbot.addWidget(made)
    made.show()
    return made


@cases("clipboard_html")
def test_pasted_html_gives_its_words_and_touches_nothing(
    item: Item, note: NoteEdit, qtbot: QtBot, bait: Bait
) -> None:
    clipboard = QMimeData()
    clipboard.setHtml(bait.lay(item["value"]))

    note.insertFromMimeData(clipboard)
    QApplication.processEvents()
    assert not note.grab().isNull()

    words = note.note().replace("\ufffc", "")
    assert words.split() == {"v001": ["hi"], "v003": ["x"], "v004": ["A", "B"]}.get(
        item["id"][-4:], []
    )
    assert not bait.was_opened()
    assert not bait.was_called()


def test_the_bait_notices_who_takes_it(bait: Bait) -> None:
    bait.file.read_text(encoding="utf-8")
    port = bait.lay("127.0.0.1:9/").removeprefix("127.0.0.1:").rstrip("/")
    socket.create_connection(("127.0.0.1", int(port))).close()

    assert bait.was_opened()
    assert bait.was_called()
    assert not bait.was_opened()


@cases("call_note", "time_limit")
def test_pasting_a_long_note_does_not_hold_the_window(
    item: Item, note: NoteEdit, qtbot: QtBot
) -> None:
    text = hostile_text(item)
    clipboard = QMimeData()
    clipboard.setText(text)
    said: list[str] = []
    note.refused.connect(said.append)

    with steps_of_the_window() as steps:
        note.insertFromMimeData(clipboard)
        QApplication.processEvents()
        assert not note.grab().isNull()

    assert sum(steps) < 2
    if "reject_field_over_limit" in item["expect"]:
        assert f"{len(text):,}" in said[0]
        assert note.note() == ""
    else:
        assert note.note() == text


LURES = [
    item
    for item in items("customer_name") + items("call_note") + items("email")
    if {"no_file_read", "no_network"} & set(item["expect"])
]


@pytest.mark.parametrize("item", LURES, ids=[item["id"] for item in LURES])
def test_a_value_that_names_a_file_or_a_host_touches_neither(
    item: Item, desk: Desk, open_window: Open, qtbot: QtBot, bait: Bait
) -> None:
    value = bait.lay(item["value"])
    customer_id = customers.add_new_customer(desk, value[:200])
    corpus.refusal(lambda: customers.add_contact_point(desk, customer_id, "email", value))
    window = open_window(desk)

    window.open_customer(customer_id)
    settle(qtbot, window)
    window.start_letter(customer_id, "L08")
    settle(qtbot, window)

    assert not window.grab().isNull()
    assert not bait.was_opened()
    assert not bait.was_called()


# Typing and searching.


@pytest.fixture
def details(desk: Desk, open_window: Open, qtbot: QtBot) -> tuple[Clerk, ContactDetailsDialog]:
    """Open the contact details of a customer, as E does."""
    clerk = Clerk(open_window(desk), qtbot)
    clerk.window.open_customer(customers.add_new_customer(desk, "Acme"))
    settle(qtbot, clerk.window)
    clerk.press("E")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ContactDetailsDialog)
    return clerk, dialog


@cases("customer_name", "clean_control", "single_line")
def test_a_cleaned_name_is_shown_before_it_is_saved(
    item: Item, details: tuple[Clerk, ContactDetailsDialog], desk: Desk
) -> None:
    clerk, dialog = details
    dialog.choose("about")
    dialog.name.setText(item["value"])

    clerk.press("Return")

    assert "Name: " in dialog.message.text()
    shown = dialog.name.text()
    assert shown != item["value"]
    clerk.press("Return")
    assert names_in(desk) == [shown]


def names_in(desk: Desk) -> list[str]:
    return [line.name for line in worklist(desk, everyone=True)]


#: Half a character cannot be typed: Qt drops it on the way in.
REFUSED = [
    item
    for item in items("customer_name", "reject_field", "reject_field_over_limit")
    if not re.search("[\ud800-\udfff]", hostile_text(item))
]


@pytest.mark.parametrize("item", REFUSED, ids=[item["id"] for item in REFUSED])
def test_a_refused_name_is_told_beside_its_field(
    item: Item, details: tuple[Clerk, ContactDetailsDialog], desk: Desk
) -> None:
    clerk, dialog = details
    dialog.choose("about")
    dialog.hours.setText("Mon-Fri 9-17")

    with steps_of_the_window() as steps:
        dialog.name.setText(hostile_text(item))
        clerk.press("Return")

    assert sum(steps) < 2
    assert dialog.isVisible()
    assert "Name" in told_at(dialog, dialog.name)
    assert dialog.hours.text() == "Mon-Fri 9-17"
    assert names_in(desk) == ["Acme"]


def told_at(dialog: ContactDetailsDialog, field: QWidget) -> str:
    """Return what stands below a field."""
    row = dialog.form.indexOf(field)
    under = dialog.form.itemAt(row + 1)
    message = under.widget() if under is not None else None
    assert isinstance(message, InlineMessage)
    return message.text()


@cases("phone", "phone_kept", "phone_kept_with_warning")
def test_a_number_that_cannot_be_dialled_is_kept_with_a_warning(
    item: Item, details: tuple[Clerk, ContactDetailsDialog]
) -> None:
    clerk, dialog = details
    dialog.point_value.setText(item["value"])

    clerk.press("Return")
    clerk.back_in_the_window()

    warned = "kept as typed" in clerk.window.message_bar.text()
    assert warned == ("phone_kept_with_warning" in item["expect"])


def test_no_hostile_search_shows_an_error(
    corpus_desk: Desk, open_window: Open, qtbot: QtBot
) -> None:
    window = open_window(corpus_desk)
    window.finder.open_over(window)

    for item in items("search_query"):
        window.finder.edit.setText(hostile_text(item))
        settle(qtbot, window)
        assert window.finder.isVisible(), item["id"]
        assert QApplication.activeModalWidget() is None
