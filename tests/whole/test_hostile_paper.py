"""Hostile names, notes and wordings on what leaves the house: letters, call logs, spreadsheets."""

from __future__ import annotations

import csv
import shutil
import sys
from io import StringIO
from pathlib import Path

import pypdfium2
import pytest

from collections_desk.domain.call_log import CallLogFilter, plain_cell
from collections_desk.domain.progress import no_progress
from collections_desk.errors import EntryRefusedError, ExportRefusedError, LetterRefusedError
from collections_desk.exports.call_log import write_call_log
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.records import export_call_log
from collections_desk.store.tables import CustomerRow
from tests.clock import Clock
from tests.conftest import open_copy
from tests.exports.logs import call_log, row
from tests.exports.test_in_libreoffice import opened
from tests.letters.sheets import folded, page_texts
from tests.operations.contact_desk import add_customer as add_caller
from tests.operations.contact_desk import entry
from tests.operations.mail_desk import add_customer, write_settings
from tests.processor import within
from tests.shared_data import hostile_text, needs_shared_data
from tests.whole.bait import Bait
from tests.whole.corpus import Item, items, only_item, owner_of, refusal
from tests.whole.test_hostile_values import cases, import_text

ALL = CallLogFilter()
LITERAL = ("pdf_literal", "pdf_literal_embedded_font", "template_literal")


# Letters.


@cases("customer_name", *LITERAL)
def test_a_name_is_printed_on_the_letter_as_it_stands(item: Item, corpus_desk: Desk) -> None:
    name = hostile_text(item)
    letter = mail.draft_letter(corpus_desk, owner_of(corpus_desk)[item["id"]], "L02").letter

    with within(2):
        shown = mail.preview_letter(corpus_desk, letter.id)

    assert shown.pdf is not None
    assert shown.problems == ()
    assert folded(name) in folded("".join(page_texts(shown.pdf)))
    assert b"/Annot" not in shown.pdf
    assert shown.pdf.count(b"/FontFile2") >= 1
    document = pypdfium2.PdfDocument(shown.pdf)
    for page in document:
        assert list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])) == []
    document.close()


@cases("customer_name", "pdf_glyph_flag")
def test_a_letter_waits_until_missing_characters_were_named(item: Item, corpus_desk: Desk) -> None:
    letter = mail.draft_letter(corpus_desk, owner_of(corpus_desk)[item["id"]], "L02").letter

    with within(2):
        shown = mail.preview_letter(corpus_desk, letter.id)
        error = refusal(lambda: mail.approve_letter(corpus_desk, letter.id))

    assert any("U+" in problem.said for problem in shown.problems)
    assert isinstance(error, LetterRefusedError)
    assert "U+" in error.problem


@pytest.fixture(scope="module")
def draft(template_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, int]:
    """Give a draft that wordings are tried in."""
    desk = open_copy(template_home, tmp_path_factory.mktemp("wordings") / "home", Clock())
    write_settings(desk)
    return desk, mail.draft_letter(desk, add_customer(desk), "L02").letter.id


@cases("letter_template")
def test_a_wording_prints_or_is_refused_with_its_line(item: Item, draft: tuple[Desk, int]) -> None:
    desk, letter_id = draft
    text = hostile_text(item)

    with within(2):
        shown = mail.preview_letter(desk, letter_id, body=text)

    if {"template_ok", "template_literal_text"} & set(item["expect"]):
        # A reminder must also list the invoices, so the words go before those of the house.
        usual = mail.open_draft(desk, letter_id).letter.body
        shown = mail.preview_letter(desk, letter_id, body=f"{text}\n\n{usual}")
        assert shown.problems == ()
        assert shown.pdf is not None
        printed = folded("".join(page_texts(shown.pdf)))
        for part in text.replace("{{ customer_name }}", "{{ balance }}").split("{{ balance }}"):
            assert folded(part) in printed
        assert "Acme Tools, Inc." in "".join(page_texts(shown.pdf))
        return
    assert shown.problems
    if "template_refused_over_limit" in item["expect"]:
        error = refusal(lambda: mail.save_letter_draft(desk, letter_id, body=text))
        assert isinstance(error, EntryRefusedError)
        assert "100,000" in error.problem
        return
    assert any("Line 1" in problem.said for problem in shown.problems)
    assert shown.problems[0].remedy


@needs_shared_data
def test_no_letter_is_made_with_a_refused_wording(desk: Desk) -> None:
    write_settings(desk)
    letter_id = mail.draft_letter(desk, add_customer(desk), "L02").letter.id
    for item in items("letter_template", "template_refused_with_line"):
        mail.save_letter_draft(desk, letter_id, body=item["value"])
        error = refusal(lambda: mail.approve_letter(desk, letter_id))
        assert isinstance(error, LetterRefusedError)
        assert "Line 1" in error.problem


@pytest.fixture(scope="module")
def compiled() -> list[str]:
    """Give the list of what Python compiles while it is not None, from now on."""
    heard: list[str] = []

    def hear(event: str, details: tuple[object, ...]) -> None:
        if event == "compile" and details[0] is not None:
            heard.append(str(details[0]))
        if event in {"os.system", "subprocess.Popen"}:
            heard.append(str(details))

    sys.addaudithook(hear)  # stays until the end of the process, and costs nothing
    return heard


@cases("letter_template", "no_exec")
def test_no_code_of_a_value_runs(item: Item, draft: tuple[Desk, int], compiled: list[str]) -> None:
    desk, letter_id = draft
    mail.preview_letter(desk, letter_id, body="warm")
    compiled.clear()

    mail.preview_letter(desk, letter_id, body=item["value"])

    assert compiled == []


def test_no_code_of_a_name_runs(corpus_desk: Desk, compiled: list[str]) -> None:
    item = only_item("customer_name", "no_exec")
    letter = mail.draft_letter(corpus_desk, owner_of(corpus_desk)[item["id"]], "L14").letter
    compiled.clear()

    mail.preview_letter(corpus_desk, letter.id)

    assert not any("for n in" in code for code in compiled)


def test_the_ear_hears_what_is_compiled(compiled: list[str]) -> None:
    compiled.clear()

    compile("1 + 1", "value", "eval")

    assert "1 + 1" in compiled[0]


@cases("letter_template", "no_file_read")
def test_a_wording_reads_no_file(item: Item, draft: tuple[Desk, int], bait: Bait) -> None:
    desk, letter_id = draft

    mail.preview_letter(desk, letter_id, body=bait.lay(item["value"]))

    assert not bait.was_opened()


# The call log on paper.


@pytest.fixture(scope="module")
def logs(corpus_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Export all calls with names and notes, once in each format."""
    folder = tmp_path_factory.mktemp("logs")
    paths = {kind: folder / f"calls.{kind}" for kind in ("csv", "xlsx", "pdf")}
    for kind, path in paths.items():
        export_call_log(
            corpus_desk, ALL, kind, path, notes=True, reasons={"G-KEEP-03": "Asked for in a test."}
        )
    return paths


@pytest.fixture(scope="module")
def log_pages(logs: dict[str, Path]) -> str:
    """Return all that can be read on the pages of the call log.

    A hyphen at the end of a line is read as U+FFFE, as if the word were broken there.
    """
    text = "".join(page_texts(logs["pdf"].read_bytes()))
    return folded(text.replace("\ufffe", "-"))


@cases("call_note", "pdf_literal")
def test_a_note_is_printed_in_the_call_log_as_it_stands(item: Item, log_pages: str) -> None:
    assert folded(hostile_text(item)) in log_pages


@cases("customer_name", "pdf_literal", "pdf_literal_embedded_font")
def test_a_name_is_printed_in_the_call_log_as_it_stands(item: Item, log_pages: str) -> None:
    assert folded(hostile_text(item)) in log_pages


@cases("call_note", "pdf_splits_pages")
def test_the_longest_note_runs_over_pages(item: Item, desk: Desk, tmp_path: Path) -> None:
    contact.log_call(desk, entry(desk, add_caller(desk), note=hostile_text(item)))

    with within(2):
        export_call_log(
            desk,
            ALL,
            "pdf",
            tmp_path / "calls.pdf",
            notes=True,
            reasons={"G-KEEP-03": "Asked for in a test."},
        )

    pages = page_texts((tmp_path / "calls.pdf").read_bytes())
    assert len(pages) > 1
    assert " ".join(pages).split().count("word") == 4000


# Spreadsheets.


def rows_of(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text[text.index("entry_id,") :], newline="")))


@cases("call_note", "csv_round_trip", "csv_no_formula")
def test_a_note_comes_back_from_the_exported_file(item: Item, logs: dict[str, Path]) -> None:
    found = [plain_cell(one["note"]) for one in rows_of(logs["csv"])]

    assert found.count(hostile_text(item)) == 1


@cases("customer_name", "csv_no_formula")
def test_a_name_comes_back_from_the_exported_file(item: Item, logs: dict[str, Path]) -> None:
    found = [plain_cell(one["customer_name"]) for one in rows_of(logs["csv"])]

    assert found.count(hostile_text(item)) == 1


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_libreoffice_finds_no_formula_and_the_same_texts(
    logs: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    lines = opened(logs[kind], tmp_path)

    assert not any(formula for line in lines for _, _, formula in line)
    cells = {folded(plain_cell(text)) for line in lines for text, _, _ in line}
    for item in items("customer_name", "csv_no_formula") + items("call_note", "csv_no_formula"):
        assert folded(hostile_text(item)) in cells, item["id"]


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@needs_shared_data
def test_names_from_a_file_are_exported_without_formulas(desk: Desk, tmp_path: Path) -> None:
    item = only_item("csv_file", "csv_no_formula")
    import_text(desk, tmp_path, item["value"])
    with desk.database.read() as session:
        owners = {row.name: row.id for row in session.query(CustomerRow)}
    assert sorted(owners) == ["=1+1", "@x"]
    for customer_id in owners.values():
        contact.log_call(desk, entry(desk, customer_id))

    export_call_log(
        desk,
        ALL,
        "xlsx",
        tmp_path / "calls.xlsx",
        notes=True,
        reasons={"G-KEEP-03": "Asked for in a test."},
    )

    lines = opened(tmp_path / "calls.xlsx", tmp_path)
    assert not any(formula for line in lines for _, _, formula in line)
    assert {"'=1+1", "'@x"} <= {text for line in lines for text, _, _ in line}


@cases("call_note", "xlsx_no_truncation")
def test_a_text_that_no_cell_holds_is_refused_and_never_cut(
    item: Item, desk: Desk, tmp_path: Path
) -> None:
    text = hostile_text(item)
    assert isinstance(
        refusal(lambda: contact.log_call(desk, entry(desk, add_caller(desk), note=text))),
        EntryRefusedError,
    )

    with (
        (tmp_path / "calls.xlsx").open("w+b") as file,
        pytest.raises(ExportRefusedError, match=f"{len(text):,}"),
    ):
        write_call_log(
            call_log([row(note=text)]), "xlsx", file, scratch=tmp_path, progress=no_progress
        )


@cases("phone", "csv_no_formula")
def test_a_number_that_is_a_formula_reaches_no_file(item: Item, desk: Desk) -> None:
    customer_id = add_caller(desk)

    assert refusal(lambda: customers.add_contact_point(desk, customer_id, "phone", item["value"]))
