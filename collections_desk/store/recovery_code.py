"""The recovery code: what the clerk keeps on paper to open the store without the computer.

Four groups of seven characters and a check character, in Crockford's base 32, which has
no I, L, O or U. 128 bits are the secret; 12 tell whose code it is, so that a code of
another data file is told from a slip of the pen.
"""

from __future__ import annotations

import hashlib
import secrets

from collections_desk.errors import KeyProblemError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 4
GROUP_LENGTH = 8  # seven characters and their check character
SECRET_BITS = 128
STORE_BITS = 12

#: What people write for what they see.
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_REDUCING = 0b100101  # x^5 + x^2 + 1, which makes a field of 32 elements


def make_code(secret: bytes, store_id: str) -> str:
    """Write a secret of 16 bytes as the recovery code of a store."""
    number = (int.from_bytes(secret) << STORE_BITS) | _store_mark(store_id)
    letters = [
        ALPHABET[number >> shift & 31] for shift in range(SECRET_BITS + STORE_BITS - 5, -1, -5)
    ]
    size = GROUP_LENGTH - 1
    groups = ["".join(letters[place * size : (place + 1) * size]) for place in range(GROUPS)]
    return "-".join(group + _check(place, group) for place, group in enumerate(groups))


def new_secret() -> bytes:
    """Return a fresh secret for a recovery code."""
    return secrets.token_bytes(SECRET_BITS // 8)


def read_code(typed: str, store_id: str) -> bytes:
    """Return the secret in a typed recovery code.

    Case, spaces and dashes do not matter; O is zero, I and L are one.

    Raises:
        KeyProblemError: If it cannot be a code, naming the groups to look at, or if it is
            the code of another store. Nothing was tried on the data file.
    """
    groups = _split(typed.upper().translate(_LOOK_ALIKES))
    wrong = [
        place + 1
        for place, group in enumerate(groups)
        if len(group) != GROUP_LENGTH or _check(place, group[:-1]) != group[-1:]
    ]
    if wrong:
        raise _mistyped(wrong)
    number = 0
    for letter in "".join(group[:-1] for group in groups):
        number = number << 5 | ALPHABET.index(letter)
    if number & (1 << STORE_BITS) - 1 != _store_mark(store_id):
        raise another_store()
    return (number >> STORE_BITS).to_bytes(SECRET_BITS // 8)


def group_is_right(typed: str, place: int, code: str) -> bool:
    """Tell whether a group typed back at the first start is that group of the code.

    Args:
        typed: What was typed.
        place: Which group, from 0.
        code: The whole code as it was shown.
    """
    clean = "".join(typed.upper().translate(_LOOK_ALIKES).split()).replace("-", "")
    return secrets.compare_digest(clean.encode(), code.split("-")[place].encode())


def another_store() -> KeyProblemError:
    """Return what to say about the code of another store."""
    return KeyProblemError(
        "This is the recovery code of another data file.",
        "Look for the code that was printed when this data file was set up. Nothing was changed.",
        code="KEY-OTHER-CODE",
    )


def _mistyped(wrong: list[int]) -> KeyProblemError:
    names = " and ".join(str(place) for place in wrong)
    which = f"Group {names} of" if len(wrong) == 1 else f"Groups {names} of"
    if len(wrong) == GROUPS:
        which = "No group of"
        problem = f"{which} the recovery code is right."
    else:
        problem = f"{which} the recovery code {'has' if len(wrong) == 1 else 'have'} a mistake."
    return KeyProblemError(
        problem,
        "Compare with the paper, group by group. The data file was not touched.",
        code="KEY-CODE",
    )


def _split(clean: str) -> list[str]:
    """Cut what was typed into four groups, by its dashes and spaces if it has three of them."""
    parts = clean.replace("-", " ").split()
    if len(parts) == GROUPS:
        return parts
    run = "".join(parts)
    groups = [run[start : start + GROUP_LENGTH] for start in range(0, len(run), GROUP_LENGTH)]
    if len(groups) < GROUPS:
        groups += [""] * (GROUPS - len(groups))
    if len(groups) > GROUPS:
        groups[GROUPS - 1 :] = ["".join(groups[GROUPS - 1 :])]
    if len(run) != GROUPS * GROUP_LENGTH:
        return _blame_one(run, groups)
    return groups


def _blame_one(run: str, groups: list[str]) -> list[str]:
    """Find the one group with a letter too few or too many: the others fit from both ends."""
    for place in range(GROUPS):
        before = run[: place * GROUP_LENGTH]
        after = run[len(run) - (GROUPS - 1 - place) * GROUP_LENGTH :] if place < GROUPS - 1 else ""
        middle = run[len(before) : len(run) - len(after)]
        candidate = [
            *(before[i : i + GROUP_LENGTH] for i in range(0, len(before), GROUP_LENGTH)),
            middle,
            *(after[i : i + GROUP_LENGTH] for i in range(0, len(after), GROUP_LENGTH)),
        ]
        fits = [
            len(group) == GROUP_LENGTH and _check(number, group[:-1]) == group[-1]
            for number, group in enumerate(candidate)
            if number != place
        ]
        if len(candidate) == GROUPS and all(fits):
            return candidate
    return groups


def _store_mark(store_id: str) -> int:
    digest = hashlib.sha256(b"recovery code of store " + store_id.encode()).digest()
    return int.from_bytes(digest) & (1 << STORE_BITS) - 1


def _times(left: int, right: int) -> int:
    """Multiply in the field of 32 elements."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= _REDUCING
        right >>= 1
    return product


def _check(place: int, group: str) -> str:
    """Return the check character of a group; it also depends on where the group stands.

    Each letter has a weight of its own in the field, so that one wrong letter, or two
    letters that changed places, never pass.
    """
    if any(letter not in ALPHABET for letter in group):
        return ""
    total = place + 1
    weight = 1
    for letter in group:
        weight = _times(weight, 2)
        total ^= _times(weight, ALPHABET.index(letter))
    return ALPHABET[total]
