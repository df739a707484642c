"""Holds and stop flags: contact paused, or forbidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from collections_desk.domain.resource_files import Item


#: What a hold may stand on.
SCOPES = ("customer", "invoice", "channel", "number", "address")
CHANNELS = ("phone", "email", "text", "mail")
#: What a request to stop has stopped, in the words of its confirmation (L16).
STOP_WORDS = {
    "CEASE": "all contact about the account, other than this confirmation",
    "OPT_PHONE": "telephone calls",
    "OPT_EMAIL": "e-mail",
    "OPT_TEXT": "text messages",
    "OPT_MAIL": "letters, other than this confirmation",
    "WORK_NO": "contact at your place of work",
}
#: What a flag may cancel: letters not yet printed, reminders of plans and promises, fees and
#: interest from the day of filing, surveys.
CANCELS = frozenset({"letters", "reminders", "fees", "interest", "surveys"})
#: What may belong to a flag.
ASKS = (
    "filed_on",
    "received_on",
    "ends_on",
    "service_from",
    "court",
    "case_number",
    "attorney",
    "attorney_phone",
    "number",
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A kind of stop flag or mark.

    Attributes:
        code: "BKY" for one.
        label: "Bankruptcy known".
        guard: The guard that it sets off, or empty.
        stops: "all" contact, one channel ("phone", "email", "text", "mail"), or "" for a mark.
        pause_days: How long the house pauses before it looks again; 0: until lifted.
        does: What to do, in words.
        cancels: What is cancelled when it is set, a subset of `CANCELS`.
        allows: Letter types that may still go out.
        asks: What belongs to it and is asked for, a subset of `ASKS`.
    """

    code: str
    label: str
    guard: str
    stops: str
    pause_days: int
    does: str
    cancels: frozenset[str] = frozenset()
    allows: frozenset[str] = frozenset()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """A pause (`flag` empty) or a stop flag.

    Attributes:
        scope: customer, invoice, channel, number or address; `scope_ref` names which.
        review_on: When the clerk looks at it again; None: until it is lifted.
    """

    id: int
    customer_id: int
    reason: str
    begins_on: date
    scope: str = "customer"
    scope_ref: str = ""
    flag: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    review_on: date | None = None
    lifted_on: date | None = None
    lifted_reason: str = ""

    def active(self, today: date) -> bool:
        """Tell whether it stands on `today`."""
        return self.begins_on <= today and (self.lifted_on is None or self.lifted_on > today)


def flags(text: str, file: str) -> dict[str, Flag]:
    """Read the table of flags.

    Raises:
        ResourceFaultError: If something that is cancelled or asked for is not known.
    """
    columns = {
        "code", "label", "guard", "stops", "pause_days", "cancels", "allows", "asks", "does"
    }  # fmt: skip
    found = {}
    for row in read_csv(text, file, columns):
        cancels, asks = _words(row, "cancels"), _words(row, "asks")
        stops = row.text("stops", "")
        for column, words, known in (
            ("stops", [stops] if stops else [], {"all", *CHANNELS}),
            ("cancels", cancels, CANCELS),
            ("asks", asks, ASKS),
        ):
            for word in words:
                if word not in known:
                    row.refuse(f'"{word}" is not one of {", ".join(sorted(known))}', column)
        found[row.text("code")] = Flag(
            row.text("code"),
            row.text("label"),
            row.text("guard", ""),
            stops,
            row.integer("pause_days", 0),
            row.text("does", ""),
            frozenset(cancels),
            frozenset(_words(row, "allows")),
            tuple(asks),
        )
    return found


def _words(row: Item, column: str) -> list[str]:
    return [word.strip() for word in row.text(column, "").split(";") if word.strip()]


def active_holds(holds: Iterable[Hold], today: date) -> list[Hold]:
    """Return the holds that stand on `today`, stop flags first."""
    standing = [hold for hold in holds if hold.active(today)]
    return sorted(standing, key=lambda hold: (not hold.flag, hold.begins_on, hold.id))
