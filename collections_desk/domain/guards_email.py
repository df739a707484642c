"""G-LTR-09 and what stands before an e-mail: hour, flags, the line to opt out, whose domain.

The message itself is written and sent in the clerk's own mail program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guard_facts import finding
from collections_desk.domain.guards_frequency import frequency_findings
from collections_desk.domain.guards_stop import stop_findings
from collections_desk.domain.guards_time import time_findings
from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Container

    from collections_desk.domain.guard_facts import CallSituation
    from collections_desk.domain.guards import GuardFinding

#: The line that every message begins with, below which the clerk writes.
OPT_OUT = (
    'If you do not want e-mail about this account, reply with "no e-mail" and we will not send '
    "any more."
)


def personal_domains(text: str, file: str) -> frozenset[str]:
    """Read the domains of mail for private persons."""
    return frozenset(row.text("domain").casefold() for row in read_csv(text, file, {"domain"}))


def email_findings(
    message: CallSituation, address: str, personal: Container[str], *, text: str | None = None
) -> list[GuardFinding]:
    """Return what stands before an e-mail to this address now.

    Args:
        message: The situation, with channel "email".
        address: To where.
        personal: Domains of mail for private persons.
        text: The message, where it is known; without it the line to opt out is put in.
    """
    return [
        *stop_findings(message, "email"),
        *time_findings(message),
        *frequency_findings(message),
        *_opt_out(message, address, personal, text),
    ]


def _opt_out(
    message: CallSituation, address: str, personal: Container[str], text: str | None
) -> list[GuardFinding]:
    domain = address.rpartition("@")[2].casefold()
    business = message.kind in {CustomerKind.ENTITY, CustomerKind.NATURAL_BUSINESS}
    fired: list[str] = []
    if (
        text is not None
        and "no e-mail" not in text.casefold()
        and "opt out" not in text.casefold()
    ):
        fired.append("the message has no line by which the customer can refuse further ones")
    if message.at_work or (not business and domain not in personal):
        fired.append(f"{domain} looks like a place of work: others may read what is sent there")
    for place in message.places:
        bound = place.electronic_needs_consent and message.place_known
        if bound and place.binds(message.mode, message.kind, message.today):
            fired.append(f"{place.id} wants consent to e-mail and texts ({place.cite})")
    said = "; ".join(fired)
    return finding(message, "G-LTR-09", said, domain=domain) if fired else []
