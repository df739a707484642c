"""E-mail to a customer: the guards are asked before the clerk's own mail program is opened."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.guards_email import email_findings, personal_domains
from collections_desk.domain.guards_frequency import frequency_findings
from collections_desk.domain.guards_stop import stop_findings
from collections_desk.domain.guards_time import time_findings
from collections_desk.operations.call_guards import comparable, situation
from collections_desk.operations.guarding import (
    NO_REASONS,
    guarded_write,
    hardest_first,
    record_findings,
)
from collections_desk.store.activities import add_activity
from collections_desk.store.customers import contact_points, load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

_DOMAINS = "codes/mail_domains.csv"


def examine_email(
    desk: Desk, customer_id: int, address: str, *, text: str | None = None
) -> list[GuardFinding]:
    """Return what the guards say about an e-mail to a customer now, the hardest first."""
    with desk.database.read() as session:
        return email_findings_in(session, desk, customer_id, address, text)


def open_email(
    desk: Desk,
    customer_id: int,
    address: str,
    *,
    text: str | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> None:
    """Record that a message to a customer was begun; the mail program is opened after this.

    What is sent from there is not known here. The attempt counts as a contact, as a call does
    that rings out; a message that was not sent after all is withdrawn on the timeline.

    Raises:
        GuardsStandError: If a guard stands and has no answer.
    """
    with desk.database.read() as session:
        name = load_customer(session, customer_id).name
    with guarded_write(
        desk,
        "email.begun",
        f"began an e-mail to {name}",
        facts={"customer_id": customer_id, "address": address},
    ) as transaction:
        record_findings(
            transaction,
            desk,
            email_findings_in(transaction, desk, customer_id, address, text),
            reasons,
            deed="e-mail begun",
            refused="The message is not opened yet",
            customer_id=customer_id,
        )
        activity_id = add_activity(
            transaction,
            customer_id,
            "email",
            clerk=load_settings(transaction).clerk,
            happened_at=desk.now(),
            now=desk.now(),
            direction="out",
            action="EM",
            number=address.strip(),
            note="Begun in the mail program; what was sent from there is not known here.",
        )
        add_fact(transaction, activity_id=activity_id)


def sent_findings(
    session: Reading, desk: Desk, customer_id: int, channel: str
) -> list[GuardFinding]:
    """Return what the guards say about a message that she has sent herself: e-mail or text.

    To which address it went, and with which words, is not known here.
    """
    call = situation(session, desk, customer_id, None, desk.now(), ())
    message = replace(call, channel=channel)
    return hardest_first(
        [
            *stop_findings(message, channel),
            *time_findings(message),
            *frequency_findings(message),
        ]
    )


def email_findings_in(
    session: Reading, desk: Desk, customer_id: int, address: str, text: str | None
) -> list[GuardFinding]:
    """Return what the guards say about an e-mail now, inside an open session."""
    now = desk.now()
    call = situation(session, desk, customer_id, None, now, ())
    point = next(
        (
            one
            for one in contact_points(session, customer_id)
            if one.kind == "email" and one.value.strip().casefold() == address.strip().casefold()
        ),
        None,
    )
    message = replace(
        call,
        channel="email",
        number=comparable(address, ()),
        number_state=point.state if point else "",
        number_label=(point.label or "") if point else "",
    )
    personal = personal_domains(desk.resources.text(_DOMAINS), _DOMAINS)
    return hardest_first(email_findings(message, address, personal, text=text))
