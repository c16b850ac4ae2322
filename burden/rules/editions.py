"""Editions of the lists: when each is in force, and what its silence is worth (head of ``editions.yaml``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from burden.rules.days import Period, read_day
from burden.rules.items import NATIONAL, Nature


@dataclass(frozen=True, slots=True)
class Scope:
    """What an edition is about: natures, level, region, and a sector (``all``) or one issuing body; perhaps a topic."""

    natures: frozenset[Nature]
    level: str | None
    region: str
    sector: str | None = None
    issuer: str | None = None
    topic: str | None = None
    topic_words: tuple[str, ...] = ()
    topic_not: tuple[str, ...] = ()
    topic_bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An item's official words in one edition."""

    edition: str
    row: int
    name: str
    key: str | None
    nature: Nature | None
    department: str
    body: str
    body_kind: str
    words: str
    """The standard, as written."""
    payers: str
    basis: str
    relief: str
    note: str
    confirmed: bool
    number: str = ""
    nature_words: str = ""
    set_by: str = ""
    funds: str = ""
    source: str = ""
    on_enterprises: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """One publisher's list. `period` runs to the day before its successor; no start at all = never used."""

    id: str
    title: str
    issuer: str
    region: str
    list_type: str
    series: str
    scope: Scope | None
    complete: bool
    period: Period
    in_force_from: date | None
    published_on: date | None
    precision: str
    coverage: str
    end_known: bool
    """False where only the lack of a later edition speaks for its being in force."""
    has_successor: bool = False
    note: str = ""
    scope_note: str = ""
    diff_with: str | None = None
    """The edition that this one may be compared with row by row; of any other pair, a missing row says nothing."""
    source: str = ""
    completeness: str = "unknown"
    """yes, no or unknown, as the record says."""
    corrects: str | None = None
    """The edition it puts right: from this one's start on, that one is not used."""

    def in_force(self, on: date) -> bool:
        """Rule 2 of the head: start ≤ day ≤ end; an edition without any start is not used."""
        return self.period.start is not None and self.period.holds(on)

    def as_dict(self) -> dict[str, Any]:
        """The form of the API."""
        start = self.in_force_from
        return {"id": self.id, "title": self.title, "in_force_from": start.isoformat() if start else None}


def _scope(document: Mapping[str, Any] | None) -> Scope | None:
    if not document:
        return None
    return Scope(
        natures=frozenset(Nature(word) for word in document.get("nature", ())),
        level=document.get("level"),
        region=document.get("region", NATIONAL),
        sector=document.get("sector"),
        issuer=document.get("issuer"),
        topic=document.get("topic"),
        topic_words=tuple(document.get("topic_words", ())),
        topic_not=tuple(document.get("topic_not", ())),
        topic_bodies=tuple((document.get("topic_body") or {}).get("names", ())),
    )


def read_edition(document: Mapping[str, Any]) -> Edition:
    """One row of the editions file; raises ValueError for an unreadable day."""
    start, published = read_day(document.get("in_force_from")), read_day(document.get("published_on"))
    end = read_day(document.get("in_force_to"))
    return Edition(
        id=document["id"],
        title=document["title"],
        issuer=document.get("issuer", ""),
        region=document.get("region", NATIONAL),
        list_type=document.get("list_type", ""),
        series=document.get("series", document["id"]),
        scope=_scope(document.get("scope")),
        complete=document.get("complete") is True,
        period=Period(start or published, end),
        in_force_from=start,
        published_on=published,
        precision=document.get("precision", "day"),
        coverage=document.get("coverage", ""),
        end_known=end is not None,
        note=document.get("note") or "",
        scope_note=document.get("scope_note") or "",
        diff_with=(document.get("diff_with") or "").removesuffix(".csv") or None,
        source=document.get("source") or "",
        completeness={True: "yes", False: "no"}.get(document.get("complete", ""), "unknown"),
        corrects=document.get("corrects"),
    )


def with_successors(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """An edition without an end lasts to the day before the next start of its series and region (rule 2).

    One that another corrects from the same day or an earlier one is thereby never in force.
    """
    return tuple(_followed(edition, editions) for edition in editions)


def _followed(edition: Edition, editions: Sequence[Edition]) -> Edition:
    start = edition.period.start
    same_list = [other for other in editions if (other.series, other.region) == (edition.series, edition.region)]
    starts = [other.period.start for other in same_list if other.period.start is not None]
    later = [day for day in starts if start is not None and day > start]
    corrections = [other.period.start for other in editions if other.corrects == edition.id and other.period.start]
    if not later and not corrections:
        return edition
    ends = [edition.period.end or (min(later) - timedelta(days=1) if later else None)]
    ends += [day - timedelta(days=1) for day in corrections]
    end = min(day for day in ends if day is not None)
    return replace(edition, period=Period(start, end), end_known=True, has_successor=True)


def read_entry(row: Mapping[str, Any], natures: Mapping[str, Nature]) -> Entry:
    """One row of a list; `natures` maps the Chinese words of its column to natures."""

    def cell(column: str) -> str:
        return (row.get(column) or "").strip()

    return Entry(
        edition=row["edition"],
        row=int(row["row"]),
        name=cell("收费项目"),
        key=cell("item_key") or None,
        nature=natures.get(cell("收费性质")),
        department=cell("部门名称"),
        body=cell("收费单位名称"),
        body_kind=cell("单位性质"),
        words=cell("收费标准(原文)"),
        payers=cell("征收对象或服务内容"),
        basis=cell("政策依据(文号)"),
        relief=cell("减免规定"),
        note=cell("备注"),
        confirmed=cell("核实") == "是",
        number=cell("序号"),
        nature_words=cell("收费性质"),
        set_by=cell("标准制定方式及部门"),
        funds=cell("资金管理方式"),
        source=cell("来源"),
        on_enterprises=cell("是否涉企") != "否",
    )
