from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from collections_desk.desktop import theme
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.desk import Desk
from tests.desktop.gallery import COVERS, colors_in, luminance, scenes, take, take_all


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_scene_gives_a_picture(
    sample_desk: Desk, open_window: Callable[..., MainWindow], tmp_path: Path, mode: str
) -> None:
    window = open_window(sample_desk)

    made = take_all(window, tmp_path / "pictures", mode=mode, scale="1")

    assert len(made) == len(scenes()) >= 17
    assert all(path.stat().st_size > 2_000 for path in made)


def test_pictures_are_dark_in_the_dark_and_never_blank(
    sample_desk: Desk, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(sample_desk)
    theme.apply_theme(None, "dark")

    for name, scene in scenes().items():
        if name in COVERS or "preview" in name or "letter" in name:  # paper is white
            continue
        picture = take(window, scene)
        assert colors_in(picture) > 8, name
        assert luminance(picture) < 75, f"{name}: {luminance(picture)}"
