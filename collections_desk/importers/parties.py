"""Customers and how to reach them, out of contact lists and out of columns beside items."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.address_text import (
    address_from_cells,
    address_from_text,
    country_code,
)
from collections_desk.domain.amount_text import CODES
from collections_desk.domain.contact_values import (
    ContactFaultError,
    read_email,
    read_phone,
    read_website,
)
from collections_desk.domain.money import Money, from_decimal
from collections_desk.domain.names import name_key
from collections_desk.domain.readings import (
    Fault,
    ImportedAddress,
    ImportedCustomer,
    ImportedPoint,
)
from collections_desk.importers.cells import RowFaultError, RowReader, terms_in_words
from collections_desk.importers.grid import cell_text
from collections_desk.importers.party_kinds import PartyKinds

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.importers.extract import Extract, Row
    from collections_desk.importers.recognize import Recognized
    from collections_desk.importers.values import Detected, Home

_LABELLED_PHONE = re.compile(
    r"(phone|mobile|fax|other|pager|work|home|main)\s*:\s*", re.IGNORECASE
)
_LABELS = {"mobile": "mobile", "fax": "fax"}
_INACTIVE = frozenset({"y", "yes", "true", "1", "inactive", "inaktiv"})
#: What people write where there is no number.
_NOTHING = frozenset({"none", "n/a", "na", "-", "no", "keine", "x"})


class PartyReader(RowReader):
    """Reads customers."""

    def __init__(
        self, found: Recognized, data: Extract, detected: Detected, home: Home, currency: str
    ) -> None:
        super().__init__(found, data, detected)
        self.layout = found.layout
        self.contacts_only = found.kind == "contacts"
        self.country = found.layout.country or home.country
        self.currency = currency
        self.faults: list[Fault] = list(data.faults) if self.contacts_only else []
        self.skipped: dict[str, int] = {}
        self.kinds = PartyKinds(self.layout.customer_kinds, self.heading("customer_kind"))
        self._found: dict[str, ImportedCustomer] = {}

    @property
    def customers(self) -> tuple[ImportedCustomer, ...]:
        """The customers in the order of the file, each once."""
        return tuple(self._found.values())

    def read(self, rows: list[Row], tick: Callable[[], None]) -> None:
        """Read all rows; in a list of items only what says how to reach a customer."""
        for row in rows:
            try:
                self._row(row)
            except RowFaultError as fault:
                if self.contacts_only:
                    self.faults.append(Fault(row.line, fault.column, fault.text, fault.problem))
            tick()

    def _row(self, row: Row) -> None:
        if self.has("contact_type"):
            sort = self.line(row, "contact_type")
            if sort.casefold() in self.layout.skip_types:
                self.skipped[sort] = self.skipped.get(sort, 0) + 1
                return
        contact = self._contact(row)
        emails = self._emails(row)
        name = (
            (self.clean(row, "customer", row.group) if row.group else "")
            or self.line(row, "customer")
            or self.line(row, "customer_else")
            or contact
            or (emails[0].value if emails else "")
        )
        reference = self.number(row, "customer_ref")
        if not name and self.contacts_only:
            raise RowFaultError(self.heading("customer"), "", "the row names no customer")
        key = name_key(name) or reference
        first = self._found.get(key)
        if first is not None and not self.contacts_only:
            self._kind_again(row, key, first)
            return
        customer = self._customer(row, name or reference, reference, contact, emails)
        if first is not None:
            problem = f'"{name}" stands on line {first.line} too; both are one customer'
            self.notices.append(Fault(row.line, self.heading("customer"), name, problem))
            customer = _merged(first, customer)
        self._found[key] = customer

    def _customer(
        self,
        row: Row,
        name: str,
        reference: str,
        contact: str,
        emails: tuple[ImportedPoint, ...],
    ) -> ImportedCustomer:
        address = self._address(row, name, contact)
        region = address.country or self.country
        hidden = self.line(row, "hidden").casefold() if self.has("hidden") else ""
        return ImportedCustomer(
            line=row.line,
            name=name,
            reference=reference,
            contact_name=contact,
            points=(*self._phones(row, region), *emails, *self._websites(row)),
            address=address,
            currency=self._currency(row),
            terms_days=terms_in_words(self.line(row, "terms")) if self.contacts_only else None,
            credit_limit=self._credit_limit(row),
            note=self._notes(row) if self.contacts_only else "",
            active=hidden not in _INACTIVE,
            kind=self._kind(row),
        )

    def _kind(self, row: Row) -> str | None:
        if not self.has("customer_kind"):
            return None
        return self.kinds.read(self.line(row, "customer_kind"), row.line)

    def _kind_again(self, row: Row, key: str, first: ImportedCustomer) -> None:
        """Look at the kind in a further row of a customer: it may stand there alone."""
        if first.kind is None and (kind := self._kind(row)) is not None:
            self._found[key] = replace(first, kind=kind)

    def _contact(self, row: Row) -> str:
        if whole := self.line(row, "contact"):
            return whole
        return f"{self.line(row, 'contact_first')} {self.line(row, 'contact_last')}".strip()

    def _notes(self, row: Row) -> str:
        """Return the note; some packages write line breaks as backslash and n."""
        return self.note(row).replace("\\n", "\n") if self.has("note") else ""

    def _currency(self, row: Row) -> str | None:
        code = self.line(row, "currency").upper()
        return code if code in CODES else None

    def _credit_limit(self, row: Row) -> Money | None:
        if self.cell(row, "credit_limit") == "":
            return None
        read = self.amount(row, "credit_limit")
        if read is None or not read.value:
            return None
        try:
            return from_decimal(read.value, self._currency(row) or self.currency)
        except ValueError as error:
            text = cell_text(self.cell(row, "credit_limit"))
            raise RowFaultError(self.heading("credit_limit"), text, str(error)) from error

    def _texts(self, row: Row, name: str) -> list[str]:
        texts = [cell_text(row.cells[index]).strip() for index in self.indexes.get(name, ())]
        texts.append(row.block.get(name, ""))
        return [text for text in texts if text]

    def _phones(self, row: Row, region: str) -> list[ImportedPoint]:
        wanted = [
            (kind, text) for kind in ("phone", "mobile", "fax") for text in self._texts(row, kind)
        ]
        for text in self._texts(row, "phones"):
            parts = _LABELLED_PHONE.split(text)
            if parts[0].strip():
                wanted.append(("phone", parts[0].strip()))
            for label, number in zip(parts[1::2], parts[2::2], strict=True):
                wanted.append((_LABELS.get(label.casefold(), "phone"), number.strip()))
        points = []
        for kind, text in wanted:
            try:
                phone = read_phone(text, region)
            except ContactFaultError as error:
                if text.casefold() not in _NOTHING:
                    self._left_out(row, kind, text, str(error))
                continue
            if phone.warning:
                self.notices.append(Fault(row.line, kind, text, phone.warning))
            points.append(ImportedPoint(kind, phone.value, phone.normalized))
        return points

    def _emails(self, row: Row) -> tuple[ImportedPoint, ...]:
        points = []
        for text in self._texts(row, "email"):
            parts = [part for part in re.split(r"[,;\s]+", text) if part]
            if not any("@" in part for part in parts):
                parts = [text]
            for part in parts:
                try:
                    value = read_email(part)
                except ContactFaultError as error:
                    self._left_out(row, "email", part, str(error))
                    continue
                points.append(ImportedPoint("email", value, value.lower()))
        return tuple(points)

    def _websites(self, row: Row) -> list[ImportedPoint]:
        points = []
        for text in self._texts(row, "website"):
            try:
                link = read_website(text)
            except ContactFaultError as error:
                self._left_out(row, "website", text, str(error))
                continue
            points.append(ImportedPoint("website", link.url, link.url.lower()))
        return points

    def _left_out(self, row: Row, name: str, text: str, problem: str) -> None:
        self.notices.append(
            Fault(row.line, self.heading(name), text[:60], f"{problem}; it is left out")
        )

    def _address(self, row: Row, name: str, contact: str) -> ImportedAddress:
        whole = cell_text(self.cell(row, "address"))
        lines = tuple(self.clean(row, "address", line) for line in whole.splitlines())
        apart = any(self.line(row, part) for part in ("city", "region", "postal_code"))
        if whole and not apart:
            return address_from_text(lines)
        if not whole and self.has("address_line"):
            lines = tuple(
                self.clean(row, "address_line", t) for t in self._texts(row, "address_line")
            )
            return address_from_text(lines, skip=(name, contact))
        # Where city or ZIP have cells of their own, "Address" means the street alone.
        street = lines + tuple(
            self.clean(row, "street", text) for text in self._texts(row, "street")
        )
        country = self.line(row, "country")
        found = address_from_cells(
            street=street,
            city=self.line(row, "city"),
            region=self.line(row, "region"),
            postal_code=self.line(row, "postal_code"),
            country=country,
            home_country=self.country,
        )
        if street and not found.city and not found.postal_code:
            parted = address_from_text(street)
            found = replace(parted, country=parted.country or country_code(country))
        if country and found.country is None:
            problem = f'"{country}" is kept as written: no country has that name'
            self.notices.append(Fault(row.line, self.heading("country"), country, problem))
        return found


def _merged(first: ImportedCustomer, second: ImportedCustomer) -> ImportedCustomer:
    """Complete a customer by what a second line says of it; the first line wins."""
    known = {(point.kind, point.normalized or point.value) for point in first.points}
    more = tuple(
        point
        for point in second.points
        if (point.kind, point.normalized or point.value) not in known
    )
    return replace(
        first,
        reference=first.reference or second.reference,
        contact_name=first.contact_name or second.contact_name,
        points=first.points + more,
        address=first.address or second.address,
        credit_limit=first.credit_limit or second.credit_limit,
        note=first.note or second.note,
        kind=first.kind or second.kind,
    )
