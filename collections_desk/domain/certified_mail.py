"""Certified Mail: the numbers on the clerk's own forms, parsed and checked, never invented.

Sources: USPS Publication 109 (20-digit legacy numbers, reuse after two years), Publication
199 and Postal Bulletin 22297 (IMpb, 22 to 34 digits), UPU S10 (13 characters). What the
digits do not say is not read out of them: the services bought are asked from the clerk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: A number must not repeat for at least this long (Publication 109).
REUSE_YEARS = 2
#: Application identifiers under which USPS numbers stand.
IDENTIFIERS = frozenset({"91", "92", "93", "94", "95"})
#: The printed number of a PS Form 3811, the green card, begins so.
CARD_PREFIX = "959094"
#: How many digits come before the tracking number when a ZIP or a ZIP+4 is in front.
ROUTED_ZIP5, ROUTED_ZIP9 = 8, 12
#: Lengths: old numbers, IMpb, IMpb with a longer serial, IMpb with a ZIP or ZIP+4 in front.
LEGACY, IMPB, LONG_IMPB, ROUTED, LONG_ROUTED = 20, 22, 26, 30, 34
#: A length that is one number scanned twice in a row, or two numbers.
TWO_SCANS = frozenset({40, 42, 44, 48, 52, 60})

ARTICLE, RECEIPT = "article_number", "return_receipt_number"

_IGNORED = re.compile("[\\s\u00a0\u2007\u202f\u2009\\-\u2010\u2011\u2012\u2013.()\x1d]")
_AIM = re.compile(r"\](.\d)")
_LOOKALIKES = {"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8"}


@dataclass(frozen=True, slots=True)
class ArticleNumber:
    """One USPS tracking number that passed its check digit.

    A passing check digit proves that the number was typed as printed, mostly; it does not
    prove that the piece exists. Two digits swapped over one between them are never noticed.

    Attributes:
        digits: The number itself, without the ZIP that a scanner may put in front.
        construct: pic20, legacy_ai91_22, impb_22 or impb_26; impb_routed_30 or
            impb_routed_34 if it was scanned with a ZIP; return_receipt_card.
        zip_code: The ZIP or ZIP+4 that stood in the barcode, digits only, or "".
        check_rule: mod10, or mod10_with_91_prefixed for some old 20-digit numbers.
    """

    digits: str
    construct: str
    zip_code: str = ""
    check_rule: str = "mod10"

    @property
    def shown(self) -> str:
        """The digits in groups of four, as they stand on the form."""
        return in_fours(self.digits)


@dataclass(frozen=True, slots=True)
class NumberUse:
    """An article number that another letter carries.

    Attributes:
        letter_ref: The letter that has it.
        used_on: The day it was posted or, before that, entered.
    """

    letter_ref: str
    used_on: date


def in_fours(digits: str) -> str:
    """Group digits as USPS prints them: "9589 0710 5270 0000 1588 14"."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def check_digit(digits_before: str) -> int:
    """Return the check digit: weights 3, 1, 3, 1 … from the right, to the next ten."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1)
        for place, digit in enumerate(reversed(digits_before))
    )
    return -total % 10


def parse_article_number(text: str) -> ArticleNumber:
    """Read what the clerk typed or the scanner sent into the article number field.

    Raises:
        EntryRefusedError: If it is no USPS tracking number, or the number of a green card.
            It names what is wrong; nothing is corrected or dropped in silence.
    """
    number = _parse(text, ARTICLE)
    if number.construct == "return_receipt_card":
        _refuse(
            ARTICLE,
            f"{number.shown} is the number of the green return receipt card, not of the letter",
            "Scan the label of the Certified Mail form (PS 3800). "
            "The card's number has its own field.",
        )
    return number


def parse_return_receipt_number(text: str) -> ArticleNumber:
    """Read the number printed on the green card (PS 3811).

    Raises:
        EntryRefusedError: If it is another kind of number.
    """
    number = _parse(text, RECEIPT)
    if number.construct != "return_receipt_card":
        _refuse(
            RECEIPT,
            f"{number.shown} is not the number of a return receipt card",
            "The card's number begins with 9590 94. The letter's own number belongs into the "
            "article number field. An old card without a number leaves this field empty.",
        )
    return number


def parse_s10(text: str) -> str:
    """Read a Registered or international number, "RB123456785GB", and return it bare.

    Raises:
        EntryRefusedError: If it is not of that form, or its check digit does not fit.
    """
    bare = _IGNORED.sub("", text).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", bare, re.ASCII):
        _refuse(ARTICLE, f'"{text.strip()}" is not a number like RB 1234 5678 5 GB', _TYPE_AGAIN)
    weighted = zip(bare[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True)
    rest = 11 - sum(int(digit) * weight for digit, weight in weighted) % 11
    expected = {10: 0, 11: 5}.get(rest, rest)
    if expected != int(bare[10]):
        _refuse(
            ARTICLE,
            f"{bare} cannot be right: its check digit is {bare[10]} "
            f"and the other digits ask for {expected}",
            _TYPE_AGAIN,
        )
    return bare


def examine_reuse(number: ArticleNumber, uses: Iterable[NumberUse], *, today: date) -> str:
    """Compare a number with the letters that carried it before.

    Returns:
        A sentence to show if the number was used more than two years ago, else "".

    Raises:
        EntryRefusedError: If it was used within the last two years.
    """
    latest = max(uses, key=lambda use: use.used_on, default=None)
    if latest is None:
        return ""
    if _years_later(latest.used_on, REUSE_YEARS) > today:
        _refuse(
            ARTICLE,
            f"{number.shown} already belongs to letter {latest.letter_ref} "
            f"of {latest.used_on.isoformat()}",
            "Each form has a number of its own, and none comes back within two years. "
            "Take the number of the form that goes with this letter.",
        )
    return (
        f"{number.shown} was used for letter {latest.letter_ref} on "
        f"{latest.used_on.isoformat()}, more than two years ago. "
        "Numbers do come back after that time; look at the form once more."
    )


_TYPE_AGAIN = "Compare it with the form and enter it again, or scan it. Nothing was saved."


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _refuse(field: str, problem: str, remedy: str) -> NoReturn:
    raise EntryRefusedError(field, f"{problem}.", remedy)


def _parse(text: str, field: str) -> ArticleNumber:
    digits, parted_at = _bare_digits(text, field)
    length = len(digits)
    if length == ROUTED or (length == LONG_ROUTED and digits.startswith("420")):
        return _routed(digits, parted_at, field)
    if length not in {LEGACY, IMPB, LONG_IMPB}:
        _refuse_length(length, field)
    if len(set(digits)) == 1:
        _refuse(field, f"{in_fours(digits)} is one digit repeated", _TYPE_AGAIN)
    if length == LEGACY:
        return _legacy(digits, field)
    if digits[:2] not in IDENTIFIERS:
        _refuse(
            field,
            f"{in_fours(digits)} does not begin with 91 to 95, as every number of "
            f"{length} digits does",
            _TYPE_AGAIN,
        )
    _require_check(digits, field)
    return ArticleNumber(digits, _construct(digits))


def _bare_digits(text: str, field: str) -> tuple[str, int | None]:
    """Strip what scanners and people add; tell after how many digits a GS stood."""
    rest = text.strip(" \t\r\n\u00a0\x1d")
    if marker := _AIM.match(rest):
        if marker.group(1) not in {"C0", "C1"}:
            _refuse(
                field,
                "That barcode is not a tracking barcode",
                "Scan the barcode on the label of the Certified Mail form. Nothing was saved.",
            )
        rest = rest[3:]
    before, separator, _ = rest.partition("\x1d")
    parted_at = len(_IGNORED.sub("", before)) if separator else None
    bare = _IGNORED.sub("", rest)
    if not bare:
        _refuse(field, "There is no number", "Type or scan the number on the form.")
    if re.fullmatch(r"[A-Za-z]{2}[0-9]{9}[A-Za-z]{2}", bare, re.ASCII):
        _refuse(
            field,
            f"{bare.upper()} is a Registered or international number, not a Certified Mail number",
            "Certified Mail numbers have 20 or 22 digits. Nothing was saved.",
        )
    for character in bare:
        if not (character.isascii() and character.isdigit()):
            likely = _LOOKALIKES.get(character)
            hint = f" (a {likely}?)" if likely else ""
            _refuse(
                field,
                f'There is "{character}"{hint} among the digits',
                "A tracking number has digits only. " + _TYPE_AGAIN,
            )
    return bare, parted_at


def _routed(digits: str, parted_at: int | None, field: str) -> ArticleNumber:
    """Take the ZIP off a scanned barcode; keep the one split that is a number."""
    starts: Sequence[int] = (ROUTED_ZIP5,) if len(digits) == ROUTED else (ROUTED_ZIP9, ROUTED_ZIP5)
    if not digits.startswith("420"):
        _refuse_length(len(digits), field)
    splits = [start for start in starts if digits[start : start + 2] in IDENTIFIERS]
    if parted_at in splits:
        splits = [parted_at]
    fitting = [start for start in splits if _fits(digits[start:])]
    if not splits:
        _refuse(
            field,
            "After the ZIP in that barcode no 91 to 95 follows, so it is no tracking number",
            _TYPE_AGAIN,
        )
    if not fitting:
        _require_check(digits[splits[0] :], field)
    if len(fitting) > 1:
        _refuse(
            field,
            "That barcode can be read in two ways",
            "Type the number that is printed below the bars. Nothing was saved.",
        )
    start = fitting[0]
    number = digits[start:]
    if number.startswith(CARD_PREFIX):
        return ArticleNumber(number, "return_receipt_card", digits[3:start])
    return ArticleNumber(number, f"impb_routed_{len(digits)}", digits[3:start])


def _legacy(digits: str, field: str) -> ArticleNumber:
    # Some numbers that begin with 71 were computed with the identifier 91 in front.
    if _fits(digits):
        return ArticleNumber(digits, "pic20")
    if digits.startswith("71") and _fits("91" + digits):
        return ArticleNumber(digits, "pic20", check_rule="mod10_with_91_prefixed")
    _require_check(digits, field)
    return ArticleNumber(digits, "pic20")  # pragma: no cover - the line above refused it


def _construct(digits: str) -> str:
    if digits.startswith(CARD_PREFIX):
        return "return_receipt_card"
    if digits.startswith("91") and len(digits) == IMPB:
        return "legacy_ai91_22"
    return f"impb_{len(digits)}"


def _fits(digits: str) -> bool:
    return check_digit(digits[:-1]) == int(digits[-1])


def _require_check(digits: str, field: str) -> None:
    if not _fits(digits):
        _refuse(
            field,
            f"{in_fours(digits)} cannot be right: its last digit is {digits[-1]} "
            f"and the other digits ask for {check_digit(digits[:-1])}",
            _TYPE_AGAIN,
        )


def _refuse_length(length: int, field: str) -> NoReturn:
    if length in TWO_SCANS:
        _refuse(
            field,
            f"There are {length} digits: it looks like two scans run together",
            "Empty the field and scan once. Nothing was saved.",
        )
    _refuse(
        field,
        f"There are {length} digits, and a tracking number has 20, 22 or 26",
        "A digit is missing or doubled. " + _TYPE_AGAIN,
    )
