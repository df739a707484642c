"""Layout descriptions: how each package writes its lists, as data.

A layout is a TOML file in `resources/import_layouts/`. It is recognized by its headings
(`signature`), by its record marks or by its columns; what the columns mean stands in
`[columns]`. The file `generic.toml` holds words for headings instead: with it an unknown
sheet is mapped, by itself or by the clerk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from collections_desk.domain.resource_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collections_desk.domain.resource_files import Item

KINDS = frozenset({"open_items", "invoice_lines", "invoices", "contacts", "orders", "payments"})
SHAPES = frozenset({"table", "blocks", "records", "fixed"})
CUSTOMER_KINDS = frozenset({"entity", "natural_business", "consumer"})
ITEM_KINDS = frozenset({"invoice", "debit", "credit", "payment", "by_sign"})

#: What a column can hold, and how the column map names it to the clerk.
FIELDS: dict[str, str] = {
    "customer": "Customer name",
    "customer_ref": "Customer number",
    "customer_else": "Customer name, where the first is empty",
    "kind": "Type of entry",
    "number": "Invoice number",
    "issued_on": "Date",
    "due_on": "Due date",
    "amount": "Original amount",
    "paid": "Amount paid",
    "open": "Open balance",
    "line_amount": "Amount of the line",
    "quantity": "Quantity",
    "price": "Price of one",
    "currency": "Currency",
    "reference": "Reference, order number",
    "note": "Note",
    "status": "Status",
    "terms": "Terms",
    "expected_payment": "Expected payment date",
    "age": "Days past due",
    "contact": "Contact person",
    "contact_first": "Contact, first name",
    "contact_last": "Contact, last name",
    "phone": "Phone",
    "mobile": "Mobile",
    "fax": "Fax",
    "phones": "Phone, mobile and fax in one cell",
    "email": "E-mail",
    "website": "Web page",
    "street": "Street",
    "city": "City",
    "region": "State or province",
    "postal_code": "Postal code",
    "country": "Country",
    "address": "Address in one cell",
    "address_line": "Line of the address",
    "credit_limit": "Credit limit",
    "hidden": "Inactive",
    "contact_type": "Customer or supplier",
    "customer_kind": "Kind of customer: company, sole trader, consumer",
}
#: Fields that only a list of open items, orders or payments has.
MONEY_FIELDS = frozenset({"open", "amount", "line_amount", "price"})
#: Fields that say how to reach a customer.
CONTACT_FIELDS = frozenset(
    {"contact", "contact_first", "contact_last", "phone", "mobile", "fax", "phones", "email"}
    | {"website", "street", "city", "postal_code", "address", "address_line", "credit_limit"}
    | {"customer_kind"}
)
GENERIC = "generic"

_KEYS = {
    "id",
    "label",
    "kind",
    "shape",
    "signature",
    "columns",
    "positions",
    "patterns",
    "width",
    "group",
    "subtotal",
    "total",
    "ignore_first",
    "footer",
    "as_of",
    "currency",
    "date_order",
    "number_style",
    "lines",
    "blank_number",
    "kinds",
    "customer_kinds",
    "closed",
    "cancelled",
    "unsure",
    "labels",
    "record",
    "ragged",
    "due",
    "suggested_terms",
    "skip_types",
    "notice",
    "words",
    "status_names",
    "suggested_currency",
    "country",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How one package writes one list.

    Attributes:
        id: The name of the file without ".toml".
        label: To show.
        kind: What the list holds, one of `KINDS`.
        shape: "table" under one row of headings; "blocks", a heading for each customer;
            "records", lines with a mark in the first cell; "fixed", columns without headings.
        signature: Headings that must all be there, folded.
        columns: Folded heading to field.
        positions: Field of each column, where there are no headings; "" is not read.
        patterns: Column number (from 0) to what its cells look like, where none are.
        group: In a table: "none", "customer" (a row with the first cell alone names the
            customer of the rows below) or "band" (such a row is only an aging band).
        subtotal: What a row of a group's total begins with.
        total: Words that alone in a cell mark the grand total, folded.
        ignore_first: First cells of rows that are no data, folded.
        footer: What the first cell of a footer looks like.
        as_of: Where the day of the list stands, with one group; searched row by row.
        currency: "home" where lists of this package hold the currency of the business,
            "ask" where it must be said.
        date_order: What to suggest where no row proves it.
        number_style: "point" or "comma" where the package always writes so.
        lines: "one" row an item; "repeat", a row for each line of an invoice with the
            balance repeated; "sum", such rows whose amounts add up.
        blank_number: "own" item, or "continues" the invoice above.
        kinds: The package's word, folded, to a value of `ITEM_KINDS`.
        customer_kinds: The package's word for a kind of customer, folded, to a value of
            `CUSTOMER_KINDS`; the words of generic.toml hold for every layout.
        closed: Statuses, folded, on which nothing is owed.
        cancelled: Statuses, folded, of what was never owed after all.
        unsure: Statuses, folded, of which the file does not say how much is left.
        labels: In blocks: label to field; the first one begins a block.
        record: In records: the mark.
        ragged: Rows may be shorter than the headings.
        due: "file", or "ask" where the list has no due dates.
        suggested_terms: Days that the question for terms suggests.
        skip_types: Words in `contact_type`, folded, that are not customers.
        notice: What the clerk should know of such lists, as a sentence.
        words: In generic.toml: field to its folded headings.
        status_names: Status in the file, folded, to the words to show for it.
        suggested_currency: What the question for the currency suggests; empty for the
            currency of the business.
        country: Where numbers without "+" are dialled; empty for the country of the business.
    """

    id: str
    label: str
    kind: str
    shape: str = "table"
    signature: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)
    positions: tuple[str, ...] = ()
    patterns: Mapping[int, re.Pattern[str]] = field(default_factory=dict)
    group: str = "none"
    subtotal: tuple[str, ...] = ()
    total: frozenset[str] = frozenset()
    ignore_first: frozenset[str] = frozenset()
    footer: re.Pattern[str] | None = None
    as_of: re.Pattern[str] | None = None
    currency: str = "ask"
    date_order: str | None = None
    number_style: str | None = None
    lines: str = "one"
    blank_number: str = "own"
    kinds: Mapping[str, str] = field(default_factory=dict)
    customer_kinds: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    cancelled: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)
    record: str = ""
    ragged: bool = False
    due: str = "file"
    suggested_terms: int = 30
    skip_types: frozenset[str] = frozenset()
    notice: str = ""
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    status_names: Mapping[str, str] = field(default_factory=dict)
    suggested_currency: str = ""
    country: str = ""

    @property
    def width(self) -> int:
        """How many columns a layout without headings has."""
        return len(self.positions)


@lru_cache(maxsize=4096)
def fold_heading(text: str) -> str:
    """Fold a heading for comparing: "Customer_Number" and "customer number" are one."""
    return re.sub(r"[\W_]+", "", text.casefold().replace("#", "no"))


def layout(text: str, file: str) -> Layout:
    """Read one layout description.

    Raises:
        ResourceFaultError: If its form is broken; it names file and line.
    """
    top = read_toml(text, file)
    top.only(_KEYS)
    kind = top.choice("kind", KINDS | {GENERIC})
    shape = top.choice("shape", SHAPES) if top.has("shape") else "table"
    columns = _columns(top)
    positions = top.texts("positions")
    labels = _labels(top)
    for name in [*columns.values(), *(place for place in positions if place), *labels.values()]:
        if name not in FIELDS:
            top.refuse(f'"{name}" is not a field', "columns")
    signature = frozenset(fold_heading(heading) for heading in top.texts("signature"))
    if shape in {"table", "blocks"} and kind != GENERIC and not signature:
        top.refuse('"signature" is missing')
    if missing := signature - columns.keys() - {""}:
        # A heading that only recognizes the file is mapped to nothing on purpose.
        columns.update(dict.fromkeys(missing, ""))
    if shape == "fixed" and top.integer("width") != len(positions):
        top.refuse("there must be as many positions as the width says", "positions")
    return Layout(
        id=top.text("id"),
        label=top.text("label"),
        kind=kind,
        shape=shape,
        signature=signature,
        columns=columns,
        positions=positions,
        patterns=_patterns(top),
        group=_choice(top, "group", {"none", "customer", "band"}, "none"),
        subtotal=top.texts("subtotal"),
        total=_folded(top, "total"),
        ignore_first=_folded(top, "ignore_first"),
        footer=_pattern(top, "footer"),
        as_of=_pattern(top, "as_of"),
        currency=_choice(top, "currency", {"home", "ask"}, "ask"),
        date_order=_optional(top, "date_order", {"mdy", "dmy", "ymd"}),
        number_style=_optional(top, "number_style", {"point", "comma"}),
        lines=_choice(top, "lines", {"one", "repeat", "sum"}, "one"),
        blank_number=_choice(top, "blank_number", {"own", "continues"}, "own"),
        kinds=_kinds(top),
        customer_kinds=_customer_kinds(top),
        closed=_folded(top, "closed"),
        cancelled=_folded(top, "cancelled"),
        unsure=_folded(top, "unsure"),
        labels=labels,
        record=top.text("record", ""),
        ragged=top.flag("ragged", default=False),
        due=_choice(top, "due", {"file", "ask"}, "file"),
        suggested_terms=top.integer("suggested_terms", 30),
        skip_types=_folded(top, "skip_types"),
        notice=top.text("notice", ""),
        words=_words(top),
        status_names=_status_names(top),
        suggested_currency=top.text("suggested_currency", ""),
        country=top.text("country", ""),
    )


def all_layouts(files: Iterable[tuple[str, str]]) -> dict[str, Layout]:
    """Read all layout descriptions, each given as (name, text); sorted by their label.

    Raises:
        ResourceFaultError: If one is broken, or two have the same id.
    """
    found: dict[str, Layout] = {}
    for file, text in files:
        one = layout(text, file)
        if one.id in found:
            read_toml(text, file).refuse(f'there is another layout "{one.id}"', "id")
        found[one.id] = one
    words = found[GENERIC].customer_kinds if GENERIC in found else {}
    found = {
        name: replace(one, customer_kinds={**words, **one.customer_kinds})
        for name, one in found.items()
    }
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == GENERIC, pair[1].label)))


def _columns(top: Item) -> dict[str, str]:
    if not top.has("columns"):
        return {}
    table = top.table("columns")
    columns: dict[str, str] = {}
    for heading in table.values:
        folded = fold_heading(heading)
        if columns.get(folded, table.text(heading)) != table.text(heading):
            table.refuse(f'"{heading}" reads like another heading', heading)
        columns[folded] = table.text(heading)
    return columns


def _labels(top: Item) -> dict[str, str]:
    if not top.has("labels"):
        return {}
    table = top.table("labels")
    return {fold_heading(label): table.text(label) for label in table.values}


def _kinds(top: Item) -> dict[str, str]:
    if not top.has("kinds"):
        return {}
    table = top.table("kinds")
    return {word.casefold(): table.choice(word, ITEM_KINDS) for word in table.values}


def _customer_kinds(top: Item) -> dict[str, str]:
    if not top.has("customer_kinds"):
        return {}
    table = top.table("customer_kinds")
    return {
        " ".join(word.casefold().split()): table.choice(word, CUSTOMER_KINDS)
        for word in table.values
    }


def _words(top: Item) -> dict[str, frozenset[str]]:
    if not top.has("words"):
        return {}
    table = top.table("words")
    for name in table.values:
        if name not in FIELDS:
            table.refuse(f'"{name}" is not a field', name)
    return {
        name: frozenset(fold_heading(word) for word in table.texts(name)) for name in table.values
    }


def _status_names(top: Item) -> dict[str, str]:
    if not top.has("status_names"):
        return {}
    table = top.table("status_names")
    return {word.casefold(): table.text(word) for word in table.values}


def _patterns(top: Item) -> dict[int, re.Pattern[str]]:
    if not top.has("patterns"):
        return {}
    table = top.table("patterns")
    found = {}
    for key in table.values:
        if not key.isdigit():
            table.refuse(f'"{key}" is not the number of a column', key)
        found[int(key)] = _compile(table, key)
    return found


def _folded(top: Item, key: str) -> frozenset[str]:
    return frozenset(" ".join(word.casefold().split()) for word in top.texts(key))


def _choice(top: Item, key: str, allowed: set[str], default: str) -> str:
    return top.choice(key, allowed) if top.has(key) else default


def _optional(top: Item, key: str, allowed: set[str]) -> str | None:
    return top.choice(key, allowed) if top.has(key) else None


def _pattern(top: Item, key: str) -> re.Pattern[str] | None:
    return _compile(top, key) if top.has(key) else None


def _compile(item: Item, key: str) -> re.Pattern[str]:
    try:
        return re.compile(item.text(key))
    except re.error as error:
        item.refuse(f'"{key}" is not a pattern: {error}', key)
