"""Files of reports that laboratories send, and how each laboratory's exports are to be read."""

import sqlalchemy as sa
from alembic import op

from core.columns import BigKey, Instant, JsonDocument

revision = "0062_imports"
down_revision = "0061_acts"
branch_labels = None
depends_on = None

STATES = "state IN ('reading', 'read', 'entering', 'done', 'failed', 'dropped')"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "report_import",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("form_key", sa.String(64), nullable=False),
        sa.Column("issuer_id", BigKey, nullable=False),
        sa.Column("sent_by", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("choices", JsonDocument, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("summary", JsonDocument, nullable=False),
        sa.Column("outcome", JsonDocument, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.CheckConstraint(STATES, name="ck_report_import_state"),
        sa.ForeignKeyConstraint(["issuer_id"], ["organisation.id"], name="fk_report_import_issuer_id_organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_report_import"),
        sa.UniqueConstraint("form_key", name="uq_report_import_form_key"),
    )
    op.create_index("ix_report_import_issuer_id_id", "report_import", ["issuer_id", "id"])
    op.create_index("ix_report_import_issuer_id_digest", "report_import", ["issuer_id", "digest"])
    op.create_table(
        "import_layout",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("issuer_id", BigKey, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("kept", JsonDocument, nullable=False),
        sa.Column("kept_by", sa.BigInteger(), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["organisation.id"], name="fk_import_layout_issuer_id_organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_import_layout"),
        sa.UniqueConstraint("issuer_id", "fingerprint", name="uq_import_layout_issuer_id_fingerprint"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("import_layout")
    op.drop_table("report_import")
