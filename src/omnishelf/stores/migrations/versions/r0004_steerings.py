"""What shoppers said of their own taste."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "steerings",
        sa.Column("pseudonym", sa.LargeBinary(16), primary_key=True, comment="keyed hash of the shop's own id"),
        sa.Column("sealed", sa.LargeBinary, nullable=False, comment="what they said of their own taste, JSON"),
    )


def downgrade() -> None:
    op.drop_table("steerings")
