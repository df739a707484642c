"""The window is painted before what is heavy is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ASKED = """
import builtins, sys
import collections_desk.desktop.app
names = {name.split(".")[0] for name in sys.modules}
heavy = names & {"sqlalchemy", "sqlcipher3", "keyring", "reportlab", "rapidfuzz", "babel"}
floors = [
    name
    for name in ("store", "operations", "letters", "exports", "importers")
    if f"collections_desk.{name}" in sys.modules
]
print(sorted(heavy), floors, "feature" in builtins.__import__.__name__)
"""


def test_neither_the_store_nor_a_heavy_library_is_imported_before_the_first_paint() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )

    assert done.stdout.strip() == "[] [] False"
