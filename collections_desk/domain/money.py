"""Money: whole minor units and a currency. Different currencies never meet."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: ISO 4217 currencies whose minor unit is not a hundredth; all others have two decimals.
MINOR_DIGITS = {
    "BHD": 3,
    "CLP": 0,
    "ISK": 0,
    "IQD": 3,
    "JOD": 3,
    "JPY": 0,
    "KRW": 0,
    "KWD": 3,
    "LYD": 3,
    "OMR": 3,
    "PYG": 0,
    "TND": 3,
    "UGX": 0,
    "VND": 0,
    "XAF": 0,
    "XOF": 0,
    "XPF": 0,
}

#: The largest amount that one entry may hold, in minor units: 999,999,999.99.
LARGEST_MINOR = 99_999_999_999


def minor_digits(currency: str) -> int:
    """Return how many decimals `currency` has (ISO 4217)."""
    return MINOR_DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in one currency; negative is a credit.

    Attributes:
        minor: Whole minor units: cents for USD, yen for JPY.
        currency: ISO 4217 code in capitals.
    """

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other).minor

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other).minor

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        """Give the amount for a log or a file, "-1234.50 USD"; people read `money_text`."""
        return f"{self.decimal()} {self.currency}"

    def decimal(self) -> Decimal:
        """Return the amount in major units with all its decimals."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def times(self, factor: Decimal) -> Money:
        """Multiply and round half up to the minor unit, as invoices do."""
        product = (Decimal(self.minor) * factor).quantize(Decimal(1), ROUND_HALF_UP)
        return Money(int(product), self.currency)

    def split(self, parts: int) -> list[Money]:
        """Split into `parts` sums that differ by one minor unit at most and add up exactly.

        The larger sums come first: no installment exceeds the one before.
        """
        share, left_over = divmod(self.minor, parts)
        return [Money(share + (part < left_over), self.currency) for part in range(parts)]

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            msg = f"{self.currency} and {other.currency} are never added or compared"
            raise ValueError(msg)
        return other


def zero(currency: str) -> Money:
    """Return nothing, in `currency`."""
    return Money(0, currency)


def totals_by_currency(amounts: Iterable[Money]) -> dict[str, Money]:
    """Add up amounts, each currency by itself, in the order of the codes."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return {code: Money(minor, code) for code, minor in sorted(sums.items())}


def from_decimal(amount: Decimal, currency: str) -> Money:
    """Turn major units into money.

    Raises:
        ValueError: If the amount has more decimals than the currency, or is over
            `LARGEST_MINOR`. Nothing is rounded here.
    """
    scaled = amount.scaleb(minor_digits(currency))
    if scaled != scaled.to_integral_value():
        msg = f"{amount} has more decimals than {currency} has"
        raise ValueError(msg)
    if abs(scaled) > LARGEST_MINOR:
        msg = f"{amount} is over the largest amount"
        raise ValueError(msg)
    return Money(int(scaled), currency)
