"""The payment plans of the sample: one line of a file to a plan, its parts and its invoice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Protocol

from collections_desk.domain.money import from_decimal

if TYPE_CHECKING:
    from collections_desk.domain.resource_files import Item

#: The columns of the file.
COLUMNS = (
    "customer,currency,balance,rhythm,cure_days,offered_on,reply_by,signed_on,signed_by,words,"
    "invoice,parts"
)

#: One row of a table of the store: column to value.
Row = dict[str, Any]


class Reader(Protocol):
    """What the plans ask of the reader of the sample."""

    shift: timedelta
    clerk: str

    def customer_of(self, item: Item) -> int:
        """Return the number of the customer that a line names."""

    def invoice_of(self, item: Item) -> int:
        """Return the number of the invoice that a line names."""

    def noon(self, day: date) -> datetime:
        """Return the middle of a day at the creditor's."""


def plan_tables(reader: Reader, items: list[Item]) -> dict[str, list[Row]]:
    """Return the rows of the three tables of payment plans, the plan before its parts.

    Raises:
        ResourceFaultError: If the parts of a plan do not add up to its balance.
    """
    plans: list[Row] = []
    parts: list[Row] = []
    links: list[Row] = []
    for number, item in enumerate(items, start=1):
        offered_on = item.day("offered_on") + reader.shift
        plan = _plan(reader, item, number, offered_on)
        own = _parts(reader, item, number)
        if sum(part["amount_minor"] for part in own) != plan["balance_minor"]:
            item.refuse("the parts do not add up to the balance", "parts")
        plans.append(plan)
        parts += own
        links.append(
            {
                "plan_id": number,
                "invoice_id": reader.invoice_of(item),
                "amount_minor": plan["balance_minor"],
            }
        )
    return {"payment_plan": plans, "installment": parts, "payment_plan_invoice": links}


def _plan(reader: Reader, item: Item, number: int, offered_on: date) -> Row:
    days = {
        key: item.day(key) + reader.shift if item.has(key) else None
        for key in ("reply_by", "signed_on")
    }
    return {
        "id": number,
        "customer_id": reader.customer_of(item),
        "currency": item.text("currency"),
        "balance_minor": from_decimal(item.decimal("balance"), item.text("currency")).minor,
        "as_of": offered_on,
        "rhythm": item.text("rhythm"),
        "cure_days": item.integer("cure_days"),
        "accelerates": True,
        "offered_on": offered_on,
        "signed_by": item.values["signed_by"],
        "words": item.values["words"],
        "clerk": reader.clerk,
        "created_at": reader.noon(offered_on),
        **days,
    }


def _parts(reader: Reader, item: Item, number: int) -> list[Row]:
    rows = []
    for told in item.text("parts").split("; "):
        try:
            place, day, amount = told.split(" ")
            due_on, minor = date.fromisoformat(day), Decimal(amount)
        except (ValueError, InvalidOperation):
            item.refuse(f'"{told}" is not a part like "1 2026-12-02 182.37"', "parts")
        rows.append(
            {
                "plan_id": number,
                "number": int(place),
                "due_on": due_on + reader.shift,
                "amount_minor": from_decimal(minor, item.text("currency")).minor,
            }
        )
    return rows
