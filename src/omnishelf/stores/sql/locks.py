"""Locks of a shop whose processes may be on several machines: advisory locks of PostgreSQL, each on a session of its own.

The server lets go of a lock when its session ends. A process that is killed takes its session along at once; one whose machine
vanished is noticed by the keepalives that the session asks the server for.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from omnishelf.stores.locks import tried
from omnishelf.stores.sql.connect import explained

TAKE = text(
    "SELECT pg_try_advisory_lock(:key), set_config('tcp_keepalives_idle', '10', false),"
    " set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)"
)
"""A machine that vanished is given up after 25 seconds; PostgreSQL's own default is two hours. No matter on a Unix socket."""
RELEASE = text("SELECT pg_advisory_unlock(:key)")


class AdvisoryLocks:
    """One connection of the pool is taken for as long as a lock is held. A pooler in between must pool sessions."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def take(self, name: str, wait: float = 0.0) -> HeldSession | None:
        key = key_of(name)
        with explained(self.engine):
            connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            try:
                got = tried(lambda: connection.execute(TAKE, {"key": key}).scalar() or None, wait)
            except BaseException:
                connection.invalidate()
                connection.close()
                raise
        if got is None:
            connection.close()
            return None
        return HeldSession(connection, key)


class HeldSession:
    """A session that holds a lock."""

    def __init__(self, connection: Connection, key: int) -> None:
        self._connection: Connection | None = connection
        self._key = key

    def holds(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.exec_driver_sql("SELECT 1")
        except SQLAlchemyError:  # the session is gone, and with it the lock
            self._end()
            return False
        return True

    def release(self) -> None:
        if self._connection is not None:
            try:
                self._connection.execute(RELEASE, {"key": self._key})
            except SQLAlchemyError:
                self._end()
                return
            self._connection.close()
            self._connection = None

    def _end(self) -> None:
        """Close the session itself: back in the pool it could hold the lock for ever."""
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.invalidate()
                self._connection.close()
            self._connection = None


def key_of(name: str) -> int:
    """PostgreSQL's locks are named by numbers of 64 bits; one database is one shop's."""
    return int.from_bytes(hashlib.blake2b(f"omnishelf {name}".encode(), digest_size=8).digest(), "big", signed=True)
