"""Messages, decisions, refunds, ratings and reviews; and what is only ever added to."""

import sqlalchemy as sa
from alembic import op

from complaints.models import append_only
from core.columns import BigKey, Fen, Instant, JsonDocument

revision = "0042_answers"
down_revision = "0041_handling"
branch_labels = None
depends_on = None


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("author", sa.String(16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_message_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )
    op.create_index("ix_message_matter_id", "message", ["matter_id"])


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("lap", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("remedies", JsonDocument, nullable=False),
        sa.Column("refund", Fen(), nullable=False),
        sa.Column("no_refund_reason", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("drafted_by", sa.BigInteger(), nullable=False),
        sa.Column("drafted_at", Instant(), nullable=False),
        sa.Column("sent_back_reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.BigInteger(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("number", sa.String(60), nullable=True),
        sa.CheckConstraint("state <> 'served' OR approved_by <> drafted_by", name="ck_decision_two_persons"),
        sa.CheckConstraint("state IN ('draft', 'sent_back', 'replaced', 'served')", name="ck_decision_state"),
        sa.CheckConstraint("refund >= 0", name="ck_decision_refund"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_decision_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("number", name="uq_decision_number"),
    )
    op.create_index("ix_decision_matter_id", "decision", ["matter_id"])


def _decision_series() -> None:
    op.create_table(
        "decision_series",
        sa.Column("organisation_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "year", name="pk_decision_series"),
    )


def _refund_entry() -> None:
    op.create_table(
        "refund_entry",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("body_id", sa.BigInteger(), nullable=False),
        sa.Column("handler_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("ordered", Fen(), nullable=False),
        sa.Column("confirmed", Fen(), nullable=False),
        sa.Column("disputed", Fen(), nullable=False),
        sa.Column("outstanding", Fen(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ordered', 'revised', 'confirmed', 'disputed', 'taken_back', 'ended')",
            name="ck_refund_entry_kind",
        ),
        sa.CheckConstraint("ordered = confirmed + disputed + outstanding", name="ck_refund_entry_balance"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_refund_entry_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_refund_entry"),
    )
    op.create_index("ix_refund_entry_body_id_on", "refund_entry", ["body_id", "on"])
    op.create_index("ix_refund_entry_matter_id", "refund_entry", ["matter_id"])


def _rating() -> None:
    op.create_table(
        "rating",
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("lap", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("handler_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="ck_rating_score"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_rating_matter_id_matter"),
        sa.PrimaryKeyConstraint("matter_id", "lap", name="pk_rating"),
    )


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("matter_id", BigKey, nullable=False),
        sa.Column("lap", sa.Integer(), nullable=False),
        sa.Column("decision_id", BigKey, nullable=False),
        sa.Column("from_handler_id", sa.BigInteger(), nullable=False),
        sa.Column("to_handler_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_review_decision_id_decision"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_review_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("matter_id", "lap", name="uq_review_matter_id_lap"),
    )


def upgrade() -> None:
    """Make the tables and guard what stays."""
    _message()
    _decision()
    _decision_series()
    _refund_entry()
    _rating()
    _review()
    append_only.guard(op.get_bind())


def downgrade() -> None:
    """Drop them."""
    append_only.release(op.get_bind())
    for table in ("review", "rating", "refund_entry", "decision_series", "decision", "message"):
        op.drop_table(table)
