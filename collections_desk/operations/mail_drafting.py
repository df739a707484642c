"""Drafting letters: the wording, the copies, the service and the dates that are proposed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from collections_desk.domain.calendar import business_day_on_or_after, validation_period_end
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.dispute_answers import ANSWER, papers_of
from collections_desk.domain.envelopes import for_paper
from collections_desk.domain.letter_options import CopyTo, LetterOptions
from collections_desk.domain.letter_templates import SIGNERS
from collections_desk.domain.letters import LetterState
from collections_desk.domain.plan_letter_values import answer_by, listed_invoices
from collections_desk.domain.to_be_collected import DEMANDS, SENT
from collections_desk.errors import LetterRefusedError
from collections_desk.operations.mail_facts import (
    done_before,
    facts_for,
    mail_day,
)
from collections_desk.operations.mail_writing import open_draft, wording_of
from collections_desk.operations.worklist import closed_days_of, line_in
from collections_desk.store.database import add_fact
from collections_desk.store.mailings import (
    add_letter,
    add_letter_event,
    letters_of,
    next_letter_ref,
)

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.envelopes import EnvelopeProfile
    from collections_desk.domain.letter_drafts import LetterDraft
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letter_templates import LetterTemplate
    from collections_desk.domain.worklist import NextAction
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay

#: The states of a letter that is still here.
_WAITING = frozenset({LetterState.DRAFT, LetterState.APPROVED, LetterState.PRINTED})
#: Days from the letter to the date by which the customer is asked to act, by letter type.
ACT_WITHIN = {
    "L03": 10,
    "L04": 14,
    "L05": 10,
    "L06": 7,
    "L07": 10,
    "L09": 14,
    "L11": 14,
    "L12": 10,
    "L13": 14,
}
#: What a letter of that type usually encloses; the clerk changes it.
USUAL_ENCLOSURES = {
    "L11": ("Copies of the open invoices",),
    "L13": ("Copies of the open invoices", "Our earlier letters about them"),
}


def letter_types(desk: Desk) -> list[LetterTemplate]:
    """Return every letter wording, in the order of their types."""
    return list(desk.resources.letters.templates.values())


def envelopes(desk: Desk, paper: str | None = None) -> list[EnvelopeProfile]:
    """Return the envelope profiles, for one paper or for all."""
    profiles = desk.resources.envelopes
    return list(profiles.values()) if paper is None else for_paper(profiles, paper)


def draft_letter(  # noqa: PLR0913 - the choices of one draft, each by its name
    desk: Desk,
    customer_id: int,
    letter_type: str,
    *,
    template: str | None = None,
    step: str | None = None,
    operation_id: str | None = None,
) -> LetterDraft:
    """Draft a letter about all that is open.

    The wording fits the tone of the contact plan's step, the act-by date, copies and service
    are proposed; the clerk changes what she likes.

    Args:
        desk: The open desk.
        customer_id: To whom.
        letter_type: "L02" for one.
        template: A wording; None takes the one that fits the step.
        step: The contact plan's step that this letter takes; None takes the customer's next
            step if that is this letter.
        operation_id: Makes asking again safe.

    Raises:
        LetterRefusedError: If there is no wording of that type.
    """
    if done_before(desk, operation_id):
        with desk.database.read() as session:
            newest = letters_of(session, customer_id)[0].id
        return open_draft(desk, newest)
    with desk.database.read() as session:
        day = mail_day(desk, session)
        facts = facts_for(desk, session, day, customer_id)
        action = line_in(session, desk, day.settings, customer_id, day.today).next_action
    _refuse_second_demand(desk, customer_id, letter_type, day.today)
    fitting = action if action is not None and action.letter_type == letter_type else None
    wording = wording_of(desk, letter_type, template, fitting, facts)
    values = _proposal(desk, facts, day, wording, fitting)
    if step is not None:
        values["step"] = step
    what = f"drafted letter {letter_type} to {facts.customer.name}"
    with desk.database.write(
        "letter.drafted",
        what,
        now=desk.now(),
        facts={"customer_id": customer_id, "type": letter_type, "template": wording.id},
        operation_id=operation_id,
    ) as transaction:
        ref = next_letter_ref(transaction, day.today.year)
        letter_id = add_letter(
            transaction, now=desk.now(), letter_ref=ref, customer_id=customer_id, **values
        )
        add_letter_event(
            transaction,
            letter_id,
            LetterState.DRAFT,
            dated_on=day.today,
            clerk=day.settings.clerk,
            now=desk.now(),
        )
        add_fact(transaction, letter_id=letter_id, letter=ref)
    return open_draft(desk, letter_id)


def _refuse_second_demand(desk: Desk, customer_id: int, letter_type: str, today: date) -> None:
    """Refuse a second letter that demands money while one waits, or on the day of one.

    One letter speaks of all that a customer owes; two of one day would ask twice.

    Raises:
        LetterRefusedError: If there is one; it names it.
    """
    if letter_type not in DEMANDS:
        return
    with desk.database.read() as session:
        demands = [one for one in letters_of(session, customer_id) if one.type in DEMANDS]
    for letter in demands:
        if letter.state in _WAITING:
            raise LetterRefusedError(
                f"{letter.customer_name} has a letter that asks for money already: {letter.ref}, "
                f"{letter.type}, {letter.state_words.lower()}.",
                "Open that letter and change it, or cancel it first: one letter a customer. "
                "Nothing was drafted.",
            )
        if letter.letter_date == today and letter.state.value in SENT:
            raise LetterRefusedError(
                f"{letter.customer_name} has a letter of today that asks for money: {letter.ref}, "
                f"{letter.type}, {letter.state_words.lower()}.",
                "Write again on another day. Nothing was drafted.",
            )


def _proposal(
    desk: Desk,
    facts: LetterFacts,
    day: MailDay,
    wording: LetterTemplate,
    action: NextAction | None,
) -> dict[str, Any]:
    """Return the columns of a new letter."""
    settings = day.settings
    certified = wording.service == "certified" or (action is not None and action.certified)
    signer = action.signer if action is not None and action.signer in SIGNERS else wording.signer
    profiles = for_paper(desk.resources.envelopes, settings.paper)
    chosen = next((one for one in profiles if one.id == settings.envelope), profiles[0])
    return {
        "type": wording.letter_type,
        "template": wording.id,
        "template_version": wording.version,
        "subject": wording.subject,
        "body": wording.body,
        "options": _usual_options(desk, facts, day, wording, signer).as_json(),
        "service": "certified" if certified else "first_class",
        "return_receipt": "card" if certified else "none",
        "first_class_copy": certified
        and (wording.first_class_copy or settings.certified_with_first_class),
        "address_id": facts.address.id if facts.address is not None else None,
        "address_lines": [],
        "envelope": chosen.id,
        "paper": settings.paper,
        "signer": signer,
        "as_of": facts.as_of,
        "letter_date": day.today,
        "step": action.step if action is not None else None,
    }


def _usual_options(
    desk: Desk, facts: LetterFacts, day: MailDay, wording: LetterTemplate, signer: str
) -> LetterOptions:
    kind = wording.letter_type
    act_by = None
    if kind in ACT_WITHIN:
        last = day.today + timedelta(days=ACT_WITHIN[kind])
        act_by = business_day_on_or_after(last, closed_days_of(desk, day.today))
    act_by = answer_by(kind, facts, day.today) or act_by
    if kind == "L17":
        act_by = validation_period_end(day.today, closed_days_of(desk, day.today))
    copies: list[CopyTo] = []
    if desk.resources.letters.types[kind].elements.get("E25") == "R":
        settings = day.settings
        ours = settings.lead_signer if signer == "exec" else settings.exec_signer
        if ours.name:
            copies.append(CopyTo(ours.name, ours.role, "creditor"))
        if facts.customer.kind is CustomerKind.ENTITY:
            copies += [
                CopyTo(person.name, person.role, "customer")
                for person in facts.people[1:]  # the first one is whom the letter greets
                if person.is_officer and person.role
            ]
    return LetterOptions(
        act_by=act_by,
        invoice_ids=listed_invoices(kind, facts),
        copies=tuple(copies),
        enclosures=papers_of(facts) if kind == ANSWER else USUAL_ENCLOSURES.get(kind, ()),
    )
