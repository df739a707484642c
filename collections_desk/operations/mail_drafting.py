"""Drafting letters: choose a wording, write, look at the page, approve."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from collections_desk.domain.calendar import business_day_on_or_after
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.envelopes import for_paper
from collections_desk.domain.letter_templates import SIGNERS
from collections_desk.domain.letters import (
    BODY_LIMIT,
    RETURN_RECEIPTS,
    SERVICES,
    SUBJECT_LIMIT,
    CopyTo,
    LetterDraft,
    LetterOptions,
    LetterProblem,
    LetterState,
    PreviewResult,
)
from collections_desk.domain.merge_fields import field_values
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.letters.composing import service_lines
from collections_desk.letters.content import thawed
from collections_desk.letters.documents import render_piece
from collections_desk.operations.mail_facts import (
    as_of_today,
    assets_for,
    composed,
    done_before,
    envelope_of,
    facts_for,
    mail_day,
    require_state,
)
from collections_desk.operations.worklist import closed_days_of, line_in
from collections_desk.store.database import add_fact
from collections_desk.store.mailings import (
    add_letter,
    add_letter_event,
    change_letter,
    letters_of,
    load_letter,
    next_letter_ref,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.envelopes import EnvelopeProfile
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letters import Letter, LetterTemplate
    from collections_desk.domain.worklist import NextAction
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.mail_facts import MailDay

#: Days from the letter to the date by which the customer is asked to act, by letter type.
ACT_WITHIN = {"L03": 10, "L04": 14, "L09": 14, "L11": 14}
#: What a letter of that type usually encloses; the clerk changes it.
USUAL_ENCLOSURES = {
    "L09": ("Documents on which the findings rest",),
    "L11": ("Copies of the open invoices",),
}


def letter_types(desk: Desk) -> list[LetterTemplate]:
    """Return every letter wording, in the order of their types."""
    return list(desk.resources.letters.templates.values())


def type_label(desk: Desk, letter_type: str) -> str:
    """Return "Past-due reminder" for "L02"; an unknown type is its own label."""
    found = desk.resources.letters.types.get(letter_type)
    return found.label if found is not None else letter_type


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
    fitting = action if action is not None and action.letter_type == letter_type else None
    wording = _wording(desk, letter_type, template, fitting)
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


def _wording(
    desk: Desk, letter_type: str, template: str | None, action: NextAction | None
) -> LetterTemplate:
    library = desk.resources.letters
    if template is not None and template in library.templates:
        return library.templates[template]
    of_type = library.of_type(letter_type)
    if not of_type or template is not None:
        raise LetterRefusedError(
            f'There is no wording "{template or letter_type}".',
            "Choose one of the list of letters. Nothing was drafted.",
        )
    tone = action.tone if action is not None else None
    return next((one for one in of_type if one.tone == tone), of_type[0])


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
    copies: list[CopyTo] = []
    if desk.resources.letters.types[kind].elements.get("E25") == "R":
        settings = day.settings
        ours = settings.lead_signer if signer == "exec" else settings.exec_signer
        if ours.name:
            copies.append(CopyTo(ours.name, ours.role, "creditor"))
        if facts.customer.kind is CustomerKind.ENTITY:
            copies += [
                CopyTo(person.name, person.role, "customer")
                for person in facts.people
                if person.is_officer and person.role
            ]
    return LetterOptions(
        act_by=act_by, copies=tuple(copies), enclosures=USUAL_ENCLOSURES.get(kind, ())
    )


def open_draft(desk: Desk, letter_id: int) -> LetterDraft:
    """Return a letter with its merge fields and problems."""
    with desk.database.read() as session:
        day = mail_day(desk, session)
        letter = as_of_today(load_letter(session, letter_id), day.today)
        facts = facts_for(desk, session, day, letter.customer_id)
    result = composed(desk, letter, facts, day)
    template = desk.resources.letters.templates.get(letter.template)
    return LetterDraft(
        letter,
        type_label(desk, letter.type),
        template.label if template is not None else letter.template,
        field_values(result.values),
        result.problems if letter.state is LetterState.DRAFT else (),
    )


#: What `save_letter_draft` and `preview_letter` take, besides the template.
_COLUMNS = frozenset(
    {
        "subject",
        "body",
        "options",
        "service",
        "return_receipt",
        "first_class_copy",
        "signer",
        "envelope",
        "paper",
        "letter_date",
    }
)
_CHOICES = {
    "service": frozenset(SERVICES),
    "return_receipt": frozenset(RETURN_RECEIPTS),
    "signer": SIGNERS,
    "paper": frozenset({"letter", "a4"}),
}


def save_letter_draft(  # noqa: PLR0913 - the parts of the editor, each by its name
    desk: Desk,
    letter_id: int,
    *,
    subject: str | None = None,
    body: str | None = None,
    options: LetterOptions | None = None,
    template: str | None = None,
    service: str | None = None,
    return_receipt: str | None = None,
    first_class_copy: bool | None = None,
    signer: str | None = None,
    envelope: str | None = None,
    paper: str | None = None,
    letter_date: date | None = None,
) -> LetterDraft:
    """Save what the editor holds; None leaves a part as it is.

    A `template` puts its wording in the place of subject and body. A text with unknown
    fields is saved as it is and cannot be approved; nothing typed is lost.

    Raises:
        LetterRefusedError: If the letter is not a draft any more.
        EntryRefusedError: If a text is over its limit or a choice is not one of the list.
    """
    given = {
        "subject": subject,
        "body": body,
        "options": options,
        "service": service,
        "return_receipt": return_receipt,
        "first_class_copy": first_class_copy,
        "signer": signer,
        "envelope": envelope,
        "paper": paper,
        "letter_date": letter_date,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    with desk.database.read() as session:
        letter = load_letter(session, letter_id)
    require_state(letter, LetterState.DRAFT, "changed")
    if template is not None:
        wording = _wording(desk, letter.type, template, None)
        changes = {"subject": wording.subject, "body": wording.body} | changes
    changed = _with(desk, letter, changes)
    columns = {name: getattr(changed, name) for name in changes}
    if "options" in columns:
        columns["options"] = changed.options.as_json()
    if "service" in changes:
        columns |= {
            "return_receipt": changed.return_receipt,
            "first_class_copy": changed.first_class_copy,
            "article_number": changed.article_number,
            "return_receipt_number": changed.return_receipt_number,
        }
    if template is not None:
        columns |= {"template": wording.id, "template_version": wording.version}
    with desk.database.write(
        "letter.saved",
        f"saved the draft of letter {letter.ref}",
        now=desk.now(),
        facts={"letter": letter.ref, "changed": sorted(columns)},
    ) as transaction:
        change_letter(transaction, letter_id, **columns)
    return open_draft(desk, letter_id)


def _with(desk: Desk, letter: Letter, changes: Mapping[str, Any]) -> Letter:
    """Return the letter with unsaved values, checked."""
    for name, value in changes.items():
        if name in _CHOICES and value not in _CHOICES[name]:
            raise EntryRefusedError(
                name, f'"{value}" cannot be chosen here.', "Choose one of the list."
            )
        limit = {"subject": SUBJECT_LIMIT, "body": BODY_LIMIT}.get(name)
        if limit is not None and len(value) > limit:
            raise EntryRefusedError(
                name,
                f"The {name} has {len(value):,} characters; the limit is {limit:,}.",
                "Shorten it. Nothing was cut and nothing was saved.",
            )
    if "envelope" in changes and changes["envelope"] not in desk.resources.envelopes:
        raise EntryRefusedError(
            "envelope", "That envelope is not known.", "Choose one of the list."
        )
    changed = replace(letter, **{name: changes[name] for name in changes if name in _COLUMNS})
    if changed.certified:
        if changed.return_receipt == "none" and not letter.certified:
            changed = replace(changed, return_receipt=changes.get("return_receipt", "card"))
        return changed
    return replace(
        changed,
        return_receipt="none",
        first_class_copy=False,
        article_number=None,
        return_receipt_number=None,
    )


def preview_letter(desk: Desk, letter_id: int, **unsaved: Any) -> PreviewResult:  # noqa: ANN401 - as `save_letter_draft`
    """Lay the letter out as it will print; `unsaved` takes what `save_letter_draft` takes.

    Nothing is stored. A letter that is approved or printed is shown as it was approved.
    """
    unknown = set(unsaved) - _COLUMNS
    if unknown:
        msg = f"preview_letter does not know {min(unknown)}"
        raise TypeError(msg)
    with desk.database.read() as session:
        day = mail_day(desk, session)
        saved = load_letter(session, letter_id)
        assets = assets_for(desk, session, day.settings)
        if saved.snapshot is not None:
            content = thawed(
                saved.snapshot["content"],
                envelope_of(desk, saved),
                service_lines(saved),
                sample=desk.sample,
                copy_mark=bool(saved.printings),
            )
            pdf, pages = render_piece((content,), assets)
            return PreviewResult(pdf, pages, ())
        facts = facts_for(desk, session, day, saved.customer_id)
    given = {name: value for name, value in unsaved.items() if value is not None}
    try:
        letter = as_of_today(_with(desk, saved, given), day.today)
    except EntryRefusedError as refused:
        problem = LetterProblem(refused.field, 0, refused.problem, refused.remedy)
        return PreviewResult(None, 0, (problem,))
    result = composed(desk, letter, facts, day)
    try:
        pdf, pages = render_piece((result.content,), assets)
    except LetterRefusedError as refused:
        problem = LetterProblem("address", 0, refused.problem, refused.remedy)
        return PreviewResult(None, 0, (*result.problems, problem), result.notes)
    return PreviewResult(pdf, pages, result.problems, result.notes)
