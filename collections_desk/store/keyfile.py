"""`keys.json`: the wrapped data key.

Copies lie beside the store, in the config folder and in every backup, for without it
the recovery code on paper opens nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from collections_desk.store.keys import Slot, slot_values
from collections_desk.store.safe_files import write_safely

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FILE_NAME = "keys.json"
FORMAT = 1
#: A larger file is not one of ours.
LARGEST = 64 * 1024

_HEX = re.compile(r"[0-9a-f]{24,200}")
_STORE_ID = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The wrapped keys of one store.

    Attributes:
        store_id: Which store.
        check: The key check value of its data key.
        slots: By name: "recovery" always, "passphrase" if one was set.
    """

    store_id: str
    check: str
    slots: Mapping[str, Slot]

    def with_slot(self, slot: Slot) -> KeyFile:
        """Return the file with one slot added or replaced."""
        return replace(self, slots={**self.slots, slot.name: slot})

    def to_bytes(self) -> bytes:
        """Return what the file holds."""
        values = {
            "format": FORMAT,
            "store_id": self.store_id,
            "check": self.check,
            "slots": {name: slot_values(slot) for name, slot in sorted(self.slots.items())},
        }
        return (json.dumps(values, indent=1, sort_keys=True) + "\n").encode()


def read_key_file(content: bytes) -> KeyFile | None:
    """Return what a file holds, or None if it is cut, damaged or not ours."""
    if len(content) > LARGEST:
        return None
    try:
        values = json.loads(content)
        slots = {
            str(name): _slot(str(name), parts) for name, parts in dict(values["slots"]).items()
        }
        found = KeyFile(_text(values["store_id"], _STORE_ID), _text(values["check"], _HEX), slots)
        return found if values["format"] == FORMAT else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _slot(name: str, parts: Any) -> Slot:  # noqa: ANN401 - what JSON can hold
    return Slot(name, *(_text(parts[key], _HEX) for key in ("salt", "nonce", "wrapped")))


def _text(value: object, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        msg = "not of its form"
        raise ValueError(msg)
    return value


def load_key_files(folders: Iterable[Path]) -> list[tuple[Path, KeyFile | None]]:
    """Return each place and what is there; None where nothing readable is."""
    found: list[tuple[Path, KeyFile | None]] = []
    for folder in folders:
        path = folder / FILE_NAME
        try:
            content = path.read_bytes()
        except OSError:
            found.append((path, None))
        else:
            found.append((path, read_key_file(content)))
    return found


def save_key_file(keys: KeyFile, folders: Iterable[Path]) -> None:
    """Write every copy, each whole or not at all."""
    for folder in folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_safely(folder / FILE_NAME, keys.to_bytes())
