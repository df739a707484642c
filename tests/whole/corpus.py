"""A store that holds every hostile name and note that may be stored, as a clerk would get them."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

from collections_desk.errors import DeskError
from collections_desk.operations import books, contact, customers
from collections_desk.operations.desk import Desk
from collections_desk.store.tables import InvoiceRow
from tests.operations.contact_desk import entry
from tests.operations.mail_desk import write_settings
from tests.shared_data import hostile, hostile_text, shared_folder

Item = dict[str, Any]

HEADINGS = ("Customer", "Invoice", "Date", "Due date", "Amount", "Open balance", "Currency")
#: The customer to whom all hostile notes were said.
LISTENER = "Notes & Co."
LISTENER_INVOICE = "INV-LISTENER"


def items(category: str, *expectations: str) -> list[Item]:
    """Return the items of a category that have one of the expectations, or all of them."""
    return [
        item
        for item in hostile(category)
        if not expectations or set(expectations) & set(item["expect"])
    ]


def only_item(category: str, expectation: str) -> Item:
    """Return the one item of its kind; without the shared data the test is skipped."""
    shared_folder()
    (item,) = items(category, expectation)
    return item


def refused(item: Item) -> bool:
    """Tell whether the value must not be stored."""
    return any(one.startswith("reject_field") for one in item["expect"])


def names() -> list[Item]:
    """Return the names that may be stored, as they are or cleaned."""
    return [item for item in items("customer_name") if not refused(item)]


def notes() -> list[Item]:
    """Return the notes that may be stored."""
    return items("call_note", "store_verbatim", "clean_control")


def open_items_file(folder: Path) -> Path:
    """Write the names as an accounting package would: one open invoice for each."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    rows = [(hostile_text(item), item["id"]) for item in names()]
    for name, number in (*rows, (LISTENER, LISTENER_INVOICE)):
        writer.writerow((name, number, "2026-08-01", "2026-09-01", "120.00", "100.00", "USD"))
    path = folder / "open items.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def fill(desk: Desk, folder: Path) -> None:
    """Import the names, give each an address, and log a call with each and for each note."""
    write_settings(desk)
    reading = books.read_import(desk, open_items_file(folder))
    assert reading.faults == ()
    books.apply_import(desk, reading, books.compare_import(desk, reading))
    owners = owner_of(desk)
    for number, customer_id in owners.items():
        customers.edit_customer(desk, customer_id, kind="entity")
        customers.fix_address(
            desk, customer_id, None, line1="4500 West 12th Street", city="Columbus",
            region="OH", postal_code="43215", country="US",
        )  # fmt: skip
        contact.log_call(desk, entry(desk, customer_id, note=f"about {number}"))
    for item in notes():
        listener = owners[LISTENER_INVOICE]
        contact.log_call(desk, entry(desk, listener, note=hostile_text(item), reason=None))


def owner_of(desk: Desk) -> dict[str, int]:
    """Return who owes each invoice, by the number of the invoice: the id of the hostile item."""
    with desk.database.read() as session:
        return {row.number: row.customer_id for row in session.query(InvoiceRow)}


def stored_name(desk: Desk, item: Item) -> str:
    """Return the name as it rests in the store."""
    return customers.customer_page(desk, owner_of(desk)[item["id"]]).customer.name


def refusal(work: Any) -> DeskError | None:  # noqa: ANN401 - any callable without arguments
    """Return the error that some work ends with."""
    try:
        work()
    except DeskError as error:
        return error
    return None
