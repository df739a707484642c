"""What the cells of a column prove together: date order and number style, else a question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from collections_desk.domain.amount_text import evidence
from collections_desk.domain.date_text import order_evidence
from collections_desk.domain.readings import Choice, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.readings import Answers
    from collections_desk.importers.extract import Row
    from collections_desk.importers.layouts import Layout

DATE_ORDERS = {
    "mdy": "month first (10/31/2026)",
    "dmy": "day first (31/10/2026)",
    "ymd": "year first (2026-10-31)",
    "serial": "a spreadsheet's day count (46326)",
}
NUMBER_STYLES = {
    "point": "1,234.50",
    "comma": "1.234,50",
    "mixed": "each by its own signs, otherwise 1,234.50",
}
#: Sums written with a "$" of their own.
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "TTD", "JMD"})


@dataclass(frozen=True, slots=True)
class Home:
    """What is assumed about the business where a file is silent.

    Attributes:
        currency: ISO 4217 code.
        country: ISO 3166 alpha-2 code: the region of phone numbers without "+".
    """

    currency: str = "USD"
    country: str = "US"


@dataclass(slots=True)
class Detected:
    """How cells are to be read.

    Attributes:
        order: For `read_day`; None where no text was a numeric date.
        order_shown: For the screen.
        style: For `read_amount`.
        style_shown: For the screen.
        questions: What nothing proves.
    """

    order: str | None = None
    order_shown: str = ""
    style: str = "point"
    style_shown: str = ""
    questions: list[Question] = field(default_factory=list)


def distinct(rows: Sequence[Row], columns: Sequence[int]) -> tuple[set[str], bool]:
    """Return the different texts of some columns, and whether any cell there was typed."""
    texts: set[str] = set()
    typed = False
    for row in rows:
        for column in columns:
            cell = row.cells[column]
            if isinstance(cell, str):
                texts.add(cell)
            elif isinstance(cell, (date, Decimal)):
                typed = True
    return {text.strip() for text in texts} - {""}, typed


def detect_order(  # noqa: PLR0913 - what the file, its package, the clerk and the place say
    texts: set[str], layout: Layout, answers: Answers, home: Home, into: Detected, *, typed: bool
) -> None:
    """Find the order of day and month that the dates prove, or ask for it."""
    proofs: dict[str, str] = {}
    found = Counter(proof for text in texts if (proof := order_evidence(text)))
    for text in sorted(texts):
        if (proof := order_evidence(text)) is not None:
            proofs.setdefault(proof, text)
    if answers.date_order is not None:
        into.order = into.order_shown = answers.date_order
        return
    orders = [order for order in ("mdy", "dmy") if found[order]]
    suggestion = layout.date_order or ("mdy" if home.country == "US" else "dmy")
    if len(orders) == 1:
        into.order = into.order_shown = orders[0]
    elif len(orders) == 2 or found["either"] or found["serial"]:  # noqa: PLR2004 - both orders
        if found["serial"] and not orders and not found["either"]:
            suggestion = "serial"
        elif orders:
            suggestion = max(orders, key=lambda order: found[order])
        example = proofs.get("either") or proofs.get("serial") or next(iter(proofs.values()))
        into.order = into.order_shown = suggestion
        into.questions.append(
            Question(
                "date_order",
                f'Which comes first in dates like "{example}"? No row proves it.'
                if len(orders) < 2  # noqa: PLR2004 - both orders
                else f'"{proofs["mdy"]}" and "{proofs["dmy"]}" contradict each other. '
                "Which order holds?",
                tuple(Choice(value, label) for value, label in DATE_ORDERS.items()),
                suggestion,
            )
        )
    elif found["ymd"]:
        into.order_shown = "ymd"
    else:
        into.order_shown = "typed cells" if typed else ""


def detect_style(
    texts: set[str], layout: Layout, answers: Answers, into: Detected, *, typed: bool
) -> None:
    """Find the decimal sign that the amounts prove, or ask for it.

    A comma for a decimal sign is always asked, unless the package always writes so: read
    the wrong way round it makes 1,234 out of 1.234.
    """
    style = answers.number_style or layout.number_style
    if style is not None:
        into.style = into.style_shown = style
        return
    proofs: dict[str, str] = {}
    for text in sorted(texts):
        if (proof := evidence(text)) is not None:
            proofs.setdefault(proof, text)
    if "comma" not in proofs and ("point" in proofs or "either" not in proofs):
        into.style = "point"
        into.style_shown = "typed cells" if typed and not texts else "point"
        return
    if "comma" not in proofs:
        suggestion, example = "point", proofs["either"]
    elif "point" in proofs:
        suggestion, example = "mixed", proofs["comma"]
    else:
        suggestion, example = "comma", proofs["comma"]
    into.style = into.style_shown = suggestion
    into.questions.append(
        Question(
            "number_style",
            f'How are amounts like "{example}" written?',
            tuple(Choice(value, label) for value, label in NUMBER_STYLES.items()),
            suggestion,
        )
    )
