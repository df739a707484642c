"""Letters: their ladder, what stands in one, and what the clerk chose for it.

A letter is one sheet to one customer about everything that is open. Its text is a template
with merge fields until it is approved; then the figures are frozen with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from collections_desk.domain.money import Money


class LetterState(StrEnum):
    """The rungs of the ladder."""

    DRAFT = "draft"
    APPROVED = "approved"
    PRINTED = "printed"
    POSTED = "posted"
    DELIVERED = "delivered"
    REFUSED = "refused"
    UNCLAIMED = "unclaimed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


#: Which rung may follow which. A certified piece can come back after a first "refused" or
#: "unclaimed" notice, and a piece thought lost can still be delivered.
NEXT_STATES: dict[LetterState, frozenset[LetterState]] = {
    LetterState.DRAFT: frozenset({LetterState.APPROVED, LetterState.CANCELLED}),
    LetterState.APPROVED: frozenset(
        {LetterState.DRAFT, LetterState.PRINTED, LetterState.CANCELLED}
    ),
    LetterState.PRINTED: frozenset({LetterState.POSTED, LetterState.CANCELLED}),
    LetterState.POSTED: frozenset(
        {
            LetterState.DELIVERED,
            LetterState.REFUSED,
            LetterState.UNCLAIMED,
            LetterState.RETURNED,
        }
    ),
    LetterState.REFUSED: frozenset({LetterState.RETURNED}),
    LetterState.UNCLAIMED: frozenset({LetterState.RETURNED, LetterState.DELIVERED}),
    LetterState.DELIVERED: frozenset(),
    LetterState.RETURNED: frozenset(),
    LetterState.CANCELLED: frozenset(),
}

#: The rungs that tell of the world outside; one recorded by mistake may be withdrawn.
WITHDRAWABLE = frozenset(
    {
        LetterState.POSTED,
        LetterState.DELIVERED,
        LetterState.REFUSED,
        LetterState.UNCLAIMED,
        LetterState.RETURNED,
    }
)

#: What the clerk reads for a rung.
STATE_WORDS = {
    LetterState.DRAFT: "Draft",
    LetterState.APPROVED: "Approved, to print",
    LetterState.PRINTED: "Printed, to post",
    LetterState.POSTED: "Posted",
    LetterState.DELIVERED: "Delivered",
    LetterState.REFUSED: "Refused",
    LetterState.UNCLAIMED: "Unclaimed",
    LetterState.RETURNED: "Returned",
    LetterState.CANCELLED: "Cancelled",
}

#: How a letter goes out.
SERVICES = {"first_class": "First-Class Mail", "certified": "Certified Mail"}
#: How the proof of delivery of a certified letter comes back.
RETURN_RECEIPTS = {
    "none": "no return receipt",
    "card": "return receipt card (PS 3811)",
    "electronic": "electronic return receipt",
}
#: What may be said of a disputed line in the answer to a dispute (L09).
FINDINGS = {
    "stands": "The charge stands",
    "corrected": "The charge is corrected",
    "withdrawn": "The charge is withdrawn",
}

SUBJECT_LIMIT, BODY_LIMIT = 200, 100_000


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
class CopyTo:
    """Somebody who gets a copy, named on the letter.

    Attributes:
        name: The person.
        role: "Chief Financial Officer" for one.
        side: creditor (our own management), customer (an officer of the customer's
            company), lawyer (the customer's), other. See guard G-LTR-06.
    """

    name: str
    role: str = ""
    side: str = "creditor"

    @property
    def shown(self) -> str:
        """The name with the role, as it stands on the letter."""
        return f"{self.name}, {self.role}" if self.role else self.name


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one disputed invoice, for the answer to a dispute.

    Attributes:
        dispute_id: The dispute.
        decision: A key of `FINDINGS`.
        words: Why, in a sentence.
        stands_minor: What of the disputed amount remains due, in minor units.
    """

    dispute_id: int
    decision: str
    words: str
    stands_minor: int


@dataclass(frozen=True, slots=True)
class LetterOptions:
    """What the clerk chose for one letter; stored with it as it is.

    Attributes:
        act_by: The calendar date by which the customer is asked to act.
        consequence: What will follow, as decided: a sentence. Empty means none is stated.
        authorized_by: Who decided on that consequence.
        intended_on: When it is intended.
        copies: Who gets a copy.
        enclosures: What is enclosed, one line each.
        invoice_ids: The invoices to list; None means all that are open.
        dispute_ids: The disputes that it answers; None means all that are open.
        findings: The decisions on them (L09).
        attention: The person in the second address line; None means the customer's first.
        printed_name: The customer's name as printed, where the fonts do not cover it.
        offer: What help is offered, a sentence.
        terms_note: What happens to the credit terms (L14), a sentence.
        fee_basis: The contract clause or statute behind fee or interest lines.
        address_lines: The address block as the clerk approved it; None means formatted
            from the customer's address.
    """

    act_by: date | None = None
    consequence: str = ""
    authorized_by: str = ""
    intended_on: date | None = None
    copies: tuple[CopyTo, ...] = ()
    enclosures: tuple[str, ...] = ()
    invoice_ids: tuple[int, ...] | None = None
    dispute_ids: tuple[int, ...] | None = None
    findings: tuple[Finding, ...] = ()
    attention: str | None = None
    printed_name: str = ""
    offer: str = ""
    terms_note: str = ""
    fee_basis: str = ""
    address_lines: tuple[str, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain values for the store; what is at its default is left out."""
        plain: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value == one.default:
                continue
            plain[one.name] = _plain(value)
        return plain


def options_from_json(plain: dict[str, Any]) -> LetterOptions:
    """Read what `LetterOptions.as_json` wrote."""
    values = dict(plain)
    for name in ("act_by", "intended_on"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name in ("enclosures", "invoice_ids", "dispute_ids", "address_lines"):
        if name in values:
            values[name] = tuple(values[name])
    if "copies" in values:
        values["copies"] = tuple(CopyTo(**copy) for copy in values["copies"])
    if "findings" in values:
        values["findings"] = tuple(Finding(**finding) for finding in values["findings"])
    return LetterOptions(**values)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, (CopyTo, Finding)):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return value


@dataclass(frozen=True, slots=True)
class LetterEvent:
    """One rung that a letter reached.

    Attributes:
        state: The rung.
        dated_on: The day it happened, which may lie before the day it was recorded.
        document_sha256: The paper that shows it: a receipt, a card, a returned envelope.
        note: A word to it.
        clerk: Who recorded it.
        recorded_at: When.
        id: Its number in the store.
        withdraws_id: The rung that it takes back, recorded by mistake; None for a rung of
            its own. `state` is then where the letter stands again.
    """

    state: LetterState
    dated_on: date
    document_sha256: str | None
    note: str
    clerk: str
    recorded_at: datetime
    id: int = 0
    withdraws_id: int | None = None


@dataclass(frozen=True, slots=True)
class Printing:
    """One time a letter went to a printer. The first is the original."""

    is_copy: bool
    printer: str
    job: str
    pages: int
    document_sha256: str
    clerk: str
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as recorded, with its ladder.

    Attributes:
        id: Its number in the store.
        ref: Its id on paper: "CD-2026-000123".
        customer_id: To whom.
        customer_name: The name as it stands now.
        customer_reference: The customer's account number with us.
        type: "L02".
        template: The template's id; `template_version` its version.
        subject: Subject line with merge fields.
        body: Text with merge fields.
        options: What the clerk chose.
        snapshot: The merged figures as approved; None while it is a draft.
        state: The rung it stands on.
        service: first_class or certified.
        article_number: Digits only.
        return_receipt: none, card or electronic.
        return_receipt_number: The green card's own number, digits only.
        first_class_copy: Whether a second piece goes by First-Class Mail.
        address_id: The address it goes to.
        address_lines: The address block as approved; empty while it is a draft.
        envelope: The envelope profile.
        paper: letter or a4.
        signer: clerk, lead or exec.
        as_of: The date the balances are as of.
        letter_date: The date on the letter.
        step: The contact plan's step, "A5" for one.
        document_sha256: The PDF as printed.
        created_at: When it was drafted.
        events: The ladder so far, oldest first.
        printings: Each time it was printed, oldest first.
    """

    id: int
    ref: str
    customer_id: int
    customer_name: str
    customer_reference: str
    type: str
    template: str
    template_version: str
    subject: str
    body: str
    options: LetterOptions
    snapshot: dict[str, Any] | None
    state: LetterState
    service: str
    article_number: str | None
    return_receipt: str
    return_receipt_number: str | None
    first_class_copy: bool
    address_id: int | None
    address_lines: tuple[str, ...]
    envelope: str
    paper: str
    signer: str
    as_of: date | None
    letter_date: date
    step: str | None
    document_sha256: str | None
    created_at: datetime
    events: tuple[LetterEvent, ...] = ()
    printings: tuple[Printing, ...] = ()

    @property
    def certified(self) -> bool:
        """Whether it goes by Certified Mail."""
        return self.service == "certified"

    @property
    def state_words(self) -> str:
        """The rung as the clerk reads it."""
        return STATE_WORDS[self.state]

    @property
    def withdrawn_ids(self) -> frozenset[int]:
        """The rungs that were recorded by mistake and taken back."""
        return frozenset(one.withdraws_id for one in self.events if one.withdraws_id is not None)

    @property
    def standing(self) -> tuple[LetterEvent, ...]:
        """The ladder as it holds: without withdrawn rungs and without their withdrawals."""
        gone = self.withdrawn_ids
        return tuple(one for one in self.events if one.withdraws_id is None and one.id not in gone)


@dataclass(frozen=True, slots=True)
class LetterProblem:
    """Why a letter cannot be printed as it stands.

    Attributes:
        field: The merge field or the part of the form: "act_by", "body", "address".
        line: The line of the text it is on, from 1; 0 where there is none.
        said: What is wrong, a sentence.
        remedy: What to do, a sentence.
    """

    field: str
    line: int
    said: str
    remedy: str


@dataclass(frozen=True, slots=True)
class PreviewResult:
    """A letter as it would print, or the reasons why it cannot.

    Attributes:
        pdf: The pages; with problems it is a proof that shows them, and None if the page
            cannot be laid out at all.
        pages: How many.
        problems: What must be mended first.
        notes: What the clerk ought to see, though the letter prints.
    """

    pdf: bytes | None
    pages: int
    problems: tuple[LetterProblem, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A merge field with the value that it has for one letter.

    Attributes:
        name: What stands between the braces.
        label: What it is called on the screen.
        value: The text it prints; empty where there is none.
        where: Where a missing value is filled in.
    """

    name: str
    label: str
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter on the clerk's desk, with all that the editor needs.

    Attributes:
        letter: The letter as saved.
        type_label: "Past-due reminder".
        template_label: "Past-due reminder, friendly".
        fields: Every merge field with its value for this letter.
        problems: What keeps it from being approved, found without rendering.
    """

    letter: Letter
    type_label: str
    template_label: str
    fields: tuple[FieldValue, ...]
    problems: tuple[LetterProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class MailLine:
    """A line of the mail lists.

    Attributes:
        letter_id: The letter.
        ref: Its id on paper.
        customer_id: To whom.
        customer_name: The name.
        type: "L11"; `type_label` in words.
        service: first_class or certified; `article_number` in fours or "".
        return_receipt_number: The green card's number in fours, or "".
        state: The rung; `since` the day it got there.
        letter_date: The date on the letter.
        place: Last line of the address; `zip_code` to sort the mail by.
        waiting_for: What the clerk has to do next, in words; empty if nothing.
        days: Days since that rung.
        printings: How often it was printed.
        totals: What is open in it, by currency, as it stood when approved.
        not_printed: Why it did not print the last time, in words; empty once it did.
        unconfirmed: "Handed to … at …, not confirmed" while nobody knows whether it printed.
    """

    letter_id: int
    ref: str
    customer_id: int
    customer_name: str
    type: str
    type_label: str
    service: str
    article_number: str
    return_receipt_number: str
    state: LetterState
    since: date
    letter_date: date
    place: str
    zip_code: str
    waiting_for: str
    days: int
    printings: int
    totals: tuple[Money, ...]
    not_printed: str = ""
    unconfirmed: str = ""


@dataclass(frozen=True, slots=True)
class BatchPiece:
    """One piece of a batch: which pages it takes and which bytes are kept of it.

    Attributes:
        letter_id: The letter; `letter_ref` its id on paper.
        customer_name: To whom, for the list beside the printer.
        first_page: Its first page in the batch, from 1; `last_page` the last.
        pages: How many that is, with the first-class copy behind it.
        sha256: The hash of `content`.
        content: The letter's own PDF, as it will be kept.
        is_copy: Whether it says COPY, because the original was printed before.
        with_first_class_copy: Whether the second piece follows it in the batch.
    """

    letter_id: int
    letter_ref: str
    customer_name: str
    first_page: int
    last_page: int
    pages: int
    sha256: str
    content: bytes = field(repr=False)
    is_copy: bool = False
    with_first_class_copy: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Letters made ready for the printer as one PDF.

    Attributes:
        pdf: All pages in order.
        pages: How many.
        pieces: The letters in it, in order.
        order: worklist or zip.
        duplex: Whether each letter begins on the front of a sheet.
    """

    pdf: bytes = field(repr=False)
    pages: int
    pieces: tuple[BatchPiece, ...]
    order: str
    duplex: bool = False
