"""What the clerk decides about the business and about the program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.settings import checked
from collections_desk.errors import EntryRefusedError
from collections_desk.store.database import add_fact
from collections_desk.store.documents import get_document, put_document
from collections_desk.store.settings import load_settings, read_info, save_info, save_settings

if TYPE_CHECKING:
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk

#: The largest picture that is taken as a letterhead logo, in bytes.
LARGEST_LOGO = 2_000_000
#: How PNG and JPEG files begin.
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
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

    Raises:
        EntryRefusedError: If it is no PNG or JPEG, or too large.
    """
    media_type = "" if content is None else _media_type(content)
    with desk.database.write(
        "settings.saved", "changed the letterhead logo", now=desk.now()
    ) as transaction:
        sha256 = (
            None
            if content is None
            else put_document(transaction, content, media_type, now=desk.now())
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


def _media_type(content: bytes) -> str:
    if len(content) > LARGEST_LOGO:
        raise EntryRefusedError(
            "logo",
            "The picture is larger than 2 MB.",
            "Save it smaller and choose it again. Nothing was changed.",
        )
    for beginning, media_type in _PICTURES.items():
        if content.startswith(beginning):
            return media_type
    raise EntryRefusedError(
        "logo",
        "The file is not a PNG or JPEG picture.",
        "Choose a picture of that kind. Nothing was changed.",
    )
