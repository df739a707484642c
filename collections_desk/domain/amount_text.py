"""Amounts as files write them, by regular expression on ASCII digits.

`Decimal(text)` alone would take "NaN", "1e5", "1_000" and Arabic digits. Which of the two
signs is the decimal one is never guessed from a single cell: the caller says the style,
and `evidence` tells what a cell proves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

#: Longer texts than this are no amounts.
LONGEST_AMOUNT = 40

#: Signs that name one currency. "$" alone is resolved by the caller: many countries use it.
SIGNS = {
    "US$": "USD",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "₺": "TRY",
    "₽": "RUB",
    "zł": "PLN",
    "$": "$",
    "¥": "¥",
}
#: ISO 4217 codes in use; other capitals before an amount are no currency.
CODES = frozenset(
    """AED ALL AMD ARS AUD AZN BAM BDT BGN BHD BOB BRL BWP CAD CHF CLP CNY COP CRC CZK DKK DOP
    DZD EGP EUR GBP GEL GHS GTQ HKD HNL HUF IDR ILS INR ISK JMD JOD JPY KES KRW KWD KZT LBP LKR
    MAD MDL MKD MUR MXN MYR NAD NGN NIO NOK NPR NZD OMR PAB PEN PHP PKR PLN PYG QAR RON RSD RUB
    SAR SEK SGD THB TND TRY TTD TWD TZS UAH UGX USD UYU VND XAF XCD XOF XPF ZAR ZMW""".split()  # noqa: SIM905 - a table of 90 codes reads better as text
)

_SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_SHAPE = re.compile(
    rf"(?P<open>\()?\s*(?P<minus1>[-+\u2212])?\s*(?P<money1>{_SIGN}|[A-Za-z]{{3}})?\s*"
    rf"(?P<minus2>[-+\u2212])?\s*(?P<digits>[.,]?[0-9][0-9.,'\u2019\u00a0\u202f ]*?)\s*"
    rf"(?P<minus3>-)?\s*(?P<money2>{_SIGN}|[A-Za-z]{{3}})?\s*(?P<close>\))?",
    re.ASCII,
)
_SHAPE_SIDE = re.compile(r"^(?P<rest>.*[0-9.,])\s*(?P<side>CR|DR)\.?$", re.ASCII | re.IGNORECASE)
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]{1,2})?", re.ASCII)
_POINT = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|[0-9]{1,3}(?:['\u2019][0-9]{3})+"
    r"|[0-9]*)(?:\.[0-9]+)?",
    re.ASCII,
)
_COMMA = re.compile(
    r"(?:[0-9]{1,3}(?P<group>[.'\u2019\u00a0\u202f ])[0-9]{3}(?:(?P=group)[0-9]{3})*|[0-9]*)"
    r"(?:,[0-9]+)?",
    re.ASCII,
)
#: Digits after a lone separator that may be a group of thousands.
_GROUP = 3


class AmountFaultError(ValueError):
    """A text that is not an amount; the message says why, as a sentence."""


@dataclass(frozen=True, slots=True)
class AmountText:
    """An amount in major units, and the currency if the text names one ("$" stays "$")."""

    value: Decimal
    currency: str | None


def read_amount(text: str, style: str = "point") -> AmountText | None:
    """Read an amount as a file writes it; None for an empty cell.

    A leading or trailing minus, parentheses and "CR" make it negative.

    Args:
        text: What stands in the cell.
        style: "point" for 1,234.50; "comma" for 1.234,50; "mixed" where each cell that
            holds both signs proves its own and every other cell is read as "point".

    Raises:
        AmountFaultError: If it is no amount in that style.
    """
    text = text.strip()
    if style == "point" and _PLAIN.fullmatch(text) and len(text) <= LONGEST_AMOUNT:
        return AmountText(Decimal(text), None)
    if not text:
        return None
    if len(text) > LONGEST_AMOUNT:
        msg = f"an amount of {len(text):,} characters is not an amount"
        raise AmountFaultError(msg)
    side = _SHAPE_SIDE.match(text)
    found = _SHAPE.fullmatch(side["rest"] if side else text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        msg = f'"{text}" is not an amount'
        raise AmountFaultError(msg)
    minuses = [mark for mark in (found["minus1"], found["minus2"], found["minus3"]) if mark]
    if len(minuses) + bool(found["open"]) + bool(side) > 1:
        msg = f'"{text}" has more than one sign'
        raise AmountFaultError(msg)
    value = _digits(found["digits"], style, text)
    negative = (
        bool(found["open"])
        or bool(minuses and minuses[0] != "+")
        or bool(side and side["side"].upper() == "CR")
    )
    return AmountText(-value if negative and value else value, _currency(found, text))


def _currency(found: re.Match[str], text: str) -> str | None:
    named = {mark for mark in (found["money1"], found["money2"]) if mark}
    if len(named) > 1 and named != {"$", "USD"}:
        msg = f'"{text}" names two currencies'
        raise AmountFaultError(msg)
    if not named:
        return None
    mark = max(named, key=len)
    if mark in SIGNS:
        return SIGNS[mark]
    if mark.upper() not in CODES:
        msg = f'"{text}" is not an amount: {mark} is not a currency'
        raise AmountFaultError(msg)
    return mark.upper()


def _digits(digits: str, style: str, text: str) -> Decimal:
    if style == "mixed":
        style = "comma" if evidence(digits) == "comma" and "." in digits else "point"
    pattern, decimal_sign = (_COMMA, ",") if style == "comma" else (_POINT, ".")
    if not pattern.fullmatch(digits):
        written = "1.234,50" if style == "comma" else "1,234.50"
        msg = f'"{text}" is not written like {written}'
        raise AmountFaultError(msg)
    whole, _, fraction = digits.partition(decimal_sign)
    whole = re.sub(r"[^0-9]", "", whole)
    return Decimal(f"{whole or '0'}.{fraction}" if fraction else whole or "0")


def evidence(text: str) -> str | None:
    """Tell what a cell proves about the decimal sign.

    Returns:
        "point", "comma", "either" where a lone separator may also part thousands, or None
        where there is no separator.
    """
    points, commas = text.count("."), text.count(",")
    if points and commas:
        return "point" if text.rfind(".") > text.rfind(",") else "comma"
    if not points and not commas:
        return None
    sign = "." if points else ","
    own, other = ("point", "comma") if points else ("comma", "point")
    if points + commas > 1:
        return other
    before, _, after = text.partition(sign)
    count = len(re.match(r"[0-9]*", after, re.ASCII)[0])  # type: ignore[index]  # it always matches
    leading = re.sub(r"[^0-9]", "", before)
    if count == _GROUP and 1 <= len(leading) <= _GROUP and leading != "0":
        return "either"
    return own
