"""The spelling of a letter or a note: the dictionary of the business, which can learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiboken6 import isValid

from collections_desk.desktop.spelling import SpellCheck, load_speller
from collections_desk.operations.dictionary import known_words, learn_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.note_edit import NoteEdit
    from collections_desk.desktop.shell import Shell
    from collections_desk.desktop.spelling import Speller
    from collections_desk.errors import DeskError


def begin_spelling(
    shell: Shell,
    body: NoteEdit,
    begun: Callable[[SpellCheck], object],
    failed: Callable[[DeskError], object],
) -> None:
    """Load the dictionary beside the window, and mark words once it is there.

    Args:
        shell: The window.
        body: The text.
        begun: Told of the check once it can begin.
        failed: Told if a word that was added could not be kept.
    """
    desk = shell.desk

    def learn(word: str) -> None:
        shell.background.run(
            lambda: learn_word(desk, word),
            done=lambda _nothing: None,
            failed=failed,
            owner=body,
        )

    def take(speller: Speller) -> None:
        if isValid(body):  # a dialog may be closed before the dictionary is there
            begun(SpellCheck(body, speller, learn))

    load_speller(shell.background, take, lambda: known_words(desk))
