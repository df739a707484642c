"""The filter made ready for many lines says the same of each as the filter itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from collections_desk.desktop.worklist_filters import (
    STATES,
    WorklistFilter,
    searched_text,
)
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist

FILTERS = (
    WorklistFilter(),
    WorklistFilter(words="a"),
    WorklistFilter(words="PLAN call"),
    WorklistFilter(words="nothing says this"),
    WorklistFilter(category="struggling", words="e"),
    WorklistFilter(at_least=Decimal(500)),
    WorklistFilter(quiet_days=14, bucket="31-60"),
)


@pytest.mark.parametrize("state", STATES)
def test_the_sieve_keeps_what_passes(sample_desk: Desk, state: str) -> None:
    today, now = sample_desk.today(), sample_desk.now()
    lines = worklist(sample_desk, everyone=True)
    texts = {line.customer_id: searched_text(line) for line in lines}
    for one in FILTERS:
        asked = replace(one, state=state)

        kept = list(filter(asked.sieve(today, now, texts), lines))

        assert kept == [line for line in lines if asked.passes(line, today, now)]
