"""A letter on the clerk's desk: its fields, its problems, and the page as it would print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_desk.domain.letters import Letter

SUBJECT_LIMIT, BODY_LIMIT = 200, 100_000


@dataclass(frozen=True, slots=True)
class LetterProblem:
    """Why a letter cannot be printed as it stands.

    Attributes:
        field: The merge field or the part of the form: "act_by", "body", "address".
        line: The line of the text it is on, from 1; 0 where there is none.
        said: What is wrong, a sentence.
        remedy: What to do, a sentence.
    """

    field: str
    line: int
    said: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PreviewResult:
    """A letter as it would print, or the reasons why it cannot.

    Attributes:
        pdf: The pages; with problems it is a proof that shows them, and None if the page
            cannot be laid out at all.
        pages: How many.
        problems: What must be mended first.
        notes: What the clerk ought to see, though the letter prints.
    """

    pdf: bytes | None
    pages: int
    problems: tuple[LetterProblem, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A merge field with the value that it has for one letter.

    Attributes:
        name: What stands between the braces.
        label: What it is called on the screen.
        value: The text it prints; empty where there is none.
        where: Where a missing value is filled in.
    """

    name: str
    label: str
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter on the clerk's desk, with all that the editor needs.

    Attributes:
        letter: The letter as saved.
        type_label: "Past-due reminder".
        template_label: "Past-due reminder, friendly".
        fields: Every merge field with its value for this letter.
        problems: What keeps it from being approved, found without rendering.
    """

    letter: Letter
    type_label: str
    template_label: str
    fields: tuple[FieldValue, ...]
    problems: tuple[LetterProblem, ...] = ()
