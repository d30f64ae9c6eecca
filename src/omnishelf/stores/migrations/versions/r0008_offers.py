"""Offers, what is set aside and given of them, and who came by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    id = sa.String(128).with_variant(sa.String(128, collation="C"), "postgresql")
    op.create_table(
        "offers",
        sa.Column("id", id, primary_key=True),
        sa.Column("document", sa.Text, nullable=False, comment="canonical JSON, see stores/sql/offer_document.py"),
        sa.Column("budget", sa.BigInteger, nullable=False, comment="minor units"),
        sa.Column("held", sa.BigInteger, nullable=False, comment="of open baskets, those beyond their time included"),
        sa.Column("given", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "offer_claims",
        sa.Column("offer", id, sa.ForeignKey("offers.id"), primary_key=True),
        sa.Column("id", id, primary_key=True),
        sa.Column("unit", sa.LargeBinary(16), comment="hash under the offer's salt; null once forgotten"),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
    )
    op.create_index("offer_claims_by_unit", "offer_claims", ["offer", "unit"])
    op.create_index("offer_claims_by_state", "offer_claims", ["offer", "state", "until"])
    op.create_table(
        "offer_encounters",
        sa.Column("offer", id, sa.ForeignKey("offers.id"), primary_key=True),
        sa.Column("unit", sa.LargeBinary(16), primary_key=True, comment="hash under the offer's salt"),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("propensity", sa.Float, nullable=False),
        sa.Column("seen", sa.Text, nullable=False, comment="JSON list of numbers, see predict/visitor.py"),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Integer, nullable=False, comment="days since 1970, UTC"),
        *(
            sa.Column(name, sa.Integer if name == "today" else sa.BigInteger, nullable=False)
            for name in ("today", "orders", "revenue")
        ),
    )
    op.create_index("offer_encounters_by_time", "offer_encounters", ["offer", "since", "unit"])
    counters = sa.table("counters", sa.column("name", sa.String), sa.column("value", sa.BigInteger))
    op.bulk_insert(counters, [{"name": "offers", "value": 0}])


def downgrade() -> None:
    op.execute("DELETE FROM counters WHERE name = 'offers'")
    for table in ("offer_encounters", "offer_claims", "offers"):
        op.drop_table(table)
