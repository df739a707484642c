"""The open database. Reading is free; writing leaves a trace."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NewType
from uuid import uuid4

from sqlalchemy.orm import Session

from collections_desk.errors import StoreError
from collections_desk.store.audit_log import Head, append_event, find_event, read_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine

#: A session inside `Database.write`. Every function that changes the record asks for one.
Transaction = NewType("Transaction", Session)
#: A session inside `Database.scratch`: only drafts, which are no part of the record.
Scratch = NewType("Scratch", Session)


class AlreadyDoneError(StoreError):
    """The operation was recorded before: a retry after an unclear end stops here.

    Attributes:
        seq: The number of its line in the audit log.
        facts: What was recorded with it.
    """

    def __init__(self, seq: int, facts: Mapping[str, Any]) -> None:
        super().__init__(
            "This entry was saved before.", "Nothing was saved twice.", code="ALREADY-DONE"
        )
        self.seq = seq
        self.facts = facts


#: The short name under which operations know it.
AlreadyDone = AlreadyDoneError


def add_fact(transaction: Transaction, **facts: object) -> None:
    """Let facts known only inside the transaction (new ids) join its audit line."""
    transaction.info["facts"].update(facts)


class Database:
    """The one open store.

    Attributes:
        engine: Over one connection; see `store.connection`.
        path: The data file.
        store_id: The name of this store in the keyring, in backups and in anchors.
    """

    def __init__(self, engine: Engine, path: Path, store_id: str) -> None:
        self.engine = engine
        self.path = path
        self.store_id = store_id
        self.head = Head(0, "")
        self.on_commit: Callable[[Head], None] | None = None
        self._inside = threading.local()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that stores nothing."""
        with self._session() as session:
            yield session

    @contextmanager
    def write(
        self,
        kind: str,
        what: str,
        *,
        now: datetime,
        facts: Mapping[str, Any] | None = None,
        operation_id: str | None = None,
    ) -> Iterator[Transaction]:
        """Give a transaction: it is stored whole with its audit line, or not at all.

        Args:
            kind: A stable code for the operation: "call.logged".
            what: The audit line, in the past tense: "logged a call to Acme".
            now: The moment of the audit line, with a time zone.
            facts: What else the line records, as plain values.
            operation_id: A UUID made by whoever asks, so that asking again is safe.

        Raises:
            AlreadyDoneError: If the operation was recorded before. Nothing was written.
        """
        with self._session() as session:
            if operation_id is not None and (done := find_event(session, operation_id)):
                raise AlreadyDoneError(done.seq, done.facts)
            session.info["facts"] = dict(facts or {})
            yield Transaction(session)
            session.flush()
            head = append_event(
                session,
                kind=kind,
                what=what,
                facts=session.info["facts"],
                operation_id=operation_id or str(uuid4()),
                now=now,
            )
            session.commit()
        self.head = head
        if self.on_commit is not None:
            self.on_commit(head)

    @contextmanager
    def scratch(self) -> Iterator[Scratch]:
        """Give a session for drafts: it is stored, and leaves no audit line."""
        with self._session() as session:
            yield Scratch(session)
            session.commit()

    def refresh_head(self) -> Head:
        """Read the end of the audit log from the file."""
        with self.read() as session:
            self.head = read_head(session)
        return self.head

    def close(self) -> None:
        """Let go of the file; what was written is in it."""
        self.engine.dispose()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """Open the one session; a second inside it would wait for itself, so it is refused."""
        if getattr(self._inside, "busy", False):
            msg = "a session was opened inside another; hand the outer one down"
            raise RuntimeError(msg)
        self._inside.busy = True
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                yield session
        finally:
            self._inside.busy = False
