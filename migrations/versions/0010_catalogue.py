"""The catalogue: editions with their entries, releases of rules, what they lean on; published is for good."""

import sqlalchemy as sa
from alembic import op

from burden.models import immutability
from core.columns import BigKey, Instant, JsonDocument

revision = "0010_catalogue"
down_revision = "0002_events_and_jobs"
branch_labels = None
depends_on = None

STATE = (
    "state IN ('draft', 'submitted') OR "
    "(state = 'published' AND approved_by IS NOT NULL AND published_at IS NOT NULL AND digest IS NOT NULL)"
)


def _publication() -> list[sa.Column]:
    return [
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("drafted_by", sa.BigInteger(), nullable=False),
        sa.Column("drafted_at", Instant(), nullable=False),
        sa.Column("submitted_at", Instant()),
        sa.Column("approved_by", sa.BigInteger()),
        sa.Column("published_at", Instant()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64)),
        sa.Column("signature", JsonDocument),
    ]


def _editions() -> None:
    op.create_table(
        "edition",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("list_type", sa.String(40), nullable=False),
        sa.Column("as_of", sa.String(10)),
        sa.Column("series", sa.String(80), nullable=False),
        sa.Column("coverage", sa.String(20), nullable=False),
        sa.Column("diff_with", sa.String(80)),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("scope", JsonDocument, nullable=False),
        sa.Column("complete", sa.String(8), nullable=False),
        sa.Column("in_force_from", sa.String(10)),
        sa.Column("in_force_to", sa.String(10)),
        sa.Column("published_on", sa.String(10)),
        sa.Column("precision", sa.String(5), nullable=False),
        sa.Column("scope_note", sa.Text(), nullable=False),
        sa.Column("corrects_id", BigKey),
        *_publication(),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("key", name="uq_edition_key"),
        sa.ForeignKeyConstraint(["corrects_id"], ["edition.id"], name="fk_edition_corrects_id_edition"),
        sa.CheckConstraint(STATE, name="ck_edition_state"),
        sa.CheckConstraint("complete IN ('yes', 'no', 'unknown')", name="ck_edition_complete"),
        sa.CheckConstraint("\"precision\" IN ('day', 'month', 'year')", name="ck_edition_precision"),
    )
    op.create_index("ix_edition_series", "edition", ["series"])
    op.create_index("ix_edition_state", "edition", ["state"])


def _entries() -> None:
    words = (
        "department", "collecting_body", "item_name", "funds", "payers", "standard_words", "set_by", "basis_words",
        "relief_words", "remark", "source",
    )  # fmt: skip
    op.create_table(
        "entry",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("edition_id", BigKey, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("serial", sa.String(40), nullable=False),
        sa.Column("body_kind", sa.String(40), nullable=False),
        sa.Column("list_nature", sa.String(40), nullable=False),
        sa.Column("on_enterprises", sa.String(8), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("item_key", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_entry_edition_id_edition"),
        sa.UniqueConstraint("edition_id", "row", name="uq_entry_edition_id_row"),
    )
    op.create_index("ix_entry_item_key", "entry", ["item_key"])


def _rulebooks() -> None:
    op.create_table(
        "rule_release",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        *_publication(),
        sa.PrimaryKeyConstraint("id", name="pk_rule_release"),
        sa.CheckConstraint(STATE, name="ck_rule_release_state"),
    )
    op.create_index("ix_rule_release_state", "rule_release", ["state"])
    op.create_table(
        "rule_document",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("release_id", BigKey, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("body", JsonDocument, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rule_document"),
        sa.ForeignKeyConstraint(["release_id"], ["rule_release.id"], name="fk_rule_document_release_id_rule_release"),
        sa.UniqueConstraint("release_id", "kind", "key", name="uq_rule_document_release_id_kind_key"),
    )
    op.create_index("ix_rule_document_kind_key", "rule_document", ["kind", "key"])


def _reference() -> None:
    op.create_table(
        "catalogue_version",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("published_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_catalogue_version"),
        sa.UniqueConstraint("kind", "published_id", name="uq_catalogue_version_kind_published_id"),
    )
    op.create_table(
        "industry",
        sa.Column("code", sa.String(4), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", sa.String(4)),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("division_range", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_industry"),
        sa.ForeignKeyConstraint(["parent"], ["industry.code"], name="fk_industry_parent_industry"),
    )
    thresholds = ("large_min", "medium_min", "small_min", "micro_below")
    op.create_table(
        "size_class",
        sa.Column("industry", sa.String(60), nullable=False),
        sa.Column("indicator", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in thresholds),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("industry", "indicator", name="pk_size_class"),
    )
    op.create_table(
        "loading_report",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("body", JsonDocument, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_loading_report"),
    )


def upgrade() -> None:
    _editions()
    _entries()
    _rulebooks()
    _reference()
    immutability.guard(op.get_bind())


def downgrade() -> None:
    immutability.release(op.get_bind())
    for table in (
        "loading_report", "size_class", "industry", "catalogue_version", "rule_document", "rule_release", "entry",
        "edition",
    ):  # fmt: skip
        op.drop_table(table)
