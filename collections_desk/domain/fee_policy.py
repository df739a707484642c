"""What the settings say about late charges: whole, or off with all that is missing named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.charges import FeePolicy
from collections_desk.domain.money import Money
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from collections_desk.domain.late_fees import Preset, ReferenceRates
    from collections_desk.domain.settings import Settings

_NOTHING = "Nothing was charged."
#: What nobody chose, in the words of a sentence that asks for it.
_NOTHING_CHOSEN = (
    "which late charge was agreed, with the contract clause and its day or the statute"
)


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that late charges need and the settings do not say.

    Attributes:
        field: The setting that is empty.
        words: What it is, to complete "fill in ...".
    """

    field: str
    words: str


class FeesOffError(EntryRefusedError):
    """Late charges are off: the settings do not say all that they rest on.

    Attributes:
        lacking: All of it, in the order of the settings; `field` is the first.
    """

    def __init__(self, lacking: Sequence[Lacking]) -> None:
        super().__init__(
            lacking[0].field,
            off_text(lacking),
            f"Fill it in: Settings, Late charges. {_NOTHING}",
        )
        self.lacking = tuple(lacking)


def off_text(lacking: Sequence[Lacking]) -> str:
    """Say in one sentence that late charges are off, and everything that is missing."""
    words = [one.words for one in lacking]
    listed = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
    return f"Late charges are off until the settings say {listed}."


def lacking_of(settings: Settings, presets: Mapping[str, Preset]) -> tuple[Lacking, ...]:
    """Return everything that late charges need and the settings do not say yet."""
    preset = presets.get(settings.late_fee_preset)
    if preset is None or preset.kind == "none":
        return (Lacking("late_fee_preset", _NOTHING_CHOSEN),)
    contract = preset.basis == "contract"
    empty = (
        (
            "late_fee_annual_rate",
            "the rate a year",
            preset.kind == "annual_simple"
            and preset.rate is None
            and settings.late_fee_annual_rate is None,
        ),
        (
            "late_fee_once_rate",
            "the percentage",
            preset.kind == "percent_once"
            and preset.rate is None
            and settings.late_fee_once_rate is None,
        ),
        (
            "late_fee_flat_minor",
            "the amount of the fee",
            preset.kind == "flat_once" and settings.late_fee_flat_minor is None,
        ),
        (
            "late_fee_basis",
            "the contract clause" if contract else "the statute",
            not settings.late_fee_basis.strip(),
        ),
        (
            "late_fee_agreed_on",
            "the day on which the clause was agreed",
            contract and settings.late_fee_agreed_on is None,
        ),
    )
    return tuple(Lacking(field, words) for field, words, missing in empty if missing)


def fees_are_on(settings: Settings, presets: Mapping[str, Preset]) -> bool:
    """Tell whether late charges can be charged at all."""
    preset = presets.get(settings.late_fee_preset)
    ceiling = preset is not None and preset.kind == "ceiling"
    return not ceiling and not lacking_of(settings, presets)


def policy_of(
    settings: Settings, presets: dict[str, Preset], rates: ReferenceRates, ceiling: str
) -> FeePolicy:
    """Return what the settings say, if it is whole.

    Raises:
        FeesOffError: If no preset is chosen, its rate or amount is missing, or it has no
            basis; without a basis nothing can be charged.
        EntryRefusedError: If the preset is a ceiling, which charges nothing by itself.
    """
    preset = presets.get(settings.late_fee_preset)
    if preset is not None and preset.kind == "ceiling":
        raise EntryRefusedError(
            "late_fee_preset",
            f'"{preset.label}" is a ceiling and charges nothing by itself.',
            f"Choose another preset; the ceiling holds by itself. {_NOTHING}",
        )
    if lacking := lacking_of(settings, presets):
        raise FeesOffError(lacking)
    assert preset is not None  # noqa: S101 - `lacking_of` has looked
    flat, cap = settings.late_fee_flat_minor, settings.late_fee_cap_minor
    once = preset.kind == "flat_once" and flat is not None
    return FeePolicy(
        preset=preset,
        rate=_rate_of(preset, settings),
        flat=Money(flat, preset.currency or settings.currency) if once and flat else None,
        grace_days=preset.grace_days if preset.grace_fixed else settings.grace_days_fee,
        counts_grace=settings.late_fee_counts_grace,
        cap=None if cap is None else Money(cap, settings.currency),
        basis=settings.late_fee_basis.strip(),
        agreed_on=settings.late_fee_agreed_on if preset.basis == "contract" else None,
        rates=rates,
        ceiling=presets[ceiling],
    )


def _rate_of(preset: Preset, settings: Settings) -> Decimal | None:
    if preset.rate is not None:
        return preset.rate
    if preset.kind == "annual_simple":
        return settings.late_fee_annual_rate
    return settings.late_fee_once_rate if preset.kind == "percent_once" else None
