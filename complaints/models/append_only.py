"""Tables that are only ever added to, and decisions that stay as they were served: triggers on both databases."""

from sqlalchemy import Connection

TABLES = ("route_record", "recusal", "refund_entry", "rating", "review", "identity_opening", "stake_body")
DECISION = "decision"


def guard(connection: Connection) -> None:
    """Put the triggers on the tables, which exist."""
    if connection.dialect.name == "sqlite":
        for table in TABLES:
            keep(connection, table)
        for act in ("UPDATE", "DELETE"):
            _sqlite(connection, DECISION, act, "OLD.state = 'served'")
        return
    connection.exec_driver_sql(
        "CREATE FUNCTION complaints_keep() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' stays as it is'; END $$"
    )
    for table in TABLES:
        keep(connection, table)
    _postgresql(connection, DECISION, "WHEN (OLD.state = 'served')")


def keep(connection: Connection, table: str) -> None:
    """Put the triggers on one table that is only ever added to; `guard` came before."""
    if connection.dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            _sqlite(connection, table, act, "1")
    else:
        _postgresql(connection, table, "")


def _postgresql(connection: Connection, table: str, condition: str) -> None:
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW {condition} EXECUTE FUNCTION complaints_keep()"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION complaints_keep()"
    )


def _sqlite(connection: Connection, table: str, act: str, condition: str) -> None:
    connection.exec_driver_sql(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} stays as it is'); END"
    )


def release(connection: Connection) -> None:
    """Take the triggers off, so that the tables can be dropped."""
    if connection.dialect.name == "sqlite":
        for table in (*TABLES, DECISION):
            for act in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{act}")
    else:
        connection.exec_driver_sql("DROP FUNCTION complaints_keep() CASCADE")
