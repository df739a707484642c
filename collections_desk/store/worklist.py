"""The facts behind the worklist, asked for all customers at once.

Plain SQL, because it touches everything: one question for each kind of fact, put together by
customer number. The same questions serve one customer after an operation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.domain.customers import Category
from collections_desk.domain.worklist import CustomerFacts
from collections_desk.store import worklist_contact as contact
from collections_desk.store import worklist_sums as sums
from collections_desk.store.worklist_questions import Asker

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

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
    demanded = sums.demanded(ask)
    standings = contact.promises(ask)
    talks = contact.talks(ask, standings)
    holds = contact.holds(ask)
    steps = contact.steps(ask)
    payments = contact.last_payments(ask)
    contacts = contact.contacts(ask)
    phones = contact.phones(ask)
    repeats = contact.repeats(ask)
    categories = {category.value: category for category in Category}
    everyone = question.everyone or question.customer_id is not None
    wanted = owed.agings.keys() | owed.vanished.keys() | (payments.keys() & steps.keys())
    none: tuple[Any, ...] = ()
    found = []
    for customer, name, reference, category, zone, end_state in ask.rows(_CUSTOMERS):
        if not everyone and customer not in wanted:
            continue
        last = contacts.get(customer, contact.NO_CONTACT)
        promises = standings.get(customer, none)
        found.append(
            CustomerFacts(
                customer_id=customer,
                name=name,
                reference=reference,
                category=categories[category],
                aging=owed.agings.get(customer, none),
                oldest_due=oldest.get(customer),
                open_items=owed.counts.get(customer, 0),
                phone=phones.get(customer),
                zone=zone,
                end_state=end_state,
                disputed=disputed.sums.get(customer, none),
                demanded=demanded.get(customer, none),
                promises=promises,
                dispute_received=disputed.received.get(customer),
                dispute_decided=disputed.decided.get(customer),
                holds=holds.get(customer, none),
                steps=steps.get(customer, none),
                last_contact=last.at,
                last_outcome=last.outcome,
                last_contact_on=last.at.astimezone(question.zone).date()
                if promises and last.at
                else None,
                last_talk_on=talks.get(customer),
                last_next=last.next_action,
                last_next_on=last.next_on,
                last_payment=payments.get(customer),
                repeat_count=repeats.get(customer, 0),
                as_of=owed.as_of.get(customer),
                vanished=owed.vanished.get(customer, 0),
                on_hold=disputed.on_hold.get(customer, none),
                credits=owed.credits.get(customer, none),
            )
        )
    return found
