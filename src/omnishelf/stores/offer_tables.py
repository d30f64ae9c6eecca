"""The tables of offers, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from omnishelf.stores.tables import ID, catalogue_metadata

offers = Table(
    "offers",
    catalogue_metadata,
    Column("id", ID, primary_key=True),
    Column("document", Text, nullable=False, comment="canonical JSON, see stores/sql/offer_document.py"),
    Column("budget", BigInteger, nullable=False, comment="minor units"),
    Column("held", BigInteger, nullable=False, comment="of open baskets, those beyond their time included"),
    Column("given", BigInteger, nullable=False),
)

offer_claims = Table(
    "offer_claims",
    catalogue_metadata,
    Column("offer", ID, ForeignKey("offers.id"), primary_key=True),
    Column("id", ID, primary_key=True),
    Column("unit", LargeBinary(16), comment="hash under the offer's salt; null once forgotten"),
    Column("amount", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
    Column("until", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Index("offer_claims_by_unit", "offer", "unit"),
    Index("offer_claims_by_state", "offer", "state", "until"),
)

encounters = Table(
    "offer_encounters",
    catalogue_metadata,
    Column("offer", ID, ForeignKey("offers.id"), primary_key=True),
    Column("unit", LargeBinary(16), primary_key=True, comment="hash under the offer's salt"),
    Column("shown", Boolean, nullable=False),
    Column("propensity", Float, nullable=False),
    Column("seen", Text, nullable=False, comment="JSON list of numbers, see predict/visitor.py"),
    Column("since", BigInteger, nullable=False),
    Column("day", Integer, nullable=False, comment="days since 1970, UTC"),
    Column("today", Integer, nullable=False),
    Column("orders", BigInteger, nullable=False),
    Column("revenue", BigInteger, nullable=False),
    Index("offer_encounters_by_time", "offer", "since", "unit"),
)
