"""Thumbs on the assistant's replies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assistant_feedback",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("intent", sa.String(40), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("shopper", sa.LargeBinary(16), comment="pseudonym; null for somebody unknown or forgotten"),
        sa.Column(
            "sealed", sa.LargeBinary, comment="shopper's id and the words of the turn; null without consent or once forgotten"
        ),
    )
    op.create_index("assistant_feedback_by_time", "assistant_feedback", ["at"])
    op.create_index("assistant_feedback_by_shopper", "assistant_feedback", ["shopper"])


def downgrade() -> None:
    op.drop_table("assistant_feedback")
