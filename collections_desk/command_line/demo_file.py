"""This week's open items of the sample, as an accounting package would export them."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.money import Money
from collections_desk.domain.sample import read_sample

if TYPE_CHECKING:
    from pathlib import Path

    from collections_desk.operations.desk import Desk

HEADINGS = (
    "Customer No",
    "Customer",
    "Type",
    "Invoice No",
    "Invoice Date",
    "Due Date",
    "Currency",
    "Original Amount",
    "Open Balance",
)
TYPES = {"invoice": "Invoice", "credit": "Credit Memo", "payment": "Payment"}
#: Which of the open invoices were paid, and which in part, since the last export.
PAID, PART_PAID = slice(0, 3), slice(3, 5)


def write_open_items(desk: Desk, path: Path) -> Path:
    """Write the sample's open items as they stand a few days later.

    Three invoices were paid and are gone, two were paid in part, and two are new, one of them
    of a customer who was not there before.
    """
    today = desk.today()
    tables = read_sample(desk.resources.text, today=today).tables
    names = {row["id"]: (row["reference"], row["name"]) for row in tables["customer"]}
    items = [row for row in tables["invoice"] if row["status"] == "open"]
    prompt = [row for row in items if row["kind"] == "invoice" and row["currency"] == "USD"]
    paid = {row["id"] for row in prompt[PAID]}
    part_paid = {row["id"] for row in prompt[PART_PAID]}
    rows: list[tuple[object, ...]] = [
        (
            *names[row["customer_id"]],
            TYPES[row["kind"]],
            row["number"],
            row["issued_on"],
            row["due_on"],
            row["currency"],
            Money(row["amount_minor"], row["currency"]).decimal(),
            Money(
                row["open_minor"] // 2 if row["id"] in part_paid else row["open_minor"],
                row["currency"],
            ).decimal(),
        )
        for row in items
        if row["id"] not in paid
    ]
    known = names[prompt[-1]["customer_id"]]
    billed, due = today - timedelta(days=2), today + timedelta(days=28)
    rows.append((*known, "Invoice", "INV-30001", billed, due, "USD", "318.40", "318.40"))
    newcomer = ("C-2001", "Tern & Plover Boat Hire LLC")
    rows.append((*newcomer, "Invoice", "INV-30002", billed, due, "USD", "96.75", "96.75"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows)
    return path
