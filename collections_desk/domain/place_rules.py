"""Place rules: numbers that hold for customers in one state, city or country only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.resource_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from collections_desk.domain.customers import Address
    from collections_desk.domain.resource_files import Item
    from collections_desk.domain.zone_tables import ZoneTables

_CAPS = ("calls", "calls_other", "electronic", "conversations", "all_channels")


@dataclass(frozen=True, slots=True)
class Cap:
    """So many contacts in so many consecutive days.

    Attributes:
        what: calls, calls_other (to a place of work), conversations, electronic or
            all_channels.
        per: debt, account or person.
    """

    what: str
    most: int
    days: int
    per: str


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """What holds in one place.

    Attributes:
        id: "US-MA", "US-NY-NYC", "GB".
        cities: Folded names of cities, where it is for a city.
        applies: Which of first_party and third_party it binds.
        kinds: Which customers it protects.
        window: First and last minute for calls, "08:00" and "21:00", or None.
        starts_days_past_due: Before so many days past due nothing may be done; 0: at once.
    """

    id: str
    cities: frozenset[str]
    applies: frozenset[str]
    kinds: frozenset[CustomerKind]
    window: tuple[str, str] | None
    caps: tuple[Cap, ...]
    starts_days_past_due: int
    effective: date | None
    notes: tuple[str, ...]
    cite: str
    confidence: str
    as_of: date

    def binds(self, mode: str, kind: CustomerKind, today: date) -> bool:
        """Tell whether it holds for who collects, from whom, on this day."""
        who = CustomerKind.CONSUMER if kind is CustomerKind.UNKNOWN else kind
        begun = self.effective is None or self.effective <= today
        return mode in self.applies and who in self.kinds and begun


def place_rules(text: str, file: str) -> dict[str, PlaceRule]:
    """Read the rules by place."""
    whole = read_toml(text, file)
    as_of = whole.day("as_of")
    return {item.text("id"): _rule(item, as_of) for item in whole.tables("place")}


def _rule(item: Item, as_of: date) -> PlaceRule:
    item.only(
        {"id", "cities", "applies", "customer", "window", "starts_days_past_due", "effective"}
        | {"notes", "cite", "confidence", "caller_must_state", "validation_business_days"}
        | set(_CAPS)
    )
    window = item.texts("window")
    if len(window) not in {0, 2}:
        item.refuse('"window" must be two times', "window")
    caps = []
    for what in _CAPS:
        if item.has(what):
            cap = item.table(what)
            caps.append(Cap(what, cap.integer("max"), cap.integer("days"), cap.text("per")))
    return PlaceRule(
        item.text("id"),
        frozenset(item.texts("cities")),
        frozenset(item.texts("applies")),
        frozenset(CustomerKind(kind) for kind in item.texts("customer")),
        (window[0], window[1]) if window else None,
        tuple(caps),
        item.integer("starts_days_past_due", 0),
        item.day("effective") if item.has("effective") else None,
        item.texts("notes"),
        item.text("cite"),
        item.text("confidence"),
        as_of,
    )


def places_of(
    addresses: Iterable[Address], rules: Mapping[str, PlaceRule], tables: ZoneTables
) -> list[PlaceRule]:
    """Return the rules of every place that the customer has an address in."""
    found = {}
    for address in addresses:
        region = address.region.strip()
        state = region.upper() if region.upper() in tables.states else ""
        state = state or tables.state_names.get(region.casefold(), "")
        country = address.country or ("US" if state and not address.country_text else "")
        for rule in rules.values():
            at_city = not rule.cities or address.city.strip().casefold() in rule.cities
            where = "-".join(rule.id.split("-")[:2])
            if at_city and where in {country, f"{country}-{state}"}:
                found[rule.id] = rule
    return list(found.values())
