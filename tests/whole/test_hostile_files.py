"""Hostile files: workbooks that bite, and the names and contents of files to attach."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_desk.desktop.document_view import DocumentView, media_type_of
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import contact, customers
from collections_desk.operations.desk import Desk
from tests.importers.test_workbooks import CRAFTED
from tests.shared_data import hostile_text, needs_shared_data
from tests.whole.bait import Bait
from tests.whole.corpus import Item, items, refusal
from tests.whole.test_hostile_values import cases

#: Reads each file that is named and says what became of it, and what it took.
READER = """
import json, resource, sys, time
from pathlib import Path
from collections_desk.errors import ImportRefusedError
from collections_desk.operations.desk import Resources
from collections_desk.operations.reading import read_file

resources = Resources()
read_file(resources, Path(sys.argv[1]))  # what is imported once is not counted below
found = {}
for name in sys.argv[2:]:
    begun = time.monotonic()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        read_file(resources, Path(name))
        said = ""
    except ImportRefusedError as error:
        said = f"{error.problem} {error.remedy}"
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    found[Path(name).name] = {"said": said, "seconds": children}
status = Path("/proc/self/status").read_text()  # ru_maxrss would count who started us
own = int(status.partition("VmHWM:")[2].split()[0])
peak = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps({"files": found, "own_seconds": time.process_time(), "peak_kb": peak}))
"""


@needs_shared_data
def test_no_workbook_ends_the_program_or_takes_its_memory(tmp_path: Path, bait: Bait) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("name,balance\nAcme,10\n", encoding="utf-8")
    wanted = items("xlsx_file", "app_alive", "import_refused_named")
    paths = []
    for item in wanted:
        path = tmp_path / f"{item['id']}.xlsx"
        content = CRAFTED[item["make"]["recipe"]]()
        path.write_bytes(content)
        paths.append(str(path))
    lure = tmp_path / "lure.xlsx"
    lure.write_bytes(with_entity(bait.file))
    paths.append(str(lure))

    done = subprocess.run(
        [sys.executable, "-c", READER, str(plain), *paths],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )

    found: dict[str, Any] = json.loads(done.stdout)
    assert len(found["files"]) == len(paths)
    for name, result in found["files"].items():
        assert name in result["said"], name
        assert "Nothing was imported" in result["said"]
        assert result["seconds"] < 2, name
    assert found["own_seconds"] < 2 * len(paths)
    assert found["peak_kb"] < 500_000
    assert not bait.was_opened()


def with_entity(file: Path) -> bytes:
    """Make a workbook whose sheet wants to read a file."""
    from tests.importers.test_workbooks import SHEET, changed, doctype, plain  # noqa: PLC0415

    entity = doctype(f'<!ENTITY x SYSTEM "{file.as_uri()}">')
    return changed(plain(), SHEET, entity)


# Attached files. Their names are labels; a file is never made from one.


def files_in(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*")}


@cases("attachment_filename", "filename_safe", "inside_target_folder")
def test_no_file_is_made_from_the_name_of_an_attached_one(
    item: Item, desk: Desk, tmp_path: Path
) -> None:
    customer_id = customers.add_new_customer(desk, "Acme")
    before = files_in(tmp_path)
    name = hostile_text(item)

    error = refusal(
        lambda: contact.attach_file(desk, customer_id, b"%PDF-1.7", name, "application/pdf")
    )

    assert files_in(tmp_path) == before
    labels = [one.label for one in contact.attachments(desk, customer_id)]
    if error is not None:
        assert isinstance(error, EntryRefusedError)
        assert error.field == "label"
        assert labels == []
        return
    (label,) = labels
    assert len(label) <= 200
    assert not set("\x00\n\r\u202e") & set(label)


@cases("attachment_filename", "warn_executable")
def test_an_attached_program_is_never_opened(
    item: Item, desk: Desk, qtbot: QtBot, dressed: QApplication
) -> None:
    content = b"MZ\x90\x00\x03\x00" + bytes(200)
    customer_id = customers.add_new_customer(desk, "Acme")
    contact.attach_file(desk, customer_id, content, item["value"], media_type_of(content))
    (kept,) = contact.attachments(desk, customer_id)
    view = DocumentView()
    qtbot.addWidget(view)

    document = contact.read_document(desk, kept.sha256)
    view.show_document(document.content, document.media_type)

    assert "may be a program" in view.words.toPlainText()
    assert view.page_count() == 0
