"""The window: navigation at the left, one screen in the middle, what is so below.

It only arranges. Screens are imported when they are first shown, so that the window is
there before its parts are.
"""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.actions import Actions
from collections_desk.desktop.alt_key import watch_keys
from collections_desk.desktop.background import Background
from collections_desk.desktop.commands import WHILE_COVERED, window_commands
from collections_desk.desktop.drafts import DraftNotice
from collections_desk.desktop.icons import use_icons
from collections_desk.desktop.idle import ClipboardGuard, IdleWatch
from collections_desk.desktop.labels import label
from collections_desk.desktop.messages import MessageBar, ProgressStrip, show_error
from collections_desk.desktop.navigation import Navigation, SampleRibbon, StatusLine
from collections_desk.desktop.quick_find import QuickFind
from collections_desk.desktop.shortcuts_view import ShortcutsView
from collections_desk.desktop.today_start import BriefOffer
from collections_desk.desktop.views import FIRST_VIEW, VIEWS
from collections_desk.desktop.window_parts import focus_next_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from collections_desk.desktop.shell import View
    from collections_desk.errors import DeskError
    from collections_desk.operations.desk import Desk


class MainWindow(QMainWindow):
    """The window of the program; its screens see it as a `Shell`."""

    #: The clerk asked to lock, or left the desk alone for too long.
    lock_asked = Signal()
    #: The clerk asked for the made-up data, or to go back to her own.
    other_home_asked = Signal(bool)  # True for the sample data
    #: Another screen is shown now, by its name.
    view_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self._views: dict[str, View] = {}
        self._shown = ""
        self._came_from = FIRST_VIEW
        self.idle = IdleWatch(self)
        self.background = Background(self, quiet=self.idle.is_quiet)
        self.message_bar = MessageBar()
        self.progress = ProgressStrip()
        self.draft_notice = DraftNotice()
        self.ribbon = SampleRibbon()
        self.status = StatusLine()
        self.navigation = Navigation(VIEWS)
        self.finder = QuickFind(self)
        self.brief_offer = BriefOffer(self, self)
        watch_keys(self)
        self.clipboard_guard = ClipboardGuard(self)
        self._stage = QStackedWidget()  # a cover, or the desk
        self._content = QStackedWidget()
        self._cover: QWidget | None = None
        self._arrange()
        self.all_actions = Actions(self.menuBar())
        for command, more_keys in window_commands(self):
            self.all_actions.add(command, more_keys=more_keys)
        self.finder.serve(self)
        self.navigation.chosen.connect(self.go)
        self.ribbon.back_asked.connect(self.switch_sample)
        self.background.busy_changed.connect(self.status.show_busy)
        self.background.long_work_began.connect(self.progress.follow)
        self.idle.left_alone.connect(self.lock)
        self.setWindowTitle("Collections Desk")
        self._restore_place()
        self.show_cover(_plain_cover(self.tr("Opening …")))

    @property
    def desk(self) -> Desk:
        """The open desk.

        Raises:
            RuntimeError: While the window is covered. No screen is there then to ask.
        """
        if self._desk is None:
            msg = "no desk is open"
            raise RuntimeError(msg)
        return self._desk

    @property
    def is_open(self) -> bool:
        """Whether a desk is open and its screens are shown."""
        return self._desk is not None

    @property
    def view(self) -> View | None:
        """The screen that is shown, or None while the window is covered."""
        return self._views.get(self._shown) if self.is_open else None

    @property
    def cover(self) -> QWidget | None:
        """The page that covers the desk, or None while it is open."""
        return self._cover

    @property
    def view_id(self) -> str:
        """The name of the screen that is shown."""
        return self._shown

    # A desk comes and goes.

    def receive(self, desk: Desk, *, view_id: str = "") -> None:
        """Show an opened desk, at its worklist or at another screen."""
        self._desk = desk
        use_icons(desk.resources.text)
        self._stage.setCurrentIndex(1)
        self._drop_cover()
        self.ribbon.setVisible(desk.sample)
        self.all_actions.open_all()
        self.background.run(desk.settings, done=self._take_settings, failed=self.fail)
        self.go(view_id or FIRST_VIEW)
        self.draft_notice.look(self)
        self.brief_offer.opened(at_start=not view_id)
        for warning in desk.warnings:
            self.fail(warning)

    def replace_desk(self, desk: Desk) -> None:
        """Go on with another desk, after a backup was restored; screens are made anew."""
        self._desk = None
        self._drop_views()
        self.receive(desk)

    def show_cover(self, cover: QWidget) -> None:
        """Hide everything behind a page: opening, first start, locked, trouble."""
        self._desk = None
        self._drop_views()
        self._drop_cover()
        self._cover = cover
        self._stage.insertWidget(0, cover)
        self._stage.setCurrentWidget(cover)
        self.message_bar.hide()
        self.draft_notice.hide()
        self.ribbon.hide()
        self.all_actions.open_all(WHILE_COVERED)
        self.setWindowTitle("Collections Desk")
        cover.setFocus()

    def keep_drafts(self) -> None:
        """Save what is half typed anywhere, now."""
        for view in self._views.values():
            view.keep()

    def lock(self) -> None:
        """Hide everything; `app` closes the store and lets the key go."""
        if self.is_open:
            self.keep_drafts()
            self.clipboard_guard.clear()
            self.lock_asked.emit()

    def leave(self, *, close_store: bool = True) -> None:
        """Keep drafts, finish work under way, close the store. The last thing that is done."""
        desk = self._desk
        self.idle.stop()
        if desk is not None:
            self.keep_drafts()
        self._stop_timers()
        self.background.stop()
        if desk is not None and close_store:
            desk.close()
        self._desk = None

    # What screens ask for; see `shell.Shell`.

    def go(self, view_id: str) -> None:
        """Show a screen."""
        if not self.is_open:
            return
        view = self._view(view_id)
        if view_id != self._shown and view_id == "help" and self._shown:
            self._came_from = self._shown
        self._shown = view_id
        self._content.setCurrentWidget(view)
        self.navigation.mark(view_id)
        self.all_actions.show_commands_of_view(view.commands())
        self.setWindowTitle(self._title(view_id))
        view.refresh()
        view.focus_first()
        self.view_shown.emit(view_id)

    def open_customer(self, customer_id: int) -> None:
        """Show one customer."""
        self._view("customer").open_for(customer_id)
        self.go("customer")

    def start_call(self, customer_id: int, number: str | None = None) -> None:
        """Begin to log a call with a customer, to the number that was chosen."""
        self._view("call").open_for(customer_id, number)
        self.go("call")

    def start_letter(self, customer_id: int, letter_type: str | None = None) -> None:
        """Begin a letter to a customer."""
        self._view("mail").open_for(customer_id, letter_type)
        self.go("mail")

    def fill_in(self, setting: str, waits: str, back: Callable[[], object]) -> None:
        """Show a setting that a deed waits for; from there one key leads back to the deed."""
        from collections_desk.desktop.settings_view import SettingsView  # noqa: PLC0415 - after paint

        came_from = self._shown
        self.go("settings")
        if isinstance(view := self.view, SettingsView):
            view.fill_in(setting, waits, partial(self.go, came_from), back)

    def refresh(self) -> None:
        """Load again what is visible, after an operation."""
        if self.view is not None:
            self.view.refresh()
            self.message_bar.after_deed()
            self.all_actions.refresh_enabled()
            self.status.reload(self.desk, self.background)

    def say(self, text: str, *, undo: Callable[[], None] | None = None) -> None:
        """Say what happened in the bar that asks nothing."""
        self.message_bar.say(text, undo=undo)

    def fail(self, error: DeskError) -> QMessageBox:
        """Show a problem and its remedy."""
        return show_error(self, error)

    # What the window's own commands do; see `commands`.

    def undo(self) -> None:
        """Take back the last thing said in the bar, or what the screen can take back."""
        if self.message_bar.isVisible() and self.message_bar.can_undo:
            self.message_bar.undo()
        elif self.view is None or not self.view.undo_last():
            self.say(self.tr("There is nothing to undo here."))

    def show_help(self) -> None:
        """Show the help page of this screen."""
        page = (self.view.help_page or self._shown) if self.view is not None else "start"
        if self.is_open and self._shown != "help":
            self.go("help")
            if (view := self.view) is not None:
                view.open_for(0, page)

    def go_back(self) -> None:
        """Leave the help for where the clerk came from."""
        self.go(self._came_from)

    def start_import(self) -> None:
        """Show the import wizard where the file is chosen, from any screen."""
        from collections_desk.desktop.imports_view import ImportsView  # noqa: PLC0415 - after paint

        self.go("imports")
        if isinstance(view := self.view, ImportsView):
            view.start()

    def switch_sample(self) -> None:
        """Ask for the made-up data, or for the clerk's own again."""
        self.other_home_asked.emit(not self.desk.sample)

    def quick_find(self) -> None:
        """Open the quick find over the window."""
        if self.is_open:
            self.finder.open_over(self)

    def show_shortcuts(self) -> QWidget:
        """List every key."""
        sheet = ShortcutsView(self.all_actions, self)
        sheet.open()
        return sheet

    def show_about(self) -> QWidget:
        """Show version, data folder and licenses."""
        from collections_desk.desktop.dialogs.about import AboutDialog  # noqa: PLC0415 - rarely

        sheet = AboutDialog(self._desk, self)
        sheet.open()
        return sheet

    def next_part(self) -> None:
        """Put the focus into the next part: navigation, screen, message."""
        focus_next_part([self.navigation, self._content, self.message_bar])

    def _view(self, view_id: str) -> View:
        view = self._views.get(view_id)
        if view is None:
            entry = next(entry for entry in VIEWS if entry.view_id == view_id)
            made = getattr(importlib.import_module(entry.module), entry.class_name)
            view = self._views[view_id] = made(self)
            self._content.addWidget(view)
        return view

    def _title(self, view_id: str) -> str:
        entry = next(entry for entry in VIEWS if entry.view_id == view_id)
        name = QCoreApplication.translate("View", entry.title).replace("&", "")
        sample = self.tr(" - sample data") if self.desk.sample else ""
        return f"{name}{sample} - Collections Desk"

    def _take_settings(self, settings: object) -> None:
        self.idle.start(minutes=getattr(settings, "lock_after_minutes", 10))
        mode = getattr(settings, "theme", "auto")
        if mode != theme.mode_in_force():  # dressing every widget again takes a while
            theme.apply_theme(None, mode)
        QSettings().setValue("window/theme", theme.mode_in_force())
        self.status.reload(self.desk, self.background)

    def _drop_views(self) -> None:
        self.all_actions.show_commands_of_view([])
        self._stop_timers()
        for view in self._views.values():
            self._content.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._views.clear()

    def _stop_timers(self) -> None:
        """Let no screen wake up and ask for a desk that is gone."""
        for view in self._views.values():
            for timer in view.findChildren(QTimer):
                timer.stop()

    def _drop_cover(self) -> None:
        if self._cover is not None:
            self._stage.removeWidget(self._cover)
            self._cover.deleteLater()
            self._cover = None

    def _arrange(self) -> None:
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.ribbon)
        middle.addWidget(self._content, 1)
        notes = QVBoxLayout()
        notes.setContentsMargins(theme.WIDE, 0, theme.WIDE, theme.GAP)
        notes.setSpacing(theme.GAP)
        notes.addWidget(self.draft_notice)
        notes.addWidget(self.progress)
        notes.addWidget(self.message_bar)
        middle.addLayout(notes)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.navigation)
        across.addLayout(middle, 1)
        desk_page = QWidget()
        down = QVBoxLayout(desk_page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        down.addWidget(self.status)
        self._stage.addWidget(desk_page)
        self.setCentralWidget(self._stage)

    def _restore_place(self) -> None:
        place = QSettings().value("window/place")
        if not (isinstance(place, QByteArray) and self.restoreGeometry(place)):
            self.resize(1280, 760)

    # Overrides of Qt methods.

    def closeEvent(self, event: QCloseEvent) -> None:
        QSettings().setValue("window/place", self.saveGeometry())
        self.keep_drafts()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.fit(self.width())


def _plain_cover(text: str) -> QWidget:
    cover = QWidget()
    column = QVBoxLayout(cover)
    column.addWidget(label(text, "heading"), 0, Qt.AlignmentFlag.AlignCenter)
    return cover


def _nothing(_result: object) -> None:
    """Take an answer that nobody waits for."""
