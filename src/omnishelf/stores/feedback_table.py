"""The table of thumbs on the assistant's replies, as the newest migration leaves it; `tables.py` has the others."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, LargeBinary, String, Table

from omnishelf.stores.tables import catalogue_metadata

feedback = Table(
    "assistant_feedback",
    catalogue_metadata,
    Column("id", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
    Column("helpful", Boolean, nullable=False),
    Column("intent", String(40), nullable=False),
    Column("language", String(8), nullable=False),
    Column("shopper", LargeBinary(16), comment="pseudonym; null for somebody unknown or forgotten"),
    Column("sealed", LargeBinary, comment="shopper's id and the words of the turn; null without consent or once forgotten"),
    Index("assistant_feedback_by_time", "at"),
    Index("assistant_feedback_by_shopper", "shopper"),
)
