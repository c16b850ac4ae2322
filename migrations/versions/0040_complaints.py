"""Complaints, their matters, who has a stake, who complains, and notices."""

import sqlalchemy as sa
from alembic import op

from core.columns import BigKey, Fen, Instant, JsonDocument

revision = "0040_complaints"
down_revision = "0030_drafts"
branch_labels = None
depends_on = None


def _complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("filed_at", Instant(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("locator", sa.String(7), nullable=False),
        sa.Column("secret_digest", sa.String(64), nullable=False),
        sa.Column("code_used", sa.Boolean(), nullable=False),
        sa.Column("form_digest", sa.String(64), nullable=False),
        sa.Column("content_digest", sa.String(64), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("certificate", JsonDocument, nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint("channel IN ('web', 'api', 'counter')", name="ck_complaint_channel"),
        sa.CheckConstraint("mode IN ('named', 'confidential', 'anonymous')", name="ck_complaint_mode"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint"),
        sa.UniqueConstraint("form_digest", name="uq_complaint_form_digest"),
        sa.UniqueConstraint("locator", name="uq_complaint_locator"),
        sa.UniqueConstraint("reference", name="uq_complaint_reference"),
    )
    op.create_index("ix_complaint_filed_at", "complaint", ["filed_at"])


def _stake() -> None:
    op.create_table(
        "stake",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("asked", JsonDocument, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stake"),
        sa.UniqueConstraint("digest", name="uq_stake_digest"),
    )


def _stake_body() -> None:
    op.create_table(
        "stake_body",
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("stake_id", BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_stake_body_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["stake_id"], ["stake.id"], name="fk_stake_body_stake_id_stake"),
        sa.PrimaryKeyConstraint("organisation_id", "stake_id", name="pk_stake_body"),
    )
    op.create_index("ix_stake_body_stake_id", "stake_body", ["stake_id"])


def _matter() -> None:
    op.create_table(
        "matter",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("complaint_id", BigKey, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("counter_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body_id", sa.BigInteger(), nullable=False),
        sa.Column("body_name", sa.Text(), nullable=False),
        sa.Column("stake_id", BigKey, nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("facts", JsonDocument, nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("amount", Fen(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("charge", JsonDocument, nullable=True),
        sa.Column("verdict", JsonDocument, nullable=True),
        sa.Column("violation", sa.String(24), nullable=False),
        sa.Column("filed_at", Instant(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lap", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column("regime", sa.String(40), nullable=False),
        sa.Column("happened", JsonDocument, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("due_stage", sa.String(20), nullable=False),
        sa.Column("wait_until", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('filed', 'assigned', 'accepted', 'waiting', 'decided', 'refunding', "
            "'closed', 'declined', 'reviewing')",
            name="ck_matter_state",
        ),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_matter_complaint_id_complaint"),
        sa.ForeignKeyConstraint(["stake_id"], ["stake.id"], name="fk_matter_stake_id_stake"),
        sa.PrimaryKeyConstraint("id", name="pk_matter"),
        sa.UniqueConstraint("complaint_id", "place", name="uq_matter_complaint_id_place"),
        sa.UniqueConstraint("number", name="uq_matter_number"),
    )
    op.create_index("ix_matter_body_id", "matter", ["body_id"])
    op.create_index("ix_matter_filed_at_id", "matter", ["filed_at", "id"])
    op.create_index("ix_matter_handler_id_due_id", "matter", ["handler_id", "due", "id"])
    op.create_index("ix_matter_kind", "matter", ["kind"])
    op.create_index("ix_matter_owner", "matter", ["owner"])
    op.create_index("ix_matter_region", "matter", ["region"])
    op.create_index("ix_matter_state_due", "matter", ["state", "due"])


def _identity() -> None:
    op.create_table(
        "identity",
        sa.Column("complaint_id", BigKey, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_identity_complaint_id_complaint"),
        sa.PrimaryKeyConstraint("complaint_id", name="pk_identity"),
    )


def _identity_opening() -> None:
    op.create_table(
        "identity_opening",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("complaint_id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("step", sa.String(8), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint("step IN ('asked', 'approved', 'refused', 'looked')", name="ck_identity_opening_step"),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_identity_opening_complaint_id_complaint"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_identity_opening_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_identity_opening"),
    )
    op.create_index("ix_identity_opening_complaint_id", "identity_opening", ["complaint_id"])
    op.create_index("ix_identity_opening_matter_id", "identity_opening", ["matter_id"])


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("about", sa.String(24), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("words", JsonDocument, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("read", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_about_key", "notice", ["about", "key"])
    op.create_index("ix_notice_role_organisation_id_id", "notice", ["role", "organisation_id", "id"])
    op.create_index("ix_notice_user_id_id", "notice", ["user_id", "id"])


def upgrade() -> None:
    """Make the tables."""
    _complaint()
    _stake()
    _stake_body()
    _matter()
    _identity()
    _identity_opening()
    _notice()


def downgrade() -> None:
    """Drop them."""
    for table in ("notice", "identity_opening", "identity", "matter", "stake_body", "stake", "complaint"):
        op.drop_table(table)
