"""Customers, the people there, their numbers and addresses, and what was decided about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from collections_desk.domain.customers import (
    Address,
    Category,
    CategoryChange,
    ContactPerson,
    ContactPoint,
    Customer,
    CustomerKind,
)
from collections_desk.errors import StoreError
from collections_desk.store.tables import (
    AddressRow,
    CategoryChangeRow,
    ContactPersonRow,
    ContactPointRow,
    CustomerRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: So many rows are changed by one statement; SQLite takes only so many values in one.
_AT_ONCE = 500


def load_customer(session: Session, customer_id: int) -> Customer:
    """Return a customer.

    Raises:
        StoreError: If there is none of that number.
    """
    row = session.get(CustomerRow, customer_id)
    if row is None:
        raise StoreError(
            f"There is no customer number {customer_id} in this store.",
            "Go back to the worklist and choose the customer there. Nothing was changed.",
        )
    return _customer(row)


def find_by_name_key(session: Session, key: str) -> Customer | None:
    """Return the customer whose folded name is `key`, or None."""
    row = session.scalars(select(CustomerRow).where(CustomerRow.name_key == key)).first()
    return _customer(row) if row else None


def add_customer(
    transaction: Transaction, name: str, key: str, *, now: datetime, **values: object
) -> int:
    """Add a customer and return its number. `values` are columns of the table."""
    row = CustomerRow(name=name, name_key=key, created_at=now, **values)
    transaction.add(row)
    transaction.flush()
    return row.id


def change_customer(transaction: Transaction, customer_id: int, **values: object) -> None:
    """Change columns of one customer."""
    transaction.execute(update(CustomerRow).where(CustomerRow.id == customer_id).values(**values))


def customers_of_kind(session: Session, kind: CustomerKind) -> list[int]:
    """Return the numbers of the customers of a kind, those merged into another left out."""
    return list(
        session.scalars(
            select(CustomerRow.id)
            .where(CustomerRow.kind == kind.value, CustomerRow.merged_into_id.is_(None))
            .order_by(CustomerRow.id)
        )
    )


def change_kinds(transaction: Transaction, customers: Sequence[int], kind: CustomerKind) -> None:
    """Change the kind of many customers."""
    for first in range(0, len(customers), _AT_ONCE):
        some = customers[first : first + _AT_ONCE]
        transaction.execute(
            update(CustomerRow).where(CustomerRow.id.in_(some)).values(kind=kind.value)
        )


def people(session: Session, customer_id: int) -> tuple[ContactPerson, ...]:
    """Return the people at a customer, the first to ask for first."""
    rows = session.scalars(
        select(ContactPersonRow)
        .where(ContactPersonRow.customer_id == customer_id)
        .order_by(ContactPersonRow.is_primary.desc(), ContactPersonRow.id)
    )
    return tuple(
        ContactPerson(row.id, row.name, row.role, row.is_primary, row.is_officer) for row in rows
    )


def contact_points(session: Session, customer_id: int) -> tuple[ContactPoint, ...]:
    """Return a customer's numbers and addresses for mail and web, the first to use first."""
    rows = session.scalars(
        select(ContactPointRow)
        .where(ContactPointRow.customer_id == customer_id)
        .order_by(ContactPointRow.is_primary.desc(), ContactPointRow.id)
    )
    return tuple(
        ContactPoint(
            row.id, row.kind, row.value, row.normalized, row.label, row.state, row.is_primary
        )
        for row in rows
    )


def addresses(session: Session, customer_id: int) -> tuple[Address, ...]:
    """Return a customer's postal addresses, the one for letters first."""
    rows = session.scalars(
        select(AddressRow)
        .where(AddressRow.customer_id == customer_id)
        .order_by(AddressRow.is_primary.desc(), AddressRow.id)
    )
    return tuple(_address(row) for row in rows)


def category_changes(session: Session, customer_id: int) -> tuple[CategoryChange, ...]:
    """Return the decisions on a customer's category, newest first."""
    rows = session.scalars(
        select(CategoryChangeRow)
        .where(CategoryChangeRow.customer_id == customer_id)
        .order_by(CategoryChangeRow.id.desc())
    )
    return tuple(
        CategoryChange(
            Category(row.category),
            Category(row.proposed) if row.proposed else None,
            tuple(row.facts),
            row.reason,
            row.clerk,
            row.decided_at,
        )
        for row in rows
    )


def add_category_change(
    transaction: Transaction, customer_id: int, change: CategoryChange
) -> None:
    """Record a decision on the category, and let it hold."""
    transaction.add(
        CategoryChangeRow(
            customer_id=customer_id,
            category=change.category.value,
            proposed=change.proposed.value if change.proposed else None,
            facts=list(change.facts),
            reason=change.reason,
            clerk=change.clerk,
            decided_at=change.decided_at,
        )
    )
    change_customer(transaction, customer_id, category=change.category.value)


def put_person(
    transaction: Transaction,
    customer_id: int,
    person_id: int | None,
    **values: Any,  # noqa: ANN401 - columns of the table
) -> int:
    """Add a person, or change one; a primary one takes that from the others."""
    return _put(transaction, ContactPersonRow, customer_id, person_id, values)


def put_contact_point(
    transaction: Transaction,
    customer_id: int,
    point_id: int | None,
    **values: Any,  # noqa: ANN401 - columns of the table
) -> int:
    """Add a number or e-mail address, or change one."""
    return _put(transaction, ContactPointRow, customer_id, point_id, values)


def put_address(
    transaction: Transaction,
    customer_id: int,
    address_id: int | None,
    **values: Any,  # noqa: ANN401 - columns of the table
) -> int:
    """Add a postal address, or change one."""
    return _put(transaction, AddressRow, customer_id, address_id, values)


def _put(
    transaction: Transaction,
    table: type[ContactPersonRow | ContactPointRow | AddressRow],
    customer_id: int,
    row_id: int | None,
    values: dict[str, Any],
) -> int:
    if values.get("is_primary"):
        others = update(table).where(table.customer_id == customer_id).values(is_primary=False)
        if table is ContactPointRow:
            phones = {"phone", "mobile"}
            same = phones if values.get("kind") in phones else {values.get("kind")}
            others = others.where(ContactPointRow.kind.in_(same))
        transaction.execute(others)
    if row_id is None:
        row = table(customer_id=customer_id, **values)
        transaction.add(row)
        transaction.flush()
        return row.id
    transaction.execute(
        update(table).where(table.id == row_id, table.customer_id == customer_id).values(**values)
    )
    return row_id


def _customer(row: CustomerRow) -> Customer:
    return Customer(
        id=row.id,
        name=row.name,
        reference=row.reference,
        kind=CustomerKind(row.kind),
        category=Category(row.category),
        currency=row.currency,
        time_zone=row.time_zone,
        zone_source=row.zone_source,
        office_hours=row.office_hours,
        terms_days=row.terms_days,
        credit_limit_minor=row.credit_limit_minor,
        language=row.language,
        account_note=row.account_note,
        sample=row.sample,
        end_state=row.end_state,
        merged_into_id=row.merged_into_id,
        created_at=row.created_at,
    )


def _address(row: AddressRow) -> Address:
    return Address(
        id=row.id,
        line1=row.line1,
        line2=row.line2,
        line3=row.line3,
        city=row.city,
        region=row.region,
        postal_code=row.postal_code,
        country=row.country,
        country_text=row.country_text,
        approved_lines=None if row.approved_lines is None else tuple(row.approved_lines),
        is_primary=row.is_primary,
        state=row.state,
        returned_on=row.returned_on,
        returned_reason=row.returned_reason,
    )
