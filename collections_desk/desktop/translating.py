"""Texts that are marked for translation where they stand and translated where they are shown."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # the name that lupdate looks for
    """Return the text as it is; `QCoreApplication.translate(context, text)` comes later.

    Qt's own function of this name has no useful type.
    """
    del context
    return text
