"""Letters per second beside plain ReportLab platypus, and the time of a live preview.

    python -m tests.benchmarks.bench_letters [letters]

Prints figures and asserts nothing. The baseline is the same page made the usual way: a
platypus document with paragraphs and a table, the same embedded fonts, one file a letter.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.pagesizes import letter as letter_size
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from collections_desk.letters.content import LetterContent
from collections_desk.letters.documents import render_letter
from collections_desk.letters.parallel import render_each
from collections_desk.letters.runs import render_many
from collections_desk.operations import mail
from collections_desk.operations.desk import Desk, Resources
from collections_desk.store.opening import create_store, open_store
from tests.clock import FRIDAY, Clock
from tests.letters.sheets import a_letter, assets
from tests.operations.mail_desk import add_customer, write_settings

#: The same font file, registered the library's own way for the baseline.
PLAIN = "Plain"
KEY = "c0ffee" * 10 + "beef"


def say(line: str) -> None:
    """Print a line of the table."""
    sys.stdout.write(line + "\n")


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how long the work took, in seconds."""
    begun = clock()
    work()
    return clock() - begun


def platypus(letter: LetterContent) -> bytes:
    """Make the same page with platypus, as one would at first."""
    style = ParagraphStyle("text", fontName=PLAIN, fontSize=9.8, leading=13.8)
    assert letter.statement is not None
    rows = [["Invoice", "Date", "Due date", "Days", "Original", "Paid", "Open"]]
    rows += [
        [row.number, row.issued, row.due, row.days, row.original, row.paid, row.open]
        for row in letter.statement.rows
    ]
    table = Table(rows, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), PLAIN),
                ("FONTSIZE", (0, 0), (-1, -1), 8.4),
                ("ALIGN", (3, 0), (-1, -1), "RIGHT"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, "black"),
            ]
        )
    )
    words = [*letter.letterhead.address, *letter.address_lines, letter.subject]
    words += [line.text for line in letter.lines if line.text]
    words += [letter.closing, letter.signer_name, letter.signer_role]
    logo = assets(logo=True).logo
    assert logo is not None
    story = [
        Image(BytesIO(logo), width=67, height=45),
        *(Paragraph(text, style) for text in words),
        Spacer(1, 12),
        table,
    ]
    stream = BytesIO()
    SimpleDocTemplate(stream, pagesize=letter_size, invariant=1).build(story)
    return stream.getvalue()


def preview_times(invoices: int) -> list[float]:
    """Return the times of live previews of a letter of that many invoices."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        create_store(home, KEY, now=FRIDAY).close()
        desk = Desk(open_store(home, KEY), Resources(), Clock(), home)
        write_settings(desk)
        customer = add_customer(desk, invoices=invoices)
        letter = mail.draft_letter(desk, customer, "L02").letter
        mail.preview_letter(desk, letter.id)
        times = [
            timed(lambda: mail.preview_letter(desk, letter.id, body=letter.body + " and more"))
            for _ in range(20)
        ]
        desk.database.close()
    return times


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    letters = [a_letter(8, ref=f"CD-2026-{number:06d}") for number in range(count)]
    kit = assets(logo=True)
    # The baseline comes first: our fonts, once ready, make the library faster for all.
    pdfmetrics.registerFont(TTFont(PLAIN, BytesIO(kit.regular)))
    rl_config.useA85 = 1
    platypus(letters[0])
    base = timed(lambda: [platypus(one) for one in letters[: min(count, 100)]], time.process_time)
    rl_config.useA85 = 0
    render_letter(letters[0], kit)
    base_rate = min(count, 100) / base
    pieces = [(one,) for one in letters]
    say(f"{count} letters of 8 invoices, letters per second (times plain platypus)")
    say(f"  plain platypus, one file each   {base_rate:8.0f}   1.0")
    # One process is measured by its own time, so that a busy computer does not count; several
    # processes by the clock on the wall.
    for label, clock, work in (
        (
            "ours, one file each, one core  ",
            time.process_time,
            lambda: [render_letter(one, kit) for one in letters],
        ),
        (
            "ours, one file each, all cores ",
            time.perf_counter,
            lambda: render_each(pieces, kit, parallel_from=2),
        ),
        (
            "ours, one batch PDF            ",
            time.process_time,
            lambda: render_many(pieces, kit, "Letters"),
        ),
    ):
        rate = count / timed(work, clock)
        say(f"  {label} {rate:8.0f}   {rate / base_rate:.1f}")
    for invoices in (8, 40, 200):
        times = preview_times(invoices)
        say(
            f"live preview, {invoices:3d} invoices: median {statistics.median(times) * 1000:.0f}"
            f" ms, worst {max(times) * 1000:.0f} ms (target 150 ms for 40)"
        )


if __name__ == "__main__":
    main()
