"""G-ID: who was spoken to, and what may be said to whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from collections_desk.domain.guards import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.activities import CallEntry, Outcome
    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode

#: Outcomes after which a message stands on somebody's machine.
VOICEMAIL = frozenset({"VML", "VMD"})
#: Outcomes in which somebody other than the customer was reached.
THIRD_PARTY = frozenset({"TPC", "TPM", "DEC"})
#: Roles of those who are not the customer, as a clerk writes them beside a name.
STRANGERS = re.compile(
    r"\b(household|spouse|wife|husband|mother|father|parent|son|daughter|brother|sister|"
    r"relative|neighbou?r|friend|room-?mate|land(?:lord|lady)|employer|boss|co-?worker|"
    r"colleague)\b",
    re.IGNORECASE,
)


def identity_findings(  # noqa: PLR0913 - each is named at the call
    entry: CallEntry,
    outcome: Outcome,
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
    first_contact: bool = False,
    name_used: str | None = None,
    true_name: str | None = None,
) -> list[GuardFinding]:
    """Return what the identity guards say about a call that took place.

    Args:
        entry: The call.
        outcome: Its outcome.
        rules: The table of guards.
        mode: Who collects.
        kind: From whom.
        first_contact: Whether nobody was reached before.
        name_used: The name under which the caller spoke, if it was noted.
        true_name: The creditor's name.
    """
    fired: list[tuple[str, str]] = []
    if outcome.right_party and not entry.identity_checked:
        fired.append(("G-ID-01", "the debt was discussed and the identity was not checked"))
    if outcome.code in VOICEMAIL:
        said = (
            "a voicemail may name the business, the person asked for, a number and a time; "
            "it says nothing about a debt"
        )
        fired.append(("G-ID-02", said))
    stranger = STRANGERS.search(entry.reached_role or "")
    if outcome.code in THIRD_PARTY or stranger:
        said = "someone other than the customer was reached: nothing is said about a debt"
        if stranger and outcome.right_party:
            said = f"the debt was discussed with {entry.reached_role}, who is not the customer"
        fired.append(("G-ID-03", said))
    if first_contact and outcome.conversation:
        said = "this was the first contact: the agency disclosure is due, in the first letter too"
        fired.append(("G-ID-04", said))
    if name_used and true_name and name_used.casefold() != true_name.casefold():
        said = f'the caller used the name "{name_used}"; the creditor is "{true_name}"'
        fired.append(("G-ID-05", said))
    return [
        finding
        for guard, said in fired
        for finding in find(
            rules,
            guard,
            mode=mode,
            kind=kind,
            said=said,
            facts={"outcome": outcome.code, "reached": entry.reached_role or ""},
        )
    ]
