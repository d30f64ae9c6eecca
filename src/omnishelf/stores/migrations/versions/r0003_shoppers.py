"""Shoppers, what they agreed to, what they did; counts by day that name nobody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    id = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
    op.create_table(
        "shoppers",
        sa.Column("number", number, primary_key=True),
        sa.Column("pseudonym", sa.LargeBinary(16), nullable=False, comment="keyed hash of the shop's own id"),
        sa.Column("sealed_id", sa.LargeBinary, nullable=False, comment="the shop's own id"),
        sa.Column("sealed_about", sa.LargeBinary, comment="what the shop says of them, JSON"),
        sa.Column("personal", sa.Boolean, nullable=False, comment="as they answered last"),
        sa.Column("learning", sa.Boolean, nullable=False),
    )
    op.create_index("shoppers_by_pseudonym", "shoppers", ["pseudonym"], unique=True)
    op.create_table(
        "consents",
        sa.Column("number", number, primary_key=True),
        sa.Column("shopper", number, sa.ForeignKey("shoppers.number"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("personal", sa.Boolean, nullable=False),
        sa.Column("learning", sa.Boolean, nullable=False),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
    )
    op.create_index("consents_by_shopper", "consents", ["shopper"])
    op.create_table(
        "erasures",
        sa.Column("pseudonym", sa.LargeBinary(16), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False, comment="what happened up to then stays away"),
        sa.Column("finished", sa.Boolean, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("id", id, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("shopper", number, sa.ForeignKey("shoppers.number"), nullable=False),
        sa.Column("session", sa.LargeBinary(12), comment="keyed hash; null where it is unknown"),
        sa.Column("action", sa.SmallInteger, nullable=False, comment="place in stores/sql/event_row.py ACTIONS"),
        sa.Column("product_id", sa.Text, nullable=False),
        sa.Column("query_id", sa.Text, nullable=False),
        sa.Column("sealed_words", sa.LargeBinary, comment="what was asked; null for nothing"),
        sa.Column("shown", sa.Text, comment="ids of a page in order, JSON; null for none"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("price", sa.BigInteger),
        sa.Column("rating", sa.Float, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
    )
    op.create_index("events_by_time", "events", ["at", "id"])
    op.create_index("events_by_shopper", "events", ["shopper", "at", "id"])
    op.create_table(
        "product_days",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False, comment="days since 1970, UTC"),
        sa.Column("product_id", id, primary_key=True),
        sa.Column("action", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("times", sa.Float, nullable=False),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    counters = sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
    op.bulk_insert(counters, [{"name": "shoppers", "value": 0}])


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'shoppers'")
    for table in ("secrets", "product_days", "events", "erasures", "consents", "shoppers"):
        op.drop_table(table)
