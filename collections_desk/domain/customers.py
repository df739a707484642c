"""Who owes, what kind of customer that is, and how to reach the people there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class Category(Enum):
    """Why a customer does not pay, as far as behavior shows it. It decides the contact plan."""

    DISORGANIZED = "disorganized"
    STRUGGLING = "struggling"
    DISPUTING = "disputing"
    UNSORTED = "unsorted"


class CustomerKind(Enum):
    """Which law looks at the customer. UNKNOWN is treated as CONSUMER, the strict side."""

    CONSUMER = "consumer"
    NATURAL_BUSINESS = "natural_business"
    ENTITY = "entity"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer of the business.

    Attributes:
        reference: The customer number of the accounting package, as text.
        end_state: "paid", "written_off", "placed", "settled", or None while work goes on.
        time_zone: The zone that the customer stated (IANA name), or None.
        zone_source: Who said so: "stated", or None where the zone is worked out.
        office_hours: When the customer's office answers, in the words of the file or clerk.
        terms_days: Days from invoice to due date that were agreed, or None.
        merged_into_id: The customer that this one was merged into, or None.
    """

    id: int
    name: str
    reference: str | None = None
    kind: CustomerKind = CustomerKind.UNKNOWN
    category: Category = Category.UNSORTED
    currency: str | None = None
    time_zone: str | None = None
    zone_source: str | None = None
    office_hours: str | None = None
    terms_days: int | None = None
    credit_limit_minor: int | None = None
    language: str | None = None
    account_note: str | None = None
    sample: bool = False
    end_state: str | None = None
    merged_into_id: int | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """A person at the customer. An officer may be in copy of a formal letter."""

    id: int
    name: str
    role: str | None = None
    is_primary: bool = False
    is_officer: bool = False


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """A phone number, e-mail address or web page.

    Attributes:
        kind: phone, mobile, fax, email or website.
        value: As it was typed or imported.
        normalized: E.164 with ";ext=", or the lower-case address; None if not understood.
        state: ok, bad or opted_out.
    """

    id: int
    kind: str
    value: str
    normalized: str | None = None
    label: str | None = None
    state: str = "ok"
    is_primary: bool = False

    @property
    def is_phone(self) -> bool:
        """Tell whether a call can be placed to it."""
        return self.kind in {"phone", "mobile"}


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address as typed, and the lines the clerk approved for an envelope.

    Attributes:
        country: ISO 3166 alpha-2, or None where only `country_text` is known.
        state: ok or returned; a returned address stops letters until it is fixed.
    """

    id: int
    line1: str = ""
    line2: str = ""
    line3: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str | None = None
    country_text: str = ""
    approved_lines: tuple[str, ...] | None = None
    is_primary: bool = True
    state: str = "ok"
    returned_on: date | None = None
    returned_reason: str | None = None


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """A decision on the category: what the clerk chose, what was proposed, on which facts."""

    category: Category
    proposed: Category | None
    facts: tuple[str, ...]
    reason: str
    clerk: str
    decided_at: datetime
