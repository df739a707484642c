"""The store as seen from inside one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from collections_desk.store.database import Database, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session


class Within(Database):
    """Lets operations take part in a transaction that is open: all of them are one line.

    What they write is stored with that transaction or not at all, and told by its audit line.
    """

    def __init__(self, database: Database, transaction: Transaction) -> None:
        super().__init__(database.engine, database.path, database.store_id, key=database.key)
        self._transaction = transaction

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give the transaction, with everything written so far."""
        self._transaction.flush()
        yield self._transaction

    @contextmanager
    def write(
        self,
        kind: str,  # noqa: ARG002 - the line is that of the whole
        what: str,  # noqa: ARG002 - as above
        *,
        now: datetime,  # noqa: ARG002 - as above
        facts: Mapping[str, Any] | None = None,
        operation_id: str | None = None,  # noqa: ARG002 - as above
    ) -> Iterator[Transaction]:
        """Give the transaction; the audit line is that of the whole."""
        told = self._transaction.info["facts"]
        self._transaction.info["facts"] = dict(facts or {})
        try:
            yield self._transaction
            self._transaction.flush()
        finally:
            self._transaction.info["facts"] = told
        self._transaction.expire_all()
