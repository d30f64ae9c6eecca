"""Orders, their parcels, and what is known of parcels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    id = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
    op.create_table(
        "orders",
        sa.Column("id", id, primary_key=True),
        sa.Column("shopper", sa.LargeBinary(16), comment="pseudonym; null for a guest or a shopper who was forgotten"),
        sa.Column("placed", sa.BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
        sa.Column(
            "document",
            sa.Text,
            nullable=False,
            comment="canonical JSON without personal data, see stores/sql/order_document.py",
        ),
        sa.Column("sealed_person", sa.LargeBinary, comment="shopper's id and receiver; null for neither"),
    )
    op.create_index("orders_by_shopper", "orders", ["shopper", "placed"])
    op.create_table(
        "shipments",
        sa.Column("number", sa.String(64), primary_key=True),
        sa.Column("order_id", id, primary_key=True),
    )
    op.create_index("shipments_by_order", "shipments", ["order_id"])
    op.create_table(
        "tracked",
        sa.Column("number", sa.String(64), primary_key=True),
        sa.Column("checked", sa.BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
        sa.Column(
            "sealed", sa.LargeBinary, nullable=False, comment="last known state as JSON: carriers' sentences may name people"
        ),
    )
    op.create_index("tracked_by_time", "tracked", ["checked"])
    op.create_table(
        "carrier_messages",
        sa.Column("id", sa.String(64), primary_key=True, comment="hex sha256 of the service's name and its message's id"),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for table in ("carrier_messages", "tracked", "shipments", "orders"):
        op.drop_table(table)
