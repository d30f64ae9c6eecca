"""What shoppers said of their own taste, in SQL: sealed, one row each."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.shopper import Stance, Steering, Wish
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.sql.pseudonyms import Pseudonyms, fit
from omnishelf.stores.tables import counters, shoppers, steerings


class SqlSteerings:
    """On SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine, ring: KeyRing, names: Pseudonyms) -> None:
        self.engine, self.ring, self.names = engine, ring, names

    def get(self, shopper_id: str) -> Steering | None:
        name = self.names.shopper(shopper_id)
        kept = (
            select(steerings.c.sealed)
            .join(shoppers, shoppers.c.pseudonym == steerings.c.pseudonym)
            .where(steerings.c.pseudonym == name, shoppers.c.personal)
        )
        with reading(self.engine) as connection:
            sealed = connection.scalar(kept)
        return _read(self.ring.open(sealed, steering_of(name))) if sealed else None

    def put(self, shopper_id: str, steering: Steering) -> bool:
        name = self.names.shopper(fit(shopper_id))
        with writing(self.engine) as connection:
            connection.execute(select(counters.c.value).where(counters.c.name == "shoppers").with_for_update())
            agrees = select(shoppers.c.number).where(shoppers.c.pseudonym == name, shoppers.c.personal)
            if connection.scalar(agrees) is None:
                return False
            row = {"pseudonym": name, "sealed": self.ring.seal(_write(steering), steering_of(name))}
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(steerings)
            connection.execute(insert.on_conflict_do_update(index_elements=["pseudonym"], set_=row), row)
        return True

    def remove(self, shopper_id: str) -> int:
        name = self.names.shopper(shopper_id)
        with writing(self.engine) as connection:
            return connection.execute(delete(steerings).where(steerings.c.pseudonym == name)).rowcount


def steering_of(name: bytes) -> str:
    """What a sealed steering belongs to."""
    return f"steering {name.hex()}"


def _write(steering: Steering) -> str:
    told = {
        "on": steering.on,
        "wishes": [[wish.field, wish.value, wish.stance.value] for wish in steering.wishes],
        "since": steering.since.isoformat() if steering.since else None,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _read(text: str) -> Steering:
    told = json.loads(text)
    wishes = tuple(Wish(field, value, Stance(stance)) for field, value, stance in told["wishes"])
    return Steering(told["on"], wishes, datetime.fromisoformat(told["since"]) if told["since"] else None)
