"""The tables, as the newest migration leaves them. A test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)
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

NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A row's number, given by the database. SQLite counts only columns that are called INTEGER."""

# Moments are microseconds since 1970, UTC. What is "sealed" is encrypted, see stores/keyring.py.
shoppers = Table(
    "shoppers",
    catalogue_metadata,
    Column("number", NUMBER, primary_key=True),
    Column("pseudonym", LargeBinary(16), nullable=False, comment="keyed hash of the shop's own id"),
    Column("sealed_id", LargeBinary, nullable=False, comment="the shop's own id"),
    Column("sealed_about", LargeBinary, comment="what the shop says of them, JSON"),
    Column("personal", Boolean, nullable=False, comment="as they answered last"),
    Column("learning", Boolean, nullable=False),
    Index("shoppers_by_pseudonym", "pseudonym", unique=True),
)

consents = Table(
    "consents",
    catalogue_metadata,
    Column("number", NUMBER, primary_key=True),
    Column("shopper", NUMBER, ForeignKey("shoppers.number"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("personal", Boolean, nullable=False),
    Column("learning", Boolean, nullable=False),
    Column("policy", Text, nullable=False),
    Column("source", String(16), nullable=False),
    Index("consents_by_shopper", "shopper"),
)

erasures = Table(
    "erasures",
    catalogue_metadata,
    Column("pseudonym", LargeBinary(16), primary_key=True),
    Column("at", BigInteger, nullable=False, comment="what happened up to then stays away"),
    Column("finished", Boolean, nullable=False),
)

events = Table(
    "events",
    catalogue_metadata,
    Column("id", ID, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("shopper", NUMBER, ForeignKey("shoppers.number"), nullable=False),
    Column("session", LargeBinary(12), comment="keyed hash; null where it is unknown"),
    Column("action", SmallInteger, nullable=False, comment="place in stores/sql/event_row.py ACTIONS"),
    Column("product_id", Text, nullable=False),
    Column("query_id", Text, nullable=False),
    Column("sealed_words", LargeBinary, comment="what was asked; null for nothing"),
    Column("shown", Text, comment="ids of a page in order, JSON; null for none"),
    Column("position", Integer, nullable=False),
    Column("place", String(64), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price", BigInteger),
    Column("rating", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("chances", Text, comment="of each product of a list that was shown, JSON; null for none"),
    Index("events_by_time", "at", "id"),
    Index("events_by_shopper", "shopper", "at", "id"),
)

product_days = Table(
    "product_days",
    catalogue_metadata,
    Column("day", Integer, primary_key=True, autoincrement=False, comment="days since 1970, UTC"),
    Column("product_id", ID, primary_key=True),
    Column("action", SmallInteger, primary_key=True, autoincrement=False),
    Column("times", Float, nullable=False),
)

steerings = Table(
    "steerings",
    catalogue_metadata,
    Column("pseudonym", LargeBinary(16), primary_key=True, comment="keyed hash of the shop's own id"),
    Column("sealed", LargeBinary, nullable=False, comment="what they said of their own taste, JSON"),
)

# Made at random with the first shopper, so that changing the ring's keys changes nobody's pseudonym.
secrets = Table(
    "secrets",
    catalogue_metadata,
    Column("name", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

# Rows "catalogue", "rules" and "shoppers". The first outlives pruning, so that no sequence is given out twice, and its row lock
# makes writers queue, so that on PostgreSQL too sequences become visible in their order and a reader of the outbox never steps
# over one. That of "shoppers" keeps an event from being written while its shopper says no.
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
