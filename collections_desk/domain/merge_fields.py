"""Merge fields: the small language of letter templates, made so that a clerk can learn it.

`{{customer_name}}` is replaced by the customer's name. A table stands alone on its line:
`{{statement_table}}`, `{{dispute_table}}`. A part that repeats begins with a line
`{{each invoices}}` and ends with a line `{{end}}`; only invoices, installments and
enclosures repeat. That is all: no conditions, no calculation, no expression.

A line whose optional field has nothing to say is left out. Values are put in once and are
never read as a template, whatever braces they hold. Names are a fixed list; an unknown one
is refused with its line, a required one without a value is refused by its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from collections_desk.domain.letter_drafts import BODY_LIMIT, FieldValue, LetterProblem
from collections_desk.domain.merge_field_list import FIELDS, LOOPS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from collections_desk.domain.merge_field_list import MergeField

LineKind = Literal[
    "text", "bullet", "blank", "statement_table", "dispute_table", "survey_form", "each", "end"
]

_TOKEN = re.compile(r"\{\{|\}\}|\{%|%\}")
_NAME = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: fixed text, or a field where `field` is not None."""

    text: str
    field: MergeField | None = None


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One line of a template.

    Attributes:
        number: Its line, from 1.
        kind: What it is.
        pieces: Its pieces, for text and bullets.
        loop: The repeated part it stands in (or opens), or "".
    """

    number: int
    kind: LineKind
    pieces: tuple[Piece, ...] = ()
    loop: str = ""


@dataclass(frozen=True, slots=True)
class MergedLine:
    """One line of a letter after merging: `kind` text, bullet, blank or a table."""

    kind: LineKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was read; merge it only if it has no problems.

    Attributes:
        lines: Its lines.
        problems: All that is wrong with it, by line.
    """

    lines: tuple[TemplateLine, ...]
    problems: tuple[LetterProblem, ...]

    def names(self) -> frozenset[str]:
        """Return every field and table that it uses, and the loops as "each invoices"."""
        used = {piece.field.name for line in self.lines for piece in line.pieces if piece.field}
        used |= {line.kind for line in self.lines if line.kind in TABLES}
        used |= {f"each {line.loop}" for line in self.lines if line.kind == "each"}
        return frozenset(used)


def read_template(text: str, part: str = "body") -> Template:
    """Read a template; what is wrong with it is collected, all of it.

    Args:
        text: The template.
        part: "subject" or "body", the part of the form to name in problems. A subject is
            one line without tables and loops.
    """
    if len(text) > BODY_LIMIT:
        said = f"The text has {len(text):,} characters; the limit is {BODY_LIMIT:,}."
        return Template((), (LetterProblem(part, 0, said, "Shorten it. Nothing was cut."),))
    reader = _Reader(part)
    for number, line in enumerate(text.split("\n"), start=1):
        reader.line(number, line)
    return reader.finished()


class _Reader:
    """Reads a template line by line; keeps where it is and what was wrong."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._lines: list[TemplateLine] = []
        self._problems: list[LetterProblem] = []
        self._loop, self._loop_line = "", 0

    def line(self, number: int, text: str) -> None:
        stripped = text.strip()
        before = len(self._problems)
        if not stripped:
            self._lines.append(TemplateLine(number, "blank", loop=self._loop))
            return
        if self._part == "body" and self._whole_line(number, stripped):
            return
        kind: LineKind = "text"
        if self._part == "body" and stripped.startswith("- "):
            kind, stripped = "bullet", stripped[2:].strip()
        pieces = tuple(self._pieces(number, stripped))
        if len(self._problems) > before:  # shown as typed, so that the page shows what is wrong
            pieces = (Piece(stripped),)
        self._lines.append(TemplateLine(number, kind, pieces, self._loop))

    def finished(self) -> Template:
        if self._loop:
            self._wrong(
                self._loop_line,
                f"{{{{each {self._loop}}}}} has no {{{{end}}}}",
                "Write {{end}} on a line of its own after the part that repeats.",
            )
        return Template(tuple(self._lines), tuple(self._problems))

    def _whole_line(self, number: int, text: str) -> bool:
        """Read a line that is one marker: a table, the begin or the end of a loop."""
        found = re.fullmatch(r"\{\{\s*([^{}]*?)\s*\}\}", text)
        if found is None:
            return False
        words = found.group(1).split()
        if words == ["end"]:
            if not self._loop:
                self._wrong(number, "{{end}} ends nothing", "Take it out.")
            self._lines.append(TemplateLine(number, "end"))
            self._loop = ""
            return True
        if words[:1] == ["each"]:
            self._open_loop(number, words[1:])
            return True
        if len(words) == 1 and words[0] in TABLES:
            kind: LineKind = "statement_table"
            if words[0] == "dispute_table":
                kind = "dispute_table"
            elif words[0] == "survey_form":
                kind = "survey_form"
            if self._loop:
                self._wrong(number, f"{text} stands inside a repeated part", "Move it out.")
            self._lines.append(TemplateLine(number, kind))
            return True
        return False

    def _open_loop(self, number: int, words: Sequence[str]) -> None:
        if self._loop:
            self._wrong(number, "a repeated part stands inside another", "Close the first.")
        elif len(words) != 1 or words[0] not in LOOPS:
            said = " ".join(words) or "nothing"
            self._wrong(number, f'"{said}" cannot repeat', f"Only {', '.join(LOOPS)} repeat.")
        else:
            self._loop, self._loop_line = words[0], number
            self._lines.append(TemplateLine(number, "each", loop=words[0]))

    def _pieces(self, number: int, text: str) -> Iterable[Piece]:
        at = 0
        while found := _TOKEN.search(text, at):
            if found.start() > at:
                yield Piece(text[at : found.start()])
            if found.group() in {"{%", "%}"}:
                self._wrong(
                    number,
                    f'"{found.group()}" is not used in letters',
                    "A field is written {{customer_name}}; there is no programming in a letter.",
                )
                return
            closing = text.find("}}", found.end()) if found.group() == "{{" else -1
            if closing < 0:
                said = f'"{found.group()}" has no partner on this line'
                self._wrong(number, said, "Write both braces: {{balance}}.")
                return
            yield from self._field(number, text[found.end() : closing].strip())
            at = closing + 2
        if at < len(text):
            yield Piece(text[at:])

    def _field(self, number: int, name: str) -> Iterable[Piece]:
        field = FIELDS.get(name)
        if field is None:
            self._unknown(number, name)
        elif field.loop and field.loop != self._loop:
            self._wrong(
                number,
                f"{{{{{name}}}}} stands outside its repeated part",
                f"Put a line {{{{each {field.loop}}}}} before it and a line {{{{end}}}} after it.",
            )
        else:
            yield Piece("", field)

    def _unknown(self, number: int, name: str) -> None:
        shown = name if len(name) <= 60 else name[:57] + "..."  # noqa: PLR2004 - fits a message
        if name in TABLES or name == "end" or name.split()[:1] == ["each"]:
            self._wrong(
                number,
                f"{{{{{shown}}}}} must stand alone on its line",
                "Put it on a line of its own, in the text of the letter.",
            )
        elif _NAME.fullmatch(name):
            self._wrong(
                number,
                f'there is no field "{shown}"',
                "Pick a field from the list beside the text.",
            )
        else:
            self._wrong(
                number,
                f'"{shown}" is not the name of a field',
                "Only a name stands between the braces: no calculation, no points, no bars.",
            )

    def _wrong(self, number: int, said: str, remedy: str) -> None:
        self._problems.append(LetterProblem(self._part, number, f"Line {number}: {said}.", remedy))


def merge(
    template: Template,
    values: Mapping[str, str],
    loops: Mapping[str, Sequence[Mapping[str, str]]],
    part: str = "body",
) -> tuple[tuple[MergedLine, ...], tuple[LetterProblem, ...]]:
    """Put the values in.

    Returns:
        The lines of the letter, and a problem for each required field without a value. In
        the lines such a field stands in brackets by its label, for the preview.
    """
    merged: list[MergedLine] = []
    missing: dict[str, LetterProblem] = {}
    lines = list(template.lines)
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.kind == "each":
            ends = (place for place in range(at, len(lines)) if lines[place].kind == "end")
            end = next(ends, len(lines))
            for row in loops.get(line.loop, ()):
                for inner in lines[at + 1 : end]:
                    merged += _merged(inner, {**values, **row}, missing, part)
            at = end
        elif line.kind != "end":
            merged += _merged(line, values, missing, part)
        at += 1
    return tuple(merged), tuple(missing.values())


def _merged(
    line: TemplateLine,
    values: Mapping[str, str],
    missing: dict[str, LetterProblem],
    part: str,
) -> list[MergedLine]:
    if not line.pieces:
        return [MergedLine(line.kind)]
    parts: list[str] = []
    for piece in line.pieces:
        if piece.field is None:
            parts.append(_after(parts[-1] if parts else "", piece.text))
            continue
        value = values.get(piece.field.name, "")
        if value:
            parts.append(value)
        elif piece.field.optional:
            return []
        else:
            missing.setdefault(piece.field.name, missing_value(piece.field, line.number, part))
            parts.append(f"[{piece.field.label}]")
    return [MergedLine(line.kind, "".join(parts))]


def _after(value: str, text: str) -> str:
    """Return text that follows a value; "Acme, Inc." ends a sentence without a second period."""
    ends = value.endswith(".") and text.startswith(".") and not text.startswith("..")
    return text[1:] if ends else text


_PARTS = {"subject": "subject", "body": "text"}


def missing_value(field: MergeField, number: int, part: str) -> LetterProblem:
    """Say which value is missing, and where to fill it in."""
    return LetterProblem(
        field.name,
        number,
        f'"{field.label}" is missing; line {number} of the {_PARTS[part]} needs it.',
        f"Fill it in under: {field.where}. The letter is not printed without it.",
    )


def field_values(values: Mapping[str, str]) -> tuple[FieldValue, ...]:
    """Return every field with its value, for the list beside the editor."""
    return tuple(
        FieldValue(field.name, field.label, values.get(field.name, ""), field.where)
        for field in FIELDS.values()
        if not field.loop
    )
