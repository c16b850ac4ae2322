"""Searches that auditors keep, everything they looked at, and the indexes by which they find matters."""

import sqlalchemy as sa
from alembic import op

from complaints.models import append_only
from core.columns import BigKey, Instant

revision = "0044_saved_searches"
down_revision = "0043_evidence"
branch_labels = None
depends_on = None


def _saved_search() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("user_id", BigKey, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name="fk_saved_search_user_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"),
        sa.UniqueConstraint("user_id", "name", name="uq_saved_search_user_id_name"),
    )


def _audit_look() -> None:
    op.create_table(
        "audit_look",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(8), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.String(4), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("act IN ('searched', 'opened', 'exported', 'refused')", name="ck_audit_look_act"),
        sa.PrimaryKeyConstraint("code", name="pk_audit_look"),
    )
    op.create_index("ix_audit_look_at_code", "audit_look", ["at", "code"])


FOUND_BY = {
    "ix_matter_filed_at_number": ["filed_at", "number"],
    "ix_matter_amount_number": ["amount", "number"],
    "ix_matter_counted": [
        "number", "filed_at", "amount", "body_id", "kind", "violation", "region", "state", "outcome", "stake_id", "id",
    ],
}  # fmt: skip


def upgrade() -> None:
    """Make the tables and the indexes; what was looked at stays on record."""
    _saved_search()
    _audit_look()
    append_only.keep(op.get_bind(), "audit_look")
    for name, columns in FOUND_BY.items():
        op.create_index(name, "matter", columns)


def downgrade() -> None:
    """Drop them."""
    for name in FOUND_BY:
        op.drop_index(name, "matter")
    op.drop_table("audit_look")
    op.drop_table("saved_search")
