"""The words of contact plans on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop import theme
from collections_desk.domain.plan_reading import (
    ANCHOR_WORDS,
    CHANNEL_WORDS,
    CONDITION_WORDS,
    SIGNER_WORDS,
    days_words,
)

if TYPE_CHECKING:
    from collections_desk.domain.contact_plans import Plan, Step

#: The drawing beside each channel.
CHANNEL_ICONS = {
    "email": "mail",
    "mail": "letter",
    "certified": "certified",
    "phone": "phone",
    "text": "note",
    "task": "check",
    "review": "scales",
    "check": "search",
    "system": "settings",
}


def tr(text: str) -> str:
    """Translate a word of contact plans."""
    return QCoreApplication.translate("PlanWords", text)


def plan_name(plan: Plan) -> str:
    """Return "A  Disorganized", "P  Promises" or "F  Aftercare"."""
    if plan.category is not None:
        return f"{plan.id}  {theme.marked(theme.CATEGORIES[plan.category.value])}"
    return f"{plan.id}  {({'P': tr('Promises'), 'F': tr('Aftercare')}).get(plan.id, plan.title)}"


def channel_word(channel: str) -> str:
    """Return how a step is done, "Certified mail"."""
    return tr(CHANNEL_WORDS.get(channel, channel))


def signer_word(signer: str) -> str:
    """Return who signs, "The lead", or a dash for nobody."""
    return capital(tr(SIGNER_WORDS[signer])) if signer in SIGNER_WORDS else tr("Nobody")


def anchor_word(anchor: str) -> str:
    """Return what a step counts from, "The due date"."""
    return capital(tr(ANCHOR_WORDS.get(anchor, anchor)))


#: What a step counts from, as short as a list asks for.
_SHORT = {
    "DUE": "due",
    "DISP": "the dispute",
    "RESP": "the decision",
    "PLAN": "the plan",
    "INST": "installment",
    "PTP": "the promise",
    "PTP_TAKEN": "the promise",
    "PIF": "all is paid",
}


def short_when(step: Step) -> str:
    """Return when a step is due in few words: "10 days after due", "The day of the dispute"."""
    anchor = tr(_SHORT.get(step.anchor, step.anchor))
    if step.offset == 0:
        return tr("The due date") if step.anchor == "DUE" else tr("The day of {0}").format(anchor)
    days = days_words(abs(step.offset), business=step.unit == "business")
    form = tr("{0} before {1}") if step.offset < 0 else tr("{0} after {1}")
    return form.format(days, anchor)


def condition_word(condition: str) -> str:
    """Return what must be so, "There is no payment plan", or "Always"."""
    if not condition:
        return tr("Always")
    return capital(tr(CONDITION_WORDS.get(condition, condition)))


def tone_word(tone: str) -> str:
    """Return a tone, "Plain-firm", or a dash for none."""
    return capital(tr(tone)) if tone else tr("None")


def version_word(version: int) -> str:
    """Return "as shipped" or "version 3"."""
    return tr("version {0}").format(version) if version else tr("as shipped")


def capital(words: str) -> str:
    """Return words with a capital at the beginning."""
    return words[:1].upper() + words[1:]
