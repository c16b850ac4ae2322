"""Saved searches and exports of auditors."""

revision = "0044_saved_searches"
down_revision = "0043_evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay the tables."""


def downgrade() -> None:
    """Take them away."""
