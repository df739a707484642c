"""Which layout a file has, and where its headings stand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collections_desk.domain.amount_text import AmountFaultError, read_amount
from collections_desk.domain.date_text import order_evidence
from collections_desk.errors import ImportRefusedError
from collections_desk.importers.grid import cell_text
from collections_desk.importers.layouts import (
    CONTACT_FIELDS,
    GENERIC,
    MONEY_FIELDS,
    Layout,
    fold_heading,
)
from collections_desk.importers.party_kinds import settled_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_desk.domain.readings import Answers
    from collections_desk.importers.grid import Cell, Grid, Sheet

#: Headings are looked for in so many rows.
HEADER_ROWS = 60
#: Rows that a layout without headings must fit.
FIXED_ROWS = 20


@dataclass(frozen=True, slots=True)
class Recognized:
    """What was found.

    Attributes:
        layout: The layout; `kind` is settled even for the generic one.
        kind: What the file holds.
        sheet: The sheet that is read.
        header: The index of the row of headings; -1 where the layout has none.
        headings: As written.
        fields: Field of each column, "" for one that is not read.
        key: Under which the clerk's answers are remembered: the layout and its headings.
        settled: False where the column map must be made by hand.
        other_sheets: Names of sheets that are not read.
        rivals: Names of sheets that would fit as well.
    """

    layout: Layout
    kind: str
    sheet: Sheet
    header: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    key: str
    settled: bool = True
    other_sheets: tuple[str, ...] = ()
    rivals: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class _Fit:
    score: int
    layout: Layout
    sheet: Sheet
    header: int


def recognize(
    grid: Grid, layouts: Mapping[str, Layout], *, layout_id: str | None, answers: Answers
) -> Recognized:
    """Find the layout of a file.

    Raises:
        ImportRefusedError: If the layout that was asked for does not fit, or no row can be
            a row of headings; it says what is wrong with them.
    """
    if layout_id is not None and layout_id not in layouts:
        raise ImportRefusedError(
            f'There is no layout "{layout_id}".',
            f"Known layouts: {', '.join(layouts)}. Nothing was imported.",
            code="IMPORT-LAYOUT",
        )
    sheets = _sheets(grid, answers)
    wanted = [layouts[layout_id]] if layout_id else list(layouts.values())
    fits = [
        fit
        for sheet in sheets
        for one in wanted
        if one.kind != GENERIC and (fit := _fit(one, sheet, answers)) is not None
    ]
    fits.sort(key=lambda fit: -fit.score)
    if fits and answers.header_line is None:
        found = _known(fits[0], answers)
        rivals = tuple(
            fit.sheet.name
            for fit in fits[1:]
            if fit.score == fits[0].score and fit.sheet is not fits[0].sheet
        )
    elif layout_id is not None and layout_id != GENERIC:
        raise ImportRefusedError(
            f"{grid.file_name} does not have the headings of {layouts[layout_id].label}.",
            "Choose another layout, or let the program find it. Nothing was imported.",
            code="IMPORT-LAYOUT",
        )
    else:
        found, rivals = _by_words(grid, sheets, layouts[GENERIC], answers)
    others = tuple(sheet.name for sheet in grid.sheets if sheet is not found.sheet)
    return Recognized(
        found.layout,
        found.kind,
        found.sheet,
        found.header,
        found.headings,
        found.fields,
        found.key,
        found.settled,
        others,
        rivals,
    )


def _sheets(grid: Grid, answers: Answers) -> list[Sheet]:
    if answers.sheet is not None:
        named = [sheet for sheet in grid.sheets if sheet.name == answers.sheet]
        if not named:
            raise ImportRefusedError(
                f'{grid.file_name} has no sheet "{answers.sheet}".',
                f"Its sheets are {', '.join(sheet.name for sheet in grid.sheets)}. "
                "Nothing was imported.",
                code="IMPORT-SHEET",
            )
        return named
    filled = [sheet for sheet in grid.sheets if any(any(row) for row in sheet.rows)]
    return [sheet for sheet in filled if sheet.visible] or filled


def _fit(layout: Layout, sheet: Sheet, answers: Answers) -> _Fit | None:
    if layout.shape == "fixed":
        return _fit_fixed(layout, sheet)
    if layout.shape == "records":
        mark = "!" + layout.record
        for index, row in enumerate(sheet.rows):
            if row and row[0] == mark:
                return _Fit(100, layout, sheet, index)
        return None
    rows = _first_rows(sheet, answers)
    for index in rows:
        folded = {fold_heading(cell) for cell in sheet.rows[index] if isinstance(cell, str)}
        if layout.signature <= folded:
            return _Fit(len(layout.signature), layout, sheet, index)
    return None


def _first_rows(sheet: Sheet, answers: Answers) -> list[int]:
    if answers.header_line is not None:
        return [index for index, line in enumerate(sheet.lines) if line == answers.header_line]
    return list(range(min(HEADER_ROWS, len(sheet.rows))))


def _fit_fixed(layout: Layout, sheet: Sheet) -> _Fit | None:
    rows = [row for row in sheet.rows[:FIXED_ROWS] if any(row)]
    for row in rows:
        if len(row) != layout.width:
            return None
        if not all(rule.fullmatch(cell_text(row[at])) for at, rule in layout.patterns.items()):
            return None
    return _Fit(layout.width, layout, sheet, -1) if rows else None


def _known(fit: _Fit, answers: Answers) -> Recognized:
    layout, sheet = fit.layout, fit.sheet
    if layout.shape == "fixed":
        headings = tuple(f"column {number}" for number in range(1, layout.width + 1))
        fields = layout.positions
    else:
        headings = tuple(cell_text(cell).strip() for cell in sheet.rows[fit.header])
        fields = tuple(layout.columns.get(fold_heading(heading), "") for heading in headings)
    if answers.columns is not None:
        fields = tuple(answers.columns.get(heading, "") for heading in headings)
    kind = layout.kind
    return Recognized(layout, kind, sheet, fit.header, headings, fields, _key(layout, headings))


def _key(layout: Layout, headings: Sequence[str]) -> str:
    """Name a layout and its headings; a sheet with other headings is asked about anew."""
    folded = "\n".join(fold_heading(heading) for heading in headings)
    return f"{layout.id}:{hashlib.sha256(folded.encode()).hexdigest()[:16]}"


def _by_words(
    grid: Grid, sheets: Sequence[Sheet], generic: Layout, answers: Answers
) -> tuple[Recognized, tuple[str, ...]]:
    """Map the headings of an unknown sheet by the words that are known for each field."""
    best: list[tuple[int, int, Recognized]] = []
    for order, sheet in enumerate(sheets):
        header = _header_row(grid, sheet, generic, answers)
        if header is None:
            continue
        headings = tuple(cell_text(cell).strip() for cell in sheet.rows[header])
        _check_headings(grid, sheet.lines[header], headings)
        fields = _fields(headings, generic, answers)
        kind = _kind(fields)
        if answers.columns is None:
            fields = settled_types(fields, sheet, header, generic, has_items=kind != "contacts")
        score = sum(bool(name) for name in fields) + (10 if kind else 0)
        best.append(
            (
                -score,
                order,
                Recognized(
                    generic,
                    kind or "open_items",
                    sheet,
                    header,
                    headings,
                    fields,
                    _key(generic, headings),
                    bool(kind),
                ),
            )
        )
    if not best:
        raise ImportRefusedError(
            f"{grid.file_name} has no row of headings that could be read.",
            "Give each column a heading (customer, invoice, due date, open balance) in one row "
            "and choose the file again. Nothing was imported.",
            code="IMPORT-HEADER",
        )
    best.sort(key=lambda one: one[:2])
    rivals = tuple(
        one.sheet.name
        for score, _, one in best[1:]
        if score == best[0][0] and one.headings == best[0][2].headings
    )
    return best[0][2], rivals


def _header_row(grid: Grid, sheet: Sheet, generic: Layout, answers: Answers) -> int | None:
    """Find the row with the most known words; else the first that looks like headings."""
    known = {word for words in generic.words.values() for word in words}
    best, best_score = None, 0
    fallback = None
    for index in _first_rows(sheet, answers):
        row = sheet.rows[index]
        texts = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
        score = sum(fold_heading(text) in known for text in texts)
        if score > best_score and (score > 1 or len(texts) == 1) and _are_words(row):
            best, best_score = index, score
        if fallback is None and len(texts) > 1 and _are_words(row):
            fallback = index
    if answers.header_line is not None and best is None and fallback is None:
        raise ImportRefusedError(
            f"Line {answers.header_line} of {grid.file_name} is no row of headings.",
            "Choose another line. Nothing was imported.",
            code="IMPORT-HEADER",
        )
    return fallback if best is None else best


def _are_words(row: Sequence[Cell]) -> bool:
    """Tell whether a row can be headings: text alone, no amounts, no dates."""
    for cell in row:
        if not isinstance(cell, str):
            return False
        if order_evidence(cell) is not None:
            return False
        try:
            if read_amount(cell, "mixed") is not None:
                return False
        except AmountFaultError:
            continue
    return True


def _check_headings(grid: Grid, line: int, headings: Sequence[str]) -> None:
    folded = [fold_heading(heading) for heading in headings if heading]
    twice = next((name for name in headings if folded.count(fold_heading(name)) > 1), None)
    if twice is not None and twice:
        raise ImportRefusedError(
            f'Line {line} of {grid.file_name} has the heading "{twice}" more than once.',
            "Give each column its own heading and choose the file again. Nothing was imported.",
            code="IMPORT-HEADER",
        )


def _fields(headings: Sequence[str], generic: Layout, answers: Answers) -> tuple[str, ...]:
    if answers.columns is not None:
        return tuple(answers.columns.get(heading, "") for heading in headings)
    taken: set[str] = set()
    fields = []
    for heading in headings:
        folded = fold_heading(heading)
        name = next((name for name, words in generic.words.items() if folded in words), "")
        several = name in {"street", "phone"}
        fields.append("" if name in taken and not several else name)
        taken.add(name)
    if "open" not in fields and "amount" in fields and "paid" not in fields:
        # A list of amounts with no balance beside them: the amount is what is owed.
        fields[fields.index("amount")] = "open"
    return tuple(fields)


def _kind(fields: Sequence[str]) -> str:
    """Tell what a sheet holds by what was mapped; empty where the clerk must map it."""
    have = set(fields)
    if not have & {"customer", "customer_ref"}:
        return ""
    if have & MONEY_FIELDS:
        return "open_items"
    if "customer" in have and (have & CONTACT_FIELDS or "customer_ref" in have):
        return "contacts"
    return ""
