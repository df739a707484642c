"""The letterhead logo: checked before it is kept, so that no letter fails for it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from collections_desk.errors import LetterRefusedError

#: Larger pictures only make every letter slow: two inches at 600 dots.
LARGEST_SIDE = 1200
LARGEST_BYTES = 10 * 1024 * 1024


def checked_logo(content: bytes) -> bytes:
    """Return the picture as a PNG of a sensible size.

    Raises:
        LetterRefusedError: If it is not a picture, or too large to read.
    """
    if len(content) > LARGEST_BYTES:
        raise LetterRefusedError(
            f"The logo has {len(content) // (1024 * 1024)} MB; the limit is 10 MB.",
            "Save it smaller and choose it again. The letterhead was not changed.",
        )
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "GIF", "BMP", "TIFF")) as image:
            mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
            picture = image.convert(mode)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise LetterRefusedError(
            "The logo cannot be read as a picture.",
            "Choose a PNG or JPEG file. The letterhead was not changed.",
        ) from error
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()
