"""The tables, as the newest migration leaves them. A test compares the two."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine

# Ids are ordered by code point everywhere: SQLite compares UTF-8 bytes unless told otherwise; PostgreSQL asks its locale
# unless told "C". Paging by "id > last" would repeat or skip rows where two places disagreed.
ID: TypeEngine[str] = String(128).with_variant(String(128, collation="C"), "postgresql")

catalogue_metadata = MetaData()

products = Table(
    "products",
    catalogue_metadata,
    Column("id", ID, primary_key=True),
    Column("version", BigInteger, nullable=False, comment="sequence of the last change"),
    Column("group_id", Text, nullable=False),
    Column("gtin", Text, nullable=False),
    Column("document", Text, nullable=False, comment="canonical JSON of the whole product, see stores/sql/document.py"),
    Index("products_by_group", "group_id"),
    Index("products_by_gtin", "gtin"),
)

outbox = Table(
    "outbox",
    catalogue_metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("product_id", ID, nullable=False),
    Column("kind", String(8), nullable=False),
)

rules = Table(
    "rules",
    catalogue_metadata,
    Column("id", ID, primary_key=True),
    Column("document", Text, nullable=False, comment="canonical JSON of the rule, see stores/sql/rule_document.py"),
)

# Two rows, "catalogue" and "rules". The first outlives pruning, so that no sequence is given out twice, and its row lock makes
# writers queue, so that on PostgreSQL too sequences become visible in their order and a reader of the outbox never steps over
# one.
counters = Table(
    "counters",
    catalogue_metadata,
    Column("name", String(32), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# Embeddings can always be computed again, so this table has no migrations: a new layout gets a new name.
vectors_metadata = MetaData()

vectors = Table(
    "vectors_1",
    vectors_metadata,
    Column("encoder", Text, primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("data", LargeBinary, nullable=False, comment="float16, little endian"),
)
