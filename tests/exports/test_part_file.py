"""A file appears whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from collections_desk.errors import ExportRefusedError
from collections_desk.exports.part_file import part_file


def test_a_file_that_is_published_is_there(tmp_path: Path) -> None:
    with part_file(tmp_path / "calls.csv") as part:
        part.file.write(b"all of it")
        assert not (tmp_path / "calls.csv").exists()
        part.publish()

    assert (tmp_path / "calls.csv").read_bytes() == b"all of it"
    assert [path.name for path in tmp_path.iterdir()] == ["calls.csv"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "calls.csv").stat().st_mode) == 0o600


def test_a_file_that_is_not_published_leaves_no_trace(tmp_path: Path) -> None:
    def interrupted() -> None:
        with part_file(tmp_path / "calls.csv") as part:
            part.file.write(b"half of it")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_file_of_that_name_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("mine")

    with pytest.raises(ExportRefusedError, match="already"), part_file(tmp_path / "calls.csv"):
        pytest.fail("the file was opened")

    assert (tmp_path / "calls.csv").read_text() == "mine"


def test_it_is_replaced_when_asked_and_only_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("old")

    with part_file(tmp_path / "calls.csv", overwrite=True) as part:
        part.file.write(b"new")
        assert (tmp_path / "calls.csv").read_text() == "old"
        part.publish()

    assert (tmp_path / "calls.csv").read_text() == "new"


def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with (
        pytest.raises(ExportRefusedError, match=r'"calls.csv" cannot be written') as caught,
        part_file(tmp_path / "gone" / "calls.csv"),
    ):
        pytest.fail("the file was opened")

    assert "Nothing was written" in caught.value.remedy


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")

    def writes() -> None:
        with part_file(tmp_path / "calls.csv"), full.open("wb", buffering=0) as device:
            device.write(b"x")

    with pytest.raises(ExportRefusedError, match="The disk is full"):
        writes()
