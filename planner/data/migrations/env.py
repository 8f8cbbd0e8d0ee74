"""Alembic's entry: runs the steps on the connection that ``planner.data.database`` passes in."""

from alembic import context

from planner.data.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter most of a table in place
)
with context.begin_transaction():
    context.run_migrations()
