"""A document that cannot be read, told field by field as pages and programs are told."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import Invalid
from core.values.text import Text
from registry.rules.reading import Unreadable


@contextmanager
def told_by_field() -> Iterator[None]:
    """Within the block what cannot be read is told by its field.

    :raises core.errors.Invalid: naming each.
    """
    try:
        yield
    except Unreadable as error:
        fields: dict[str, list[Text]] = {}
        for problem in error.problems:
            fields.setdefault(problem.path, []).append(problem.why)
        raise Invalid(fields) from error
