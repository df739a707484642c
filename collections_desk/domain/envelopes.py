"""Envelope profiles: where on the page an address may stand so that the window shows it.

USPS (Publication 25 3-9, DMM 601.6.3): every character of the address is visible, with an
eighth of an inch to all four edges of the window, with the insert pushed to its limits in
every direction. A profile is data: envelope face, folds and windows; the boxes follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.resource_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.resource_files import Item

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72
#: Paper sizes in inches, width and height.
PAPERS = {"letter": (8.5, 11.0), "a4": (210 / MM_PER_INCH, 297 / MM_PER_INCH)}
#: USPS asks for an eighth of an inch around the address; DIN for 3 mm.
CLEAR_INCHES = 0.125
#: Below this an address of three lines in 8 point has no room.
LEAST_HEIGHT, LEAST_WIDTH = 0.40, 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the unfolded page, in inches from its top left corner.

    Attributes:
        left: Left edge.
        top: Upper edge.
        right: Right edge.
        bottom: Lower edge.
    """

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Window:
    """A window in the face of an envelope, in inches.

    Attributes:
        height: Its height; `width` its width.
        left: From the left edge of the envelope.
        bottom: From the lower edge of the envelope.
    """

    height: float
    width: float
    left: float
    bottom: float


@dataclass(frozen=True, slots=True)
class EnvelopeProfile:
    """One envelope with one way to fold the letter into it.

    Attributes:
        id: "no10_window" for one.
        label: What the clerk picks.
        paper: letter or a4.
        folds: Where fold marks are printed, in inches from the top.
        address_box: Where the address block may stand, whatever way the letter slides.
        exposed_box: What the window can show at all; nothing else may be printed there.
            None for an envelope without a window.
        return_box: The same as `address_box` for the sender in a second window, or None.
        return_exposed: What that second window can show, or None.
        note: A word on how to use it.
    """

    id: str
    label: str
    paper: str
    folds: tuple[float, ...]
    address_box: Box
    exposed_box: Box | None
    return_box: Box | None
    return_exposed: Box | None
    note: str


def safe_box(window: Window, face: tuple[float, float], panel: tuple[float, float]) -> Box:
    """Return where the page may be printed so that the window shows it, clear of its edges.

    Args:
        window: The window.
        face: Width and height of the envelope.
        panel: Width of the paper and height of its first panel, from the top to the fold.
    """
    slack_x, slack_y = face[0] - panel[0], face[1] - panel[1]
    top = face[1] - window.bottom - window.height
    return Box(
        window.left + CLEAR_INCHES,
        top + CLEAR_INCHES,
        window.left + window.width - slack_x - CLEAR_INCHES,
        top + window.height - slack_y - CLEAR_INCHES,
    )


def exposed_box(window: Window, face: tuple[float, float], panel: tuple[float, float]) -> Box:
    """Return all that the window can show when the letter slides to its limits."""
    slack_x, slack_y = face[0] - panel[0], face[1] - panel[1]
    top = face[1] - window.bottom - window.height
    return Box(
        window.left - slack_x,
        top - slack_y,
        window.left + window.width,
        top + window.height,
    )


def envelope_profiles(text: str, file: str) -> dict[str, EnvelopeProfile]:
    """Read the profiles from their data file.

    Raises:
        ResourceFaultError: If the file breaks its form, or a profile leaves no room for an
            address; it names the line.
    """
    content = read_toml(text, file)
    content.only({"envelope"})
    profiles: dict[str, EnvelopeProfile] = {}
    for item in content.tables("envelope"):
        profile = _profile(item)
        if profile.id in profiles:
            item.refuse(f'the envelope "{profile.id}" stands here twice', "id")
        profiles[profile.id] = profile
    if not profiles:
        content.refuse("there is no envelope in this file")
    return profiles


_KEYS = {
    "id",
    "label",
    "paper",
    "unit",
    "face_width",
    "face_height",
    "first_fold",
    "folds",
    "address_window",
    "return_window",
    "address_box",
    "note",
}


def _profile(item: Item) -> EnvelopeProfile:
    item.only(_KEYS)
    paper = item.choice("paper", set(PAPERS))
    inch = 1.0 if item.choice("unit", {"in", "mm"}) == "in" else 1 / MM_PER_INCH
    folds = _numbers(item, "folds", inch)
    exposed = back = back_exposed = None
    if item.has("address_window"):
        face = (_number(item, "face_width", inch), _number(item, "face_height", inch))
        panel = (PAPERS[paper][0], _number(item, "first_fold", inch))
        if face[0] < panel[0] or face[1] < panel[1]:
            item.refuse("the folded letter is larger than the envelope", "first_fold")
        window = _window(item, "address_window", inch)
        address, exposed = safe_box(window, face, panel), exposed_box(window, face, panel)
        if item.has("return_window"):
            second = _window(item, "return_window", inch)
            back, back_exposed = safe_box(second, face, panel), exposed_box(second, face, panel)
    else:
        left, top, width, height = _four(item, "address_box", inch)
        address = Box(left, top, left + width, top + height)
    if address.height < LEAST_HEIGHT or address.width < LEAST_WIDTH:
        item.refuse("the window leaves no room for an address", "id")
    return EnvelopeProfile(
        item.text("id"),
        item.text("label"),
        paper,
        folds,
        address,
        exposed,
        back,
        back_exposed,
        item.text("note", ""),
    )


def _number(item: Item, key: str, inch: float) -> float:
    return float(item.decimal(key)) * inch


def _numbers(item: Item, key: str, inch: float) -> tuple[float, ...]:
    numbers = []
    for text in item.texts(key):
        try:
            numbers.append(float(text) * inch)
        except ValueError:
            item.refuse(f'"{text}" in "{key}" is not a number', key)
    return tuple(numbers)


def _four(item: Item, key: str, inch: float) -> tuple[float, float, float, float]:
    numbers = _numbers(item, key, inch)
    if len(numbers) != 4:  # noqa: PLR2004 - height, width and two distances
        item.refuse(f'"{key}" needs four numbers', key)
    first, second, third, fourth = numbers
    return first, second, third, fourth


def _window(item: Item, key: str, inch: float) -> Window:
    return Window(*_four(item, key, inch))


def for_paper(profiles: Mapping[str, EnvelopeProfile], paper: str) -> list[EnvelopeProfile]:
    """Return the envelopes that take this paper, in the order of the file."""
    return [profile for profile in profiles.values() if profile.paper == paper]
