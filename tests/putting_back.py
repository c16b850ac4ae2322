"""Putting a PostgreSQL database back as it was by writing again only the tables a test changed.

Dropping it and copying its template takes a fifth of a second and more, and hundreds of tests would wait for that.
"""

from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Composable, Identifier, Literal

_SHAPE = ("pg_class", "pg_attribute", "pg_constraint", "pg_index", "pg_trigger", "pg_proc", "pg_namespace")
"""Catalogues in which every change of a table, an index, a trigger or a function leaves its mark."""

Mark = tuple[int, int]
"""How many rows there are and the latest transaction that wrote one of them: nothing is changed without either."""


@dataclass(frozen=True)
class Marks:
    """By which a changed database is told from one that is as it was."""

    shape: tuple[Mark, ...]
    tables: dict[str, Mark]


@dataclass(frozen=True)
class Kept:
    """Every row of every table as PostgreSQL writes it out, and where each sequence stands (None: not used yet)."""

    rows: dict[str, bytes]
    sequences: dict[str, int | None]


def keep(url: str) -> Kept:
    """The rows and sequences of the database."""
    with psycopg.connect(url) as connection:
        return Kept({table: _read(connection, table) for table in _tables(connection)}, _sequences(connection))


def mark(url: str) -> Marks:
    """The marks of the database as it is now."""
    with psycopg.connect(url) as connection:
        return _marks(connection)


def put_back(url: str, kept: Kept, before: Marks) -> Marks | None:
    """Write the changed tables again; the new marks, or None where a test changed the shape, which takes a copy."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        now = _marks(connection)
        if now.shape != before.shape or now.tables.keys() != before.tables.keys():
            return None
        changed = [table for table, each in now.tables.items() if each != before.tables[table]]
        connection.execute("SET LOCAL session_replication_role = replica")
        for table in changed:
            connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
            with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
                copy.write(kept.rows[table])
        for name, last in _sequences(connection).items():
            if last != kept.sequences[name]:
                connection.execute(
                    "SELECT setval(%s, %s, %s)", (name, kept.sequences[name] or 1, bool(kept.sequences[name]))
                )
        return Marks(now.shape, now.tables | _tables_marked(connection, changed))


def _marks(connection: psycopg.Connection) -> Marks:
    shape = _counted(connection, [SQL("pg_catalog.") + Identifier(name) for name in _SHAPE])
    return Marks(tuple(shape), _tables_marked(connection, _tables(connection)))


def _tables_marked(connection: psycopg.Connection, tables: list[str]) -> dict[str, Mark]:
    return dict(zip(tables, _counted(connection, [Identifier(name) for name in tables]), strict=True)) if tables else {}


def _counted(connection: psycopg.Connection, tables: list[Composable]) -> list[Mark]:
    each = SQL("SELECT {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}")
    asked = SQL(" UNION ALL ").join(each.format(Literal(place), table) for place, table in enumerate(tables))
    return [(rows, last) for _, rows, last in sorted(connection.execute(asked).fetchall())]


def _tables(connection: psycopg.Connection) -> list[str]:
    asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    return [name for (name,) in connection.execute(asked)]


def _sequences(connection: psycopg.Connection) -> dict[str, int | None]:
    asked = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"
    return dict(connection.execute(asked).fetchall())


def _read(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
        return b"".join(copy)
