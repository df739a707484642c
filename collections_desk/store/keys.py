"""The data key, and the ways to wrap it: a passphrase, a recovery code.

The key itself is 32 random bytes. What lies on disk is wrapped by AES-256-GCM, bound to
its store by the header. None of it is ever written to a log, a message or a file as it is.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

from collections_desk.errors import EntryRefusedError, KeyProblemError
from collections_desk.store.recovery_code import another_store, read_code

KEY_BYTES = 32
LEAST_PASSPHRASE = 10
LONGEST_PASSPHRASE = 1000

#: Argon2id: passes, memory, lanes. About a seventh of a second on a laptop.
ARGON_PASSES = 3
ARGON_KIB = 64 * 1024
ARGON_LANES = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key, wrapped one way.

    Attributes:
        name: "recovery" or "passphrase".
        salt: Makes equal secrets different; hex.
        nonce: For AES-GCM; hex.
        wrapped: The wrapped key with its tag; hex.
    """

    name: str
    salt: str
    nonce: str
    wrapped: str


def new_key() -> str:
    """Return a fresh data key as 64 hex digits."""
    return secrets.token_hex(KEY_BYTES)


def derive(secret: bytes, label: str, *, salt: bytes = b"", size: int = 32) -> bytes:
    """Derive bytes for one purpose from a strong secret (HKDF-SHA256, RFC 5869)."""
    if size > hashlib.sha256().digest_size:
        msg = "one block is enough for every use here"
        raise ValueError(msg)
    strong = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(strong, f"collections-desk {label}".encode() + b"\x01", "sha256")[:size]


def key_check(key: str) -> str:
    """Return the key check value: it tells a wrong key from a damaged file."""
    return derive(bytes.fromhex(key), "key check", size=16).hex()


def check_passphrase(passphrase: str) -> str:
    """Return a passphrase as it is used: composed, nothing else changed.

    Raises:
        EntryRefusedError: If it is too short or too long.
    """
    composed = unicodedata.normalize("NFC", passphrase)
    if not LEAST_PASSPHRASE <= len(composed) <= LONGEST_PASSPHRASE:
        raise EntryRefusedError(
            "passphrase",
            f"The passphrase has {len(composed)} characters.",
            f"Use at least {LEAST_PASSPHRASE}: four words are easy to keep. Nothing was set.",
        )
    return composed


def wrap_with_passphrase(key: str, passphrase: str, *, store_id: str) -> Slot:
    """Wrap the key so that the passphrase opens it."""
    salt = secrets.token_bytes(16)
    return _wrap("passphrase", key, _stretch(check_passphrase(passphrase), salt), salt, store_id)


def wrap_with_secret(key: str, secret: bytes, *, store_id: str) -> Slot:
    """Wrap the key so that the secret of a recovery code opens it."""
    salt = secrets.token_bytes(16)
    return _wrap("recovery", key, derive(secret, "recovery", salt=salt), salt, store_id)


def unwrap_with_passphrase(slot: Slot, passphrase: str, *, store_id: str, check: str) -> str:
    """Return the key.

    Raises:
        KeyProblemError: If the passphrase is not the right one.
    """
    composed = unicodedata.normalize("NFC", passphrase)
    key = _unwrap(slot, _stretch(composed, bytes.fromhex(slot.salt)), store_id, check)
    if key is None:
        raise KeyProblemError(
            "This is not the passphrase of the data file.",
            "Look at capital letters and the keyboard language, or use the recovery code."
            " Nothing was changed.",
            code="KEY-PASSPHRASE",
        )
    return key


def unwrap_with_code(slot: Slot, typed: str, *, store_id: str, check: str) -> str:
    """Return the key.

    Raises:
        KeyProblemError: If the code is mistyped or of another store.
    """
    secret = read_code(typed, store_id)
    wrapping = derive(secret, "recovery", salt=bytes.fromhex(slot.salt))
    key = _unwrap(slot, wrapping, store_id, check)
    if key is None:
        raise another_store()
    return key


def _stretch(passphrase: str, salt: bytes) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415 - only in passphrase mode

    return hash_secret_raw(
        passphrase.encode("utf-8", "surrogatepass"),
        salt,
        time_cost=ARGON_PASSES,
        memory_cost=ARGON_KIB,
        parallelism=ARGON_LANES,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _header(name: str, salt: str, store_id: str, check: str) -> bytes:
    header: dict[str, Any] = {
        "check": check,
        "format": 1,
        "kdf": [ARGON_PASSES, ARGON_KIB, ARGON_LANES] if name == "passphrase" else "hkdf-sha256",
        "salt": salt,
        "slot": name,
        "store_id": store_id,
    }
    return json.dumps(header, sort_keys=True, separators=(",", ":")).encode()


def _wrap(name: str, key: str, wrapping: bytes, salt: bytes, store_id: str) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - rarely needed

    nonce = secrets.token_bytes(12)
    header = _header(name, salt.hex(), store_id, key_check(key))
    wrapped = AESGCM(wrapping).encrypt(nonce, bytes.fromhex(key), header)
    return Slot(name, salt.hex(), nonce.hex(), wrapped.hex())


def _unwrap(slot: Slot, wrapping: bytes, store_id: str, check: str) -> str | None:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - rarely needed
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    header = _header(slot.name, slot.salt, store_id, check)
    try:
        key = AESGCM(wrapping).decrypt(
            bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), header
        )
    except InvalidTag:
        return None
    return key.hex()


def slot_values(slot: Slot) -> dict[str, str]:
    """Return a slot as `keys.json` keeps it."""
    values = asdict(slot)
    del values["name"]
    return values
