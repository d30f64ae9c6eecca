"""Counts of products that were drawn to be learnt of, as the newest migration leaves them. They say nothing of anybody."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table

from omnishelf.stores.tables import ID, catalogue_metadata

tries = Table(
    "tries",
    catalogue_metadata,
    Column("day", Integer, primary_key=True, autoincrement=False, comment="days since 1970, UTC"),
    Column("product_id", ID, primary_key=True),
    Column("shown", BigInteger, nullable=False),
    Column("clicked", BigInteger, nullable=False),
)
