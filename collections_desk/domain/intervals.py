"""How sure one may be of a share: intervals for one rate and for the difference of two."""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

#: How often, in the long run, an interval may miss the truth.
ALARM = 0.05


class Interval(NamedTuple):
    """From `low` to `high`, as fractions."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Tell whether a value lies inside, the ends included."""
        return self.low <= value <= self.high


@lru_cache(maxsize=256)
def normal_quantile(alarm: float) -> float:
    """Return how many standard errors an interval reaches to either side.

    Args:
        alarm: How often it may miss, both sides together: 0.05 gives 1.96.
    """
    return NormalDist().inv_cdf(1 - alarm / 2)


def wilson(successes: float, trials: float, alarm: float = ALARM) -> Interval:
    """Return the score interval of a rate (Wilson, JASA 22 (1927), 209-212).

    It never leaves 0 to 1 and is honest for rates near the ends, where the usual
    "plus or minus" is not. `trials` need not be whole: what hangs together counts for less.

    Raises:
        ValueError: If there are no trials, or more successes than trials.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        msg = f"{successes} successes in {trials} trials"
        raise ValueError(msg)
    z = normal_quantile(alarm)
    rate = successes / trials
    spread = z * z / trials
    center = (rate + spread / 2) / (1 + spread)
    reach = z * sqrt(rate * (1 - rate) / trials + spread / (4 * trials)) / (1 + spread)
    return Interval(max(center - reach, 0.0), min(center + reach, 1.0))


def difference(
    first: tuple[float, float], second: tuple[float, float], alarm: float = ALARM
) -> Interval:
    """Return the interval of the first rate less the second.

    Newcombe's hybrid score interval (Statistics in Medicine 17 (1998), 873-890, method 10):
    put together from the two intervals of Wilson, so it too is honest near 0 and 1.

    Args:
        first: Successes and trials; neither need be whole.
        second: The same of the other.
        alarm: How often the interval may miss.
    """
    one, other = wilson(*first, alarm), wilson(*second, alarm)
    a, b = first[0] / first[1], second[0] / second[1]
    gap = a - b
    return Interval(
        gap - sqrt((a - one.low) ** 2 + (other.high - b) ** 2),
        gap + sqrt((one.high - a) ** 2 + (b - other.low) ** 2),
    )
