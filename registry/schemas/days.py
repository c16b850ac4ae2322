"""Days as forms hold them."""

from datetime import date

from core.errors import Invalid
from core.values.text import Text
from registry.rules.reading import Unreadable, day

_NEEDED = Text("请填日期", "Give the day")


def read_day(typed: str, field: str) -> date:
    """The day of a form's field.

    :raises core.errors.Invalid: at that field, if there is none or it cannot be read.
    """
    if not typed.strip():
        raise Invalid({field: [_NEEDED]})
    try:
        return day(typed.strip(), field)
    except Unreadable as error:
        raise Invalid({field: [one.why for one in error.problems]}) from error
