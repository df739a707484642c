"""The codes that the call form offers, and which of them ask for more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.desktop.code_field import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collections_desk.domain.activities import Outcome, Reason
    from collections_desk.domain.disputes import DisputeCode
    from collections_desk.operations.recordings import RecordingAsk

#: The outcomes with a digit of their own, the most used first.
QUICK_OUTCOMES = ("NA", "VML", "VMN", "GK", "RPN", "RPP", "RPC", "RPD", "RPQ")
#: What is logged if the clerk says nothing else.
DEFAULT_OUTCOME = "NA"
#: Proposed where a promise was typed; where only a reason was given.
PROMISE_OUTCOME, TALK_OUTCOME = "RPP", "RPN"
#: Outcomes that open a dispute, and so ask what kind.
DISPUTE_OUTCOMES = frozenset({"RPD"})
#: Outcomes in which the customer agrees to something about the next call.
CONSENT_OUTCOMES = frozenset({"RPC", "RPI", "DROP"})
#: What collectors say for an outcome, where it is not its code: found, but not shown.
TRADE_WORDS = {
    "NA": "noans rna",
    "VML": "lm lvm msg left message answering machine am",
    "VMN": "vm nm no message",
    "WN": "wrong nis",
    "TPM": "lmtp",
    "GK": "receptionist gatekeeper",
    "RPN": "nsf bounced returned check talked spoke rpc",
    "RPP": "ptp promise",
    "RPC": "cb callback",
    "RPF": "pif paid",
    "RPL": "plan ppa installments",
    "RPD": "dispute disp",
    "RPR": "rtp refused",
    "RPX": "cease dnc",
    "RPA": "atty lawyer",
    "RPK": "bk bky chapter",
    "DEC": "deceased",
}


@dataclass(frozen=True, slots=True)
class CallTables:
    """The code tables that the form offers, and what to say before recording."""

    outcomes: Mapping[str, Outcome]
    reasons: Mapping[str, Reason]
    disputes: Mapping[str, DisputeCode]
    recording: RecordingAsk | None = None


def outcome_choices(outcomes: Iterable[Outcome]) -> list[Choice]:
    """Return the outcomes of a call, those with a digit first."""
    phone = {outcome.code: outcome for outcome in outcomes if outcome.channel == "phone"}
    quick = [phone[code] for code in QUICK_OUTCOMES if code in phone]
    rest = [outcome for code, outcome in phone.items() if code not in QUICK_OUTCOMES]
    return [
        Choice(
            outcome.code,
            outcome.label,
            str(place + 1) if place < len(quick) else "",
            TRADE_WORDS.get(outcome.code, ""),
        )
        for place, outcome in enumerate([*quick, *rest])
    ]
