from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from collections_desk.desktop import theme
from collections_desk.desktop.main_window import MainWindow
from collections_desk.operations.desk import Desk
from tests.desktop.gallery import COVERS, OWN, colors_in, luminance, scenes, take, take_all


@pytest.mark.timeout(600)
def test_every_scene_gives_a_picture_that_is_dark_and_not_blank(
    sample_desk: Desk, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    window = open_window(sample_desk)
    window.receive(
        sample_desk, view_id="worklist"
    )  # as `python -m tests.gallery`: nothing is at rest yet

    made = take_all(window, tmp_path / "pictures", mode="dark", scale="1")

    assert len(made) == len(scenes()) >= 17
    for path in made:
        picture = QImage(str(path))
        assert colors_in(picture) > 8, path.name
        if not any(word in path.name for word in ("preview", "letter", "decide")):  # white paper
            assert luminance(picture) < 75, f"{path.name}: {luminance(picture)}"


def test_the_window_s_own_scenes_are_light_in_the_light(
    sample_desk: Desk, open_window: Callable[..., MainWindow]
) -> None:
    window = open_window(sample_desk, "help")
    theme.apply_theme(None, "light")

    for name, scene in (OWN | COVERS).items():
        picture = take(window, scene)
        assert luminance(picture) > 180, name
        assert colors_in(picture) > 8, name
