"""A backup may come from anywhere: what is wrong with it is named, and nothing is written."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from collections_desk.errors import DeskError, StoreError
from collections_desk.operations.desk import Desk, set_up_desk
from collections_desk.operations.safekeeping import backup, list_backups_in, restore
from collections_desk.store.archive import MEMBERS, Archive
from collections_desk.store.connection import connect
from collections_desk.store.settings import save_info
from tests.clock import Clock
from tests.memory_keyring import MemoryKeyring
from tests.processor import within
from tests.shared_data import hostile

Members = list[tuple[zipfile.ZipInfo, bytes]]


@pytest.fixture
def kept(home: Path, clock: Clock, memory_keyring: MemoryKeyring) -> Iterator[Desk]:
    """Give an open desk with something in it."""
    desk, _ = set_up_desk(home, now=clock)
    with desk.database.write("x", "x", now=clock()) as transaction:
        save_info(transaction, "x", "y")
    yield desk
    desk.close()


@pytest.fixture
def members(kept: Desk) -> Members:
    """Give the members of a sound backup."""
    with zipfile.ZipFile(backup(kept).path) as archive:
        return [(info, archive.read(info)) for info in archive.infolist()]


def info_of(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o600 << 16
    return info


def write(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for info, content in members:
            archive.writestr(info, content)
    return path


def refusal(path: Path, home: Path, clock: Clock) -> str:
    """Try to restore, see that nothing was written, and return the sentence."""
    before = sorted(each for each in home.parent.rglob("*") if each.is_file())
    with within(2), pytest.raises(DeskError) as caught:
        restore(home.parent / "fresh", path, now=clock)
    assert sorted(each for each in home.parent.rglob("*") if each.is_file()) == before
    return caught.value.problem


def without(members: Members, name: str) -> Members:
    return [(info, content) for info, content in members if info.filename != name]


def replaced(members: Members, name: str, content: bytes) -> Members:
    return [(info, content if info.filename == name else old) for info, old in members]


def changed_manifest(members: Members, values: dict[str, Any]) -> Members:
    (old,) = [content for info, content in members if info.filename == "manifest.json"]
    new = {**json.loads(old), **values}
    return replaced(members, "manifest.json", json.dumps(new).encode())


@pytest.mark.parametrize("name", MEMBERS)
def test_a_missing_member_is_named(members: Members, name: str, home: Path, clock: Clock) -> None:
    path = write(home.parent / "bad.cdbackup", without(members, name))

    assert f"{name} is missing" in refusal(path, home, clock)


@pytest.mark.parametrize(
    "name",
    ["../evil.db", "/abs.db", "..\\evil.db", "x\0.db", "desk.db-wal", "DESK.DB", "keys.json/", ""],
)
def test_a_stranger_is_named_and_nothing_is_unpacked(
    members: Members, name: str, home: Path, clock: Clock
) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    path = write(home.parent / "bad.cdbackup", [*members[:-1], (info, b"evil"), members[-1]])

    assert "more than a backup does" in refusal(path, home, clock)


@pytest.mark.parametrize(
    "name", ["../evil.db", "/abs.db", "..\\evil.db", "desk.db-wal", "DESK.DB"]
)
def test_a_stranger_in_the_place_of_a_member_is_named(
    members: Members, name: str, home: Path, clock: Clock
) -> None:
    path = write(
        home.parent / "bad.cdbackup", [(info_of(name), b"evil"), *without(members, "desk.db")]
    )

    said = refusal(path, home, clock)
    assert "does not belong in a backup" in said
    assert name[-7:] in said


def test_a_link_a_twin_and_a_packed_member_are_refused(
    members: Members, home: Path, clock: Clock
) -> None:
    link = info_of("desk.db")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = home.parent / "bad.cdbackup"

    write(path, [(link, b"/etc/passwd"), *without(members, "desk.db")])
    assert "is a link" in refusal(path, home, clock)

    with pytest.warns(UserWarning, match="Duplicate"):
        write(path, [members[0], members[0], members[1]])
    assert "twice" in refusal(path, home, clock)

    packed = info_of("desk.db")
    packed.compress_type = zipfile.ZIP_DEFLATED
    write(path, [(packed, bytes(50_000_000)), *without(members, "desk.db")])
    assert "is packed" in refusal(path, home, clock)


@pytest.mark.parametrize("name", ["desk.db", "keys.json"])
def test_a_changed_member_is_named(members: Members, name: str, home: Path, clock: Clock) -> None:
    (content,) = [content for info, content in members if info.filename == name]
    spoilt = bytearray(content)
    spoilt[len(spoilt) // 2] ^= 1
    path = write(home.parent / "bad.cdbackup", replaced(members, name, bytes(spoilt)))

    assert f"{name} in it" in refusal(path, home, clock)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"format": 2}, "newer release"),
        ({"revision": "0999"}, "newer Collections Desk"),
        ({"events": 7}, "does not hold what its manifest says"),
        ({"head": "0" * 64}, "does not hold what its manifest says"),
        ({"counts": {}}, "does not hold what its manifest says"),
        ({"store_id": "another"}, "wrapped key is damaged"),
        ({"made_at": "yesterday"}, "manifest is damaged"),
        ({"members": []}, "manifest is damaged"),
        ({"members": {}}, "not of the size"),
    ],
)
def test_a_manifest_that_does_not_fit_is_named(
    members: Members, values: dict[str, Any], said: str, home: Path, clock: Clock
) -> None:
    path = write(home.parent / "bad.cdbackup", changed_manifest(members, values))

    assert said in refusal(path, home, clock)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: b"x" * 5000,
        lambda content: content[: len(content) // 2],
        lambda content: content[:-10],
        lambda content: content[:200] + b"\xff" * 200 + content[400:],
        lambda content: content.replace(b"PK\x01\x02", b"PK\x09\x09"),
        lambda content: content[:-12] + b"\xff" * 12,
    ],
)
def test_a_file_that_is_no_backup_is_refused(
    members: Members, spoil: Callable[[bytes], bytes], home: Path, clock: Clock
) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for info, each in members:
            archive.writestr(info, each)
    path = home.parent / "bad.cdbackup"
    path.write_bytes(spoil(content.getvalue()))

    assert "cannot be used" in refusal(path, home, clock)


def test_a_missing_backup_is_named(home: Path, clock: Clock) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        restore(home, home / "none.cdbackup", now=clock)


def test_an_empty_copy_inside_a_backup_is_incomplete(
    kept: Desk, members: Members, home: Path, clock: Clock
) -> None:
    """A copy that was killed opens as an empty store; its manifest could even be made to fit."""
    empty = home.parent / "empty.db"
    connection = connect(empty, kept.database.key, mode="rwc")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("VACUUM")
    connection.close()
    content = empty.read_bytes()
    new = {"desk.db": content, "keys.json": content_of(members, "keys.json")}
    path = write(
        home.parent / "bad.cdbackup",
        changed_manifest(
            replaced(members, "desk.db", content),
            {"members": {name: described(each) for name, each in new.items()}},
        ),
    )
    empty.unlink()

    assert "incomplete" in refusal(path, home, clock)


def content_of(members: Members, name: str) -> bytes:
    return next(content for info, content in members if info.filename == name)


def described(content: bytes) -> dict[str, Any]:
    """Return what a manifest says of a member."""
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_a_spoilt_backup_is_not_in_the_list(kept: Desk, members: Members) -> None:
    folder = kept.home / "backups"
    (sound,) = list_backups_in(folder)
    write(folder / "spoilt.cdbackup", without(members, "keys.json"))

    assert [info.path for info in list_backups_in(folder)] == [sound.path]


def make(item: dict[str, Any], members: Members, path: Path) -> None:
    """Build what a recipe of the hostile archives says."""
    recipe = item["make"]
    if "names" in recipe:
        many = [(info_of(f"member {number}"), b"") for number in range(recipe["names"])]
        write(path, many)
    elif recipe.get("missing"):
        write(path, without(members, recipe["name"]))
    elif recipe.get("twice"):
        with pytest.warns(UserWarning, match="Duplicate"):
            write(path, [members[0], *members])
    elif "symlink_to" in recipe:
        link = info_of(recipe["name"])
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        write(path, [(link, recipe["symlink_to"].encode()), *without(members, recipe["name"])])
    elif recipe.get("hash_wrong"):
        wrong = {**described(content_of(members, "desk.db")), "sha256": "0" * 64}
        right = described(content_of(members, "keys.json"))
        values = {"members": {"desk.db": wrong, "keys.json": right}}
        write(path, changed_manifest(members, values))
    elif "declared_size" in recipe or "ratio" in recipe:
        packed = info_of(recipe["name"])
        packed.compress_type = zipfile.ZIP_DEFLATED
        size = min(recipe.get("real_size", 50_000_000), 50_000_000)
        write(path, [(packed, bytes(size)), *without(members, recipe["name"])])
        if "declared_size" in recipe:
            content = path.read_bytes()
            lie = struct.pack("<I", recipe["declared_size"])
            path.write_bytes(content.replace(struct.pack("<I", size), lie))
    else:
        stranger = zipfile.ZipInfo("placeholder")
        stranger.filename = recipe["name"]
        write(path, [(stranger, b"evil"), *without(members, "desk.db")])


@pytest.mark.parametrize(
    "item", [pytest.param(item, id=item["id"]) for item in hostile("backup_archive_entry")]
)
def test_hostile_archives(
    item: dict[str, Any], members: Members, home: Path, clock: Clock
) -> None:
    path = home.parent / "bad.cdbackup"
    make(item, members, path)

    said = refusal(path, home, clock)

    if "archive_refused_named" in item["expect"]:
        assert item["make"]["name"].partition(".")[0] in said or "desk.db" in said


def test_a_sound_backup_opens(kept: Desk) -> None:
    with Archive(backup(kept).path) as archive:
        assert archive.manifest.events == 3
