"""Runs migrations on the connection that `bot.store.schema` hands over."""

from alembic import context

from bot.store.tables import metadata

with context.config.attributes["connection"].begin():
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,  # SQLite changes a table by making it anew
        transactional_ddl=True,
    )
    context.run_migrations()
