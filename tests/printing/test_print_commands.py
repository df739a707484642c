from __future__ import annotations

from pathlib import Path

import pytest

from collections_desk.desktop.print_commands import CommandPrinting
from collections_desk.desktop.printers import PrintRefusedError
from collections_desk.domain.progress import Cancelled
from tests.printing.pages import a_pdf, ink_box, paper_of, text_of
from tests.printing.print_queue import PrintQueue

pytestmark = pytest.mark.printing


@pytest.fixture
def printing(queue: PrintQueue) -> CommandPrinting:
    return CommandPrinting(patience=0.5, environment=queue.environment)


def test_the_default_printer_comes_first_and_each_says_why_it_is_not_ready(
    printing: CommandPrinting,
) -> None:
    found = {printer.name: printer for printer in printing.printers()}

    assert next(iter(found)) == "Desk"
    assert found["Desk"].is_default
    assert found["Desk"].ready
    assert found["Desk"].label == "The desk printer"
    assert not found["Jammed"].ready
    assert found["Jammed"].reason == "The paper tray is empty"
    assert not found["Moved"].ready
    assert found["Moved"].reason == "It stands on the second floor now"
    assert found["Away"].ready  # nobody knows before the first job


@pytest.mark.parametrize(
    ("paper", "points"), [("letter", (612, 792)), ("a4", (595, 842))], ids=["Letter", "A4"]
)
def test_the_printer_receives_the_pages_as_text_in_their_true_place(
    queue: PrintQueue, printing: CommandPrinting, paper: str, points: tuple[int, int]
) -> None:
    pdf = a_pdf("Notice 1042", "Second page", paper=paper)

    job = printing.print_pdf(pdf, printer="Desk", title="2 letters", paper=paper)

    printed = (queue.at / "out" / "Desk.pdf").read_bytes()
    assert job.job.startswith("Desk-")
    assert job.pages == 2
    assert text_of(printed).split("\f")[:2] == ["Notice 1042\n\n", "Second page\n\n"]
    assert paper_of(printed) == points
    assert all(abs(a - b) <= 1 for a, b in zip(ink_box(printed), ink_box(pdf), strict=True))
    assert queue.waiting() == []


@pytest.mark.parametrize(
    ("printer", "said"),
    [
        pytest.param("Jammed", "Jammed did not print: The paper tray is empty.", id="stopped"),
        pytest.param("Moved", 'Moved did not print: Destination "Moved" is not', id="takes none"),
        pytest.param("Away", "may not exist or is unavailable", id="cannot be reached"),
        pytest.param("Gone", "The printer or class does not exist.", id="unknown"),
        pytest.param("-o", "did not print", id="a name like an option"),
    ],
)
def test_a_job_that_does_not_print_is_taken_back_with_its_reason(
    queue: PrintQueue, printing: CommandPrinting, printer: str, said: str
) -> None:
    patient = CommandPrinting(patience=2.0, environment=queue.environment)

    with pytest.raises(PrintRefusedError) as refused:
        patient.print_pdf(a_pdf("x"), printer=printer, title="1 letter", paper="letter")

    assert said in refused.value.problem
    assert "To print" in refused.value.remedy
    assert queue.waiting() == []


def test_cancel_takes_the_job_back(queue: PrintQueue) -> None:
    printing = CommandPrinting(patience=60, environment=queue.environment)

    def give_up(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        printing.print_pdf(
            a_pdf("x"), printer="Jammed", title="1 letter", paper="letter", progress=give_up
        )

    assert queue.waiting() == []


def test_a_job_cancelled_by_somebody_else_does_not_count_as_printed(queue: PrintQueue) -> None:
    printing = CommandPrinting(patience=60, environment=queue.environment)

    def somebody_else(done: int, total: int) -> None:
        for job in queue.waiting():
            queue.run("cancel", job)

    with pytest.raises(PrintRefusedError, match="canceled in the queue"):
        printing.print_pdf(
            a_pdf("x"), printer="Jammed", title="1 letter", paper="letter", progress=somebody_else
        )


def test_a_print_system_that_is_not_running_is_named(tmp_path: Path, queue: PrintQueue) -> None:
    printing = CommandPrinting(environment={"CUPS_SERVER": str(tmp_path / "none.sock")})

    with pytest.raises(PrintRefusedError, match="not running"):
        printing.printers()
    with pytest.raises(PrintRefusedError, match="did not print"):
        printing.print_pdf(a_pdf("x"), printer="Desk", title="1 letter", paper="letter")


def test_a_computer_without_the_commands_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(PrintRefusedError, match="does not answer"):
        CommandPrinting().printers()


def test_no_readable_file_of_ours_is_left(
    queue: PrintQueue,
    printing: CommandPrinting,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    printing.print_pdf(a_pdf("secret"), printer="Desk", title="1 letter", paper="letter")

    assert list(tmp_path.iterdir()) == []
