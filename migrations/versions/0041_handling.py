"""Routes, assignments, recusals and terms of matters."""

import sqlalchemy as sa
from alembic import op

from core.columns import BigKey, Instant, JsonDocument

revision = "0041_handling"
down_revision = "0040_complaints"
branch_labels = None
depends_on = None


def _route_record() -> None:
    op.create_table(
        "route_record",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("rule", sa.String(12), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("record", JsonDocument, nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_route_record_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_route_record"),
    )
    op.create_index("ix_route_record_matter_id", "route_record", ["matter_id"])


def _assignment() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.String(10), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("from_at", Instant(), nullable=False),
        sa.Column("to_at", Instant(), nullable=True),
        sa.CheckConstraint("part IN ('handler', 'assistant')", name="ck_assignment_part"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_assignment_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_matter_id", "assignment", ["matter_id"])
    op.create_index("ix_assignment_organisation_id_part_current", "assignment", ["organisation_id", "part", "current"])


def _recusal() -> None:
    op.create_table(
        "recusal",
        sa.Column("user_id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_recusal_matter_id_matter"),
        sa.ForeignKeyConstraint(["user_id"], ["person.id"], name="fk_recusal_user_id_person"),
        sa.PrimaryKeyConstraint("user_id", "matter_id", name="pk_recusal"),
    )
    op.create_index("ix_recusal_matter_id", "recusal", ["matter_id"])


def _clock() -> None:
    op.create_table(
        "clock",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("regime", sa.String(40), nullable=False),
        sa.Column("who", sa.String(12), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("pauses", JsonDocument, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("unrolled", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("warned_at", Instant(), nullable=True),
        sa.Column("escalated_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('running', 'met', 'extended', 'dropped')", name="ck_clock_state"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_clock_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_clock"),
        sa.UniqueConstraint("matter_id", "stage", "round", name="uq_clock_matter_id_stage_round"),
    )
    op.create_index("ix_clock_state_due", "clock", ["state", "due"])


def upgrade() -> None:
    """Make the tables."""
    _route_record()
    _assignment()
    _recusal()
    _clock()


def downgrade() -> None:
    """Drop them."""
    for table in ("clock", "recusal", "assignment", "route_record"):
        op.drop_table(table)
