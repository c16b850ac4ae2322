"""Files that are kept, and which of them prove which matter."""

import sqlalchemy as sa
from alembic import op

from core.columns import BigKey, Instant

revision = "0043_evidence"
down_revision = "0042_answers"
branch_labels = None
depends_on = None


def _stored_file() -> None:
    op.create_table(
        "stored_file",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("attached", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_stored_file"),
    )
    op.create_index("ix_stored_file_attached", "stored_file", ["attached"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("file_key", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_evidence_matter_id_matter"),
        sa.ForeignKeyConstraint(["file_key"], ["stored_file.key"], name="fk_evidence_file_key_stored_file"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint("code", name="uq_evidence_code"),
        sa.UniqueConstraint("file_key", name="uq_evidence_file_key"),
        sa.UniqueConstraint("matter_id", "shown", "digest", name="uq_evidence_matter_id_shown_digest"),
    )


def upgrade() -> None:
    """Make the tables."""
    _stored_file()
    _evidence()


def downgrade() -> None:
    """Drop them; the files stay on disk until they are swept away."""
    for table in ("evidence", "stored_file"):
        op.drop_table(table)
