"""What the line at the bottom says: read in the background, shown in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.when_text import day_text
from collections_desk.store.freshness import newest_as_of

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """What is so.

    Attributes:
        as_of: The day the newest balances are of; None before the first import.
        as_of_text: The same in words.
        late: The balances are older than the limit of the settings.
        clerk: Who sits at the desk.
    """

    as_of: date | None
    as_of_text: str
    late: bool
    clerk: str


def read_status(desk: Desk) -> DeskStatus:
    """Read what is so. Runs in the background."""
    settings = desk.settings()
    with desk.database.read() as session:
        as_of = newest_as_of(session)
    if as_of is None:
        return DeskStatus(None, _tr("No balances imported yet"), late=False, clerk=settings.clerk)
    age = (desk.today() - as_of).days
    late = age > settings.data_age_limit_days
    day = day_text(as_of)
    text = _tr("Balances as of {0}").format(day)
    if late:
        text = _tr("Balances as of {0}, {1} days old: import newer ones").format(day, age)
    return DeskStatus(as_of, text, late=late, clerk=settings.clerk)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Status", text)
