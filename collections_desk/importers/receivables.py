"""A file into a `Reading`: what it holds, how it was read, and what must be asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collections_desk.domain.amount_text import CODES, AmountFaultError, read_amount
from collections_desk.domain.date_text import DayFaultError, read_day
from collections_desk.domain.money import Money, from_decimal
from collections_desk.domain.names import name_key
from collections_desk.domain.progress import no_progress
from collections_desk.domain.readings import Answers, Choice, Fault, Question, Reading
from collections_desk.importers.extract import extract, samples
from collections_desk.importers.grid import cell_text
from collections_desk.importers.items import ItemReader
from collections_desk.importers.layouts import CONTACT_FIELDS, FIELDS, GENERIC
from collections_desk.importers.parties import PartyReader
from collections_desk.importers.recognise import recognise
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
    from collections_desk.domain.readings import ImportedCustomer, ImportedItem
    from collections_desk.importers.extract import Extract
    from collections_desk.importers.grid import Cell, Grid
    from collections_desk.importers.layouts import Layout
    from collections_desk.importers.recognise import Recognised

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


@dataclass(slots=True)
class _Notes:
    """What is collected on the way."""

    questions: list[Question] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


class _Ticker:
    """Tells progress now and then; the clerk may cancel there."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.total, self.done, self.progress = total, 0, progress

    def __call__(self) -> None:
        self.done += 1
        if self.done % _TICK == 0:
            self.progress(min(self.done, self.total), self.total)


def recognise_file(
    data: bytes,
    file_name: str,
    layouts: Mapping[str, Layout],
    *,
    layout_id: str | None = None,
    answers: Answers | None = None,
) -> tuple[Grid, Recognised]:
    """Read the cells and find the layout; `read_recognised` goes on from here.

    Raises:
        ImportRefusedError: If the file cannot be read as it stands.
    """
    answers = answers or Answers()
    grid = read_grid(data, file_name, encoding=answers.encoding, delimiter=answers.delimiter)
    return grid, recognise(grid, layouts, layout_id=layout_id, answers=answers)


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
    grid, found = recognise_file(data, file_name, layouts, layout_id=layout_id, answers=answers)
    return read_recognised(grid, found, answers=answers, home=home, as_of=as_of, progress=progress)


def read_recognised(  # noqa: PLR0913 - as `read_file`
    grid: Grid,
    found: Recognised,
    *,
    answers: Answers,
    home: Home | None = None,
    as_of: date | None = None,
    progress: Progress = no_progress,
) -> Reading:
    """Read a file whose layout has been found. Arguments as for `read_file`."""
    home = home or Home()
    notes = _Notes()
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
    kept = () if contacts else tuple(_duplicates(items, answers, notes))
    if not contacts:
        _ask_currency(found, items, answers, notes)
        _ask_terms(items, answers, notes)
    total = None if contacts else _check_totals(data, items, detected, notes)
    shown = set(data.indexes) & set(_AMOUNT_FIELDS)
    return Reading(
        file_name=grid.file_name,
        sha256=grid.sha256,
        layout_id=found.layout.id,
        layout_label=found.layout.label,
        layout_key=found.key,
        kind=found.kind,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=found.sheet.name,
        date_order=detected.order_shown,
        number_style=detected.style_shown if shown else "",
        header_line=found.sheet.lines[found.header] if found.header >= 0 else 0,
        headings=found.headings,
        columns={
            heading: name
            for heading, name in zip(found.headings, found.fields, strict=True)
            if heading and name
        },
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
        answers=answers,
    )


def _about_the_file(grid: Grid, found: Recognised, answers: Answers, notes: _Notes) -> None:
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


def _unmapped(grid: Grid, found: Recognised, answers: Answers, notes: _Notes) -> Reading:
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
    return Reading(
        file_name=grid.file_name,
        sha256=grid.sha256,
        layout_id=GENERIC,
        layout_label=found.layout.label,
        layout_key=found.key,
        kind=found.kind,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=found.sheet.name,
        header_line=found.sheet.lines[found.header],
        headings=found.headings,
        columns={
            heading: name
            for heading, name in zip(found.headings, found.fields, strict=True)
            if heading and name
        },
        samples=tuple(tuple(cell_text(cell) for cell in row) for row in rows),
        notices=tuple(notes.notices),
        questions=tuple(notes.questions),
        file_rows=len(found.sheet.rows) - found.header - 1,
        answers=answers,
    )


def _detect(found: Recognised, data: Extract, answers: Answers, home: Home) -> Detected:
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
        if one.points or one.address or one.contact_name or one.credit_limit
    )


def _faults(items: ItemReader, parties: PartyReader, *, contacts: bool) -> list[Fault]:
    return parties.faults if contacts else items.faults


def _duplicates(items: ItemReader, answers: Answers, notes: _Notes) -> list[ImportedItem]:
    """Find lines that say the same; keep or drop them as the clerk says."""
    seen: dict[tuple[object, ...], int] = {}
    kept, numbered = [], True
    doubles = []
    keys: dict[str, str] = {}
    for item in items.items:
        name = keys.get(item.customer)
        if name is None:
            name = keys[item.customer] = name_key(item.customer)
        key = (name, item.customer_ref, item.number, item.open, item.issued_on, item.due_on)
        first = seen.setdefault(key, item.line)
        if first == item.line:
            kept.append(item)
            continue
        numbered &= bool(item.number)
        doubles.append(item)
        notes.notices.append(
            Fault(
                item.line,
                "",
                item.number or item.customer,
                f"the line says the same as line {first}",
            )
        )
    if not doubles:
        return items.items
    suggestion = "once" if numbered else "keep"
    if answers.duplicates is None:
        lines = "line says" if len(doubles) == 1 else "lines say"
        notes.questions.append(
            Question(
                "duplicates",
                f"{len(doubles):,} {lines} the same as an earlier line, the first of them line "
                f"{doubles[0].line}. Are they items of their own?",
                (
                    Choice("keep", "Yes, each line is owed by itself"),
                    Choice("once", "No, read such lines once"),
                ),
                suggestion,
            )
        )
    return items.items if (answers.duplicates or suggestion) == "keep" else kept


def _ask_currency(found: Recognised, items: ItemReader, answers: Answers, notes: _Notes) -> None:
    if answers.currency is not None:
        return
    if items.currency_needed and found.layout.currency == "ask":
        notes.questions.append(
            Question(
                "currency",
                "In which currency are the amounts for which the file names none?",
                tuple(Choice(code, code) for code in sorted(CODES)),
                items.currency,
            )
        )
    elif items.currency_needed:
        notes.assumptions.append(
            f"The file names no currency. Its amounts are taken as {items.currency}, the "
            "currency of the business."
        )
    elif items.dollars_seen:
        code = items.currency if items.currency.endswith("D") else "USD"
        notes.assumptions.append(f'Amounts with "$" alone are taken as {code}.')


def _ask_terms(items: ItemReader, answers: Answers, notes: _Notes) -> None:
    if items.asks_terms and answers.terms_days is None:
        notes.questions.append(
            Question(
                "terms_days",
                "The list has no due dates. How many days after its date is an invoice due?",
                suggested=str(items.terms),
            )
        )
    elif items.items and not (items.asks_terms or items.has("due_on") or items.has("issued_on")):
        notes.assumptions.append(
            "The list has no dates, so days past due cannot be counted for its items."
        )


def _stated_day(
    found: Recognised, data: Extract, detected: Detected, items: ItemReader
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


def _check_totals(
    data: Extract, items: ItemReader, detected: Detected, notes: _Notes
) -> Money | None:
    """Compare the file's own totals with what was read; what differs is said."""
    currencies = {item.open.currency for item in items.items}
    if len(currencies) != 1:
        _no_total(data, items)
        return None
    currency = currencies.pop()
    sums: defaultdict[str, int] = defaultdict(int)
    for item in items.items:
        sums[item.customer] += item.open.minor
    stated: Counter[str] = Counter()
    for line, group, cell in data.subtotals:
        money = _total_money(cell, detected, currency)
        stated[group] += 1
        if money is not None and stated[group] == 1 and sums[group] != money.minor:
            read = Money(sums[group], currency)
            notes.notices.append(
                Fault(line, "", str(money), f"the total of {group} is {money}, read was {read}")
            )
    if data.total is None:
        return None
    line, cell = data.total
    total = _total_money(cell, detected, currency)
    read = Money(sum(item.open.minor for item in items.items), currency)
    if total != read and not data.total_marked:
        _no_total(data, items)
        return None
    if total is not None and total != read:
        notes.notices.append(
            Fault(line, "", str(total), f"the file's own total is {total}, read was {read}")
        )
    return total


def _no_total(data: Extract, items: ItemReader) -> None:
    """List a row without a word as a fault where it turns out not to be the total."""
    if data.total is not None and not data.total_marked:
        line, cell = data.total
        problem = "the row names no customer, and it is not the total of the rows"
        items.faults.append(Fault(line, "", cell_text(cell), problem))


def _total_money(cell: Cell, detected: Detected, currency: str) -> Money | None:
    try:
        read = read_amount(cell_text(cell), detected.style)
        return None if read is None else from_decimal(read.value, currency)
    except (AmountFaultError, ValueError):
        return None
