"""Where the customer's clock stands, as far as it can be known, and when a call may begin.

Order of evidence (collections practice, section 8): the zone that the customer stated; the ZIP
code or place of each address; the telephone numbers. What is left open leaves several
candidates; a call must then be inside the hours of all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from collections_desk.domain.customers import Address
    from collections_desk.domain.zone_tables import ZoneTables

#: North American numbers that are free for the caller say nothing of a place.
TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
_ZIP_DIGITS, _AREA_CODE_DIGITS = 5, 3
_UNKNOWN = "Etc/Unknown"


@dataclass(frozen=True, slots=True)
class ZoneFinding:
    """The zones that a customer may be in.

    Attributes:
        zones: The candidates, the likeliest first; empty where nothing is known.
        source: Where they come from: "stated", "ZIP", "state", "region", "country", "phone",
            joined by " and ".
    """

    zones: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _Evidence:
    zones: tuple[str, ...]
    source: str


def candidate_zones(
    stated: str | None,
    addresses: Iterable[Address],
    phones: Iterable[str],
    tables: ZoneTables,
) -> ZoneFinding:
    """Return every zone that the customer may be in.

    A stated zone stands alone. Else each address gives its zones and each number gives its
    own. A number whose zones include those of an address adds nothing, or narrows an address
    that is known by state or country only; one that lies elsewhere adds its zones, for the
    customer may be at either place.
    """
    if stated and _known(stated):
        return ZoneFinding((stated,), "stated")
    known = tuple(addresses)
    places = [found for address in known if (found := _address_zones(address, tables))]
    home = next((address.country for address in known if address.country), "US")
    for number in filter(None, (phone_zones(phone, tables, home) for phone in phones)):
        near = [place for place in places if set(place.zones) & set(number)]
        if not near:
            places.append(_Evidence(number, "phone"))
            continue
        for place in near:
            if place.source != "ZIP" and len(place.zones) > 1:
                common = tuple(zone for zone in place.zones if zone in number)
                places[places.index(place)] = _Evidence(common, f"{place.source} and phone")
    zones = tuple(dict.fromkeys(zone for place in places for zone in place.zones))
    source = " and ".join(dict.fromkeys(place.source for place in places))
    return ZoneFinding(zones, source)


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _address_zones(address: Address, tables: ZoneTables) -> _Evidence | None:
    region = address.region.strip()
    state = region.upper() if region.upper() in tables.states else ""
    state = state or tables.state_names.get(region.casefold(), "")
    country = address.country or ("US" if state and not address.country_text else None)
    if country is None:
        return None
    if country == "US":
        if state and not tables.states[state]:
            return None  # a military address: the sailor may be anywhere
        zone = zip_zone(address.postal_code)
        if zone is not None:
            return _Evidence((zone,), "ZIP")
        return _Evidence(tables.states[state], "state") if state else None
    found = tables.regions.get((country, region.casefold()))
    if found:
        return _Evidence(found, "region")
    zones = country_zones(country)
    return _Evidence(zones, "country") if zones else None


def zip_zone(postal_code: str) -> str | None:
    """Return the zone of a US ZIP code, "02115" or "02115-1234", or None."""
    digits = postal_code.strip()[:_ZIP_DIGITS]
    if len(digits) != _ZIP_DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    import zip2info  # noqa: PLC0415 - a large table, wanted only here

    zone: str | None = zip2info.timezone(digits)
    return zone


@lru_cache(maxsize=256)
def country_zones(country: str) -> tuple[str, ...]:
    """Return the zones of a country (ISO 3166 alpha-2), as CLDR lists them."""
    from babel.core import get_global  # noqa: PLC0415 - wanted only here

    territories = get_global("zone_territories")
    return tuple(sorted(zone for zone, where in territories.items() if where == country))


@lru_cache(maxsize=4096)
def _number_zones(phone: str, home: str) -> tuple[str, tuple[str, ...]]:
    import phonenumbers  # noqa: PLC0415 - slow to import, wanted only here
    from phonenumbers import timezone  # noqa: PLC0415 - slow to import, wanted only here

    try:
        number = phonenumbers.parse(phone, home)
    except phonenumbers.NumberParseException:
        return "", ()
    if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.TOLL_FREE:
        return "", ()
    code = str(number.national_number)[:_AREA_CODE_DIGITS] if number.country_code == 1 else ""
    zones = tuple(zone for zone in timezone.time_zones_for_number(number) if zone != _UNKNOWN)
    return code, zones


def phone_zones(phone: str, tables: ZoneTables, home: str = "US") -> tuple[str, ...]:
    """Return the zones that a telephone number may be in; none for a toll-free one.

    Args:
        phone: E.164, or as typed.
        tables: Area codes that span zones; they win over the library.
        home: The country in which a number without a country code is read.
    """
    code, zones = _number_zones(phone, home)
    if code in TOLL_FREE:
        return ()
    return tables.area_codes.get(code, zones)


def inside_hours(moment: datetime, zones: Sequence[str], earliest: time, latest: time) -> bool:
    """Tell whether it is inside the hours at all the zones; both ends are inside."""
    return all(earliest <= moment.astimezone(ZoneInfo(zone)).time() <= latest for zone in zones)


def common_window(
    day: date, zones: Sequence[str], earliest: time, latest: time
) -> tuple[datetime, datetime] | None:
    """Return when a call may begin on `day` of the first zone, as moments of that zone.

    The hours of all zones are laid over one another; None where nothing is left.
    """
    if not zones:
        return None
    first = ZoneInfo(zones[0])
    begin = datetime.combine(day, earliest, first)
    end = datetime.combine(day, latest, first)
    for zone in zones[1:]:
        there = ZoneInfo(zone)
        overlaps = []
        for shift in (-1, 0, 1):
            other = day + timedelta(days=shift)
            start = max(begin, datetime.combine(other, earliest, there))
            stop = min(end, datetime.combine(other, latest, there))
            if start <= stop:
                overlaps.append((stop - start, start, stop))
        if not overlaps:
            return None
        _, begin, end = max(overlaps)
    return begin.astimezone(first), end.astimezone(first)
