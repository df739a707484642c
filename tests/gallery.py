"""Take a picture of every screen: python -m tests.gallery FOLDER.

Light and dark, at one and two pixels to the point, each in a process of its own because
Qt reads the scale only when it starts. Prints one line for each picture.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main(arguments: list[str]) -> int:
    """Take the pictures, in this process if a theme is named, else in four others."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mode", choices=["light", "dark"])
    parser.add_argument("--scale", choices=["1", "2"], default="1")
    given = parser.parse_args(arguments)
    folder = given.folder.absolute()
    if given.mode:
        return take_here(folder, mode=given.mode, scale=given.scale)
    for scale in ("1", "2"):
        for mode in ("light", "dark"):
            environ = os.environ | {
                "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
                "QT_SCALE_FACTOR": scale,
            }
            command = [sys.executable, "-m", "tests.gallery", str(folder)]
            done = subprocess.run(
                [*command, "--mode", mode, "--scale", scale], cwd=ROOT, env=environ, check=False
            )
            if done.returncode:
                return done.returncode
    return 0


def take_here(folder: Path, *, mode: str, scale: str) -> int:
    """Take the pictures of one theme and scale in this process."""
    from PySide6.QtCore import QSettings  # noqa: PLC0415 - after the platform is chosen

    from collections_desk.desktop import theme  # noqa: PLC0415 - as above
    from collections_desk.desktop.app import make_application  # noqa: PLC0415 - as above
    from collections_desk.desktop.main_window import MainWindow  # noqa: PLC0415 - as above
    from collections_desk.operations.sample_home import open_sample  # noqa: PLC0415 - as above
    from tests.clock import Clock  # noqa: PLC0415 - as above
    from tests.desktop.gallery import SIZE, take_all  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as home:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, home)
        app = make_application()
        desk = open_sample(Path(home) / "desk", now=Clock())
        window = MainWindow()
        window.resize(*SIZE)
        window.receive(desk, view_id="worklist")
        window.show()
        theme.apply_theme(app, mode)
        for path in take_all(window, folder, mode=mode, scale=scale):
            sys.stdout.write(f"{path}\n")
        window.leave()
        window.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
