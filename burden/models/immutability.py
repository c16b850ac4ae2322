"""What is published stays: triggers that refuse every change to it, on both databases.

One description, two dialects. A publication is born a draft; its rows can be written while it is a draft; it moves
draft → submitted → published, or back from submitted to draft; a published one, and all its rows, can be neither
changed nor deleted, nor get further rows. Publishing adds a row to `catalogue_version`, so no process misses it.
"""

from sqlalchemy import Connection, text

PARENTS = ("edition", "rule_release")
CHILDREN = {"entry": ("edition", "edition_id"), "rule_document": ("rule_release", "release_id")}
APPEND_ONLY = ("catalogue_version",)
MOVES = (("draft", "draft"), ("draft", "submitted"), ("submitted", "draft"), ("submitted", "published"))


def _sqlite(name: str, when: str, condition: str, message: str) -> str:
    return f"CREATE TRIGGER {name} {when} FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _taken(table: str) -> str:
    """Whether a new row would push an old one out (INSERT OR REPLACE fires no trigger of deletion)."""
    unique = {"edition": "key = NEW.key", "catalogue_version": "kind = NEW.kind AND published_id = NEW.published_id"}
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({unique.get(table, '0')}))"


def _sqlite_parent(table: str) -> list[str]:
    moves = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in MOVES)
    other = f"EXISTS (SELECT 1 FROM {table} WHERE id <> OLD.id AND key = NEW.key)" if table == "edition" else "0"
    return [
        _sqlite(
            f"{table}_born",
            f"BEFORE INSERT ON {table}",
            f"NEW.state <> 'draft' OR {_taken(table)}",
            f"{table}: begins as a draft, under a key of its own",
        ),
        _sqlite(
            f"{table}_kept",
            f"BEFORE UPDATE ON {table}",
            f"NOT ({moves}) OR NEW.id <> OLD.id OR {other}",
            f"{table}: published, or not a lawful step",
        ),
        _sqlite(f"{table}_stays", f"BEFORE DELETE ON {table}", "OLD.state <> 'draft'", f"{table}: not a draft"),
        f"CREATE TRIGGER {table}_told AFTER UPDATE OF state ON {table} FOR EACH ROW WHEN NEW.state = 'published' "
        f"BEGIN INSERT INTO catalogue_version (kind, published_id, mark) "
        f"VALUES ('{table}', NEW.id, lower(hex(randomblob(16)))); END",
    ]


def _sqlite_child(table: str, parent: str, column: str) -> list[str]:
    def closed(row: str) -> str:
        return f"EXISTS (SELECT 1 FROM {parent} WHERE id = {row}.{column} AND state <> 'draft')"

    message = f"{table}: its {parent} is not a draft"
    moved = f"{closed('OLD')} OR {closed('NEW')} OR NEW.id <> OLD.id"
    return [
        _sqlite(f"{table}_added", f"BEFORE INSERT ON {table}", f"{closed('NEW')} OR {_taken(table)}", message),
        _sqlite(f"{table}_kept", f"BEFORE UPDATE ON {table}", moved, message),
        _sqlite(f"{table}_stays", f"BEFORE DELETE ON {table}", closed("OLD"), message),
    ]


def _sqlite_append_only(table: str) -> list[str]:
    message = f"{table}: only ever added to"
    return [
        _sqlite(f"{table}_added", f"BEFORE INSERT ON {table}", _taken(table), message),
        _sqlite(f"{table}_kept", f"BEFORE UPDATE ON {table}", "1", message),
        _sqlite(f"{table}_stays", f"BEFORE DELETE ON {table}", "1", message),
    ]


_POSTGRES_PARENT = """
CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN RAISE EXCEPTION '{table}: begins as a draft'; END IF;
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE' THEN
    IF NEW.id <> OLD.id OR (OLD.state, NEW.state) NOT IN
      (('draft', 'draft'), ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'published'))
    THEN RAISE EXCEPTION '{table}: published, or not a lawful step'; END IF;
    IF NEW.state = 'published' THEN
      INSERT INTO catalogue_version (kind, published_id, mark)
      VALUES ('{table}', NEW.id, replace(gen_random_uuid()::text, '-', ''));
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{table}: never emptied'; END IF;
  IF OLD.state <> 'draft' THEN RAISE EXCEPTION '{table}: not a draft'; END IF;
  RETURN OLD;
END $guard$
"""

_POSTGRES_CHILD = """
CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE stands text;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{table}: never emptied'; END IF;
  IF TG_OP <> 'INSERT' THEN
    SELECT state INTO stands FROM {parent} WHERE id = OLD.{column} FOR SHARE;
    IF stands <> 'draft' THEN RAISE EXCEPTION '{table}: its {parent} is not a draft'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  END IF;
  SELECT state INTO stands FROM {parent} WHERE id = NEW.{column} FOR SHARE;
  IF stands <> 'draft' THEN RAISE EXCEPTION '{table}: its {parent} is not a draft'; END IF;
  RETURN NEW;
END $guard$
"""
"""The parent is locked before its state is read: a row cannot slip in while another session publishes."""

_POSTGRES_APPEND_ONLY = """
CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN RAISE EXCEPTION '{table}: only ever added to'; END $guard$
"""


def _postgres(table: str, function: str, events: str = "INSERT OR UPDATE OR DELETE") -> list[str]:
    return [
        function,
        f"CREATE TRIGGER {table}_guard BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guard()",
        f"CREATE TRIGGER {table}_guard_all BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_guard()",
    ]


def _child(dialect: str, table: str, parent: str, column: str) -> list[str]:
    if dialect == "sqlite":
        return _sqlite_child(table, parent, column)
    return _postgres(table, _POSTGRES_CHILD.format(table=table, parent=parent, column=column))


def _statements(dialect: str) -> list[str]:
    made: list[str] = []
    for table in PARENTS:
        made += _sqlite_parent(table) if dialect == "sqlite" else _postgres(table, _POSTGRES_PARENT.format(table=table))
    for table, (parent, column) in CHILDREN.items():
        made += _child(dialect, table, parent, column)
    for table in APPEND_ONLY:
        function = _POSTGRES_APPEND_ONLY.format(table=table)
        made += _sqlite_append_only(table) if dialect == "sqlite" else _postgres(table, function, "UPDATE OR DELETE")
    return made


def guard(connection: Connection) -> None:
    """Put the triggers on; the tables exist."""
    for statement in _statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def guard_child(connection: Connection, table: str, parent: str, column: str) -> None:
    """Put the triggers of a child on a table that came later."""
    for statement in _child(connection.dialect.name, table, parent, column):
        connection.exec_driver_sql(statement)


def release_child(connection: Connection, table: str) -> None:
    """Take them off that one table."""
    if connection.dialect.name == "sqlite":
        for step in ("added", "kept", "stays"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_{step}")
    else:
        connection.exec_driver_sql(f"DROP FUNCTION {table}_guard() CASCADE")


def release(connection: Connection) -> None:
    """Take the triggers off, so that a migration can change or drop the tables."""
    guarded = (*PARENTS, *CHILDREN, *APPEND_ONLY)
    if connection.dialect.name != "sqlite":
        for table in guarded:
            connection.execute(text(f"DROP FUNCTION {table}_guard() CASCADE"))
        return
    named = connection.execute(text("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, table in named:
        if table in guarded:
            connection.execute(text(f"DROP TRIGGER {name}"))
