"""What is looked at once all rows are read: doubles, currency, terms and the file's own totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collections_desk.domain.amount_text import CODES, AmountFaultError, read_amount
from collections_desk.domain.money import Money, from_decimal
from collections_desk.domain.names import name_key
from collections_desk.domain.readings import Choice, Fault, Question
from collections_desk.importers.grid import cell_text

if TYPE_CHECKING:
    from collections_desk.domain.readings import Answers, ImportedItem
    from collections_desk.importers.extract import Extract
    from collections_desk.importers.grid import Cell
    from collections_desk.importers.items import ItemReader
    from collections_desk.importers.recognize import Recognized
    from collections_desk.importers.values import Detected


@dataclass(slots=True)
class Notes:
    """What is collected on the way."""

    questions: list[Question] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


def duplicates(items: ItemReader, answers: Answers, notes: Notes) -> list[ImportedItem]:
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


def ask_currency(found: Recognized, items: ItemReader, answers: Answers, notes: Notes) -> None:
    """Ask for the currency of amounts without one, or say what is assumed."""
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


def ask_terms(items: ItemReader, answers: Answers, notes: Notes) -> None:
    """Ask for terms where the list has no due dates."""
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


def check_totals(
    data: Extract, items: ItemReader, detected: Detected, notes: Notes
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
