"""Pictures of the mail, the letter editor, imports, exports and the record."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from collections_desk.desktop.certified_dialog import CertifiedDialog
from collections_desk.desktop.export_dialog import ExportDialog
from collections_desk.desktop.imports_view import ImportsView
from collections_desk.desktop.letter_start import LetterStart
from collections_desk.desktop.mail_lists import LISTS
from collections_desk.desktop.mail_view import MailView
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.print_dialog import PrintDialog
from collections_desk.desktop.records_view import RecordsView
from collections_desk.desktop.reports_view import ReportsView
from collections_desk.desktop.tracking import TrackingDialog
from collections_desk.domain.letters import LetterState
from collections_desk.operations import mail
from tests.desktop.office import (
    letters_that_can_go,
    open_dialog,
    overdue_customers,
    ready_draft,
    write_items,
)
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]


def _letters(window: MainWindow) -> None:
    """See that there are letters of every kind on every rung; once a store."""
    desk = window.desk
    if any(line.type == "L11" for line in mail.mail_lists(desk)[LetterState.DRAFT]):
        return  # the sample has none in its drafts
    ready_draft(desk, overdue_customers(desk)[0], "L03")
    mail.draft_letter(desk, overdue_customers(desk)[1], "L11")
    letters_that_can_go(desk, 2, "L11")
    made = letters_that_can_go(desk, 6)
    batch = mail.printable_batch(desk, [letter.id for letter in made[:3]])
    mail.record_printed(desk, batch, printer="Office printer", job="12")
    mail.record_rung(
        desk,
        [made[0].id],
        LetterState.POSTED,
        date(2026, 11, 20),
        note="Lancaster main office",
    )


def _mail(window: MainWindow, list_id: str) -> MailView:
    _letters(window)
    window.go("mail")
    rest(window)
    view = window.view
    assert isinstance(view, MailView)
    view.reasons.clear()
    view.show_lists()
    view.lists.setCurrentRow([one.id for one in LISTS].index(list_id))
    rest(window)
    return view


def _dialog(window: MainWindow, kind: type[QDialog]) -> QWidget:
    rest(window)
    dialog = open_dialog(kind)
    assert dialog is not None
    QApplication.processEvents()
    return dialog


def _to_print(window: MainWindow) -> None:
    _mail(window, "print")


def _not_printed(window: MainWindow) -> None:
    view = _mail(window, "print")
    lines = view.list.rows_model.shown_rows()
    view.reasons[lines[0].letter_id] = "Office printer did not print: The paper tray is empty."
    view.refresh()
    rest(window)


def _no_letters(window: MainWindow) -> None:
    back = [line.letter_id for line in mail.mail_lists(window.desk)[LetterState.RETURNED]]
    if back:
        mail.withdraw_rungs(window.desk, back, why="It was another letter that came back")
    _mail(window, "back")


def _editor(window: MainWindow) -> None:
    view = _mail(window, "drafts")
    view.open_line(view.list.rows_model.shown_rows()[0])
    rest(window)


def _editor_problems(window: MainWindow) -> None:
    view = _mail(window, "drafts")
    line = next(one for one in view.list.rows_model.shown_rows() if one.type == "L11")
    view.open_line(line)
    rest(window)


def _editor_details(window: MainWindow) -> None:
    _editor_problems(window)
    view = window.view
    assert isinstance(view, MailView)
    assert view.editor is not None
    view.editor.ways.go_to("consequence")
    rest(window)


def _sheet(window: MainWindow) -> None:
    view = _mail(window, "posted")
    view.open_line(view.list.rows_model.shown_rows()[0])
    rest(window)


def _new_letter(window: MainWindow) -> QWidget:
    _mail(window, "drafts")
    window.start_letter(overdue_customers(window.desk)[0])
    return _dialog(window, LetterStart)


def _numbers(window: MainWindow) -> QWidget:
    view = _mail(window, "number")
    view.deeds.enter_numbers(view.list.rows_model.shown_rows())
    dialog = _dialog(window, CertifiedDialog)
    assert isinstance(dialog, CertifiedDialog)
    dialog.article.setText("9507300000000000000010")
    dialog.article.finished.emit(dialog.article.text())
    return dialog


def _print(window: MainWindow) -> QWidget:
    view = _mail(window, "print")
    view.deeds.print(view.list.rows_model.shown_rows())
    return _dialog(window, PrintDialog)


def _posted(window: MainWindow) -> QWidget:
    view = _mail(window, "post")
    view.deeds.record(
        view.list.rows_model.shown_rows(), LetterState.POSTED, date(2026, 11, 20), "en_US"
    )
    return _dialog(window, TrackingDialog)


def _imports(window: MainWindow) -> ImportsView:
    window.go("imports")
    rest(window)
    view = window.view
    assert isinstance(view, ImportsView)
    return view


def _import_history(window: MainWindow) -> None:
    _imports(window).pages.setCurrentIndex(0)


def _import_file(window: MainWindow) -> None:
    _imports(window).start()


def _import_at(window: MainWindow, step: int) -> None:
    rows = (
        "Alder Books,INV-1,03/04/2026,05/06/2026,1200.00,1200.00",
        "Birch Cafe,INV-2,01/02/2026,02/03/2026,300.50,100.50",
        "Cedar Inn,INV-3,04/05/2026,06/07/2026,12x,9y9",
    )
    view = _imports(window)
    with tempfile.TemporaryDirectory() as folder:
        view.start(str(write_items(Path(folder), "open-items.csv", *rows)))
        rest(window)
        wizard = view.wizard
        assert wizard is not None
        if step == 0:
            return
        for card in wizard.how_step.cards():
            wizard.how_step.answer(card.question.id, "mdy" if card.buttons else "USD")
            rest(window)
    for _ in range(step - 1):
        wizard.forward()
        rest(window)


def _import_questions(window: MainWindow) -> None:
    _import_at(window, 0)


def _import_how(window: MainWindow) -> None:
    _import_at(window, 1)


def _import_lines(window: MainWindow) -> None:
    _import_at(window, 2)


def _import_changes(window: MainWindow) -> None:
    _import_at(window, 3)


def _reports(window: MainWindow) -> None:
    window.go("reports")


def _export(window: MainWindow) -> QWidget:
    window.go("reports")
    rest(window)
    view = window.view
    assert isinstance(view, ReportsView)
    view.export_calls()
    return _dialog(window, ExportDialog)


def _records(window: MainWindow) -> RecordsView:
    window.go("records")
    rest(window)
    view = window.view
    assert isinstance(view, RecordsView)
    return view


def _checked(window: MainWindow) -> None:
    view = _records(window)
    view.tabs.setCurrentIndex(0)
    view.verify()
    rest(window)


def _backups(window: MainWindow) -> None:
    view = _records(window)
    view.tabs.setCurrentWidget(view.backups)
    view.backups.back_up()
    rest(window)


SCENES: dict[str, Scene] = {
    "mail_to_print": _to_print,
    "mail_not_printed": _not_printed,
    "mail_empty": _no_letters,
    "letter_editor": _editor,
    "letter_problems": _editor_problems,
    "letter_details": _editor_details,
    "letter_record": _sheet,
    "letter_new": _new_letter,
    "certified_numbers": _numbers,
    "print_letters": _print,
    "mark_posted": _posted,
    "imports": _import_history,
    "import_file": _import_file,
    "import_questions": _import_questions,
    "import_how": _import_how,
    "import_lines": _import_lines,
    "import_changes": _import_changes,
    "reports": _reports,
    "export_calls": _export,
    "records_checked": _checked,
    "backups": _backups,
}
