"""Settings and the letterhead logo."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from collections_desk.errors import EntryRefusedError
from collections_desk.letters.logo import LARGEST_SIDE
from collections_desk.operations.desk import Desk
from collections_desk.operations.preferences import change_logo, read_logo


def picture(kind: str, width: int, height: int) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (width, height), "navy").save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP"])
def test_a_logo_is_kept_as_a_png_of_a_sensible_size(desk: Desk, kind: str) -> None:
    change_logo(desk, picture(kind, 3000, 200))

    kept = read_logo(desk)
    assert kept is not None
    with Image.open(BytesIO(kept)) as image:
        assert image.format == "PNG"
        assert image.width == LARGEST_SIDE


@pytest.mark.parametrize(
    "content", [b"", b"no picture", picture("PNG", 40, 40)[:60], b"\x89PNG\r\n\x1a\nbroken"]
)
def test_what_is_no_picture_never_becomes_a_logo(desk: Desk, content: bytes) -> None:
    change_logo(desk, picture("PNG", 40, 20))
    before = read_logo(desk)

    with pytest.raises(EntryRefusedError) as refused:
        change_logo(desk, content)

    assert refused.value.field == "logo"
    assert read_logo(desk) == before


def test_the_logo_is_taken_off(desk: Desk) -> None:
    change_logo(desk, picture("PNG", 40, 20))

    change_logo(desk, None)

    assert read_logo(desk) is None
