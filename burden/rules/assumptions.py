"""What was taken for granted, and what was told but cannot be used: both are said aloud in the working."""

from collections.abc import Iterable, Sequence

from burden.rules.conditions import Facts, Value, When
from burden.rules.inputs import Known
from burden.rules.items import Input, InputType, Item, Relief, Row
from burden.rules.standards.kind import Line, shown
from core.values.text import Text, same


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


def note_line(words: str) -> Line:
    """A note of the record, which is kept in Chinese."""
    return Line(Text(f"说明：{words}", f"Note on record: {words}"))


def assumed_line(item: Item, name: str, value: Value) -> Line:
    """“Not answered; taken as …; correct it if wrong.”"""
    one = item.inputs[name]
    answer = _answer(one, value)
    return Line(
        Text(
            f"“{one.question.zh}”没有填，按{answer.zh}算；不对就改",
            f"“{one.question.en}” is not answered; taken as {answer.en}; correct it if wrong",
        )
    )


def failed_line(item: Item, when: When, facts: Facts) -> Text:
    """Which condition for charging fails, by the question that was answered."""
    failed = next((atom for atom in when.atoms if atom.test(facts) is False), None)
    if failed is None or len(failed.over) != 1:
        return Text("收费的条件不具备", "the conditions for charging are not met")
    one, value = item.inputs[failed.over[0]], facts[failed.over[0]]
    answer = _answer(one, value)
    return Text(f"“{one.question.zh}”是{answer.zh}", f"“{one.question.en}” is {answer.en}")


def _answer(one: Input, value: Value) -> Text:
    if isinstance(value, bool):
        return Text("“是”", "“yes”") if value else Text("“不是”", "“no”")
    if isinstance(value, str):
        return one.labels.get(value, same(value))
    return Text(f" {shown(value)}{one.unit or ''}", shown(value))


def refused_line(item: Item, name: str) -> Line:
    """“That is no answer to this question.”"""
    question = item.inputs[name].question
    return Line(
        Text(
            f"“{question.zh}”填的值不在可填的范围内，不能用",
            f"The answer to “{question.en}” is outside what can be answered",
        )
    )
