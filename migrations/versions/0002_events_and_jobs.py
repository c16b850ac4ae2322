"""Streams of chained events, checkpoints, jobs and duties; what is append-only is so by trigger."""

import sqlalchemy as sa
from alembic import op

from core.columns import BigKey, Instant, JsonDocument

revision = "0002_events_and_jobs"
down_revision = "0001_people"
branch_labels = None
depends_on = None

APPEND_ONLY = ("event", "feed_entry", "checkpoint", "checkpoint_head")


def _events() -> None:
    op.create_table(
        "stream",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("head_no", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.String(64), nullable=False),
        sa.Column("fed_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stream"),
        sa.UniqueConstraint("kind", "key", name="uq_stream_kind_key"),
    )
    unfed = sa.text("fed_no < head_no")
    op.create_index("ix_stream_unfed", "stream", ["id"], sqlite_where=unfed, postgresql_where=unfed)
    op.create_table(
        "event",
        sa.Column("stream_id", BigKey, nullable=False),
        sa.Column("no", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(10), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", JsonDocument, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "no", name="pk_event"),
        sa.ForeignKeyConstraint(["stream_id"], ["stream.id"], name="fk_event_stream_id_stream"),
    )
    op.create_index("ix_event_at", "event", ["at"])
    op.create_table(
        "feed_entry",
        sa.Column("no", BigKey, nullable=False),
        sa.Column("stream_id", sa.BigInteger(), nullable=False),
        sa.Column("event_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_feed_entry"),
        sa.UniqueConstraint("stream_id", "event_no", name="uq_feed_entry_stream_id_event_no"),
        sa.ForeignKeyConstraint(["stream_id", "event_no"], ["event.stream_id", "event.no"], name="fk_feed_entry_event"),
    )


def _checkpoints() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("no", BigKey, nullable=False, autoincrement=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("streams", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("envelope", JsonDocument, nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_checkpoint"),
    )
    op.create_table(
        "checkpoint_head",
        sa.Column("checkpoint_no", BigKey, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("head_no", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("checkpoint_no", "kind", "key", name="pk_checkpoint_head"),
        sa.ForeignKeyConstraint(
            ["checkpoint_no"], ["checkpoint.no"], name="fk_checkpoint_head_checkpoint_no_checkpoint"
        ),
    )


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("args", JsonDocument, nullable=False),
        sa.Column("key", sa.String(200)),
        sa.Column("run_at", Instant(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", Instant()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("done_at", Instant()),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("key", name="uq_job_key"),
        sa.CheckConstraint("state IN ('waiting', 'done', 'dead')", name="ck_job_state"),
    )
    op.create_index("ix_job_state_run_at", "job", ["state", "run_at"])
    op.create_table(
        "duty",
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("through", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_duty"),
    )


def _refuse_changes_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute("CREATE TRIGGER stream_kept BEFORE DELETE ON stream FOR EACH ROW EXECUTE FUNCTION refuse_change()")


def _refuse_changes_on_sqlite() -> None:
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    op.execute(
        "CREATE TRIGGER stream_no_delete BEFORE DELETE ON stream "
        "BEGIN SELECT RAISE(ABORT, 'stream is append-only'); END"
    )


def upgrade() -> None:
    """Make the tables, then the triggers."""
    _events()
    _checkpoints()
    _jobs()
    if op.get_bind().dialect.name == "postgresql":
        _refuse_changes_on_postgresql()
    else:
        _refuse_changes_on_sqlite()


def downgrade() -> None:
    """Drop the tables; their triggers go with them."""
    for table in ("duty", "job", "checkpoint_head", "checkpoint", "feed_entry", "event", "stream"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
