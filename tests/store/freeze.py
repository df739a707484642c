"""Write out the schema that the migrations lead to, until a revision is released.

python -m tests.store.freeze

After the release of a revision its files stay as they are, and changes go into the next one.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from collections_desk.store.connection import make_engine
from collections_desk.store.upgrade import HEAD_REVISION, MIGRATIONS, read_schema, upgrade


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
    (MIGRATIONS / f"schema_{HEAD_REVISION}.json").write_text(schema_text(), encoding="utf-8")
