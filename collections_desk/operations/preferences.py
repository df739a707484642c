"""What the clerk decides about the business and about the program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.settings import checked
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.store.database import add_fact
from collections_desk.store.documents import get_document, put_document
from collections_desk.store.settings import load_settings, read_info, save_info, save_settings

if TYPE_CHECKING:
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk

_CONFIRMED = "recovery_confirmed"


def change_settings(desk: Desk, settings: Settings) -> Settings:
    """Save the settings, and return them as they were saved.

    Raises:
        EntryRefusedError: At the first value that cannot be; it names the field.
    """
    wanted = checked(settings)
    if not wanted.business.name:
        raise EntryRefusedError(
            "business.name",
            "The business has no name.",
            "Give the name that stands on letters. Nothing was saved.",
        )
    with desk.database.write(
        "settings.saved", "changed the settings", now=desk.now()
    ) as transaction:
        add_fact(transaction, changed=save_settings(transaction, wanted))
    return wanted


def change_logo(desk: Desk, content: bytes | None) -> None:
    """Keep a picture as the logo of the letterhead; None takes it away.

    The picture is checked and made a PNG of a sensible size before it is kept, so that no
    letter fails for it later.

    Raises:
        EntryRefusedError: If it is no picture, or too large.
    """
    from collections_desk.letters.logo import checked_logo  # noqa: PLC0415 - loads a picture library

    try:
        picture = None if content is None else checked_logo(content)
    except LetterRefusedError as refused:
        raise EntryRefusedError("logo", refused.problem, refused.remedy) from refused
    with desk.database.write(
        "settings.saved", "changed the letterhead logo", now=desk.now()
    ) as transaction:
        sha256 = (
            None
            if picture is None
            else put_document(transaction, picture, "image/png", now=desk.now())
        )
        settings = load_settings(transaction)
        save_settings(transaction, replace(settings, logo_sha256=sha256))
        add_fact(transaction, logo_sha256=sha256)


def read_logo(desk: Desk) -> bytes | None:
    """Return the logo of the letterhead, if there is one."""
    with desk.database.read() as session:
        sha256 = load_settings(session).logo_sha256
        return get_document(session, sha256).content if sha256 else None


def recovery_confirmed(desk: Desk) -> bool:
    """Tell whether a group of the recovery code was typed back once."""
    with desk.database.read() as session:
        return read_info(session, _CONFIRMED) == "yes"


def confirm_recovery(desk: Desk) -> None:
    """Record that the clerk has the recovery code on paper or in a file."""
    with desk.database.write(
        "recovery.confirmed", "typed back a group of the recovery code", now=desk.now()
    ) as transaction:
        save_info(transaction, _CONFIRMED, "yes")
