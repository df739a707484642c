"""What the screen Decisions shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.operations import decisions, placement_entries, settlements, surveys

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.decisions import ReviewLine
    from collections_desk.domain.placements import Placement
    from collections_desk.domain.settlements import SettlementStanding
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.surveys import SurveyPage


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """What the screen shows."""

    reviews: list[ReviewLine]
    placements: list[Placement]
    settlements: list[SettlementStanding]
    surveys: SurveyPage
    today: date
    locale: str


def load_decisions(desk: Desk) -> DecisionsPage:
    """Read it. Runs on the worker thread."""
    return DecisionsPage(
        decisions.reviews_due(desk),
        placement_entries.all_placements(desk),
        settlements.standings(desk),
        surveys.survey_page(desk),
        desk.today(),
        desk.settings().locale,
    )
