"""Lists that were shown without being asked: their chances in the log, and counts of what was drawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    id = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
    chances = sa.Column("chances", sa.Text, comment="of each product of a list that was shown, JSON; null for none")
    op.add_column("events", chances)
    op.create_table(
        "tries",
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False, comment="days since 1970, UTC"),
        sa.Column("product_id", id, primary_key=True),
        sa.Column("shown", sa.BigInteger, nullable=False),
        sa.Column("clicked", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("tries")
    with op.batch_alter_table("events") as events:
        events.drop_column("chances")
