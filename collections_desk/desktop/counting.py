"""Numbers of things in words: "1 letter", "3 letters"."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def counted(count: int, one: str, many: str) -> str:
    """Return `one` for exactly one thing and `many` for every other number.

    Both are sentences in English, translated here; `{n}` in them is the number.
    """
    text = QCoreApplication.translate("Counted", one if count == 1 else many)
    return text.replace("{n}", f"{count:,}")


def letters(count: int) -> str:
    """Return "1 letter" or "3 letters"."""
    return counted(count, "{n} letter", "{n} letters")
