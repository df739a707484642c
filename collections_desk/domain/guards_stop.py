"""G-STOP: stop flags, holds and disputes that stand before a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.guard_facts import finding
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections_desk.domain.guard_facts import CallSituation
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.holds import Hold

#: Flags that close one channel only.
_CHANNEL_OF = {"OPT_PHONE": "phone", "OPT_EMAIL": "email", "OPT_TEXT": "text", "OPT_MAIL": "mail"}
_MORATORIUM = "BREATHING"
_CHANNEL_WORDS = {"phone": "phone calls", "email": "e-mail", "text": "texts", "mail": "letters"}


def stop_findings(call: CallSituation, channel: str = "phone") -> list[GuardFinding]:
    """Return what flags, holds and disputes say about a contact by `channel`.

    Args:
        call: The situation; letters use it too, with their own channel.
        channel: phone, email, text or mail.
    """
    found: list[GuardFinding] = []
    for hold in call.holds:
        if hold.active(call.today):
            found += _flag(call, hold, channel) if hold.flag else _hold(call, hold, channel)
    if call.number_state == "opted_out":
        found += finding(call, "G-STOP-04", "the customer does not want calls to this number")
    found += _employer(call)
    found += _disputes(call)
    if call.end_state in {"placed", "legal", "judgment"}:
        said = f"the case is {call.end_state}: nobody chases beside the agency or court"
        found += finding(call, "G-STOP-12", said, end_state=call.end_state)
    return found


def _flag(call: CallSituation, hold: Hold, channel: str) -> list[GuardFinding]:
    flag = (call.flags or {}).get(hold.flag)
    if flag is None or not flag.guard:
        return []
    closed = _CHANNEL_OF.get(hold.flag)
    if closed is not None:
        if closed != channel:
            return []
        said = (
            f"the customer wants no {_CHANNEL_WORDS[closed]} (since {short_day(hold.begins_on)})"
        )
        return finding(call, flag.guard, said, flag=hold.flag, hold=hold.id)
    if hold.flag == "WORK_NO":
        named = bool(hold.scope_ref) and hold.scope_ref == call.number
        if not (call.at_work or named):
            return []
    held_in = "GB" if hold.flag == _MORATORIUM else None  # wherever a court has ordered one
    said = (
        f"{flag.label} (since {short_day(hold.begins_on)}): {hold.reason or 'no words were noted'}"
    )
    return finding(
        call,
        flag.guard,
        said,
        held_in=held_in,
        flag=hold.flag,
        hold=hold.id,
        since=str(hold.begins_on),
    )


def _employer(call: CallSituation) -> list[GuardFinding]:
    """Ask before a call to a place of work where a place speaks about the employer."""
    if not call.at_work or not call.place_known:
        return []
    return [
        one
        for place in call.places
        if place.employer_contact and place.binds(call.mode, call.kind, call.today)
        for one in finding(
            call,
            "G-STOP-05",
            f"{place.id} lets the place of work be called {place.employer_contact}",
            place=place.id,
            cite=place.cite,
        )
    ]


def _hold(call: CallSituation, hold: Hold, channel: str) -> list[GuardFinding]:
    if hold.scope == "time":
        return []  # G-TIME-03 speaks of it
    concerns = {
        "customer": True,
        "invoice": hold.scope_ref in {str(ident) for ident in call.invoice_ids}
        or (not call.invoice_ids and len(call.open_invoice_ids) == 1),
        "channel": hold.scope_ref == channel,
        "number": hold.scope_ref == call.number,
        "address": channel == "mail",
    }
    if not concerns.get(hold.scope, True):
        return []
    until = f", to be looked at on {short_day(hold.review_on)}" if hold.review_on else ""
    said = f"on hold since {short_day(hold.begins_on)}{until}: {hold.reason}"
    return finding(call, "G-STOP-14", said, hold=hold.id, scope=hold.scope)


def _disputes(call: CallSituation) -> list[GuardFinding]:
    concerned = [
        dispute
        for dispute in call.disputes
        if dispute.is_open and (not call.invoice_ids or dispute.invoice_id in call.invoice_ids)
    ]
    if not concerned:
        return []
    amounts = ", ".join(money_text(dispute.amount) for dispute in concerned)
    since = short_day(concerned[0].received_on)
    said = f"{amounts} is in dispute since {since}: chase only what is not"
    return finding(call, "G-STOP-08", said, disputes=[dispute.id for dispute in concerned])
