"""What shoppers asked the shop's people to do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    id = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
    op.create_table(
        "service_requests",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("order_id", id, nullable=False, comment="empty for a hand-over without an order"),
        sa.Column("products", sa.Text, nullable=False, comment="JSON list of ids; empty for the whole order"),
        sa.Column("shopper", sa.LargeBinary(16), comment="pseudonym; null for somebody unknown or forgotten"),
        sa.Column("sealed", sa.LargeBinary, comment="shopper's id and reason; null once forgotten"),
    )
    op.create_index("service_requests_by_shopper", "service_requests", ["shopper", "at"])
    op.create_index("service_requests_by_order", "service_requests", ["order_id"])
    op.create_index("service_requests_by_state", "service_requests", ["state", "at"])


def downgrade() -> None:
    op.drop_table("service_requests")
