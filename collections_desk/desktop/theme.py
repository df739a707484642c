"""Two palettes, the colors with a meaning, and the spacing of every screen.

Qt's own color scheme hint is ignored on plain X11, so the program brings its palettes and
puts them on the Fusion style. A color never says anything alone: `Mark` is an icon, a word
and a color together. Contrast is tested: text 4.5 to 1, icons and edges of fields 3 to 1.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from collections_desk.desktop.style_sheet import style_sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

#: Distances in device-independent pixels, on a grid of four.
TIGHT, GAP, WIDE, PAGE = 4, 8, 16, 24
#: Below this share of full light the sRGB curve is a straight line (WCAG 2.2).
SRGB_KNEE = 0.04045
#: By how much Fusion darkens the window for the edge of a box, in percent, and by how many
#: points it lightens that again around a check box, with some to spare.
FUSION_DARKENS, FUSION_LIGHTENS = 140, 16
#: Widgets whose boxes Fusion draws: they need an edge that can be seen.
EDGED = ("QCheckBox", "QRadioButton", "QComboBox", "QAbstractSpinBox")
#: The smallest target for a finger or a shaky hand.
TARGET = 28


@dataclass(frozen=True, slots=True)
class Theme:
    """The colors of one theme, as "#rrggbb".

    Attributes:
        dark: Whether text is light on dark.
        window: Behind everything.
        surface: Lists, fields and cards.
        raised: Every second line of a list, headings of tables.
        side: The navigation at the left.
        text: What is read.
        muted: What is read second: labels, hints, times.
        line: Quiet lines between things; never the only sign of anything.
        edge: The edge of a field or button, 3 to 1 against the window.
        accent: The one color of the program: focus, links, the main button.
        on_accent: Text on `accent`.
        soft: The selected line, the current place in the navigation.
        on_soft: Text on `soft`.
        good: Kept, paid, delivered.
        notice: Worth knowing.
        caution: Look before you go on.
        danger: Broken, refused, long overdue.
        danger_soft: The ground of a message that says no.
        notice_soft: The ground of a message that informs.
        caution_soft: The ground of a message that warns.
        good_soft: The ground of a message that something is done.
        violet: Disputes.
        teal: Customers that have only forgotten.
    """

    dark: bool
    window: str
    surface: str
    raised: str
    side: str
    text: str
    muted: str
    line: str
    edge: str
    accent: str
    on_accent: str
    soft: str
    on_soft: str
    good: str
    notice: str
    caution: str
    danger: str
    danger_soft: str
    notice_soft: str
    caution_soft: str
    good_soft: str
    violet: str
    teal: str


LIGHT = Theme(
    dark=False,
    window="#f4f5f7",
    surface="#ffffff",
    raised="#f7f8fa",
    side="#e9ecf1",
    text="#1a212b",
    muted="#556070",
    line="#d9dee5",
    edge="#848e9c",
    accent="#1d5fa7",
    on_accent="#ffffff",
    soft="#dbe8f6",
    on_soft="#12304f",
    good="#1c6b3c",
    notice="#1d5fa7",
    caution="#8a4b00",
    danger="#a81f24",
    danger_soft="#fdecec",
    notice_soft="#e8f1fb",
    caution_soft="#fdf3e0",
    good_soft="#e7f5ec",
    violet="#6b3fa0",
    teal="#0b6566",
)
DARK = Theme(
    dark=True,
    window="#14181e",
    surface="#1b2027",
    raised="#20262e",
    side="#10141a",
    text="#e6eaf0",
    muted="#a2acb9",
    line="#303844",
    edge="#6f7b8b",
    accent="#7db4f0",
    on_accent="#0c1b2c",
    soft="#24405f",
    on_soft="#eaf3fd",
    good="#6fcf97",
    notice="#7db4f0",
    caution="#f0b35a",
    danger="#ff8f8b",
    danger_soft="#3a2022",
    notice_soft="#1c2f45",
    caution_soft="#372b18",
    good_soft="#1a3325",
    violet="#c3a2f2",
    teal="#64cfcc",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon, a word and a color that mean one thing.

    Attributes:
        icon: The name of the icon.
        word: The word beside it, in English; see `marked`.
        color: The name of a color of `Theme`.
    """

    icon: str
    word: str
    color: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("Theme", text)


#: The categories of customers.
CATEGORIES = {
    "disorganized": Mark("clock", "Disorganized", "teal"),
    "struggling": Mark("lifebuoy", "Struggling", "caution"),
    "disputing": Mark("scales", "Disputing", "violet"),
    "unsorted": Mark("question", "Unsorted", "muted"),
}
#: The aging buckets, by the label of `domain.aging`.
BUCKETS = {
    "current": Mark("dot", "Current", "good"),
    "1-30": Mark("bar-1", "1-30 days", "notice"),
    "31-60": Mark("bar-2", "31-60 days", "teal"),
    "61-90": Mark("bar-3", "61-90 days", "caution"),
    "91-120": Mark("bar-4", "91-120 days", "danger"),
    "over 120": Mark("bar-5", "Over 120 days", "danger"),
}
#: What a guard says, by its severity.
SEVERITIES = {
    "information": Mark("info", "For your information", "notice"),
    "warning": Mark("warning", "Warning", "caution"),
    "ask": Mark("question", "A reason is asked for", "caution"),
    "blocked": Mark("blocked", "Blocked", "danger"),
    "never": Mark("blocked", "Never allowed", "danger"),
}
#: How a promise, an import or a letter stands; by the word the record uses.
STATES = {
    "open": Mark("clock", "Open", "notice"),
    "kept": Mark("check", "Kept", "good"),
    "partly kept": Mark("half", "Partly kept", "caution"),
    "broken": Mark("cross", "Broken", "danger"),
    "superseded": Mark("replaced", "Superseded", "muted"),
    "cancelled": Mark("cross", "Canceled", "muted"),
    "offered": Mark("pencil", "Offered", "notice"),
    "signed": Mark("check", "Signed", "notice"),
    "active": Mark("clock", "Active", "good"),
    "late": Mark("warning", "Late", "caution"),
    "cured": Mark("undo", "Cured", "good"),
    "completed": Mark("check", "Completed", "good"),
    "replaced": Mark("replaced", "Replaced", "muted"),
    "due": Mark("clock", "To come", "notice"),
    "missed": Mark("cross", "Missed", "danger"),
    "draft": Mark("pencil", "Draft", "muted"),
    "approved": Mark("check", "Approved", "notice"),
    "printed": Mark("printer", "Printed", "notice"),
    "posted": Mark("mail", "Posted", "teal"),
    "delivered": Mark("check", "Delivered", "good"),
    "refused": Mark("cross", "Refused", "danger"),
    "unclaimed": Mark("warning", "Unclaimed", "caution"),
    "returned": Mark("undo", "Returned", "danger"),
    "hold": Mark("pause", "On hold", "caution"),
    "stop": Mark("blocked", "Contact stopped", "danger"),
}


def marked(mark: Mark) -> str:
    """Return the word of a mark in the language of the program."""
    return _tr(mark.word)


class _Notifier(QObject):
    """Tells widgets that paint themselves that the colors are others now."""

    changed = Signal()


@dataclass(slots=True)
class _Current:
    """The theme in force. Colors of the screen are the one thing that is global here."""

    theme: Theme = LIGHT
    mode: str = "auto"
    follower: _SystemFollower | None = None


class _SystemFollower(QObject):
    """Follows the desktop when it turns dark or light, where it says so."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def _follow(self) -> None:
        if _current.mode == "auto":
            apply_theme(None, "auto")


_current = _Current()
notifier = _Notifier()


def current() -> Theme:
    """Return the theme in force."""
    return _current.theme


def color(name: str) -> QColor:
    """Return a color of the theme in force by its name in `Theme`."""
    return QColor(getattr(_current.theme, name))


def mode_in_force() -> str:
    """Return "auto", "light" or "dark"."""
    return _current.mode


def apply_theme(app: QApplication | None, mode: str) -> Theme:
    """Dress the whole program, at once and without a restart; not where it wears this already.

    Args:
        app: The application; None means the running one.
        mode: "light", "dark", or "auto" for what the desktop uses.
    """
    app = app or _running()
    _current.mode = mode
    _current.theme = theme = _theme_for(mode)
    sheet = style_sheet(asdict(theme), app.font().pointSizeF())
    if app.styleSheet() == sheet:  # every widget would be dressed anew
        return theme
    if _current.follower is None:
        _current.follower = _SystemFollower(app)
        app.destroyed.connect(_forget_follower)
        # Once: a second time would dress every widget anew, and the style sheet does so too.
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette(theme))
    for class_name in EDGED:
        # PySide takes a str here and refuses the bytes that its stubs ask for.
        app.setPalette(edged_palette(theme), class_name)  # type: ignore[arg-type]
    app.setStyleSheet(sheet)
    notifier.changed.emit()
    return theme


def palette(theme: Theme) -> QPalette:
    """Return the Qt palette of a theme."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, name in (
        (roles.Window, theme.window),
        (roles.WindowText, theme.text),
        (roles.Base, theme.surface),
        (roles.AlternateBase, theme.raised),
        (roles.Text, theme.text),
        (roles.PlaceholderText, theme.muted),
        (roles.Button, theme.surface),
        (roles.ButtonText, theme.text),
        (roles.BrightText, theme.danger),
        (roles.ToolTipBase, theme.surface),
        (roles.ToolTipText, theme.text),
        (roles.Highlight, theme.soft),
        (roles.HighlightedText, theme.on_soft),
        (roles.Link, theme.accent),
        (roles.LinkVisited, theme.violet),
        (roles.Accent, theme.accent),
        (roles.Light, theme.surface),
        (roles.Midlight, theme.line),
        (roles.Mid, theme.line),
        (roles.Dark, theme.edge),
        (roles.Shadow, theme.edge),
    ):
        made.setColor(role, QColor(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


def edged_palette(theme: Theme) -> QPalette:
    """Return the palette of boxes that Fusion draws itself.

    Fusion takes the edge of a box from the window behind it, darkened, which cannot be seen
    on a dark window. Here the window is what `edge` is the darkened color of; nothing else
    of these widgets is painted with it. Around a check box Fusion lightens the edge again,
    so on a light ground it starts from a darker one.
    """
    made = palette(theme)
    lighter = FUSION_DARKENS if theme.dark else FUSION_DARKENS - FUSION_LIGHTENS
    made.setColor(QPalette.ColorRole.Window, QColor(theme.edge).lighter(lighter))
    return made


def give_role(widget: QWidget, role: str) -> None:
    """Dress one widget: "title", "section", "muted", "card", "primary", "danger", "quiet" ….

    The roles are those of `style_sheet`.
    """
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_theme_change(event: QEvent) -> bool:
    """Tell whether a widget that paints itself has to look at the colors again."""
    return event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}


def _luminance(name: str) -> float:
    color_ = QColor(name)
    red, green, blue = (
        part / 12.92 if part <= SRGB_KNEE else ((part + 0.055) / 1.055) ** 2.4
        for part in (color_.redF(), color_.greenF(), color_.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _theme_for(mode: str) -> Theme:
    if mode == "auto":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if mode == "dark" else LIGHT


def _running() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        msg = "a theme needs a running application"
        raise TypeError(msg)
    return app


def _forget_follower() -> None:
    _current.follower = None
