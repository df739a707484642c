"""Free text on its way into the record: cleaned, and with numbers masked that must not stand."""

from __future__ import annotations

from collections_desk.domain.guards_notes import MaskedNote, mask_numbers
from collections_desk.domain.names import LineFaultError, clean_line, clean_note
from collections_desk.errors import EntryRefusedError

_REMEDY = "Shorten or retype it. Nothing was recorded."


def checked_note(words: str, *, field: str = "note") -> MaskedNote:
    """Return a text as it may be kept, and what the clerk must be told about it.

    Invisible characters go; card, social security and bank account numbers are masked
    (G-NOTE-01).

    Raises:
        EntryRefusedError: If it is too long or holds half a character; nothing is cut.
    """
    try:
        clean = clean_note(words)
    except LineFaultError as fault:
        raise EntryRefusedError(field, f"The text {fault}.", _REMEDY) from None
    masked = mask_numbers(clean.text)
    told = (f"In the text, {clean.notice}.",) if clean.notice else ()
    return MaskedNote(masked.text, told + masked.told)


def kept_note(words: str, *, field: str = "note") -> str:
    """Return a text as it may be kept, without outer space. Raises as `checked_note` does."""
    return checked_note(words, field=field).text.strip()


def kept_line(words: str | None, *, field: str, needed: bool = False) -> str:
    """Return a one-line text as it may be kept.

    Raises:
        EntryRefusedError: If it cannot be kept, or is empty though it is needed.
    """
    try:
        text = mask_numbers(clean_line(words or "").text).text
    except LineFaultError as fault:
        name = field.replace("_", " ").capitalize()
        raise EntryRefusedError(field, f"{name} {fault}.", _REMEDY) from None
    if needed and not text:
        name = field.replace("_", " ").capitalize()
        raise EntryRefusedError(field, f"{name} is empty.", "Type it. Nothing was recorded.")
    return text


def given_reason(words: str, fault: str) -> str:
    """Return a reason as it may be kept.

    Raises:
        EntryRefusedError: With `fault` as the problem, if there is none.
    """
    reason = kept_note(words, field="why")
    if not reason:
        raise EntryRefusedError("why", fault, "Say why in a sentence. Nothing was recorded.")
    return reason
