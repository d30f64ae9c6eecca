"""Tables of orders and parcels, as the newest migration leaves them; `tables.py` has the others."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, Table, Text

from omnishelf.stores.tables import ID, catalogue_metadata

orders = Table(
    "orders",
    catalogue_metadata,
    Column("id", ID, primary_key=True),
    Column("shopper", LargeBinary(16), comment="pseudonym; null for a guest or a shopper who was forgotten"),
    Column("placed", BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
    Column("document", Text, nullable=False, comment="canonical JSON without personal data, see stores/sql/order_document.py"),
    Column("sealed_person", LargeBinary, comment="shopper's id and receiver; null for neither"),
    Index("orders_by_shopper", "shopper", "placed"),
)

shipments = Table(
    "shipments",
    catalogue_metadata,
    Column("number", String(64), primary_key=True),
    Column("order_id", ID, primary_key=True),
    Index("shipments_by_order", "order_id"),
)

tracked = Table(
    "tracked",
    catalogue_metadata,
    Column("number", String(64), primary_key=True),
    Column("checked", BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
    Column("sealed", LargeBinary, nullable=False, comment="last known state as JSON: carriers' sentences may name people"),
    Index("tracked_by_time", "checked"),
)

messages = Table(
    "carrier_messages",
    catalogue_metadata,
    Column("id", String(64), primary_key=True, comment="hex sha256 of the service's name and its message's id"),
    Column("at", BigInteger, nullable=False),
)
