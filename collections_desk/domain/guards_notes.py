"""G-NOTE: what must not be written down. Numbers are masked before anything is saved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.guards import find
from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode

#: What may stand between the digits of a card number.
_GAP = r"[ .\-\u00a0\u2010-\u2015]?"
_DIGITS = re.compile(rf"(?<![0-9])[0-9](?:{_GAP}[0-9]){{12,}}(?![0-9])")
_GROUP = re.compile(r"[0-9]+")
_SHORTEST_CARD, _LONGEST_CARD = 13, 19
_SSN = re.compile(
    r"(?<![0-9\-])(?!000|666|9)[0-9]{3}[- ](?!00)[0-9]{2}[- ](?!0000)[0-9]{4}(?![0-9\-])"
)
_SSN_WORDS = re.compile(
    r"\b(ssn|social security(?: number| no\.?| #)?)(\W{0,4}(?:is\s+)?)([0-9][0-9 \-]{7,12}[0-9])",
    re.IGNORECASE,
)
_CVV = re.compile(
    r"\b(cvv2?|cvc2?|cid|security code|card code)(\W{0,4}(?:is\s+)?)([0-9]{3,4})(?![0-9])",
    re.IGNORECASE,
)
_BANK = re.compile(
    r"\b(account (?:number|no\.?|#)|acct\.?(?: (?:number|no\.?|#))?|routing(?: number| no\.?| #)?"
    r"|aba|iban)(\W{0,4}(?:is\s+)?)([A-Z]{0,2}[0-9][0-9A-Z \-]{5,32}[0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MaskedNote:
    """A note as it may be saved.

    Attributes:
        text: The note, with numbers masked.
        told: A sentence for each kind of number that was masked.
    """

    text: str
    told: tuple[str, ...]


def luhn(digits: str) -> bool:
    """Tell whether digits pass the check of card numbers (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, letter in enumerate(reversed(digits)):
        value = int(letter) * (1 + place % 2)
        total += value - 9 * (value > 9)  # noqa: PLR2004 - the sum of its two digits
    return total % 10 == 0


def mask_numbers(text: str) -> MaskedNote:
    """Mask card numbers, security codes, social security and bank account numbers.

    The last four digits stay where the whole is longer, so that the clerk can tell which it
    was. An invoice number of 13 to 19 digits that happens to pass the Luhn check is masked
    too: one in ten of them, and a card number on record would be worse.
    """
    told: list[str] = []
    masked = _SSN_WORDS.sub(_keep_word(told, "A social security number was masked."), text)
    masked = _CVV.sub(_hide_code(told), masked)
    masked = _DIGITS.sub(_mask_card(told), masked)
    masked = _SSN.sub(_mask_ssn(told), masked)
    masked = _BANK.sub(_keep_word(told, "A bank account number was masked."), masked)
    return MaskedNote(masked, tuple(dict.fromkeys(told)))


def _last_four(number: str) -> str:
    digits = re.sub(r"[^0-9]", "", number)
    return f"[masked, ends {digits[-4:]}]"


def _mask_card(told: list[str]) -> Callable[[re.Match[str]], str]:
    def mask(found: re.Match[str]) -> str:
        spans = _card_spans(found[0])
        text = found[0]
        for start, end in reversed(spans):
            told.append("A card number was masked; only its last four digits are kept.")
            text = text[:start] + _last_four(text[start:end]) + text[end:]
        return text

    return mask


def _card_spans(run: str) -> list[tuple[int, int]]:
    """Find card numbers in a run of digits and gaps, for other numbers may stand beside them.

    A card begins and ends where a group of digits does. The longest is taken first.
    """
    groups = [group.span() for group in _GROUP.finditer(run)]
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(groups):
        for last in range(len(groups) - 1, first - 1, -1):
            start, end = groups[first][0], groups[last][1]
            digits = re.sub(r"[^0-9]", "", run[start:end])
            fits = _SHORTEST_CARD <= len(digits) <= _LONGEST_CARD
            if fits and digits.strip("0") and luhn(digits):
                found.append((start, end))
                first = last
                break
        first += 1
    return found


def _mask_ssn(told: list[str]) -> Callable[[re.Match[str]], str]:
    def mask(found: re.Match[str]) -> str:
        told.append("A social security number was masked.")
        return _last_four(found[0])

    return mask


def _keep_word(told: list[str], sentence: str) -> Callable[[re.Match[str]], str]:
    def mask(found: re.Match[str]) -> str:
        told.append(sentence)
        return f"{found[1]}{found[2]}{_last_four(found[3])}"

    return mask


def _hide_code(told: list[str]) -> Callable[[re.Match[str]], str]:
    def mask(found: re.Match[str]) -> str:
        told.append("A card security code was removed.")
        return f"{found[1]}{found[2]}[masked]"

    return mask


def note_findings(
    masked: MaskedNote,
    careful_words: Iterable[str],
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
) -> list[GuardFinding]:
    """Return what the note guards say about a note, after masking."""
    found: list[GuardFinding] = []
    if masked.told:
        found += find(
            rules,
            "G-NOTE-01",
            mode=mode,
            kind=kind,
            said=" ".join(masked.told),
            facts={"masked": len(masked.told)},
        )
    words = [
        word
        for word in careful_words
        if re.search(rf"\b{re.escape(word)}\b", masked.text, re.IGNORECASE)
    ]
    if words:
        said = f"facts only, this may be read in court: {', '.join(words)}"
        found += find(rules, "G-NOTE-02", mode=mode, kind=kind, said=said, facts={"words": words})
    return found


def careful_words(text: str, file: str) -> tuple[str, ...]:
    """Read the list of words that do not belong in a note."""
    return tuple(row.text("word") for row in read_csv(text, file, {"word", "group"}))
