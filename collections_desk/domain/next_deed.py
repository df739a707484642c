"""Which deed the next action asks for: the one that a screen puts first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_desk.domain.worklist import LineState, NextAction

#: What settles a review or a task that no step stands behind, by what it is about. Where a text
#: is empty, nothing on the page does: the day, or the next import, does it.
_BY_ABOUT = {
    "hold": "hold",
    "dispute": "dispute_work",
    "credit": "dispute_work",
    "review": "decide",
    "placement": "decide",
    "settlement": "decide",
    "promise": "",
    "plan": "",
    "vanished": "",
    "due": "",
    "own": "step_done",
}
#: A task whose words have one of these is done with the sheet of the late charges.
_CHARGES = ("late fee", "late charge", "interest")


def next_deed(state: LineState | str, action: NextAction | None) -> str:
    """Return the deed that is asked for now, by the name of its command; empty for none.

    Nothing is asked for with a customer who is on hold or closed.
    """
    if action is None or state != "action":
        return ""
    if action.kind in {"call", "letter"}:
        return str(action.kind)
    if action.about in _BY_ABOUT:
        return _BY_ABOUT[action.about]
    if action.kind == "review":
        return "decide"
    if action.kind == "task" and any(word in action.text.casefold() for word in _CHARGES):
        return "charges"
    return "step_done"
