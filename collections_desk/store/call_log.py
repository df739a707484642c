"""The calls as lines of text, written by the store itself: a hundred thousand take a second.

Texts are as recorded; making them safe for a spreadsheet is up to `exports`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Any

from collections_desk.domain.call_log import last_four
from collections_desk.domain.money import MINOR_DIGITS

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

#: Rows that are fetched at once.
BATCH = 500

_COLUMNS = """
  a.id,
  coalesce(c.reference, '#' || c.id),
  coalesce(substr(replace(a.local_time, 'T', ' '), 1, 16), ''),
  substr(a.happened_at, 1, 19) || 'Z',
  coalesce(a.zone, ''),
  a.direction,
  {number},
  coalesce(a.reached_name || CASE WHEN a.reached_role <> '' THEN ' (' || a.reached_role || ')'
           ELSE '' END, ''),
  CASE coalesce(o.right_party, 0) WHEN 1 THEN 'yes' ELSE 'no' END,
  coalesce(a.outcome || coalesce(' ' || o.label, ''), ''),
  coalesce(a.reason || coalesce(' ' || r.value, ''), ''),
  coalesce(a.dispute_code || coalesce(' ' || d.value, ''), ''),
  CASE WHEN p.id IS NULL THEN ''
    WHEN m.value = 0 THEN printf('%d', p.amount_minor)
    WHEN m.value = 3 THEN printf('%d.%03d', p.amount_minor / 1000, p.amount_minor % 1000)
    ELSE printf('%d.%02d', p.amount_minor / 100, p.amount_minor % 100) END,
  coalesce(p.due_on, ''),
  coalesce(a.next_action, ''),
  coalesce(a.next_on, ''),
  coalesce((SELECT group_concat(x.label || ' ' || substr(x.sha256, 1, 12), '; ')
    FROM attachment x JOIN document f ON f.sha256 = x.sha256
    WHERE x.activity_id = a.id AND f.media_type LIKE 'audio/%'), ''),
  coalesce(a.consent, ''),
  a.clerk,
  coalesce((SELECT group_concat(g.guard || ' ' || g.decision, '; ')
    FROM guard_event g WHERE g.activity_id = a.id), ''),
  coalesce(p.currency, ''),
  CASE WHEN a.withdraws_id IS NOT NULL THEN 'withdraws ' || a.withdraws_id
       WHEN a.corrects_id IS NOT NULL THEN 'corrects ' || a.corrects_id ELSE '' END
"""
_NOTES = ", c.name, a.note"
_QUESTION = """
WITH o AS MATERIALIZED (
    SELECT key AS code, json_extract(value, '$[0]') AS label,
           json_extract(value, '$[1]') AS right_party FROM json_each(:outcomes)),
  r AS MATERIALIZED (SELECT key, value FROM json_each(:reasons)),
  d AS MATERIALIZED (SELECT key, value FROM json_each(:disputes)),
  m AS MATERIALIZED (SELECT key, value FROM json_each(:digits))
SELECT {columns}
FROM activity a
JOIN customer c ON c.id = a.customer_id
LEFT JOIN promise p ON p.id = a.promise_id
LEFT JOIN o ON o.code = a.outcome
LEFT JOIN r ON r.key = a.reason
LEFT JOIN d ON d.key = a.dispute_code
LEFT JOIN m ON m.key = p.currency
WHERE {where}
ORDER BY a.happened_at, a.id
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
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - an open session has one
    driver.create_function("last_four", 1, last_four, deterministic=True)
    number = "coalesce(a.number, '')" if question.full_numbers else "last_four(a.number)"
    columns = _COLUMNS.format(number=number) + (_NOTES if question.notes else "")
    labels = {
        "outcomes": json.dumps(question.outcomes),
        "reasons": json.dumps(question.reasons),
        "disputes": json.dumps(question.disputes),
        "digits": json.dumps(MINOR_DIGITS),
    }
    result = connection.exec_driver_sql(
        _QUESTION.format(columns=columns, where=where), {**labels, **values}
    )
    cursor = result.cursor
    assert cursor is not None  # noqa: S101 - a SELECT has one
    try:
        while rows := cursor.fetchmany(BATCH):
            yield rows
    finally:
        result.close()


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
