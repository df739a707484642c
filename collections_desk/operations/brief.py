"""The wake-up brief: what changed since the clerk last read one. Reading it is put on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.brief_imports import add_first_ones, add_imports
from collections_desk.domain.brief_lines import (
    Clocks,
    News,
    add_disputes,
    add_mail,
    add_old_data,
    add_plans,
    add_promises,
    add_steps,
)
from collections_desk.domain.brief_money import add_held
from collections_desk.domain.hand_payments import held_check
from collections_desk.domain.ranking import order, worklist_line
from collections_desk.operations.resting import collector_resting
from collections_desk.operations.worklist import fact_question, local_date, rules_in
from collections_desk.store.arrivals import arrived_on, imports_since
from collections_desk.store.brief import (
    add_brief,
    known,
    last_brief,
    last_work,
    old_balances,
    open_disputes,
    returned_letters,
    waiting_letters,
)
from collections_desk.store.hand_payments import held_payments
from collections_desk.store.settings import load_settings
from collections_desk.store.worklist import customer_facts
from collections_desk.store.worklist_agreed import agreements, rests
from collections_desk.store.worklist_questions import Asker

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.brief import Brief
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.worklist import CustomerFacts
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading
    from collections_desk.store.worklist_agreed import Agreed
    from collections_desk.store.worklist_questions import FactQuestion

_DAY = timedelta(days=1)


def wake_up_brief(desk: Desk, *, today: date | None = None) -> Brief:
    """Return what changed since the day of the brief that was read last.

    Where none was read yet: since the day before this one on which something was recorded.

    Args:
        desk: The open desk.
        today: The day to look at; the creditor's date if None.
    """
    with collector_resting(), desk.database.read() as session:
        settings = load_settings(session)
        day = today or local_date(desk, settings)
        question = fact_question(desk, settings, day)
        since = min(_since(session, settings, question), day)
        return _brief(session, desk, settings, replace(question, back_to=since))


def mark_brief_read(desk: Desk, brief: Brief, *, operation_id: str | None = None) -> None:
    """Put on record that the clerk has read a brief; the next one begins after its day."""
    lines = sum(len(part.lines) for part in brief.parts)
    with desk.database.write(
        "brief.read",
        f"read the brief of {brief.day}: {lines} lines since {brief.since}",
        now=desk.now(),
        facts={"since": str(brief.since), "day": str(brief.day), "lines": lines},
        operation_id=operation_id,
    ) as transaction:
        add_brief(
            transaction,
            since=brief.since,
            day=brief.day,
            content={
                part.id: [
                    {
                        "customer_id": line.customer_id,
                        "letter_id": line.letter_id,
                        "text": line.text,
                        "when": str(line.when) if line.when else None,
                    }
                    for line in part.lines
                ]
                for part in brief.parts
            },
            clerk=load_settings(transaction).clerk,
            now=desk.now(),
        )


def _since(session: Reading, settings: Settings, question: FactQuestion) -> date:
    read = last_brief(session)
    if read is not None:
        return read
    zone = ZoneInfo(settings.time_zone)
    for moment in last_work(Asker(session, question)):
        worked = datetime.fromisoformat(moment).astimezone(zone).date()
        if worked < question.today:
            return worked
    return question.today - _DAY


def _brief(session: Reading, desk: Desk, settings: Settings, question: FactQuestion) -> Brief:
    since = question.back_to or question.today
    ask = Asker(session, question)
    news = News(since, question.today)
    clocks = Clocks(
        settings.dispute_ack_business_days,
        settings.dispute_decide_days,
        settings.dispute_hard_days,
        settings.data_age_limit_days,
        settings.locale,
    )
    everyone = customer_facts(session, question)
    rules = rules_in(session, desk, settings, question.today)
    agreed = {one.customer_id: one for one in everyone if one.promises or one.payment_plans}
    by_day = _days_of_agreements(session, question, agreed)
    made = imports_since(ask, since)
    arrived = arrived_on(ask) if made else {}
    add_imports(news, made)
    if any(one.first for one in made):
        ranked = order([worklist_line(facts, rules, question.today) for facts in everyone])
        add_first_ones(news, made, ranked)
    for facts in everyone:
        number = facts.customer_id
        came = arrived.get(number)
        add_steps(news, facts, by_day.get(number, {}), rules, arrived_on=came)
        add_promises(news, facts.name, facts.promises, clocks)
        add_plans(news, facts.name, facts.payment_plans, clocks)
    add_disputes(news, open_disputes(ask), clocks, question.closed)
    add_mail(news, returned_letters(ask), waiting_letters(ask))
    add_old_data(news, old_balances(ask), clocks)
    add_held(
        news,
        [
            held_check(payment, name, question.today, question.closed)
            for payment, name in held_payments(session)
        ],
    )
    brief = news.brief()
    return brief if everyone or brief.parts else replace(brief, nothing_yet=not known(ask))


def _days_of_agreements(
    session: Reading, question: FactQuestion, customers: Mapping[int, CustomerFacts]
) -> dict[int, dict[date, CustomerFacts]]:
    """Return those who promised or have a plan as they stood on each of the days."""
    if not customers or question.back_to is None:
        return {}
    found: dict[int, dict[date, CustomerFacts]] = {customer: {} for customer in customers}
    day = question.back_to + _DAY
    while day <= question.today:
        asked = replace(question, today=day, back_to=day - _DAY)
        ask = Asker(session, asked)
        standings: Agreed = agreements(ask)
        outside = rests(ask, standings.plans)
        for customer, facts in customers.items():
            found[customer][day] = facts._replace(
                promises=standings.promises.get(customer, ()),
                payment_plans=standings.plans.get(customer, ()),
                set_aside=customer in outside,
                rest_due=outside.get(customer),
            )
        day += _DAY
    return found
