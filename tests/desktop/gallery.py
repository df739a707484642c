"""Every screen as a picture: the scenes, and how one is taken.

A scene is a name and a function that gets the open main window on sample data, brings a
screen about, and returns the widget to be taken, or None for the whole window. Scenes of
the screens stand beside the tests of those screens.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.dialogs.first_start import FirstStart, RecoveryCodePage
from collections_desk.desktop.dialogs.restoring import RestorePage
from collections_desk.desktop.dialogs.unlock import UnlockPage
from collections_desk.desktop.main_window import MainWindow
from collections_desk.desktop.messages import show_error
from collections_desk.store import faults, keyring_access
from tests.desktop.waiting import rest

Scene = Callable[[MainWindow], QWidget | None]

#: Where the scenes of the other screens are: modules with a dictionary SCENES.
ELSEWHERE = (
    "tests.desktop.scenes_screens",
    "tests.desktop.scenes_office",
    "tests.desktop.scenes_agreements",
    "tests.desktop.scenes_disputes",
    "tests.desktop.scenes_method",
    "tests.desktop.scenes_figures",
    "tests.desktop.scenes_rules",
    "tests.desktop.scenes_decisions",
    "tests.desktop.scenes_money",
)
#: The size of the window in every picture: a small laptop.
SIZE = (1366, 768)


def _settings(window: MainWindow) -> None:
    """Show the settings from their top, whatever another scene left in them."""
    window.go("settings")
    rest(window)
    view = window.view
    assert view is not None
    getattr(view, "back_button").click()  # noqa: B009 - known by the screen alone
    getattr(view, "go_back")()  # noqa: B009 - as above
    window.go("settings")
    rest(window)
    for area in view.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(0)


def _settings_fault(window: MainWindow) -> None:
    window.go("settings")
    rest(window)
    view = window.view
    assert view is not None
    form = getattr(view, "form")  # noqa: B009 - known by the screen alone
    form.field("business.name").setText("")
    getattr(view, "save")()  # noqa: B009 - as above


def _help(window: MainWindow) -> None:
    window.go("settings")
    window.show_help()


def _quick_find(window: MainWindow) -> None:
    window.go("settings")
    window.quick_find()
    window.finder.edit.setText("s")


def _quick_find_nothing(window: MainWindow) -> None:
    window.go("settings")
    window.quick_find()
    window.finder.edit.setText("zzzzqqq")


def _message(window: MainWindow) -> None:
    window.go("settings")
    rest(window)
    window.say("Call with Marsh & Sons logged: promised $1,200.00 by Friday.", undo=lambda: None)


def _error(window: MainWindow) -> QWidget:
    window.go("settings")
    rest(window)
    return show_error(window, faults.missing())


def _shortcuts(window: MainWindow) -> QWidget:
    return window.show_shortcuts()


def _about(window: MainWindow) -> QWidget:
    return window.show_about()


def _first_start(window: MainWindow) -> None:
    window.show_cover(FirstStart())


def _first_start_without_keyring(window: MainWindow) -> None:
    page = FirstStart()
    window.show_cover(page)
    page.name.setText("Hallgate Supply Co.")
    page.address.setPlainText("12 Mill Road\nErie PA 16501")
    page.clerk.setText("Dana Reyes")
    page.refuse(keyring_access.no_keyring())


def _recovery_code(window: MainWindow) -> None:
    window.show_cover(RecoveryCodePage("0A1B2C3D-4E5F6G7H-8J9KAMBN-CPDQERFS"))


def _locked(window: MainWindow) -> None:
    page = UnlockPage()
    window.show_cover(page)
    page.show_locked(passphrase=True)


def _key_lost(window: MainWindow) -> None:
    page = UnlockPage()
    window.show_cover(page)
    page.show_problem(keyring_access.lost())


def _key_waits(window: MainWindow) -> None:
    page = UnlockPage()
    window.show_cover(page)
    page.wait()
    page.waiting(3)


def _store_missing(window: MainWindow) -> None:
    page = UnlockPage()
    window.show_cover(page)
    page.show_problem(faults.missing())


def _restore(window: MainWindow) -> None:
    window.show_cover(RestorePage([]))


#: The scenes of the window itself. Those that cover the desk come last.
OWN: dict[str, Scene] = {
    "settings": _settings,
    "settings_fault": _settings_fault,
    "help": _help,
    "quick_find": _quick_find,
    "quick_find_nothing": _quick_find_nothing,
    "message": _message,
    "error": _error,
    "shortcuts": _shortcuts,
    "about": _about,
}
COVERS: dict[str, Scene] = {
    "first_start": _first_start,
    "first_start_without_keyring": _first_start_without_keyring,
    "recovery_code": _recovery_code,
    "locked": _locked,
    "key_lost": _key_lost,
    "key_waits": _key_waits,
    "store_missing": _store_missing,
    "restore": _restore,
}


def scenes() -> dict[str, Scene]:
    """Return every scene by name, those that cover the desk last."""
    found: dict[str, Scene] = {}
    for name in ELSEWHERE:
        if find_spec(name) is not None:
            found |= importlib.import_module(name).SCENES
    return found | OWN | COVERS


def take(window: MainWindow, scene: Scene) -> QImage:
    """Bring a scene about and return its picture."""
    widget = scene(window)
    rest(window)
    picture = (widget or window).grab().toImage()
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
    window.finder.leave()
    window.message_bar.hide()
    return picture


def luminance(picture: QImage) -> float:
    """Return how light a picture is on the whole, 0 to 255."""
    small = picture.scaled(64, 36).convertToFormat(QImage.Format.Format_Grayscale8)
    values = [
        small.pixelColor(x, y).lightness()
        for x in range(small.width())
        for y in range(small.height())
    ]
    return sum(values) / len(values)


def colors_in(picture: QImage) -> int:
    """Count the colors on a coarse grid: a blank picture has one."""
    step = max(1, picture.width() // 220)
    points = memoryview(picture.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    return len(
        {
            color
            for y in range(0, picture.height(), step)
            for color in points[y * picture.width() : (y + 1) * picture.width() : step]
        }
    )


def take_all(window: MainWindow, folder: Path, *, mode: str, scale: str) -> list[Path]:
    """Take every scene in one theme, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    desk = window.desk
    rest(window)  # the settings bring a theme of their own, which would win over ours
    for name, scene in scenes().items():
        if not window.is_open and name not in COVERS:
            window.receive(desk, view_id="worklist")
            rest(window)
        if theme.mode_in_force() != mode:  # dressing every widget anew takes a second or two
            theme.apply_theme(None, mode)
        picture = take(window, scene)
        path = folder / f"{name}-{mode}-{scale}x.png"
        picture.save(str(path))
        made.append(path)
    return made
