"""Rotation: every sealed field is written anew under the ring's newest key, page by page; an interrupted run goes on later."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Column, Engine, Row, Table, select, update

from omnishelf.stores.feedback_table import feedback
from omnishelf.stores.keyring import HEAD, KeyRing, new_key
from omnishelf.stores.parcel_tables import orders, tracked
from omnishelf.stores.request_tables import requests
from omnishelf.stores.sql.connect import writing
from omnishelf.stores.sql.event_row import words_of
from omnishelf.stores.sql.feedback import mark_of
from omnishelf.stores.sql.orders import person_of, state_of
from omnishelf.stores.sql.pseudonyms import BELONGS_TO
from omnishelf.stores.sql.requests import request_of
from omnishelf.stores.sql.shoppers import about_of, id_of, queue
from omnishelf.stores.sql.steerings import steering_of
from omnishelf.stores.tables import events, secrets, shoppers, steerings

PAGE = 2_000

SEALED: tuple[tuple[Table, str, str, Callable[[Row[tuple[object, ...]]], str]], ...] = (
    (secrets, "name", "sealed", lambda row: BELONGS_TO),
    (shoppers, "pseudonym", "sealed_id", lambda row: id_of(bytes(row.pseudonym))),
    (shoppers, "pseudonym", "sealed_about", lambda row: about_of(bytes(row.pseudonym))),
    (steerings, "pseudonym", "sealed", lambda row: steering_of(bytes(row.pseudonym))),
    (events, "id", "sealed_words", lambda row: words_of(row.id)),
    (orders, "id", "sealed_person", lambda row: person_of(row.id)),
    (tracked, "number", "sealed", lambda row: state_of(row.number)),
    (requests, "id", "sealed", lambda row: request_of(row.id)),
    (feedback, "id", "sealed", lambda row: mark_of(row.id)),
)
"""(table, its key, the sealed column, what a row's value belongs to)."""


def reseal(engine: Engine, ring: KeyRing) -> int:
    """Returns how many fields were under an older key. What is written meanwhile is under the newest: writers seal inside their
    transaction, which cannot run beside one of ours, and the ring sees a changed file."""
    return sum(_column(engine, ring, *each) for each in SEALED)


def _column(
    engine: Engine, ring: KeyRing, table: Table, key: str, name: str, belongs_to: Callable[[Row[tuple[object, ...]]], str]
) -> int:
    at: Column[object] = table.c[key]
    column = table.c[name]
    page = select(at, column).where(column.is_not(None)).order_by(at).limit(PAGE)
    changed, last = 0, None
    while True:
        with writing(engine) as connection:
            queue(connection)
            newest = ring.newest()
            rows = connection.execute(page if last is None else page.where(at > last)).all()
            for row in rows:
                sealed = bytes(row[1])
                if sealed[:HEAD] != newest:
                    anew = ring.seal(ring.open(sealed, belongs_to(row)), belongs_to(row))
                    connection.execute(update(table).where(at == row[0]).values({name: anew}))
                    changed += 1
        if len(rows) < PAGE:
            return changed
        last = rows[-1][0]


def rotate(engine: Engine, ring: KeyRing, *, keep_old: bool = False) -> int:
    """A new key for the ring's file (keys of settings are given by whoever sets them), every field under it, and the old keys
    dropped; returns how many fields were written anew. One that was interrupted is mended by running it again."""
    if ring.path is not None:
        ring.put_in_front(new_key())
    changed = reseal(engine, ring)
    if ring.path is not None and not keep_old:
        ring.keep_newest()
    return changed
