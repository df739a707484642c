"""Rebuild a table without losing what hangs on it.

SQLite changes most things of a table only by making a new one. Triggers go with the old
one, and views stop the renaming, so both are put away before and put back after.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


@contextmanager
def keep_triggers_and_views(connection: Connection, table: str) -> Iterator[None]:
    """Put triggers of `table`, and all views, away while it is rebuilt, then back word for word.

    Triggers of other tables stay: they name this table, and find it again under its name.
    """
    kept = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_schema"
        " WHERE type = 'view' OR (type = 'trigger' AND tbl_name = ?) ORDER BY type DESC, rowid",
        (table,),
    ).all()
    for kind, name, _ in sorted(kept, key=lambda each: each[0] == "view"):
        connection.exec_driver_sql(f'DROP {kind} "{name}"')
    yield
    for _, _, sql in sorted(kept, key=lambda each: each[0] != "view"):
        connection.exec_driver_sql(sql)
