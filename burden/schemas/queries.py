"""What may stand behind the question mark: the filters of lists, read like everything else that is typed."""

from typing import Any

from marshmallow import Schema

from burden.rules.items import NATIONAL, Nature
from burden.schemas import readings
from burden.schemas.fields import DAY_OR_NOTHING, Asked, region_shape, text_shape
from burden.schemas.readings import Misread
from burden.services.shapes import Standing
from core.values.text import Text, same

LONGEST_QUESTION = 100
MOST_ROWS = 100
USUAL_ROWS = 50

SEARCH = Text("搜索的词", "the words searched for")
BODY = Text("收费单位", "the collecting body")
SECTOR = Text("行业系统", "the sector")
AFTER = Text("“after”", "“after”")
NATURE = Text("收费性质", "the nature")
STANDING = Text("当日状态", "the standing")
LIMIT = Text("每页行数", "the number of rows")
ON = Text("日期", "the day")
FROM = Text("起日", "the first day")
TO = Text("止日", "the last day")

_NOT_ONE = Text("没有“{typed}”这一种，可以写：{known}", "There is no “{typed}”; one of: {known}")
_NOT_ROWS = Text("每页行数请写 1 到 {most} 的整数", "Rows of a page: a whole number from 1 to {most}")


def one_of(*known: str) -> readings.Reading:
    """One of the words `known`."""

    def read(typed: Any) -> str | None:
        if typed in ("", *known):
            return typed or None
        raise Misread(_NOT_ONE.fill(typed=same(str(typed)[:40]), known="、".join(known)))

    return read


def rows(typed: Any) -> int | None:
    """How many rows to a page."""
    plain = str(typed).strip()
    if not plain:
        return None
    if plain.isascii() and plain.isdigit() and len(plain) <= 4 and 1 <= int(plain) <= MOST_ROWS:
        return int(plain)
    raise Misread(_NOT_ROWS.fill(most=MOST_ROWS))


class AsOf(Schema):
    """A day to look at the catalogue on."""

    on = Asked(ON, readings.day, metadata=DAY_OR_NOTHING | {"description": "As of this day; today if not given"})


class Page(Schema):
    """One page of a list."""

    after = Asked(
        AFTER,
        readings.words(AFTER, 200),
        metadata={"description": "`next` of the page before", "pattern": r"^([0-9]{1,9}(\.[0-9]{1,9}){2})?$"},
    )
    limit = Asked(LIMIT, rows, blank=lambda: USUAL_ROWS, metadata={"pattern": r"^([1-9][0-9]?|100)?$", "example": "50"})


class ItemsQuery(AsOf, Page):
    """Filters of the items."""

    q = Asked(
        SEARCH,
        readings.words(SEARCH, LONGEST_QUESTION),
        metadata={"description": "Any part of a name, alias or body"} | text_shape(LONGEST_QUESTION),
    )
    region = Asked(
        readings.REGION, readings.region, metadata={"description": "GB/T 2260 code or name"} | region_shape()
    )
    body = Asked(BODY, readings.words(BODY, LONGEST_QUESTION), metadata=text_shape(LONGEST_QUESTION))
    nature = Asked(NATURE, one_of(*map(str, Nature)), metadata={"enum": ["", *map(str, Nature)]})
    standing = Asked(STANDING, one_of(*map(str, Standing)), metadata={"enum": ["", *map(str, Standing)]})
    sector = Asked(SECTOR, readings.words(SECTOR, LONGEST_QUESTION), metadata=text_shape(LONGEST_QUESTION))


class EditionsQuery(AsOf):
    """Filters of the editions."""

    region = Asked(
        readings.REGION,
        readings.region,
        metadata={"description": "What holds there: GB/T 2260 code or name"} | region_shape(),
    )
    nature = Asked(NATURE, one_of(*map(str, Nature)), metadata={"enum": ["", *map(str, Nature)]})


class ComparisonQuery(Schema):
    """Two days to compare, for a region or the whole country."""

    class Meta:
        """`from` is a word of Python, so the fields are given by name."""

        include = {
            "from": Asked(FROM, readings.day, required=True, metadata={"format": "date"}),
            "to": Asked(TO, readings.day, required=True, metadata={"format": "date"}),
        }

    region = Asked(
        readings.REGION,
        readings.region,
        blank=lambda: NATIONAL,
        metadata={"description": "GB/T 2260 code or name; the whole country if not given"} | region_shape(),
    )
