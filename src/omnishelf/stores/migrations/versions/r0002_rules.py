"""Merchandising rules and the counter of their changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rule_id = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
    op.create_table(
        "rules",
        sa.Column("id", rule_id, primary_key=True),
        sa.Column("document", sa.Text, nullable=False, comment="canonical JSON of the rule, see stores/sql/rule_document.py"),
    )
    counters = sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
    op.bulk_insert(counters, [{"name": "rules", "value": 0}])


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'rules'")
    op.drop_table("rules")
