"""A least and a most that hold after everything else of a standard: floor first, then cap."""

from burden.rules.standards.kind import Field, FieldType, Line, Number, yuan
from burden.rules.standards.reading import Reader
from core.values.text import Text

LIMIT_FIELDS = (
    Field("floor", FieldType.amount, Text("最低（元）", "Least in yuan"), required=False),
    Field("cap", FieldType.amount, Text("最高（元）", "Most in yuan"), required=False),
)


def read_limits(reader: Reader) -> tuple[Number | None, Number | None]:
    """Floor and cap; a floor above the cap is noted."""
    floor, cap = reader.optional("floor"), reader.optional("cap")
    if floor is not None and cap is not None and floor > cap:
        reader.note("floor", Text("最低额高于最高额", "The least is above the most"))
    return floor, cap


def limited(total: Number, floor: Number | None, cap: Number | None) -> tuple[Number, tuple[Line, ...]]:
    """`total` within floor and cap, with a line where one of them decides."""
    lines: list[Line] = []
    if floor is not None and total < floor:
        total = floor
        lines.append(Line(Text(f"不到最低额，按 {yuan(floor)}", f"Below the least amount, so {yuan(floor)}"), floor))
    if cap is not None and total > cap:
        total = cap
        lines.append(Line(Text(f"超过最高额，按 {yuan(cap)}", f"Above the most allowed, so {yuan(cap)}"), cap))
    return total, tuple(lines)
