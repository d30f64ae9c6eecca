"""Counts of what was drawn, in SQL: added in the database, so that processes may add at once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.sql.event_row import day_number
from omnishelf.stores.tries_port import Counts
from omnishelf.stores.tries_table import tries


class SqlTries:
    """On SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def add(self, day: date, counts: Counts) -> None:
        if not counts:
            return
        # In one order for all, or two transactions of PostgreSQL would wait for each other.
        rows = [
            {"day": day_number(day), "product_id": id, "shown": shown, "clicked": clicked}
            for id, (shown, clicked) in sorted(counts.items())
        ]
        with writing(self.engine) as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(tries)
            sums = {name: tries.c[name] + insert.excluded[name] for name in ("shown", "clicked")}
            connection.execute(insert.on_conflict_do_update(index_elements=["day", "product_id"], set_=sums), rows)

    def since(self, day: date) -> Counts:
        c = tries.c
        sums = select(c.product_id, func.sum(c.shown), func.sum(c.clicked)).where(c.day >= day_number(day))
        with reading(self.engine) as connection:
            return {id: (int(shown), int(clicked)) for id, shown, clicked in connection.execute(sums.group_by(c.product_id))}

    def forget(self, before: date) -> None:
        with writing(self.engine) as connection:
            connection.execute(delete(tries).where(tries.c.day < day_number(before)))
