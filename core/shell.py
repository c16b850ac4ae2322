"""Groups of commands of the shell: on a database without the tables they name the remedy instead of a traceback."""

import sqlite3

import click
import psycopg
from flask.cli import AppGroup
from psycopg.errors import UndefinedColumn, UndefinedTable
from sqlalchemy.exc import DBAPIError


class Group(AppGroup):
    """Commands that need the tables of this version."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command.

        :raises ClickException: where the database lacks a table or a column.
        """
        try:
            return super().invoke(ctx)
        except (DBAPIError, sqlite3.Error, psycopg.Error) as error:
            if _lacks_tables(error):
                raise click.ClickException("the database is empty or of an older version: run `flask init`") from error
            raise


def _lacks_tables(error: Exception) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, UndefinedTable | UndefinedColumn):
        return True
    return any(words in str(cause) for words in ("no such table", "no such column", "has no column"))
