"""How a step or a letter is said: what each tone does, and what it avoids."""

from __future__ import annotations

from dataclasses import dataclass

from collections_desk.domain.resource_files import read_csv


@dataclass(frozen=True, slots=True)
class Tone:
    """A tone of the practice (collections practice, section 4.6).

    Attributes:
        id: "plain-firm" for one; stable.
        do: What it does, in words.
        avoid: What it leaves out, in words.
    """

    id: str
    do: str
    avoid: str


def tones(text: str, file: str) -> dict[str, Tone]:
    """Read the table of tones.

    Raises:
        ResourceFaultError: If a row lacks a value or a tone stands twice.
    """
    found: dict[str, Tone] = {}
    for row in read_csv(text, file, {"id", "do", "avoid"}):
        tone = Tone(row.text("id"), row.text("do"), row.text("avoid"))
        if tone.id in found:
            row.refuse(f'the tone "{tone.id}" stands twice', "id")
        found[tone.id] = tone
    return found
