"""Small words of letters: what was typed becomes a sentence that ends like one."""

from __future__ import annotations

_ENDS = (".", "!", "?", ":", ";")
_CLOSED = "\"')\u201d\u2019"
_INSIDE = ("We ", "The ", "This ", "Your ", "Our ")


def as_sentence(text: str) -> str:
    """Return a text with a full stop, unless it ends a sentence already; nothing stays nothing."""
    clean = text.rstrip()
    if not clean or clean.rstrip(_CLOSED).endswith(_ENDS):
        return clean
    return f"{clean}."


def as_clause(text: str) -> str:
    """Return a sentence as it goes on after "If it is not here by then,": "we will ...".

    Only the words that begin most consequences lose their capital; a name keeps its own.
    """
    said = as_sentence(text.lstrip())
    return said[:1].lower() + said[1:] if said.startswith(_INSIDE) else said


def first_upper(text: str) -> str:
    """Return a text that begins with a capital: the head of a line in a table."""
    return text[:1].upper() + text[1:]
