"""Presets of late charges and reference rates: what may be charged at all, and on which basis.

The tables are `resources/fees/presets.toml` and `resources/fees/reference_rates.csv`. Nothing
is worked out here; `domain.accrual` counts days, `domain.charges` says what a charge is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.money import minor_digits
from collections_desk.domain.resource_files import read_csv, read_toml
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.resource_files import Item

#: How a preset charges.
KINDS = frozenset(
    {
        "none",
        "monthly_simple",
        "annual_simple",
        "annual_over_reference",
        "flat_once",
        "percent_once",
        "ceiling",
    }
)
#: Kinds that count days.
INTEREST_KINDS = frozenset({"monthly_simple", "annual_simple", "annual_over_reference"})
#: Kinds that charge once for a delay.
ONCE_KINDS = frozenset({"flat_once", "percent_once"})
#: What a preset may rest on.
BASES = frozenset({"", "contract", "statute", "orders"})
#: The kinds of customer that a preset may name.
_CUSTOMERS = frozenset({"consumer", "natural_business", "entity"})
#: The preset that is a ceiling for service members (50 USC 3937).
SERVICE_CEILING = "us_scra_cap"
_JULY = 7
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class FixedSum:
    """What a statute adds once: `add` for debts up to `up_to`, in minor units; None: any."""

    up_to: int | None
    add: int


@dataclass(frozen=True, slots=True)
class Preset:
    """One way to charge for a delay.

    Attributes:
        kind: One of `KINDS`.
        rate: As a fraction: a month (monthly_simple), a year, or once; of
            annual_over_reference the margin. None where the settings give it.
        currency: The only currency that it charges in, or "" for any.
        grace_days: Days past due that bear nothing, as proposed.
        grace_fixed: The law gives the days; the settings cannot change them.
        reference: The reference rate that the margin is over, or "".
        reference_moves: Whether the rate of a later half-year holds for a debt that is late
            already (EU), or the rate of its first day stays (UK, SI 2002/1675).
        fixed_sums: Added once, smallest debts first.
        basis: "contract", "statute", "orders", or "" where nothing is charged.
        applies_to: The kinds of customer that it may charge.
        includes_fees: A ceiling that counts fees as interest.
        as_of: The day on which its sources were last read.
    """

    id: str
    label: str
    kind: str
    rate: Decimal | None
    currency: str
    grace_days: int
    grace_fixed: bool
    reference: str
    reference_moves: bool
    fixed_sums: tuple[FixedSum, ...]
    basis: str
    applies_to: frozenset[str]
    includes_fees: bool
    note: str
    cite: str
    confidence: str
    as_of: date

    @property
    def counts_days(self) -> bool:
        """Tell whether it is interest."""
        return self.kind in INTEREST_KINDS

    @property
    def charges_once(self) -> bool:
        """Tell whether it is one fee for a delay."""
        return self.kind in ONCE_KINDS

    def may_charge(self, kind: CustomerKind) -> bool:
        """Tell whether it charges this kind of customer; unknown counts as a consumer."""
        known = CustomerKind.CONSUMER if kind is CustomerKind.UNKNOWN else kind
        return known.value in self.applies_to


def presets(text: str, file: str) -> dict[str, Preset]:
    """Read the presets by id.

    Raises:
        ResourceFaultError: If one breaks its form; it names file and line.
    """
    whole = read_toml(text, file)
    whole.only({"as_of", "preset"})
    as_of = whole.day("as_of")
    found: dict[str, Preset] = {}
    for item in whole.tables("preset"):
        preset = _preset(item, as_of)
        if preset.id in found:
            item.refuse(f'the preset "{preset.id}" is already there', "id")
        found[preset.id] = preset
    for needed in ("none", SERVICE_CEILING):
        if needed not in found:
            whole.refuse(f'the preset "{needed}" is missing')
    return found


_KEYS = {
    "id", "label", "kind", "rate_percent", "currency", "grace_days", "grace_fixed", "reference",
    "reference_moves", "fixed_sum", "basis", "applies_to", "excludes", "includes_fees", "note",
    "cite", "confidence",
}  # fmt: skip


def _preset(item: Item, as_of: date) -> Preset:
    item.only(_KEYS)
    kind = item.choice("kind", KINDS)
    rate = item.decimal("rate_percent") / _HUNDRED if item.has("rate_percent") else None
    if rate is not None and not 0 <= rate <= 1:
        item.refuse('"rate_percent" is not between 0 and 100', "rate_percent")
    if kind in {"monthly_simple", "annual_over_reference", "ceiling"} and rate is None:
        item.refuse(f'a preset of the kind {kind} needs "rate_percent"', "kind")
    if (kind == "annual_over_reference") != item.has("reference"):
        item.refuse('"reference" goes with the kind annual_over_reference', "kind")
    basis = item.choice("basis", BASES) if item.has("basis") else ""
    if (kind == "none") != (not basis):
        item.refuse('every preset that charges needs its "basis"', "id")
    currency = item.text("currency", "")
    grace = item.integer("grace_days", 0)
    if not 0 <= grace <= 365:  # noqa: PLR2004 - a year
        item.refuse('"grace_days" is not between 0 and 365', "grace_days")
    return Preset(
        id=item.text("id"),
        label=item.text("label"),
        kind=kind,
        rate=rate,
        currency=currency,
        grace_days=grace,
        grace_fixed=item.flag("grace_fixed", default=False),
        reference=item.text("reference", ""),
        reference_moves=item.flag("reference_moves", default=True),
        fixed_sums=_fixed_sums(item, currency),
        basis=basis,
        applies_to=_kinds_of(item, "applies_to") - _kinds_of(item, "excludes"),
        includes_fees=item.flag("includes_fees", default=False),
        note=item.text("note", ""),
        cite=item.text("cite", ""),
        confidence=item.text("confidence", ""),
        as_of=as_of,
    )


def _kinds_of(item: Item, key: str) -> frozenset[str]:
    kinds = frozenset(item.texts(key))
    if unknown := kinds - _CUSTOMERS:
        item.refuse(f'"{min(unknown)}" is not a kind of customer', key)
    return kinds


def _fixed_sums(item: Item, currency: str) -> tuple[FixedSum, ...]:
    sums: list[FixedSum] = []
    for part in item.tables("fixed_sum"):
        part.only({"up_to", "add"})
        if not currency:
            item.refuse('fixed sums need a "currency"', "id")
        up_to = _minor(part, "up_to", currency) if part.has("up_to") else None
        if sums and (sums[-1].up_to is None or (up_to is not None and up_to <= sums[-1].up_to)):
            part.refuse("the fixed sums do not go up", "up_to")
        sums.append(FixedSum(up_to, _minor(part, "add", currency)))
    if sums and sums[-1].up_to is not None:
        item.refuse('the last fixed sum must be without "up_to"', "id")
    return tuple(sums)


def _minor(item: Item, key: str, currency: str) -> int:
    scaled = item.decimal(key).scaleb(minor_digits(currency))
    if scaled <= 0 or scaled != scaled.to_integral_value():
        item.refuse(f'"{key}" is not an amount in {currency}', key)
    return int(scaled)


class MissingRateError(EntryRefusedError):
    """A reference rate is not in the table: nothing is worked out rather than guessed."""

    def __init__(self, reference: str, half_year: date) -> None:
        super().__init__(
            "late_fee_preset",
            f'The reference rate "{reference}" for the half-year from {long_day(half_year)} is '
            "not in the table.",
            "Nothing was worked out. Install a newer release that knows the rate, or wait "
            "until it is published.",
        )
        self.reference = reference
        self.half_year = half_year


@dataclass(frozen=True, slots=True)
class ReferenceRates:
    """Reference rates by half-year, as fractions.

    Attributes:
        by_name: Name of the rate to first day of a half-year to its rate.
    """

    by_name: Mapping[str, Mapping[date, Decimal]] = field(default_factory=dict)

    def on(self, reference: str, day: date) -> Decimal:
        """Return the rate that governs the half-year of a day.

        Raises:
            MissingRateError: If it is not in the table; an older one is never taken for it.
        """
        first = half_year_of(day)
        rate = self.by_name.get(reference, {}).get(first)
        if rate is None:
            raise MissingRateError(reference, first)
        return rate


def half_year_of(day: date) -> date:
    """Return the first day of the half-year that a day lies in."""
    return date(day.year, _JULY if day.month >= _JULY else 1, 1)


def next_half_year(day: date) -> date:
    """Return the first day of the half-year after that of a day."""
    return date(day.year + 1, 1, 1) if day.month >= _JULY else date(day.year, _JULY, 1)


def reference_rates(text: str, file: str) -> ReferenceRates:
    """Read the table of reference rates.

    Raises:
        ResourceFaultError: If a row does not begin a half-year, or one comes twice.
    """
    found: dict[str, dict[date, Decimal]] = {}
    columns = {"reference", "from", "percent", "confidence", "note"}
    for row in read_csv(text, file, columns):
        name, first = row.text("reference"), row.day("from")
        if first != half_year_of(first):
            row.refuse(f"{first} is not the first day of a half-year", "from")
        rates = found.setdefault(name, {})
        if first in rates:
            row.refuse(f'the rate "{name}" from {first} is already there', "from")
        rate = row.decimal("percent") / _HUNDRED
        if not Decimal(-1) < rate < 1:
            row.refuse('"percent" is not a rate', "percent")
        rates[first] = rate
    return ReferenceRates(found)
