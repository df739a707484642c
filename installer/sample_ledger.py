"""The invoices and payments of the sample: two years of an invented paper merchant.

Everything is drawn from one seeded generator, so the same program writes the same files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

T = TypeVar("T")

#: The last day of the sample: a Thursday. The loader moves it to the last Thursday before today.
ANCHOR = date(2026, 11, 19)
BEGIN = ANCHOR - timedelta(days=730)
INVOICES = 600
SATURDAY = 5

#: How each kind of payer behaves: how many old invoices, how late they were paid (days),
#: and how far past due the open ones are (negative: not due yet).
HABITS: dict[str, tuple[range, range, list[tuple[int, ...]]]] = {
    "prompt": (range(6, 8), range(-4, 7), [(), (-12,), (-5, -20), (), (3,), (-9,)]),
    "forgetful": (
        range(3, 6),
        range(6, 32),
        [(4,), (9, -14), (13,), (18, 2), (24,), (31,), (37, 7), (44, 12), (52,), (21, -6)],
    ),
    "drifting": (range(3, 5), range(20, 50), [(63, 33), (72,), (58, 27), (84, 54), (66,), (79,)]),
    "squeezed": (
        range(2, 5),
        range(12, 45),
        [(16,), (25, 5), (34,), (43, 13), (48,), (57, 27), (65,), (74, 44), (88, 50), (28,)],
    ),
    "failing": (range(2, 3), range(20, 50), [(205, 160, 128), (143, 112), (101, 95), (133,)]),
    "arguing": (
        range(2, 5),
        range(2, 15),
        [(14,), (22, 6), (33,), (41, 11), (49,), (56, 26), (68,), (29, -8), (97, 67), (19,)],
    ),
    "new": (
        range(1),
        range(1, 9),
        [(-21,), (-8,), (2,), (8, -16), (-3,), (15,), (12, -18), (27,)],
    ),
    "silent": (range(1, 2), range(10, 20), [(64,), (93, 62), (124,), (36,), (47,)]),
}
#: Roughly what one US dollar is worth, so that foreign invoices look like invoices.
SCALE = {"CLP": 900, "PLN": 4, "SEK": 10}
NO_CENTS = {"CLP"}
PREFIX = {"invoice": "INV-", "credit": "CR-", "payment": "UP-"}
#: How often an invoice is six times as large, names an order, was paid by check, in two parts.
LARGE_SHARE = 0.12
ORDER_SHARE = 0.6
CHECK_SHARE = 0.7
PARTS_SHARE = 0.35
PART_PAID_SHARE = 0.6
#: From so many days of delay on a customer counts as a slow one.
SLOW = 12
#: Negative items: whose, what, how many days ago, and the note on it.
ODDITIES = (
    ("prompt", "payment", 6, "Paid twice; asked whether to keep it on account."),
    ("forgetful", "payment", 11, "Check without an invoice number."),
    ("squeezed", "payment", 4, "Part payment, not matched yet."),
    ("arguing", "credit", 30, "Returned goods, credit not yet taken."),
    ("arguing", "credit", 52, "Price correction."),
    ("new", "payment", 2, "Deposit before the first delivery."),
)


@dataclass
class Invoice:
    """One invoice of the sample; `paid` is how much of it was settled so far."""

    customer: str
    issued: date
    due: date
    currency: str
    amount: Decimal
    paid: Decimal = Decimal(0)
    number: str = ""
    kind: str = "invoice"
    status: str = "open"
    reference: str = ""
    note: str = ""

    @property
    def open(self) -> Decimal:
        """What is left."""
        return self.amount - self.paid


@dataclass
class Entry:
    """One dated entry of the ledger: negative lowers what is open."""

    invoice: Invoice
    kind: str
    dated: date
    amount: Decimal
    reference: str = ""
    note: str = ""


@dataclass
class Books:
    """All invoices and entries."""

    invoices: list[Invoice] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def of(self, customer: str) -> list[Invoice]:
        """Return the invoices of one customer, the oldest due first."""
        return sorted((i for i in self.invoices if i.customer == customer), key=lambda i: i.due)

    def settle(self, invoice: Invoice, day: date, amount: Decimal, reference: str) -> None:
        """Enter a payment."""
        self.entries.append(Entry(invoice, "payment", day, -amount, reference))
        invoice.paid += amount
        if invoice.open == 0:
            invoice.status = "closed"


def pick(random: Random, things: Sequence[T]) -> T:
    """Choose one thing; only `random()` is used, whose results Python promises to keep."""
    return things[int(random.random() * len(things))]


def between(random: Random, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`, both included."""
    return low + int(random.random() * (high - low + 1))


def business_day(day: date) -> date:
    """Move a weekend day to the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def make_books(random: Random, customers: list[dict[str, str]]) -> Books:
    """Write two years of invoices and payments for all customers."""
    books = Books()
    turn: dict[str, int] = {}
    for customer in customers:
        behavior = customer["behavior"]
        place = turn.get(behavior, 0)
        turn[behavior] = place + 1
        count, delays, patterns = HABITS[behavior]
        for _ in range(pick(random, count)):
            _old_invoice(random, books, customer, delays)
        for past_due in patterns[place % len(patterns)]:
            _open_invoice(random, books, customer, past_due)
    prompt = [customer for customer in customers if customer["behavior"] == "prompt"]
    while len(books.invoices) < INVOICES - len(ODDITIES):
        _old_invoice(random, books, pick(random, prompt), HABITS["prompt"][1])
    _add_oddities(random, books, customers)
    _add_fees(books, customers)
    _write_off(books, customers)
    books.invoices.sort(key=lambda invoice: (invoice.issued, invoice.customer, invoice.amount))
    for place, invoice in enumerate(books.invoices):
        invoice.number = f"{PREFIX[invoice.kind]}{20117 + place}"
    books.entries.sort(key=lambda entry: (entry.dated, entry.invoice.number, entry.kind))
    return books


def _amount(random: Random, customer: dict[str, str]) -> Decimal:
    consumer = customer["kind"] == "consumer"
    dollars = Decimal(between(random, 2400, 21000) if consumer else between(random, 4800, 98000))
    if not consumer and random.random() < LARGE_SHARE:
        dollars *= 6
    major = dollars / 100 * SCALE.get(customer["currency"], 1)
    return major.quantize(Decimal(1) if customer["currency"] in NO_CENTS else Decimal("0.01"))


def _new_invoice(random: Random, customer: dict[str, str], due: date) -> Invoice:
    issued = due - timedelta(days=int(customer["terms_days"]))
    order = f"PO {between(random, 1000, 9899)}" if random.random() < ORDER_SHARE else ""
    return Invoice(
        customer["reference"],
        issued,
        due,
        customer["currency"],
        _amount(random, customer),
        reference=order,
    )


def _old_invoice(random: Random, books: Books, customer: dict[str, str], delays: range) -> None:
    """Add an invoice that was paid, once or in two parts, as late as this customer pays."""
    latest = (ANCHOR - BEGIN).days - 60
    due = business_day(BEGIN + timedelta(days=between(random, 40, latest)))
    invoice = _new_invoice(random, customer, due)
    books.invoices.append(invoice)
    paid_on = business_day(due + timedelta(days=pick(random, delays)))
    reference = f"check {between(random, 1100, 9800)}" if random.random() < CHECK_SHARE else "bank"
    if delays[0] >= SLOW and random.random() < PARTS_SHARE:
        half = (invoice.amount / 2).quantize(invoice.amount)
        books.settle(invoice, paid_on, half, reference)
        paid_on = business_day(paid_on + timedelta(days=between(random, 9, 21)))
    books.settle(invoice, paid_on, invoice.open, reference)


def _open_invoice(random: Random, books: Books, customer: dict[str, str], past_due: int) -> None:
    """Add an invoice that is still open; the struggling have often paid a part of it."""
    terms = int(customer["terms_days"])
    due = ANCHOR + timedelta(days=min(-past_due, terms - 1))  # billed yesterday at the latest
    invoice = _new_invoice(random, customer, due)
    books.invoices.append(invoice)
    short = customer["behavior"] in {"squeezed", "failing"} and past_due > SLOW
    if short and random.random() < PART_PAID_SHARE:
        day = business_day(invoice.due + timedelta(days=between(random, 2, past_due - 5)))
        part = (invoice.amount / 4).quantize(invoice.amount)
        books.settle(invoice, min(day, ANCHOR), part, "part payment")


def _add_oddities(random: Random, books: Books, customers: list[dict[str, str]]) -> None:
    """Add credits and payments that nobody could match: they stay negative items."""
    for behavior, kind, days_ago, note in ODDITIES:
        owing = {i.customer: i for i in books.invoices if i.status == "open"}
        customer = pick(
            random,
            [c for c in customers if c["behavior"] == behavior and c["reference"] in owing],
        )
        day = ANCHOR - timedelta(days=days_ago)
        owed = owing[customer["reference"]].amount
        amount = -(owed / 6).quantize(owed)
        books.invoices.append(
            Invoice(
                customer["reference"],
                day,
                day,
                customer["currency"],
                amount,
                kind=kind,
                note=note,
            )
        )


def _add_fees(books: Books, customers: list[dict[str, str]]) -> None:
    """Charge a few old invoices of the forgetful a late fee, and waive it again."""
    forgetful = {c["reference"] for c in customers if c["behavior"] == "forgetful"}
    late = [i for i in books.invoices if i.customer in forgetful and i.status == "closed"]
    fee = Decimal("25.00")
    for invoice in [i for i in late if i.currency == "USD"][:4]:
        charged = business_day(invoice.due + timedelta(days=15))
        waived = charged + timedelta(days=7)
        books.entries.append(Entry(invoice, "fee", charged, fee, note="late fee per terms"))
        books.entries.append(
            Entry(invoice, "waiver", waived, -fee, note="waived once, as a courtesy")
        )


def _write_off(books: Books, customers: list[dict[str, str]]) -> None:
    """Write off what one closed-down customer owed."""
    gone = next(c["reference"] for c in customers if c.get("end_state") == "written_off")
    for invoice in books.of(gone):
        if invoice.status == "open":
            day = ANCHOR - timedelta(days=17)
            books.entries.append(
                Entry(invoice, "write_off", day, -invoice.open, note="closed down, no assets")
            )
            invoice.paid, invoice.status = invoice.amount, "closed"
