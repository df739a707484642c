"""What the clocks and lines of a dispute are called on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.counting import counted
from collections_desk.desktop.customer_words import dispute_state_word
from collections_desk.desktop.when_text import day_text, near_day

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.disputes import ClockReading, ListedDispute


def _tr(text: str) -> str:
    return QCoreApplication.translate("Disputes", text)


def clock_text(reading: ClockReading, today: date | None = None) -> str:
    """Say what the clocks of a dispute say: "Decision 3 days late".

    With `today` a day is written short, for a list.
    """
    if reading.word == "no":
        return ""
    if reading.late:
        days = counted(reading.days, "{n} day", "{n} days")
        words = {
            "past_limit": _tr("Limit passed {0} ago"),
            "decide_late": _tr("Decision {0} late"),
            "acknowledge_late": _tr("Acknowledgment {0} late"),
        }
        return words[reading.word].format(days)
    words = {"acknowledge": _tr("Acknowledge by {0}"), "decide": _tr("Decide by {0}")}
    day = day_text(reading.by)
    if today is not None:
        near = abs((reading.by - today).days) <= 1
        day = near_day(reading.by, today)
        day = day.lower() if near else day  # "tomorrow" within a sentence
    return words[reading.word].format(day)


def line_text(line: ListedDispute) -> str:
    """Say which invoice, and which line of it, is disputed."""
    return ", ".join(part for part in (line.invoice_number, line.dispute.line) if part)


def step_text(line: ListedDispute) -> list[str]:
    """Say each step of a dispute in a line, the newest first; at least that it was received."""
    if not line.events:
        return [f"{day_text(line.dispute.received_on)}: {dispute_state_word('received')}."]
    return [
        " ".join(
            part
            for part in (
                f"{day_text(step.dated_on)}:",
                f"{dispute_state_word(step.state)}.",
                step.note,
                f"({step.clerk})" if step.clerk else "",
            )
            if part
        )
        for step in reversed(line.events)
    ]
