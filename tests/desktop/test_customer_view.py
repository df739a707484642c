"""The customer page and its dialogs, by keyboard on the encrypted sample store."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from collections_desk.desktop.dialogs.category import CategoryDialog
from collections_desk.desktop.dialogs.contact_details import ContactDetailsDialog
from collections_desk.desktop.dialogs.correction import CorrectionDialog, WithdrawalDialog
from collections_desk.desktop.dialogs.dispute import DisputeDialog
from collections_desk.desktop.dialogs.entry import EntryDialog
from collections_desk.desktop.dialogs.hold import HoldDialog
from collections_desk.desktop.dialogs.note import NoteDialog
from collections_desk.desktop.dialogs.promise import PromiseDialog
from collections_desk.desktop.dialogs.stop_done import StopDone
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.text_labels import ElidedLink
from collections_desk.domain.customer_page import CustomerPage
from collections_desk.domain.customers import Category
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.operations import contact, customers
from collections_desk.operations.customer_changes import add_contact_point, edit_customer
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.clock import FRIDAY
from tests.desktop.clerk import Clerk
from tests.desktop.waiting import settle, wait_for

TODAY = FRIDAY.date()
HOSTILE = "Robert'); DROP TABLE <script>alert(1)</script> & \u202eevil\u202c <img src='file:///x'>"


@pytest.fixture
def clerk(sample_window: MainWindow, qtbot: QtBot) -> Clerk:
    return Clerk(sample_window, qtbot)


def busy_customer(desk: Desk) -> int:
    """Return a customer with calls, open invoices in dollars and something to collect."""
    for row in worklist(desk):
        if (
            row.state == "action"
            and row.last_outcome
            and row.to_be_collected
            and row.to_be_collected[0].currency == "USD"
        ):
            page = customers.customer_page(desk, row.customer_id)
            calls = [entry for entry in page.timeline if entry.kind == "call" and entry.stands]
            if calls and any(item.open.minor > 10_000 for item in page.invoices):
                return row.customer_id
    raise AssertionError("the sample has no such customer")


def open_page(clerk: Clerk, customer_id: int) -> None:
    clerk.window.open_customer(customer_id)
    settle(clerk.qtbot, clerk.window)


def read(desk: Desk, customer_id: int) -> CustomerPage:
    return customers.customer_page(desk, customer_id)


def all_texts(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel))


def test_the_page_says_who_what_next_why_and_how_much(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    open_page(clerk, customer_id)
    page = read(sample_desk, customer_id)
    shown = clerk.page.page

    texts = all_texts(shown)
    assert page.customer.name in texts
    assert page.why in texts
    assert page.next_action is not None
    assert page.next_action.text in texts
    assert page.local_time.said in texts
    for money in (*page.to_be_collected, *page.balances, *page.overdue):
        assert money_text(money) in texts
    assert shown.timeline.entries() == page.timeline
    assert shown.invoices.list.rows_model.all_rows() == list(page.invoices)


def test_to_be_collected_lies_between_its_parts(sample_desk: Desk) -> None:
    for row in worklist(sample_desk)[:40]:
        page = read(sample_desk, row.customer_id)
        for total in page.to_be_collected:
            parts = [
                sum(money.minor for money in part if money.currency == total.currency)
                for part in (page.overdue, page.promised, page.disputed, page.demanded)
            ]
            assert max(parts[0] - sum(parts[1:]), 0) <= total.minor <= parts[0]


def test_a_note_goes_into_the_record(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    open_page(clerk, customer_id)

    clerk.press("M")
    assert isinstance(clerk.sees_dialog(), NoteDialog)
    clerk.type("Asks for the statement by e-mail.")
    clerk.press("Tab")
    clerk.press("Alt+S")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    clerk.back_in_the_window()

    newest = clerk.page.page.timeline.entries()[0]
    assert newest.kind == "note"
    assert newest.detail == "Asks for the statement by e-mail."


def test_an_empty_note_is_not_saved_and_says_so(clerk: Clerk, sample_desk: Desk) -> None:
    open_page(clerk, busy_customer(sample_desk))
    clerk.press("M")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, NoteDialog)

    dialog.deed_button.click()

    assert dialog.isVisible()
    assert "empty" in dialog.message.text()


def test_a_note_left_half_typed_comes_back(clerk: Clerk, sample_desk: Desk) -> None:
    open_page(clerk, busy_customer(sample_desk))
    clerk.press("M")
    clerk.type("half a tho")
    clerk.press("Escape")
    clerk.back_in_the_window()

    clerk.press("M")

    dialog = clerk.sees_dialog()
    assert isinstance(dialog, NoteDialog)
    assert dialog.note.note() == "half a tho"


def test_a_promise_is_taken_in_words(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    before = {one.promise.id for one in read(sample_desk, customer_id).promises}
    open_page(clerk, customer_id)

    clerk.press("R")
    assert isinstance(clerk.sees_dialog(), PromiseDialog)
    clerk.type("50 tomorrow")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)

    new = [one for one in read(sample_desk, customer_id).promises if one.promise.id not in before]
    assert [one.promise.amount for one in new] == [Money(50_00, "USD")]
    assert new[0].promise.due_on == TODAY + timedelta(days=1)


def test_a_promise_above_what_is_to_be_collected_asks_first(
    clerk: Clerk, sample_desk: Desk
) -> None:
    customer_id = busy_customer(sample_desk)
    open_page(clerk, customer_id)
    before = {one.promise.id for one in read(sample_desk, customer_id).promises}
    clerk.press("R")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, PromiseDialog)
    clerk.type("999999 tomorrow")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: dialog.question is not None and dialog.question.isVisible())
    question = dialog.question
    assert question is not None
    assert list(question.reasons) == ["G-PAY-13"]
    assert {one.promise.id for one in read(sample_desk, customer_id).promises} == before

    question.reasons["G-PAY-13"].setText("Pays for the whole group.")
    question.go_button.click()
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)

    page = read(sample_desk, customer_id)
    new = [one for one in page.promises if one.promise.id not in before]
    assert [one.promise.amount for one in new] == [Money(999_999_00, "USD")]
    assert all(amount.minor > 0 for amount in page.to_be_collected)


def test_a_dispute_leaves_the_rest_to_be_collected(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    open_page(clerk, customer_id)
    clerk.press("D")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, DisputeDialog)
    number = dialog.invoice.currentText().split()[0]

    clerk.type("short")
    clerk.press("Tab")
    clerk.type("10")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)

    page = read(sample_desk, customer_id)
    newest = max(page.disputes, key=lambda one: one.id)
    assert newest.code == "D02"
    assert newest.amount == Money(10_00, "USD")
    assert next(item.number for item in page.invoices if item.id == newest.invoice_id) == number


def test_a_hold_needs_a_reason_and_is_shown(clerk: Clerk, sample_desk: Desk) -> None:
    open_page(clerk, busy_customer(sample_desk))
    clerk.press("H")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, HoldDialog)
    clerk.press("Return")
    assert dialog.isVisible()
    assert "recorded" in dialog.message.text()

    clerk.type("waits for the insurer until December")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    clerk.back_in_the_window()

    banner = clerk.page.page.banner
    assert banner.isVisible()
    assert "waits for the insurer" in banner.words.text()


def test_a_stop_flag_is_set_and_lifted(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    open_page(clerk, customer_id)
    clerk.press("H")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, HoldDialog)
    dialog.choose("flag", "ATTY")
    clerk.type("letter of the attorney of Nov 18")
    clerk.press("Return")
    assert isinstance(clerk.sees_dialog(), StopDone)  # the name of the attorney is not known
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)
    standing = [one for one in read(sample_desk, customer_id).holds if one.active(TODAY)]
    assert [one.flag for one in standing] == ["ATTY"]

    clerk.back_in_the_window()
    clerk.press("H")
    second = clerk.sees_dialog()
    assert isinstance(second, HoldDialog)
    second.choose("lift", str(standing[0].id))
    clerk.type("the attorney agreed to contact")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)

    assert not [one for one in read(sample_desk, customer_id).holds if one.active(TODAY)]


def test_the_clerk_decides_the_category_against_the_facts(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    proposal = read(sample_desk, customer_id).proposal
    open_page(clerk, customer_id)
    clerk.press("G")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, CategoryDialog)
    assert dialog.chosen() is proposal.category
    for fact in proposal.facts:
        assert fact in all_texts(dialog)
    other = next(one for one in Category if one is not proposal.category)
    dialog.choices[other].setChecked(True)
    clerk.press("Return")
    assert dialog.isVisible()

    clerk.type("the owner told me so")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)

    page = read(sample_desk, customer_id)
    assert page.customer.category is other
    assert page.category_history[0].reason == "the owner told me so"


def test_a_number_and_an_address_are_entered(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    open_page(clerk, customer_id)
    clerk.press("E")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, ContactDetailsDialog)
    dialog.point_value.setFocus()
    clerk.type("not a number")
    clerk.press("Return")
    wait_for(clerk.qtbot, dialog.deed_button.isEnabled)
    assert dialog.isVisible()
    assert dialog.point_value.text() == "not a number"
    dialog.point_value.selectAll()
    clerk.type("(212) 555-0142")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)

    assert any("555-0142" in one.value for one in read(sample_desk, customer_id).contact_points)


def test_a_correction_stands_beside_what_it_corrects(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    open_page(clerk, customer_id)
    timeline = clerk.page.page.timeline
    call = next(one for one in timeline.entries() if one.kind == "call" and one.stands)
    timeline.choose("call", call.ref_id)

    clerk.press("X")
    assert isinstance(clerk.sees_dialog(), CorrectionDialog)
    clerk.type("wrong person named")
    for _ in range(20):
        focused = QApplication.focusWidget()
        if focused is not None and focused.accessibleName() == "Note":
            break
        clerk.press("Tab")
    clerk.press("Ctrl+A")
    clerk.type("It was the bookkeeper.")
    dialog = clerk.sees_dialog()
    assert isinstance(dialog, CorrectionDialog)
    dialog.deed_button.click()
    settle(clerk.qtbot, clerk.window)

    entries = read(sample_desk, customer_id).timeline
    old = next(one for one in entries if one.kind == "call" and one.ref_id == call.ref_id)
    assert not old.stands
    assert old.mark
    assert old.detail == call.detail
    assert any("It was the bookkeeper." in one.detail for one in entries)


def test_a_withdrawal_leaves_both_in_the_list(clerk: Clerk, sample_desk: Desk) -> None:
    customer_id = busy_customer(sample_desk)
    open_page(clerk, customer_id)
    timeline = clerk.page.page.timeline
    call = next(one for one in timeline.entries() if one.kind == "call" and one.stands)
    timeline.choose("call", call.ref_id)

    clerk.press("Shift+X")
    assert isinstance(clerk.sees_dialog(), WithdrawalDialog)
    clerk.type("logged with the wrong customer")
    clerk.press("Return")
    wait_for(clerk.qtbot, lambda: QApplication.activeModalWidget() is None)

    shown = clerk.page.page.timeline.entries()
    old = next(one for one in shown if one.kind == "call" and one.ref_id == call.ref_id)
    assert not old.stands


def test_enter_shows_an_entry_whole(clerk: Clerk, sample_desk: Desk) -> None:
    open_page(clerk, busy_customer(sample_desk))
    timeline = clerk.page.page.timeline
    call = next(one for one in timeline.entries() if one.kind == "call")
    timeline.choose("call", call.ref_id)
    timeline.setFocus()

    clerk.press("Return")

    dialog = clerk.sees_dialog()
    assert isinstance(dialog, EntryDialog)
    assert call.title in all_texts(dialog)
    assert dialog.text.toPlainText() == call.detail


def test_the_timeline_is_narrowed_to_a_kind(clerk: Clerk, sample_desk: Desk) -> None:
    open_page(clerk, busy_customer(sample_desk))
    page = clerk.page.page
    whole = page.timeline.entries()

    clerk.press("Ctrl+F")
    clerk.press("Down")

    kinds = {entry.kind for entry in page.timeline.entries()}
    assert kinds <= {"call", "visit", "text", "email"}
    assert len(page.timeline.entries()) < len(whole)
    assert page.timeline_note.text() == f"{len(page.timeline.entries())} of {len(whole)} entries"


def test_a_file_is_stored_and_shown_from_memory(
    clerk: Clerk, sample_desk: Desk, tmp_path: Path
) -> None:
    customer_id = busy_customer(sample_desk)
    scan = tmp_path / "remittance <b>advice & co.png"
    buffer = io.BytesIO()
    Image.new("RGB", (200, 100), (0, 0, 200)).save(buffer, "PNG")
    scan.write_bytes(buffer.getvalue())
    open_page(clerk, customer_id)
    page = clerk.page.page

    clerk.press("A")
    chooser = next(one for one in clerk.window.findChildren(QFileDialog) if one.isVisible())
    chooser.fileSelected.emit(str(scan))
    chooser.close()
    settle(clerk.qtbot, clerk.window)
    page.tabs.setCurrentWidget(page.attachments)
    settle(clerk.qtbot, clerk.window)

    stored = contact.attachments(sample_desk, customer_id)
    assert [one.label for one in stored] == [scan.name]
    assert page.attachments.document.page_count() == 1
    page.tabs.setCurrentIndex(0)
    assert page.attachments.document.page_count() == 0  # nothing of it stays in a widget


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "empty", id="an empty file"),
        pytest.param(None, "cannot be read", id="a file that is gone"),
    ],
)
def test_a_file_that_cannot_be_attached_says_why(
    clerk: Clerk, sample_desk: Desk, tmp_path: Path, content: bytes | None, said: str
) -> None:
    customer_id = busy_customer(sample_desk)
    path = tmp_path / "scan.pdf"
    if content is not None:
        path.write_bytes(content)
    open_page(clerk, customer_id)

    clerk.page.page.attachments.attach(path, customer_id)

    box = clerk.sees_dialog()
    assert said in all_texts(box)
    box.close()


def test_hostile_text_is_shown_as_it_stands(
    sample_desk: Desk, open_window: Callable[[Desk], MainWindow], qtbot: QtBot
) -> None:
    customer_id = busy_customer(sample_desk)
    contact.add_note(sample_desk, customer_id, HOSTILE)
    customers.put_in_person(sample_desk, customer_id, "<b>Ann</b> & <i>Co</i>", role="<u>AP</u>")
    contact.put_on_hold(
        sample_desk, customer_id, "<h1>wait</h1>", review_on=TODAY + timedelta(days=3)
    )
    clerk = Clerk(open_window(sample_desk), qtbot)

    open_page(clerk, customer_id)

    page = clerk.page.page
    assert "<b>Ann</b> & <i>Co</i>, <u>AP</u>" in all_texts(page.reach_card)
    assert "<h1>wait</h1>" in page.banner.words.text()
    for part in clerk.window.findChildren(QLabel):
        if "<" in part.text():
            assert part.textFormat() == Qt.TextFormat.PlainText, part.text()
    assert any("<script>" in entry.detail for entry in page.timeline.entries())
    assert not page.grab().isNull()


def test_without_a_customer_the_page_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    window.go("customer")
    settle(qtbot, window)

    assert Clerk(window, qtbot).page.empty.title() == "No customer is open"


def test_f_goes_to_the_whole_width_and_back(clerk: Clerk) -> None:
    row = clerk.worklist.table.current_row()
    assert row is not None

    clerk.press("F")
    assert clerk.page.page.customer_id == row.customer_id
    clerk.press("F")

    assert clerk.window.view_id == "worklist"


LONG = {
    "email": "accounts.payable.department.of.the.northern.region@a-very-long-company-name.example",
    "website": "https://www.a-very-long-company-name.example/about/who/we/are/and/how/to/reach",
    "phone": "+1 (212) 555-0177",
}


@pytest.mark.parametrize("beside", [True, False])
def test_nothing_makes_the_page_wider_than_its_place(
    clerk: Clerk, sample_desk: Desk, *, beside: bool
) -> None:
    customer_id = clerk.worklist.table.rows_model.shown_rows()[0].customer_id
    for kind, value in LONG.items():
        add_contact_point(sample_desk, customer_id, kind, value, label="office, " + "after 5 " * 9)
    edit_customer(
        sample_desk, customer_id, name="Società Generale " * 9, reference="C-" + "7" * 90
    )
    if beside:
        clerk.press("Return")
        page = clerk.worklist.page
    else:
        open_page(clerk, customer_id)
        page = clerk.page.page

    area = page.findChild(QScrollArea)
    assert area is not None
    ground = area.widget()
    assert ground is not None
    assert ground.width() <= area.viewport().width()
    for part in (page.close_button, page.head.facts, page.reach_card):
        right = part.mapTo(ground, part.rect().topRight()).x()
        assert right <= area.viewport().width(), part
    facts = page.head.facts
    assert facts.height() >= facts.heightForWidth(facts.width())
    links = {one.whole_text(): one for one in page.reach_card.findChildren(ElidedLink)}
    for value in LONG.values():
        link = next(one for text, one in links.items() if value in text)
        assert link.text().endswith("…")
        assert value in link.toolTip()
        assert value in link.accessibleName()
        shown = link.fontMetrics().horizontalAdvance(link.text()) + link.iconSize().width()
        assert shown < link.width()


def test_a_link_shows_all_where_there_is_room(dressed: QApplication, qtbot: QtBot) -> None:
    del dressed
    link = ElidedLink(QIcon(), "a&b@example.example")
    qtbot.addWidget(link)
    link.resize(60, 28)
    link.show()
    assert link.text().endswith("…")

    link.resize(400, 28)

    assert link.text() == "a&&b@example.example"
