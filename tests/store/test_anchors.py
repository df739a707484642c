"""The end of the audit log is written down outside the store, soon and at the end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from collections_desk.store import anchors
from collections_desk.store.anchors import Anchor, AnchorKeeper, read_anchors
from collections_desk.store.audit_log import Head


def test_the_newest_end_is_written_down_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchors, "WITHIN", 0.05)
    written = threading.Event()
    real = anchors.write_anchor

    def tell(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type] # handed on as they come
        written.set()

    monkeypatch.setattr(anchors, "write_anchor", tell)
    keeper = AnchorKeeper("store", [tmp_path / "a", tmp_path / "b"])

    for count in range(1, 4):
        keeper.note(Head(count, f"hash {count}"), "at")
    assert written.wait(10)

    newest = Anchor("store", Head(3, "hash 3"), "at")
    assert read_anchors([tmp_path / "a", tmp_path / "b"]) == [newest, newest]


def test_closing_writes_it_down_at_once(tmp_path: Path) -> None:
    keeper = AnchorKeeper("store", [tmp_path])
    keeper.note(Head(1, "x"), "at")

    keeper.flush()
    keeper.flush()

    assert [anchor.head.count for anchor in read_anchors([tmp_path])] == [1]


def test_a_folder_that_cannot_be_written_does_not_undo_what_was_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    keeper = AnchorKeeper("store", [tmp_path / "file", tmp_path / "good"])
    keeper.note(Head(1, "x"), "at")

    keeper.flush()

    assert len(read_anchors([tmp_path / "file", tmp_path / "good"])) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"count": "x"}', b'{"count": 1}'])
def test_an_anchor_that_cannot_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / anchors.FILE_NAME).write_bytes(content)

    assert read_anchors([tmp_path]) == []
