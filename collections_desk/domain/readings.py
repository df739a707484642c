"""What was read out of a file, before anything of it is believed or stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from collections_desk.domain.invoices import CREDIT_KINDS
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.names import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the file that the clerk must see.

    In `Reading.faults` the line was not imported; in `Reading.notices` it was.

    Attributes:
        line: The line of the file, or the row of the sheet, from 1; 0 for the whole file.
        column: The heading of the column, where one cell is to blame.
        text: What stands there.
        problem: What is wrong with it, as a sentence.
    """

    line: int
    column: str
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: the value to hand back, and the words to show."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What no row of the file proves, so the clerk is asked before anything is imported.

    Attributes:
        id: The field of `Answers` that takes the answer: "date_order" for one.
        text: The question, with an example out of the file.
        options: The answers to choose from; empty where any text or number may be typed.
        suggested: With what the reading that is shown was made; None where nothing could
            be read without the answer.
    """

    id: str
    text: str
    options: tuple[Choice, ...] = ()
    suggested: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What the clerk said about a file. Every field that is None is left to the file.

    Attributes:
        encoding: A Python name: "utf-8", "cp1252", "utf-16".
        delimiter: One character.
        sheet: The name of a sheet of a workbook.
        header_line: The line of the headings, from 1.
        date_order: "mdy", "dmy", "ymd" or "serial" (a spreadsheet's day count).
        number_style: "point" (1,234.50), "comma" (1.234,50) or "mixed" (each cell by itself).
        currency: The currency of amounts for which the file names none.
        terms_days: Days from the date to the due date where the file has no due date.
        duplicates: "keep" (each line is an item) or "once".
        columns: Heading to field, "" for a column that is not read; replaces the map of
            the layout.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_line: int | None = None
    date_order: str | None = None
    number_style: str | None = None
    currency: str | None = None
    terms_days: int | None = None
    duplicates: str | None = None
    columns: Mapping[str, str] | None = None

    def answered(self, question_id: str, value: str) -> Answers:
        """Return these answers with one more, as typed or chosen.

        Raises:
            ValueError: If `terms_days` is not a whole number of days from 0 to 365, or the
                question takes no such answer.
        """
        if question_id in {"terms_days", "header_line"}:
            if not (value.isascii() and value.isdigit()):
                msg = f'"{value}" is not a whole number'
                raise ValueError(msg)
            number = int(value)
            if question_id == "terms_days" and number > MOST_TERMS_DAYS:
                msg = f"{number} days is over the limit of {MOST_TERMS_DAYS}"
                raise ValueError(msg)
            changed: dict[str, Any] = {question_id: number}
            return replace(self, **changed)
        if question_id == "columns" or question_id not in self.__slots__:
            msg = f"{question_id} is not answered with a single value"
            raise ValueError(msg)
        changed = {question_id: value}
        return replace(self, **changed)

    def over(self, other: Answers) -> Answers:
        """Return these answers, and those of `other` where these are silent."""
        mine: dict[str, Any] = {
            name: getattr(self, name) for name in self.__slots__ if getattr(self, name) is not None
        }
        return replace(other, **mine)


#: Longer terms than this are taken for a typing error.
MOST_TERMS_DAYS = 365


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """One open item as a file states it.

    Attributes:
        line: Where it stands in the file, its first line if there are several.
        customer: The name; empty where the file knows only `customer_ref`.
        customer_ref: The number or id of the customer in that package; may be empty.
        kind: A value of `ItemKind`.
        number: As in the file; may be empty.
        issued_on: Its date.
        due_on: Its due date, from the file or made from terms.
        due_source: "file", "terms" or "issue_date".
        amount: The original amount; None where the file does not say.
        open: What is left of it.
        reference: Order number and the like.
        note: The file's own remark.
        status: The status in the file's own word; empty where it has none.
        expected_payment: When the file expects the money.
        state: "open", or for a listed item on which nothing is owed "closed" or "cancelled".
    """

    line: int
    customer: str
    customer_ref: str
    kind: str
    number: str
    issued_on: date | None
    due_on: date | None
    due_source: str
    amount: Money | None
    open: Money
    reference: str = ""
    note: str = ""
    status: str = ""
    expected_payment: date | None = None
    state: str = "open"


@dataclass(frozen=True, slots=True)
class ImportedPayment:
    """Money received, as a list of payments states it: for a customer, not for an invoice."""

    line: int
    customer: str
    customer_ref: str
    number: str
    paid_on: date | None
    amount: Money


@dataclass(frozen=True, slots=True)
class ImportedPoint:
    """A phone number, e-mail address or web page; kinds as in the store's contact points."""

    kind: str
    value: str
    normalized: str | None


@dataclass(frozen=True, slots=True)
class ImportedAddress:
    """A postal address. What could not be told apart stays in the lines."""

    line1: str = ""
    line2: str = ""
    line3: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str | None = None
    country_text: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is anything to write on an envelope."""
        return bool(self.line1 or self.city or self.postal_code)


@dataclass(frozen=True, slots=True)
class ImportedCustomer:
    """A customer and how to reach it, as a file states it.

    Attributes:
        kind: A value of `CustomerKind`; None where the file does not say, or not in a known word.
    """

    line: int
    name: str
    reference: str = ""
    contact_name: str = ""
    points: tuple[ImportedPoint, ...] = ()
    address: ImportedAddress = field(default_factory=ImportedAddress)
    currency: str | None = None
    terms_days: int | None = None
    credit_limit: Money | None = None
    note: str = ""
    active: bool = True
    kind: str | None = None

    def first(self, *kinds: str) -> str | None:
        """Return the first contact point of one of these kinds, as written."""
        return next((point.value for point in self.points if point.kind in kinds), None)


@dataclass(frozen=True)
class Reading:
    """A whole file, read: what is in it, how it was read, and what is wrong with it.

    Attributes:
        file_name: The name without its folder, a label only.
        sha256: Of the bytes.
        layout_id: Which layout description fitted, "generic" for a map of headings.
        layout_label: The same, to show.
        layout_key: Under which the answers are remembered.
        kind: open_items, invoice_lines, invoices, contacts, orders or payments.
        encoding: How the bytes were read; "xlsx" for a workbook.
        delimiter: Between the cells; empty for a workbook.
        sheet: The sheet that was read.
        date_order: mdy, dmy, ymd, "typed cells", or empty without a date.
        number_style: point, comma, mixed, or "typed cells".
        header_line: Where the headings stand; 0 where the layout has none.
        headings: All headings in their order.
        columns: Heading to field.
        samples: The first rows as text, for the column map.
        as_of: The day for which the balances hold, where the file or the clerk says.
        items: The open items.
        closed: Items that the file lists though nothing is owed on them.
        customers: Customers with their contact data.
        payments: Payments that name no invoice.
        faults: Lines that were not imported, and why.
        notices: Lines that were imported, with what the clerk should know.
        questions: What must be answered before the import.
        assumptions: What was taken for granted, in sentences to show.
        not_open: How many items each closed status had.
        reported_total: The total that the file itself states.
        open_known: False where the file states amounts but no balances (orders).
        file_rows: Rows of data.
        answers: What the clerk had said, and what was remembered.
    """

    file_name: str
    sha256: str
    layout_id: str
    layout_label: str
    layout_key: str
    kind: str
    encoding: str
    delimiter: str = ""
    sheet: str = ""
    date_order: str = ""
    number_style: str = ""
    header_line: int = 0
    headings: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    samples: tuple[tuple[str, ...], ...] = ()
    as_of: date | None = None
    items: tuple[ImportedItem, ...] = ()
    closed: tuple[ImportedItem, ...] = ()
    customers: tuple[ImportedCustomer, ...] = ()
    payments: tuple[ImportedPayment, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()
    questions: tuple[Question, ...] = ()
    assumptions: tuple[str, ...] = ()
    not_open: Mapping[str, int] = field(default_factory=dict)
    reported_total: Money | None = None
    open_known: bool = True
    file_rows: int = 0
    answers: Answers = field(default_factory=Answers)

    @cached_property
    def by_customer(self) -> dict[str, dict[str, Money]]:
        """What each customer owes net, by its folded name (or reference) and currency."""
        lists: dict[str, list[Money]] = {}
        for item in self.items:
            lists.setdefault(name_key(item.customer or item.customer_ref), []).append(item.open)
        return {key: totals_by_currency(amounts) for key, amounts in sorted(lists.items())}

    @property
    def customers_owing(self) -> int:
        """How many customers owe anything net, in any currency."""
        return sum(
            any(sum_.minor > 0 for sum_ in sums.values()) for sums in self.by_customer.values()
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many items there are: open_invoices, other_debits, credits."""
        kinds = Counter(
            "credits"
            if item.kind in CREDIT_KINDS
            else ("open_invoices" if item.kind == "invoice" else "other_debits")
            for item in self.items
        )
        return {name: kinds[name] for name in ("open_invoices", "other_debits", "credits")}

    def total_of(self, group: str) -> dict[str, Money]:
        """Add up the items of one group of `counts`, by currency."""
        wanted = {
            "open_invoices": {"invoice"},
            "other_debits": {"debit"},
            "credits": CREDIT_KINDS,
        }[group]
        return totals_by_currency(item.open for item in self.items if item.kind in wanted)

    @cached_property
    def net_open(self) -> dict[str, Money]:
        """Everything that is open, credits included, by currency."""
        return totals_by_currency(item.open for item in self.items)

    @property
    def customer_count(self) -> int:
        """How many customers the file names."""
        if self.items:
            return len(self.by_customer)
        if self.payments:
            return len({name_key(one.customer or one.customer_ref) for one in self.payments})
        return len({name_key(customer.name) for customer in self.customers})
