"""From a letter, the facts and the settings to what stands on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.certified_mail import in_fours
from collections_desk.domain.dispute_answers import answer_problems, with_findings
from collections_desk.domain.letter_asking import ASKED, nothing_to_ask
from collections_desk.domain.letter_drafts import SUBJECT_LIMIT, LetterProblem
from collections_desk.domain.letter_facts import (
    letter_sums,
    long_day,
    of_letter,
)
from collections_desk.domain.letter_survey import survey_problems
from collections_desk.domain.letter_templates import ON_THE_PAGE, elements_of
from collections_desk.domain.letter_values import (
    attention_of,
    letter_values,
    loop_values,
    printed_name,
    shortened,
    signer_of,
)
from collections_desk.domain.letters import RETURN_RECEIPTS
from collections_desk.domain.merge_fields import merge, read_template
from collections_desk.domain.postal_address import address_doubts, address_lines
from collections_desk.domain.to_be_collected import DEMANDS
from collections_desk.letters.content import (
    LetterContent,
    Letterhead,
    SurveyPart,
)
from collections_desk.letters.tables import dispute_table, statement

if TYPE_CHECKING:
    from collections_desk.domain.envelopes import EnvelopeProfile
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letter_templates import LetterLibrary
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.merge_fields import Template
    from collections_desk.domain.settings import Settings
    from collections_desk.domain.surveys import SurveyForm


#: The letter type that says that nothing is owed.
PAID_IN_FULL = "L14"


@dataclass(frozen=True, slots=True)
class Composed:
    """What came of composing a letter.

    Attributes:
        content: The letter; with problems it is fit for the preview only.
        problems: What must be mended before it may be printed.
        notes: What the clerk ought to see.
        values: The values of the merge fields.
    """

    content: LetterContent
    problems: tuple[LetterProblem, ...]
    notes: tuple[str, ...]
    values: dict[str, str]


def compose(  # noqa: PLR0913 - the letter and all that it is made of
    letter: Letter,
    known: LetterFacts,
    settings: Settings,
    library: LetterLibrary,
    envelope: EnvelopeProfile,
    *,
    sample: bool = False,
    survey: SurveyForm | None = None,
) -> Composed:
    """Merge a letter and set up its page. Nothing is drawn yet; every problem is named."""
    letter = with_findings(letter, known)
    facts = of_letter(letter, known)
    values = letter_values(letter, facts, settings)
    subject, body = read_template(letter.subject, "subject"), read_template(letter.body)
    problems = [*subject.problems, *body.problems]
    subject_lines, missing_subject = merge(subject, values, {}, "subject")
    lines, missing = merge(body, values, loop_values(letter, facts, settings))
    named = {problem.field for problem in missing_subject}
    problems += [*missing_subject, *(one for one in missing if one.field not in named)]
    if letter.type in DEMANDS and not (sums := letter_sums(facts, letter.letter_date)).amount_due:
        problems = [one for one in problems if one.field not in ASKED]
        problems.append(nothing_to_ask(facts, sums, settings))
    if undecided := answer_problems(letter, known):
        problems = [one for one in problems if not one.field.startswith("dispute")]
        problems += undecided
    problems += _form_problems(letter, facts, settings, envelope)
    names = subject.names() | body.names()
    problems += _element_problems(letter, library, body, names)
    address = _address(letter, facts, settings)
    content = LetterContent(
        ref=letter.ref,
        envelope=envelope,
        letterhead=letterhead(settings),
        references=_references(letter, facts, library),
        service_lines=service_lines(letter),
        address_lines=address or ("[No address]",),
        subject=" ".join(line.text for line in subject_lines if line.text),
        lines=lines,
        statement=statement(facts, settings, letter) if "statement_table" in names else None,
        disputes=dispute_table(letter, facts, settings) if "dispute_table" in names else None,
        survey=_survey(survey) if survey is not None and "survey_form" in names else None,
        closing="Sincerely,",
        signer_name=values["signer_name"] or "[Signer]",
        signer_role=values["signer_role"],
        enclosures=letter.options.enclosures,
        copies=tuple(copy.shown for copy in letter.options.copies),
        addressee=printed_name(letter, facts),
        footer=f"{settings.business.name} \u00b7 Letter {letter.ref} \u00b7 "
        f"{long_day(letter.letter_date)}",
        sample=sample,
    )
    return Composed(content, tuple(problems), _notes(letter, known), values)


def letterhead(settings: Settings) -> Letterhead:
    """Return the sender as the settings name it."""
    business = settings.business
    contact = (business.phone, business.email, business.website, business.hours)
    return Letterhead(
        business.name, business.address_lines, tuple(line for line in contact if line)
    )


def service_lines(letter: Letter, *, first_class_piece: bool = False) -> tuple[str, ...]:
    """Return the service block: what kind of mail, which number.

    Args:
        letter: The letter.
        first_class_piece: For the second piece, which goes by First-Class Mail.
    """
    if not letter.certified:
        return ()
    number = in_fours(letter.article_number or "")
    if first_class_piece:
        return ("FIRST-CLASS MAIL", "Copy of our certified letter", number)
    lines = ["CERTIFIED MAIL", number or "Article number: not entered yet"]
    if letter.return_receipt != "none":
        receipt = RETURN_RECEIPTS[letter.return_receipt]
        lines.append(receipt[0].upper() + receipt[1:])
    return tuple(lines)


def _survey(form: SurveyForm) -> SurveyPart:
    return SurveyPart(
        form.purpose, form.questions, form.lowest, form.highest, form.voluntary, form.opt_out
    )


def _references(
    letter: Letter, facts: LetterFacts, library: LetterLibrary
) -> tuple[tuple[str, str], ...]:
    rows = [("Date", long_day(letter.letter_date)), ("Letter", letter.ref)]
    if facts.customer.reference:
        rows.append(("Account", shortened(facts.customer.reference)))
    kind = library.types.get(letter.type)
    if facts.as_of is not None and (kind is None or "E06" not in kind.forbidden()):
        rows.append(("Balances as of", long_day(facts.as_of)))
    return tuple(rows)


def _address(letter: Letter, facts: LetterFacts, settings: Settings) -> tuple[str, ...]:
    if letter.address_lines:
        return letter.address_lines
    if letter.options.address_lines:
        return letter.options.address_lines
    if facts.address is None:
        return ()
    return address_lines(
        printed_name(letter, facts),
        attention_of(letter, facts),
        facts.address,
        home_country=settings.place[:2],
    )


def _form_problems(
    letter: Letter, facts: LetterFacts, settings: Settings, envelope: EnvelopeProfile
) -> list[LetterProblem]:
    problems = []
    if len(letter.subject) > SUBJECT_LIMIT:
        said = f"The subject has {len(letter.subject)} characters; the limit is {SUBJECT_LIMIT}."
        problems.append(LetterProblem("subject", 1, said, "Shorten it."))
    if facts.address is None:
        problems.append(
            LetterProblem(
                "address",
                0,
                f"{facts.customer.name} has no postal address.",
                "Add one on the customer page. The letter is not printed without it.",
            )
        )
    elif facts.address.state == "returned":
        problems.append(returned_address(facts))
    if not settings.business.name or not settings.business.address_lines:
        problems.append(
            LetterProblem(
                "business_name",
                0,
                "The name and address of the business are not filled in.",
                "Fill them in: Settings, Business. A letter must say whom it is from.",
            )
        )
    if envelope.paper != letter.paper:
        problems.append(
            LetterProblem(
                "envelope",
                0,
                f"The envelope {envelope.label} does not go with this paper.",
                "Choose another envelope or paper.",
            )
        )
    if letter.type == PAID_IN_FULL and any(item.open_minor > 0 for item in facts.items):
        problems.append(
            LetterProblem(
                "body",
                0,
                f"{facts.customer.name} still has open invoices.",
                "This letter says that everything is paid. Import the payment first.",
            )
        )
    problems += survey_problems(letter, facts)
    signer = signer_of(letter.signer, settings)
    if not signer.name:
        problems.append(
            LetterProblem(
                "signer",
                0,
                "The signer's name is not filled in.",
                "Fill it in: Settings, Who works here; or choose another signer for this letter.",
            )
        )
    return problems


def returned_address(facts: LetterFacts) -> LetterProblem:
    """Say that mail to this address came back."""
    address = facts.address
    on = f" on {long_day(address.returned_on)}" if address and address.returned_on else ""
    why = f" ({address.returned_reason})" if address and address.returned_reason else ""
    return LetterProblem(
        "address",
        0,
        f"A letter to this address came back{on}{why}.",
        "Put the address right on the customer page. No letter goes there before that.",
    )


def _element_problems(
    letter: Letter, library: LetterLibrary, body: Template, names: frozenset[str]
) -> list[LetterProblem]:
    """Name the required elements that the clerk's text or choices have lost."""
    letter_type = library.types.get(letter.type)
    if letter_type is None or body.problems:
        return []
    template = library.templates.get(letter.template)
    own = template.elements if template is not None else frozenset()
    have = elements_of(names) | ON_THE_PAGE | own
    options = letter.options
    have |= {"E24"} if letter.certified else set()
    have |= {"E25"} if options.copies else set()
    have |= {"E26"} if options.enclosures else set()
    problems = []
    for element in sorted(letter_type.required() - have):
        label = library.elements[element]
        where = {
            "E24": ("service", "Choose Certified Mail for it."),
            "E25": ("copies", "Name who gets a copy."),
            "E26": ("enclosures", "List what is enclosed."),
        }
        field, remedy = where.get(element, ("body", "Put it back into the text."))
        said = f"A letter {letter_type.id} ({letter_type.label}) needs this: {label}."
        problems.append(LetterProblem(field, 0, said, remedy))
    return problems


def _notes(letter: Letter, known: LetterFacts) -> tuple[str, ...]:
    own = known.address if not letter.address_lines else None
    notes = list(address_doubts(own)) if own is not None else []
    left_out = len(known.items) - len(known.chosen(letter.options).items)
    if left_out:
        items = "open item is" if left_out == 1 else "open items are"
        notes.append(f"{left_out} {items} not listed, as you chose.")
    if letter.certified and not letter.article_number:
        notes.append("The article number is still missing; scan it from the form before printing.")
    return tuple(notes)
