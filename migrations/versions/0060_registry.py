"""Reports, findings and what they are about."""

import sqlalchemy as sa
from alembic import op

from core.columns import BigKey, Instant, JsonDocument
from registry.models import immutability

revision = "0060_registry"
down_revision = "0044_saved_searches"
branch_labels = None
depends_on = None


def _parameter() -> None:
    op.create_table(
        "parameter",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("body", JsonDocument, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_parameter"),
    )
    op.create_index("ix_parameter_name", "parameter", ["name"])


def _method_standard() -> None:
    op.create_table(
        "method_standard",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("body", JsonDocument, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_method_standard"),
    )


def _standard_relation() -> None:
    op.create_table(
        "standard_relation",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("standard", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("of", sa.String(80), nullable=False),
        sa.Column("transition_until", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('identical', 'covers', 'predecessor')", name="ck_standard_relation_is"),
        sa.PrimaryKeyConstraint("id", name="pk_standard_relation"),
        sa.UniqueConstraint("standard", "kind", "of", name="uq_standard_relation_standard_kind_of"),
    )
    op.create_index("ix_standard_relation_of", "standard_relation", ["of"])


def _procedure() -> None:
    op.create_table(
        "procedure",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("department", sa.String(120), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("fee_item", sa.String(64), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", JsonDocument, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_procedure"),
    )


def _requirement() -> None:
    op.create_table(
        "requirement",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", JsonDocument, nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("drafted_by", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("drafted_at", Instant(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'in_force', 'sent_back')", name="ck_requirement_state"),
        sa.ForeignKeyConstraint(["procedure"], ["procedure.key"], name="fk_requirement_procedure_procedure"),
        sa.PrimaryKeyConstraint("id", name="pk_requirement"),
    )
    op.create_index("ix_requirement_procedure_key_from_on", "requirement", ["procedure", "key", "from_on"])
    op.create_index("ix_requirement_state", "requirement", ["state"])


def _accreditation() -> None:
    op.create_table(
        "accreditation",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("laboratory_id", BigKey, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("certificate", sa.String(80), nullable=False),
        sa.Column("parameter", sa.String(80), nullable=False),
        sa.Column("standard", sa.String(80), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("suspensions", JsonDocument, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ck_accreditation_days_in_order"),
        sa.ForeignKeyConstraint(
            ["laboratory_id"], ["organisation.id"], name="fk_accreditation_laboratory_id_organisation"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accreditation"),
        sa.UniqueConstraint(
            "laboratory_id",
            "kind",
            "parameter",
            "standard",
            "from_on",
            name="uq_accreditation_laboratory_id_kind_parameter_standard_from_on",
        ),
    )
    op.create_index("ix_accreditation_parameter_kind", "accreditation", ["parameter", "kind"])


def _subject() -> None:
    op.create_table(
        "subject",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("identifier", sa.String(80), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("parent_id", BigKey, nullable=True),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["subject.id"], name="fk_subject_parent_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_subject"),
        sa.UniqueConstraint("kind", "identifier", name="uq_subject_kind_identifier"),
    )
    op.create_index("ix_subject_identifier", "subject", ["identifier"])
    op.create_index("ix_subject_parent_id", "subject", ["parent_id"])


def _subject_holder() -> None:
    op.create_table(
        "subject_holder",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("organisation_id", BigKey, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ck_subject_holder_days_in_order"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_subject_holder_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_subject_holder_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_subject_holder"),
        sa.UniqueConstraint("subject_id", "from_on", name="uq_subject_holder_subject_id_from_on"),
    )
    op.create_index("ix_subject_holder_organisation_id_subject_id", "subject_holder", ["organisation_id", "subject_id"])


def _subject_change() -> None:
    op.create_table(
        "subject_change",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("touches", JsonDocument, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_subject_change_subject_id_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_subject_change"),
    )
    op.create_index("ix_subject_change_subject_id", "subject_change", ["subject_id"])


def _report() -> None:
    op.create_table(
        "report",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("issuer_id", BigKey, nullable=False),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("supersedes_id", BigKey, nullable=True),
        sa.Column("subject_id", BigKey, nullable=False),
        sa.Column("batch", sa.String(80), nullable=True),
        sa.Column("client_id", sa.BigInteger(), nullable=False),
        sa.Column("client_name", sa.String(200), nullable=False),
        sa.Column("required_by_id", sa.BigInteger(), nullable=False),
        sa.Column("sampling", sa.String(10), nullable=False),
        sa.Column("voluntary", sa.Boolean(), nullable=False),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("sampled_on", sa.Date(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(10), nullable=False),
        sa.Column("standing_reason", sa.Text(), nullable=False),
        sa.Column("file_key", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("finding_count", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.Column("entered_for", sa.BigInteger(), nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", Instant(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.CheckConstraint("finding_count > 0", name="ck_report_finding_count"),
        sa.CheckConstraint("sampling IN ('', 'official', 'submitted')", name="ck_report_sampling"),
        sa.CheckConstraint("standing IN ('claimed', 'confirmed', 'denied', 'replaced')", name="ck_report_standing"),
        sa.CheckConstraint("status IN ('final', 'amended', 'withdrawn')", name="ck_report_status"),
        sa.ForeignKeyConstraint(["issuer_id"], ["organisation.id"], name="fk_report_issuer_id_organisation"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_report_subject_id_subject"),
        sa.ForeignKeyConstraint(["supersedes_id"], ["report.id"], name="fk_report_supersedes_id_report"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("issuer_id", "number", "claimed_by", name="uq_report_issuer_id_number_claimed_by"),
        sa.UniqueConstraint("supersedes_id", name="uq_report_supersedes_id"),
    )
    op.create_index("ix_report_chain", "report", ["chain"])
    op.create_index("ix_report_client_id", "report", ["client_id"])
    op.create_index("ix_report_subject_id", "report", ["subject_id"])


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column("report_id", BigKey, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("parameter", sa.String(80), nullable=False),
        sa.Column("method", sa.String(80), nullable=False),
        sa.Column("value", sa.String(60), nullable=False),
        sa.Column("qualifier", sa.String(2), nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("limit", sa.String(80), nullable=False),
        sa.Column("conclusion", sa.String(10), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.CheckConstraint("conclusion IN ('pass', 'fail', 'not_stated')", name="ck_finding_conclusion"),
        sa.CheckConstraint("qualifier IN ('', '<', 'ND')", name="ck_finding_qualifier"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_finding_report_id_report"),
        sa.PrimaryKeyConstraint("report_id", "place", name="pk_finding"),
    )


TABLES = (
    "parameter",
    "method_standard",
    "standard_relation",
    "procedure",
    "requirement",
    "accreditation",
    "subject",
    "subject_holder",
    "subject_change",
    "report",
    "finding",
)


def upgrade() -> None:
    """Lay the tables, and keep what is issued as it is."""
    for make in (
        _parameter,
        _method_standard,
        _standard_relation,
        _procedure,
        _requirement,
        _accreditation,
        _subject,
        _subject_holder,
        _subject_change,
        _report,
        _finding,
    ):
        make()
    immutability.guard_reports(op.get_bind())


def downgrade() -> None:
    """Take them away."""
    immutability.release(op.get_bind(), (*immutability.REPORTS, *immutability.RECORD_APPEND_ONLY))
    for table in reversed(TABLES):
        op.drop_table(table)
