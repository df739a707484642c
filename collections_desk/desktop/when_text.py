"""Days and moments in words, the weekday always with them (UX-15)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

if TYPE_CHECKING:
    from datetime import date, datetime


def _tr(text: str) -> str:
    return QCoreApplication.translate("WhenText", text)


def day_text(day: date) -> str:
    """Return "Fri, Nov 20, 2026"."""
    return QLocale().toString(QDate(day.year, day.month, day.day), _tr("ddd, MMM d, yyyy"))


def short_day(day: date, today: date) -> str:
    """Return "Today", "Tomorrow", "Yesterday" or "Fri, Nov 20", with the year if another."""
    near = {0: _tr("Today"), 1: _tr("Tomorrow"), -1: _tr("Yesterday")}.get((day - today).days)
    if near is not None:
        return near
    form = _tr("ddd, MMM d") if day.year == today.year else _tr("MMM d, yyyy")
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def near_day(day: date, today: date) -> str:
    """Return "Today", "Nov 20" or "Nov 20, 2025": for a list, where room is dear."""
    near = {0: _tr("Today"), 1: _tr("Tomorrow"), -1: _tr("Yesterday")}.get((day - today).days)
    if near is not None:
        return near
    form = _tr("MMM d") if day.year == today.year else _tr("MMM d, yyyy")
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def time_text(moment: datetime) -> str:
    """Return "3:04 PM", by the clock that the moment carries."""
    return QLocale().toString(QTime(moment.hour, moment.minute), _tr("h:mm AP"))


def moment_text(moment: datetime, zone: str) -> str:
    """Return "Fri, Nov 20, 2026, 3:04 PM" by the clock of `zone`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_text(local.date())}, {time_text(local)}"


def length_text(seconds: int) -> str:
    """Return how long a call took, "4:05"."""
    minutes, rest = divmod(max(seconds, 0), 60)
    return f"{minutes}:{rest:02}"
