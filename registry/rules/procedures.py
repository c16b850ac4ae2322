"""Procedures (事项) and what each asks to be tested, as ``registry/data/procedures.yaml`` lists them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.values.text import Text
from registry.rules.conditions import Fact, Facts, FactType, When, read_fact, read_when
from registry.rules.parameters import Parameter
from registry.rules.reading import Fields, known_word, once, refuse
from registry.rules.record import Ends, FreshTest, Requirement
from registry.rules.subjects import Asked

_KEYS = ("key", "name", "department", "subject", "basis", "facts", "requirements", "fee_item", "note")
_ROW_KEYS = ("id", "parameter", "subject", "standards", "when", "age", "accreditation", "fresh_test")
_NOT_TESTED_ON = Text("“{parameter}”不在这种对象上测", "“{parameter}” is not tested on this kind of subject")
_NO_DATE_FACT = Text("没有“{name}”这个日期事实", "There is no fact “{name}” that is a day")
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Article:
    """An article of law and what it says; `confirmed`: its text was seen."""

    law: str
    article: str
    says: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Age:
    """The greatest age of a result, where it comes from, and whether that was seen."""

    months: int | None
    ends: Ends
    basis: str | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Demand:
    """An article that demands a new test at an event, whose day is the fact `trigger`."""

    article: str
    trigger: str
    says: str
    confirmed: bool

    def on(self, event: date | None) -> FreshTest | None:
        """The demand of a case whose event was on that day; None: no event, no fresh test (edge rule 9)."""
        return None if event is None else FreshTest(self.article, event)


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement of a procedure as the data has it."""

    id: str
    parameter: str
    subject: str
    """The kind it is asked of; every one of that kind is answered."""
    standards: tuple[str, ...]
    when: When
    age: Age
    accreditation: tuple[str, ...]
    fresh_test: Demand | None

    @property
    def confirmed(self) -> bool:
        """Whether its age and its article, if any, were seen; else it is marked wherever it is shown."""
        return self.age.confirmed and (self.fresh_test is None or self.fresh_test.confirmed)

    def open(self, facts: Facts) -> tuple[str, ...]:
        """The facts that must still be known before it can be asked."""
        if self.when.holds(facts) is False:
            return ()
        trigger = self.fresh_test.trigger if self.fresh_test else None
        return (*self.when.open(facts), *((trigger,) if trigger and trigger not in facts else ()))

    def requirement(self, facts: Facts) -> Requirement:
        """The requirement of a case in which nothing it hangs on is open."""
        event = facts[self.fresh_test.trigger] if self.fresh_test else None
        return Requirement(
            id=self.id,
            parameter=self.parameter,
            standards=frozenset(self.standards),
            accreditation=frozenset(self.accreditation),
            max_age_months=self.age.months,
            fresh_test=self.fresh_test.on(event) if self.fresh_test and isinstance(event, date) else None,
            ends=self.age.ends,
        )


@dataclass(frozen=True, slots=True)
class Required:
    """What a procedure asks of one case."""

    asked: tuple[Asked, ...]
    undecided: tuple[Row, ...]
    """Requirements that hang on a fact not known: asked about, never dropped."""
    questions: tuple[Fact, ...]
    """The facts to ask, each once."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """An approval, registration or inspection that asks for results."""

    key: str
    name: str
    department: str
    subject: str
    basis: tuple[Article, ...]
    facts: Mapping[str, Fact]
    rows: tuple[Row, ...]
    fee_item: str | None
    """What its tests cost, as an item of the catalogue; None: no item is known."""
    note: str | None = None

    def required(self, facts: Facts) -> Required:
        """What is asked in a case of which `facts` are known."""
        open_facts = {row.id: row.open(facts) for row in self.rows}
        names = dict.fromkeys(name for row in self.rows for name in open_facts[row.id])
        return Required(
            asked=tuple(
                Asked(row.requirement(facts), row.subject)
                for row in self.rows
                if not open_facts[row.id] and row.when.holds(facts)
            ),
            undecided=tuple(row for row in self.rows if open_facts[row.id]),
            questions=tuple(self.facts[name] for name in names),
        )


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """What a kind of change usually touches: prefills the form of a change, never decides silently."""

    kind: str
    touches: frozenset[str] | None
    """Parameters; None: all."""
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Procedures:
    """All procedures, the kinds of licence they name, and the kinds of change."""

    by_key: Mapping[str, Procedure]
    licences: Mapping[str, str]
    """CMA, SE …: what each is."""
    change_kinds: tuple[ChangeKind, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What procedures may name."""

    parameters: Mapping[str, Parameter]
    standards: Collection[str]
    licences: Collection[str]


def read_procedures(document: Any, parameters: Mapping[str, Parameter], standards: Collection[str]) -> Procedures:
    """The procedures of ``procedures.yaml``.

    :raises registry.rules.reading.Unreadable: with the place of everything that nobody knows.
    """
    fields = Fields(document, "", ("schema", "sources", "procedures", "change_kinds"))
    head = Fields(fields.needed("schema"), "schema", ("version", "as_of", "accreditation_kinds"))
    licences = head.needed("accreditation_kinds")
    known = Known(parameters, standards, licences)
    found = fields.each("procedures", lambda value, path: _read_procedure(value, path, known))
    once([(f"procedures.{index}.key", one.key) for index, one in enumerate(found)])
    kinds = fields.each("change_kinds", lambda value, path: _read_change_kind(value, path, parameters))
    return Procedures({one.key: one for one in found}, dict(licences), kinds)


def _read_procedure(value: Any, path: str, known: Known) -> Procedure:
    fields = Fields(value, path, _KEYS)
    listed = fields.each("facts", read_fact)
    once([(f"{fields.at('facts')}.{index}.fact", one.name) for index, one in enumerate(listed)])
    facts = {one.name: one for one in listed}
    rows = fields.each("requirements", lambda each, place: _read_row(each, place, facts, known))
    once([(f"{fields.at('requirements')}.{index}.id", one.id) for index, one in enumerate(rows)])
    return Procedure(
        key=fields.text("key"),
        name=fields.text("name"),
        department=fields.text("department"),
        subject=fields.text("subject"),
        basis=fields.each("basis", _read_article),
        facts=facts,
        rows=rows,
        fee_item=fields.optional_text("fee_item"),
        note=fields.optional_text("note"),
    )


def _read_article(value: Any, path: str) -> Article:
    fields = Fields(value, path, ("law", "article", "says", "confirmed"))
    return Article(fields.text("law"), fields.text("article"), fields.text("says"), fields.flag("confirmed"))


def _read_row(value: Any, path: str, facts: Mapping[str, Fact], known: Known) -> Row:
    fields = Fields(value, path, _ROW_KEYS)
    parameter, subject = fields.one_of("parameter", known.parameters), fields.text("subject")
    if subject not in known.parameters[parameter].subjects:
        raise refuse(fields.at("subject"), _NOT_TESTED_ON, parameter=parameter)
    fields.texts("standards")
    fields.texts("accreditation")
    return Row(
        id=fields.text("id"),
        parameter=parameter,
        subject=subject,
        standards=fields.each("standards", lambda one, place: known_word(one, place, known.standards)),
        when=read_when(fields.get("when"), fields.at("when"), facts),
        age=_read_age(fields.needed("age"), fields.at("age")),
        accreditation=fields.each("accreditation", lambda one, place: known_word(one, place, known.licences)),
        fresh_test=_read_demand(fields.get("fresh_test"), fields.at("fresh_test"), facts),
    )


def _read_age(value: Any, path: str) -> Age:
    fields = Fields(value, path, ("months", "ends", "basis", "confirmed"))
    ends = Ends(fields.one_of("ends", list(Ends)))
    return Age(fields.optional_whole("months", 1), ends, fields.optional_text("basis"), fields.flag("confirmed"))


def _read_demand(value: Any, path: str, facts: Mapping[str, Fact]) -> Demand | None:
    if value is None:
        return None
    fields = Fields(value, path, ("article", "trigger", "says", "confirmed"))
    trigger = fields.text("trigger")
    if trigger not in facts or facts[trigger].type is not FactType.date:
        raise refuse(fields.at("trigger"), _NO_DATE_FACT, name=trigger)
    return Demand(fields.text("article"), trigger, fields.text("says"), fields.flag("confirmed"))


def _read_change_kind(value: Any, path: str, parameters: Mapping[str, Parameter]) -> ChangeKind:
    fields = Fields(value, path, ("kind", "touches", "confirmed"))
    touches = None
    if fields.needed("touches") != _ALL:
        touches = frozenset(fields.each("touches", lambda one, place: known_word(one, place, parameters)))
    return ChangeKind(fields.text("kind"), touches, fields.flag("confirmed"))
