"""The columns of the lists on the screen Decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop import theme
from collections_desk.desktop.icons import mark_icon
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money_text import money_text, monies_text
from collections_desk.domain.placements import ENDINGS, percent_text
from collections_desk.domain.settlements import STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from collections_desk.desktop.table_model import Row
    from collections_desk.domain.decisions import ReviewLine
    from collections_desk.domain.placements import Placement
    from collections_desk.domain.settlements import SettlementStanding
    from collections_desk.domain.surveys import Survey, SurveyResult


def _tr(text: str) -> str:
    return QCoreApplication.translate("Decisions", text)


def _panel(
    columns: Sequence[Column[Row]],
    name: str,
    accessible: str,
    row_id: Callable[[Row], Hashable],
) -> ListPanel[Row]:
    model = TableModel(columns, row_id=row_id)
    made = ListView(model, name)
    made.setAccessibleName(accessible)
    model.setParent(made)
    return ListPanel(made)


def review_list() -> ListPanel[ReviewLine]:
    """Return the list of reviews that are due."""
    columns: tuple[Column[ReviewLine], ...] = (
        Column(_tr("Customer"), lambda one: one.name, lambda one: one.name.casefold(), width=24),
        Column(
            _tr("Category"),
            lambda one: theme.marked(theme.CATEGORIES[one.category]),
            lambda one: one.category,
            icon=lambda one: mark_icon(theme.CATEGORIES[one.category]),
            width=14,
        ),
        Column(
            _tr("Open"),
            lambda one: monies_text(one.balances),
            lambda one: [(money.currency, money.minor) for money in one.balances],
            align_right=True,
            width=14,
        ),
        Column(
            _tr("Past due"),
            lambda one: monies_text(one.overdue),
            lambda one: [(money.currency, money.minor) for money in one.overdue],
            align_right=True,
            bold=lambda _one: True,
            width=14,
        ),
        Column(
            _tr("Days"),
            lambda one: str(one.days_past_due),
            lambda one: one.days_past_due,
            align_right=True,
            width=6,
        ),
        Column(_tr("Due since"), lambda one: day_text(one.since), lambda one: one.since, width=20),
        Column(_tr("Decided"), lambda one: one.decided, lambda one: one.decided, width=22),
        Column(_tr("Why"), lambda one: one.why, lambda one: one.why, stretch=True),
    )
    return _panel(columns, "reviews", _tr("Reviews due"), lambda one: one.customer_id)


def placement_list() -> ListPanel[Placement]:
    """Return the list of placements."""

    def money(title: str, of: Callable[[Placement], object]) -> Column[Placement]:
        return Column(
            title,
            lambda one: money_text(of(one)),  # type: ignore[arg-type] # an amount of the placement
            lambda one: (one.amount.currency, of(one).minor),  # type: ignore[attr-defined] # as above
            align_right=True,
            width=12,
        )

    columns: tuple[Column[Placement], ...] = (
        Column(
            _tr("Customer"),
            lambda one: one.customer_name,
            lambda one: one.customer_name.casefold(),
            width=22,
        ),
        Column(_tr("With"), lambda one: one.name, lambda one: one.name.casefold(), width=20),
        Column(
            _tr("Placed on"),
            lambda one: day_text(one.placed_on),
            lambda one: one.placed_on,
            width=18,
        ),
        money(_tr("Placed"), lambda one: one.amount),
        money(_tr("Recovered"), lambda one: one.recovered),
        money(_tr("Commission"), lambda one: one.commission),
        money(_tr("Costs"), lambda one: one.costs),
        money(_tr("Net"), lambda one: one.net),
        Column(
            _tr("Agreed"),
            lambda one: percent_text(one.commission_percent) if one.kind == "agency" else "",
            lambda one: one.commission_percent or 0,
            align_right=True,
            width=8,
        ),
        Column(
            _tr("State"),
            lambda one: ENDINGS.get(one.ended, one.ended) if one.ended else _tr("Running"),
            lambda one: one.ended or "",
            stretch=True,
        ),
    )
    return _panel(columns, "placements", _tr("Placements"), lambda one: one.id)


def settlement_list() -> ListPanel[SettlementStanding]:
    """Return the list of settlements."""
    columns: tuple[Column[SettlementStanding], ...] = (
        Column(
            _tr("Customer"),
            lambda one: one.settlement.customer_name,
            lambda one: one.settlement.customer_name.casefold(),
            width=24,
        ),
        Column(
            _tr("Owed"),
            lambda one: money_text(one.settlement.owed),
            lambda one: (one.settlement.owed.currency, one.settlement.owed.minor),
            align_right=True,
            width=12,
        ),
        Column(
            _tr("Agreed"),
            lambda one: money_text(one.settlement.agreed),
            lambda one: (one.settlement.agreed.currency, one.settlement.agreed.minor),
            align_right=True,
            bold=lambda _one: True,
            width=12,
        ),
        Column(
            _tr("Received"),
            lambda one: money_text(one.received),
            lambda one: (one.received.currency, one.received.minor),
            align_right=True,
            width=12,
        ),
        Column(
            _tr("Last day"),
            lambda one: day_text(one.last_day),
            lambda one: one.last_day,
            tip=lambda one: _tr("Agreed for {0}, with the grace of promises.").format(
                day_text(one.settlement.due_on)
            ),
            width=20,
        ),
        Column(
            _tr("State"),
            lambda one: STATES[one.state],
            lambda one: one.state,
            color=lambda one: theme.color(
                {"paid": "good", "failed": "danger"}.get(one.state, "text")
            ),
            width=26,
        ),
        Column(
            _tr("Why"),
            lambda one: one.settlement.reason,
            lambda one: one.settlement.reason,
            stretch=True,
        ),
    )
    return _panel(columns, "settlements", _tr("Settlements"), lambda one: one.settlement.id)


def survey_list() -> ListPanel[Survey]:
    """Return the list of surveys."""
    columns: tuple[Column[Survey], ...] = (
        Column(
            _tr("Customer"),
            lambda one: one.customer_name,
            lambda one: one.customer_name.casefold(),
            width=24,
        ),
        Column(_tr("Letter"), lambda one: one.letter_ref, lambda one: one.letter_ref, width=18),
        Column(_tr("Sent"), lambda one: day_text(one.sent_on), lambda one: one.sent_on, width=18),
        Column(
            _tr("Answered"),
            lambda one: day_text(one.answered_on) if one.answered_on else _tr("not yet"),
            lambda one: one.answered_on,
            width=18,
        ),
        Column(
            _tr("Answers"),
            lambda one: " ".join("-" if value is None else str(value) for value in one.answers),
            lambda one: one.answers,
            width=14,
        ),
        Column(
            _tr("What they wrote"), lambda one: one.comment, lambda one: one.comment, stretch=True
        ),
    )
    return _panel(
        columns, "surveys", _tr("Surveys"), lambda one: (one.letter_id or 0, one.survey_id or 0)
    )


def result_list(questions: Sequence[str], few: str) -> ListPanel[SurveyResult]:
    """Return the list of results: each question's mean with its count, or that it is too few."""

    def mean(place: int) -> Column[SurveyResult]:
        def text(one: SurveyResult) -> str:
            value = one.means[place]
            count = one.counts[place]
            return f"{few} ({count})" if value is None else f"{value:.1f} ({count})"

        return Column(
            _tr("Question {0}").format(place + 1),
            text,
            lambda one: one.means[place],
            tip=lambda _one: questions[place],
            width=18,
        )

    columns: tuple[Column[SurveyResult], ...] = (
        Column(_tr("Group"), lambda one: one.group.capitalize(), lambda one: one.group, width=20),
        Column(
            _tr("Sent"), lambda one: str(one.sent), lambda one: one.sent,
            align_right=True, width=6,
        ),
        Column(
            _tr("Back"), lambda one: str(one.answered), lambda one: one.answered,
            align_right=True, width=6,
        ),
        *(mean(place) for place in range(len(questions))),
    )  # fmt: skip
    return _panel(columns, "survey-results", _tr("Results"), lambda one: one.group)
