"""What a column may hold, as a constraint."""

from collections.abc import Iterable


def one_of(column: str, words: Iterable[str]) -> str:
    """SQL: the column is one of those words."""
    return "{} IN ({})".format(column, ", ".join(f"'{word}'" for word in words))
