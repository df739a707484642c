"""A contact plan in plain sentences, one line a step, fit to be read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.contact_plans import Plan, Step

#: What the days of a step are counted from.
ANCHOR_WORDS: Mapping[str, str] = {
    "DUE": "the due date",
    "DISP": "the dispute came in",
    "RESP": "the dispute was decided",
    "PLAN": "the payment plan was agreed",
    "INST": "the installment was due",
    "PTP": "the promise fell due",
    "PTP_TAKEN": "the promise was taken",
    "PIF": "everything was paid",
}
#: The same on the day itself.
ON_THE_DAY: Mapping[str, str] = {
    "DUE": "On the due date",
    "DISP": "On the day the dispute comes in",
    "RESP": "On the day the dispute is decided",
    "PLAN": "On the day the payment plan is agreed",
    "INST": "On the day the installment is due",
    "PTP": "On the day the promise falls due",
    "PTP_TAKEN": "On the day the promise is taken",
    "PIF": "On the day everything is paid",
}
#: The same where a step comes before it.
BEFORE_WORDS: Mapping[str, str] = {
    "DUE": "the due date",
    "DISP": "the dispute comes in",
    "RESP": "the dispute is decided",
    "PLAN": "the payment plan is agreed",
    "INST": "the installment is due",
    "PTP": "the promise falls due",
    "PTP_TAKEN": "the promise is taken",
    "PIF": "everything is paid",
}
CHANNEL_WORDS: Mapping[str, str] = {
    "email": "E-mail",
    "mail": "Mail",
    "certified": "Certified mail",
    "phone": "Phone",
    "text": "Text message",
    "task": "Task",
    "review": "Review",
    "check": "Check",
    "system": "In the program",
}
SIGNER_WORDS: Mapping[str, str] = {
    "clerk": "the clerk",
    "lead": "the lead",
    "exec": "senior management",
}
#: What must be so before a step is taken; it completes "only if …".
CONDITION_WORDS: Mapping[str, str] = {
    "above_small_balance": "the balance is above what is left alone",
    "consent_on_file": "the customer has agreed to text messages",
    "fee_preset": "a late fee was agreed",
    "placement_decided": "the placement is decided",
    "no_plan": "there is no payment plan",
    "installment_late": "the installment was missed",
    "plan_broken": "the payment plan is broken",
    "ninety_days_past_due": "the oldest invoice is ninety days past due",
    "more_than_5_days_away": "the promise is for more than five days ahead",
    "promise_broken": "the promise was not kept",
    "promise_broken_no_contact": "the promise was not kept and nobody was reached",
    "no_sensitive_flag": "no stop flag makes it unfitting",
}
#: What is so where the condition of a step does not hold; a sentence without its period.
UNMET_WORDS: Mapping[str, str] = {
    "above_small_balance": "The balance is small enough to be left alone",
    "consent_on_file": "The customer has not agreed to text messages",
    "fee_preset": "Late charges are off in the settings, or this delay bears one already",
    "placement_decided": "No placement is decided",
    "no_plan": "There is a payment plan",
    "installment_late": "No installment is missed",
    "plan_broken": "The payment plan is not broken",
    "ninety_days_past_due": "The oldest invoice is not ninety days past due yet",
    "more_than_5_days_away": "The promise is for five days ahead at most",
    "promise_broken": "No promise is broken",
    "promise_broken_no_contact": "No promise is broken, or somebody was reached since",
    "no_sensitive_flag": "A stop flag makes it unfitting",
}


def read_aloud(plan: Plan) -> list[str]:
    """Return one line for each step, in the order of the plan."""
    return [step_line(step) for step in plan.steps]


def step_line(step: Step) -> str:
    """Return one step in plain sentences."""
    parts = [f"{step.id}. {when_words(step)}: {deed_words(step)}."]
    if step.text.strip():
        parts.append(step.text.strip().rstrip(".") + ".")
    if step.condition:
        parts.append(f"Only if {condition_words(step.condition)}.")
    if step.least_days:
        parts.append(f"At least {days_words(step.least_days)} after the step before it.")
    if not step.on:
        parts.append("This step is off.")
    return " ".join(parts)


def when_words(step: Step) -> str:
    """Return when a step is due: "7 days before the due date"."""
    if step.offset == 0:
        return ON_THE_DAY.get(step.anchor, f"On {step.anchor}")
    days = days_words(abs(step.offset), business=step.unit == "business")
    if step.offset < 0:
        return f"{days} before {BEFORE_WORDS.get(step.anchor, step.anchor)}"
    return f"{days} after {ANCHOR_WORDS.get(step.anchor, step.anchor)}"


def days_words(count: int, *, business: bool = False) -> str:
    """Return "1 day", "3 days" or "2 business days"."""
    return f"{count} {'business ' if business else ''}{'day' if count == 1 else 'days'}"


def deed_words(step: Step) -> str:
    """Return what is done: "letter L02 by mail, in a helpful tone, signed by the clerk"."""
    letter = f"letter {step.letter}" if step.letter else "a letter"
    words = {
        "email": f"{letter} by e-mail",
        "mail": f"{letter} by mail",
        "certified": f"{letter} by certified mail",
        "phone": "a call",
        "text": f"a text message{f', {step.letter} in short' if step.letter else ''}",
        "task": "a task",
        "review": "a review",
        "check": "a check",
        "system": "the clerk does it in the program",
    }.get(step.channel, step.channel)
    if step.tone:
        words += f", in {_article(step.tone)} {step.tone} tone"
    if step.signer:
        by = "signed by" if step.channel in {"email", "mail", "certified"} else "by"
        words += f", {by} {SIGNER_WORDS.get(step.signer, step.signer)}"
    return words


def condition_words(condition: str) -> str:
    """Return a condition so that it completes "only if …"."""
    return CONDITION_WORDS.get(condition, condition.replace("_", " "))


def unmet_words(condition: str) -> str:
    """Return what is so while a condition does not hold: "No placement is decided"."""
    return UNMET_WORDS.get(condition, f"Its condition does not hold: {condition_words(condition)}")


def _article(word: str) -> str:
    return "an" if word[:1] in set("aeiou") else "a"
