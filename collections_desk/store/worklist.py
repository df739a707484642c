"""The facts behind the worklist, asked for all customers at once.

Plain SQL, because it touches everything: one question for each kind of fact, put together by
customer number. The same questions serve one customer after an operation.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from collections_desk.domain.customers import Category
from collections_desk.domain.worklist import CustomerFacts
from collections_desk.store import worklist_agreed as agreed
from collections_desk.store import worklist_contact as contact
from collections_desk.store import worklist_sums as sums
from collections_desk.store.cases import repeat_counts
from collections_desk.store.worklist_questions import Asker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from collections_desk.domain.worklist import PlacementFact
    from collections_desk.store.worklist_questions import FactQuestion
_CUSTOMERS = """
    SELECT id, name, reference, category, time_zone, end_state FROM customer c
    WHERE merged_into_id IS NULL {one_id}
"""


def customer_facts(session: Session, question: FactQuestion) -> list[CustomerFacts]:
    """Return what is known of every customer who owes, or of whom something is to be done."""
    ask = Asker(session, question)
    owed = sums.balances(ask)
    disputed = sums.disputes(ask)
    oldest = owed.oldest | disputed.oldest
    steps = contact.steps(ask)
    payments = contact.last_payments(ask)
    phones = contact.phones(ask)
    contacts = contact.contacts(ask)
    planned = contact.planned(ask)
    more = _more(ask, owed, disputed)
    categories = {category.value: category for category in Category}
    everyone = question.everyone or (question.customer_id is not None and not question.listed)
    wanted = owed.agings.keys() | owed.vanished.keys() | (payments.keys() & steps.keys())
    none: tuple[Any, ...] = ()
    found = []
    for customer, name, reference, category, zone, end_state in ask.rows(_CUSTOMERS):
        if not everyone and customer not in wanted:
            continue
        facts = CustomerFacts(
            customer,
            name,
            reference,
            categories[category],
            owed.agings.get(customer, none),
            oldest.get(customer),
            owed.counts.get(customer, 0),
            phones.get(customer),
            zone,
            end_state,
            steps=steps.get(customer, none),
            last_payment=payments.get(customer),
            as_of=owed.as_of.get(customer),
        )
        last = contacts.get(customer)
        if last is not None:
            facts = _with_contact(facts, last, question)
        left = planned.get(customer)
        if left is not None and (last is None or left.at >= last.at):
            facts = facts._replace(
                last_next=left.text,
                last_next_on=left.on,
                last_next_from=left.at.astimezone(question.zone).date(),
            )
        if customer in more:
            facts = facts._replace(**more[customer])
            facts = facts._replace(end_state=_end_state(end_state, facts.placement))
        found.append(facts)
    return found


def _more(ask: Asker, owed: sums.Balances, disputed: sums.Disputed) -> dict[int, dict[str, Any]]:
    """Return what only some customers have, by customer and the name of the fact."""
    standings, plans = agreed.agreements(ask)
    repeats = repeat_counts(ask)
    rests = agreed.rests(ask, plans) if plans else {}
    columns: dict[str, Mapping[int, object]] = {
        "disputed": disputed.sums,
        "conceded": disputed.conceded,
        "on_hold": disputed.on_hold,
        "dispute_received": disputed.received,
        "dispute_unheard": disputed.unheard,
        "dispute_unanswered": disputed.unanswered,
        "dispute_decided": disputed.decided,
        "demanded": sums.demanded(ask),
        "credits": owed.credits,
        "vanished": owed.vanished,
        "vanished_on": contact.vanished_since(ask) if owed.vanished else {},
        "promises": standings,
        "last_talk_on": contact.talks(ask, standings),
        "payment_plans": plans,
        "set_aside": dict.fromkeys(rests, True),
        "rest_due": rests,
        "decision": agreed.decisions(ask),
        "placement": agreed.placements(ask),
        "settlement": agreed.settlements(ask),
        "charged_on": agreed.charged(ask),
        "holds": contact.holds(ask),
        "repeat_count": {customer: one.before for customer, one in repeats.items()},
        "recovered_since": {customer: one.recovered_since for customer, one in repeats.items()},
    }
    more: dict[int, dict[str, Any]] = defaultdict(dict)
    for field, values in columns.items():
        for customer, value in values.items():
            more[customer][field] = value
    return more


def _with_contact(
    facts: CustomerFacts, last: contact.LastContact, question: FactQuestion
) -> CustomerFacts:
    on = last.at.astimezone(question.zone).date()
    return facts._replace(
        last_contact=last.at,
        last_outcome=last.outcome,
        last_contact_on=on,
        last_touch_on=on if last.touched else None,
    )


def _end_state(end_state: str | None, placement: PlacementFact | None) -> str | None:
    """Return the end state: a placement that runs is one, and one that came back is none."""
    if placement is None:
        return end_state
    if placement.ended_on is None:
        return "placed"
    return None if end_state == "placed" else end_state
