"""What may be said of groups of contacts: never a claim without its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_desk.domain.effectiveness import Comparison, Group


def share(rate: float) -> str:
    """Return a rate in whole percent."""
    return f"{rate * 100:.0f}\u00a0%"


def group_words(one: Group) -> str:
    """Return "34 % (26 to 43)", or that they are too few to say."""
    if one.interval is None:
        return f"too few to say ({one.touches})"
    return f"{share(one.rate)} ({one.interval.low * 100:.0f} to {one.interval.high * 100:.0f})"


def counts(one: Group) -> str:
    """Return "41 of 120"."""
    return f"{one.worked} of {one.touches}"


def _gap(one: Comparison) -> str:
    return (
        f"between {one.interval.low * 100:+.0f} and {one.interval.high * 100:+.0f} points, "
        f"corrected for {one.looks} comparisons"
        if one.looks > 1
        else f"between {one.interval.low * 100:+.0f} and {one.interval.high * 100:+.0f} points"
    )


def finding_words(one: Comparison, name: str) -> str:
    """Say that a group differs from all others of its kind, with its numbers."""
    more = "more" if one.gap > 0 else "less"
    return (
        f"{name} brought money or a promise {more} often: {counts(one.first)} "
        f"({share(one.first.rate)}) against {counts(one.second)} ({share(one.second.rate)}) of "
        f"the others; the difference lies {_gap(one)}."
    )


def comparison_words(one: Comparison, first: str, second: str) -> str:
    """Say how two groups compare, whether or not they differ."""
    numbers = (
        f"{first}: {counts(one.first)} ({share(one.first.rate)}). "
        f"{second}: {counts(one.second)} ({share(one.second.rate)}). "
        f"The difference lies {_gap(one)}."
    )
    if one.differs:
        better = first if one.gap > 0 else second
        return f"{better} did better. {numbers}"
    return f"No difference can be claimed. {numbers}"
