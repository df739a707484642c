"""A postal address as the lines of an address block.

Lines are put in order and the last line is set as USPS Publication 28 asks (no comma, state
in two letters, ZIP+4 with its hyphen). Names and streets stay as typed: the result is
"formatted", never "validated", and the clerk approves it with the letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel import Locale

from collections_desk.domain.address_text import US_REGIONS

if TYPE_CHECKING:
    from collections_desk.domain.customers import Address

#: Countries that write the postal code after the city, often with a region; most of the
#: others write it before the city.
_CODE_AFTER_CITY = frozenset(
    re.findall(
        "[A-Z]{2}",
        "AU BD BR CA CN EG ET GB GH HK ID IE IN JM JO KE KR LB LK MM MX MY NG NP NZ PH PK SA SG "
        "TH TT TW US VN ZA",
    )
)
_OWN_LINE = frozenset({"GB", "IE", "IN", "NG"})
_STATES = frozenset(US_REGIONS.values()) | {"AA", "AE", "AP"}


def address_lines(
    name: str, attention: str, address: Address, *, home_country: str = "US"
) -> tuple[str, ...]:
    """Return the lines of the address block.

    Args:
        name: The customer, or the name as it is to be printed.
        attention: A person there; the line is left out if empty or the same as `name`.
        address: The address.
        home_country: Where the letter is posted; abroad, the country is the last line.
    """
    if address.approved_lines:
        return address.approved_lines
    lines = [name]
    if attention and attention.casefold() != name.casefold():
        lines.append(attention if attention.casefold().startswith("c/o") else f"Attn: {attention}")
    lines += [address.line1, address.line2, address.line3]
    country = address.country or ("" if address.country_text else home_country)
    lines += _last_lines(address, country)
    if country != home_country:
        lines.append(country_name(country) or address.country_text.upper())
    return tuple(line for line in (" ".join(line.split()) for line in lines) if line)


def country_name(country: str) -> str:
    """Return the English name in capitals, as USPS wants the last line of foreign mail."""
    if not country:
        return ""
    name = Locale("en").territories.get(country, country)
    return str(name).upper()


def _last_lines(address: Address, country: str) -> list[str]:
    city, region, code = address.city, address.region, address.postal_code
    if country == "US":
        state = US_REGIONS.get(region.casefold(), region)
        if re.fullmatch(r"[0-9]{9}", code, re.ASCII):
            code = f"{code[:5]}-{code[5:]}"
        return [" ".join(part for part in (city, state, code) if part)]
    if country in _OWN_LINE:
        return [" ".join(part for part in (city, region) if part), code]
    if not country or country in _CODE_AFTER_CITY:
        return [" ".join(part for part in (city, region, code) if part)]
    return [" ".join(part for part in (code, city) if part), region]


def address_doubts(address: Address, *, home_country: str = "US") -> tuple[str, ...]:
    """Return what looks wrong with an address, in sentences; offline nothing can be proven."""
    doubts = []
    country = address.country or home_country
    if not (address.line1 or address.line2 or address.line3):
        doubts.append("The address has no street or box.")
    if not address.city:
        doubts.append("The address has no city.")
    if country == "US":
        code = re.sub(r"[\s-]", "", address.postal_code)
        if not re.fullmatch(r"[0-9]{5}(?:[0-9]{4})?", code, re.ASCII):
            doubts.append(
                f'The ZIP code "{address.postal_code}" does not have 5 or 9 digits. '
                "A ZIP that begins with 0 may have lost it in a spreadsheet."
            )
        state = US_REGIONS.get(address.region.casefold(), address.region.upper())
        if state not in _STATES:
            doubts.append(f'"{address.region}" is not a state of the United States.')
    return tuple(doubts)


def sorting_code(address: Address | None) -> str:
    """Return what the mail is sorted by: the ZIP, after it foreign mail by country."""
    if address is None:
        return "~"
    if (address.country or "US") != "US":
        return f"~{address.country}{address.postal_code}"
    return address.postal_code
