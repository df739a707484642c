"""Alembic runs this file: all migrations on the connection that it is handed."""

from alembic import context

connection = context.config.attributes["connection"]


def check_foreign_keys(*_args: object, **_kwargs: object) -> None:
    """Stop a migration that leaves rows pointing nowhere, while it can still be undone."""
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        msg = "the migration left rows that point to nothing"
        raise RuntimeError(msg)


context.configure(
    connection=connection,
    transaction_per_migration=True,
    on_version_apply=check_foreign_keys,
)
with context.begin_transaction():
    context.run_migrations()
