"""The table of service requests, as the newest migration leaves it; `tables.py` has the others."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table, Text

from omnishelf.stores.tables import ID, catalogue_metadata

requests = Table(
    "service_requests",
    catalogue_metadata,
    Column("id", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
    Column("action", String(20), nullable=False),
    Column("state", String(40), nullable=False),
    Column("order_id", ID, nullable=False, comment="empty for a hand-over without an order"),
    Column("products", Text, nullable=False, comment="JSON list of ids; empty for the whole order"),
    Column("shopper", LargeBinary(16), comment="pseudonym; null for somebody unknown or forgotten"),
    Column("sealed", LargeBinary, comment="shopper's id and reason; null once forgotten"),
    Index("service_requests_by_shopper", "shopper", "at"),
    Index("service_requests_by_order", "order_id"),
    Index("service_requests_by_state", "state", "at"),
)
