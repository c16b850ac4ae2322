"""Look-ups, recognitions and test orders; certificates and leads."""

import sqlalchemy as sa
from alembic import op

from core.columns import BigKey, Fen, Instant, JsonDocument
from registry.models import immutability

revision = "0061_acts"
down_revision = "0060_registry"
branch_labels = None
depends_on = None


def _look_up() -> None:
    op.create_table(
        "look_up",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("facts", JsonDocument, nullable=False),
        sa.Column("batch", sa.String(80), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("parameters", JsonDocument, nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("avoided", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_look_up_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_look_up_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_look_up"),
    )
    op.create_index("ix_look_up_organisation_id_subject_id", "look_up", ["organisation_id", "subject_id"])
    op.create_index("ix_look_up_subject_id_organisation_id_at", "look_up", ["subject_id", "organisation_id", "at"])


def _look_up_subject() -> None:
    op.create_table(
        "look_up_subject",
        sa.Column("look_up_id", BigKey, nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["look_up_id"], ["look_up.id"], name="fk_look_up_subject_look_up_id_look_up"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_look_up_subject_subject_id_subject"),
        sa.PrimaryKeyConstraint("look_up_id", "subject_id", name="pk_look_up_subject"),
    )
    op.create_index(
        "ix_look_up_subject_organisation_id_subject_id", "look_up_subject", ["organisation_id", "subject_id"]
    )
    op.create_index("ix_look_up_subject_subject_id", "look_up_subject", ["subject_id"])


def _recognition() -> None:
    op.create_table(
        "recognition",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("requirement", sa.String(120), nullable=False),
        sa.Column("parameter", sa.String(80), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("proof", JsonDocument, nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("avoided_fee", Fen(), nullable=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.CheckConstraint("outcome = 'recognised' OR ground <> ''", name="ck_recognition_ground"),
        sa.CheckConstraint("outcome IN ('recognised', 'refused')", name="ck_recognition_outcome"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_recognition_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_recognition_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_recognition"),
        sa.UniqueConstraint("key", name="uq_recognition_key"),
    )
    op.create_index("ix_recognition_organisation_id_at", "recognition", ["organisation_id", "at"])
    op.create_index("ix_recognition_outcome_at", "recognition", ["outcome", "at"])
    op.create_index("ix_recognition_report_id", "recognition", ["report_id"])
    op.create_index("ix_recognition_request_id", "recognition", ["request_id"])
    op.create_index("ix_recognition_subject_id_id", "recognition", ["subject_id", "id"])


def _recognition_request() -> None:
    op.create_table(
        "recognition_request",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("enterprise_id", BigKey, nullable=False),
        sa.Column("department_id", BigKey, nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'answered', 'dropped')", name="ck_recognition_request_state"),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name="fk_recognition_request_department_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["organisation.id"], name="fk_recognition_request_enterprise_id_organisation"
        ),
        sa.ForeignKeyConstraint(["procedure"], ["procedure.key"], name="fk_recognition_request_procedure_procedure"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_recognition_request_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_recognition_request"),
    )
    op.create_index(
        "ix_recognition_request_department_id_state_due_on", "recognition_request", ["department_id", "state", "due_on"]
    )
    op.create_index("ix_recognition_request_enterprise_id", "recognition_request", ["enterprise_id"])


def _test_order() -> None:
    op.create_table(
        "test_order",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("look_up_id", BigKey, nullable=False),
        sa.Column("payer", sa.String(12), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("ordered_by", sa.BigInteger(), nullable=False),
        sa.Column("ordered_at", Instant(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("payer IN ('department', 'enterprise', 'laboratory')", name="ck_test_order_payer"),
        sa.CheckConstraint("state IN ('awaiting', 'approved', 'sent_back')", name="ck_test_order_state"),
        sa.ForeignKeyConstraint(["look_up_id"], ["look_up.id"], name="fk_test_order_look_up_id_look_up"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_test_order_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_test_order_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_test_order"),
        sa.UniqueConstraint("number", name="uq_test_order_number"),
    )
    op.create_index("ix_test_order_organisation_id_state_id", "test_order", ["organisation_id", "state", "id"])
    op.create_index(
        "ix_test_order_subject_id_organisation_id_state", "test_order", ["subject_id", "organisation_id", "state"]
    )


def _test_order_item() -> None:
    op.create_table(
        "test_order_item",
        sa.Column("order_id", BigKey, nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("requirement", sa.String(120), nullable=False),
        sa.Column("parameter", sa.String(80), nullable=False),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("findings", JsonDocument, nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.CheckConstraint("NOT covered OR ground <> ''", name="ck_test_order_item_ground"),
        sa.ForeignKeyConstraint(["order_id"], ["test_order.id"], name="fk_test_order_item_order_id_test_order"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_test_order_item_subject_id_subject"),
        sa.PrimaryKeyConstraint("order_id", "subject_id", "requirement", name="pk_test_order_item"),
    )


def _certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("envelope", JsonDocument, nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('recognition', 'coverage')", name="ck_certificate_kind"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_certificate_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_certificate_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("code", name="uq_certificate_code"),
    )
    op.create_index("ix_certificate_organisation_id_id", "certificate", ["organisation_id", "id"])
    op.create_index("ix_certificate_subject_id", "certificate", ["subject_id"])


def _certificate_report() -> None:
    op.create_table(
        "certificate_report",
        sa.Column("certificate_id", BigKey, nullable=False),
        sa.Column("report_id", BigKey, nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name="fk_certificate_report_certificate_id_certificate"
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_certificate_report_report_id_report"),
        sa.PrimaryKeyConstraint("certificate_id", "report_id", name="pk_certificate_report"),
    )
    op.create_index("ix_certificate_report_report_id", "certificate_report", ["report_id"])


def _repeat_test() -> None:
    op.create_table(
        "repeat_test",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("report_id", BigKey, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("parameter", sa.String(80), nullable=False),
        sa.Column("body_id", BigKey, nullable=False),
        sa.Column("earlier_report_id", BigKey, nullable=False),
        sa.Column("earlier_place", sa.Integer(), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["organisation.id"], name="fk_repeat_test_body_id_organisation"),
        sa.ForeignKeyConstraint(["earlier_report_id"], ["report.id"], name="fk_repeat_test_earlier_report_id_report"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_repeat_test_report_id_report"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_repeat_test_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_repeat_test"),
        sa.UniqueConstraint("report_id", "place", name="uq_repeat_test_report_id_place"),
    )
    op.create_index("ix_repeat_test_body_id_tested_on", "repeat_test", ["body_id", "tested_on"])
    op.create_index("ix_repeat_test_subject_id", "repeat_test", ["subject_id"])


def _oral_demand() -> None:
    op.create_table(
        "oral_demand",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("enterprise_id", BigKey, nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("body_id", sa.BigInteger(), nullable=False),
        sa.Column("body_name", sa.String(200), nullable=False),
        sa.Column("parameters", JsonDocument, nullable=False),
        sa.Column("demanded_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["organisation.id"], name="fk_oral_demand_enterprise_id_organisation"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_oral_demand_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_oral_demand"),
    )
    op.create_index("ix_oral_demand_enterprise_id", "oral_demand", ["enterprise_id"])
    op.create_index("ix_oral_demand_subject_id", "oral_demand", ["subject_id"])


def _completeness_statement() -> None:
    op.create_table(
        "completeness_statement",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_by", sa.BigInteger(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_completeness_statement_organisation_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_completeness_statement"),
        sa.UniqueConstraint("organisation_id", "month", name="uq_completeness_statement_organisation_id_month"),
    )


TABLES = (
    "look_up",
    "look_up_subject",
    "recognition",
    "recognition_request",
    "test_order",
    "test_order_item",
    "certificate",
    "certificate_report",
    "repeat_test",
    "oral_demand",
    "completeness_statement",
)


def upgrade() -> None:
    """Lay the tables, and keep what is issued as it is."""
    for make in (
        _look_up,
        _look_up_subject,
        _recognition,
        _recognition_request,
        _test_order,
        _test_order_item,
        _certificate,
        _certificate_report,
        _repeat_test,
        _oral_demand,
        _completeness_statement,
    ):
        make()
    immutability.guard_acts(op.get_bind())


def downgrade() -> None:
    """Take them away."""
    immutability.release(op.get_bind(), immutability.ACTS_APPEND_ONLY)
    for table in reversed(TABLES):
        op.drop_table(table)
