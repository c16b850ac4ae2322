"""People and bodies: organisations with their spans, people, memberships, sessions, keys, tries."""

import sqlalchemy as sa
from alembic import op

from core.columns import BigKey, Day, Instant, JsonDocument

revision = "0001_people"
down_revision = None
branch_labels = None
depends_on = None

ROLES = (
    "enterprise_member", "publisher", "recogniser", "laboratory_member", "intake_clerk", "handler", "supervisor",
    "auditor", "survey_officer", "system_administrator",
)  # fmt: skip


def _organisations() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("credit_code", sa.String(18)),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("code", name="uq_organisation_code"),
        sa.UniqueConstraint("credit_code", name="uq_organisation_credit_code"),
    )
    op.create_table(
        "organisation_span",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("parent_id", BigKey),
        sa.Column("line_superior_id", BigKey),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("sector", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("functions", JsonDocument, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("from_on", Day(), nullable=False),
        sa.Column("to_on", Day()),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_span"),
        _to_organisation("organisation_span", "organisation_id"),
        _to_organisation("organisation_span", "parent_id"),
        _to_organisation("organisation_span", "line_superior_id"),
        sa.UniqueConstraint("organisation_id", "from_on", name="uq_organisation_span_organisation_id_from_on"),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ck_organisation_span_days_in_order"),
        sa.CheckConstraint(
            "level IN ('national', 'province', 'city', 'county', 'town')", name="ck_organisation_span_level"
        ),
    )
    for column in ("name", "parent_id", "region"):
        op.create_index(f"ix_organisation_span_{column}", "organisation_span", [column])
    op.create_table(
        "organisation_succession",
        sa.Column("predecessor_id", BigKey, nullable=False),
        sa.Column("successor_id", BigKey, nullable=False),
        sa.Column("from_on", Day(), nullable=False),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name="pk_organisation_succession"),
        _to_organisation("organisation_succession", "predecessor_id"),
        _to_organisation("organisation_succession", "successor_id"),
    )


def _to_organisation(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["organisation.id"], name=f"fk_{table}_{column}_organisation")


def _to_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["person.id"], name=f"fk_{table}_user_id_person")


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("sign_in_name", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("first_password_until", Instant()),
        sa.Column("totp_secret", sa.String(255)),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("locked_at", Instant()),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("sign_in_name", name="uq_person_sign_in_name"),
    )
    op.create_table(
        "membership",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("user_id", BigKey, nullable=False),
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("from_on", Day(), nullable=False),
        sa.Column("to_on", Day()),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        _to_person("membership"),
        _to_organisation("membership", "organisation_id"),
        sa.UniqueConstraint(
            "user_id", "organisation_id", "role", "from_on", name="uq_membership_user_id_organisation_id_role_from_on"
        ),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ck_membership_days_in_order"),
        sa.CheckConstraint("role IN ({})".format(", ".join(f"'{r}'" for r in ROLES)), name="ck_membership_role"),
    )
    op.create_index("ix_membership_organisation_id", "membership", ["organisation_id"])


def _doors() -> None:
    op.create_table(
        "sign_in_session",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("user_id", BigKey, nullable=False),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_session"),
        _to_person("sign_in_session"),
        sa.UniqueConstraint("token_digest", name="uq_sign_in_session_token_digest"),
    )
    op.create_index("ix_sign_in_session_user_id", "sign_in_session", ["user_id"])
    op.create_table(
        "api_key",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("hint", sa.String(12), nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("user_id", BigKey, nullable=False),
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("scopes", JsonDocument, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("good_until", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
        _to_person("api_key"),
        _to_organisation("api_key", "organisation_id"),
        sa.UniqueConstraint("digest", name="uq_api_key_digest"),
    )
    op.create_index("ix_api_key_user_id", "api_key", ["user_id"])
    op.create_index("ix_api_key_organisation_id", "api_key", ["organisation_id"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("free_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("who", name="pk_sign_in_attempt"),
    )
    op.create_index("ix_sign_in_attempt_last_at", "sign_in_attempt", ["last_at"])


def upgrade() -> None:
    """Make the tables of people and bodies."""
    _organisations()
    _people()
    _doors()


def downgrade() -> None:
    """Drop them, what refers to others first."""
    for table in (
        "sign_in_attempt", "api_key", "sign_in_session", "membership", "person", "organisation_succession",
        "organisation_span", "organisation",
    ):  # fmt: skip
        op.drop_table(table)
