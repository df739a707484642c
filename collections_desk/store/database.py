"""The open database. Reading is free; writing leaves a trace."""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NewType
from uuid import uuid4

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from collections_desk.errors import StoreError
from collections_desk.store import faults
from collections_desk.store.audit_log import Head, append_event, find_event, read_head, utc_text
from collections_desk.store.clock import PASSES, ClockSetBackError, check_clock
from collections_desk.store.watching import FileWatch, rescue

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
        key: Opens the file, its backups and nothing else; empty once closed.
        head: The end of the audit log as of the last commit.
        on_commit: Told the new end of the log and its time, after each commit.
        watches_clock: Refuse entries of a clock that was set back; see `store.clock`.
    """

    def __init__(self, engine: Engine, path: Path, store_id: str, *, key: str) -> None:
        self.engine = engine
        self.path = path
        self.store_id = store_id
        self.key = key
        self.head = Head(0, "")
        self.on_commit: Callable[[Head, str], None] | None = None
        self.on_close: list[Callable[[], None]] = []
        self.watches_clock = False
        self._inside = threading.local()
        self._watch = FileWatch(path)
        self._broken: StoreError | None = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that stores nothing.

        Raises:
            StoreError: If the disk or the file fails.
        """
        trouble: DBAPIError | None = None
        with self._session() as session:
            try:
                yield session
            except DBAPIError as error:
                trouble = error
        if trouble is not None:
            raise self._said(trouble) from trouble

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
            ClockSetBackError: If the clock was set back by more than a day.
            StoreError: If it could not be stored; the message says what is true now.
        """
        given_id = operation_id or str(uuid4())
        trouble: DBAPIError | None = None
        with self._session() as session:
            try:
                if operation_id is not None and (done := find_event(session, operation_id)):
                    raise AlreadyDoneError(done.seq, done.facts)
                if self.watches_clock and not kind.startswith(PASSES):
                    check_clock(session, now)
                session.info["facts"] = dict(facts or {})
                yield Transaction(session)
                session.flush()
                head = append_event(
                    session,
                    kind=kind,
                    what=what,
                    facts=session.info["facts"],
                    operation_id=given_id,
                    now=now,
                )
                self._commit(session)
            except DBAPIError as error:
                trouble = error
        if trouble is not None:
            raise self._said(trouble, operation_id=given_id) from trouble
        self.head = head
        if self.on_commit is not None:
            self.on_commit(head, utc_text(now))

    @contextmanager
    def scratch(self) -> Iterator[Scratch]:
        """Give a session for drafts: it is stored, and leaves no audit line.

        Raises:
            StoreError: If it could not be stored.
        """
        trouble: DBAPIError | None = None
        with self._session() as session:
            try:
                yield Scratch(session)
                self._commit(session)
            except DBAPIError as error:
                trouble = error
        if trouble is not None:
            raise self._said(trouble) from trouble

    @contextmanager
    def driver(self) -> Iterator[Any]:
        """Give the connection itself, outside any transaction: for copying and checking."""
        with self._alone(), self.engine.connect() as held:
            yield held.connection.driver_connection

    def watch_clock(self, now: datetime) -> tuple[StoreError, ...]:
        """Refuse entries of a clock that was set back from now on; return what is to be said."""
        self.watches_clock = True
        with self.read() as session:
            try:
                check_clock(session, now)
            except ClockSetBackError as error:
                return (error,)
        return ()

    def refresh_head(self) -> Head:
        """Read the end of the audit log from the file."""
        with self.read() as session:
            self.head = read_head(session)
        return self.head

    def check_file(self) -> None:
        """See that the file is still the one that was opened; the window asks every 10 seconds.

        Raises:
            StoreError: STORE-MOVED if it is not. All of it was first saved beside it.
        """
        if self._broken is not None:
            raise self._broken
        if not self._watch.is_same():
            with self._session() as session:
                self._file_moved(session)

    def close(self) -> None:
        """Let go of the file and of the key; what was written is in the file."""
        with ExitStack() as after:  # each is called, whatever becomes of the one before
            for step in self.on_close:
                after.callback(step)
            self.on_close = []
            self.key = ""
            self.engine.dispose()

    @contextmanager
    def closed_on_error(self) -> Iterator[None]:
        """Close it if what is done next fails: a start that failed leaves nothing open.

        Else the file and its lock would stay taken as long as the error is kept, and the
        next try would be told that another program has the data file open.
        """
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _commit(self, session: Session) -> None:
        """Commit; if the file is no longer ours, save everything elsewhere and say so."""
        same = self._watch.is_same()
        session.commit()
        if not same:
            self._file_moved(session)

    def _file_moved(self, session: Session) -> None:
        self._broken = faults.moved(rescue(session, self.path))
        raise self._broken

    def _said(self, error: DBAPIError, *, operation_id: str | None = None) -> Exception:
        """Return what to say about an error, after finding out what is true now."""
        code = faults.error_code(error)
        said = faults.translate(error, folder=self.path.parent.name)
        if said is None:
            return error
        if code == faults.CORRUPT:
            self._broken = said
            self.engine.dispose()
        elif code == faults.IOERR:
            said = self._after_disk_error(operation_id)
        return said

    def _after_disk_error(self, operation_id: str | None) -> StoreError:
        """Open the file anew and look whether the entry is there."""
        self.engine.dispose()
        self._watch = FileWatch(self.path)
        if operation_id is None:
            return faults.disk_error()
        try:
            with Session(self.engine) as session:
                saved = find_event(session, operation_id) is not None
                self.head = read_head(session)
        except DBAPIError:
            self._broken = faults.DiskTroubleError(saved=None)
            return self._broken
        return faults.DiskTroubleError(saved=saved)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self._alone(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Refuse a session inside another at once: it would wait for itself."""
        if self._broken is not None:
            raise self._broken
        if getattr(self._inside, "busy", False):
            msg = "a session was opened inside another; hand the outer one down"
            raise RuntimeError(msg)
        self._inside.busy = True
        try:
            yield
        finally:
            self._inside.busy = False
