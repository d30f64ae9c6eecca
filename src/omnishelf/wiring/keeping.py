"""A shop's data as a whole: into a backup, out of one, and from one database to another."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from omnishelf.config import Settings
from omnishelf.domain.errors import BadInput
from omnishelf.stores import backup
from omnishelf.stores.backup import Kept
from omnishelf.stores.sql.copying import Databases, Told, copy_shop
from omnishelf.stores.sql.opening import KEY_FILE, open_databases


def back_up(settings: Settings, to: Path, *, vectors: bool, key: bool, told: Told) -> Kept:
    """Raises BadInput, StoreDown; see `stores.backup`."""
    _there(settings)
    with closing(_databases(settings)) as source:
        return backup.back_up(
            source, settings.data_dir, to, vectors=vectors, key_file=key_file(settings) if key else None, told=told
        )


def restore(settings: Settings, file: Path, *, told: Told) -> Kept:
    """Raises BadInput, StoreDown; see `stores.backup`."""
    return backup.restore(file, partial(_databases, settings), settings.data_dir, key_file=key_file(settings), told=told)


def migrate(settings: Settings, url: str, *, vectors: bool, told: Told) -> Mapping[str, int]:
    """Copy everything of the shop's database into another, which must be empty; table -> rows copied.

    Raises:
        BadInput, BadSettings, StoreDown
    """
    _there(settings)
    if url == settings.database:
        raise BadInput("That is the database the shop uses already.", hint="Name another with --to.")
    with closing(_databases(settings)) as source, closing(open_databases(url, settings.data_dir)) as target:
        return copy_shop(source, target, vectors=vectors, told=told)


def key_file(settings: Settings) -> Path | None:
    """Where the key of the shoppers' data lies; None where it is among the settings."""
    if settings.shoppers.keys.get_secret_value():
        return None
    return settings.shoppers.key_file or settings.data_dir / KEY_FILE


def _databases(settings: Settings) -> Databases:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return open_databases(settings.database, settings.data_dir)


def _there(settings: Settings) -> None:
    """A mistyped folder would otherwise be made, and backed up as an empty shop."""
    if not settings.database_url and not (settings.data_dir / backup.DATABASE_FILE).is_file():
        raise BadInput(f"There is no shop in {settings.data_dir}.", hint="Name its folder with --data-dir.")
