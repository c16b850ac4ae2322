"""Drafts of lists and standards: files sent, who worked on what, and the reason of every changed row."""

import sqlalchemy as sa
from alembic import op

from burden.models import immutability
from core.columns import BigKey, Instant, JsonDocument

revision = "0030_drafts"
down_revision = "0020_checks"
branch_labels = None
depends_on = None

CHANGES = ("edition_change", "edition", "edition_id")


def _drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("publication_id", sa.BigInteger(), nullable=False),
        sa.Column("form_key", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("writers", JsonDocument, nullable=False),
        sa.Column("base_id", BigKey),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("problems", JsonDocument, nullable=False),
        sa.Column("returned", JsonDocument, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.ForeignKeyConstraint(["base_id"], ["edition.id"], name="fk_draft_base_id_edition"),
        sa.UniqueConstraint("form_key", name="uq_draft_form_key"),
        sa.UniqueConstraint("kind", "publication_id", name="uq_draft_kind_publication_id"),
    )
    op.create_table(
        "sent_file",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("form_key", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("sent_by", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("about", JsonDocument, nullable=False),
        sa.Column("draft_id", BigKey),
        sa.PrimaryKeyConstraint("id", name="pk_sent_file"),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name="fk_sent_file_draft_id_draft"),
        sa.UniqueConstraint("form_key", name="uq_sent_file_form_key"),
    )


def _changes() -> None:
    op.create_table(
        "edition_change",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("edition_id", BigKey, nullable=False),
        sa.Column("base_row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("item_name", sa.Text(), nullable=False),
        sa.Column("item_key", sa.String(64)),
        sa.Column("cells", JsonDocument, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edition_change"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_edition_change_edition_id_edition"),
        sa.UniqueConstraint("edition_id", "base_row", name="uq_edition_change_edition_id_base_row"),
    )
    immutability.guard_child(op.get_bind(), *CHANGES)


def upgrade() -> None:
    """Make the tables and guard the one that is published."""
    _drafts()
    _changes()


def downgrade() -> None:
    """Take them away; what was published keeps its rows, not their reasons."""
    immutability.release_child(op.get_bind(), CHANGES[0])
    for table in ("edition_change", "sent_file", "draft"):
        op.drop_table(table)
