"""Call guides: what to ask and what to offer, by category and step of the contact plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.customers import Category
from collections_desk.domain.resource_files import read_toml

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class CallGuide:
    """One card beside the call form.

    Attributes:
        steps: The steps it is for; empty is the card for the whole category.
        open_with: How to begin, after the identity is checked.
        ask: Questions, in order.
        offer: What may be offered: a plan, a waived fee, payment by phone.
        close: How to end, so that both know what happens next.
        avoid: What not to say.
    """

    category: Category
    steps: tuple[str, ...]
    title: str
    tone: str
    open_with: tuple[str, ...]
    ask: tuple[str, ...]
    offer: tuple[str, ...]
    close: tuple[str, ...]
    avoid: tuple[str, ...]


def call_guides(text: str, file: str) -> tuple[CallGuide, ...]:
    """Read the guides.

    Raises:
        ResourceFaultError: If a category has no card for all its steps.
    """
    whole = read_toml(text, file)
    whole.only({"guide"})
    guides = []
    for item in whole.tables("guide"):
        item.only(
            {"category", "steps", "title", "tone", "open_with", "ask", "offer", "close", "avoid"}
        )
        guides.append(
            CallGuide(
                Category(item.choice("category", {category.value for category in Category})),
                item.texts("steps"),
                item.text("title"),
                item.text("tone"),
                item.texts("open_with"),
                item.texts("ask"),
                item.texts("offer"),
                item.texts("close"),
                item.texts("avoid"),
            )
        )
    for category in Category:
        if not any(guide.category is category and not guide.steps for guide in guides):
            whole.refuse(f'the category "{category.value}" has no guide without steps')
    return tuple(guides)


def guide_for(guides: Sequence[CallGuide], category: Category, step: str | None) -> CallGuide:
    """Return the card of this step, or the general card of the category."""
    general = next(guide for guide in guides if guide.category is category and not guide.steps)
    exact = (guide for guide in guides if guide.category is category and step in guide.steps)
    return next(exact, general)
