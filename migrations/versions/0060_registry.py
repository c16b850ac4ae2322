"""Reports, findings and what they are about."""

revision = "0060_registry"
down_revision = "0044_saved_searches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay the tables."""


def downgrade() -> None:
    """Take them away."""
