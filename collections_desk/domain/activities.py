"""What happened with a customer: calls, letters, notes; and the code tables that describe it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from datetime import date, datetime

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.promise_text import TypedPromise
    from collections_desk.domain.recording import RecordedTalk
    from collections_desk.domain.worklist import NextAction

Direction = Literal["out", "in", "none"]

#: The longest note that is taken, in characters. Nothing is cut: a longer one is refused.
LONGEST_NOTE = 20_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a contact ended. Codes are for good; labels may be translated.

    Attributes:
        channel: phone, mail, email, text, in_person or account.
        connected: Answered, rang out or voicemail; busy is not connected.
        counts: Counts for the calls-in-seven-days rule when outbound.
        conversation: A two-way talk about the debt; it starts the quiet days.
        right_party: The customer or someone entitled to speak for it was reached.
        sets: What logging it brings about ("stop flag", "dispute", "PTP" …), or empty.
        next_default: What is usually done next, in words.
        next_days: After how many business days; None lets the contact plan decide.
    """

    code: str
    label: str
    channel: str
    connected: bool
    counts: bool
    conversation: bool
    right_party: bool
    sets: str
    next_default: str
    next_days: int | None = None


@dataclass(frozen=True, slots=True)
class ActionCode:
    """What the clerk did: OC outbound call, IC inbound call and so on."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the customer has not paid, and the category that this hints at."""

    code: str
    label: str
    category_hint: str


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that happened, as it stands in the record.

    Attributes:
        kind: call, letter, email, text, visit, note, payment, import or system.
        seconds: How long the call took.
        zone: Customer's time zone at that moment; `local_time` is the clock there.
        corrected_by: The entry that corrects this one, or None.
        withdrawn_by: The entry that withdraws this one, or None.
    """

    id: int
    customer_id: int
    kind: str
    direction: Direction
    happened_at: datetime
    clerk: str
    created_at: datetime
    action: str | None = None
    seconds: int | None = None
    zone: str | None = None
    local_time: str | None = None
    number: str | None = None
    contact_point_id: int | None = None
    reached_name: str | None = None
    reached_role: str | None = None
    identity_checked: bool | None = None
    outcome: str | None = None
    reason: str | None = None
    dispute_code: str | None = None
    note: str = ""
    consent: str | None = None
    next_action: str | None = None
    next_on: date | None = None
    promise_id: int | None = None
    letter_id: int | None = None
    corrects_id: int | None = None
    withdraws_id: int | None = None
    invoice_ids: tuple[int, ...] = ()
    corrected_by: int | None = None
    withdrawn_by: int | None = None

    @property
    def stands(self) -> bool:
        """Tell whether it is still the last word: neither corrected nor withdrawn."""
        return self.corrected_by is None and self.withdrawn_by is None


@dataclass(frozen=True, slots=True)
class CallEntry:
    """What the clerk enters for one call.

    Attributes:
        started: When the call began, with a time zone.
        seconds: How long it took, or None where nobody timed it.
        outcome: Code of the outcome table; `reason` and `dispute_code` of theirs.
        invoice_ids: The invoices that were really discussed.
        consent: What the customer agreed to ("call back on Monday"), or None.
        next_action: The clerk's own next action in words; None lets the plan decide.
        next_on: Its day.
        disputed_minor: How much is disputed where that is less than the whole invoice.
        draft_key: The call draft that this entry replaces, or None.
        introduced_as: The name under which the caller spoke, where it was not the business's.
        recording: What was said about recording it, or None where nothing was.
    """

    customer_id: int
    started: datetime
    outcome: str
    direction: Direction = "out"
    seconds: int | None = None
    number: str | None = None
    contact_point_id: int | None = None
    reached_name: str | None = None
    reached_role: str | None = None
    identity_checked: bool = False
    reason: str | None = None
    dispute_code: str | None = None
    invoice_ids: tuple[int, ...] = ()
    note: str = ""
    promise: TypedPromise | None = None
    promise_method: str = ""
    next_action: str | None = None
    next_on: date | None = None
    consent: str | None = None
    disputed_minor: int | None = None
    draft_key: str | None = None
    introduced_as: str = ""
    recording: RecordedTalk | None = None


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """What logging a call brought about.

    Attributes:
        promise_id: The promise that was taken, or None.
        dispute_ids: The disputes that were opened.
        hold_id: The stop flag that was set, or None.
        told: Sentences that the clerk should see ("A card number in the note was masked.").
        next_action: What comes next with this customer, or None at a hold or end.
    """

    activity_id: int
    promise_id: int | None
    findings: tuple[GuardFinding, ...]
    next_action: NextAction | None
    dispute_ids: tuple[int, ...] = ()
    hold_id: int | None = None
    told: tuple[str, ...] = field(default=())


_OUTCOME_COLUMNS = {
    "code",
    "label",
    "channel",
    "connected",
    "counts",
    "conversation",
    "right_party",
    "sets",
    "next_default",
    "next_days",
}


def outcomes(text: str, file: str) -> dict[str, Outcome]:
    """Read the table of outcomes, in its order."""
    table: dict[str, Outcome] = {}
    for row in read_csv(text, file, _OUTCOME_COLUMNS):
        code = row.text("code")
        if code in table:
            row.refuse(f'the code "{code}" is already there', "code")
        table[code] = Outcome(
            code=code,
            label=row.text("label"),
            channel=row.choice(
                "channel", {"phone", "mail", "email", "text", "in_person", "account"}
            ),
            connected=row.flag("connected", default=False),
            counts=row.flag("counts", default=False),
            conversation=row.flag("conversation", default=False),
            right_party=row.flag("right_party", default=False),
            sets=row.text("sets", ""),
            next_default=row.text("next_default", ""),
            next_days=row.integer("next_days") if row.has("next_days") else None,
        )
    return table


def action_codes(text: str, file: str) -> dict[str, ActionCode]:
    """Read the table of action codes."""
    return {
        row.text("code"): ActionCode(row.text("code"), row.text("label"))
        for row in read_csv(text, file, {"code", "label"})
    }


def reasons(text: str, file: str) -> dict[str, Reason]:
    """Read the table of reasons for non-payment."""
    hints = {"disorganized", "struggling", "disputing", "unsorted"}
    return {
        row.text("code"): Reason(
            row.text("code"), row.text("label"), row.choice("category_hint", hints)
        )
        for row in read_csv(text, file, {"code", "label", "category_hint"})
    }
