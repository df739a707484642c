"""The data key: wrapped two ways, its files mended, and nowhere to be read."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.errors import DeskError, KeyProblemError
from collections_desk.operations.desk import open_desk, set_up_desk
from collections_desk.operations.safekeeping import backup
from collections_desk.store.connection import connect
from collections_desk.store.drafts import save_draft
from collections_desk.store.keyfile import KeyFile, read_key_file
from collections_desk.store.keys import (
    derive,
    key_check,
    new_key,
    unwrap_with_code,
    unwrap_with_passphrase,
    wrap_with_passphrase,
    wrap_with_secret,
)
from collections_desk.store.recovery_code import make_code, new_secret
from tests.clock import Clock
from tests.memory_keyring import MemoryKeyring
from tests.store import rows

STORE = "5f0c7b1e-0000-4000-8000-000000000001"
PASSPHRASE = "four words are easy"


@given(st.binary(min_size=1, max_size=64), st.binary(max_size=32), st.text(max_size=20))
def test_keys_are_derived_as_the_standard_says(secret: bytes, salt: bytes, label: str) -> None:
    standard = HKDF(SHA256(), 32, salt or None, f"collections-desk {label}".encode())

    assert derive(secret, label, salt=salt) == standard.derive(secret)


def test_purposes_have_different_bytes() -> None:
    key = new_key()

    assert key_check(key) not in key
    assert key_check(key) != key_check(new_key())


def test_a_passphrase_opens_its_slot_alone() -> None:
    key = new_key()
    slot = wrap_with_passphrase(key, PASSPHRASE, store_id=STORE)
    check = key_check(key)

    assert unwrap_with_passphrase(slot, PASSPHRASE, store_id=STORE, check=check) == key
    with pytest.raises(KeyProblemError, match="not the passphrase"):
        unwrap_with_passphrase(slot, PASSPHRASE + " ", store_id=STORE, check=check)
    with pytest.raises(KeyProblemError):
        unwrap_with_passphrase(slot, PASSPHRASE, store_id=STORE[:-1] + "2", check=check)
    with pytest.raises(KeyProblemError):
        unwrap_with_passphrase(slot, PASSPHRASE, store_id=STORE, check=key_check(new_key()))


def test_a_passphrase_typed_on_another_keyboard_is_the_same() -> None:
    key = new_key()
    slot = wrap_with_passphrase(key, "Zażółć gęślą é", store_id=STORE)
    typed = "Zaz\u0307o\u0301\u0142c\u0301 ge\u0328s\u0301la\u0328 e\u0301"

    assert unwrap_with_passphrase(slot, typed, store_id=STORE, check=key_check(key)) == key


def test_a_recovery_code_opens_its_slot_alone() -> None:
    key, secret = new_key(), new_secret()
    slot = wrap_with_secret(key, secret, store_id=STORE)
    check = key_check(key)

    code = make_code(secret, STORE)
    assert unwrap_with_code(slot, code, store_id=STORE, check=check) == key
    with pytest.raises(KeyProblemError, match="another data file"):
        unwrap_with_code(slot, make_code(new_secret(), STORE), store_id=STORE, check=check)


def test_equal_secrets_give_different_files() -> None:
    key, secret = new_key(), new_secret()

    slots = [wrap_with_secret(key, secret, store_id=STORE) for _ in range(2)]

    assert slots[0].wrapped != slots[1].wrapped


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 40_000,
        b'{"format": 1}',
        b'{"format": 1, "store_id": 5, "check": "", "slots": {}}',
        b'{"format": 1, "store_id": "../../x", "check": "ab", "slots": {}}',
        b"\xff\xfe",
        b" " * 100_000,
    ],
)
def test_what_is_no_key_file_is_none(content: bytes) -> None:
    assert read_key_file(content) is None


def test_a_key_file_is_read_as_written() -> None:
    key = new_key()
    keys = KeyFile(STORE, key_check(key), {}).with_slot(
        wrap_with_secret(key, new_secret(), store_id=STORE)
    )

    assert read_key_file(keys.to_bytes()) == keys
    later = json.loads(keys.to_bytes()) | {"format": 2}
    assert read_key_file(json.dumps(later).encode()) is None


@pytest.fixture
def closed_home(home: Path, clock: Clock, memory_keyring: MemoryKeyring) -> Path:
    set_up_desk(home, now=clock)[0].close()
    return home


@pytest.mark.parametrize("folder", ["", "config"])
@pytest.mark.parametrize("spoil", ["deleted", "cut", "of another store"])
def test_one_copy_of_the_keys_is_mended_from_the_other(
    closed_home: Path, clock: Clock, tmp_path: Path, folder: str, spoil: str
) -> None:
    path = closed_home / folder / "keys.json"
    sound = path.read_bytes()
    if spoil == "deleted":
        path.unlink()
    elif spoil == "cut":
        path.write_bytes(sound[:100])
    else:
        set_up_desk(tmp_path / "other", now=clock)[0].close()
        path.write_bytes((tmp_path / "other" / "keys.json").read_bytes())

    desk = open_desk(closed_home, now=clock)
    desk.close()

    assert desk.warnings == ()
    assert path.read_bytes() == sound


def test_all_copies_lost_but_the_keyring_has_the_key(closed_home: Path, clock: Clock) -> None:
    (closed_home / "keys.json").unlink()
    (closed_home / "config" / "keys.json").unlink()

    desk = open_desk(closed_home, now=clock)
    desk.close()

    assert [warning.code for warning in desk.warnings] == ["KEY-FILE-LOST"]
    assert (closed_home / "keys.json").exists()


def test_all_copies_lost_and_the_keyring_too_is_said_plainly(
    closed_home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    (closed_home / "keys.json").unlink()
    (closed_home / "config" / "keys.json").unlink()
    memory_keyring.kept.clear()

    with pytest.raises(KeyProblemError, match="missing everywhere") as caught:
        open_desk(closed_home, now=clock)

    assert "Restore a backup" in caught.value.remedy


def test_a_key_that_is_not_one_is_refused_before_the_file_is_touched(tmp_path: Path) -> None:
    for wrong in ("", "ab" * 31 + "a", "AB" * 32, "zz" * 32, "ab" * 33, "ab" * 32 + "\n"):
        with pytest.raises(ValueError, match="64 hex digits"):
            connect(tmp_path / "x.db", wrong, mode="rwc")

    assert list(tmp_path.iterdir()) == []


CANARIES = ("Zanzibar Canary Ltd", "canary note about the roof", "canary-draft-text", "98765431")


def test_neither_key_nor_record_is_readable_on_the_disk(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    desk, code = set_up_desk(home, clerk="Canary Clerk", now=clock)
    key = desk.database.key
    with desk.database.write("x", f"logged {CANARIES[0]}", now=clock()) as transaction:
        customer_id = rows.add_customer(transaction, CANARIES[0], CANARIES[3])
        rows.add_activity(transaction, customer_id, CANARIES[1])
    with desk.database.scratch() as scratch:
        save_draft(scratch, "call", "1", {"note": CANARIES[2]}, now=clock())
    backup(desk)

    def scan() -> None:
        secrets = [key.encode(), bytes.fromhex(key), base64.b64encode(bytes.fromhex(key))]
        secrets += [text.encode() for text in (*CANARIES, "Canary Clerk")]
        secrets += [code.encode(), code.replace("-", "").encode(), b"SQLite format 3"]
        files = [path for path in home.rglob("*") if path.is_file()]
        assert len(files) >= 7
        for path in files:
            content = path.read_bytes()
            assert not [secret for secret in secrets if secret in content], path.name

    scan()  # while it is open, as a kill would leave it
    desk.close()
    scan()
    assert desk.database.key == ""


def test_messages_and_exceptions_name_no_secret(
    home: Path, clock: Clock, memory_keyring: MemoryKeyring
) -> None:
    desk, code = set_up_desk(home, passphrase=PASSPHRASE, keyring=False, now=clock)
    key = desk.database.key
    said = [repr(desk), repr(desk.database), str(desk.database.engine.url)]

    def save_twice() -> None:
        with desk.database.write("x", "x", now=clock()) as transaction:
            rows.add_customer(transaction, CANARIES[0])
            rows.add_customer(transaction, CANARIES[0])

    with pytest.raises(DeskError) as broken:
        save_twice()
    desk.close()
    with pytest.raises(DeskError) as wrong:
        open_desk(home, passphrase="not the right one", now=clock)
    for caught in (broken, wrong):
        said += [str(caught.value), caught.value.remedy, repr(caught.value.__cause__)]

    assert not any(secret in text for text in said for secret in (key, code, PASSPHRASE))
    assert not any(CANARIES[0] in text for text in said)
    assert "There is a customer of this name already." in said
