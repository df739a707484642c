"""Where the data lies. Nothing heavy is imported here: the window asks before its first paint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Names another home folder than the usual one.
HOME_VARIABLE = "COLLECTIONS_DESK_HOME"
PROGRAM_FOLDER = "collections-desk"


def home_folder(override: Path | None, environ: Mapping[str, str]) -> Path:
    """Return the folder of the data file: as told, as the environment says, or the usual one."""
    if override is not None:
        return override.expanduser().absolute()
    if named := environ.get(HOME_VARIABLE):
        return Path(named).expanduser().absolute()
    return _usual_home()


def _usual_home() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - rarely needed

    return user_data_path(PROGRAM_FOLDER, appauthor=False)


def config_folder(home: Path) -> Path:
    """Return where the second copies of keys and anchor lie: elsewhere than the data file."""
    if home != _usual_home():
        return home / "config"
    from platformdirs import user_config_path  # noqa: PLC0415 - only at the start

    folder = user_config_path(PROGRAM_FOLDER, appauthor=False)
    return home / "config" if folder == home else folder
