"""All stores of a shop, opened together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from omnishelf.stores.files import FileMedia, FileModels
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.locks import FileLocks
from omnishelf.stores.locks_port import Locks
from omnishelf.stores.sql.catalogue import SqlCatalogue
from omnishelf.stores.sql.connect import connect
from omnishelf.stores.sql.copying import Databases
from omnishelf.stores.sql.events import SqlEvents
from omnishelf.stores.sql.experiments import SqlExperiments
from omnishelf.stores.sql.feedback import SqlFeedback
from omnishelf.stores.sql.locks import AdvisoryLocks
from omnishelf.stores.sql.migrate import migrate
from omnishelf.stores.sql.offers import SqlOffers
from omnishelf.stores.sql.orders import SqlOrders, SqlParcels
from omnishelf.stores.sql.pseudonyms import Pseudonyms
from omnishelf.stores.sql.requests import SqlRequests
from omnishelf.stores.sql.rules import SqlRules
from omnishelf.stores.sql.shoppers import SqlShoppers
from omnishelf.stores.sql.steerings import SqlSteerings
from omnishelf.stores.sql.tries import SqlTries
from omnishelf.stores.sql.vectors import SqlVectors


@dataclass(frozen=True, slots=True)
class Stores:
    """What a shop keeps."""

    catalogue: SqlCatalogue
    rules: SqlRules
    vectors: SqlVectors
    models: FileModels
    media: FileMedia
    events: SqlEvents
    shoppers: SqlShoppers
    steerings: SqlSteerings
    orders: SqlOrders
    parcels: SqlParcels
    experiments: SqlExperiments
    requests: SqlRequests
    offers: SqlOffers
    tries: SqlTries
    feedback: SqlFeedback
    locks: Locks

    def close(self) -> None:
        self.vectors.close()
        self.catalogue.close()


KEY_FILE = "shoppers.key"
VECTORS_FILE = "vectors.sqlite"


def open_databases(database_url: str, data_dir: Path) -> Databases:
    """The databases alone, brought to today's layout; the same arguments and errors as `open_stores`."""
    record = connect(database_url)
    migrate(record)
    on_file = record.dialect.name == "sqlite"
    vectors = connect(f"sqlite:///{data_dir / VECTORS_FILE}", synchronous="NORMAL") if on_file else record
    SqlVectors(vectors).create()
    return Databases(record, vectors)


def open_stores(database_url: str, data_dir: Path, ring: KeyRing | None = None) -> Stores:
    """Open, creating and migrating what is needed.

    Args:
        database_url: where the catalogue is, see `connect`.
        data_dir: pictures in `media/`, learnt models in `models/`; with SQLite also the embeddings, in `vectors.sqlite`: a
            file of their own, so that the catalogue stays small to back up and does not wait for their writes.
        ring: keys of the shoppers' data; by default those of `shoppers.key` in `data_dir`, made with the first shopper.

    Raises:
        BadSettings: for a URL that cannot be used, or when the shoppers' data are under another key.
        StoreDown: when the database cannot be reached, is damaged, or was written by a newer version.
    """
    databases = open_databases(database_url, data_dir)
    database, vectors = databases.record, SqlVectors(databases.vectors)
    models, media = FileModels(data_dir / "models"), FileMedia(data_dir / "media")
    ring = ring or KeyRing(path=data_dir / KEY_FILE)
    names = Pseudonyms(database, ring)
    names.check()
    events, shoppers = SqlEvents(database, ring, names), SqlShoppers(database, ring, names)
    steerings = SqlSteerings(database, ring, names)
    orders, parcels = SqlOrders(database, ring, names), SqlParcels(database, ring)
    catalogue, rules = SqlCatalogue(database), SqlRules(database)
    experiments = SqlExperiments(database)
    requests = SqlRequests(database, ring, names)
    return Stores(
        catalogue,
        rules,
        vectors,
        models,
        media,
        events,
        shoppers,
        steerings,
        orders,
        parcels,
        experiments,
        requests,
        SqlOffers(database),
        SqlTries(database),
        SqlFeedback(database, ring, names),
        FileLocks(data_dir) if database.dialect.name == "sqlite" else AdvisoryLocks(database),
    )
