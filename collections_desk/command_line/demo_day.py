"""One day of a clerk on the sample data, step by step, by the same operations as the window.

Import this week's open items, look at what changed and at the worklist, log two calls, write
three letters of which one is certified, print them to PDF, do the rest of the day (its own
part, demo_method), export the call log, check and back up, and take pictures of the screens.
The number of the certified letter is typed from the picture of the
format that the Postal Service publishes; it is data of the sample, for no program makes one up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from collections_desk.command_line.demo_file import write_open_items
from collections_desk.command_line.demo_method import (
    WHY,
    agree_plan,
    look_ahead,
    refer,
    report,
    write_brief,
)
from collections_desk.command_line.reports import is_due, line_as_text
from collections_desk.command_line.talking import note
from collections_desk.domain.activities import CallEntry
from collections_desk.domain.call_log import FORMATS, CallLogFilter
from collections_desk.domain.certified_mail import in_fours
from collections_desk.domain.difference import Decisions
from collections_desk.domain.guards import Severity, answer
from collections_desk.domain.promise_text import parse_promise
from collections_desk.domain.sample import read_sample
from collections_desk.errors import DeskError, EntryRefusedError
from collections_desk.operations.books import apply_import, compare_import, read_import
from collections_desk.operations.contact import examine_call, log_call
from collections_desk.operations.mail import (
    approve_letter,
    cancel_letter,
    draft_letter,
    enter_article_number,
    examine_letter,
    one_letter,
    printable_batch,
    record_printed,
    save_letter_draft,
)
from collections_desk.operations.records import export_call_log
from collections_desk.operations.safekeeping import backup, verify
from collections_desk.operations.sample_home import open_sample
from collections_desk.operations.worklist import worklist

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk

#: The hour at the desk: office hours from Hawaii to London.
HOUR = time(13, 0)
SATURDAY = 5
#: Letter types that the demonstration sends by First-Class Mail.
ORDINARY = ("L02", "L03", "L04")
#: Those that must say what follows.
FINAL = ("L04", "L11")


class DayClock:
    """The last business day at one o'clock, New York; it moves on by itself, never back."""

    def __init__(self, now: datetime) -> None:
        zone = ZoneInfo("America/New_York")
        here = now.astimezone(zone)
        day = here.date() if here.time() > time(18, 0) else here.date() - timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day -= timedelta(days=1)
        self._now = datetime.combine(day, HOUR, zone).astimezone(UTC)

    def __call__(self) -> datetime:
        """Return the time; each question takes a second."""
        self._now += timedelta(seconds=1)
        return self._now


def work_a_day(home: Path, out: Path, made: list[str]) -> None:
    """Do the day's work and write what comes of it to `out`; `made` gets a line for each thing."""
    clock = DayClock(datetime.now(UTC))
    desk = open_sample(home, now=clock)
    made.append(f"SAMPLE data of {desk.settings().business.name}, on {desk.today():%A, %B %d, %Y}")
    try:
        note("A day's work on SAMPLE data; this takes about half a minute.")
        _import(desk, out, made)
        write_brief(desk, out, made)
        lines = _worklist(desk, out, made)
        _call(desk, lines, made)
        _letters(desk, lines, out, made)
        refer(desk, out, made)
        lines = due_lines(desk)  # who promised or was written to just now is not there anymore
        agree_plan(desk, lines, out, made)
        look_ahead(desk, out, made)
        report(desk, out, made)
        _export(desk, out, made)
        _keep(desk, out, made)
    finally:
        desk.close()
    _pictures(home, out, clock, made)


def _import(desk: Desk, out: Path, made: list[str]) -> None:
    path = write_open_items(desk, out / "this-weeks-open-items.csv")
    reading = read_import(desk, path, as_of=desk.today() - timedelta(days=1))
    difference = compare_import(desk, reading)
    report = apply_import(desk, reading, difference, Decisions(all_vanished="paid"))
    counts = ", ".join(f"{count} {what}" for what, count in difference.counts.items())
    made.append(f"{path.name}: imported as number {report.batch_id}: {counts}")


def _worklist(desk: Desk, out: Path, made: list[str]) -> list[WorklistLine]:
    lines, due = worklist(desk), due_lines(desk)
    path = out / "worklist.txt"
    path.write_text("".join(f"{line_as_text(line)}\n" for line in lines), encoding="utf-8")
    made.append(f"{path.name}: {len(lines)} customers, something to be done today for {len(due)}")
    return due


def due_lines(desk: Desk) -> list[WorklistLine]:
    """Return those with whom something is to be done today, the most urgent first."""
    return [line for line in worklist(desk) if is_due(line, desk.today())]


def _call(desk: Desk, lines: list[WorklistLine], made: list[str]) -> None:
    """Log two calls with customers whom no guard protects at this hour: a promise, a question."""
    logged = 0
    for line in lines:
        wants_call = line.next_action is not None and line.next_action.kind == "call"
        if logged == 2 or not wants_call or not line.phone or not line.to_be_collected:  # noqa: PLR2004 - two calls
            continue
        findings = examine_call(desk, line.customer_id, number=line.phone)
        if any(found.severity in {Severity.BLOCKED, Severity.NEVER} for found in findings):
            continue
        reasons = {found.guard: answer(found, WHY, sure=True) for found in findings if found.asks}
        entry = _first_call(desk, line) if logged == 0 else _second_call(desk, line)
        done = log_call(desk, entry, reasons=reasons)
        logged += 1
        made.append(f"Call with {line.name} logged as entry {done.activity_id}")
        if entry.promise is not None:
            words, meant = entry.promise.words, entry.promise.explanation
            made.append(f'Promise number {done.promise_id}, typed "{words}", understood: {meant}')


def _first_call(desk: Desk, line: WorklistLine) -> CallEntry:
    amount = line.to_be_collected[0]
    # As she types it while the customer talks: the amount in whole units, and the day.
    typed = f"{max(int(amount.decimal()), 1)} fri"
    return CallEntry(
        customer_id=line.customer_id,
        started=desk.now() - timedelta(minutes=4),
        outcome="RPP",
        seconds=215,
        number=line.phone,
        reached_name="accounts payable",
        identity_checked=True,
        reason="R07",
        note="Was friendly; the invoice is in next week's payment run.",
        promise=parse_promise(typed, today=desk.today(), to_be_collected=amount),
    )


def _second_call(desk: Desk, line: WorklistLine) -> CallEntry:
    return CallEntry(
        customer_id=line.customer_id,
        started=desk.now() - timedelta(minutes=2),
        outcome="RPQ",
        seconds=95,
        number=line.phone,
        reached_name="front office",
        identity_checked=True,
        reason="R08",
        note="Asked for a copy of everything open; sent while on the phone.",
    )


def _letters(desk: Desk, lines: list[WorklistLine], out: Path, made: list[str]) -> None:
    """Draft and approve three letters, one of them certified, and print them to one PDF."""
    ordinary = [
        (line, action.letter_type)
        for line in lines
        if (action := line.next_action) and action.letter_type in ORDINARY and not action.certified
    ]
    certified = [
        (line, action.letter_type)
        for line in lines
        if (action := line.next_action) and action.letter_type in FINAL and action.certified
    ]
    ready = [letter_id for letter_id, _ in _approved(desk, ordinary, 2)]
    for letter_id, name in _approved(desk, certified, 1):
        if _numbered(desk, letter_id, name):
            ready.append(letter_id)
    batch = printable_batch(desk, ready)
    path = out / "letters.pdf"
    path.write_bytes(batch.pdf)
    record_printed(desk, batch, printer=path.name)
    made.append(f"{path.name}: {len(ready)} letters printed, {batch.pages} pages")
    for piece in batch.pieces:
        letter = one_letter(desk, piece.letter_id)
        how = "First-Class Mail"
        if letter.article_number:
            how = f"Certified Mail {in_fours(letter.article_number)} (no real piece)"
        made.append(
            f"Letter {piece.letter_ref} to {piece.customer_name}, {how}, "
            f"pages {piece.first_page} to {piece.last_page}"
        )


def _numbered(desk: Desk, letter_id: int, name: str) -> bool:
    """Type the number of the sample; a second day on the same data finds it used."""
    number = read_sample(desk.resources.text, today=desk.today()).article_number
    try:
        enter_article_number(desk, letter_id, number)
    except EntryRefusedError as refused:
        note(f"The certified letter to {name} waits for a number of its own: {refused.problem}")
        return False
    return True


def _approved(
    desk: Desk, wanted: Sequence[tuple[WorklistLine, str]], count: int
) -> list[tuple[int, str]]:
    """Draft and approve until there are `count`; a letter that cannot go is passed over."""
    ready: list[tuple[int, str]] = []
    for line, letter_type in wanted:
        if len(ready) == count:
            break
        step = line.next_action.step if line.next_action else None
        draft = draft_letter(desk, line.customer_id, letter_type, step=step)
        if letter_type in FINAL:
            options = replace(draft.letter.options, **_what_follows(desk))
            draft = save_letter_draft(desk, draft.letter.id, options=options)
        findings = examine_letter(desk, draft.letter.id)
        reasons = {found.guard: answer(found, WHY, sure=True) for found in findings if found.asks}
        try:
            approve_letter(desk, draft.letter.id, reasons=reasons)
        except DeskError as error:
            note(f"The letter to {line.name} is not written: {error.problem}")
            cancel_letter(desk, draft.letter.id, why=WHY)
            continue
        ready.append((draft.letter.id, line.name))
    return ready


def _what_follows(desk: Desk) -> dict[str, Any]:
    """State the consequence of a final demand, as somebody with the authority decided it."""
    return {
        "consequence": "we will review these invoices for placement with a collection agency.",
        "authorized_by": desk.settings().exec_signer.name,
        "intended_on": desk.today() + timedelta(days=21),
    }


def _export(desk: Desk, out: Path, made: list[str]) -> None:
    for format_ in FORMATS:
        path = out / f"call-log.{format_}"
        done = export_call_log(desk, CallLogFilter(), format_, path, overwrite=True)
        made.append(f"{path.name}: {done.rows} calls")


def _keep(desk: Desk, out: Path, made: list[str]) -> None:
    saved = backup(desk, out)
    made.append(f"{saved.path.name}: a backup, read back and compared")
    report = verify(desk)
    state = "all is as it should be" if report.good else "SOMETHING IS NOT AS IT SHOULD BE"
    made.append(f"Record checked: {report.events} operations, {state}")


def _pictures(home: Path, out: Path, clock: DayClock, made: list[str]) -> None:
    from collections_desk.desktop.pictures import take_pictures  # noqa: PLC0415 - loads the window library

    pictures = take_pictures(home, out, now=clock)
    made.extend(f"{path.name}: a picture of the window" for path in pictures)
