"""G-STOP: stop flags, holds and disputes that stand before a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.guard_facts import finding
from collections_desk.domain.guards import find
from collections_desk.domain.holds import active_holds
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guard_facts import CallSituation
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.holds import Flag, Hold

#: Flags that close one channel only.
_CHANNEL_OF = {"OPT_PHONE": "phone", "OPT_EMAIL": "email", "OPT_TEXT": "text", "OPT_MAIL": "mail"}
_MORATORIUM = "BREATHING"
#: End states in which somebody else collects.
ELSEWHERE = frozenset({"placed", "legal", "judgment"})
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
    if call.end_state in ELSEWHERE:
        said = _elsewhere_words(call.end_state)
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
    return finding(
        call,
        flag.guard,
        _flag_words(flag, hold),
        held_in=_held_in(hold),
        flag=hold.flag,
        hold=hold.id,
        since=str(hold.begins_on),
    )


def _flag_words(flag: Flag, hold: Hold) -> str:
    since = short_day(hold.begins_on)
    return f"{flag.label} (since {since}): {hold.reason or 'no words were noted'}"


def _held_in(hold: Hold) -> str | None:
    """Return where a flag counts: a moratorium wherever a court has ordered one."""
    return "GB" if hold.flag == _MORATORIUM else None


def agreement_stops(  # noqa: PLR0913 - each is named at the call
    holds: Iterable[Hold],
    flags: Mapping[str, Flag],
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
    country: str,
    end_state: str | None,
    today: date,
) -> list[GuardFinding]:
    """Return what forbids to agree anything on money with a customer: it is collecting too.

    Args:
        holds: The customer's.
        flags: The table of flags; those that close all contact count.
        rules: The table of guards.
        mode: Who collects.
        kind: From whom.
        country: Of the customer.
        end_state: How the case stands, if it has ended.
        today: The creditor's date.
    """
    found: list[GuardFinding] = []
    for hold in active_holds(holds, today):
        flag = flags.get(hold.flag)
        if flag is None or not flag.guard or flag.stops != "all":
            continue
        found += find(
            rules,
            flag.guard,
            mode=mode,
            kind=kind,
            said=_flag_words(flag, hold),
            facts={"flag": hold.flag, "hold": hold.id, "since": str(hold.begins_on)},
            place=_held_in(hold) or country,
        )
    if end_state in ELSEWHERE:
        found += find(
            rules,
            "G-STOP-12",
            mode=mode,
            kind=kind,
            said=_elsewhere_words(end_state),
            facts={"end_state": end_state},
        )
    return found


def _elsewhere_words(end_state: str | None) -> str:
    return f"the case is {end_state}: nobody chases beside the agency or court"


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
