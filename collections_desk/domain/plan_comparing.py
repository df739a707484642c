"""What changed between two versions of a contact plan, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.plan_reading import (
    CHANNEL_WORDS,
    SIGNER_WORDS,
    condition_words,
    days_words,
    step_line,
    when_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.domain.contact_plans import Plan, Step


def compare(before: Plan, after: Plan) -> list[str]:
    """Return each difference as a sentence, in the order of the newer plan.

    Removed steps come first. An empty list means that the two say the same.
    """
    old = {step.id: step for step in before.steps}
    new = {step.id: step for step in after.steps}
    said = []
    if before.title != after.title:
        said.append(f'The title was "{before.title}" and is "{after.title}".')
    said += [f"Removed: {step_line(step)}" for step in before.steps if step.id not in new]
    for step in after.steps:
        if step.id not in old:
            said.append(f"New: {step_line(step)}")
        else:
            said += _step_changes(old[step.id], step)
    return said + _moves(before, after)


def _step_changes(before: Step, after: Step) -> list[str]:
    said = []
    if when_words(before) != when_words(after):
        said.append(f"{after.id} was {_low(when_words(before))} and is {_low(when_words(after))}.")
    for name, words in _WORDS.items():
        was, now = words(before), words(after)
        if was != now:
            said.append(f"{after.id}: {name} was {was} and is {now}.")
    if before.on != after.on:
        said.append(f"{after.id} is {'on' if after.on else 'off'} now.")
    return said


_WORDS: dict[str, Callable[[Step], str]] = {
    "the channel": lambda step: CHANNEL_WORDS.get(step.channel, step.channel).lower(),
    "the letter": lambda step: step.letter or "none",
    "the tone": lambda step: step.tone or "none",
    "the signer": lambda step: SIGNER_WORDS.get(step.signer, step.signer) or "nobody",
    "the condition": lambda step: (
        f'"{condition_words(step.condition)}"' if step.condition else "none"
    ),
    "the least distance": lambda step: days_words(step.least_days) if step.least_days else "none",
    "the text": lambda step: f'"{step.text}"',
}


def _moves(before: Plan, after: Plan) -> list[str]:
    """Say which steps changed places, with as few moves as explain the new order."""
    shared = {step.id for step in before.steps} & {step.id for step in after.steps}
    old = [step.id for step in before.steps if step.id in shared]
    new = [step.id for step in after.steps if step.id in shared]
    stayed = _longest_in_order([old.index(one) for one in new])
    kept = {old[number] for number in stayed}
    said = []
    for place, one in enumerate(new):
        if one not in kept:
            where = f"after {new[place - 1]}" if place else "first"
            said.append(f"{one} comes {where} now.")
    return said


def _longest_in_order(numbers: list[int]) -> list[int]:
    """Return the longest run of numbers that already stand in rising order."""
    best: list[list[int]] = []
    for place, number in enumerate(numbers):
        before = [best[i] for i in range(place) if numbers[i] < number]
        best.append([*max(before, key=len, default=[]), number])
    return max(best, key=len, default=[])


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
