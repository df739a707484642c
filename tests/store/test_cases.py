"""The count of cases that the store makes for all customers is that of the domain, one by one."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from collections_desk.domain.cases import NO_REPEATS, repeats
from collections_desk.operations.desk import Desk
from collections_desk.store.cases import case_history, repeat_counts
from collections_desk.store.tables import InvoiceRow, LedgerEntryRow
from collections_desk.store.worklist_questions import Asker, FactQuestion
from tests.store.rows import add_customer

TODAY = date(2026, 11, 20)
CUSTOMERS = 60


def fill(desk: Desk) -> dict[int, list[tuple[date, date | None]]]:
    """Invent invoices, some of them paid in two parts, early, late, or not at all."""
    dice = random.Random(3)  # noqa: S311 - not for secrets
    items: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    with desk.database.write("test.fill", "put invoices in", now=desk.now()) as transaction:
        for number in range(CUSTOMERS):
            customer = add_customer(transaction, f"Customer {number}")
            for bill in range(dice.randrange(1, 9)):
                due = TODAY - timedelta(days=dice.randrange(-30, 700))
                days = dice.choice([-5, 0, 1, 3, 4, 20, 60, None])
                paid = None if days is None else due + timedelta(days=days)
                row = InvoiceRow(
                    customer_id=customer,
                    kind="invoice",
                    number=f"{number}-{bill}",
                    due_on=due,
                    currency="USD",
                    amount_minor=1_000,
                    open_minor=0 if paid else 1_000,
                    status="closed" if paid else "open",
                    as_of=TODAY,
                )
                transaction.add(row)
                transaction.flush()
                for on in [] if paid is None else [paid - timedelta(days=dice.randrange(9)), paid]:
                    transaction.add(
                        LedgerEntryRow(
                            customer_id=customer,
                            invoice_id=row.id,
                            kind="payment",
                            dated_on=on,
                            currency="USD",
                            amount_minor=-500,
                            source="import",
                            created_at=desk.now(),
                        )
                    )
                items[customer].append((due, paid))
    return items


def test_the_count_for_all_is_the_count_for_each(desk: Desk) -> None:
    items = fill(desk)
    question = FactQuestion(TODAY, ZoneInfo("America/New_York"))
    with desk.database.read() as session:
        counted = repeat_counts(Asker(session, question))
        histories = {one: case_history(session, one, today=TODAY) for one in items}
    owing = {one for one, bills in items.items() if any(paid is None for _, paid in bills)}

    assert len(owing) > CUSTOMERS // 3
    assert counted == {
        one: found for one in owing if (found := repeats(items[one], today=TODAY)).before
    }
    assert any(one.recovered_since for one in counted.values())
    assert any(one.before > 1 for one in counted.values())
    for customer in owing:
        ended = sum(case.ended_on is not None for case in histories[customer])
        assert ended == counted.get(customer, NO_REPEATS).before
