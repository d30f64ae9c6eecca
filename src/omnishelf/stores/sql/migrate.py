"""Brings a database to the layout this version knows, when it is opened; refuses one from a newer version."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from omnishelf.domain.errors import StoreDown
from omnishelf.stores.sql.connect import reading, writing

HEAD = "0010"
"""The newest revision in stores/migrations/versions; a test holds the two together."""

LOCK = 7_220_110_904
"""Any number, the same for all: PostgreSQL's advisory lock under which one process at a time migrates."""


def migrate(engine: Engine) -> None:
    """Raises StoreDown when the database was written by a newer version."""
    with reading(engine) as connection:
        if _revision(connection) == HEAD:
            return  # the usual start: without loading Alembic
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        _upgrade(connection, engine.url.render_as_string(hide_password=True))


def _upgrade(connection: Connection, where: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "omnishelf.stores:migrations")
    config.attributes["connection"] = connection
    found = _revision(connection)
    if found is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(found)
        except CommandError:
            raise StoreDown(
                f"The database {where} was written by a newer Omnishelf (its layout is {found}, this version knows {HEAD}).",
                hint="Upgrade omnishelf, or restore a backup that this version wrote.",
            ) from None
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    """What Alembic noted in the database; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)
