"""Products, their outbox and its counter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables are spelled out here, not taken from tables.py, which moves on with later revisions."""
    product_id = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
    op.create_table(
        "products",
        sa.Column("id", product_id, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False, comment="sequence of the last change"),
        sa.Column("group_id", sa.Text, nullable=False),
        sa.Column("gtin", sa.Text, nullable=False),
        sa.Column(
            "document",
            sa.Text,
            nullable=False,
            comment="canonical JSON of the whole product, see stores/sql/document.py",
        ),
    )
    op.create_index("products_by_group", "products", ["group_id"])
    op.create_index("products_by_gtin", "products", ["gtin"])
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("product_id", product_id, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
    )
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(counters, [{"name": "catalogue", "value": 0}])


def downgrade() -> None:
    op.drop_table("counters")
    op.drop_table("outbox")
    op.drop_table("products")
