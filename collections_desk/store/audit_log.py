"""The audit log: one line per operation, each carrying the hash of the one before.

It shows that what was recorded has not changed since. It does not show that it was
true, nor the exact time: "tamper-evident", no more.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from collections_desk.store.tables import AuditEventRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy.orm import Session

#: What stands in the place of the hash before the first line.
NO_HASH = "0" * 64
_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many lines there are and the hash of the last."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One operation as recorded.

    Attributes:
        seq: Its number, from 1, without gaps.
        at: When the program was told to do it, by this computer's clock.
        kind: A stable code, "call.logged".
        what: The sentence, in the past tense.
        facts: What else was recorded with it.
        operation_id: Made by whoever asked, so that nothing is recorded twice.
        hash: Its own hash, 64 hex digits.
        clock_went_back: It bears an earlier time than the line before it.
    """

    seq: int
    at: datetime
    kind: str
    what: str
    facts: Mapping[str, Any]
    operation_id: str
    hash: str
    clock_went_back: bool = False


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What came of checking the chain.

    Attributes:
        count: How many lines were read.
        head: The hash of the last line that fits.
        first_bad: The number of the first line that does not fit, or None.
        fault: What is wrong with it, in words; empty if nothing is.
        clock_went_back: The lines that bear an earlier time than the one before.
    """

    count: int
    head: str
    first_bad: int | None = None
    fault: str = ""
    clock_went_back: tuple[int, ...] = ()

    @property
    def whole(self) -> bool:
        """Tell whether every line fits the one before."""
        return self.first_bad is None


def event_hash(seq: int, utc: str, kind: str, payload: str, prev: str) -> str:
    """Return the hash of one line: SHA-256 over a zero byte and canonical JSON."""
    line = json.dumps([seq, utc, kind, payload, prev], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\x00" + line.encode()).hexdigest()


def utc_text(moment: datetime) -> str:
    """Write a moment as the log does.

    Raises:
        ValueError: If it has no time zone.
    """
    if moment.tzinfo is None:
        msg = f"{moment} has no time zone"
        raise ValueError(msg)
    return moment.astimezone(UTC).strftime(_MOMENT)


def payload_text(operation_id: str, what: str, facts: Mapping[str, Any]) -> str:
    """Write what a line records, keys sorted, so that equal facts are equal bytes."""
    return json.dumps(
        {"facts": facts, "operation_id": operation_id, "what": what},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_plain,
    )


def _plain(value: object) -> str | list[object]:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, tuple | set | frozenset):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    return str(value)


def read_head(session: Session) -> Head:
    """Return the end of the chain."""
    found = (
        session.connection()
        .exec_driver_sql("SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1")
        .one_or_none()
    )
    return Head(0, NO_HASH) if found is None else Head(found[0], found[1])


def append_event(  # noqa: PLR0913 - the parts of one line
    session: Session,
    *,
    kind: str,
    what: str,
    facts: Mapping[str, Any],
    operation_id: str,
    now: datetime,
) -> Head:
    """Write the next line and return the new end of the chain."""
    head = read_head(session)
    seq = head.count + 1
    utc = utc_text(now)
    payload = payload_text(operation_id, what, facts)
    digest = event_hash(seq, utc, kind, payload, head.hash)
    session.connection().exec_driver_sql(
        "INSERT INTO audit_event (seq, operation_id, utc, kind, payload, prev, hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (seq, operation_id, utc, kind, payload, head.hash, digest),
    )
    return Head(seq, digest)


def events(
    session: Session,
    *,
    kind: str | None = None,
    families: Collection[str] = (),
    before_seq: int | None = None,
    limit: int = 200,
) -> list[AuditEvent]:
    """Return the newest lines first.

    Args:
        session: A session.
        kind: Only lines of this code, or of this family if it ends in a dot ("call.").
        families: Only lines of these families, each with its dot; none for all of them.
        before_seq: Only lines with a smaller number: the next page.
        limit: At most this many.
    """
    question = select(AuditEventRow).order_by(AuditEventRow.seq.desc()).limit(limit)
    if kind is not None and kind.endswith("."):
        question = question.where(AuditEventRow.kind.startswith(kind, autoescape=True))
    elif kind is not None:
        question = question.where(AuditEventRow.kind == kind)
    if families:
        question = question.where(
            or_(*(AuditEventRow.kind.startswith(one, autoescape=True) for one in families))
        )
    if before_seq is not None:
        question = question.where(AuditEventRow.seq < before_seq)
    rows = list(session.scalars(question))
    times = _times_before(session, rows)
    return [_event(row, times.get(row.seq - 1)) for row in rows]


def families(session: Session) -> frozenset[str]:
    """Return the families of operations on record, each with its dot: "letter."."""
    kinds = session.scalars(select(AuditEventRow.kind).distinct())
    return frozenset(f"{kind.partition('.')[0]}." for kind in kinds)


def deeds_after(session: Session, seq: int) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the code and the facts of each line after one, the oldest first."""
    rows = session.connection().exec_driver_sql(
        "SELECT kind, payload FROM audit_event WHERE seq > ? ORDER BY seq", (seq,)
    )
    return [(kind, json.loads(payload)["facts"]) for kind, payload in rows]


def find_event(session: Session, operation_id: str) -> AuditEvent | None:
    """Return the line of an operation, if it was recorded."""
    row = session.scalar(select(AuditEventRow).where(AuditEventRow.operation_id == operation_id))
    return None if row is None else _event(row, None)


def _times_before(session: Session, rows: list[AuditEventRow]) -> dict[int, str]:
    times = {row.seq: row.utc for row in rows}
    missing = [row.seq - 1 for row in rows if row.seq - 1 not in times]
    found = session.execute(
        select(AuditEventRow.seq, AuditEventRow.utc).where(AuditEventRow.seq.in_(missing))
    )
    return times | {row.seq: row.utc for row in found}


def _event(row: AuditEventRow, utc_before: str | None) -> AuditEvent:
    payload = json.loads(row.payload)
    return AuditEvent(
        seq=row.seq,
        at=datetime.strptime(row.utc, _MOMENT).replace(tzinfo=UTC),
        kind=row.kind,
        what=payload["what"],
        facts=payload["facts"],
        operation_id=row.operation_id,
        hash=row.hash,
        clock_went_back=utc_before is not None and row.utc < utc_before,
    )


def _rows(session: Session) -> Iterator[tuple[int, str, str, str, str, str, str]]:
    result = session.connection().exec_driver_sql(
        "SELECT seq, operation_id, utc, kind, payload, prev, hash FROM audit_event ORDER BY seq"
    )
    for row in result:
        yield tuple(row)


def verify_chain(session: Session) -> ChainReport:
    """Read every line and tell the first that does not fit."""
    head = NO_HASH
    expected = 1
    last_utc = ""
    went_back: list[int] = []
    for seq, operation_id, utc, kind, payload, prev, digest in _rows(session):
        fault = ""
        if seq != expected:
            fault = f"line {expected} is missing"
        elif prev != head:
            fault = "it does not follow the line before it"
        elif event_hash(seq, utc, kind, payload, prev) != digest:
            fault = "its content was changed"
        elif _operation_of(payload) != operation_id:
            fault = "its operation number was changed"
        if fault:
            return ChainReport(expected - 1, head, expected, fault, tuple(went_back))
        if utc < last_utc:
            went_back.append(seq)
        head, last_utc, expected = digest, utc, expected + 1
    return ChainReport(expected - 1, head, clock_went_back=tuple(went_back))


def _operation_of(payload: str) -> object:
    try:
        return json.loads(payload).get("operation_id")
    except (ValueError, AttributeError):
        return None
