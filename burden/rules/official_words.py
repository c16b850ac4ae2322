"""What the record has in words only: shown beside the answer, never reckoned with."""

from collections.abc import Sequence
from dataclasses import replace

from burden.rules.basis import read_bases
from burden.rules.case import Case
from burden.rules.editions import Entry
from burden.rules.finding import Finding, Name, Reason
from burden.rules.items import Item, Status, StatusEvent
from burden.rules.standards.kind import Line
from core.values.text import Text

_SOME_ARE_FREED = "Some payers are freed or pay less; please see whether you are one of them"


def without_standard(item: Item, case: Case, entries: Sequence[Entry], reason: Reason) -> Finding:
    """The item is known and no standard of that day is: the lists' own words, and what is known of changes."""
    words = dict.fromkeys((entry.words, entry.confirmed) for entry in entries if entry.words)
    lines = [_official(text, confirmed) for text, confirmed in words]
    lines += [_change(event) for event in _reductions(item, case)]
    source = next((entry for entry in entries if entry.words), entries[0] if entries else None)
    basis = read_bases(source.basis, source.confirmed) if source else ()
    return Finding(Name.needs_information, reason=reason, lines=tuple(lines), basis=basis)


def with_other_reliefs(finding: Finding, item: Item, case: Case) -> Finding:
    """Reductions for some payers, told in words only: pointed out where no relief of that day is on record."""
    if finding.maximum is None or not item.events or item.reliefs_on(case.on):
        return finding
    told = [
        Line(Text(f"另有减免，请核对是否适用：{event.words or ''}", _SOME_ARE_FREED))
        for event in _reductions(item, case)
        if event.payers == "some"
    ]
    return replace(finding, lines=(*told, *finding.lines)) if told else finding


def _reductions(item: Item, case: Case) -> list[StatusEvent]:
    return [
        event
        for event in item.events
        if event.status is Status.reduced and event.period.holds(case.on) and case.covers(event.region)
    ]


def _official(words: str, confirmed: bool) -> Line:
    unsure = Text("", "") if confirmed else Text("（凭记忆，未核实）", " (not confirmed)")
    return Line(Text(f"清单原文：{words}{unsure.zh}", f"Official words: {words}{unsure.en}"))


def _change(event: StatusEvent) -> Line:
    documents = "、".join(f"{one.title or one.number or ''}{one.article or ''}" for one in event.basis)
    words = f"{event.words or ''}（{documents}）" if documents else event.words or ""
    return Line(Text(f"有过变动：{words}", f"A change is on record: {words}"))
