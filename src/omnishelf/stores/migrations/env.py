"""Alembic's entry: runs revisions on the connection that `stores.sql.migrate` passes in, inside its transaction."""

from __future__ import annotations

from alembic import context

from omnishelf.stores.tables import catalogue_metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=catalogue_metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
