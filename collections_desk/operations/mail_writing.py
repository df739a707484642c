"""What the editor holds of a letter: opened, shown as it will print, saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from collections_desk.domain.letter_drafts import (
    BODY_LIMIT,
    SUBJECT_LIMIT,
    LetterDraft,
    LetterProblem,
    PreviewResult,
)
from collections_desk.domain.letter_templates import SIGNERS
from collections_desk.domain.letters import RETURN_RECEIPTS, SERVICES, LetterState
from collections_desk.domain.merge_fields import field_values
from collections_desk.domain.plan_letter_values import plan_spoken_of
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.letters.composing import service_lines
from collections_desk.letters.content import thawed
from collections_desk.letters.runs import render_piece
from collections_desk.operations.mail_facts import (
    as_of_today,
    assets_for,
    composed,
    envelope_of,
    facts_for,
    mail_day,
    require_state,
    type_label,
)
from collections_desk.operations.mail_typing import DRAFT_KIND
from collections_desk.store.drafts import discard_draft
from collections_desk.store.mailings import change_letter, load_letter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letter_options import LetterOptions
    from collections_desk.domain.letter_templates import LetterTemplate
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.worklist import NextAction
    from collections_desk.operations.desk import Desk

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


def wording_of(
    desk: Desk,
    letter_type: str,
    template: str | None,
    action: NextAction | None,
    facts: LetterFacts | None = None,
) -> LetterTemplate:
    """Return the wording asked for, else the one of that type that fits the next action.

    Where a payment plan runs, a reminder is of its next part, not of the invoices; after a
    placement the notice says so, and after a settlement nobody is told that all was paid.

    Raises:
        LetterRefusedError: If there is none.
    """
    library = desk.resources.letters
    if template is not None and template in library.templates:
        return library.templates[template]
    of_type = library.of_type(letter_type)
    if not of_type or template is not None:
        raise LetterRefusedError(
            f'There is no wording "{template or letter_type}".',
            "Choose one of the list of letters. Nothing was drafted.",
        )
    for field, wanted in _marks(facts).items():
        marked = [one for one in of_type if f"{{{{{field}}}}}" in one.body]
        if wanted and marked:
            return marked[0]
        of_type = [one for one in of_type if one not in marked] or of_type
    tone = action.tone if action is not None else None
    return next((one for one in of_type if one.tone == tone), of_type[0])


def _settled_last(facts: LetterFacts) -> bool:
    """Tell whether the last money that came was that of a settlement, and no other since."""
    ended = facts.settled.ended_on if facts.settled is not None else None
    return ended is not None and all(one.received_on <= ended for one in facts.payments)


def _marks(facts: LetterFacts | None) -> dict[str, bool]:
    """Return the merge fields that tell a wording from the others, and whether they apply."""
    plan = plan_spoken_of(facts) if facts is not None else None
    ends = facts.ends if facts is not None else None
    return {
        "plan_next_on": plan is not None
        and bool(plan.plan.signed_on)
        and plan.next_due is not None,
        "agency_phone": ends is not None and ends.placed_on is not None,
        "settled_amount": facts is not None and _settled_last(facts),
    }


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


def forget_typed(desk: Desk, letter_id: int) -> LetterDraft:
    """Throw away what was typed and not saved; return the letter as it is saved."""
    with desk.database.scratch() as scratch:
        discard_draft(scratch, DRAFT_KIND, str(letter_id))
    return open_draft(desk, letter_id)


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
        wording = wording_of(desk, letter.type, template, None)
        changes = {"subject": wording.subject, "body": wording.body} | changes
    columns = _columns(_with(desk, letter, changes), set(changes))
    if template is not None:
        columns |= {"template": wording.id, "template_version": wording.version}
    with desk.database.write(
        "letter.saved",
        f"saved the draft of letter {letter.ref}",
        now=desk.now(),
        facts={"letter": letter.ref, "changed": sorted(columns)},
    ) as transaction:
        change_letter(transaction, letter_id, **columns)
        discard_draft(transaction, DRAFT_KIND, str(letter_id))
    return open_draft(desk, letter_id)


def _columns(changed: Letter, names: set[str]) -> dict[str, Any]:
    """Return what is written of a changed letter; another service changes its numbers too."""
    columns = {name: getattr(changed, name) for name in names}
    if "options" in columns:
        columns["options"] = changed.options.as_json()
    if "service" in names:
        columns |= {
            "return_receipt": changed.return_receipt,
            "first_class_copy": changed.first_class_copy,
            "article_number": changed.article_number,
            "return_receipt_number": changed.return_receipt_number,
        }
    return columns


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
