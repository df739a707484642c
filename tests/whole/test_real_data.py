"""Real books: imported on the command line and in the window, one letter posted, calls exported.

The ClassicModels database (Eclipse BIRT, EPL 2.0) lies beside the checkout, with the totals
that were worked out from it by other means.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from collections_desk.desktop.import_wizard import RESULT, ImportWizard
from collections_desk.desktop.imports_view import ImportsView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.call_log import CallLogFilter, plain_cell
from collections_desk.domain.guards import Confirmed
from collections_desk.domain.letters import Letter
from collections_desk.domain.readings import Answers
from collections_desk.operations import books, contact, customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.records import export_call_log
from collections_desk.operations.worklist import worklist
from tests.clock import Clock
from tests.conftest import open_copy
from tests.desktop.office import focused, press
from tests.desktop.waiting import settle
from tests.exports.test_in_libreoffice import opened
from tests.letters.sheets import folded, ink_box, page_image, page_texts, profiles
from tests.operations.contact_desk import entry
from tests.operations.mail_desk import DECIDED, write_settings
from tests.shared_data import shared_folder

FILES = ("classicmodels_customers.csv", "classicmodels_orders.csv", "classicmodels_payments.csv")
#: What the clerk answers: these files name neither currency nor terms.
ANSWERS = Answers(currency="USD", terms_days=30)
TODAY = date(2026, 11, 20)
#: One of the customers in the United States.
DEBTOR = "Gifts4AllAges.com"


def real(name: str) -> Path:
    return shared_folder() / "data" / "real" / name


def expected() -> dict[str, str]:
    """Return what each customer owes."""
    known = json.loads(real("expected.json").read_text(encoding="utf-8"))["classicmodels"]
    assert known["net_open"] == "511497.20"
    assert len(known["customers_owing"]) == 16
    owing: dict[str, str] = known["customers_owing"]
    return owing


def owed_in(desk: Desk) -> dict[str, str]:
    """Return what each customer owes, as the worklist shows it."""
    lines = [line for line in worklist(desk, today=TODAY) if line.balances]
    assert all(len(line.balances) == 1 for line in lines)
    assert {line.balances[0].currency for line in lines} <= {"USD"}
    return {line.name: str(line.balances[0].decimal()) for line in lines if line.balances[0]}


# The command line.


def command(*words: str) -> dict[str, Any]:
    """Run a command in a process of its own and return what it answers."""
    done = subprocess.run(
        [sys.executable, "-m", "collections_desk", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout) if "--json" in words else {}
    return answer


def test_the_real_books_come_out_even_on_the_command_line(tmp_path: Path) -> None:
    owing = expected()
    (tmp_path / "passphrase").write_text("correct horse battery staple\n", encoding="utf-8")
    where = ("--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "passphrase"))
    command("setup", "--business", "Classic Models", "--clerk", "Dana Whitfield", *where)
    files = [str(real(name)) for name in FILES]
    said = ("--currency", "USD", "--terms", "30")

    done = command("import", *files, *said, "--json", *where)["files"]
    lines = command("worklist", "--json", "--today", TODAY.isoformat(), *where)["customers"]
    again = command("import", *files, *said, "--json", *where)["files"]
    birt = str(real("birt_customers_data.csv"))
    (same,) = command("import", birt, "--dry-run", "--json", *where)["files"]

    assert [one["customers"] for one in done] == [122, 98, 98]
    assert [one["rejected"] for one in done] == [[], [], []]
    assert done[1]["open_invoice_total"] == {"USD": "9365336.43"}
    assert done[1]["not_open"] == {"Cancelled": 6}
    assert done[2]["payments"] == 273
    assert done[2]["imported"]["open_after"] == {"USD": "511497.20"}
    assert {line["name"]: line["balances"]["USD"] for line in lines} == owing
    assert [one["imported"]["batch"] for one in again] == [None, None, None]
    assert (same["encoding"], same["delimiter"]) == ("utf-8-sig", "\t")
    assert same["customers"] == 122
    assert same["difference"]["customers"] == 0
    assert same["difference"]["near_twins"] == []


# Operations.


@pytest.fixture(scope="module")
def real_home(template_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import the real books once, as the window does."""
    shared_folder()
    home = tmp_path_factory.mktemp("real") / "home"
    desk = open_copy(template_home, home, Clock())
    write_settings(desk)
    for name in FILES:
        reading = books.read_import(desk, real(name), answers=ANSWERS, as_of=TODAY)
        assert (reading.questions, reading.faults) == ((), ())
        books.apply_import(desk, reading, books.compare_import(desk, reading))
    desk.database.close()
    return home


@pytest.fixture
def real_desk(real_home: Path, home: Path, clock: Clock) -> Iterator[Desk]:
    """Open a copy of the real books."""
    desk = open_copy(real_home, home, clock)
    yield desk
    desk.database.close()


def named(desk: Desk, name: str) -> int:
    """Return the number of a customer."""
    (line,) = [one for one in worklist(desk, everyone=True) if one.name == name]
    return line.customer_id


def test_each_customer_owes_what_was_worked_out(real_desk: Desk) -> None:
    owed = owed_in(real_desk)

    assert owed == expected()
    assert sum(Decimal(amount) for amount in owed.values()) == Decimal("511497.20")


def test_the_birt_file_changes_nothing_in_the_real_books(real_desk: Desk) -> None:
    birt = real("birt_customers_data.csv")

    again = books.compare_import(real_desk, books.read_import(real_desk, birt))

    assert again.customers == ()
    assert again.twins == ()


def test_the_birt_file_alone_gives_the_same_customers(desk: Desk, real_home: Path) -> None:
    reading = books.read_import(desk, real("birt_customers_data.csv"))
    books.apply_import(desk, reading, books.compare_import(desk, reading))
    other = open_copy(real_home, desk.home.with_name("other"), Clock())

    names, wanted = (
        {line.name: line.reference for line in worklist(one, everyone=True)}
        for one in (desk, other)
    )
    other.database.close()

    assert len(names) == 122
    assert names == wanted


# A certified letter.


def article_number() -> str:
    """Return a certified-mail number that a scanner may send."""
    file = shared_folder() / "reference" / "postal_vectors.json"
    scans = json.loads(file.read_text(encoding="utf-8"))["scanner_inputs"]
    return str(scans[0]["scan"])


def certified_letter(desk: Desk, envelope: str) -> Letter:
    """Draft, approve with reasons, and number a final demand to a real customer."""
    draft = mail.draft_letter(desk, named(desk, DEBTOR), "L11").letter
    options = replace(DECIDED, copies=draft.options.copies, enclosures=draft.options.enclosures)
    mail.save_letter_draft(desk, draft.id, options=options, envelope=envelope)
    findings = mail.examine_letter(desk, draft.id)
    reasons = {
        one.guard: Confirmed("The owner asked for it after a call today.") for one in findings
    }
    mail.approve_letter(desk, draft.id, reasons=reasons)
    mail.enter_article_number(desk, draft.id, article_number())
    return mail.one_letter(desk, draft.id)


@pytest.mark.parametrize("envelope", ["no10_window", "no9_window"])
def test_a_certified_letter_shows_its_address_in_the_window_and_no_barcode(
    real_desk: Desk, envelope: str
) -> None:
    letter = certified_letter(real_desk, envelope)

    batch = mail.printable_batch(real_desk, [letter.id])
    mail.record_printed(real_desk, batch, printer="Test printer", job="1")

    pdf = mail.letter_pdf(real_desk, letter.id)
    profile, image = profiles()[envelope], page_image(pdf)  # drawn at 300 dpi
    assert profile.exposed_box is not None
    shown, safe = ink_box(image, profile.exposed_box), profile.address_box
    assert shown is not None
    assert safe.left - 0.005 <= shown.left < shown.right <= safe.right + 0.005
    assert safe.top - 0.005 <= shown.top < shown.bottom <= safe.bottom + 0.005
    pages = page_texts(pdf)
    for words in (DEBTOR, "CERTIFIED MAIL", article_number(), "$50,806.85"):
        assert folded(words) in folded(pages[0]), words
    for number in range(len(pages)):
        assert zxingcpp.read_barcodes(page_image(pdf, number)) == []


def test_the_barcode_reader_would_find_one(tmp_path: Path) -> None:
    code = zxingcpp.create_barcode(article_number(), zxingcpp.BarcodeFormat.Code128)

    assert len(zxingcpp.read_barcodes(code.to_image(scale=4))) == 1


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_two_calls_are_logged_exported_and_opened_by_libreoffice(
    real_desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    customer_id = named(real_desk, DEBTOR)
    (point, *_) = customers.customer_page(real_desk, customer_id).contact_points
    contact.log_call(
        real_desk,
        entry(real_desk, customer_id, "NA", number=point.value, identity_checked=None),
    )
    clock.pass_by(minutes=3)
    said = 'Says "invoice 10414" was short;\n=SUM(A1) was their joke.'
    contact.log_call(real_desk, entry(real_desk, customer_id, number=point.value, note=said))

    for kind in ("csv", "xlsx"):
        path = tmp_path / f"calls.{kind}"
        done = export_call_log(
            real_desk,
            CallLogFilter(),
            kind,
            path,
            notes=True,
            reasons={"G-KEEP-03": "Asked for in a test."},
        )
        lines = opened(path, tmp_path)

        assert done.rows == 2
        assert not any(formula for line in lines for _, _, formula in line)
        texts = [[plain_cell(text) for text, _, _ in line] for line in lines]
        calls = [line for line in texts if DEBTOR in line]
        assert len(calls) == 2
        assert any(said in line for line in calls)
        label = real_desk.resources.outcomes["NA"].label
        assert {text for line in calls for text in line} >= {f"NA {label}", "x9555"}


# The window.


@pytest.fixture
def imports(
    desk: Desk, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> tuple[MainWindow, ImportsView]:
    """Go to the imports, by key."""
    write_settings(desk)
    window = open_window(desk)
    press(qtbot, window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    view = window.view
    assert isinstance(view, ImportsView)
    return window, view


def import_by_keys(qtbot: QtBot, window: MainWindow, wizard: ImportWizard) -> None:
    """Answer what is asked and go on to the end; the cursor is where it is needed."""
    for _ in range(12):
        if wizard.steps.currentIndex() == RESULT:
            return
        for card in wizard.how_step.cards():
            if card.edit is not None and focused() is card.edit:
                QTest.keyClicks(card.edit, "30")
                press(qtbot, window, Qt.Key.Key_Return)
                break
        else:
            press(qtbot, window, Qt.Key.Key_Space)
    pytest.fail(f"the import stands at step {wizard.steps.currentIndex()}")


def test_the_real_books_come_out_even_in_the_window(
    imports: tuple[MainWindow, ImportsView], desk: Desk, qtbot: QtBot
) -> None:
    window, view = imports
    for name in FILES:
        view.start(str(real(name)))  # as the file dialog does
        settle(qtbot, window)
        assert view.wizard is not None
        import_by_keys(qtbot, window, view.wizard)
        assert f"{name} is imported." in view.wizard.result_step.title.text()

    press(qtbot, window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    assert owed_in(desk) == expected()
    assert window.view_id == "worklist"
