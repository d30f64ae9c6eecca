"""Stores in SQL: SQLite by default, PostgreSQL by URL."""

from omnishelf.stores.sql.catalogue import SqlCatalogue
from omnishelf.stores.sql.events import SqlEvents
from omnishelf.stores.sql.opening import Stores, open_stores
from omnishelf.stores.sql.shoppers import SqlShoppers
from omnishelf.stores.sql.vectors import SqlVectors

__all__ = ["SqlCatalogue", "SqlEvents", "SqlShoppers", "SqlVectors", "Stores", "open_stores"]
