"""Anchors: the end of the audit log, kept outside the store.

The chain shows that nothing in the middle was changed. Only something outside can show
that its end was cut off, or that yesterday's file was put back.
"""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.store.audit_log import Head, read_head
from collections_desk.store.safe_files import write_safely
from collections_desk.store.tables import AuditEventRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

FILE_NAME = "anchor.json"
#: Seconds until a new end of the log is written down at the latest.
WITHIN = 5.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the audit log as it was when last written down.

    Attributes:
        store_id: Which store.
        head: How many lines there were, and the hash of the last.
        at: When that was, as the last line says it.
    """

    store_id: str
    head: Head
    at: str


def read_anchors(folders: Iterable[Path]) -> list[Anchor]:
    """Return the anchors that can be read, the furthest first."""
    found = []
    for folder in folders:
        try:
            values = json.loads((folder / FILE_NAME).read_bytes())
            head = Head(int(values["count"]), str(values["hash"]))
            found.append(Anchor(str(values["store_id"]), head, str(values["at"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda anchor: -anchor.head.count)


def write_anchor(anchor: Anchor, folders: Iterable[Path]) -> None:
    """Write the anchor down in each folder that can be written."""
    content = json.dumps(
        {
            "store_id": anchor.store_id,
            "count": anchor.head.count,
            "hash": anchor.head.hash,
            "at": anchor.at,
        }
    ).encode()
    for folder in folders:
        # A folder that cannot be written must not undo what was saved: the other copy stands.
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_safely(folder / FILE_NAME, content)


def missing_records(
    session: Session, store_id: str, anchors: Iterable[Anchor]
) -> tuple[int, Anchor] | None:
    """Return how many records an anchor knows that the store no longer has; None if none.

    At least one is missing where a line is there but is not the one that was written.
    """
    count = read_head(session).count
    for anchor in anchors:
        if anchor.store_id != store_id or anchor.head.count == 0:
            continue
        if count < anchor.head.count:
            return anchor.head.count - count, anchor
        there = session.scalar(
            select(AuditEventRow.hash).where(AuditEventRow.seq == anchor.head.count)
        )
        if there != anchor.head.hash:
            return 1, anchor
    return None


class AnchorKeeper:
    """Writes the newest anchor within `WITHIN` seconds, and at the end."""

    def __init__(self, store_id: str, folders: Sequence[Path]) -> None:
        self.store_id = store_id
        self._folders = folders
        self._guard = threading.Lock()
        self._latest: Anchor | None = None
        self._timer: threading.Timer | None = None

    def note(self, head: Head, at: str) -> None:
        """Remember the end of the log; it is written down a little later, off this thread."""
        with self._guard:
            self._latest = Anchor(self.store_id, head, at)
            if self._timer is None:
                self._timer = threading.Timer(WITHIN, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write it down now."""
        with self._guard:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            latest, self._latest = self._latest, None
            if latest is not None:
                write_anchor(latest, self._folders)
