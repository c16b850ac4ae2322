"""Questions about a charge as a page can put them: for each fact its words, its kind of answer, its choices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from burden.rules.catalogue import Catalogue
from burden.rules.items import Input, InputType, Item
from burden.rules.wordlists import Family
from core.values.text import Text, same

PAYEES: tuple[tuple[str, Text], ...] = (
    ("authority", Text("政府机关（局、委、办、法院）", "An authority (bureau, commission, court)")),
    ("unit", Text("事业单位（中心、站、院、校）", "A public institution (centre, station, school)")),
    ("association", Text("协会、商会、学会", "An association or chamber")),
    ("market", Text("公司、事务所、中介", "A company, firm or agent")),
)
YES_NO: tuple[tuple[str, Text], ...] = (("true", Text("是", "Yes")), ("false", Text("不是", "No")))
GENERAL: dict[str, tuple[InputType, Text]] = {
    "payee_kind": (InputType.choice, Text("钱交给了谁？", "Who received the money?")),
    "commissioned": (InputType.yes_no, Text("这项服务是您自己委托的吗？", "Did you order this service yourself?")),
    "official_part": (
        InputType.money,
        Text("这笔钱里代缴的官费是多少？", "How much of the money is the official fee paid on your behalf?"),
    ),
}
"""Facts that any charge may carry; they belong to no item."""


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to ask for. `field` is the name of its form field; `options` are the choices, if it has any."""

    field: str
    words: Text
    type: str
    options: tuple[tuple[str, Text], ...] = ()
    unit: str | None = None
    default: str | None = None

    def said_options(self, lang: str) -> list[tuple[str, str]]:
        """The choices in the reader's language."""
        return [(value, words.render(lang)) for value, words in self.options]

    def said_value(self, value: Any) -> Text:
        """`value`, an answer to this question, in words."""
        typed = plain(value)
        named = dict(self.options).get(typed)
        if named is not None:
            return named
        return Text(f"{typed} {self.unit}" if self.unit else typed, typed)

    @property
    def default_words(self) -> Text | None:
        """What is assumed if nothing is answered."""
        return None if self.default is None else self.said_value(self.default)


def of_item(catalogue: Catalogue, key: str, on: date) -> tuple[Item | None, list[Question]]:
    """The item of `key`, and what its standards and reliefs of that day may ask. No such item: None and nothing."""
    item = catalogue.item(key)
    if item is None or not item.rows_on(on):
        return item, []
    return item, [_of_input(one) for one in item.inputs.values()]


def of_facts(catalogue: Catalogue, facts: Iterable[str], item_key: str | None = None) -> dict[str, Question]:
    """A question for each fact that the platform knows, for the item if one is given; others are left out."""
    found = {fact: _find(catalogue, fact, item_key) for fact in facts}
    return {fact: question for fact, question in found.items() if question is not None}


def of_verdict(verdict: Mapping[str, Any]) -> list[Question]:
    """What `verdict` (its JSON) says is missing, each with the choices the verdict gives."""
    return [_of_missing(one) for one in verdict["missing"]]


def _of_missing(one: Mapping[str, Any]) -> Question:
    options = tuple((plain(option["value"]), Text(**option["label"])) for option in one["options"])
    if one["type"] == InputType.yes_no:
        options = YES_NO
    return Question(f"facts.{one['fact']}", Text(**one["question"]), one["type"], options, one["unit"])


def _find(catalogue: Catalogue, fact: str, item_key: str | None) -> Question | None:
    item = catalogue.item(item_key) if item_key else None
    if item is not None and fact in item.inputs:
        return _of_input(item.inputs[fact])
    family = next((family for family in catalogue.families if family.ask.fact == fact), None)
    if family is not None:
        return Question(f"facts.{fact}", family.ask.question, "choice", _family_options(family))
    if fact in catalogue.shared_inputs:
        return _of_input(catalogue.shared_inputs[fact])
    if fact in GENERAL:
        kind, said = GENERAL[fact]
        options = {InputType.choice: PAYEES, InputType.yes_no: YES_NO}.get(kind, ())
        return Question(f"facts.{fact}", said, kind.value, options)
    conditions = (one.condition for one in catalogue.closed_classes if one.condition)
    condition = next((one for one in conditions if one.fact == fact), None)
    return Question(f"facts.{fact}", condition.question, "yes_no", YES_NO) if condition else None


def _family_options(family: Family) -> tuple[tuple[str, Text], ...]:
    return tuple((value, family.ask.labels.get(value, same(value))) for value in family.ask.answers)


def _of_input(one: Input) -> Question:
    options: tuple[tuple[str, Text], ...] = ()
    if one.type is InputType.yes_no:
        options = YES_NO
    elif one.type is InputType.choice:
        options = tuple((plain(value), one.labels.get(value, same(plain(value)))) for value in one.values)
    default = None if one.default is None else plain(one.default)
    return Question(f"facts.{one.name}", one.question, one.type.value, options, one.unit, default)


def plain(value: Any) -> str:
    """A value as a form would send it."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
