"""The calls as lines of text, in batches: a hundred thousand take a second or two.

Texts are as recorded; making them safe for a spreadsheet is up to `exports`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from collections_desk.domain.call_log import last_four
from collections_desk.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

#: Rows that are fetched at once.
BATCH = 500

#: As few words of SQL as can be: labels and papers are put in by batch, which is faster.
_QUESTION = """
SELECT a.id, coalesce(c.reference, '#' || c.id), coalesce(a.local_time, ''), a.happened_at,
  coalesce(a.zone, ''), a.direction, coalesce(a.number, ''), coalesce(a.reached_name, ''),
  a.reached_role, a.outcome, a.reason, a.dispute_code, p.amount_minor, p.currency, p.due_on,
  coalesce(a.next_action, ''), coalesce(a.next_on, ''), coalesce(a.consent, ''), a.clerk,
  a.withdraws_id, a.corrects_id{notes}
FROM activity a
JOIN customer c ON c.id = a.customer_id
LEFT JOIN promise p ON p.id = a.promise_id
WHERE {where}
ORDER BY a.happened_at, a.id
"""
_GUARDS = """
SELECT activity_id, group_concat(guard || ' ' || decision, '; ') FROM guard_event
WHERE activity_id IN (SELECT value FROM json_each(:ids)) GROUP BY activity_id
"""
_RECORDINGS = """
SELECT x.activity_id, group_concat(x.label || ' ' || substr(x.sha256, 1, 12), '; ')
FROM attachment x JOIN document f ON f.sha256 = x.sha256
WHERE x.activity_id IN (SELECT value FROM json_each(:ids)) AND f.media_type LIKE 'audio/%'
GROUP BY x.activity_id
"""


@dataclass(frozen=True, slots=True)
class CallQuestion:
    """Which calls, as the store asks for them; None and empty leave nothing out.

    Attributes:
        begins_at: First moment that counts.
        ends_before: First moment that counts no longer.
        full_numbers: Telephone numbers whole, not their last four digits.
        notes: With the customer's name and the note.
        outcomes: Code to label and whether the right party was reached.
        reasons: Code to label.
        disputes: Code to label.
    """

    begins_at: datetime | None = None
    ends_before: datetime | None = None
    customer_id: int | None = None
    category: str | None = None
    wanted_outcomes: tuple[str, ...] = ()
    full_numbers: bool = False
    notes: bool = False
    outcomes: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    disputes: Mapping[str, str] = field(default_factory=dict)


def count_calls(session: Session, question: CallQuestion) -> int:
    """Return how many calls the log will have."""
    where, values = _where(question)
    statement = (
        "SELECT count(*) FROM activity a JOIN customer c ON c.id = a.customer_id "  # noqa: S608 - our own words, values bound
        f"WHERE {where}"
    )
    return int(session.connection().exec_driver_sql(statement, values).scalar_one())


def call_lines(
    session: Session, question: CallQuestion
) -> Generator[Sequence[tuple[Any, ...]], None, None]:
    """Give the calls in batches, the oldest first, each a tuple as `domain.call_log.COLUMNS`.

    The session's one cursor is held until the last batch: ask nothing else meanwhile.
    """
    where, values = _where(question)
    connection = session.connection()
    notes = ", c.name, a.note" if question.notes else ""
    result = connection.exec_driver_sql(_QUESTION.format(where=where, notes=notes), values)
    cursor = result.cursor
    assert cursor is not None  # noqa: S101 - a SELECT has one
    line = _Lines(question)
    try:
        while rows := cursor.fetchmany(BATCH):
            ids = {"ids": json.dumps([row[0] for row in rows])}
            guards, recordings = (
                {number: text for number, text in connection.exec_driver_sql(sql, ids)}  # noqa: C416 - a result has keys, so dict() would read it wrongly
                for sql in (_GUARDS, _RECORDINGS)
            )
            yield [line(row, guards, recordings) for row in rows]
    finally:
        result.close()


class _Lines:
    """Turns the store's values into the texts of the log."""

    def __init__(self, question: CallQuestion) -> None:
        self._outcomes = {
            code: f"{code} {label}" for code, (label, _) in question.outcomes.items()
        }
        self._right_party = {code for code, (_, right) in question.outcomes.items() if right}
        self._reasons = {code: f"{code} {label}" for code, label in question.reasons.items()}
        self._disputes = {code: f"{code} {label}" for code, label in question.disputes.items()}
        self._number = str if question.full_numbers else last_four

    def __call__(
        self, row: tuple[Any, ...], guards: Mapping[int, str], recordings: Mapping[int, str]
    ) -> tuple[Any, ...]:
        """Return one line; a code that has no label any more stands alone."""
        number, reference, local, at, zone, direction, phone, name, role, *more = row
        outcome, reason, dispute, minor, currency, due, next_action, next_on, *rest = more
        consent, clerk, withdraws, corrects, *notes = rest
        return (
            number,
            reference,
            local[:16].replace("T", " "),
            f"{at[:19]}Z",
            zone,
            direction,
            self._number(phone),
            f"{name} ({role})" if role else name,
            "yes" if outcome in self._right_party else "no",
            self._outcomes.get(outcome, outcome) or "",
            self._reasons.get(reason, reason) or "",
            self._disputes.get(dispute, dispute) or "",
            "" if minor is None else _amount(minor, currency),
            due or "",
            next_action,
            next_on,
            recordings.get(number, ""),
            consent,
            clerk,
            guards.get(number, ""),
            currency or "",
            f"withdraws {withdraws}" if withdraws else f"corrects {corrects}" if corrects else "",
            *notes,
        )


@lru_cache(maxsize=4096)
def _amount(minor: int, currency: str) -> str:
    return str(Money(minor, currency).decimal())


def _where(question: CallQuestion) -> tuple[str, dict[str, Any]]:
    parts = ["a.kind = 'call'"]
    values: dict[str, Any] = {}
    for moment, compare in ((question.begins_at, ">="), (question.ends_before, "<")):
        if moment is not None:
            name = f"moment{len(values)}"
            parts.append(f"a.happened_at {compare} :{name}")
            values[name] = _utc_text(moment)
    if question.customer_id is not None:
        parts.append("a.customer_id = :customer_id")
        values["customer_id"] = question.customer_id
    if question.category is not None:
        parts.append("c.category = :category")
        values["category"] = question.category
    if question.wanted_outcomes:
        parts.append("a.outcome IN (SELECT value FROM json_each(:wanted))")
        values["wanted"] = json.dumps(question.wanted_outcomes)
    return " AND ".join(parts), values


def _utc_text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
