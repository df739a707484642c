"""Letters: the ladder that each one climbs, and what is on record of it.

A letter is one sheet to one customer about everything that is open. Its text is a template
with merge fields until it is approved; then the figures are frozen with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from collections_desk.domain.merge_field_list import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from collections_desk.domain.letter_options import LetterOptions
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
    LetterState.CANCELLED: "Canceled",
}


#: How a letter goes out.
SERVICES = {"first_class": "First-Class Mail", "certified": "Certified Mail"}


#: How the proof of delivery of a certified letter comes back.
RETURN_RECEIPTS = {
    "none": "no return receipt",
    "card": "return receipt card (PS 3811)",
    "electronic": "electronic return receipt",
}


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


_FIELD = re.compile(r"\{\{[^{}]*\}\}")


def shown_subject(subject: str, snapshot: Mapping[str, Any] | None) -> str:
    """Return the subject as a list shows it: filled in once approved, and never a raw field.

    Args:
        subject: The subject as it is kept, a template with merge fields.
        snapshot: What was frozen at approval. Without it nothing is filled in yet, and the
            name of each field stands in its place: "[Act-by date]".
    """
    content = (snapshot or {}).get("content", {})
    return str(content.get("subject") or _FIELD.sub(_field_name, subject))


def _field_name(found: re.Match[str]) -> str:
    name = found.group().strip("{} ")
    field = FIELDS.get(name)
    return f"[{field.label.partition(':')[0] if field is not None else name}]"


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
