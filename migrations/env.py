"""Alembic's door. The address comes from the site's settings; constraint names from its metadata."""

import os

from alembic import context
from sqlalchemy import Connection

from webapp.core.database import Database
from webapp.core.settings import read_settings
from webapp.schema import metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_in = context.config.attributes.get("connection")
if handed_in is not None:
    run(handed_in)
else:
    database = Database(read_settings(os.environ).database_url)
    with database.engine.connect().execution_options(writes=True) as own_connection:
        run(own_connection)
        own_connection.commit()
