"""Method standards and how they stand to one another, as ``registry/data/standards.yaml`` lists them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.values.text import Text
from registry.rules.reading import Fields, Problem, Unreadable, once, refuse
from registry.rules.record import Is, Relation

_KEYS = (
    "number", "year", "key", "title", "replaces", "replaced_by", "replaced_on", "transition_until", "relations",
    "confirmed", "confirmed_days", "note",
)  # fmt: skip
_OTHER_KEY = Text("应该是 {right}", "This should be {right}")
_ONE_WAY = Text("写明 identical 或者 covers 之一", "Say either identical or covers")


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation as it stands with a standard: this one is `kind` to `of`, and on what ground that is said."""

    kind: Is
    of: str
    basis: str | None


@dataclass(frozen=True, slots=True)
class Standard:
    """One edition of a method standard; the year is part of what it is."""

    key: str
    number: str
    year: int
    title: str
    replaces: tuple[str, ...]
    replaced_by: str | None
    replaced_on: date | None
    transition_until: date | None
    """Last test day for which it counts where its successor is listed; None: no transition known, not accepted."""
    stated: tuple[Stated, ...]
    confirmed: bool
    confirmed_days: bool
    note: str | None = None

    @property
    def is_incomplete(self) -> bool:
        """Replaced on a day nobody has entered: to be asked about, never taken to be still in force."""
        return self.replaced_by is not None and self.replaced_on is None


def read_standards(document: Any) -> Mapping[str, Standard]:
    """The standards of ``standards.yaml`` by key.

    :raises registry.rules.reading.Unreadable: naming every entry that cannot be taken.
    """
    found = Fields(document, "", ("schema", "standards")).each("standards", _read)
    once([(f"standards.{index}.key", one.key) for index, one in enumerate(found)])
    return {one.key: one for one in found}


def _read(value: Any, path: str) -> Standard:
    fields = Fields(value, path, _KEYS)
    number, year, key = fields.text("number"), fields.optional_whole("year"), fields.text("key")
    if key != f"{number}-{year}":
        raise refuse(fields.at("key"), _OTHER_KEY, right=f"{number}-{year}")
    return Standard(
        key=key,
        number=number,
        year=year or 0,
        title=fields.text("title"),
        replaces=fields.texts("replaces"),
        replaced_by=fields.optional_text("replaced_by"),
        replaced_on=fields.optional_day("replaced_on"),
        transition_until=fields.optional_day("transition_until"),
        stated=fields.each("relations", _read_stated),
        confirmed=fields.flag("confirmed"),
        confirmed_days=fields.flag("confirmed_days"),
        note=fields.optional_text("note"),
    )


def _read_stated(value: Any, path: str) -> Stated:
    fields = Fields(value, path, ("identical", "covers", "basis"))
    kinds = [kind for kind in (Is.identical, Is.covers) if fields.get(kind.value) is not None]
    if len(kinds) != 1:
        raise Unreadable(Problem(path, _ONE_WAY))
    return Stated(kinds[0], fields.text(kinds[0].value), fields.optional_text("basis"))


def relations(standards: Iterable[Standard]) -> tuple[Relation, ...]:
    """Every relation the standards state, each once, sorted; one replaced is the predecessor of its successor.

    A standard merely named in ``replaces``, without a row of its own, has no transition on record: never accepted.
    """
    return tuple(sorted(set(_relations(standards)), key=lambda one: (one.standard, one.of, one.kind)))


def _relations(standards: Iterable[Standard]) -> Iterator[Relation]:
    rows = {one.key: one for one in standards}
    for one in rows.values():
        if one.replaced_by is not None:
            yield Relation(one.key, Is.predecessor, one.replaced_by, one.transition_until)
        for older in one.replaces:
            if older not in rows:
                yield Relation(older, Is.predecessor, one.key)
        for stated in one.stated:
            yield Relation(one.key, stated.kind, stated.of)
