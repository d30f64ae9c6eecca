"""The tables of experiments, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, LargeBinary, SmallInteger, Table, Text

from omnishelf.stores.tables import ID, catalogue_metadata

experiments = Table(
    "experiments",
    catalogue_metadata,
    Column("id", ID, primary_key=True),
    Column("document", Text, nullable=False, comment="canonical JSON, see stores/sql/experiment_document.py"),
)

trials = Table(
    "trials",
    catalogue_metadata,
    Column("experiment", ID, ForeignKey("experiments.id"), primary_key=True),
    Column("unit", LargeBinary(16), primary_key=True, comment="hash under the experiment's salt"),
    Column("since", BigInteger, nullable=False, comment="of its first answer, microseconds since 1970, UTC"),
    Column("arm", SmallInteger, nullable=False),
    Column("answers", BigInteger, nullable=False),
    Column("empty", BigInteger, nullable=False),
    Column("clicked", BigInteger, nullable=False),
    Column("click_rank", Float, nullable=False),
    Column("clicks", BigInteger, nullable=False),
    Column("carts", BigInteger, nullable=False),
    Column("purchases", BigInteger, nullable=False),
    Column("revenue", BigInteger, nullable=False),
    Column("for_first", BigInteger, nullable=False),
    Column("for_second", BigInteger, nullable=False),
    Column("clicks_before", BigInteger, nullable=False),
    Column("spent_before", BigInteger, nullable=False),
    Index("trials_by_time", "experiment", "since", "unit"),
)
