"""See that the open file is still the one under its name, and save it elsewhere if not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session


class FileWatch:
    """Compares what lies under the name with what was opened, by device and inode."""

    def __init__(self, path: Path) -> None:
        self._paths = (path, path.with_name(f"{path.name}-wal"))
        self._opened: dict[Path, tuple[int, int]] = {}
        self.is_same()

    def is_same(self) -> bool:
        """Tell whether data file and write-ahead log are still those first seen."""
        for path in self._paths:
            try:
                found = path.stat()
            except OSError:
                if path in self._opened:
                    return False
                continue
            identity = (found.st_dev, found.st_ino)
            if self._opened.setdefault(path, identity) != identity:
                return False
        return True


def rescue(session: Session, path: Path) -> str:
    """Save the whole store from the open connection into a new file beside the old place.

    Returns:
        The name of the new file; empty if it could not be written.
    """
    connection = session.connection().connection.driver_connection
    if connection is None:
        return ""
    connection.rollback()
    for number in range(1, 100):
        target = path.with_name(f"rescued-{number}.db")
        if not target.exists():
            break
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except (DBAPIError, connection.Error):
        target.unlink(missing_ok=True)
        return ""
    target.chmod(0o600)
    return target.name
