"""Reports stay as they were issued, acts as they were done: triggers on both databases.

A report may only go final → amended → withdrawn (or straight to withdrawn), be confirmed or denied once while it is
claimed, get its client's consent, and get a file once. Its findings are those it was issued with: none is changed,
none taken away, none added beyond `finding_count`. What is in `APPEND_ONLY` is only ever added to.
"""

from collections.abc import Iterable

from sqlalchemy import Connection

REPORTS = ("report", "finding")
KEPT_OF_REPORT = (
    "id", "issuer_id", "number", "chain", "supersedes_id", "subject_id", "batch", "client_id", "client_name",
    "required_by_id", "sampling", "voluntary", "sampled_on", "issued_on", "valid_until", "note", "digest",
    "finding_count", "entered_by", "entered_for", "claimed_by", "entered_at", "sample",
)  # fmt: skip
"""What no later step may touch."""
RECORD_APPEND_ONLY = ("subject_change",)
ACTS_APPEND_ONLY = (
    "look_up", "look_up_subject", "recognition", "test_order_item", "certificate", "certificate_report", "repeat_test",
    "oral_demand", "completeness_statement",
)  # fmt: skip

_STEPS = (
    "(OLD.status = NEW.status OR OLD.status = 'final' OR NEW.status = 'withdrawn') "
    "AND NOT (OLD.status = 'withdrawn' AND (NEW.status <> 'withdrawn' "
    "OR NEW.withdrawn_on <> OLD.withdrawn_on OR NEW.withdrawn_reason <> OLD.withdrawn_reason)) "
    "AND (NEW.status = 'withdrawn') = (NEW.withdrawn_on IS NOT NULL) "
    "AND (OLD.standing = NEW.standing OR OLD.standing = 'claimed') "
    "AND (OLD.standing = 'claimed' OR OLD.standing_reason = NEW.standing_reason) "
    "AND (OLD.file_key = NEW.file_key OR OLD.file_key = '')"
)
_REPORT = "report: issued, so superseded or withdrawn, never edited"
_FINDING = "finding: its report is as it was issued"


def _changed(differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in KEPT_OF_REPORT)


def _sqlite(name: str, when: str, condition: str, message: str) -> str:
    return f"CREATE TRIGGER {name} {when} FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _sqlite_reports() -> list[str]:
    full = "NEW.place < 1 OR NEW.place > (SELECT finding_count FROM report WHERE id = NEW.report_id)"
    there = "EXISTS (SELECT 1 FROM finding WHERE report_id = NEW.report_id AND place = NEW.place)"
    same = "issuer_id = NEW.issuer_id AND number = NEW.number AND claimed_by = NEW.claimed_by"
    taken = f"EXISTS (SELECT 1 FROM report WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM report WHERE {same})"
    return [
        _sqlite("report_added", "BEFORE INSERT ON report", taken, "report: number taken"),
        _sqlite("report_kept", "BEFORE UPDATE ON report", f"{_changed('IS NOT')} OR NOT ({_STEPS})", _REPORT),
        _sqlite("report_stays", "BEFORE DELETE ON report", "1", _REPORT),
        _sqlite("finding_added", "BEFORE INSERT ON finding", f"{full} OR {there}", _FINDING),
        _sqlite("finding_kept", "BEFORE UPDATE ON finding", "1", _FINDING),
        _sqlite("finding_stays", "BEFORE DELETE ON finding", "1", _FINDING),
    ]


_POSTGRES_REPORT = """
CREATE FUNCTION report_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NOT ({changed}) AND ({steps}) THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '{message}';
END $guard$
"""
_POSTGRES_FINDING = """
CREATE FUNCTION finding_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.place BETWEEN 1 AND (SELECT finding_count FROM report WHERE id = NEW.report_id) THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '{message}';
END $guard$
"""
_POSTGRES_APPEND_ONLY = """
CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN RAISE EXCEPTION '{table}: only ever added to'; END $guard$
"""


def _postgres(table: str, function: str, events: str) -> list[str]:
    return [
        function,
        f"CREATE TRIGGER {table}_guard BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guard()",
        f"CREATE TRIGGER {table}_guard_all BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_guard()",
    ]


def _append_only(dialect: str, table: str) -> list[str]:
    if dialect != "sqlite":
        return _postgres(table, _POSTGRES_APPEND_ONLY.format(table=table), "UPDATE OR DELETE")
    message = f"{table}: only ever added to"
    return [
        _sqlite(f"{table}_kept", f"BEFORE UPDATE ON {table}", "1", message),
        _sqlite(f"{table}_stays", f"BEFORE DELETE ON {table}", "1", message),
    ]


def guard_reports(connection: Connection) -> None:
    """Put the triggers on reports, findings and changes of subjects."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        made = _sqlite_reports()
    else:
        report = _POSTGRES_REPORT.format(changed=_changed("IS DISTINCT FROM"), steps=_STEPS, message=_REPORT)
        made = _postgres("report", report, "UPDATE OR DELETE")
        made += _postgres("finding", _POSTGRES_FINDING.format(message=_FINDING), "INSERT OR UPDATE OR DELETE")
    for table in RECORD_APPEND_ONLY:
        made += _append_only(dialect, table)
    for statement in made:
        connection.exec_driver_sql(statement)


def guard_acts(connection: Connection) -> None:
    """Put the triggers on what is only ever added to."""
    for table in ACTS_APPEND_ONLY:
        for statement in _append_only(connection.dialect.name, table):
            connection.exec_driver_sql(statement)


def release(connection: Connection, tables: Iterable[str]) -> None:
    """Take the triggers off those tables, so that they can be dropped."""
    for table in tables:
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql(f"DROP FUNCTION {table}_guard() CASCADE")
            continue
        for step in ("added", "kept", "stays"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{step}")
