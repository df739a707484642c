"""The words of the import screens for what the importers call by short names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collections_desk.domain.money import Money

KINDS = {
    "open_items": QT_TRANSLATE_NOOP("Import", "Open items"),
    "invoice_lines": QT_TRANSLATE_NOOP("Import", "Invoice lines"),
    "invoices": QT_TRANSLATE_NOOP("Import", "Invoices"),
    "contacts": QT_TRANSLATE_NOOP("Import", "Customers and contacts"),
    "customers": QT_TRANSLATE_NOOP("Import", "Customers"),
    "orders": QT_TRANSLATE_NOOP("Import", "Orders as invoices"),
    "payments": QT_TRANSLATE_NOOP("Import", "Payments"),
}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "cp1252": QT_TRANSLATE_NOOP("Import", "Windows (Western)"),
    "utf-16": "UTF-16",
    "xlsx": QT_TRANSLATE_NOOP("Import", "Workbook (XLSX)"),
}
DELIMITERS = {
    ",": QT_TRANSLATE_NOOP("Import", "Comma  ,"),
    ";": QT_TRANSLATE_NOOP("Import", "Semicolon  ;"),
    "\t": QT_TRANSLATE_NOOP("Import", "Tab"),
    "|": QT_TRANSLATE_NOOP("Import", "Pipe  |"),
}
DATE_ORDERS = {
    "mdy": QT_TRANSLATE_NOOP("Import", "Month, day, year  (12/31/2026)"),
    "dmy": QT_TRANSLATE_NOOP("Import", "Day, month, year  (31/12/2026)"),
    "ymd": QT_TRANSLATE_NOOP("Import", "Year, month, day  (2026-12-31)"),
    "serial": QT_TRANSLATE_NOOP("Import", "Day count of a spreadsheet  (46387)"),
}
NUMBER_STYLES = {
    "point": QT_TRANSLATE_NOOP("Import", "1,234.50"),
    "comma": QT_TRANSLATE_NOOP("Import", "1.234,50"),
    "mixed": QT_TRANSLATE_NOOP("Import", "Each amount by itself"),
}
#: What an item would go through, as a heading of a group of changes.
CHANGES = {
    "vanished": QT_TRANSLATE_NOOP("Import", "No longer in the file"),
    "unbooked": QT_TRANSLATE_NOOP("Import", "Done here, not in the file yet"),
    "moved": QT_TRANSLATE_NOOP("Import", "Payment laid elsewhere"),
    "paid": QT_TRANSLATE_NOOP("Import", "Paid"),
    "part_paid": QT_TRANSLATE_NOOP("Import", "Part paid"),
    "cancelled": QT_TRANSLATE_NOOP("Import", "Canceled"),
    "new": QT_TRANSLATE_NOOP("Import", "New"),
    "credit": QT_TRANSLATE_NOOP("Import", "New credits"),
    "reopened": QT_TRANSLATE_NOOP("Import", "Open again"),
    "raised": QT_TRANSLATE_NOOP("Import", "Balance raised"),
    "redated": QT_TRANSLATE_NOOP("Import", "Other due date"),
    "changed": QT_TRANSLATE_NOOP("Import", "Other details"),
    "unchanged": QT_TRANSLATE_NOOP("Import", "As they were"),
    "customers": QT_TRANSLATE_NOOP("Import", "Customers new or completed"),
    "payments": QT_TRANSLATE_NOOP("Import", "Payments"),
    "twins": QT_TRANSLATE_NOOP("Import", "Names that may be one customer"),
}
DECISIONS = {
    "paid": QT_TRANSLATE_NOOP("Import", "Paid"),
    "still_owed": QT_TRANSLATE_NOOP("Import", "Still owed"),
    "cancelled": QT_TRANSLATE_NOOP("Import", "Canceled"),
    "keep": QT_TRANSLATE_NOOP("Import", "Keep as it is here"),
    "file": QT_TRANSLATE_NOOP("Import", "Follow the file"),
}
#: What a payment of a file settles.
HOW_APPLIED = {
    "exact": QT_TRANSLATE_NOOP("Import", "settles an invoice of the same amount"),
    "oldest": QT_TRANSLATE_NOOP("Import", "settles the oldest invoices first"),
    "unapplied": QT_TRANSLATE_NOOP("Import", "no open invoice: it stays as a credit"),
}
ITEM_KINDS = {
    "invoice": QT_TRANSLATE_NOOP("Import", "Invoice"),
    "debit": QT_TRANSLATE_NOOP("Import", "Other charge"),
    "credit": QT_TRANSLATE_NOOP("Import", "Credit"),
    "payment": QT_TRANSLATE_NOOP("Import", "Unapplied payment"),
}
#: What a column of a file can be read as: every field that the importers know.
FIELDS = {
    "customer": QT_TRANSLATE_NOOP("Import", "Customer name"),
    "customer_ref": QT_TRANSLATE_NOOP("Import", "Customer number"),
    "customer_else": QT_TRANSLATE_NOOP("Import", "Customer name, where the first is empty"),
    "customer_kind": QT_TRANSLATE_NOOP("Import", "Kind of customer (company, consumer)"),
    "number": QT_TRANSLATE_NOOP("Import", "Invoice number"),
    "kind": QT_TRANSLATE_NOOP("Import", "Kind of item"),
    "issued_on": QT_TRANSLATE_NOOP("Import", "Date of the invoice or payment"),
    "due_on": QT_TRANSLATE_NOOP("Import", "Due date"),
    "amount": QT_TRANSLATE_NOOP("Import", "Original amount"),
    "open": QT_TRANSLATE_NOOP("Import", "Open balance"),
    "paid": QT_TRANSLATE_NOOP("Import", "Amount paid"),
    "line_amount": QT_TRANSLATE_NOOP("Import", "Amount of the line"),
    "quantity": QT_TRANSLATE_NOOP("Import", "Quantity"),
    "price": QT_TRANSLATE_NOOP("Import", "Price of one"),
    "currency": QT_TRANSLATE_NOOP("Import", "Currency"),
    "reference": QT_TRANSLATE_NOOP("Import", "Order or reference"),
    "note": QT_TRANSLATE_NOOP("Import", "Note"),
    "status": QT_TRANSLATE_NOOP("Import", "Status"),
    "terms": QT_TRANSLATE_NOOP("Import", "Terms"),
    "expected_payment": QT_TRANSLATE_NOOP("Import", "Expected payment date"),
    "age": QT_TRANSLATE_NOOP("Import", "Days past due"),
    "contact": QT_TRANSLATE_NOOP("Import", "Contact person"),
    "contact_first": QT_TRANSLATE_NOOP("Import", "Contact, first name"),
    "contact_last": QT_TRANSLATE_NOOP("Import", "Contact, last name"),
    "phone": QT_TRANSLATE_NOOP("Import", "Phone"),
    "mobile": QT_TRANSLATE_NOOP("Import", "Mobile"),
    "fax": QT_TRANSLATE_NOOP("Import", "Fax"),
    "phones": QT_TRANSLATE_NOOP("Import", "Phone, mobile and fax in one cell"),
    "email": QT_TRANSLATE_NOOP("Import", "E-mail"),
    "website": QT_TRANSLATE_NOOP("Import", "Web page"),
    "street": QT_TRANSLATE_NOOP("Import", "Street"),
    "address": QT_TRANSLATE_NOOP("Import", "Address in one cell"),
    "address_line": QT_TRANSLATE_NOOP("Import", "Line of the address"),
    "city": QT_TRANSLATE_NOOP("Import", "City"),
    "region": QT_TRANSLATE_NOOP("Import", "State or province"),
    "postal_code": QT_TRANSLATE_NOOP("Import", "ZIP or postal code"),
    "country": QT_TRANSLATE_NOOP("Import", "Country"),
    "credit_limit": QT_TRANSLATE_NOOP("Import", "Credit limit"),
    "hidden": QT_TRANSLATE_NOOP("Import", "Inactive"),
    "contact_type": QT_TRANSLATE_NOOP("Import", "Customer or supplier"),
}


def word(table: Mapping[str, object], name: str) -> str:
    """Return what a short name is called on the screen; an unknown one as it is, readable."""
    known = table.get(name)
    if known is None:
        return name.replace("_", " ").capitalize()
    return QCoreApplication.translate("Import", str(known))


def sums_text(sums: Mapping[str, Money] | Iterable[Money], locale: str = "en_US") -> str:
    """Return amounts of several currencies side by side; never added up."""
    amounts = sums.values() if hasattr(sums, "values") else sums
    texts = [money_text(amount, locale) for amount in amounts]
    return "  +  ".join(texts) or "-"
