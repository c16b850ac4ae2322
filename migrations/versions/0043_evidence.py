"""Evidence files."""

revision = "0043_evidence"
down_revision = "0042_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay the tables."""


def downgrade() -> None:
    """Take them away."""
