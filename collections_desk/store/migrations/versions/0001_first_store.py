"""The first store: every table, trigger and search index.

The statements stand in two files beside this folder, frozen: `0001_tables.sql` was
written out from the tables as they were at this revision (`tests/store/freeze.py`),
`0001_triggers.sql` by hand. Today's tables are not imported, for they will change.

Revision ID: 0001
Revises: none
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

FOLDER = Path(__file__).parents[1]
END = "--;\n"


def upgrade() -> None:
    """Create everything."""
    for file in ("0001_tables.sql", "0001_triggers.sql"):
        text = (FOLDER / file).read_text(encoding="utf-8")
        for statement in text.split(END):
            if statement.strip():
                op.get_bind().exec_driver_sql(statement.strip())
