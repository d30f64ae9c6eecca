"""Stores in SQL: SQLite by default, PostgreSQL by URL."""

from omnishelf.stores.sql.catalogue import SqlCatalogue
from omnishelf.stores.sql.opening import Stores, open_stores
from omnishelf.stores.sql.vectors import SqlVectors

__all__ = ["SqlCatalogue", "SqlVectors", "Stores", "open_stores"]
