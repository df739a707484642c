"""The form of a backup: a stored zip of three members, each read by its exact name.

A backup may come from anywhere, so nothing in it is believed before it was checked, and
nothing is unpacked that was not asked for.
"""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, Self

from collections_desk.errors import StoreError
from collections_desk.store.keyfile import LARGEST as LARGEST_KEYS
from collections_desk.store.keyfile import KeyFile, read_key_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SUFFIX = ".cdbackup"
FORMAT = 1
STORE, KEYS, MANIFEST = "desk.db", "keys.json", "manifest.json"
MEMBERS = (STORE, KEYS, MANIFEST)
LARGEST_MANIFEST = 1024 * 1024
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        store_id: Of which store it is.
        made_at: When it was made.
        revision: The schema revision of its store.
        counts: Rows of each table.
        events: Lines of the audit log.
        head: The hash of the last line.
        program: The version of the program that made it.
        members: Size and SHA-256 of `desk.db` and `keys.json`.
    """

    store_id: str
    made_at: datetime
    revision: str
    counts: Mapping[str, int]
    events: int
    head: str
    program: str
    members: Mapping[str, tuple[int, str]]

    def to_bytes(self) -> bytes:
        """Return what `manifest.json` holds."""
        values = {
            "format": FORMAT,
            "store_id": self.store_id,
            "made_at": self.made_at.astimezone(UTC).strftime(MOMENT),
            "revision": self.revision,
            "counts": dict(self.counts),
            "events": self.events,
            "head": self.head,
            "program": self.program,
            "members": {
                name: {"size": size, "sha256": sha256}
                for name, (size, sha256) in self.members.items()
            },
        }
        return (json.dumps(values, indent=1, sort_keys=True) + "\n").encode()


def refused(reason: str, *, code: str = "BACKUP-REFUSED") -> StoreError:
    """Return what to say about a backup that cannot be used."""
    return StoreError(
        f"This backup cannot be used: {reason}.",
        "Choose another backup. Nothing was changed.",
        code=code,
    )


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        StoreError: If it is not of its form.
    """
    try:
        values = json.loads(content)
        if values["format"] != FORMAT:
            raise refused("a newer release made it", code="STORE-NEWER")
        return Manifest(
            store_id=str(values["store_id"]),
            made_at=datetime.strptime(values["made_at"], MOMENT).replace(tzinfo=UTC),
            revision=str(values["revision"]),
            counts={str(name): int(count) for name, count in values["counts"].items()},
            events=int(values["events"]),
            head=str(values["head"]),
            program=str(values["program"]),
            members={
                str(name): (int(each["size"]), str(each["sha256"]))
                for name, each in values["members"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise refused("its manifest is damaged") from None


def write_archive(target: Path, store: Path, keys: bytes, manifest: Manifest) -> None:
    """Write a backup file in one go; it has its final name only once it is whole."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED, allowZip64=True) as archive:
        archive.write(store, STORE)
        archive.writestr(KEYS, keys)
        archive.writestr(MANIFEST, manifest.to_bytes())


def _check_members(archive: zipfile.ZipFile) -> None:
    """Refuse anything but the three members, stored as they are."""
    names = [each.filename for each in archive.infolist()]
    for each in archive.infolist():
        if names.count(each.filename) > 1:
            raise refused(f"it holds {_shown(each.filename)} twice")
        _check_member(each)
    for name in MEMBERS:
        if name not in names:
            raise refused(f"{name} is missing in it")
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise refused("its manifest is too large")
    if archive.getinfo(KEYS).file_size > LARGEST_KEYS:
        raise refused("its wrapped key is too large")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename  # as written, before Python cleans it
    if name not in MEMBERS:
        raise refused(f"it holds {_shown(name)}, which does not belong in a backup")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise refused(f"{name} in it is a link")
    if member.compress_type != zipfile.ZIP_STORED or member.compress_size != member.file_size:
        raise refused(f"{name} in it is packed, which our backups never are")
    if member.flag_bits & 1:
        raise refused(f"{name} in it has a password, which our backups never have")


def _shown(name: str) -> str:
    clean = "".join(letter if letter.isprintable() else "?" for letter in name)
    return f'"{clean[:60]}"'


#: No zip of three members needs a longer list of contents.
_LARGEST_DIRECTORY = 64 * 1024


def _check_directory(path: Path) -> None:
    """Refuse a list of contents that is too long, before it is read."""
    with path.open("rb") as file:
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(0, size - 66_000))
        tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < 22:  # noqa: PLR2004 - the length of that record
        raise refused("it is not a whole backup file")
    count = int.from_bytes(tail[place + 10 : place + 12], "little")
    length = int.from_bytes(tail[place + 12 : place + 16], "little")
    if count > len(MEMBERS) or length > _LARGEST_DIRECTORY:
        raise refused("it holds more than a backup does")


class Sink(Protocol):
    """What a member is copied into."""

    def write(self, content: bytes, /) -> int:
        """Take a piece."""


class Archive:
    """An open backup whose members were checked by name, form, size and hash of the small ones."""

    def __init__(self, path: Path) -> None:
        """Open and check it.

        Raises:
            StoreError: If it cannot be used; the message says why. Nothing was written.
        """
        self.path = path
        try:
            _check_directory(path)
            self._zip = zipfile.ZipFile(path)
        except OSError:
            raise refused("it cannot be read") from None
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
            raise refused("it is not a whole backup file") from None
        try:
            _check_members(self._zip)
            self.manifest = read_manifest(self._read(MANIFEST))
            self.keys = self._checked_keys()
        except BaseException:
            self._zip.close()
            raise

    def _read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
            raise refused(f"{name} in it is damaged") from None

    def _checked_keys(self) -> KeyFile:
        for name in (STORE, KEYS):
            size, _ = self.manifest.members.get(name, (-1, ""))
            if self._zip.getinfo(name).file_size != size:
                raise refused(f"{name} in it is not of the size that its manifest says")
        content = self._read(KEYS)
        if hashlib.sha256(content).hexdigest() != self.manifest.members[KEYS][1]:
            raise refused(f"{KEYS} in it is not what its manifest says")
        keys = read_key_file(content)
        if keys is None or keys.store_id != self.manifest.store_id:
            raise refused("its wrapped key is damaged")
        return keys

    def copy_store(self, target: Sink, told: Callable[[int], None]) -> None:
        """Write `desk.db` into an open file, checking its hash on the way.

        Raises:
            StoreError: If it is not what the manifest says.
        """
        digest = hashlib.sha256()
        done = 0
        try:
            with self._zip.open(STORE) as source:
                while piece := source.read(CHUNK):
                    digest.update(piece)
                    target.write(piece)
                    done += len(piece)
                    told(done)
        except (zipfile.BadZipFile, EOFError):
            raise refused(f"{STORE} in it is damaged") from None
        if digest.hexdigest() != self.manifest.members[STORE][1]:
            raise refused(f"{STORE} in it is not what its manifest says")

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def __enter__(self) -> Self:
        """Return the archive."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def hash_file(path: Path) -> tuple[int, str]:
    """Return size and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return path.stat().st_size, digest
