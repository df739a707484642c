"""For guards of calls, recordings, e-mail and the record: when each fires and is silent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from collections_desk.domain.activities import CallEntry
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.disputes import Dispute
from collections_desk.domain.guard_facts import CallSituation
from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
from collections_desk.domain.guards_email import email_findings
from collections_desk.domain.guards_frequency import frequency_findings
from collections_desk.domain.guards_identity import identity_findings
from collections_desk.domain.guards_keep import (
    KeptRecord,
    edit_findings,
    export_findings,
    purge_findings,
    stale_findings,
)
from collections_desk.domain.guards_notes import mask_numbers, note_findings
from collections_desk.domain.guards_stop import stop_findings
from collections_desk.domain.guards_time import time_findings
from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.recording import RecordedTalk, consent_needed, recording_findings
from tests.domain.rules import RESOURCES, at, call, situation

DAY = "2026-11-18"  # a Wednesday
TODAY = date(2026, 11, 18)
NUMBER = "+16175550134"


@dataclass(frozen=True, slots=True)
class Column:
    """One of the three columns, with the table in which every guard is switched on."""

    mode: Mode
    kind: CustomerKind
    rules: Mapping[str, GuardRule]


Find = Callable[[Column, int], list[GuardFinding]]
Rows = dict[str, tuple[str, Find]]


def _call(fires: Mapping[str, Any], silent: Mapping[str, Any] | None = None) -> Find:
    def find(column: Column, on: int) -> list[GuardFinding]:
        facts = {"day": DAY, "clock": "12:00", **(fires if on else silent or {})}
        made = situation(facts.pop("day"), facts.pop("clock"), **facts)
        made = replace(made, mode=column.mode, kind=column.kind, rules=column.rules)
        return [*time_findings(made), *frequency_findings(made), *stop_findings(made)]

    return find


def _flag(code: str, **facts: Any) -> Mapping[str, Any]:  # noqa: ANN401 - any field of the facts
    hold = Hold(7, 1, "as reported", date(2026, 11, 2), flag=code, **facts)
    return {"holds": (hold,)}


def _calls(*days: str, outcome: str = "NA", **facts: Any) -> Mapping[str, Any]:  # noqa: ANN401 - any field of the facts
    return {"contacts": tuple(call(day, outcome, **facts) for day in days)}


def _entry(outcome: str, **facts: Any) -> Find:  # noqa: ANN401 - any field of the facts
    silent = {"identity_checked": True, "outcome": "NA"}

    def find(column: Column, on: int) -> list[GuardFinding]:
        known = {"outcome": outcome, **facts} if on else silent
        name = str(known.pop("name_used", ""))
        made = CallEntry(1, at(DAY), **known)
        return identity_findings(
            made,
            RESOURCES.outcomes[made.outcome],
            column.rules,
            mode=column.mode,
            kind=column.kind,
            first_contact=bool(on),
            name_used=name,
            true_name="Harbor Supply",
        )

    return find


def _note(text: str) -> Find:
    def find(column: Column, on: int) -> list[GuardFinding]:
        return note_findings(
            mask_numbers(text if on else "Will pay on Friday."),
            ("liar",),
            column.rules,
            mode=column.mode,
            kind=column.kind,
        )

    return find


def _recording(place: str, talk: RecordedTalk, *, card: bool = False) -> Find:
    def find(column: Column, on: int) -> list[GuardFinding]:
        return recording_findings(
            talk if on else RecordedTalk(answer="yes", recorded=True, paused=((1, 2),)),
            consent_needed("US-NY", [place], RESOURCES.recording_consent),
            column.rules,
            mode=column.mode,
            kind=column.kind,
            card_step=card,
        )

    return find


def _keep(**facts: Any) -> Find:  # noqa: ANN401 - any field of the facts
    def find(column: Column, on: int) -> list[GuardFinding]:
        known = {"last_activity": date(2019, 1, 1), **(facts if on else {})}
        record = KeptRecord(1, "Acme", column.kind, **known)
        return purge_findings(record, column.rules, mode=column.mode, today=TODAY)

    return find


def _export(column: Column, on: int) -> list[GuardFinding]:
    parts = ["names and notes"] if on else []
    return export_findings(parts, column.rules, mode=column.mode, kind=column.kind)


def _stale(column: Column, on: int) -> list[GuardFinding]:
    looked = TODAY - timedelta(days=366 if on else 365)
    return stale_findings(
        {"places": looked},
        column.rules,
        mode=column.mode,
        kind=column.kind,
        today=TODAY,
        limit_days=365,
    )


def _edit(column: Column, on: int) -> list[GuardFinding]:
    return edit_findings("call 3", column.rules, mode=column.mode, kind=column.kind) if on else []


def _email(column: Column, on: int) -> list[GuardFinding]:
    made: CallSituation = replace(
        situation(DAY), mode=column.mode, kind=column.kind, rules=column.rules, channel="email"
    )
    text = "Please pay." if on else 'Please pay. Reply "no e-mail" to get no more.'
    return email_findings(made, "dana@gmail.com", {"gmail.com"}, text=text)


_EIGHT = [f"2026-11-{day}" for day in (12, 13, 14, 15, 16, 17, 17, 17)]
_DISPUTED = (Dispute(1, 1, 5, "D01", Money(100, "USD"), date(2026, 11, 1)),)
_MA = (RESOURCES.places["US-MA"],)
_CALLING = "a call is begun (examine_call) and logged"
_LOGGING = "a call is logged (log_call)"

CALLS: Rows = {
    "G-TIME-01": ("a call is begun, an e-mail too", _call({"clock": "21:01"}, {"clock": "21:00"})),
    "G-TIME-02": (_CALLING, _call({"zones": ()})),
    "G-TIME-03": (_CALLING, _call({"holds": (Hold(
        3, 1, "not understood", date(2026, 11, 2), scope="time"),)})),
    "G-TIME-04": (_CALLING, _call({"clock": "20:55"}, {"clock": "20:45"})),
    "G-TIME-05": (_CALLING, _call({"day": "2026-11-22"})),
    "G-TIME-06": (_CALLING, _call(
        {"office_hours": "Mon-Fri 09:00-11:00"}, {"office_hours": "Mon-Fri 09:00-17:00"})),
    "G-FREQ-01": (_CALLING, _call(_calls(*_EIGHT), _calls(*_EIGHT[2:]))),
    "G-FREQ-02": (_CALLING, _call(
        _calls("2026-11-16", outcome="RPN"), _calls("2026-11-11", outcome="RPN"))),
    "G-FREQ-03": (_CALLING, _call(
        {**_calls(DAY, clock="11:57", number=NUMBER), "number": NUMBER},
        {**_calls(DAY, clock="11:50", number=NUMBER), "number": NUMBER})),
    "G-FREQ-04": (_CALLING, _call(
        {**_calls("2026-11-16", "2026-11-17"), "places": _MA},
        {**_calls("2026-11-17"), "places": _MA})),
    "G-FREQ-05": (_CALLING, _call(
        {**_calls("2026-11-02", outcome="TPC", number=NUMBER), "number": NUMBER},
        {**_calls("2026-11-02", outcome="NA", number=NUMBER), "number": NUMBER})),
    "G-FREQ-06": (_CALLING, _call(_calls("2026-11-14", "2026-11-15", "2026-11-17"),
        _calls("2026-11-15", "2026-11-17"))),
    "G-FREQ-07": ("a call or letter of a firm step", _call(
        {"tone": "firm", "days_past_due": 29}, {"tone": "firm", "days_past_due": 30})),
    "G-STOP-01": (_CALLING, _call(_flag("BKY"))),
    "G-STOP-02": (_CALLING, _call(_flag("ATTY"))),
    "G-STOP-03": (_CALLING, _call(_flag("CEASE"))),
    "G-STOP-04": (_CALLING, _call(_flag("OPT_PHONE"), _flag("OPT_EMAIL"))),
    "G-STOP-05": (_CALLING, _call(
        {**_flag("WORK_NO"), "number_label": "work"}, {**_flag("WORK_NO")})),
    "G-STOP-06": (_CALLING, _call(_flag("DEC"))),
    "G-STOP-07": (_CALLING, _call(_flag("IDT"))),
    "G-STOP-08": (_CALLING, _call(
        {"disputes": _DISPUTED}, {"disputes": _DISPUTED, "invoice_ids": frozenset({6})})),
    "G-STOP-09": ("a call, a letter with a legal step or fees", _call(_flag("MIL"))),
    "G-STOP-10": ("a call, a letter that asks for money", _call(_flag("MINOR"))),
    "G-STOP-11": (_CALLING, _call(_flag("BREATHING"))),
    "G-STOP-12": ("a call, a letter", _call({"end_state": "placed"}, {"end_state": "paid"})),
    "G-STOP-13": (_CALLING, _call(_flag("ABUSIVE"))),
    "G-STOP-14": (_CALLING, _call({"holds": (Hold(4, 1, "waits", date(2026, 11, 2)),)})),
    "G-ID-01": (_LOGGING, _entry("RPN")),
    "G-ID-02": (_LOGGING, _entry("VML")),
    "G-ID-03": (_LOGGING, _entry("TPC")),
    "G-ID-04": (_LOGGING, _entry("RPN", identity_checked=True)),
    "G-ID-05": ("a call is logged, a letter approved", _entry("NA", name_used="Legal Office")),
    "G-REC-01": ("a recorded call is logged, a sound file attached",
        _recording("US-CA", RecordedTalk(recorded=True))),
    "G-REC-02": ("a recorded call is logged, a sound file attached",
        _recording("US-TX", RecordedTalk(recorded=True))),
    "G-REC-03": (_LOGGING,
        _recording("US-TX", RecordedTalk(answer="yes", recorded=True), card=True)),
    "G-NOTE-01": ("a note is saved", _note("Card 4111 1111 1111 1111")),
    "G-NOTE-02": ("a note is saved", _note("She is a liar.")),
    "G-NOTE-03": ("a saved entry is corrected (correct_call)", _edit),
    "G-LTR-09": ("an e-mail is begun (open_email)", _email),
    "G-KEEP-01": ("a purge is asked for", _keep(last_activity=date(2024, 1, 1))),
    "G-KEEP-02": ("a purge is asked for", _keep(recordings=(date(2024, 1, 1),))),
    "G-KEEP-03": ("calls are exported, a copy of a file is saved", _export),
    "G-KEEP-04": ("a purge is asked for", _keep(legal_hold="suit filed")),
    "G-KEEP-05": ("the desk is opened, Rules are shown", _stale),
}  # fmt: skip
