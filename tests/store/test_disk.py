"""The disk is full, failing, read-only or taken away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from collections_desk.errors import StoreError
from collections_desk.operations.desk import Desk, open_desk, set_up_desk
from collections_desk.operations.safekeeping import backup, copy_home, list_backups, restore
from collections_desk.store.database import Database
from collections_desk.store.documents import put_document
from collections_desk.store.drafts import load_drafts, save_draft
from collections_desk.store.opening import open_store
from collections_desk.store.settings import read_info, save_info
from tests.clock import Clock
from tests.conftest import TEST_KEY, open_copy
from tests.store.children import PASSPHRASE

ROOT = Path(__file__).parents[2]

root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root"
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 3 MB."""
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(place)], check=True)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Leave no byte free on a disk."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 512)
    return filler


def refused(work: Callable[[], object]) -> StoreError:
    with pytest.raises(StoreError) as caught:
        work()
    return caught.value


def save_entry(desk: Desk, key: str) -> None:
    with desk.database.write("x", f"saved {key}", now=desk.now()) as transaction:
        save_info(transaction, key, "a long note " * 600)


def save_page(desk: Desk) -> None:
    with desk.database.write("x", "kept a page", now=desk.now()) as transaction:
        put_document(transaction, os.urandom(20_000), "application/pdf", now=desk.now())


def save_note(desk: Desk) -> None:
    with desk.database.scratch() as scratch:
        save_draft(scratch, "call", "1", {"note": "n" * 8000}, now=desk.now())


def open_again(home: Path) -> Database:
    return open_store(home, TEST_KEY)


@pytest.mark.needs_root
@root
@pytest.mark.parametrize("save", [lambda desk: save_entry(desk, "x"), save_page, save_note])
def test_a_full_disk_is_told_and_works_again_once_there_is_room(
    small_disk: Path, template_home: Path, clock: Clock, save: Callable[[Desk], None]
) -> None:
    desk = open_copy(template_home, small_disk / "home", clock)
    save_entry(desk, "before")
    filler = fill(small_disk)

    def save_until_full() -> None:
        for _ in range(100):
            save(desk)

    error = refused(save_until_full)

    assert error.code == "DISK-FULL"
    assert "not saved and is still on the screen" in error.problem
    with desk.database.read() as session:
        assert read_info(session, "before") is not None
    filler.unlink()
    save(desk)
    head = desk.database.refresh_head()
    desk.database.close()
    desk = Desk(open_again(small_disk / "home"), desk.resources, clock, desk.home)
    assert desk.database.head == head
    desk.database.close()


@pytest.mark.needs_root
@root
def test_a_backup_on_a_full_disk_leaves_the_older_ones(
    small_disk: Path, home: Path, clock: Clock
) -> None:
    desk, _ = set_up_desk(home, passphrase=PASSPHRASE, keyring=False, now=clock)
    folder = small_disk / "stick"
    first = backup(desk, folder).path
    fill(small_disk)
    clock.pass_by(hours=1)

    error = refused(lambda: backup(desk, folder))

    assert error.code == "BACKUP-FULL"
    assert "stick" in error.problem
    assert [info.path for info in list_backups(desk, folder)] == [first]
    assert not list(folder.glob("*.part"))
    desk.close()


@pytest.mark.needs_root
@root
def test_a_read_only_medium_is_told_and_a_copy_opens(
    small_disk: Path, tmp_path: Path, clock: Clock
) -> None:
    home = small_disk / "home"
    desk, _ = set_up_desk(home, passphrase=PASSPHRASE, keyring=False, now=clock)
    desk.close()
    before = sorted(path.name for path in home.iterdir())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    error = refused(lambda: open_desk(home, passphrase=PASSPHRASE, now=clock))

    assert error.code == "STORE-READONLY"
    assert sorted(path.name for path in home.iterdir()) == before
    copy_home(home, tmp_path / "copy")
    assert refused(lambda: copy_home(home, tmp_path / "copy")).code == "STORE-EXISTS"
    desk = open_desk(tmp_path / "copy", passphrase=PASSPHRASE, now=clock)
    assert desk.database.head.count == 2
    desk.close()


@pytest.mark.needs_root
@root
def test_a_backup_is_restored_from_a_read_only_medium(
    small_disk: Path, home: Path, clock: Clock
) -> None:
    desk, _ = set_up_desk(home, passphrase=PASSPHRASE, keyring=False, now=clock)
    path = backup(desk, small_disk / "stick").path
    desk.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    report = restore(home, path, passphrase=PASSPHRASE, now=clock)

    assert report.events == 2
    report.desk.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that every user can enter; the folders of pytest are for one alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.mark.needs_root
@root
def test_a_folder_that_cannot_be_entered_is_told(open_folder: Path, clock: Clock) -> None:
    home = open_folder / "inside" / "home"
    set_up_desk(home, passphrase=PASSPHRASE, keyring=False, now=clock)[0].close()
    home.parent.chmod(0o700)

    ran = as_nobody(home)

    assert ran.stdout.strip() == "STORE-OPEN", ran.stderr


def as_nobody(home: Path) -> subprocess.CompletedProcess[str]:
    """Open a store as another user."""
    return subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(home), PASSPHRASE],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


#: Opens a store as a user who may do little, and says how it went.
AS_NOBODY = """
import os, sys
from pathlib import Path
from collections_desk.errors import DeskError
from collections_desk.operations.desk import open_desk
import argon2.low_level, cryptography.hazmat.primitives.ciphers.aead, cryptography.exceptions
os.setgid(65534)
os.setuid(65534)
try:
    open_desk(Path(sys.argv[1]), passphrase=sys.argv[2]).close()
except DeskError as error:
    print(error.code)
"""


@pytest.mark.needs_root
@root
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "code"),
    [
        (0o777, 0o000, "STORE-READONLY"),
        (0o555, 0o644, "STORE-READONLY"),
        (0o000, 0o644, "STORE-READONLY"),
    ],
)
def test_missing_permission_is_told_at_the_start(
    open_folder: Path, clock: Clock, folder_mode: int, file_mode: int, code: str
) -> None:
    home = open_folder / "home"
    set_up_desk(home, passphrase=PASSPHRASE, keyring=False, now=clock)[0].close()
    for path in home.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o644)
    (home / "desk.lock").unlink(missing_ok=True)
    (home / "desk.db").chmod(file_mode)
    home.chmod(folder_mode)

    ran = as_nobody(home)

    home.chmod(0o700)
    assert ran.stdout.strip() == code, ran.stderr


#: Saves entries until one fails, and says what it was told and what is true after.
FAILING = """
import sys
from pathlib import Path
from collections_desk.operations.desk import Desk, Resources, utc_now
from collections_desk.errors import StoreError
from collections_desk.store.opening import open_store
from collections_desk.store.opening import open_store
from collections_desk.store.settings import read_info, save_info
home, key = Path(sys.argv[1]), sys.argv[2]
database = open_store(home, key)
for number in range(60):
    try:
        with database.write("x", "x", now=utc_now(), operation_id=f"op {number}") as transaction:
            save_info(transaction, f"key {number}", "x" * 3000)
    except StoreError as error:
        print(error.code, getattr(error, "saved", "-"), number, flush=True)
        break
database.close()
database = open_store(home, key)
with database.read() as session:
    there = [n for n in range(60) if read_info(session, f"key {n}") is not None]
database.close()
print(len(there), there[-1] if there else -1, flush=True)
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize(
    "fault",
    [
        "fsync:error=EIO:when=4",
        "fsync:error=EIO:when=5",
        "pwrite64:error=EIO:when=12",
        "pwrite64:error=EIO:when=30",
        "pwrite64:error=ENOSPC:when=13",
    ],
)
def test_a_failing_disk_is_told_with_what_is_true(
    template_home: Path, home: Path, fault: str
) -> None:
    shutil.copytree(template_home, home, dirs_exist_ok=True)
    call = fault.partition(":")[0]
    ran = subprocess.run(
        [
            *("strace", "-f", "-qq", "-o", str(home.parent / "log"), "-e", f"trace={call}"),
            *("-e", f"inject={fault}", sys.executable, "-c", FAILING, str(home), TEST_KEY),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    told, truth = ran.stdout.splitlines()
    code, saved, number = told.split()
    count, last = (int(part) for part in truth.split())
    assert code in {"DISK-ERROR", "DISK-FULL"}
    assert count == last + 1, "what is there is a beginning of what was saved"
    if saved == "True":
        assert last == int(number)
    elif saved in {"False", "-"}:
        assert last == int(number) - 1
    else:
        assert last in {int(number), int(number) - 1}


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_save_costs_one_sync_of_the_disk(template_home: Path, home: Path) -> None:
    shutil.copytree(template_home, home, dirs_exist_ok=True)
    log = home.parent / "log"
    trace = ("strace", "-f", "-qq", "-o", str(log), "-e", "trace=fsync,fdatasync")
    subprocess.run(
        [*trace, sys.executable, "-c", FAILING, str(home), TEST_KEY],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        timeout=60,
    )

    syncs = sum("sync(" in line for line in log.read_text().splitlines())
    assert 60 <= syncs <= 60 + 8, "sixty saves, and opening and closing twice"


def test_a_file_that_was_taken_away_is_saved_beside_its_place(
    template_home: Path, home: Path, clock: Clock
) -> None:
    desk = open_copy(template_home, home, clock)
    save_entry(desk, "before")
    (home / "desk.db").unlink()

    error = refused(lambda: save_entry(desk, "after"))

    assert error.code == "STORE-MOVED"
    assert "rescued-1.db" in error.problem
    assert refused(lambda: save_entry(desk, "later")).code == "STORE-MOVED"
    desk.database.close()
    (home / "rescued-1.db").rename(home / "desk.db")
    for name in ("desk.db-wal", "desk.db-shm"):
        (home / name).unlink(missing_ok=True)
    desk = Desk(open_again(home), desk.resources, clock, home)
    with desk.database.read() as session:
        assert read_info(session, "before") is not None
        assert read_info(session, "after") is not None
    desk.database.close()


@pytest.mark.parametrize("taken", ["replaced", "log", "moved"])
def test_it_is_noticed_without_saving(
    template_home: Path, home: Path, clock: Clock, taken: str
) -> None:
    desk = open_copy(template_home, home, clock)
    save_entry(desk, "before")
    desk.database.check_file()
    if taken == "replaced":
        other = shutil.copy(template_home / "desk.db", home / "other.db")
        Path(other).replace(home / "desk.db")
    elif taken == "log":
        (home / "desk.db-wal").unlink()
    else:
        (home / "desk.db").rename(home / "elsewhere.db")

    assert refused(desk.database.check_file).code == "STORE-MOVED"
    assert (home / "rescued-1.db").exists()
    desk.database.close()


def test_drafts_survive_a_kill_without_an_audit_line(
    template_home: Path, home: Path, clock: Clock
) -> None:
    desk = open_copy(template_home, home, clock)
    save_note(desk)
    crashed = home.with_name("crashed")
    shutil.copytree(home, crashed)
    desk.database.close()

    database = open_again(crashed)
    with database.read() as session:
        (draft,) = load_drafts(session)
    assert len(draft.content["note"]) == 8000
    assert database.head.count == 1
    database.close()
