"""What the pages of a check show: a kept verdict with questions and answers in words, and the form to start from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from burden.rules.catalogue import Catalogue
from burden.rules.items import Item
from burden.services import asking, cataloguing, checking, telling
from burden.services.asking import Question
from burden.services.checking import Recheck
from burden.services.telling import Telling
from core import clock
from core.regions import gazetteer
from core.values.text import Text, same

LABELS = {
    "called_as": Text("票据上的名称", "Name on the receipt"),
    "amount": Text("金额", "Amount"),
    "charged_on": Text("日期", "Day"),
    "charged_by": Text("收费单位", "Charged by"),
    "required_by": Text("谁要求的", "Required by"),
    "region": Text("地区", "Place"),
    "narrative": Text("怎么一回事", "What happened"),
}
PAYER_LABELS = {
    "size": Text("企业规模", "Size of the enterprise"),
    "type": Text("付款人类型", "Kind of payer"),
    "staff": Text("职工人数", "Staff"),
    "industry": Text("行业", "Industry"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """Something that was entered or assumed: the form's field, what it is, its value in words."""

    field: str
    words: Text
    value: Text


@dataclass(frozen=True, slots=True)
class OfficialWords:
    """An item's standard as an edition writes it."""

    words: str
    edition_title: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A kept check, ready to be shown."""

    code: str
    kept_at: datetime
    verdict: Mapping[str, Any]
    headline: Text
    """The verdict in one sentence, as it was kept."""
    told: Telling
    questions: tuple[Question, ...]
    entered: tuple[Answered, ...]
    assumed: tuple[Answered, ...]
    official: tuple[OfficialWords, ...]
    form: Mapping[str, str]
    recheck: Recheck
    """The same charge put to the lists of now."""
    doubtful: tuple[Answered, ...]
    """Quantities of nothing at all, for which money was taken all the same: likely a slip of the keyboard."""

    @property
    def asked(self) -> list[str]:
        """The form's fields that the page asks for."""
        return [question.field for question in self.questions]


@dataclass(frozen=True, slots=True)
class Start:
    """What the form of a check begins with."""

    form: Mapping[str, str]
    questions: tuple[Question, ...]
    item: Item | None = None


def shown(code: str) -> Shown:
    """The kept check of that code; raises NotFound."""
    kept = checking.find(code)
    catalogue = cataloguing.current()
    verdict = kept.verdict
    return Shown(
        code=kept.code,
        kept_at=kept.kept_at,
        verdict=verdict,
        headline=kept.headline,
        told=telling.tell(verdict),
        questions=tuple(asking.of_verdict(verdict)),
        entered=tuple(_entered(catalogue, verdict)),
        assumed=tuple(_assumed(catalogue, verdict)),
        official=_official(catalogue, verdict),
        form=form_of(verdict["charge"]),
        recheck=checking.recheck(code),
        doubtful=tuple(_doubtful(catalogue, verdict)),
    )


def start(code: str | None = None, item_key: str | None = None, called_as: str | None = None) -> Start:
    """The form to start with: what was asked under `code`, an item with its questions, or a name; raises NotFound."""
    catalogue = cataloguing.current()
    if code:
        verdict = checking.find(code).verdict
        form = form_of(verdict["charge"])
        key = (verdict["item"] or {}).get("key")
        facts = [*verdict["charge"]["facts"], *(one["fact"] for one in verdict["assumed"])]
        known = asking.of_facts(catalogue, dict.fromkeys(facts), key)
        return Start(_named_region(form), tuple(one for one in known.values() if one.field != "facts.payee_kind"))
    if item_key:
        item, questions = asking.of_item(catalogue, item_key, clock.today())
        return Start({"called_as": item.name} if item else {}, tuple(questions), item)
    return Start({"called_as": called_as} if called_as else {}, ())


def again(form: Mapping[str, str]) -> Start:
    """The form as it was typed, with a field for each fact in it: what a page shows beside what is wrong."""
    facts = [name.removeprefix("facts.") for name in form if name.startswith("facts.")]
    known = asking.of_facts(cataloguing.current(), [fact for fact in facts if fact != "payee_kind"])
    return Start(form, tuple(known.values()))


def places() -> list[str]:
    """Full names of the places on record, from the province down."""
    known = gazetteer()
    return [known.full_name(code).removeprefix("广东省") or known.full_name(code) for code in sorted(known.regions)]


def form_of(charge: Mapping[str, Any]) -> dict[str, str]:
    """A charge (its JSON) as the form would have sent it."""
    form = {name: str(value) for name, value in charge.items() if name in LABELS and value not in (None, "")}
    for group in ("facts", "payer"):
        form |= {f"{group}.{name}": asking.plain(value) for name, value in (charge.get(group) or {}).items()}
    return form


def _named_region(form: dict[str, str]) -> dict[str, str]:
    return form | {"region": gazetteer().full_name(form["region"])} if "region" in form else form


def _entered(catalogue: Catalogue, verdict: Mapping[str, Any]) -> Iterable[Answered]:
    charge = verdict["charge"]
    for name, words in LABELS.items():
        if charge.get(name) not in (None, ""):
            value = gazetteer().full_name(charge[name]) if name == "region" else charge[name]
            yield Answered(name, words, same(str(value)))
    yield from _facts(catalogue, charge["facts"], verdict)
    for name, value in charge["payer"].items():
        yield Answered(f"payer.{name}", PAYER_LABELS.get(name, same(name)), same(str(value)))


def _facts(catalogue: Catalogue, facts: Mapping[str, Any], verdict: Mapping[str, Any]) -> Iterable[Answered]:
    known = asking.of_facts(catalogue, facts, (verdict["item"] or {}).get("key"))
    for fact, value in facts.items():
        question = known.get(fact) or Question(f"facts.{fact}", same(fact), "text")
        yield Answered(question.field, question.words, question.said_value(value))


def _doubtful(catalogue: Catalogue, verdict: Mapping[str, Any]) -> Iterable[Answered]:
    if verdict["lawful_maximum"] != "0.00" or verdict["verdict"] != "above_standard":
        return
    zero = {fact: value for fact, value in verdict["charge"]["facts"].items() if asking.plain(value) in ("0", "0.0")}
    known = asking.of_facts(catalogue, zero, (verdict["item"] or {}).get("key"))
    for fact, question in known.items():
        if question.type in ("count", "number", "money") and question.default is None:
            yield Answered(question.field, question.words, question.said_value(zero[fact]))


def _assumed(catalogue: Catalogue, verdict: Mapping[str, Any]) -> Iterable[Answered]:
    return _facts(catalogue, {one["fact"]: one["value"] for one in verdict["assumed"]}, verdict)


def _official(catalogue: Catalogue, verdict: Mapping[str, Any]) -> tuple[OfficialWords, ...]:
    """The official words of an item that has no standard to reckon with, the narrowest list first."""
    item = catalogue.item(verdict["item"]["key"]) if verdict["item"] else None
    if item is None or verdict["reason"] not in ("words_only", "standard_not_on_record"):
        return ()
    charge = verdict["charge"]
    entries = catalogue.entries_in_force(item, date.fromisoformat(charge["charged_on"]), charge["region"])
    titles = {edition.id: edition.title for edition in catalogue.editions.values()}
    return tuple(
        dict.fromkeys(OfficialWords(one.words, titles[one.edition], one.confirmed) for one in entries if one.words)
    )
