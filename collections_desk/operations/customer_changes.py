"""Changing what is known of a customer. Each change is one line in the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from collections_desk.domain.contact_values import (
    ContactFaultError,
    read_email,
    read_phone,
    read_website,
)
from collections_desk.domain.customers import Category, CategoryChange, CustomerKind
from collections_desk.domain.names import name_key
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.proposals import propose_category
from collections_desk.operations.wording import given_reason, kept_line, kept_note
from collections_desk.operations.worklist import standings_in
from collections_desk.store.customers import (
    add_category_change,
    add_customer,
    addresses,
    change_customer,
    find_by_name_key,
    load_customer,
    put_address,
    put_contact_point,
    put_person,
)
from collections_desk.store.database import add_fact
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

_NOTHING = "Nothing was changed."
#: One-line texts of a customer that the clerk may edit.
_LINES = {"reference", "office_hours", "language", "currency"}
_ADDRESS_LINES = (
    "line1", "line2", "line3", "city", "region", "postal_code", "country_text",
)  # fmt: skip
_POINT_KINDS = {"phone", "mobile", "fax", "email", "website"}
_POINT_STATES = {"ok", "bad", "opted_out"}
END_STATES = {"paid", "written_off", "placed", "settled"}


def add_new_customer(
    desk: Desk, name: str, *, reference: str = "", operation_id: str | None = None
) -> int:
    """Add a customer by hand and return its number.

    Raises:
        EntryRefusedError: If the name is empty or another customer has it.
    """
    clean = kept_line(name, field="name", needed=True)
    with desk.database.write(
        "customer.added",
        f"added the customer {clean}",
        now=desk.now(),
        operation_id=operation_id,
    ) as transaction:
        _name_is_free(transaction, clean, None)
        number = kept_line(reference, field="reference") or None
        customer_id = add_customer(
            transaction, clean, name_key(clean), now=desk.now(), reference=number
        )
        add_fact(transaction, customer_id=customer_id)
    return customer_id


def edit_customer(
    desk: Desk,
    customer_id: int,
    *,
    operation_id: str | None = None,
    **changes: Any,  # noqa: ANN401 - columns of the table
) -> None:
    """Change what is known of a customer: only what is given changes.

    `changes` may hold name, reference, kind, time_zone, office_hours, terms_days,
    credit_limit_minor, language, currency and account_note; None or "" clears what may be
    empty. A time zone given here counts as stated by the customer.

    Raises:
        EntryRefusedError: If a value cannot be; it names the field.
    """
    with desk.database.write(
        "customer.edited",
        f"changed {', '.join(sorted(changes)).replace('_', ' ')} of customer {customer_id}",
        now=desk.now(),
        facts={"customer_id": customer_id, "fields": sorted(changes)},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        values: dict[str, Any] = {}
        for field, value in changes.items():
            values.update(_checked(transaction, customer_id, field, value))
        if values:
            change_customer(transaction, customer_id, **values)


def _checked(session: Reading, customer_id: int, field: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - a field of a form
    if field == "name":
        clean = kept_line(str(value or ""), field="name", needed=True)
        _name_is_free(session, clean, customer_id)
        return {"name": clean, "name_key": name_key(clean)}
    if field == "kind":
        return {"kind": CustomerKind(value).value}
    if field == "time_zone":
        zone = _checked_zone(value)
        return {"time_zone": zone, "zone_source": "stated" if zone else None}
    if field in _LINES:
        return {field: kept_line(value, field=field) or None}
    if field == "account_note":
        return {field: kept_note(value or "", field=field) or None}
    if field in {"terms_days", "credit_limit_minor"}:
        if value is not None and not 0 <= int(value) <= 99_999_999_999:  # noqa: PLR2004 - largest amount
            raise _refused(field, f"{value} is not possible here.")
        return {field: None if value is None else int(value)}
    msg = f"{field} is not edited here"
    raise ValueError(msg)


def _checked_zone(value: str | None) -> str | None:
    if not value:
        return None
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise _refused("time_zone", f'"{value}" is not a time zone.') from None
    return value


def _name_is_free(session: Reading, name: str, customer_id: int | None) -> None:
    other = find_by_name_key(session, name_key(name))
    if other is not None and other.id != customer_id:
        raise EntryRefusedError(
            "name",
            f"There is a customer {other.name} already.",
            f"Open that customer, or add something that tells them apart. {_NOTHING}",
        )


def add_contact_point(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    kind: str,
    value: str,
    *,
    label: str = "",
    is_primary: bool = False,
    operation_id: str | None = None,
) -> int:
    """Add a phone number, e-mail address or web page; return its number.

    Raises:
        EntryRefusedError: If it is not one.
    """
    return _put_point(
        desk, customer_id, None, kind, value, label, "ok", operation_id, is_primary=is_primary
    )


def edit_contact_point(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    point_id: int,
    kind: str,
    value: str,
    *,
    label: str = "",
    state: str = "ok",
    is_primary: bool = False,
    operation_id: str | None = None,
) -> int:
    """Change a phone number, e-mail address or web page; mark it bad or opted out."""
    return _put_point(
        desk, customer_id, point_id, kind, value, label, state, operation_id,
        is_primary=is_primary,
    )  # fmt: skip


def _put_point(  # noqa: PLR0913, PLR0917 - the fields of a contact point
    desk: Desk,
    customer_id: int,
    point_id: int | None,
    kind: str,
    value: str,
    label: str,
    state: str,
    operation_id: str | None,
    *,
    is_primary: bool,
) -> int:
    if kind not in _POINT_KINDS:
        raise _refused("kind", f'"{kind}" is no kind of number or address.')
    if state not in _POINT_STATES:
        raise _refused("state", f'"{state}" is no state of a number or address.')
    with desk.database.write(
        "contact_point.saved",
        f"saved a {kind} of customer {customer_id}",
        now=desk.now(),
        facts={"customer_id": customer_id, "kind": kind, "state": state},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        homes = addresses(transaction, customer_id)
        region = next((home.country for home in homes if home.country), "US")
        shown, normalized = _read_point(kind, value, region)
        return put_contact_point(
            transaction,
            customer_id,
            point_id,
            kind=kind,
            value=shown,
            normalized=normalized,
            label=kept_line(label, field="label") or None,
            state=state,
            is_primary=is_primary,
        )


def _read_point(kind: str, value: str, region: str) -> tuple[str, str | None]:
    try:
        if kind == "email":
            address = read_email(value)
            return address, address.casefold()
        if kind == "website":
            return read_website(value).url, None
        phone = read_phone(value, region)
    except ContactFaultError as fault:
        raise _refused("value", f"{str(fault).rstrip('.')}.") from None
    return phone.value, phone.normalized


def put_in_person(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    name: str,
    *,
    person_id: int | None = None,
    role: str = "",
    is_primary: bool = False,
    is_officer: bool = False,
    operation_id: str | None = None,
) -> int:
    """Add a person at the customer, or change one; return the number of the person."""
    clean = kept_line(name, field="name", needed=True)
    with desk.database.write(
        "person.saved",
        f"saved a person at customer {customer_id}",
        now=desk.now(),
        facts={"customer_id": customer_id},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        return put_person(
            transaction,
            customer_id,
            person_id,
            name=clean,
            role=kept_line(role, field="role") or None,
            is_primary=is_primary,
            is_officer=is_officer,
        )


def fix_address(
    desk: Desk,
    customer_id: int,
    address_id: int | None,
    *,
    operation_id: str | None = None,
    **values: Any,  # noqa: ANN401 - columns of the table
) -> int:
    """Write an address anew, or add one (`address_id` None); letters may go to it again.

    `values` may hold line1 to line3, city, region, postal_code, country (two letters),
    country_text, is_primary and approved_lines. What is not given stays as it was.

    Raises:
        EntryRefusedError: If a line cannot be kept, or nothing is left of the address.
    """
    with desk.database.write(
        "address.fixed",
        f"wrote the address of customer {customer_id}",
        now=desk.now(),
        facts={"customer_id": customer_id, "address_id": address_id},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        new: dict[str, Any] = {
            field: kept_line(values[field], field=field)
            for field in _ADDRESS_LINES
            if field in values
        }
        if "country" in values:
            country = kept_line(values["country"], field="country").upper()
            if country and not (len(country) == 2 and country.isascii() and country.isalpha()):  # noqa: PLR2004 - ISO 3166 alpha-2
                raise _refused("country", f'"{country}" is not a country code of two letters.')
            new["country"] = country or None
        if address_id is None and not any(new.get(field) for field in ("line1", "city")):
            raise _refused("line1", "The address is empty.")
        approved = values.get("approved_lines")
        new["approved_lines"] = [
            line for part in approved or () if (line := kept_line(part, field="approved_lines"))
        ] or None
        new["is_primary"] = bool(values.get("is_primary", True))
        new |= {"state": "ok", "returned_on": None, "returned_reason": None}
        return put_address(transaction, customer_id, address_id, **new)


def decide_category(
    desk: Desk,
    customer_id: int,
    category: Category,
    *,
    reason: str = "",
    operation_id: str | None = None,
) -> CategoryChange:
    """Record the clerk's decision on the category, beside what the facts proposed.

    Raises:
        EntryRefusedError: If the decision differs from the proposal and gives no reason.
    """
    with desk.database.write(
        "category.decided",
        f"put customer {customer_id} into the category {category.value}",
        now=desk.now(),
        facts={"customer_id": customer_id, "category": category.value},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        settings = load_settings(transaction)
        standings = standings_in(transaction, desk, settings, customer_id)
        proposal = propose_category(transaction, desk, customer_id, standings)
        words = kept_note(reason, field="reason")
        if proposal.category is not category and not words:
            raise EntryRefusedError(
                "reason",
                f"The facts point to {proposal.category.value}.",
                f"Say in a sentence why it is {category.value}. {_NOTHING}",
            )
        change = CategoryChange(
            category,
            proposal.category,
            proposal.facts,
            words,
            settings.clerk,
            desk.now(),
        )
        add_category_change(transaction, customer_id, change)
        add_fact(transaction, proposed=proposal.category.value)
    return change


def end_customer(
    desk: Desk, customer_id: int, end_state: str, *, why: str, operation_id: str | None = None
) -> None:
    """Close the work on a customer: written_off, placed, settled or paid.

    Raises:
        EntryRefusedError: If the end state is not known, or there is no reason.
    """
    if end_state not in END_STATES:
        raise _refused("end_state", f'"{end_state}" is no way to close a customer.')
    _set_end(desk, customer_id, end_state, why, operation_id)


def reopen_customer(
    desk: Desk, customer_id: int, *, why: str, operation_id: str | None = None
) -> None:
    """Work on a customer again that was closed, with a reason."""
    _set_end(desk, customer_id, None, why, operation_id)


def _set_end(
    desk: Desk, customer_id: int, end_state: str | None, why: str, operation_id: str | None
) -> None:
    reason = given_reason(why, "A customer is closed or opened only with a reason.")
    done = f"closed as {end_state}" if end_state else "opened again"
    with desk.database.write(
        "customer.closed" if end_state else "customer.reopened",
        f"customer {customer_id} {done}: {reason}",
        now=desk.now(),
        facts={"customer_id": customer_id, "end_state": end_state, "why": reason},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        change_customer(transaction, customer_id, end_state=end_state)


def _refused(field: str, problem: str) -> EntryRefusedError:
    return EntryRefusedError(field, problem, f"Put it right. {_NOTHING}")
