"""Tables of one customer for packages and bundles: calls, promises, guards, ledger entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.domain.call_log import Kind
from collections_desk.domain.hand_payments import METHODS, STATES
from collections_desk.domain.handout_words import (
    ENTRY_WORDS,
    KEPT_BACK,
    plain_amount,
    plain_day,
    shown_number,
    state_words,
)
from collections_desk.domain.paper import DataTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.operations.desk import Desk
    from collections_desk.operations.handout_facts import Handout

_T, _A, _D, _N = Kind.TEXT, Kind.AMOUNT, Kind.DAY, Kind.NUMBER


def media_ending(media_type: str) -> str:
    """Return the ending of a file of that type."""
    known = {
        "application/pdf": "pdf",
        "image/png": "png",
        "image/jpeg": "jpg",
        "image/tiff": "tif",
        "image/gif": "gif",
        "image/webp": "webp",
        "image/bmp": "bmp",
        "text/plain": "txt",
        "audio/wav": "wav",
        "audio/x-wav": "wav",
        "audio/mpeg": "mp3",
        "audio/mp4": "m4a",
        "audio/ogg": "ogg",
    }
    return known.get(media_type, "bin")


def calls_table(facts: Handout, desk: Desk, *, full_numbers: bool, notes: bool) -> DataTable:
    """Return the calls, the oldest first; corrections and withdrawals are marked."""
    outcomes, reasons = desk.resources.outcomes, desk.resources.reasons
    columns = [
        ("entry", _N), ("utc", _T), ("time_there", _T), ("direction", _T), ("number", _T),
        ("outcome", _T), ("reason", _T), ("minutes", _N), ("stands", _T),
    ]  # fmt: skip
    if notes:
        columns += [("reached", _T), ("note", _T)]
    rows = []
    for entry in facts.activities:
        if entry.kind != "call":
            continue
        outcome, reason = outcomes.get(entry.outcome or ""), reasons.get(entry.reason or "")
        row = [
            str(entry.id),
            f"{entry.happened_at:%Y-%m-%d %H:%M}Z",
            entry.local_time or "",
            entry.direction,
            shown_number(entry.number, full=full_numbers),
            outcome.label if outcome else entry.outcome or "",
            reason.label if reason else "",
            "" if entry.seconds is None else str((entry.seconds + 59) // 60),
            "yes" if entry.stands else "corrected or withdrawn",
        ]
        rows.append((*row, entry.reached_name or "", entry.note) if notes else tuple(row))
    return DataTable("Calls", tuple(columns), tuple(rows))


def promises_table(facts: Handout) -> DataTable:
    """Return promises and what came of them."""
    return DataTable(
        "Promises",
        (
            ("taken", _D), ("due", _D), ("currency", _T), ("promised", _A), ("received", _A),
            ("state", _T), ("ended", _T),
        ),
        tuple(
            (
                plain_day(one.promise.taken_on),
                plain_day(one.promise.due_on),
                one.promise.amount.currency,
                plain_amount(one.promise.amount),
                plain_amount(one.received),
                one.state.value,
                state_words(one.promise.ended or ""),
            )
            for one in facts.promises
        ),
    )  # fmt: skip


def sentence(event: Mapping[str, Any], *, notes: bool) -> str:
    """Return the sentence with which a rule was passed, or that it is kept back.

    What was done as a rule asks is no sentence of the clerk, and always stands.
    """
    reason = str(event["reason"])
    kept = notes or event["decision"] == "heeded" or not reason
    return reason if kept else KEPT_BACK


def guards_table(facts: Handout, *, notes: bool) -> DataTable:
    """Return the rules that fired and what was decided: overrides with their sentence.

    Without the notes, the sentence is left out as well: it may say what was said.
    """
    return DataTable(
        "Guards",
        (
            ("utc", _T), ("guard", _T), ("rule_as_of", _D), ("deed", _T), ("said", _T),
            ("decision", _T), ("reason", _T), ("clerk", _T),
        ),
        tuple(
            (
                f"{one['fired_at']:%Y-%m-%d %H:%M}Z",
                one["guard"],
                plain_day(one["rule_as_of"]),
                one["deed"],
                one["said"],
                one["decision"],
                sentence(one, notes=notes),
                one["clerk"],
            )
            for one in facts.guards
        ),
    )  # fmt: skip


def payments_table(facts: Handout) -> DataTable:
    """Return the payments taken by hand with their state, the oldest first."""
    return DataTable(
        "Payments",
        (
            ("received", _D), ("method", _T), ("reference", _T), ("currency", _T),
            ("amount", _A), ("state", _T), ("since", _D), ("says_paid_in_full", _T),
        ),
        tuple(
            (
                plain_day(one.received_on),
                METHODS.get(one.method, one.method),
                one.reference or one.last4,
                one.amount.currency,
                plain_amount(one.amount),
                STATES[one.state],
                plain_day(one.state_on),
                one.full_payment,
            )
            for one in facts.payments
        ),
    )  # fmt: skip


def entries_table(facts: Handout) -> DataTable:
    """Return the entries of the ledger, the oldest first."""
    return DataTable(
        "Entries",
        (
            ("dated", _D), ("kind", _T), ("invoice", _T), ("currency", _T), ("amount", _A),
            ("reference", _T), ("note", _T),
        ),
        tuple(
            (
                plain_day(one.dated_on),
                ENTRY_WORDS.get(one.kind, state_words(one.kind)),
                one.invoice_number,
                one.amount.currency,
                plain_amount(one.amount),
                one.reference,
                one.note,
            )
            for one in facts.entries
        ),
    )  # fmt: skip
