"""Real and hand-made data that lie beside the checkout; tests that need them skip without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / ".." / "shared"
#: Why a test is skipped that needs them; `tests.no_skips` knows this reason.
ABSENT = "the folder of shared data is not beside this checkout"


def shared_data_is_there() -> bool:
    """Tell whether the folder of shared data lies beside this checkout."""
    return (FOLDER / "data").is_dir()


needs_shared_data = pytest.mark.skipif(not shared_data_is_there(), reason=ABSENT)


def shared_folder() -> Path:
    """Return the folder of shared data, or skip the test that asks."""
    if not shared_data_is_there():
        pytest.skip(ABSENT)
    return FOLDER.resolve()


def hostile(*categories: str) -> list[dict[str, Any]]:
    """Return the hostile inputs of some categories; none where the data is not there."""
    file = FOLDER / "data" / "hostile_inputs.json"
    if not file.is_file():
        return []
    items = json.loads(file.read_text(encoding="utf-8"))["items"]
    return [item for item in items if item["category"] in categories]


def hostile_bytes(item: dict[str, Any]) -> bytes:
    """Return the bytes of a hostile file."""
    if "bytes_hex" in item:
        return bytes.fromhex(item["bytes_hex"])
    return hostile_text(item).encode("utf-8", "surrogatepass")


def hostile_text(item: dict[str, Any]) -> str:
    """Return the text of a hostile value, made by its recipe where it has one."""
    if "value" in item:
        return str(item["value"])
    recipe = item["generate"]
    return str(
        recipe.get("prefix", "")
        + recipe["repeat"] * recipe["times"]
        + recipe.get("middle", "")
        + recipe.get("repeat2", "")
        * recipe.get("times2", recipe["times"] if "repeat2" in recipe else 0)
        + recipe.get("suffix", "")
    )
