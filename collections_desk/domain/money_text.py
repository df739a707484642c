"""Money as people read it and type it, in the manner of a locale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_symbol, get_decimal_symbol, get_group_symbol

from collections_desk.domain.money import LARGEST_MINOR, Money, from_decimal, minor_digits, zero
from collections_desk.errors import EntryRefusedError

#: What a group symbol that is a space may be typed as.
_SPACES = " \u00a0\u202f\u2009"


@dataclass(frozen=True, slots=True)
class _Style:
    """How one currency is written in one locale."""

    before: str
    after: str
    group: str
    point: str
    digits: int
    thousands: bool


@lru_cache(maxsize=512)
def _style(currency: str, locale: str) -> _Style:
    pattern = Locale.parse(locale).currency_formats["standard"]
    symbol = get_currency_symbol(currency, locale)
    before = pattern.prefix[0].replace("¤", symbol)
    after = pattern.suffix[0].replace("¤", symbol)
    if before and before[-1].isalpha():
        before += "\u00a0"  # "CHF 1.00": letters stand apart from the number
    return _Style(
        before,
        after,
        get_group_symbol(locale),
        get_decimal_symbol(locale),
        minor_digits(currency),
        pattern.grouping == (3, 3),
    )


def money_text(money: Money, locale: str = "en_US") -> str:
    """Return the amount with its currency, "$1,234.50"; a credit stands in parentheses."""
    style = _style(money.currency, locale)
    body = style.before + _number(abs(money.minor), style) + style.after
    return f"({body})" if money.minor < 0 else body


def _number(minor: int, style: _Style) -> str:
    whole, part = divmod(minor, 10**style.digits)
    text = f"{whole:,}" if style.thousands else _indian(whole)
    if style.group != ",":
        text = text.replace(",", style.group)
    return f"{text}{style.point}{part:0{style.digits}}" if style.digits else text


def _indian(whole: int) -> str:
    """Group as India does: the last three digits, then pairs."""
    head, tail = divmod(whole, 1000)
    if not head:
        return str(tail)
    pairs = re.sub(r"(?<=\d)(?=(\d\d)+$)", ",", str(head))
    return f"{pairs},{tail:03}"


def monies_text(amounts: tuple[Money, ...], locale: str = "en_US") -> str:
    """Return amounts of several currencies side by side, or "nothing"."""
    return " and ".join(money_text(amount, locale) for amount in amounts) or "nothing"


def parse_money_typed(text: str, currency: str, locale: str = "en_US") -> Money:
    """Read an amount as the clerk types it: "1,234.50", "$40", "100+25.50", "(12.00)".

    Raises:
        EntryRefusedError: If it is not an amount, has too many decimals, or is too large.
            Nothing is rounded.
    """
    style = _style(currency, locale)
    bare = _without_currency(text.strip(), currency, locale)
    negative = bare.startswith("(") and bare.endswith(")")
    if negative:
        bare = bare[1:-1].strip()
    if not bare:
        raise _refused(text, "is not an amount", style)
    total = zero(currency)
    for sign, part in _parts(bare):
        number = _decimal(part, style)
        if number is None:
            raise _refused(text, "is not an amount", style)
        try:
            amount = from_decimal(number, currency)
        except ValueError:
            fault = (
                f"has more decimals than {currency} has"
                if abs(number).scaleb(style.digits) <= LARGEST_MINOR
                else "is larger than any amount that can be kept"
            )
            raise _refused(text, fault, style) from None
        total = total - amount if sign == "-" else total + amount
    if abs(total.minor) > LARGEST_MINOR:
        raise _refused(text, "is larger than any amount that can be kept", style)
    return -total if negative else total


def _without_currency(text: str, currency: str, locale: str) -> str:
    symbol = get_currency_symbol(currency, locale)
    for sign in (symbol, currency, currency.lower(), "$" if currency == "USD" else symbol):
        text = text.replace(sign, "")
    stripped = text.strip(_SPACES)
    if stripped.startswith("(") and stripped.endswith(")"):
        return "(" + stripped[1:-1].strip(_SPACES) + ")"
    return stripped


def _parts(text: str) -> list[tuple[str, str]]:
    """Cut a sum into its signed parts; a sign at the end leaves an empty part behind."""
    if text[0] not in "+-":
        text = "+" + text
    pieces = re.split(r"([+-])", text)[1:]
    return [(pieces[at], pieces[at + 1].strip(_SPACES)) for at in range(0, len(pieces), 2)]


def _decimal(text: str, style: _Style) -> Decimal | None:
    group = f"[{_SPACES}]" if style.group in _SPACES else re.escape(style.group)
    point = re.escape(style.point)
    middle = "{3}" if style.thousands else "{2,3}"
    grouped = rf"[0-9]{{1,3}}(?:{group}[0-9]{middle})*{group}[0-9]{{3}}"
    if not re.fullmatch(rf"(?:{grouped}|[0-9]+)?(?:{point}[0-9]+)?", text) or not text:
        return None
    whole, _, part = text.partition(style.point)
    digits = re.sub(r"[^0-9]", "", whole) or "0"
    if len(digits) > len(str(LARGEST_MINOR)) + 3:
        return Decimal(LARGEST_MINOR)
    return Decimal(f"{digits}.{part or '0'}")


def _refused(text: str, fault: str, style: _Style) -> EntryRefusedError:
    shown = text if len(text) <= 40 else text[:40] + "…"  # noqa: PLR2004 - one line on a form
    example = f"1{style.group}234" + (style.point + "5" + "0" * (style.digits - 1)) * bool(
        style.digits
    )
    return EntryRefusedError(
        "amount",
        f'"{shown}" {fault}.',
        f"Type an amount like {example}, or a sum like 100+25. Nothing was saved.",
    )
