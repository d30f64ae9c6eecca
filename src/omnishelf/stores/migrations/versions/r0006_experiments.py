"""Experiments, and what their units did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNTS = ("answers", "empty", "clicked", "clicks", "carts", "purchases", "revenue", "for_first", "for_second")
BEFORE = ("clicks_before", "spent_before")


def upgrade() -> None:
    id = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
    op.create_table(
        "experiments",
        sa.Column("id", id, primary_key=True),
        sa.Column("document", sa.Text, nullable=False, comment="canonical JSON, see stores/sql/experiment_document.py"),
    )
    op.create_table(
        "trials",
        sa.Column("experiment", id, sa.ForeignKey("experiments.id"), primary_key=True),
        sa.Column("unit", sa.LargeBinary(16), primary_key=True, comment="hash under the experiment's salt"),
        sa.Column("since", sa.BigInteger, nullable=False, comment="of its first answer, microseconds since 1970, UTC"),
        sa.Column("arm", sa.SmallInteger, nullable=False),
        sa.Column("click_rank", sa.Float, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in (*COUNTS, *BEFORE)),
    )
    op.create_index("trials_by_time", "trials", ["experiment", "since", "unit"])
    counters = sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
    op.bulk_insert(counters, [{"name": "experiments", "value": 0}])


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'experiments'")
    op.drop_table("trials")
    op.drop_table("experiments")
