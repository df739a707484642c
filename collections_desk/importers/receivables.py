"""A file into a `Reading`: what it holds, how it was read, and what must be asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.date_text import DayFaultError, read_day
from collections_desk.domain.progress import no_progress
from collections_desk.domain.readings import Answers, Choice, Fault, Question, Reading
from collections_desk.importers.checks import (
    Notes,
    ask_currency,
    ask_terms,
    check_totals,
    duplicates,
)
from collections_desk.importers.extract import extract, samples
from collections_desk.importers.grid import cell_text
from collections_desk.importers.items import ItemReader
from collections_desk.importers.layouts import CONTACT_FIELDS, FIELDS, GENERIC
from collections_desk.importers.parties import PartyReader
from collections_desk.importers.recognize import recognize
from collections_desk.importers.spreadsheet import read_grid
from collections_desk.importers.values import (
    Detected,
    Home,
    detect_order,
    detect_style,
    distinct,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.progress import Progress
    from collections_desk.domain.readings import ImportedCustomer
    from collections_desk.importers.extract import Extract
    from collections_desk.importers.grid import Grid
    from collections_desk.importers.layouts import Layout
    from collections_desk.importers.recognize import Recognized

ENCODINGS = {
    "cp1252": "Western Europe, Windows",
    "cp1250": "Central Europe, Windows",
    "cp1251": "Cyrillic, Windows",
    "cp850": "Western Europe, DOS",
    "cp437": "United States, DOS",
    "mac-roman": "Macintosh",
    "iso-8859-15": "Western Europe, Unix",
    "utf-8": "Unicode",
}
_DATE_FIELDS = ("issued_on", "due_on", "expected_payment")
_AMOUNT_FIELDS = ("open", "amount", "paid", "line_amount", "price", "quantity", "credit_limit")
#: How often a long reading tells where it is.
_TICK = 2_000


class _Ticker:
    """Tells progress now and then; the clerk may cancel there."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.total, self.done, self.progress = total, 0, progress

    def __call__(self) -> None:
        self.done += 1
        if self.done % _TICK == 0:
            self.progress(min(self.done, self.total), self.total)


def recognize_file(
    data: bytes,
    file_name: str,
    layouts: Mapping[str, Layout],
    *,
    layout_id: str | None = None,
    answers: Answers | None = None,
) -> tuple[Grid, Recognized]:
    """Read the cells and find the layout; `read_recognized` goes on from here.

    Raises:
        ImportRefusedError: If the file cannot be read as it stands.
    """
    answers = answers or Answers()
    grid = read_grid(data, file_name, encoding=answers.encoding, delimiter=answers.delimiter)
    return grid, recognize(grid, layouts, layout_id=layout_id, answers=answers)


def read_file(  # noqa: PLR0913 - a file, and all that may be said of it
    data: bytes,
    file_name: str,
    layouts: Mapping[str, Layout],
    *,
    layout_id: str | None = None,
    answers: Answers | None = None,
    home: Home | None = None,
    as_of: date | None = None,
    progress: Progress = no_progress,
) -> Reading:
    """Read a whole file.

    Args:
        data: Its bytes.
        file_name: Its name, to show.
        layouts: All layout descriptions.
        layout_id: Which of them the clerk chose; None finds it.
        answers: What the clerk said about the file.
        home: What holds for the business where the file is silent.
        as_of: The day for which the balances hold, if the clerk says so.
        progress: Told now and then.

    Raises:
        ImportRefusedError: If the file cannot be read as it stands; nothing else is raised
            for what it holds: faults are values in the reading.
    """
    answers = answers or Answers()
    grid, found = recognize_file(data, file_name, layouts, layout_id=layout_id, answers=answers)
    return read_recognized(grid, found, answers=answers, home=home, as_of=as_of, progress=progress)


def read_recognized(  # noqa: PLR0913 - as `read_file`
    grid: Grid,
    found: Recognized,
    *,
    answers: Answers,
    home: Home | None = None,
    as_of: date | None = None,
    progress: Progress = no_progress,
) -> Reading:
    """Read a file whose layout has been found. Arguments as for `read_file`."""
    home = home or Home()
    notes = Notes()
    _about_the_file(grid, found, answers, notes)
    if not found.settled:
        return _unmapped(grid, found, answers, notes)
    data = extract(found)
    detected = _detect(found, data, answers, home)
    notes.questions.extend(detected.questions)
    tick = _Ticker(len(data.rows), progress)
    items = ItemReader(found, data, detected, answers, home)
    parties = PartyReader(found, data, detected, home, items.currency)
    contacts = found.kind == "contacts"
    if not contacts:
        items.read(data.rows, tick)
    if contacts or _says_how_to_reach(data):
        parties.read(data.rows, tick)
    if said := parties.kinds.assumption():
        notes.assumptions.append(said)
    notes.notices.extend(parties.kinds.notices())
    kept = () if contacts else tuple(duplicates(items, answers, notes))
    if not contacts:
        ask_currency(found, items, answers, notes)
        ask_terms(items, answers, notes)
    total = None if contacts else check_totals(data, items, detected, notes)
    shown = set(data.indexes) & set(_AMOUNT_FIELDS)
    return replace(
        _described(grid, found, answers),
        date_order=detected.order_shown,
        number_style=detected.style_shown if shown else "",
        samples=samples(data),
        as_of=as_of or _stated_day(found, data, detected, items),
        items=kept,
        closed=tuple(items.closed),
        customers=_reachable(parties, contacts=contacts),
        payments=tuple(items.payments),
        faults=tuple(sorted(_faults(items, parties, contacts=contacts), key=lambda one: one.line)),
        notices=tuple(
            sorted([*notes.notices, *items.notices, *parties.notices], key=lambda one: one.line)
        ),
        questions=tuple(notes.questions),
        assumptions=tuple(notes.assumptions),
        not_open={**items.not_open, **parties.skipped},
        reported_total=total,
        open_known=found.kind != "orders",
        file_rows=len(data.rows) + sum(fault.line > 0 for fault in data.faults),
    )


def _described(grid: Grid, found: Recognized, answers: Answers) -> Reading:
    """Return a reading that says what file and layout it is of; nothing is read yet."""
    return Reading(
        file_name=grid.file_name,
        sha256=grid.sha256,
        layout_id=found.layout.id if found.settled else GENERIC,
        layout_label=found.layout.label,
        layout_key=found.key,
        kind=found.kind,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=found.sheet.name,
        header_line=found.sheet.lines[found.header] if found.header >= 0 else 0,
        headings=found.headings,
        columns={
            heading: name
            for heading, name in zip(found.headings, found.fields, strict=True)
            if heading and name
        },
        answers=answers,
    )


def _about_the_file(grid: Grid, found: Recognized, answers: Answers, notes: Notes) -> None:
    """Say how the bytes were read, and ask where they prove nothing."""
    if grid.encoding_asked and answers.encoding is None:
        notes.questions.append(
            Question(
                "encoding",
                f'Line {grid.doubtful_line} reads "{grid.doubtful_text}". '
                "From which system is the file?",
                tuple(Choice(value, label) for value, label in ENCODINGS.items()),
            )
        )
    elif grid.doubtful_line and answers.encoding is None:
        notes.notices.append(
            Fault(
                grid.doubtful_line,
                "",
                grid.doubtful_text,
                f"the file is not Unicode and was read as {grid.encoding}; look whether "
                f'"{grid.doubtful_text}" is right',
            )
        )
    if found.rivals and answers.sheet is None:
        names = (found.sheet.name, *found.rivals)
        notes.questions.append(
            Question(
                "sheet",
                "More than one sheet holds such a list. Which one is to be read?",
                tuple(Choice(name, name) for name in names),
                found.sheet.name,
            )
        )
    notes.notices.extend(
        Fault(0, "", name, f'the sheet "{name}" was not read')
        for name in found.other_sheets
        if name not in found.rivals
    )
    if found.layout.notice:
        notes.assumptions.append(found.layout.notice)


def _unmapped(grid: Grid, found: Recognized, answers: Answers, notes: Notes) -> Reading:
    """Give an unknown sheet back with the question what its columns hold."""
    rows = found.sheet.rows[found.header + 1 : found.header + 6]
    notes.questions.append(
        Question(
            "columns",
            "Which column holds the customer, and which the open balance? "
            f"Line {found.sheet.lines[found.header]} does not say.",
            tuple(Choice(name, label) for name, label in FIELDS.items()),
        )
    )
    return replace(
        _described(grid, found, answers),
        samples=tuple(tuple(cell_text(cell) for cell in row) for row in rows),
        notices=tuple(notes.notices),
        questions=tuple(notes.questions),
        file_rows=len(found.sheet.rows) - found.header - 1,
    )


def _detect(found: Recognized, data: Extract, answers: Answers, home: Home) -> Detected:
    detected = Detected()
    dates = [index for name in _DATE_FIELDS for index in data.indexes.get(name, ())]
    texts, typed = distinct(data.rows, dates)
    detect_order(texts, found.layout, answers, home, detected, typed=typed)
    amounts = [index for name in _AMOUNT_FIELDS for index in data.indexes.get(name, ())]
    texts, typed = distinct(data.rows, amounts)
    detect_style(texts, found.layout, answers, detected, typed=typed)
    return detected


def _says_how_to_reach(data: Extract) -> bool:
    fields = set(data.indexes).union(*(block for _, block in data.blocks))
    return bool(fields & CONTACT_FIELDS)


def _reachable(parties: PartyReader, *, contacts: bool) -> tuple[ImportedCustomer, ...]:
    """Leave out customers of a list of items of whom it says nothing but the name."""
    if contacts:
        return parties.customers
    return tuple(
        one
        for one in parties.customers
        if one.points or one.address or one.contact_name or one.credit_limit or one.kind
    )


def _faults(items: ItemReader, parties: PartyReader, *, contacts: bool) -> list[Fault]:
    return parties.faults if contacts else items.faults


def _stated_day(
    found: Recognized, data: Extract, detected: Detected, items: ItemReader
) -> date | None:
    """Find the day for which the file says that it holds."""
    if found.layout.as_of is not None:
        for title in data.titles:
            if match := found.layout.as_of.search(title):
                try:
                    return read_day(match[1].strip(), detected.order)
                except DayFaultError:
                    continue
    if len(items.as_of_seen) == 1:
        return next(iter(items.as_of_seen))
    return None
