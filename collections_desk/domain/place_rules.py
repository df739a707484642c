"""Place rules: numbers that hold for customers in one state, city or country only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
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
        with_intent: Whether it binds only what is done with intent to annoy.
    """

    what: str
    most: int
    days: int
    per: str
    with_intent: bool = False


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """What holds in one place.

    Attributes:
        id: "US-MA", "US-NY-NYC", "GB".
        cities: Folded names of cities, where it is for a city.
        applies: Which of first_party and third_party it binds.
        kinds: Which customers it protects.
        window: First and last minute for calls, "08:00" and "21:00", or None.
        window_excludes: Ways of contact that the window does not bind.
        starts_days_past_due: Before so many days past due nothing may be done; 0: at once.
        effective: The day from which it holds, or None where it always did.
        line: Where it stands in its file.
        commercial_limit_minor: Up to this debt, in cents, a person in business is looked at
            like a consumer; None where that is not so.
        commercial_from: Since when.
        employer_contact: When the employer may be called, in words; empty: no rule.
        must_state: What the caller says, in words.
        validation_business_days: So soon a validation notice is due; 0 where none is.
        validation_notice: Whether one is due at all.
        dispute_stops: Whether a disputed part waits until proof was sent.
        electronic_needs_consent: Whether e-mail and texts need consent.
        plan_needs_written_copy: Whether a payment plan is handed over in writing.
        keep_years: Years that records are kept; 0: no rule.
        pre_action_days: Days that a letter before a claim gives a person and a company.
        breathing_space: Whether a moratorium may pause everything.
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
    line: int = 0
    window_excludes: frozenset[str] = field(default_factory=frozenset)
    commercial_limit_minor: int | None = None
    commercial_from: date | None = None
    employer_contact: str = ""
    must_state: tuple[str, ...] = ()
    validation_business_days: int = 0
    validation_notice: bool = False
    dispute_stops: bool = False
    electronic_needs_consent: bool = False
    plan_needs_written_copy: bool = False
    keep_years: int = 0
    pre_action_days: tuple[int, int] | None = None
    breathing_space: bool = False

    def binds(self, mode: str, kind: CustomerKind, today: date) -> bool:
        """Tell whether it holds for who collects, from whom, on this day."""
        who = CustomerKind.CONSUMER if kind is CustomerKind.UNKNOWN else kind
        begun = self.effective is None or self.effective <= today
        return mode in self.applies and who in self.kinds and begun

    def treats_as_consumer(self, owed_minor: int | None, today: date) -> bool:
        """Tell whether a person in business is looked at like a consumer here.

        Args:
            owed_minor: What is owed, in cents; None where it cannot be told.
            today: The creditor's date.
        """
        limit = self.commercial_limit_minor
        begun = self.commercial_from is None or self.commercial_from <= today
        return limit is not None and begun and (owed_minor is None or owed_minor <= limit)


_KNOWN = {
    "id", "cities", "applies", "customer", "window", "starts_days_past_due", "effective",
    "notes", "cite", "confidence", "caller_must_state", "validation_business_days",
    "window_excludes", "commercial_limit", "commercial_from", "employer_contact",
    "validation_notice", "dispute_stops", "electronic_needs_consent",
    "plan_needs_written_copy", "keep_years", "pre_action_days", "breathing_space",
}  # fmt: skip


def place_rules(text: str, file: str) -> dict[str, PlaceRule]:
    """Read the rules by place.

    Raises:
        ResourceFaultError: At the first row that breaks the form; it names its line.
    """
    whole = read_toml(text, file)
    whole.only({"as_of", "verify_first_party", "federal_third_party", "place"})
    as_of = whole.day("as_of")
    federal = whole.table("federal_third_party")
    federal.only({"window", "calls", "after_conversation_quiet_days"})
    rules: dict[str, PlaceRule] = {}
    for item in whole.tables("place"):
        rule = _rule(item, as_of)
        if rule.id in rules:
            item.refuse(f'the place "{rule.id}" is already there', "id")
        rules[rule.id] = rule
    return rules


def unverified_places(text: str, file: str) -> tuple[str, ...]:
    """Return the states whose rules for the business itself are from memory only."""
    return read_toml(text, file).texts("verify_first_party")


def _rule(item: Item, as_of: date) -> PlaceRule:
    item.only(_KNOWN | set(_CAPS))
    pre_action = item.table("pre_action_days") if item.has("pre_action_days") else None
    limit = item.integer("commercial_limit", 0)
    return PlaceRule(
        item.text("id"),
        frozenset(item.texts("cities")),
        _among(item, "applies", {"first_party", "third_party"}),
        frozenset(
            CustomerKind(kind)
            for kind in _among(item, "customer", {kind.value for kind in CustomerKind})
        ),
        _window(item),
        tuple(_cap(item, what) for what in _CAPS if item.has(what)),
        item.integer("starts_days_past_due", 0),
        item.day("effective") if item.has("effective") else None,
        item.texts("notes"),
        item.text("cite"),
        item.choice("confidence", {"C", "S", "M", "house"}),
        as_of,
        line=item.line,
        window_excludes=_among(item, "window_excludes", {"email", "text"}, needed=False),
        commercial_limit_minor=limit * 100 if limit else None,
        commercial_from=item.day("commercial_from") if item.has("commercial_from") else None,
        employer_contact=item.text("employer_contact", ""),
        must_state=item.texts("caller_must_state"),
        validation_business_days=item.integer("validation_business_days", 0),
        validation_notice=item.flag("validation_notice", default=False)
        or item.has("validation_business_days"),
        dispute_stops=item.flag("dispute_stops", default=False),
        electronic_needs_consent=item.flag("electronic_needs_consent", default=False),
        plan_needs_written_copy=item.flag("plan_needs_written_copy", default=False),
        keep_years=item.integer("keep_years", 0),
        pre_action_days=(pre_action.integer("individual"), pre_action.integer("company"))
        if pre_action
        else None,
        breathing_space=item.flag("breathing_space", default=False),
    )


def _among(item: Item, key: str, allowed: set[str], *, needed: bool = True) -> frozenset[str]:
    given = item.texts(key)
    if needed and not given:
        item.refuse(f'"{key}" is missing or empty', key)
    for one in given:
        if one not in allowed:
            item.refuse(f'"{one}" is not one of {", ".join(sorted(allowed))}', key)
    return frozenset(given)


def _window(item: Item) -> tuple[str, str] | None:
    window = item.texts("window")
    if not window:
        return None
    try:
        first, last = (time.fromisoformat(text) for text in window)
    except ValueError:
        item.refuse('"window" must be two times like "08:00"', "window")
    if first >= last:
        item.refuse('"window" must end after it begins', "window")
    return window[0], window[1]


def _cap(item: Item, what: str) -> Cap:
    cap = item.table(what)
    cap.only({"max", "days", "per", "with_intent"})
    most, days = cap.integer("max"), cap.integer("days")
    if most < 1 or days < 1:
        item.refuse(f'"{what}" must allow at least 1 contact in at least 1 day', what)
    return Cap(
        what,
        most,
        days,
        cap.choice("per", {"debt", "account", "person"}),
        with_intent=cap.flag("with_intent", default=False),
    )


def customer_places(addresses: Iterable[Address], tables: ZoneTables) -> tuple[str, ...]:
    """Return where a customer is, "US-MA" or "GB", each place once; empty where unknown."""
    return tuple(dict.fromkeys(where for one in addresses if (where := place_of(one, tables))))


def place_of(address: Address, tables: ZoneTables) -> str:
    """Return the place of an address, "US-MA", "GB", or "" where it cannot be told."""
    region = address.region.strip()
    state = region.upper() if region.upper() in tables.states else ""
    state = state or tables.state_names.get(region.casefold(), "")
    country = address.country or ("US" if state and not address.country_text else "")
    if country == "US":
        return f"US-{state}" if state else ""
    return country


def places_of(
    addresses: Iterable[Address], rules: Mapping[str, PlaceRule], tables: ZoneTables
) -> list[PlaceRule]:
    """Return the rules of every place that the customer has an address in."""
    found = {}
    for address in addresses:
        where = place_of(address, tables)
        for rule in rules.values():
            at_city = not rule.cities or address.city.strip().casefold() in rule.cities
            if at_city and where and "-".join(rule.id.split("-")[:2]) == where:
                found[rule.id] = rule
    return list(found.values())


def held_as(
    kind: CustomerKind, places: Iterable[PlaceRule], owed_minor: int | None, today: date
) -> CustomerKind:
    """Return the kind of customer whose column the guards read.

    A person in business is read like a consumer where a place of hers says so.
    """
    if kind is CustomerKind.NATURAL_BUSINESS and any(
        place.treats_as_consumer(owed_minor, today) for place in places
    ):
        return CustomerKind.CONSUMER
    return kind


def strictest_caps(rules: Iterable[PlaceRule]) -> tuple[tuple[PlaceRule, Cap], ...]:
    """Return the tightest cap of each kind: what counts while a customer's place is unknown."""
    tightest: dict[str, tuple[PlaceRule, Cap]] = {}
    for rule in rules:
        for cap in rule.caps:
            known = tightest.get(cap.what)
            if known is None or cap.most / cap.days < known[1].most / known[1].days:
                tightest[cap.what] = (rule, cap)
    return tuple(tightest.values())
