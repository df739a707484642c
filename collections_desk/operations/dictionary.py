"""Words that are right here: the clerk's own dictionary, and the names in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.operations.wording import kept_line
from collections_desk.store.customer_names import every_name
from collections_desk.store.settings import add_word, load_settings, load_words

if TYPE_CHECKING:
    from collections_desk.operations.desk import Desk


def known_words(desk: Desk) -> list[str]:
    """Return what is never marked as misspelled: added words, and everybody's names."""
    with desk.database.read() as session:
        settings = load_settings(session)
        ours = (
            settings.clerk,
            settings.business.name,
            settings.business.contact_name,
            settings.lead_signer.name,
            settings.exec_signer.name,
        )
        return [*load_words(session), *ours, *every_name(session)]


def learn_word(desk: Desk, word: str, *, operation_id: str | None = None) -> None:
    """Add a word to the dictionary of the business, for good.

    Raises:
        EntryRefusedError: If it is empty or no line of text.
    """
    kept = kept_line(word, field="word", needed=True)
    with desk.database.write(
        "dictionary.word_added",
        f'added "{kept}" to the dictionary',
        now=desk.now(),
        facts={"word": kept},
        operation_id=operation_id,
    ) as transaction:
        add_word(transaction, kept)
