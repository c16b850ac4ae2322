"""What may be asked of the published statistics."""

from collections.abc import Callable, Collection
from typing import Any

from marshmallow import Schema, ValidationError, fields

from complaints.services.statistics_tables import BY, MEASURES
from core.values.text import Text, same

_NO_YEAR = Text("年份请写四位数字，如 2025", "Write the year in four digits, such as 2025")
_UNKNOWN = Text("没有“{typed}”，只认：{known}", "There is no “{typed}”; known are: {known}")


def _year(typed: str) -> None:
    if typed and not (len(typed) == 4 and typed.isascii() and typed.isdigit()):
        raise ValidationError([_NO_YEAR])


def _one_of(known: Collection[str]) -> Callable[[str], None]:
    def check(typed: str) -> None:
        if typed and typed not in known:
            said: Any = _UNKNOWN.fill(typed=same(typed[:40]), known=same(", ".join(known)))
            raise ValidationError([said])

    return check


class StatisticsQuery(Schema):
    """Filters; empty means all."""

    year = fields.String(
        validate=_year, metadata={"description": "Of this year alone", "pattern": r"^([0-9]{4})?$", "example": "2025"}
    )
    measure = fields.String(
        validate=_one_of(list(MEASURES)), metadata={"description": "One measure", "enum": ["", *MEASURES]}
    )
    by = fields.String(validate=_one_of(list(BY)), metadata={"description": "One sort of row", "enum": ["", *BY]})
