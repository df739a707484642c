"""What is typed into a letter and not saved yet. It is no part of the record: no audit line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from collections_desk.domain.letter_options import LetterOptions, options_from_json
from collections_desk.operations import drafts
from collections_desk.store.drafts import find_draft

if TYPE_CHECKING:
    from datetime import datetime

    from collections_desk.operations.desk import Desk

#: The kind under which drafts of letters are kept; the key is the number of the letter.
DRAFT_KIND = "letter"


def keep_typed(desk: Desk, letter_id: int, customer_id: int, **unsaved: Any) -> None:  # noqa: ANN401 - as `save_letter_draft`
    """Keep what the editor holds; `unsaved` takes what `save_letter_draft` takes.

    It is thrown away by the saving of the letter itself.
    """
    plain: dict[str, Any] = {}
    for name, value in unsaved.items():
        if isinstance(value, LetterOptions):
            plain[name] = value.as_json()
        elif isinstance(value, date):
            plain[name] = value.isoformat()
        elif value is not None:
            plain[name] = value
    drafts.save_draft(desk, DRAFT_KIND, str(letter_id), plain, customer_id)


def typed_before(desk: Desk, letter_id: int) -> tuple[dict[str, Any], datetime] | None:
    """Return what was typed and not saved, as `save_letter_draft` takes it, and when."""
    with desk.database.read() as session:
        found = find_draft(session, DRAFT_KIND, str(letter_id))
    if found is None:
        return None
    values = dict(found.content)
    if "options" in values:
        values["options"] = options_from_json(values["options"])
    if "letter_date" in values:
        values["letter_date"] = date.fromisoformat(values["letter_date"])
    return values, found.saved_at
