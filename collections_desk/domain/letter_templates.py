"""Letter templates and what each letter type must hold, may hold and must not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.letters import SERVICES
from collections_desk.domain.merge_fields import read_template
from collections_desk.domain.resource_files import read_csv, read_toml
from collections_desk.errors import ResourceFaultError

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNERS = frozenset({"clerk", "lead", "exec"})
#: Elements that every page brings: sender, date and id, addressee, account, signer.
ON_THE_PAGE = frozenset({"E01", "E02", "E03", "E04", "E36"})
#: Elements that the options of a letter bring: service line, copies, enclosures.
BY_OPTION = frozenset({"E24", "E25", "E26"})
#: Which merge fields and tables bring an element; one of them is enough.
BROUGHT_BY: dict[str, frozenset[str]] = {
    "E05": frozenset({"statement_table", "each invoices"}),
    "E06": frozenset({"statement_table", "amount_due", "balance"}),
    "E07": frozenset({"fees_note", "waived_charges"}),
    "E08": frozenset({"statement_table", "oldest_due_date", "next_due_date"}),
    "E09": frozenset({"act_by", "next_due_date", "dispute_decide_by", "cure_by", "plan_next_on"}),
    "E10": frozenset({"how_to_pay"}),
    "E11": frozenset({"dispute_contact"}),
    "E13": frozenset({"earlier_contacts", "earlier_contacts_if_any", "dispute_received_on"}),
    "E14": frozenset({"offer"}),
    "E15": frozenset({"consequence", "plan_default_clause", "default_consequence"}),
    "E16": frozenset({"each installments", "plan_option_one"}),
    "E17": frozenset({"plan_default_clause"}),
    "E20": frozenset({"dispute_table"}),
    "E21": frozenset({"dispute_decide_by"}),
    "E22": frozenset({"dispute_table"}),
    "E23": frozenset({"waived_charges"}),
    "E27": frozenset({"agency_name"}),
    "E28": frozenset({"court_name"}),
    "E29": frozenset({"last_payment_amount"}),
    "E31": frozenset({"survey_form"}),
    "E37": frozenset({"stop_words"}),
}
#: E08 and the invoice list come with one table; what a type forbids is judged by these only.
_STRICT = frozenset({"E07", "E13", "E14", "E15", "E20", "E21", "E27", "E28", "E29", "E31"})


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """The wording of one letter type in one tone.

    Attributes:
        id: "L02-friendly" for one; never reused for another wording.
        version: Counts up with each change of the wording; kept with each letter.
        letter_type: "L02".
        label: What the clerk picks from: "Past-due reminder, friendly".
        tone: A tone id of the practice: friendly, helpful, plain-firm …
        signer: Who signs by default: clerk, lead or exec.
        service: first_class or certified.
        first_class_copy: Whether a second piece by First-Class Mail goes with it.
        elements: Elements that are in the wording itself, "E12" for one; those that a
            merge field or the page brings are worked out.
        subject: The subject line, with merge fields.
        body: The text, with merge fields.
        file: The resource it came from.
        body_line: The line of that file on which the body begins.
    """

    id: str
    version: str
    letter_type: str
    label: str
    tone: str
    signer: str
    service: str
    first_class_copy: bool
    elements: frozenset[str]
    subject: str
    body: str
    file: str
    body_line: int


@dataclass(frozen=True, slots=True)
class LetterType:
    """A kind of letter, whatever its tone.

    Attributes:
        id: "L04".
        label: "Final demand".
        needs_notices: Whether it may only follow earlier notices (guard G-LTR-10).
        elements: Element id to R required, C conditional, O optional, X forbidden, -.
    """

    id: str
    label: str
    needs_notices: bool
    elements: Mapping[str, str]

    def required(self) -> frozenset[str]:
        """Return the elements without which it must not go out."""
        return frozenset(element for element, need in self.elements.items() if need == "R")

    def forbidden(self) -> frozenset[str]:
        """Return the elements that must not appear in it."""
        return frozenset(element for element, need in self.elements.items() if need == "X")


@dataclass(frozen=True, slots=True)
class LetterLibrary:
    """All letter types, their elements and their wordings.

    Attributes:
        types: By id.
        elements: Element id to its label.
        templates: By id.
        court_words: What looks like court paper (guard G-LTR-03), in lower case.
        credit_words: What speaks of credit reporting (guard G-LTR-13), in lower case.
        name_words: What signs under another name (guard G-ID-05), in lower case.
        agent_words: What speaks for somebody else (the same guard), in lower case.
        envelope_words: What must not show on the outside (guard G-LTR-01), in lower case.
    """

    types: Mapping[str, LetterType]
    elements: Mapping[str, str]
    templates: Mapping[str, LetterTemplate]
    court_words: tuple[str, ...]
    credit_words: tuple[str, ...]
    name_words: tuple[str, ...] = ()
    agent_words: tuple[str, ...] = ()
    envelope_words: tuple[str, ...] = ()

    def of_type(self, letter_type: str) -> list[LetterTemplate]:
        """Return the wordings of one type, in the order of their ids."""
        return [one for one in self.templates.values() if one.letter_type == letter_type]


def letter_library(files: Mapping[str, str]) -> LetterLibrary:
    """Read the folder of letters: types.csv, elements.csv, words.toml and the templates.

    Raises:
        ResourceFaultError: If a file breaks its form, a template uses an unknown field, or it
            lacks an element that its type requires; it names file and line.
    """
    elements, needs = _elements(files["letters/elements.csv"], "letters/elements.csv")
    types = {}
    file = "letters/types.csv"
    for row in read_csv(files[file], file, {"id", "label", "needs_notices"}):
        ident = row.text("id")
        if ident not in needs:
            row.refuse(f'the type "{ident}" has no column in letters/elements.csv', "id")
        types[ident] = LetterType(
            ident, row.text("label"), row.flag("needs_notices"), needs[ident]
        )
    words = read_toml(files["letters/words.toml"], "letters/words.toml")
    words.only({"court", "credit_reporting", "other_names", "as_agent", "envelope"})
    templates = {}
    for name in sorted(files):
        if name.endswith(".toml") and name != "letters/words.toml":
            template = read_letter_template(files[name], name, types)
            if template.id in templates:
                raise ResourceFaultError(name, 1, f'the template "{template.id}" stands twice')
            templates[template.id] = template
    return LetterLibrary(
        types,
        elements,
        templates,
        tuple(word.casefold() for word in words.texts("court")),
        tuple(word.casefold() for word in words.texts("credit_reporting")),
        tuple(word.casefold() for word in words.texts("other_names")),
        tuple(word.casefold() for word in words.texts("as_agent")),
        tuple(word.casefold() for word in words.texts("envelope")),
    )


def _elements(text: str, file: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    labels: dict[str, str] = {}
    needs: dict[str, dict[str, str]] = {}
    for row in read_csv(text, file, {"id", "label"}):
        labels[row.text("id")] = row.text("label")
        for column in row.values:
            if column not in {"id", "label"}:
                need = row.choice(column, {"R", "C", "O", "X", "-"})
                needs.setdefault(column, {})[row.text("id")] = need
    return labels, needs


_KEYS = {
    "id",
    "version",
    "type",
    "label",
    "tone",
    "signer",
    "service",
    "first_class_copy",
    "elements",
    "subject",
    "body",
}


def read_letter_template(text: str, file: str, types: Mapping[str, LetterType]) -> LetterTemplate:
    """Read one template and check it against its type.

    Raises:
        ResourceFaultError: If it breaks its form; it names the line.
    """
    item = read_toml(text, file)
    item.only(_KEYS)
    letter_type = types[item.choice("type", set(types))]
    body_line = _body_line(text)
    template = LetterTemplate(
        id=item.text("id"),
        version=item.text("version"),
        letter_type=letter_type.id,
        label=item.text("label"),
        tone=item.text("tone"),
        signer=item.choice("signer", set(SIGNERS)),
        service=item.choice("service", set(SERVICES)),
        first_class_copy=item.flag("first_class_copy", default=False),
        elements=frozenset(item.texts("elements")),
        subject=item.text("subject"),
        body=item.text("body").strip("\n"),
        file=file,
        body_line=body_line,
    )
    for part, source, first in (
        ("subject", template.subject, item.line),
        ("body", template.body, body_line),
    ):
        for problem in read_template(source, part).problems:
            said = problem.said.partition(": ")[2].rstrip(".") or problem.said
            raise ResourceFaultError(file, first + problem.line - 1, said)
    lacking = letter_type.required() - brought(template) - BY_OPTION
    if lacking:
        item.refuse(f"the letter type {letter_type.id} needs {min(lacking)}", "elements")
    too_much = letter_type.forbidden() & brought(template) & (_STRICT | template.elements)
    if too_much:
        item.refuse(f"{min(too_much)} must not be in a letter {letter_type.id}", "elements")
    return template


def _body_line(text: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("body"):
            return number + 1
    return 1


def brought(template: LetterTemplate) -> frozenset[str]:
    """Return the elements that a template brings: page, fields, tables and its own wording."""
    names = read_template(template.subject, "subject").names()
    names |= read_template(template.body).names()
    return elements_of(names) | ON_THE_PAGE | template.elements


def elements_of(names: frozenset[str]) -> frozenset[str]:
    """Return the elements that these merge fields and tables bring."""
    return frozenset(element for element, by in BROUGHT_BY.items() if by & names)
