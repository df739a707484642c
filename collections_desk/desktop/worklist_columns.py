"""The columns of the worklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop import theme
from collections_desk.desktop.customer_words import NEXT_MARKS, end_word, standing_mark, sums_text
from collections_desk.desktop.icons import mark_icon
from collections_desk.desktop.table_model import Column
from collections_desk.desktop.when_text import near_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from PySide6.QtGui import QIcon

    from collections_desk.domain.money import Money
    from collections_desk.domain.worklist import WorklistLine

#: Columns that stay while a customer stands beside the list.
NARROW_COLUMNS = frozenset({"name", "to_collect", "days", "on"})
#: A text that a column of fixed width has room for at least.
SAMPLES = {
    "category": "Disorganized",
    "balance": "$88,888.88",
    "to_collect": "$88,888.88",
    "days": "888",
    "bucket": "over 120",
    "phone": "(888) 888-8888",
    "there": "12:00 PM",
    "last": "Yesterday",
    "on": "Tomorrow",
}
#: Columns that stand back on a small screen: the age is the icon of the days as well.
STAND_BACK = ("bucket",)
#: Columns that share what is left of the width.
SHARES = ("name", "next")


def tr(text: str) -> str:
    """Translate words of the worklist."""
    return QCoreApplication.translate("Worklist", text)


def _largest(sums: tuple[Money, ...]) -> object:
    """Sort by the largest single sum: sums of several currencies are never added."""
    return max((money.decimal() for money in sums), default=None)


def _next_icon(line: WorklistLine) -> QIcon | None:
    if line.state == "hold":
        return mark_icon(theme.STATES["hold"])
    return mark_icon(NEXT_MARKS[line.next_action.kind]) if line.next_action else None


def standing(line: WorklistLine) -> theme.Mark | None:
    """Return the mark of a customer who was late before, or has recovered; None for others."""
    return standing_mark(line.repeat_count, line.days_past_due, line.recovered_since)


def _name_tip(line: WorklistLine) -> str:
    mark = standing(line)
    parts = (line.name, line.reference or "", theme.marked(mark) if mark is not None else "")
    return "\n".join(part for part in parts if part)


def next_text(line: WorklistLine) -> str:
    """Say what is next with a customer."""
    if line.state == "hold":
        return tr("On hold: {0}").format(line.hold or "")
    if line.state == "end":
        return end_word(line.hold or "") or tr("Closed")
    return line.next_action.text if line.next_action else ""


def _is_late(line: WorklistLine, today: date) -> bool:
    return (
        line.state == "action" and line.next_action is not None and line.next_action.due_on < today
    )


def worklist_columns(
    today: Callable[[], date],
    there: Callable[[WorklistLine], str],
    local_day: Callable[[datetime], date],
    outcome_label: Callable[[str], str],
    locale: Callable[[], str],
) -> tuple[Column[WorklistLine], ...]:
    """Return the columns.

    Args:
        today: The creditor's date, for days in words.
        there: The time at the customer's place.
        local_day: The creditor's date at a moment.
        outcome_label: Words of an outcome code.
        locale: How money is written.
    """

    def contacted(line: WorklistLine) -> str:
        return (
            near_day(local_day(line.last_contact), today()) if line.last_contact else tr("never")
        )

    return (
        Column(
            tr("Customer"),
            lambda line: line.name,
            lambda line: line.name.casefold(),
            key="name",
            tip=_name_tip,
            bold=lambda _line: True,
            accessible=lambda line: tr("Customer: {0}. Why here: {1}").format(
                _name_tip(line).replace("\n", ", "), line.why
            ),
        ),
        Column(
            tr("Category"),
            lambda line: theme.marked(theme.CATEGORIES[line.category.value]),
            lambda line: line.category.value,
            key="category",
            icon=lambda line: mark_icon(theme.CATEGORIES[line.category.value]),
        ),
        Column(
            tr("Balance"),
            lambda line: sums_text(line.balances, locale=locale()),
            lambda line: _largest(line.balances),
            align_right=True,
            key="balance",
        ),
        Column(
            tr("To collect"),
            lambda line: sums_text(line.to_be_collected, none="-", locale=locale()),
            lambda line: _largest(line.to_be_collected),
            align_right=True,
            key="to_collect",
        ),
        Column(
            tr("Days"),
            lambda line: str(line.days_past_due) if line.days_past_due else "",
            lambda line: line.days_past_due,
            icon=lambda line: mark_icon(theme.BUCKETS[line.bucket]),
            key="days",
            accessible=lambda line: tr("{0} days past due").format(line.days_past_due),
        ),
        Column(
            tr("Age"),
            lambda line: line.bucket,
            lambda line: line.days_past_due,
            key="bucket",
            icon=lambda line: mark_icon(theme.BUCKETS[line.bucket]),
            accessible=lambda line: theme.marked(theme.BUCKETS[line.bucket]),
        ),
        Column(
            tr("Phone"),
            lambda line: line.phone or "",
            lambda line: line.phone,
            key="phone",
        ),
        Column(
            tr("There"),
            there,
            lambda line: there(line) or None,
            key="there",
            accessible=lambda line: tr("Time there: {0}").format(there(line) or tr("not known")),
        ),
        Column(
            tr("Contacted"),
            contacted,
            lambda line: line.last_contact,
            key="last",
            tip=lambda line: outcome_label(line.last_outcome) if line.last_outcome else "",
        ),
        Column(
            tr("Next"),
            next_text,
            lambda line: line.next_action.kind if line.next_action else None,
            key="next",
            icon=_next_icon,
        ),
        Column(
            tr("On"),
            lambda line: near_day(line.next_action.due_on, today()) if line.next_action else "",
            lambda line: line.next_action.due_on if line.next_action else None,
            key="on",
            color=lambda line: theme.color("danger") if _is_late(line, today()) else None,
        ),
    )
