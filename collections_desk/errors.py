"""Every error the clerk can meet, in one tree.

DeskError                     a problem and its remedy, both fit to read
├── StoreError                the data file cannot be opened, read or written
├── KeyProblemError           the key to the data file cannot be had
├── ImportRefusedError        a file cannot be imported as it stands
├── LetterRefusedError        a letter cannot be drafted or printed as it stands
├── NotAllowedError           a guard stands before the deed and was not overridden
├── EntryRefusedError         what was typed cannot be recorded as it stands
├── ExportRefusedError        an export cannot be written
├── ResourceFaultError        a shipped or edited data file breaks its form
└── UsageError                the command line was used wrongly

Anything else that is raised is a fault in this program. It is not caught on
the way up: the crash handler in `desktop.crash` reports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class DeskError(Exception):
    """A problem that the clerk can read and act on.

    Attributes:
        problem: What happened, in one sentence that names the thing.
        remedy: What to do now, and what was not done.
        code: A short code to quote, "STORE-KEY" for one; empty where none helps.
    """

    def __init__(self, problem: str, remedy: str, *, code: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.code = code


class StoreError(DeskError):
    """The data file cannot be opened, read or written."""


class KeyProblemError(DeskError):
    """The key to the data file cannot be had."""


class ImportRefusedError(DeskError):
    """A file cannot be imported as it stands."""


class LetterRefusedError(DeskError):
    """A letter cannot be drafted or printed as it stands."""


class NotAllowedError(DeskError):
    """A guard stands before the deed, and no reason was given to pass it.

    Attributes:
        reasons: What each guard says, in words that complete "because …".
    """

    def __init__(self, deed: str, reasons: Sequence[str], remedy: str) -> None:
        super().__init__(f"{deed}: {'; '.join(reasons)}.", remedy, code="GUARD")
        self.reasons = tuple(reasons)


class EntryRefusedError(DeskError):
    """What was typed cannot be recorded as it stands.

    Attributes:
        field: The name of the field on the form, so that the message stands beside it.
    """

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.field = field


class ExportRefusedError(DeskError):
    """An export cannot be written."""


class ResourceFaultError(DeskError):
    """A shipped or edited data file breaks its form."""

    def __init__(self, file: str, line: int, fault: str) -> None:
        super().__init__(
            f"Line {line} of {file}: {fault}.",
            "Correct that line or install the program again. Nothing was changed.",
            code="RESOURCE",
        )
        self.file = file
        self.line = line


class UsageError(DeskError):
    """The command line was used wrongly."""
