"""What was taken for granted, and what was told but cannot be used: both are said aloud in the working."""

from collections.abc import Iterable, Sequence

from burden.rules.conditions import Value
from burden.rules.inputs import Known
from burden.rules.items import InputType, Item, Relief, Row
from burden.rules.standards.kind import Line, shown
from core.values.text import Text


def assumptions(
    item: Item, known: Known, names_in_conditions: Iterable[str], reckoned: Sequence[Row], reliefs: Sequence[Relief]
) -> dict[str, Value]:
    """Defaults that were used, and refunds taken not to have happened."""
    used = {*names_in_conditions, *(name for row in reckoned for name in row.kind.bases)}
    assumed = {name: known.values[name] for name in known.assumed if name in used}
    for relief in reliefs if len(reckoned) == 1 else ():
        if relief.effect == "refund" and relief.when.test(known.values) is None:
            absent = (name for name in relief.when.names if name not in known.values)
            assumed.update((name, False) for name in absent if item.inputs[name].type is InputType.yes_no)
    return assumed


def assumed_line(item: Item, name: str, value: Value) -> Line:
    one = item.inputs[name]
    if isinstance(value, bool):
        return Line(
            Text(
                f"“{one.question.zh}”没有填，按“{'是' if value else '不是'}”算；不对就改",
                f"“{one.question.en}” is not answered; taken as “{'yes' if value else 'no'}”; correct it if wrong",
            )
        )
    shown_value = shown(value) if not isinstance(value, str) else value
    return Line(
        Text(
            f"“{one.question.zh}”没有填，按 {shown_value}{one.unit or ''}算；不对就改",
            f"“{one.question.en}” is not answered; taken as {shown_value}; correct it if wrong",
        )
    )


def refused_line(item: Item, name: str) -> Line:
    question = item.inputs[name].question
    return Line(
        Text(
            f"“{question.zh}”填的值不在可填的范围内，不能用",
            f"The answer to “{question.en}” is outside what can be answered",
        )
    )
