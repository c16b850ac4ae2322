"""Look-ups, recognitions and test orders."""

revision = "0061_acts"
down_revision = "0060_registry"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lay the tables."""


def downgrade() -> None:
    """Take them away."""
