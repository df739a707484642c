"""From a list to a method: plans, payments, charges, decisions, and what belongs to them.

The statements stand in `0002_tables.sql` beside this folder, frozen once released. The table
of guard entries is made anew, for a guard may now fire where no customer is concerned.

Revision ID: 0002
Revises: 0001
"""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

FILE = Path(__file__).parents[1] / "0002_tables.sql"
END = "--;\n"


def upgrade() -> None:
    """Create what is new and widen what was there."""
    connection = op.get_bind()
    for statement in FILE.read_text(encoding="utf-8").split(END):
        if statement.strip():
            connection.exec_driver_sql(statement.strip())
