"""Pseudonyms of shoppers and sessions: keyed hashes under a secret that the database holds sealed.

The secret is made at random with the first shopper and never changes, so that rotating the ring's keys changes nobody's
pseudonym. Opening it is also what tells a wrong key before anything is read or written under it.
"""

from __future__ import annotations

import hmac
import secrets as randomness
from threading import Lock

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.errors import BadInput
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.tables import secrets

SECRET, BELONGS_TO = "pseudonyms", "secret of pseudonyms"
SHOPPER_BYTES, SESSION_BYTES = 16, 12
LONGEST_ID = 128


class Pseudonyms:
    """Thread-safe. The secret is read when it is first needed."""

    def __init__(self, engine: Engine, ring: KeyRing) -> None:
        self.engine, self.ring = engine, ring
        self._secret: bytes | None = None
        self._lock = Lock()

    def shopper(self, id: str) -> bytes:
        return self._hash("shopper", id)[:SHOPPER_BYTES]

    def session(self, id: str) -> bytes:
        return self._hash("session", id)[:SESSION_BYTES]

    def key_for(self, purpose: str) -> bytes:
        """32 bytes for another purpose, such as signing: they tell nothing of the secret."""
        return self._hash("key", purpose)

    def check(self) -> None:
        """Raises:
        BadSettings: there are shoppers, and the ring has not their key.
        """
        sealed = self._read()
        if sealed is not None:
            self.ring.open(sealed, BELONGS_TO)

    def _hash(self, kind: str, text: str) -> bytes:
        return hmac.digest(self._key(), f"{kind}:{text}".encode("utf-8", "surrogatepass"), "sha256")

    def _key(self) -> bytes:
        if self._secret is None:
            with self._lock:
                sealed = self._read() or self._make()
                self._secret = bytes.fromhex(self.ring.open(sealed, BELONGS_TO))
        return self._secret

    def _read(self) -> bytes | None:
        with reading(self.engine) as connection:
            return connection.scalar(select(secrets.c.sealed).where(secrets.c.name == SECRET))

    def _make(self) -> bytes:
        """Of several processes that make one, the first to write counts."""
        if not self.ring.there:
            self.ring.create()
        sealed = self.ring.seal(randomness.token_hex(32), BELONGS_TO)
        with writing(self.engine) as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(secrets)
            connection.execute(insert.on_conflict_do_nothing(index_elements=["name"]), {"name": SECRET, "sealed": sealed})
            return bytes(connection.scalars(select(secrets.c.sealed).where(secrets.c.name == SECRET)).one())


def fit(id: str) -> str:
    """`id`, when it can be one.

    Raises:
        BadInput: it is empty, too long, or not text.
    """
    if not id or len(id) > LONGEST_ID or "\x00" in id or any("\ud800" <= letter <= "\udfff" for letter in id):
        raise BadInput("This cannot be the id of a shopper.", hint=f"Give 1 to {LONGEST_ID} characters of text.")
    return id
