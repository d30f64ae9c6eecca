"""The products of record, with their outbox, in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from omnishelf.domain.product import Product, ProductPatch
from omnishelf.stores.port import Change, ChangeKind
from omnishelf.stores.sql import document
from omnishelf.stores.sql.connect import reading, writing
from omnishelf.stores.tables import counters, outbox, products

T = TypeVar("T")

AT_ONCE = 500
"""Ids in one statement: far below every database's limit of bound parameters."""

PAGE = 1000
"""Products read at a time when walking the whole catalogue."""

READ_TEXTS = 2_000
"""Documents whose products are remembered, some 6 kB each: shoppers look at the same products again and again."""
DOCUMENTS = select(products.c.id, products.c.document).where(products.c.id.in_(bindparam("ids", expanding=True)))


class SqlCatalogue:
    """Catalogue on SQLite or PostgreSQL, migrated by the caller (`open_stores` does). Thread-safe; writers queue."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def put(self, products: Sequence[Product]) -> int:
        wanted = {product.id: (product, document.write(product)) for product in products}  # the last of an id counts
        with writing(self.engine) as connection:
            sequence = _lock(connection)
            stored = _documents(connection, list(wanted))
            changed: list[tuple[Product, str, ChangeKind]] = []
            for id, (product, text) in wanted.items():
                old = stored.get(id)
                if old != text:
                    cheap = old is not None and document.only_cheap(document.read(old), document.read(text))
                    changed.append((product, text, ChangeKind.PATCH if cheap else ChangeKind.PUT))
            return _write(connection, sequence, changed)

    def patch(self, patches: Sequence[ProductPatch]) -> tuple[str, ...]:
        ids = list(dict.fromkeys(patch.id for patch in patches))
        with writing(self.engine) as connection:
            sequence = _lock(connection)
            stored = _documents(connection, ids)
            now = {id: document.read(text) for id, text in stored.items()}
            for patch in patches:
                if patch.id in now:
                    now[patch.id] = document.patched(now[patch.id], patch)
            texts = {id: document.write(product) for id, product in now.items()}
            _write(connection, sequence, [(now[id], texts[id], ChangeKind.PATCH) for id in now if texts[id] != stored[id]])
        return tuple(id for id in ids if id not in stored)

    def remove(self, ids: Sequence[str]) -> tuple[str, ...]:
        asked = list(dict.fromkeys(ids))
        with writing(self.engine) as connection:
            sequence = _lock(connection)
            known = {
                id for part in _parts(asked) for id in connection.scalars(select(products.c.id).where(products.c.id.in_(part)))
            }
            gone = [id for id in asked if id in known]
            for part in _parts(gone):
                connection.execute(delete(products).where(products.c.id.in_(part)))
            _note(connection, sequence, [(id, ChangeKind.REMOVE) for id in gone])
        return tuple(id for id in asked if id not in known)

    def get(self, ids: Sequence[str]) -> Mapping[str, Product]:
        with reading(self.engine) as connection:
            stored = _documents(connection, list(dict.fromkeys(ids)))
        return {id: _product(stored[id]) for id in ids if id in stored}

    def versions(self, ids: Sequence[str]) -> Mapping[str, int]:
        columns = select(products.c.id, products.c.version)
        with reading(self.engine) as connection:
            return {
                id: version
                for part in _parts(list(dict.fromkeys(ids)))
                for id, version in connection.execute(columns.where(products.c.id.in_(part)))
            }

    def ids(self) -> Iterator[tuple[str, int]]:
        yield from self._walk(products.c.version)

    def __iter__(self) -> Iterator[Product]:
        for _, text in self._walk(products.c.document):
            yield document.read(text)

    def __len__(self) -> int:
        with reading(self.engine) as connection:
            return connection.scalar(select(func.count()).select_from(products)) or 0

    def sequence(self) -> int:
        with reading(self.engine) as connection:
            return connection.scalar(select(counters.c.value).where(counters.c.name == "catalogue")) or 0

    def changes(self, after: int, limit: int = 500) -> tuple[Change, ...]:
        entries = select(outbox).where(outbox.c.sequence > after).order_by(outbox.c.sequence).limit(limit)
        with reading(self.engine) as connection:
            return tuple(Change(sequence, id, ChangeKind(kind)) for sequence, id, kind in connection.execute(entries))

    def prune(self, upto: int) -> int:
        with writing(self.engine) as connection:
            return connection.execute(delete(outbox).where(outbox.c.sequence <= upto)).rowcount

    def by_gtin(self, gtin: str) -> tuple[str, ...]:
        return self._where(products.c.gtin, gtin)

    def group(self, group_id: str) -> tuple[str, ...]:
        return self._where(products.c.group_id, group_id)

    def close(self) -> None:
        self.engine.dispose()

    def _where(self, column: Any, value: str) -> tuple[str, ...]:
        if not value or "\x00" in value:
            return ()
        with reading(self.engine) as connection:
            return tuple(connection.scalars(select(products.c.id).where(column == value).order_by(products.c.id)))

    def _walk(self, column: Any) -> Iterator[tuple[str, Any]]:
        """(id, column) of every product by id. One short transaction a page, so that a slow reader holds up nobody."""
        page = select(products.c.id, column).order_by(products.c.id).limit(PAGE)
        last = ""
        while True:
            with reading(self.engine) as connection:
                rows = connection.execute(page.where(products.c.id > last)).all()
            yield from ((id, value) for id, value in rows)
            if len(rows) < PAGE:
                return
            last = rows[-1][0]


def _lock(connection: Connection) -> int:
    """The last sequence, held so that no other writer gets the next one before this transaction ends."""
    row = select(counters.c.value).where(counters.c.name == "catalogue").with_for_update()
    return int(connection.scalars(row).one())


def _documents(connection: Connection, ids: list[str]) -> dict[str, str]:
    return {id: text for part in _parts(ids) for id, text in connection.execute(DOCUMENTS, {"ids": part})}


@lru_cache(maxsize=READ_TEXTS)
def _product(text: str) -> Product:
    """By its whole text, so never an old state. Products are not changed in place, so one may be handed out many times."""
    return document.read(text)


def _write(connection: Connection, sequence: int, changed: Sequence[tuple[Product, str, ChangeKind]]) -> int:
    """Store the changed products under the next sequences; returns the last sequence."""
    if changed:
        upsert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(products)
        columns = ("version", "group_id", "gtin", "document")
        connection.execute(
            upsert.on_conflict_do_update(index_elements=["id"], set_={name: upsert.excluded[name] for name in columns}),
            [
                {"id": p.id, "version": version, "group_id": p.group_id, "gtin": p.gtin, "document": text}
                for version, (p, text, _) in enumerate(changed, sequence + 1)
            ],
        )
    return _note(connection, sequence, [(product.id, kind) for product, _, kind in changed])


def _note(connection: Connection, sequence: int, entries: Sequence[tuple[str, ChangeKind]]) -> int:
    """Write outbox entries and the counter; returns the last sequence."""
    if not entries:
        return sequence
    connection.execute(
        outbox.insert(),
        [{"sequence": number, "product_id": id, "kind": kind.value} for number, (id, kind) in enumerate(entries, sequence + 1)],
    )
    last = sequence + len(entries)
    connection.execute(update(counters).where(counters.c.name == "catalogue").values(value=last))
    return last


def _parts(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while part := list(islice(remaining, AT_ONCE)):
        yield part
