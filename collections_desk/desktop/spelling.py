"""Spell check in notes and letters: a wavy line, five suggestions, a dictionary of one's own.

Names of customers, merge fields and anything with a digit in it are never marked. The
dictionary is loaded in the background; without it nothing is marked and nothing is missing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QTimer
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QMenu, QPlainTextEdit
from shiboken6 import isValid

from collections_desk.desktop import theme
from collections_desk.desktop.labels import access_key_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from collections_desk.desktop.background import Background

#: Suggestions offered for a word.
MOST_SUGGESTIONS = 5
#: The marks appear this long after the last key, in milliseconds.
PAUSE = 250
#: A word: letters with an apostrophe inside; not next to a digit, "@", "_" or "{".
_WORD = re.compile(r"(?<![\w@{./-])[^\W\d_]+(?:['\u2019][^\W\d_]+)?(?![\w@}-])")
#: Our merge fields, "{{customer.name}}"; and addresses, which are no words.
_SKIPPED = re.compile(r"\{\{.*?\}\}|\S+@\S+|https?://\S+")
#: Shorter words are not marked: they are codes and initials.
SHORTEST = 3


class Dictionary(Protocol):
    """What the library gives."""

    def spell(self, word: str) -> bool:
        """Tell whether the word is right."""

    def suggest(self, word: str) -> tuple[str, ...]:
        """Return what may have been meant."""


@lru_cache(maxsize=1)
def english() -> Dictionary | None:
    """Return the English dictionary, or None where the library is not installed."""
    try:
        from hunspell import Hunspell  # noqa: PLC0415 - optional: not on every system
    except ImportError:
        return None
    dictionary: Dictionary = Hunspell("en_US")
    return dictionary


class Speller:
    """Knows which words are right here: English, the clerk's own, and known names."""

    def __init__(self, dictionary: Dictionary | None, own: Iterable[str] = ()) -> None:
        self._dictionary = dictionary
        self._known = {word.casefold() for word in own}

    @property
    def ready(self) -> bool:
        """Whether there is a dictionary at all."""
        return self._dictionary is not None

    def know(self, text: str) -> None:
        """Take every word of a name as right."""
        self._known |= {match[0].casefold() for match in _WORD.finditer(text)}

    def wrong_words(self, text: str) -> list[tuple[int, int]]:
        """Return the place and the length of each word that is probably wrong."""
        if self._dictionary is None:
            return []
        skipped = [match.span() for match in _SKIPPED.finditer(text)]
        return [
            (match.start(), len(match[0]))
            for match in _WORD.finditer(text)
            if not any(start <= match.start() < end for start, end in skipped)
            and not self.is_right(match[0])
        ]

    def is_right(self, word: str) -> bool:
        """Tell whether a word is right, or not one to be marked."""
        if self._dictionary is None or len(word) < SHORTEST or word.isupper():
            return True
        plain = word.replace("\u2019", "'")
        return plain.casefold() in self._known or self._dictionary.spell(plain)

    def suggestions(self, word: str) -> list[str]:
        """Return what may have been meant, the likeliest first."""
        if self._dictionary is None:
            return []
        return list(self._dictionary.suggest(word))[:MOST_SUGGESTIONS]


class SpellingMarks(QSyntaxHighlighter):
    """Draws the wavy lines in one text, after a pause in typing."""

    def __init__(self, document: QTextDocument, speller: Speller) -> None:
        super().__init__(document)
        self.speller = speller
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.rehighlight)
        self._marking = False
        self._seen = document.toPlainText()
        document.contentsChange.connect(self._wait)
        theme.notifier.changed.connect(self.rehighlight)

    def rehighlight(self) -> None:
        """Mark the whole text now."""
        if not isValid(self):
            return  # the theme outlives the text; its signal still comes
        self._marking = True
        super().rehighlight()
        self._marking = False

    def _wait(self, _place: int, removed: int, added: int) -> None:
        # Marking a word is told as a change too; only other words need another look.
        text = self.document().toPlainText() if removed or added else self._seen
        if text != self._seen:
            self._seen = text
            self._pause.start()

    # Overrides of Qt methods.

    def highlightBlock(self, text: str) -> None:
        if not self._marking:
            return
        wavy = QTextCharFormat()
        wavy.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        wavy.setUnderlineColor(theme.color("danger"))
        for start, length in self.speller.wrong_words(text):
            self.setFormat(start, length, wavy)


class SpellCheck(QObject):
    """Spell check on one editor: marks, and suggestions in its context menu and by a key."""

    def __init__(
        self, editor: QPlainTextEdit, speller: Speller, add_word: Callable[[str], object]
    ) -> None:
        """Check an editor from now on.

        Args:
            editor: The note or letter.
            speller: Which words are right.
            add_word: Keeps a word in the clerk's own dictionary.
        """
        super().__init__(editor)
        self._editor = editor
        self._add_word = add_word
        self.marks = SpellingMarks(editor.document(), speller)

    def word_at(self, cursor: QTextCursor) -> QTextCursor:
        """Return a cursor over the word that another cursor is in."""
        over = QTextCursor(cursor)
        over.select(QTextCursor.SelectionType.WordUnderCursor)
        return over

    def offer(self, menu: QMenu, cursor: QTextCursor) -> None:
        """Put suggestions for the word at the cursor on top of a menu."""
        over = self.word_at(cursor)
        word = over.selectedText()
        if not word or self.marks.speller.is_right(word):
            return
        first = menu.actions()[0] if menu.actions() else None
        for suggestion in self.marks.speller.suggestions(word):
            action = menu.addAction(access_key_safe(suggestion))
            action.triggered.connect(lambda _checked=False, text=suggestion: over.insertText(text))
            if first is not None:
                menu.insertAction(first, action)
        add = menu.addAction(_tr("&Add to Dictionary"))
        add.triggered.connect(lambda: self.add(word))
        if first is not None:
            menu.insertAction(first, add)
            menu.insertSeparator(first)

    def add(self, word: str) -> None:
        """Take a word as right from now on."""
        self.marks.speller.know(word)
        self._add_word(word)
        self.marks.rehighlight()

    def show_menu(self) -> None:
        """Open the suggestions at the cursor: the keyboard's way to the context menu."""
        menu = QMenu(self._editor)
        menu.setToolTipsVisible(True)
        self.offer(menu, self._editor.textCursor())
        if menu.isEmpty():
            menu.addAction(_tr("Nothing to suggest here")).setEnabled(False)
        place: QPoint = self._editor.cursorRect().bottomLeft()
        menu.popup(self._editor.viewport().mapToGlobal(place))


def load_speller(
    background: Background,
    take: Callable[[Speller], object],
    known: Callable[[], Iterable[str]] = tuple,
) -> None:
    """Load the dictionary in the background and hand over a speller.

    `known` is asked on the worker thread for words and names that are right as well.
    """

    def work() -> Speller:
        speller = Speller(english())
        for text in known():
            speller.know(text)
        return speller

    background.run(work, done=take, failed=_no_dictionary)


def _no_dictionary(_error: object) -> None:
    """Go on without: nothing is marked."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Spelling", text)
