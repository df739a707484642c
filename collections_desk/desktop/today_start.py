"""At the start: the brief is shown if something changed while the desk was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from collections_desk.desktop.views import FIRST_VIEW
from collections_desk.desktop.when_text import day_text

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.desktop.background import Background
    from collections_desk.domain.brief import Brief
    from collections_desk.operations.desk import Desk

_SIGNS_OF_WORK = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress}
#: Parts whose ids end so were there before: they alone open nothing.
STILL = "_still"


class Window(Protocol):
    """The window, as the offer sees it."""

    background: Background

    @property
    def desk(self) -> Desk:
        """The open desk."""

    @property
    def is_open(self) -> bool:
        """Whether a desk is open."""

    @property
    def view_id(self) -> str:
        """The name of the screen that is shown."""

    def go(self, view_id: str) -> None:
        """Show a screen."""

    def say(self, text: str) -> None:
        """Say something in the bar."""


class BriefOffer(QObject):
    """Offers the brief once for each time that the desk is opened.

    It is a page and asks nothing. Who has begun to work meanwhile is not taken away from it:
    a line says that there is a brief.
    """

    def __init__(self, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._day: date | None = None
        self._worked = False

    def opened(self, *, at_start: bool) -> None:
        """Work the brief out: at the start, and when the desk is unlocked on another day."""
        desk, last = self._window.desk, self._day
        self._watch()

        def work() -> tuple[date, Brief | None]:
            today = desk.today()
            wanted = at_start or (last is not None and last != today)
            if not wanted or begun_on(desk) == today:
                return today, None  # who sees the desk for the first time begins with the list
            from collections_desk.operations.brief import wake_up_brief  # noqa: PLC0415 - after paint

            return today, wake_up_brief(desk)

        self._window.background.run(
            work,
            done=self._arrived,
            failed=lambda _error: self._unwatch(),  # the screen itself shows the same problem
            owner=self,
        )

    def _arrived(self, found: tuple[date, Brief | None]) -> None:
        self._unwatch()
        self._day, brief = found
        window = self._window
        if brief is None or not window.is_open or not has_news(brief):
            return
        if window.view_id == FIRST_VIEW and not self._worked:
            window.go("today")
        elif window.view_id != "today":
            said = self.tr("Something changed since {0}: Ctrl+0 shows it on one page.")
            window.say(said.format(day_text(brief.since)))

    def _watch(self) -> None:
        self._worked = False
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def _unwatch(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    # Overrides of Qt methods.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_WORK:
            self._worked = True
        return super().eventFilter(watched, event)


def begun_on(desk: Desk) -> date | None:
    """Return the day on which the store was made, by the creditor's clock."""
    from collections_desk.store.beginning import begun_at  # noqa: PLC0415 - after paint
    from collections_desk.store.settings import load_settings  # noqa: PLC0415 - after paint

    with desk.database.read() as session:
        moment, zone = begun_at(session), load_settings(session).time_zone
    return None if moment is None else moment.astimezone(ZoneInfo(zone)).date()


def has_news(brief: Brief) -> bool:
    """Tell whether anything changed; what stood before alone is no news."""
    return brief.since < brief.day and any(
        part.lines for part in brief.parts if not part.id.endswith(STILL)
    )
