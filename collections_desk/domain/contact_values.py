"""Phone numbers, e-mail and web addresses: kept as typed, and understood where possible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from collections_desk.domain.names import INVISIBLE

#: What may stand in a number: digits, the usual furniture, and an extension after it.
_PHONE = re.compile(
    r"(?P<number>\+?[0-9(][0-9\s()./\u2010-\u2014\u00a0-]*)"
    r"(?:\s*(?:[,;]?\s*(?:ext|extension|x)\.?|#)\s*(?P<ext>[0-9]{1,7}))?",
    re.ASCII | re.IGNORECASE,
)
_FEWEST_DIGITS = 5
_MOST_DIGITS = 18
_LONGEST_EMAIL = 254
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?"
)
_DOMAIN_PART = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")


class ContactFaultError(ValueError):
    """A text that cannot be kept as a number or address; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class PhoneText:
    """A phone number.

    Attributes:
        value: As typed, trimmed.
        normalized: E.164, with ";ext=" where there is an extension; None if it cannot be
            dialled as it stands.
        warning: Why not, as a sentence; empty where all is well.
    """

    value: str
    normalized: str | None
    warning: str = ""


@lru_cache(maxsize=4096)
def read_phone(text: str, region: str) -> PhoneText:
    """Read a phone number.

    Args:
        text: As typed.
        region: The country (ISO 3166 alpha-2) in which a number without "+" is dialled.

    Raises:
        ContactFaultError: If it holds anything but a number and an extension.
    """
    import phonenumbers  # noqa: PLC0415 - its tables are large and most sessions read no number

    value = INVISIBLE.sub("", text).strip()
    found = _PHONE.fullmatch(value)
    digits = re.sub(r"[^0-9]", "", found["number"]) if found else ""
    if not found or not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        msg = f'"{value[:60]}" is not a phone number'
        raise ContactFaultError(msg)
    try:
        number = phonenumbers.parse(found["number"], region)
    except phonenumbers.NumberParseException:
        return PhoneText(value, None, f'"{value}" is kept as typed: no number of {region} fits it')
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return PhoneText(value, None, f'"{value}" is kept as typed: its area code is missing')
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        return PhoneText(
            value, None, f'"{value}" is kept as typed: a number of {region} has other digits'
        )
    normalized = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return PhoneText(value, normalized + (f";ext={found['ext']}" if found["ext"] else ""))


def read_email(text: str) -> str:
    """Return one e-mail address, trimmed.

    Raises:
        ContactFaultError: If it is not exactly one plain address.
    """
    value = text.strip()
    local = value.partition("@")[0]
    if (
        len(value) > _LONGEST_EMAIL
        or not _EMAIL.fullmatch(value)
        or ".." in local
        or local.startswith(".")
        or local.endswith(".")
    ):
        msg = f'"{value[:60]}" is not an e-mail address'
        raise ContactFaultError(msg)
    return value


def mailto(address: str) -> str:
    """Return the link that opens the clerk's mail program; nothing in it adds a parameter."""
    return "mailto:" + quote(address, safe="@")


@dataclass(frozen=True, slots=True)
class LinkText:
    """A web address that may be opened once the clerk has seen the host.

    Attributes:
        url: As typed, trimmed.
        host: Who answers there, in its xn-- form where it has letters beyond ASCII.
        secure: False for http.
    """

    url: str
    host: str
    secure: bool

    @property
    def opened(self) -> str:
        """The address without the user's name that may stand before the host and hide it."""
        parts = urlsplit(self.url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def read_website(text: str) -> LinkText:
    """Read a web address. Only https and http are ever opened.

    Raises:
        ContactFaultError: If it names another scheme, no host, or holds what none may hold.
    """
    value = text.strip()
    if re.search(r"[\s\x00-\x1f\x7f]", value) or INVISIBLE.search(value):
        msg = "a web address holds no spaces, line breaks or invisible characters"
        raise ContactFaultError(msg)
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)", value)
    if scheme and scheme[1].casefold() not in {"http", "https"}:
        msg = f'"{scheme[1]}:" addresses are not opened, only https and http'
        raise ContactFaultError(msg)
    if not scheme:
        if value.startswith(("/", "\\", ".")) or "." not in value:
            msg = f'"{value[:60]}" is not a web address'
            raise ContactFaultError(msg)
        value = "https://" + value
    try:
        host = urlsplit(value).hostname or ""
        plain = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        host = plain = ""
    if not host or not all(_DOMAIN_PART.fullmatch(part) for part in plain.split(".")):
        msg = f'"{value[:60]}" names no host'
        raise ContactFaultError(msg)
    return LinkText(value, plain, value.casefold().startswith("https"))
