"""The settings of the business: one page of sections, saved with one key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.command import Command
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import label
from collections_desk.desktop.messages import InlineMessage, plain_box
from collections_desk.desktop.settings_form import SettingsForm
from collections_desk.desktop.settings_index import SettingsIndex
from collections_desk.desktop.settings_values import value_of
from collections_desk.desktop.shell import Shell, View
from collections_desk.desktop.translating import QT_TRANSLATE_NOOP
from collections_desk.domain.fee_policy import lacking_of, off_text
from collections_desk.errors import DeskError, EntryRefusedError
from collections_desk.operations.mail import envelopes
from collections_desk.operations.preferences import change_logo, change_settings, read_logo

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent

    from collections_desk.domain.settings import Settings

#: Of a file chosen as the logo so much is read: more than a logo may have, so that the
#: operation refuses it and says how large one may be.
MOST_READ = 16 * 1024 * 1024


class SettingsView(View):
    """What the business has decided. Nothing is saved before the clerk says so."""

    view_id: ClassVar[str] = "settings"
    title: ClassVar[str] = QT_TRANSLATE_NOOP("View", "&Settings")
    icon_name: ClassVar[str] = "settings"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._saved: Settings | None = None
        self._back: tuple[Callable[[], object], ...] = ()
        self._wanted = self._waited_for = ""
        self._going_back = False
        self.form = SettingsForm(self._envelopes(), presets=self.shell.desk.resources.fee_presets)
        self.form.changed.connect(self._look)
        self.form.logo_chosen.connect(self._change_logo)
        self.message = InlineMessage()
        self.save_button = QPushButton(icon("save", "on_accent"), self.tr("&Save Settings"))
        self.save_button.setProperty("role", "primary")
        self.save_button.setToolTip(self.tr("Save all sections (Ctrl+S)"))
        self.save_button.clicked.connect(self.save)
        self.back_button = QPushButton(self.tr("&Discard Changes"))
        self.back_button.setToolTip(self.tr("Show again what is saved"))
        self.back_button.clicked.connect(self._discard)
        self.waits = InlineMessage()
        self.index = SettingsIndex()
        self.index.show_groups(self.form.groups())
        self.index.shown.connect(self._show_part)
        self.index.chosen.connect(self._enter)
        self._arrange()
        self._look()

    def refresh(self) -> None:
        """Read the settings, unless the clerk has changed something that is not saved."""
        if self._saved is not None and self.has_changes():
            return
        desk = self.shell.desk
        self.shell.background.run(
            lambda: (desk.settings(), read_logo(desk)), done=self._show, failed=self.shell.fail
        )

    def commands(self) -> list[Command]:
        """Return what can be done here."""
        return [
            Command(
                "settings.save",
                self.tr("&Save Settings"),
                "Ctrl+S",
                self.save,
                "file",
                self.tr("Save all sections of the settings"),
                "save",
                self.has_changes,
            ),
            Command(
                "settings.back",
                self.tr("&Back to What Waits"),
                "Esc",
                self.go_back,
                "file",
                self.tr("Go back to the deed that waits for a setting"),
                "arrow-left",
                lambda: bool(self._back),
            ),
        ]

    def fill_in(self, setting: str, waits: str, *back: Callable[[], object]) -> None:
        """Put the cursor into a setting that a deed waits for.

        Args:
            setting: The name of the field.
            waits: What waits for it, in a sentence.
            back: Go on with the deed, in this order, when the setting is saved (late charges
                when they are whole), or when the clerk goes back before.
        """
        self._back, self._wanted = back, setting
        self._waited_for = setting
        self.waits.say(waits, "notice")
        self._go_to_wanted()
        self.shell.all_actions.refresh_enabled()

    def go_back(self) -> None:
        """Go back to the deed that waits; what is typed here stays typed."""
        back, self._back = self._back, ()
        self._going_back = bool(back)
        self.waits.clear()
        if back and self.has_changes():
            self.shell.say(self.tr("What you typed in the settings is not saved yet."))
        for deed in back:
            deed()
        self._going_back = False

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self.form.first_field.setFocus()

    def find_here(self) -> None:
        """Put the cursor into the search for a setting."""
        self.index.search.setFocus()
        self.index.search.selectAll()

    def has_changes(self) -> bool:
        """Tell whether something is typed that is not saved."""
        return self._saved is not None and self.form.settings(self._saved) != self._saved

    def save(self) -> None:
        """Save what is typed; what is wrong is said beside its field."""
        if self._saved is None:
            return
        desk, wanted = self.shell.desk, self.form.settings(self._saved)
        self.form.clear_faults()
        self.message.clear()
        self.shell.background.run(
            lambda: change_settings(desk, wanted), done=self._took, failed=self._refused
        )

    def keep(self) -> None:
        """Keep nothing: settings that were not saved are not settings."""

    def _took(self, settings: Settings) -> None:
        before, self._saved = self._saved, settings
        theme.apply_theme(None, settings.theme)
        desk = self.shell.desk
        self._look()
        self.shell.refresh()

        def undo() -> None:
            if before is not None:
                self.shell.background.run(
                    lambda: change_settings(desk, before),
                    done=self._put_back,
                    failed=self.shell.fail,
                )

        presets = desk.resources.fee_presets
        chosen = settings.late_fee_preset != "none"
        off = off_text(lacking) if chosen and (lacking := lacking_of(settings, presets)) else ""
        self.shell.say(" ".join([self.tr("The settings are saved."), off]).strip(), undo=undo)
        fees = self._waited_for.startswith("late_fee")
        if (chosen and not off) if fees else value_of(settings, self._waited_for):
            self.go_back()

    def _put_back(self, settings: Settings) -> None:
        self._saved = None
        theme.apply_theme(None, settings.theme)
        self.shell.refresh()
        self.shell.say(self.tr("The settings are as they were before."))

    def _refused(self, error: DeskError) -> None:
        if not self.isVisible():  # saved on the way out: what is wrong is said where it is mended
            self.shell.go(self.view_id)
        if isinstance(error, EntryRefusedError) and self.form.show_fault(error):
            return
        self.message.say_error(error)

    def _show(self, found: tuple[Settings, bytes | None]) -> None:
        self._saved, logo = found
        self.form.show_settings(self._saved)
        self.form.show_logo(logo)
        self._look()
        self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        """Put the cursor into the setting that was asked for, once the settings are shown."""
        if self._wanted and self._saved is not None:
            field, self._wanted = self.form.field(self._wanted), ""
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(field, 0, 120))

    def _show_part(self, part: QWidget) -> None:
        """Show a group from its head, or a field, without moving the cursor."""
        top = part.mapTo(self._ground, QPoint(0, 0)).y()
        self._scroll.verticalScrollBar().setValue(max(top - theme.GAP, 0))

    def _enter(self, field: QWidget) -> None:
        """Put the cursor into a field."""
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_to_save(self) -> None:
        """Ask what becomes of what was changed and not saved, once the screen was left."""
        box = plain_box(
            self.window(),
            self.tr("The settings that you changed are not saved."),
            self.tr("Until they are saved, everything goes on by the settings as they were."),
            QMessageBox.Icon.Question,
        )
        save = box.addButton(self.tr("&Save Them"), QMessageBox.ButtonRole.AcceptRole)
        give_up = box.addButton(
            self.tr("&Discard the Changes"), QMessageBox.ButtonRole.DestructiveRole
        )
        back = box.addButton(self.tr("&Back to the Settings"), QMessageBox.ButtonRole.RejectRole)
        save.clicked.connect(self.save)
        give_up.clicked.connect(self._discard)
        back.clicked.connect(lambda: self.shell.go(self.view_id))
        box.setDefaultButton(save)
        box.setEscapeButton(back)
        box.open()

    def _discard(self) -> None:
        if self._saved is not None:
            self.form.show_settings(self._saved)
            self.form.clear_faults()
            self.message.clear()
            self._look()

    def _look(self) -> None:
        if self._saved is not None:
            self.form.look_at(self.form.settings(self._saved))
        changed = self.has_changes()
        self.save_button.setEnabled(changed)
        self.back_button.setEnabled(changed)
        self.shell.all_actions.refresh_enabled()

    def _change_logo(self, file_name: str | None) -> None:
        desk = self.shell.desk
        self.form.clear_faults()

        def work() -> bytes | None:
            change_logo(desk, None if file_name is None else _read_picture(Path(file_name)))
            return read_logo(desk)

        self.shell.background.run(
            work,
            done=self._logo_changed,
            failed=self._refused,
            owner=self,
        )

    def _logo_changed(self, content: bytes | None) -> None:
        self.form.show_logo(content)
        self._saved = None
        self.refresh()
        self.shell.say(
            self.tr("The logo is taken off the letterhead.")
            if content is None
            else self.tr("The logo stands on the letterhead now.")
        )

    def _envelopes(self) -> list[tuple[str, str]]:
        return [(each.id, each.label) for each in envelopes(self.shell.desk)]

    def _arrange(self) -> None:
        ground = QWidget()
        centered = QHBoxLayout(ground)
        centered.setContentsMargins(theme.PAGE, 0, theme.PAGE, theme.PAGE)
        self.form.setMaximumWidth(820)
        centered.addWidget(self.form, 1)
        centered.addStretch(0)
        scroll = QScrollArea()
        scroll.setProperty("role", "page")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(ground)
        self._scroll = scroll
        self._ground = ground
        head = QHBoxLayout()
        head.setContentsMargins(theme.PAGE, theme.WIDE, theme.PAGE, theme.GAP)
        head.addWidget(label(self.tr("Settings"), "title"))
        head.addStretch(1)
        head.addWidget(self.back_button)
        head.addSpacing(theme.GAP)
        head.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        notes = QHBoxLayout()
        notes.setContentsMargins(theme.PAGE, 0, theme.PAGE, 0)
        said = QVBoxLayout()
        said.addWidget(self.waits)
        said.addWidget(self.message)
        notes.addLayout(said)
        column.addLayout(notes)
        both = QHBoxLayout()
        both.setContentsMargins(theme.PAGE, theme.GAP, 0, theme.PAGE)
        both.setSpacing(0)
        both.addWidget(self.index)
        both.addWidget(scroll, 1)
        column.addLayout(both, 1)
        for widget in self.form.stops():
            widget.installEventFilter(self)

    # Overrides of Qt methods.

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        place = self.parentWidget()
        # Another screen took the place; a lock or the end of the program hides the place too.
        left = place is not None and place.isVisible() and not event.spontaneous()
        if left and not self._going_back and self.has_changes():
            QTimer.singleShot(0, self, self._ask_to_save)
        if left:  # the clerk went elsewhere: nothing waits any more
            self._back = ()
            self.waits.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 80)
            self.index.mark(watched)
        return super().eventFilter(watched, event)


def _read_picture(path: Path) -> bytes:
    """Read what may become the logo; no more of it than a logo can have. For the worker.

    Raises:
        EntryRefusedError: If the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_READ)
    except OSError as error:
        tr = QCoreApplication.translate
        raise EntryRefusedError(
            "logo",
            tr("SettingsView", "{0} cannot be read: {1}.").format(path.name, error.strerror or ""),
            tr("SettingsView", "Choose another file. The letterhead was not changed."),
        ) from error
