"""What letters say of payment plans and broken promises: the values of their merge fields."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.guards_plan import is_consumer
from collections_desk.domain.letter_facts import counted, letter_sums, long_day
from collections_desk.domain.letter_words import as_clause
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text
from collections_desk.domain.payment_plans import ENDED_STATES, PlanState
from collections_desk.domain.plan_schedule import (
    RHYTHM_WORDS,
    plan_schedule,
    usual_down_payment,
)
from collections_desk.domain.promises import PromiseState
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.payment_plans import (
        Installment,
        InstallmentStanding,
        PlanStanding,
    )
    from collections_desk.domain.promises import PromiseStanding
    from collections_desk.domain.settings import Settings

#: The most options that an offer names.
MOST_OPTIONS = 3
#: Several payments in one rhythm, as an offer says them.
_PAYMENTS = {
    "weekly": "{0} weekly payments",
    "two_weekly": "{0} payments, one every two weeks,",
    "monthly": "{0} monthly payments",
}
_OPTION_FIELDS = ("plan_option_one", "plan_option_two", "plan_option_three")
_FAILED = frozenset({PromiseState.BROKEN, PromiseState.PARTLY_KEPT})


def plan_values(letter: Letter, facts: LetterFacts, settings: Settings) -> dict[str, str]:
    """Return the values of the fields about plans; "" where there is nothing to say."""
    plan = plan_spoken_of(facts)
    values = _terms_of(plan, settings.locale)
    options = _options(letter, facts, settings, plan)
    for place, name in enumerate(_OPTION_FIELDS):
        values[name] = options[place] if place < len(options) else ""
    return values | _default_values(letter, facts, settings, plan)


def plan_spoken_of(facts: LetterFacts) -> PlanStanding | None:
    """Return the plan that a letter is about: the newest that is not over."""
    living = [one for one in facts.payment_plans if one.state not in ENDED_STATES]
    return living[-1] if living else None


def without_named_default(letter: Letter, facts: LetterFacts) -> LetterFacts:
    """Leave out of the history the broken promise that the letter is about: it is named once."""
    plan = plan_spoken_of(facts)
    missed = plan is not None and plan.missed > 0
    broken = None if missed or letter.type != "L07" else _last_broken(facts.promises)
    if broken is None:
        return facts
    rest = tuple(one for one in facts.promises if one is not broken)
    return replace(facts, promises=rest)


def answer_by(letter_type: str, facts: LetterFacts, today: date) -> date | None:
    """Return the day by which an offer asks for an answer, as it was agreed; else None."""
    plan = plan_spoken_of(facts)
    if letter_type != "L05" or plan is None or plan.state is not PlanState.OFFERED:
        return None
    asked = plan.plan.reply_by
    return asked if asked is not None and asked >= today else None


def listed_invoices(letter_type: str, facts: LetterFacts) -> tuple[int, ...] | None:
    """Return the invoices that the agreement lists: those of the plan; None lists all."""
    plan = plan_spoken_of(facts)
    if letter_type != "L06" or plan is None:
        return None
    return plan.plan.invoice_ids


def installment_rows(facts: LetterFacts, locale: str) -> list[Mapping[str, str]]:
    """Return the rows of `{{each installments}}`: the plan's parts, else the open promises."""
    plan = plan_spoken_of(facts)
    if plan is not None:
        return [
            {
                "installment_name": _part_name(one),
                "installment_due_date": long_day(one.due_on),
                "installment_amount": money_text(one.amount, locale),
            }
            for one in plan.plan.installments
        ]
    return [
        {
            "installment_name": "Payment",
            "installment_due_date": long_day(standing.promise.due_on),
            "installment_amount": money_text(standing.promise.amount, locale),
        }
        for standing in facts.promises
        if standing.state is PromiseState.OPEN
    ]


def _part_name(part: Installment) -> str:
    return f"Installment {part.number}" if part.number else "Down payment"


def _terms_of(standing: PlanStanding | None, locale: str) -> dict[str, str]:
    if standing is None:
        terms = ("balance", "count", "rhythm", "cure_days", "last_on", "default_clause")
        names = (*terms, "next_name", "next_on", "next_amount")
        return {f"plan_{name}": "" for name in names}
    plan, following = standing.plan, standing.next_due
    count = sum(one.number > 0 for one in plan.installments)
    days = counted(plan.cure_days, "day", "days")
    clause = "If it is not, or a second payment is missed, "
    if plan.cure_days == 0:
        clause = "If a payment is missed, "
    clause += (
        "the plan ends and the whole unpaid balance is due at once."
        if plan.accelerates
        else "the plan ends for the payments missed, which are then due at once."
    )
    return {
        "plan_balance": money_text(plan.balance, locale),
        "plan_count": "a down payment and " * (len(plan.installments) > count)
        + counted(count, "installment", "installments"),
        "plan_rhythm": RHYTHM_WORDS[plan.rhythm],
        "plan_cure_days": days,
        "plan_last_on": long_day(plan.installments[-1].due_on) if plan.installments else "",
        "plan_default_clause": clause,
        "plan_next_name": _part_name(following) if following is not None else "",
        "plan_next_on": long_day(following.due_on) if following is not None else "",
        "plan_next_amount": (
            money_text(following.amount, locale) if following is not None else ""
        ),
    }


# The options of an offer.


def _options(
    letter: Letter, facts: LetterFacts, settings: Settings, plan: PlanStanding | None
) -> list[str]:
    """Say two or three ways to pay: the one that was offered first, then others."""
    if plan is not None:
        if plan.state is not PlanState.OFFERED:
            return []
        balance, first_on = plan.plan.balance, plan.plan.installments[0].due_on
        texts = [option_text(plan.plan.installments, plan.plan.rhythm, settings.locale)]
    else:
        due = letter_sums(facts, letter.letter_date).amount_due
        if not due:
            return []
        balance, texts = due[0], []
        first_on = letter.letter_date + timedelta(days=settings.plan_first_within_days)
    first_on = max(first_on, letter.letter_date)
    texts += [
        text
        for count in _counts(facts, settings)
        if (text := _cut_text(balance, count, first_on, settings)) and text not in texts
    ]
    return texts[:MOST_OPTIONS]


def _counts(facts: LetterFacts, settings: Settings) -> list[int]:
    """Return how many installments the options have: the most, half of it, two."""
    most = settings.plan_max_installments
    if is_consumer(facts.customer.kind):
        most = settings.plan_max_installments_consumer
    return list(dict.fromkeys([most, max(most // 2, 1), min(2, most)]))


def _cut_text(balance: Money, count: int, first_on: date, settings: Settings) -> str:
    down = usual_down_payment(balance, count, settings.plan_down_payment_percent)
    try:
        parts = plan_schedule(
            balance,
            down_payment=down,
            installments=count,
            first_on=first_on,
            rhythm="monthly",
        )
    except EntryRefusedError:
        return ""  # so small that it cannot be cut so
    return option_text(parts, "monthly", settings.locale)


def option_text(parts: Sequence[Installment], rhythm: str, locale: str) -> str:
    """Say one way to pay in a sentence, with its dates, amounts and total."""
    down = [one for one in parts if one.number == 0]
    rest = [one for one in parts if one.number > 0]
    said = []
    if down:
        said.append(f"{money_text(down[0].amount, locale)} by {long_day(down[0].due_on)}, then")
    amounts = {one.amount for one in rest[:-1]}
    if len(rest) == 1:
        said.append(f"{money_text(rest[0].amount, locale)} by {long_day(rest[0].due_on)}")
    elif rhythm == "dates" or len(amounts) > 1:
        said.append(
            ", ".join(
                f"{money_text(one.amount, locale)} by {long_day(one.due_on)}" for one in rest
            )
        )
    else:
        said.append(
            f"{_PAYMENTS[rhythm].format(counted(len(rest), '', '').strip())} of "
            f"{money_text(rest[0].amount, locale)}, the first by {long_day(rest[0].due_on)}, "
            f"the last{_last_amount(rest, locale)} by {long_day(rest[-1].due_on)}"
        )
    total = Money(sum(one.amount.minor for one in parts), parts[0].amount.currency)
    return f"{' '.join(said)}: {money_text(total, locale)} in all."


def _last_amount(rest: Sequence[Installment], locale: str) -> str:
    if rest[-1].amount == rest[0].amount:
        return ""
    return f" ({money_text(rest[-1].amount, locale)})"


# What did not come.


def _default_values(
    letter: Letter, facts: LetterFacts, settings: Settings, plan: PlanStanding | None
) -> dict[str, str]:
    """Say which money did not come, until when it can be made good, and what follows."""
    act_by = letter.options.act_by
    values = dict.fromkeys(("default_amount", "default_due_on", "default_said", "cure_by"), "")
    values["default_consequence"] = ""
    late = [one for one in plan.installments if one.state in {"late", "missed"}] if plan else []
    if plan is not None and late:
        return values | _plan_default(plan, late, act_by, settings.locale)
    broken = _last_broken(facts.promises)
    if broken is not None:
        return values | _promise_default(letter, broken, settings.locale)
    return values


def _last_broken(promises: Iterable[PromiseStanding]) -> PromiseStanding | None:
    failed = [one for one in promises if one.state in _FAILED]
    return max(failed, key=lambda one: (one.promise.due_on, one.promise.id), default=None)


def _plan_default(
    plan: PlanStanding,
    late: Sequence[InstallmentStanding],
    act_by: date | None,
    locale: str,
) -> dict[str, str]:
    first = late[0]
    missing = Money(sum(one.left.minor for one in late), plan.left.currency)
    named = " and ".join(
        f"the {_part_name(one.installment).lower()} of "
        f"{money_text(one.installment.amount, locale)}, due on {long_day(one.installment.due_on)}"
        for one in late
    )
    got = sum(one.received.minor for one in late)
    came = "."
    if got:
        came = f" in full. We have {money_text(Money(got, missing.currency), locale)} of it."
    signed = plan.plan.signed_on or plan.plan.offered_on
    have = "has" if len(late) == 1 else "have"
    said = f"Under the payment plan of {long_day(signed)}, {named}, {have} not reached us{came}"
    whole = money_text(plan.left, locale)
    broken = plan.state is PlanState.BROKEN
    until = act_by if broken else first.cure_until
    if broken and plan.plan.accelerates:
        follows = f"As agreed in the plan, the whole unpaid balance of {whole} is now due."
    elif broken:
        follows = "As agreed in the plan, the payments missed are now due at once."
    else:
        goes_on = "If it is here by then, the plan goes on as agreed."
        then = (
            f"the plan ends on that day and the whole unpaid balance of {whole} is due at once"
            if plan.plan.accelerates
            else "the plan ends for the payments missed, and they are due at once"
        )
        follows = f"{goes_on} If not, {then}, as agreed."
    owed = plan.left if broken and plan.plan.accelerates else missing
    return {
        "default_amount": money_text(owed, locale),
        "default_due_on": long_day(first.installment.due_on),
        "default_said": said,
        "cure_by": long_day(until) if until else "",
        "default_consequence": follows,
    }


def _promise_default(letter: Letter, broken: PromiseStanding, locale: str) -> dict[str, str]:
    promise, options = broken.promise, letter.options
    said = (
        f"On {long_day(promise.taken_on)} you promised {money_text(promise.amount, locale)} by "
        f"{long_day(promise.due_on)}."
    )
    if broken.received:
        said += f" We have received {money_text(broken.received, locale)} of it."
    else:
        said += " It has not reached us."
    follows = (
        "If we have neither the payment nor word from you by then, we will go on with our notices"
        " and cannot count on another promise without a part payment."
    )
    if options.consequence:
        follows = (
            "If we have neither the payment nor word from you by then, "
            f"{as_clause(options.consequence)}"
        )
    return {
        "default_amount": money_text(broken.left, locale),
        "default_due_on": long_day(promise.due_on),
        "default_said": said,
        "cure_by": long_day(options.act_by) if options.act_by else "",
        "default_consequence": follows,
    }
