"""Old days of counts become one, in which what is older weighs less: bounded in products, whatever the shop's age."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.stores.tables import product_days


def fold(connection: Connection, day: int, half_life: float) -> None:
    """All days before `day` join it, each count times .5 ** (its age in days / `half_life`). As decay multiplies, folding twice
    gives what folding once would have given."""
    c = product_days.c
    sums: defaultdict[tuple[str, int], float] = defaultdict(float)
    for row in connection.execute(select(product_days).where(c.day < day)):
        sums[row.product_id, row.action] += row.times * 0.5 ** ((day - row.day) / half_life)
    if not sums:
        return
    connection.execute(delete(product_days).where(c.day < day))
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(product_days)
    more = insert.on_conflict_do_update(
        index_elements=["day", "product_id", "action"], set_={"times": c.times + insert.excluded["times"]}
    )
    connection.execute(
        more, [{"day": day, "product_id": id, "action": action, "times": n} for (id, action), n in sorted(sums.items())]
    )
