"""Write the sample data under resources/sample/: `python3 -m installer.make_sample`.

The customers stand in sample_customers.csv and what they say in sample_words.toml, both
beside this file and both invented. Everything else comes out of one seeded generator, so
the files change only when these inputs or the program do.
"""

from __future__ import annotations

import csv
import tomllib
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from collections_desk.domain.sample_rows import COLUMNS
from installer.sample_contact import Contact, Row, Talker
from installer.sample_ledger import ANCHOR, Books, business_day, make_books
from installer.sample_plans import make_plans

if TYPE_CHECKING:
    from collections.abc import Iterable

SEED = 20261119
HERE = Path(__file__).parent
TARGET = HERE.parent / "resources" / "sample"

CATEGORY = {
    "forgetful": "disorganized",
    "drifting": "disorganized",
    "squeezed": "struggling",
    "failing": "struggling",
    "arguing": "disputing",
}
DECIDED = {
    "disorganized": "Says every time that it was forgotten, and pays once reminded.",
    "struggling": "Pays in parts and says openly that money is short.",
    "disputing": "Contests the invoice and wants answers in writing.",
}
#: What a step of another plan is called in the plan of those who are not sorted yet.
PLAN_D = {
    "A": {"A1": "D1", "A3": "D2", "A4": "D3", "A7": "D4", "A8": "D5", "A9": "D6", "A10": "D7"},
    "B": {"B1": "D1", "B3": "D2", "B2": "D3", "B4": "D4", "B10": "D5", "B11": "D7"},
}
#: Every so many customers of a category are left for the clerk to sort out.
UNSORTED_EVERY = 7


def main() -> None:
    """Write all files."""
    random = Random(SEED)  # noqa: S311 - invented data, not secrets
    with (HERE / "sample_customers.csv").open(encoding="utf-8", newline="") as file:
        customers = list(csv.DictReader(file))
    words = tomllib.loads((HERE / "sample_words.toml").read_text(encoding="utf-8"))
    books = make_books(random, customers)
    contact = Contact()
    tell_stories(random, customers, words, books, contact)
    currency = {customer["reference"]: customer["currency"] for customer in customers}
    for row in [*contact.promises, *contact.disputes]:
        row["currency"] = currency[row["customer"]]
    categories = decide_categories(customers, contact)
    write("customers", customers)
    write("invoices", (invoice_row(i) for i in books.invoices))
    write("entries", entry_rows(books))
    write("activities", sorted(contact.activities, key=lambda r: (r["at"], r["customer"])))
    write("promises", contact.promises)
    write("disputes", contact.disputes)
    write("holds", make_holds(customers))
    write("categories", categories)
    write("plans", make_plans())
    write("steps", sorted(contact.steps, key=lambda r: (r["customer"], r["done_on"], r["step"])))


def tell_stories(
    random: Random,
    customers: list[dict[str, str]],
    words: dict[str, Any],
    books: Books,
    contact: Contact,
) -> None:
    """Write every customer's calls, letters, promises and disputes."""
    codes = sorted(words["disputes"])
    turns: dict[str, int] = {}
    for customer in customers:
        behavior = customer["behavior"]
        turn = turns[behavior] = turns.get(behavior, -1) + 1
        talker = Talker(random, words, books, contact, customer, turn)
        invoices = [i for i in books.of(customer["reference"]) if i.kind == "invoice"]
        for invoice in invoices:
            if invoice.status == "closed" and any(e.invoice is invoice for e in books.entries):
                talker.old_story(invoice)
        open_invoices = [i for i in invoices if i.status == "open"]
        if behavior == "prompt" or not open_invoices:
            continue
        if behavior == "arguing":
            talker.dispute_story(open_invoices, codes)
        else:
            talker.open_story(open_invoices)
        talker.recent(open_invoices)


def decide_categories(customers: list[dict[str, str]], contact: Contact) -> list[Row]:
    """Sort most customers into their category, a while ago; leave some to the clerk."""
    said: dict[str, list[Row]] = {}
    for row in contact.activities:
        if row.get("reason"):
            said.setdefault(row["customer"], []).append(row)
    rows = []
    for place, customer in enumerate(customers):
        category = CATEGORY.get(customer["behavior"], "unsorted")
        customer["category"] = category
        if category == "unsorted":
            continue
        facts = said.get(customer["reference"], [])
        if not facts or place % UNSORTED_EVERY == 0:
            customer["category"] = "unsorted"
            _follow_plan_d(customer["reference"], contact)
            continue
        codes = sorted({row["reason"] for row in facts})
        decided = min(date.fromisoformat(row["at"][:10]) for row in facts) + timedelta(days=2)
        rows.append(
            {
                "customer": customer["reference"],
                "category": category,
                "proposed": category,
                "facts": "; ".join(f"reason {code} was given" for code in codes),
                "reason": DECIDED[category],
                "decided_on": min(business_day(decided), ANCHOR),
            }
        )
    return rows


def _follow_plan_d(reference: str, contact: Contact) -> None:
    """Let a customer whom nobody has sorted yet have had the steps of the common plan."""
    for row in [row for row in contact.steps if row["customer"] == reference]:
        if row["plan"] not in PLAN_D:
            continue
        if name := PLAN_D[row["plan"]].get(row["step"]):
            row["plan"], row["step"] = "D", name
        else:
            contact.steps.remove(row)


def make_holds(customers: list[dict[str, str]]) -> list[Row]:
    """Put a few customers on hold and plant a stop flag of each common kind."""
    of = {
        behavior: [c["reference"] for c in customers if c["behavior"] == behavior]
        for behavior in {c["behavior"] for c in customers}
    }
    live = [c["reference"] for c in customers if c["behavior"] == "failing" and not c["end_state"]]

    def hold(customer: str, flag: str, reason: str, began: int, review: int | None) -> Row:
        return {
            "customer": customer,
            "scope": "customer",
            "flag": flag,
            "reason": reason,
            "begins_on": ANCHOR - timedelta(days=began),
            "review_on": ANCHOR + timedelta(days=review) if review is not None else "",
        }

    lifted = hold(of["forgetful"][3], "", "Change of owner; asked to wait for the new one.", 80, 0)
    lifted["review_on"] = ANCHOR - timedelta(days=60)
    lifted["lifted_on"] = ANCHOR - timedelta(days=58)
    lifted["lifted_reason"] = "The new owner called and takes the invoices on."
    return [
        hold(live[0], "BKY", "Notice of a Chapter 7 case came by mail.", 20, 40),
        hold(of["arguing"][5], "ATTY", "An attorney wrote for this customer.", 12, 18),
        hold(of["silent"][1], "CEASE", "Wrote that no more calls are wanted.", 9, 51),
        hold(of["squeezed"][4], "", "Storm damage; the owner asked for two quiet weeks.", 6, 8),
        hold(of["arguing"][2], "", "Sales director talks to the owner this week.", 3, 4),
        hold(of["new"][6], "", "Address unclear, waiting for the sales desk.", 2, 1),
        lifted,
    ]


def invoice_row(invoice: Any) -> Row:  # noqa: ANN401 - an Invoice, written as it stands
    """Give an invoice's row."""
    return {
        "customer": invoice.customer,
        "kind": invoice.kind,
        "number": invoice.number,
        "issued_on": invoice.issued,
        "due_on": invoice.due,
        "currency": invoice.currency,
        "amount": invoice.amount,
        "open": invoice.open,
        "status": invoice.status,
        "reference": invoice.reference,
        "note": invoice.note,
    }


def entry_rows(books: Books) -> list[Row]:
    """Give the ledger's rows."""
    return [
        {
            "customer": entry.invoice.customer,
            "invoice": entry.invoice.number,
            "kind": entry.kind,
            "dated_on": entry.dated,
            "currency": entry.invoice.currency,
            "amount": entry.amount,
            "reference": entry.reference,
            "note": entry.note,
        }
        for entry in books.entries
    ]


def write(name: str, rows: Iterable[Row]) -> None:
    """Write one file with the columns that the loader reads, and no others."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with (TARGET / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, COLUMNS[name].split(","), extrasaction="ignore", lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
