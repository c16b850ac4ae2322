"""Checks that people keep, with their certificates; kept as they are for good."""

import sqlalchemy as sa
from alembic import op

from burden.models import checks
from core.columns import BigKey, Instant, JsonDocument

revision = "0020_checks"
down_revision = "0011_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and guard it."""
    op.create_table(
        "kept_check",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("form_digest", sa.String(64), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.Column("certificate", JsonDocument, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kept_check"),
        sa.UniqueConstraint("code", name="uq_kept_check_code"),
        sa.UniqueConstraint("form_digest", name="uq_kept_check_form_digest"),
    )
    checks.guard(op.get_bind())


def downgrade() -> None:
    """Lift the guard and drop the table."""
    checks.release(op.get_bind())
    op.drop_table("kept_check")
