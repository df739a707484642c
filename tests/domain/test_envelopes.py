"""Where an address may stand: the table of the postal reference, and what a profile refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.envelopes import (
    EnvelopeProfile,
    Window,
    envelope_profiles,
    exposed_box,
    for_paper,
    safe_box,
)
from collections_desk.errors import ResourceFaultError

FILE = Path(__file__).parents[2] / "resources" / "envelopes" / "envelopes.toml"
SINGLE = Window(1.125, 4.5, 0.875, 0.5)
NO_10, NO_9 = (9.5, 4.125), (8.875, 3.875)


def profiles() -> dict[str, EnvelopeProfile]:
    return envelope_profiles(FILE.read_text(encoding="utf-8"), "envelopes/envelopes.toml")


@pytest.mark.parametrize(
    ("face", "fold", "expected"),
    [
        pytest.param(NO_10, 3.667, (1.00, 2.625, 4.25, 3.042), id="#10 in thirds"),
        pytest.param(NO_10, 3.75, (1.00, 2.625, 4.25, 3.125), id="#10, fold 3.75"),
        pytest.param(NO_10, 4.00, (1.00, 2.625, 4.25, 3.375), id="#10, fold 4.00"),
        pytest.param(NO_9, 3.667, (1.00, 2.375, 4.875, 3.042), id="#9 in thirds"),
        pytest.param(NO_9, 3.75, (1.00, 2.375, 4.875, 3.125), id="#9, fold 3.75"),
    ],
)
def test_the_safe_box_is_that_of_the_postal_table(
    face: tuple[float, float], fold: float, expected: tuple[float, ...]
) -> None:
    box = safe_box(SINGLE, face, (8.5, fold))

    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(expected, abs=0.001)


def test_the_dl_window_leaves_what_din_680_leaves() -> None:
    box = profiles()["dl_window"].address_box

    inches = [edge / 25.4 for edge in (23, 53, 97, 87)]
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(inches, abs=0.01)


@given(
    height=st.floats(0.9, 1.5),
    width=st.floats(3.5, 5),
    left=st.floats(0.5, 1.2),
    bottom=st.floats(0.4, 1.0),
    slide_x=st.floats(0, 1),
    slide_y=st.floats(0, 1),
)
def test_wherever_the_letter_slides_the_safe_box_shows_and_no_more_than_the_exposed_box(  # noqa: PLR0913, PLR0917 - one window and one place
    height: float, width: float, left: float, bottom: float, slide_x: float, slide_y: float
) -> None:
    window, panel = Window(height, width, left, bottom), (8.5, 4.0)
    safe = safe_box(window, NO_10, panel)
    exposed = exposed_box(window, NO_10, panel)
    # Where the paper's corner lies inside the envelope, and the window in the paper's terms.
    x, y = slide_x * (NO_10[0] - panel[0]), slide_y * (NO_10[1] - panel[1])
    top = NO_10[1] - bottom - height
    shown = (left - x, top - y, left + width - x, top + height - y)

    clear = 0.125 - 1e-9
    assert shown[0] + clear <= safe.left
    assert shown[1] + clear <= safe.top
    assert safe.right <= shown[2] - clear
    assert safe.bottom <= shown[3] - clear
    assert exposed.left - 1e-9 <= shown[0]
    assert shown[3] <= exposed.bottom + 1e-9


def test_each_shipped_profile_has_room_and_belongs_to_a_paper() -> None:
    found = profiles()

    assert {"no10_window", "no9_window", "no10_double", "dl_window"} <= set(found)
    assert found["no10_window"].folds == (4.0, 7.5)
    assert found["no10_double"].return_box is not None
    assert [one.id for one in for_paper(found, "a4")] == ["dl_window", "label_a4"]


ENVELOPE = """[[envelope]]
id = "own"
label = "Own"
paper = "letter"
unit = "in"
face_width = "9.5"
face_height = "4.125"
first_fold = "4.00"
folds = ["4.00"]
address_window = ["1.125", "4.5", "0.875", "0.5"]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        pytest.param('"4.00"\n', '"4.50"\n', 8, "larger than the envelope", id="fold too low"),
        pytest.param('["1.125"', '["0.4"', 2, "no room", id="window too low"),
        pytest.param('"0.5"]', '"half"]', 10, "not a number", id="no number"),
        pytest.param(', "0.5"]', "]", 10, "four numbers", id="a number short"),
        pytest.param('paper = "letter"', 'paper = "legal"', 4, "legal", id="unknown paper"),
        pytest.param("label", "lable", 3, "lable", id="misspelt key"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_with_its_line(
    old: str, new: str, line: int, said: str
) -> None:
    with pytest.raises(ResourceFaultError, match=said) as refused:
        envelope_profiles(ENVELOPE.replace(old, new, 1), "own.toml")
    assert refused.value.line == line


def test_two_profiles_of_one_name_are_refused() -> None:
    with pytest.raises(ResourceFaultError, match="twice"):
        envelope_profiles(ENVELOPE + ENVELOPE, "own.toml")
