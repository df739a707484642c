"""Pictures of the window on sample data, for where nobody can look at it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from collections_desk.desktop.main_window import MainWindow

#: The size of the window in every picture: a small laptop.
WIDTH, HEIGHT = 1366, 768
#: How long a screen may take to come to rest, and for how many looks it must be at rest.
PATIENCE_MS, LOOK_EVERY_MS, CALM_LOOKS = 20_000, 20, 6
#: The screens, in the order of a day.
SCREENS = (
    "today",
    "worklist",
    "customer",
    "call",
    "mail",
    "agreements",
    "decisions",
    "imports",
    "reports",
    "figures",
    "plans",
    "rules",
    "records",
    "settings",
)


def take_pictures(home: Path, folder: Path, *, now: Callable[[], datetime]) -> list[Path]:
    """Open the window on the sample data where nobody sees it, and take a picture of each screen.

    Raises:
        DeskError: If the sample cannot be opened.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Off the screen Qt says for each window that it cannot hint its size to anybody.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - the platform is chosen above

    from collections_desk.desktop.app import run  # noqa: PLC0415 - as above

    made: list[Path] = []

    def started(window: MainWindow) -> None:
        window.resize(WIDTH, HEIGHT)
        steps = _tour(window, folder, made)
        timer = QTimer(window)

        def step() -> None:
            if next(steps, "end") == "end":
                timer.stop()
                window.close()

        timer.timeout.connect(step)
        timer.start(LOOK_EVERY_MS)

    run(home, sample=True, now=now, started=started)
    return made


def _tour(window: MainWindow, folder: Path, made: list[Path]) -> Iterator[None]:
    """Go from screen to screen; each step is one look whether the screen is at rest."""
    from collections_desk.desktop.views import VIEWS  # noqa: PLC0415 - with the window

    known = {entry.view_id for entry in VIEWS}
    from collections_desk.operations.worklist import worklist  # noqa: PLC0415 - as above

    yield from _rest(window)
    first = worklist(window.desk)[0].customer_id
    for place, screen in enumerate((name for name in SCREENS if name in known), start=1):
        if screen == "customer":
            window.open_customer(first)
        elif screen == "call":
            window.start_call(first)
        else:
            window.go(screen)
        yield from _rest(window)
        path = folder / f"window-{place}-{screen}.png"
        window.grab().save(str(path))
        made.append(path)


def _rest(window: MainWindow) -> Iterator[None]:
    calm = 0
    for _ in range(PATIENCE_MS // LOOK_EVERY_MS):
        yield
        calm = 0 if window.background.busy else calm + 1
        if calm > CALM_LOOKS:
            return
