"""What of the shipped lists stays words only, or cannot be taken as it stands: list, row, column, reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from burden.rules.catalogue import Catalogue
from burden.rules.editions import Edition, Entry
from core.values.text import Text

REASONS: dict[str, Text] = {
    "not_a_fee": Text(
        "列的不是收费（罚没收入、税收），不作为收费项目，只留原文",
        "Not a charge but a fine or a tax: kept in its words, never used as a charge",
    ),
    "misfiled": Text(
        "性质栏写的是收费，名称却是罚没或出让收入：原文照留，不作为收费项目",
        "Filed as a charge, but by its name a fine or the price of land: kept in its words only",
    ),
    "market_priced": Text(
        "市场调节价，政府不定价，只留原文", "Priced by the market, not by government: kept in its words only"
    ),
    "resource_income": Text(
        "国有资源有偿使用收入不是收费，只作告知",
        "Income from state-owned resources, not a charge: shown for information",
    ),
    "no_key": Text(
        "没有 item_key，认不出是哪个项目，只留原文", "No item_key: belongs to no item on record, kept in its words only"
    ),
    "words_only": Text(
        "这个项目还没有结构化标准，核验时只给原文",
        "No structured standard yet: a check answers with the official words",
    ),
    "no_words": Text("收费标准一栏是空的", "The column of the standard is empty"),
    "unconfirmed": Text("没有在来源中见到原文，标为未核实", "Not seen in a source: marked as not confirmed"),
    "not_on_enterprises": Text("清单注明不涉企", "The list says it is not charged to enterprises"),
    "imprecise_day": Text(
        "起日只写到{precision}，按其最后一日算", "The day is written to the {precision} only; its last day counts"
    ),
    "no_day": Text(
        "没有起日，也没有公布日：任何一天都不用", "Neither a first day nor a day of publication: never used"
    ),
    "summary": Text("汇总行，不是项目，只留原文", "A row that counts others, not an item: kept in its words only"),
}
"""Code of a reason → its wording."""

_PRECISION = {"month": Text("月", "month"), "year": Text("年", "year")}
_LIST_NATURE = "收费性质"
_SEIZED = ("罚没", "出让金")


@dataclass(frozen=True)
class Note:
    """One cell, row or list that was not taken whole."""

    edition: str
    row: int | None
    """None: the whole list."""
    column: str
    value: str
    reason: str
    """A key of `REASONS`."""

    @property
    def text(self) -> Text:
        """The reason in words."""
        precision = _PRECISION.get("month" if self.value.count("-") == 1 else "year", _PRECISION["year"])
        return REASONS[self.reason].fill(precision=precision)


@dataclass(frozen=True)
class LoadingNotes:
    """All notes of a loading, with what was loaded."""

    loaded: Mapping[str, int]
    notes: tuple[Note, ...]

    def by_reason(self) -> dict[str, int]:
        """How many notes have each reason, the most frequent first."""
        return dict(Counter(note.reason for note in self.notes).most_common())

    def as_dict(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return {"loaded": dict(self.loaded), "notes": [asdict(note) for note in self.notes]}


def read_notes(kept: Mapping[str, Any]) -> LoadingNotes:
    """The notes that `LoadingNotes.as_dict` gave."""
    return LoadingNotes(kept["loaded"], tuple(Note(**note) for note in kept["notes"]))


def notes_on(catalogue: Catalogue) -> tuple[Note, ...]:
    """Every note on the lists and events of `catalogue`, list by list, row by row."""
    notes: list[Note] = []
    for edition in catalogue.editions.values():
        notes += _on_edition(edition)
    for entry in catalogue.entries:
        notes += _on_entry(entry, catalogue)
    notes += _on_events(catalogue)
    return tuple(notes)


def _on_edition(edition: Edition) -> Iterator[Note]:
    if edition.period.start is None:
        yield Note(edition.id, None, "in_force_from", "", "no_day")
    elif edition.precision != "day":
        column = "in_force_from" if edition.in_force_from else "published_on"
        digits = 4 if edition.precision == "year" else 7
        yield Note(edition.id, None, column, edition.period.start.isoformat()[:digits], "imprecise_day")


def _on_entry(entry: Entry, catalogue: Catalogue) -> Iterator[Note]:
    def note(column: str, value: str, reason: str) -> Note:
        return Note(entry.edition, entry.row, column, value, reason)

    if (reason := _kind_of_money(entry)) is not None:
        yield note(_LIST_NATURE, entry.nature_words, reason)
    elif entry.key is None:
        yield note("item_key", entry.name, "no_key")
    elif not (item := catalogue.item(entry.key)) or not item.structured:
        yield note("收费标准(原文)", entry.words, "words_only")
    if not entry.words:
        yield note("收费标准(原文)", "", "no_words")
    if not entry.confirmed:
        yield note("核实", "否", "unconfirmed")
    if not entry.on_enterprises:
        yield note("是否涉企", "否", "not_on_enterprises")


def _kind_of_money(entry: Entry) -> str | None:
    if entry.nature_words in ("罚没收入", "税收"):
        return "not_a_fee"
    if entry.nature_words == "市场调节价的经营服务性收费":
        return "market_priced"
    if entry.nature_words == "国有资源有偿使用收入":
        return "resource_income"
    return "misfiled" if any(word in entry.name for word in _SEIZED) else None


def _on_events(catalogue: Catalogue) -> Iterator[Note]:
    for number, row in enumerate(catalogue.event_rows, start=1):
        if row.is_summary:
            yield Note("status-events", number, "事项", row.name, "summary")
        if not row.event.confirmed:
            yield Note("status-events", number, "核实", "否", "unconfirmed")


def lines(notes: Iterable[Note]) -> Iterator[str]:
    """The notes as lines of text, for the shell."""
    for note in notes:
        where = f"{note.edition} · {note.row or '-'} · {note.column}"
        yield f"{where}\t{note.value}\t{note.text.zh}"
