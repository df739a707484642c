"""Postal addresses out of files: told apart where certain, left in their lines where not."""

from __future__ import annotations

import re
from functools import lru_cache

from collections_desk.domain.readings import ImportedAddress

#: States, districts and territories that the post office serves, by name.
US_REGIONS = {
    "alabama": "AL",
    "alaska": "AK",
    "arizona": "AZ",
    "arkansas": "AR",
    "california": "CA",
    "colorado": "CO",
    "connecticut": "CT",
    "delaware": "DE",
    "district of columbia": "DC",
    "florida": "FL",
    "georgia": "GA",
    "guam": "GU",
    "hawaii": "HI",
    "idaho": "ID",
    "illinois": "IL",
    "indiana": "IN",
    "iowa": "IA",
    "kansas": "KS",
    "kentucky": "KY",
    "louisiana": "LA",
    "maine": "ME",
    "maryland": "MD",
    "massachusetts": "MA",
    "michigan": "MI",
    "minnesota": "MN",
    "mississippi": "MS",
    "missouri": "MO",
    "montana": "MT",
    "nebraska": "NE",
    "nevada": "NV",
    "new hampshire": "NH",
    "new jersey": "NJ",
    "new mexico": "NM",
    "new york": "NY",
    "north carolina": "NC",
    "north dakota": "ND",
    "ohio": "OH",
    "oklahoma": "OK",
    "oregon": "OR",
    "pennsylvania": "PA",
    "puerto rico": "PR",
    "rhode island": "RI",
    "south carolina": "SC",
    "south dakota": "SD",
    "tennessee": "TN",
    "texas": "TX",
    "utah": "UT",
    "vermont": "VT",
    "virginia": "VA",
    "virgin islands": "VI",
    "washington": "WA",
    "west virginia": "WV",
    "wisconsin": "WI",
    "wyoming": "WY",
}
_ALIASES = {
    "usa": "US",
    "u.s.a": "US",
    "u.s.a.": "US",
    "us": "US",
    "u.s.": "US",
    "united states of america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "holland": "NL",
    "the netherlands": "NL",
    "deutschland": "DE",
    "schweiz": "CH",
    "österreich": "AT",
    "españa": "ES",
    "korea": "KR",
}
_REGION_NAMES = "|".join(sorted(US_REGIONS, key=len, reverse=True))
_REGION_CODES = "|".join(sorted(set(US_REGIONS.values())))
_US_LAST_LINE = re.compile(
    rf"(?P<before>.*?)[\s,]+(?P<region>{_REGION_CODES}|(?i:{_REGION_NAMES}))\.?[\s,]+"
    r"(?P<code>[0-9]{5}(?:-[0-9]{4})?)(?:[\s,]+(?P<country>(?i:USA|U\.S\.A\.?|US|United States)))?"
)
#: How many lines of a street address the store keeps.
_STREET_LINES = 3


@lru_cache(maxsize=512)
def country_code(text: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of a country as people write it, None if unknown."""
    from babel import Locale  # noqa: PLC0415 - its tables are large and most sessions need none

    wanted = " ".join(text.casefold().split())
    if not wanted:
        return None
    if wanted in _ALIASES:
        return _ALIASES[wanted]
    territories = Locale("en").territories
    if re.fullmatch("[a-z]{2}", wanted) and wanted.upper() in territories:
        return wanted.upper()
    for code, name in territories.items():
        if len(code) == len("US") and name.casefold() == wanted:
            return str(code)
    return None


def us_region(text: str) -> str:
    """Return the two letters of a US state that is spelled out; anything else as it is."""
    return US_REGIONS.get(" ".join(text.casefold().split()), text.strip())


def address_from_cells(  # noqa: PLR0913 - a postal address has that many parts
    *,
    street: tuple[str, ...],
    city: str,
    region: str,
    postal_code: str,
    country: str,
    home_country: str,
) -> ImportedAddress:
    """Put an address together that a file gives in cells of its own.

    Args:
        street: The street lines, empty ones too.
        city: Its city.
        region: Its state or province.
        postal_code: As text: a ZIP keeps its leading zero.
        country: As the file writes it; empty means the country of the business only where
            a US state and ZIP prove it.
        home_country: Where the business is.
    """
    lines = [line for line in street if line]
    code = country_code(country)
    looks_us = us_region(region) in US_REGIONS.values() and re.fullmatch(
        r"[0-9]{5}(-[0-9]{4})?", postal_code, re.ASCII
    )
    if not country and home_country == "US" and looks_us:
        code = "US"
    first, second = lines[:1], lines[1:2]
    rest = lines[_STREET_LINES - 1 :]
    return ImportedAddress(
        line1="".join(first),
        line2="".join(second),
        line3=", ".join(rest),
        city=city,
        region=us_region(region) if code == "US" else region,
        postal_code=postal_code,
        country=code,
        country_text=country,
    )


def address_from_text(lines: tuple[str, ...], *, skip: tuple[str, ...] = ()) -> ImportedAddress:
    """Take an address apart that a file gives as lines, as far as that is certain.

    The state and ZIP of a US last line are certain; the city is only so when it has that
    line to itself. Everything else stays in the lines.

    Args:
        lines: The lines as written.
        skip: Names (the customer, the contact) that are dropped from the first lines.
    """
    left = [" ".join(line.split()) for line in lines if line.strip()]
    unwanted = {" ".join(name.casefold().split()) for name in skip if name}
    while len(left) > 1 and left[0].casefold() in unwanted:
        left.pop(0)
    country_text = ""
    if len(left) > 1 and country_code(left[-1]):
        country_text = left.pop()
    found = _US_LAST_LINE.fullmatch(left[-1]) if left else None
    if found is None:
        return _as_lines(left, country_text)
    country_text = found["country"] or country_text
    alone = len(left) > 1
    street = left[:-1] if alone else [found["before"].strip(" ,")]
    first, second, rest = street[:1], street[1:2], street[_STREET_LINES - 1 :]
    return ImportedAddress(
        line1="".join(first),
        line2="".join(second),
        line3=", ".join(rest),
        city=found["before"].strip(" ,") if alone else "",
        region=us_region(found["region"]),
        postal_code=found["code"],
        country="US",
        country_text=country_text,
    )


def _as_lines(lines: list[str], country_text: str) -> ImportedAddress:
    return ImportedAddress(
        line1="".join(lines[:1]),
        line2="".join(lines[1:2]),
        line3=", ".join(lines[_STREET_LINES - 1 :]),
        country=country_code(country_text),
        country_text=country_text,
    )
