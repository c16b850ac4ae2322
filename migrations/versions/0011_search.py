"""Search: the folded words of what can be found, what the index has not seen, and PostgreSQL's own index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from core.columns import BigKey

revision = "0011_search"
down_revision = "0010_catalogue"
branch_labels = None
depends_on = None

FOLD = sa.Text().with_variant(sa.LargeBinary(), "sqlite")
GRAMS = TSVECTOR().with_variant(sa.Text(), "sqlite")


def _of_document(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_document_id_search_document"
    return sa.ForeignKeyConstraint(["document_id"], ["search_document.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "search_document",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("fold", FOLD, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_document"),
        sa.UniqueConstraint("kind", "key", name="uq_search_document_kind_key"),
    )
    op.create_table(
        "search_pending",
        sa.Column("document_id", BigKey, nullable=False),
        sa.Column("stamp", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_search_pending"),
        _of_document("search_pending"),
    )
    op.create_table(
        "search_grams",
        sa.Column("document_id", BigKey, nullable=False),
        sa.Column("grams", GRAMS, nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_search_grams"),
        _of_document("search_grams"),
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("folder", sa.String(32), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("coming", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_state"),
    )
    op.create_index("ix_search_grams_grams", "search_grams", ["grams"], postgresql_using="gin")


def downgrade() -> None:
    for table in ("search_state", "search_grams", "search_pending", "search_document"):
        op.drop_table(table)
