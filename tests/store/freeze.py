"""Write out the first revision from the tables, until it is released.

python -m tests.store.freeze

After the release of a revision its files stay as they are, and changes go into the next one.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from collections_desk.store.connection import make_engine
from collections_desk.store.tables import Table
from collections_desk.store.upgrade import HEAD_REVISION, MIGRATIONS, read_schema, upgrade


def tables_text() -> str:
    """Return the statements that create today's tables."""
    dialect = create_engine("sqlite://").dialect
    statements = []
    for table in Table.metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        statements += [
            str(CreateIndex(index).compile(dialect=dialect)).strip()
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    head = "-- The tables of revision 0001, written out by tests/store/freeze.py.\n"
    clean = ("\n".join(line.rstrip() for line in text.splitlines()) for text in statements)
    return head + "".join(f"{text.replace(chr(9), '  ')}\n--;\n" for text in clean)


def schema_text() -> str:
    """Return the schema that the migrations lead to."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(Path(folder) / "desk.db", "0" * 64, mode="rwc")
        upgrade(engine)
        with engine.connect() as connection:
            schema = read_schema(connection)
        engine.dispose()
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    (MIGRATIONS / "0001_tables.sql").write_text(tables_text(), encoding="utf-8")
    (MIGRATIONS / f"schema_{HEAD_REVISION}.json").write_text(schema_text(), encoding="utf-8")
