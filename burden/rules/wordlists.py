"""Words that lead to an answer without an item, or to several: families, not-a-fee, closed classes, market prices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from burden.rules.days import read_day
from burden.rules.items import Basis, Collector
from core.values.text import Text

Answer = str | tuple[str, ...] | None


def read_text(document: Mapping[str, Any]) -> Text:
    """``{zh: …, en: …}`` as a Text."""
    return Text(str(document["zh"]), str(document["en"]))


def read_collectors(rows: Sequence[Mapping[str, Any]] | None) -> tuple[Collector, ...]:
    """Collectors as the data write them; ``confirmed: no`` arrives as False."""
    return tuple(
        Collector(
            sector=row.get("sector"),
            kind=row.get("kind"),
            level=row.get("level"),
            name=row.get("name"),
            note=row.get("note"),
            confirmed=row.get("confirmed", True) is not False,
        )
        for row in rows or ()
    )


def _law(rows: Sequence[Mapping[str, Any]] | None) -> tuple[Basis, ...]:
    return tuple(
        Basis(title=row.get("law"), article=str(row.get("art") or "") or None, confirmed=row.get("confirmed") is True)
        for row in rows or ()
    )


@dataclass(frozen=True, slots=True)
class Ask:
    """The one question that tells the members of a family apart; an answer of None = not in the catalogue."""

    fact: str
    question: Text
    answers: Mapping[str, Answer]
    labels: Mapping[str, Text]
    tells: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """Everyday words shared by several items."""

    name: str
    words: tuple[str, ...]
    collectors: tuple[Collector, ...]
    items: tuple[str, ...]
    ask: Ask
    ask_first: bool = False
    note: str | None = None

    @property
    def has_none_answer(self) -> bool:
        """Whether the question may end outside the catalogue."""
        return any(answer is None for answer in self.ask.answers.values())


@dataclass(frozen=True, slots=True)
class NotAFeeClass:
    """Money that is no fee: a tax, a fine, social insurance …; `channel` is the right door."""

    id: str
    name: Text
    words: tuple[str, ...]
    channel: Text
    basis: tuple[Basis, ...]
    complaint_class: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A yes-or-no fact a closed class turns on."""

    fact: str
    question: Text


@dataclass(frozen=True, slots=True)
class ClosedClass:
    """A class of charges the law itself forbids, list or no list."""

    id: str
    name: Text
    words: tuple[str, ...]
    unless: tuple[str, ...]
    taken_by: str
    condition: Condition | None
    law: tuple[Basis, ...]
    complaint_kind: str
    condition_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarketService:
    """A service whose price no government sets; `since` None = nothing is claimed before ``assert_from``."""

    id: str
    name: Text
    words: tuple[str, ...]
    payees: tuple[str, ...]
    since: date | None
    confirmed: bool
    complaint_class: str | None = None


@dataclass(frozen=True, slots=True)
class NotAFee:
    """The whole list of what is no fee, with its exceptions."""

    classes: tuple[NotAFeeClass, ...] = ()
    except_words: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def of(self, class_id: str) -> NotAFeeClass | None:
        """The class of that id."""
        return next((one for one in self.classes if one.id == class_id), None)


@dataclass(frozen=True, slots=True)
class MarketPriced:
    """The whole list of services with a market price."""

    services: tuple[MarketService, ...] = ()
    assert_from: date | None = None
    law: tuple[Basis, ...] = ()
    still_complain: tuple[str, ...] = field(default=())

    def of(self, service_id: str) -> MarketService | None:
        """The service of that id."""
        return next((one for one in self.services if one.id == service_id), None)

    def asserted(self, service: MarketService, on: date) -> bool:
        """Whether this list may be relied on for that day."""
        start = service.since or self.assert_from
        return start is None or start <= on

    def named_in(self, name: str, on: date) -> tuple[MarketService, ...]:
        """The services whose words stand in `name`, of those the list may be relied on for that day."""
        return tuple(one for one in self.services if self.asserted(one, on) and any(word in name for word in one.words))


def _yes_is_yes(answer: Any) -> str:
    return {True: "yes", False: "no"}.get(answer, str(answer)) if isinstance(answer, bool) else str(answer)


def read_family(document: Mapping[str, Any]) -> Family:
    """One family as in ``families``."""
    ask = document["ask"]
    answers: dict[str, Answer] = {
        _yes_is_yes(value): tuple(answer) if isinstance(answer, list) else answer
        for value, answer in ask["answers"].items()
    }
    return Family(
        name=document["family"],
        words=tuple(document["words"]),
        collectors=read_collectors(document.get("collectors")),
        items=tuple(document["items"]),
        ask=Ask(
            fact=ask["fact"],
            question=read_text(ask["question"]),
            answers=answers,
            labels={_yes_is_yes(value): read_text(label) for value, label in ask.get("labels", {}).items()},
            tells={_yes_is_yes(value): tuple(words) for value, words in ask.get("tells", {}).items()},
        ),
        ask_first=document.get("ask_first") is True,
        note=document.get("note"),
    )


def read_not_a_fee(document: Mapping[str, Any]) -> NotAFee:
    """``not-a-fee.yaml``."""
    classes = tuple(
        NotAFeeClass(
            id=row["id"],
            name=read_text(row),
            words=(*row.get("words", ()), *row.get("words_from_memory", ())),
            channel=read_text(row["channel"]),
            basis=_law(row.get("basis")),
            complaint_class=row.get("class"),
        )
        for row in document.get("classes", ())
    )
    return NotAFee(classes, tuple(document.get("except", ())), tuple(document.get("never", ())))


def read_closed_classes(document: Mapping[str, Any]) -> tuple[ClosedClass, ...]:
    """``closed-classes.yaml``."""
    conditions = {
        fact: Condition(fact, read_text(row["question"])) for fact, row in document.get("conditions", {}).items()
    }
    return tuple(
        ClosedClass(
            id=row["id"],
            name=read_text(row),
            words=tuple(row["words"]),
            unless=tuple(row.get("unless", ())),
            taken_by=row["taken_by"],
            condition=conditions.get(row.get("condition") or ""),
            law=_law(row.get("law")),
            complaint_kind=row["kind"],
            condition_words=tuple(row.get("construction_words", ())),
        )
        for row in document.get("classes", ())
    )


def read_market_priced(document: Mapping[str, Any]) -> MarketPriced:
    """``market-priced.yaml``."""
    services = tuple(
        MarketService(
            id=row["id"],
            name=read_text(row),
            words=tuple(row["words"]),
            payees=tuple(row["payees"]),
            since=read_day(row.get("since")),
            confirmed=row.get("confirmed") is True,
            complaint_class=row.get("class"),
        )
        for row in document.get("services", ())
    )
    still = tuple(document.get("still_complain", ()))
    return MarketPriced(services, read_day(document.get("assert_from")), _law(document.get("law")), still)
