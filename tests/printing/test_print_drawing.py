from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter

from collections_desk.desktop import printing
from collections_desk.desktop.print_commands import CommandPrinting
from collections_desk.desktop.print_drawing import DrawnPrinting, draw_on
from collections_desk.desktop.printers import PrintRefusedError
from collections_desk.domain.progress import Cancelled
from tests.printing.pages import a_pdf, ink_box, paper_of
from tests.printing.print_queue import PrintQueue


def to_file(path: Path) -> QPrinter:
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(path))
    return device


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_drawn_pages_lie_where_the_pdf_has_them(qapp: object, tmp_path: Path, paper: str) -> None:
    pdf = a_pdf("Notice 1042", "Second", paper=paper)

    pages = draw_on(to_file(tmp_path / "drawn.pdf"), pdf, paper=paper)

    drawn = (tmp_path / "drawn.pdf").read_bytes()
    assert pages == 2
    assert paper_of(drawn) == paper_of(pdf)
    for number in range(2):
        boxes = zip(ink_box(drawn, number), ink_box(pdf, number), strict=True)
        assert all(abs(a - b) <= 1 for a, b in boxes)


def test_cancel_stops_between_two_pages(qapp: object, tmp_path: Path) -> None:
    seen: list[int] = []

    def give_up(done: int, total: int) -> None:
        seen.append(done)
        raise Cancelled

    with pytest.raises(Cancelled):
        draw_on(
            to_file(tmp_path / "drawn.pdf"), a_pdf("1", "2", "3"), paper="letter", progress=give_up
        )

    assert seen == [1]


def test_a_printer_that_is_gone_is_named(qapp: object) -> None:
    with pytest.raises(PrintRefusedError, match="Gone is not there any more"):
        DrawnPrinting().print_pdf(b"", printer="Gone", title="1 letter", paper="letter")


DRAW = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from collections_desk.desktop.print_drawing import DrawnPrinting
printing = DrawnPrinting()
print([(p.name, p.is_default) for p in printing.printers()][0])
job = printing.print_pdf(
    Path(sys.argv[1]).read_bytes(), printer="Desk", title="1 letter", paper="letter"
)
print(job.pages)
"""


@pytest.mark.printing
def test_drawn_pages_reach_a_real_queue(queue: PrintQueue, tmp_path: Path) -> None:
    """In a process of its own: the print library remembers the first server that it saw."""
    output = queue.add("Drawn")
    pdf = a_pdf("Notice 1042")
    (tmp_path / "in.pdf").write_bytes(pdf)

    done = subprocess.run(
        [sys.executable, "-c", DRAW.replace('"Desk"', '"Drawn"'), str(tmp_path / "in.pdf")],
        env={**os.environ, **queue.environment, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
        timeout=120,
    )
    until = time.monotonic() + 30
    while queue.waiting():
        assert time.monotonic() < until

    assert done.stdout.decode().split("\n")[0] == "('Desk', True)"
    printed = output.read_bytes()
    assert paper_of(printed) == (612, 792)
    assert all(abs(a - b) <= 1 for a, b in zip(ink_box(printed), ink_box(pdf), strict=True))


def test_the_pdf_goes_through_the_print_system_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(printing.print_system(), DrawnPrinting)

    for name in ("lp", "lpstat"):
        (tmp_path / name).write_text("#!/bin/sh\n", encoding="ascii")
        (tmp_path / name).chmod(0o755)
    assert isinstance(printing.print_system(), CommandPrinting)
