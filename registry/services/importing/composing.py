"""Reports made of gathered rows, ready to be put on record; every finding keeps its address in the file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from core.tables.cells import Problem
from core.values.text import Text
from registry.rules.cells import Doubt
from registry.rules.cells_words import KINDS, kind_in
from registry.rules.columns import Column, Field
from registry.rules.parameters import Parameter
from registry.services.composing import NewFinding, NewReport
from registry.services.importing import wording
from registry.services.importing.gathering import Gatherer, Group, Line, Thing
from registry.services.importing.taking import Said, Taken, doubt
from registry.services.keeping import SubjectRef

Key = tuple[Thing, str, date | None]
"""What the parts of a report differ in: subject, batch, last day."""
MOST = 80


@dataclass(frozen=True, slots=True)
class Part:
    """What is recorded of a report number: all of it, or what it says of one subject."""

    report: NewReport
    group: Group
    places: tuple[tuple[Line, Column | None], ...]
    """Of each finding."""


@dataclass(frozen=True, slots=True)
class Context:
    """What parts are made with."""

    gatherer: Gatherer
    issuer: str
    parameters: Mapping[str, Parameter]
    known: Mapping[str, tuple[str, ...]]
    """Code of a subject on record → the kinds it is on record as."""
    kind: str = ""


def parts_of(group: Group, context: Context) -> list[Part]:
    """The parts of a report as far as it can be read; what is wrong with it is added to the group's problems."""
    by_key: dict[Key, list[tuple[Line, Taken]]] = {}
    for line in group.lines:
        header = line.header
        for taken in line.taken:
            if taken.finding is not None and header.issued_on and header.number:
                by_key.setdefault((header.thing, header.batch, header.valid_until), []).append((line, taken))
    parts = [_part(group, key, pairs, context) for key, pairs in by_key.items()]
    made = [part for part in parts if part is not None]
    return _numbered(group, made, context) if len(made) > 1 and not group.refused else made


def _part(group: Group, key: Key, pairs: list[tuple[Line, Taken]], context: Context) -> Part | None:
    thing, batch, until = key
    line = pairs[0][0]
    header = line.header
    findings = tuple(taken.finding for _, taken in pairs if taken.finding)
    kind = _kind(group, line, thing, findings, context)
    identifier = _identifier(group, line, thing, context)
    if not kind or not identifier:
        return None
    own = [taken.note for _, taken in pairs if taken.note]
    said = [note for one, _ in pairs for note in one.header.notes]
    report = NewReport(
        issuer=context.issuer, number=group.number, subject=SubjectRef(identifier, kind, name=thing.name or thing.code),
        issued_on=header.issued_on or date.min, findings=findings, batch=batch, client=header.client_code,
        client_name=header.client, sampling=header.sampling, sampled_on=header.sampled_on, valid_until=until,
        supersedes=header.supersedes, partial=bool(header.supersedes), note="；".join(dict.fromkeys(said + own))[:2000],
    )  # fmt: skip
    return Part(report, group, tuple((one, taken.column) for one, taken in pairs))


def _kind(
    group: Group, line: Line, thing: Thing, findings: tuple[NewFinding, ...], context: Context
) -> str:  # fmt: skip
    """What the subject is: as the file says, as it is on record, as its findings and its words have it."""
    if thing.kind:
        return thing.kind
    if thing.code and len(known := context.known.get(thing.code, ())) == 1:
        return known[0]
    possible = _possible(findings, context)
    if not possible:
        _say(group, line, context, Field.subject_kind, wording.NO_KIND, shown=thing.name or thing.code)
        return ""
    if len(possible) == 1:
        return possible[0]
    if context.kind in possible:
        return context.kind
    if hinted := kind_in(f"{thing.name} {thing.heading}", possible):
        return hinted
    words = {"shown": thing.name or thing.code, "kind": KINDS[possible[0]][0] if possible[0] in KINDS else possible[0]}
    _say(group, line, context, Field.subject, wording.GUESSED_KIND, blocking=False, **words)
    return possible[0]


def _possible(findings: tuple[NewFinding, ...], context: Context) -> list[str]:
    kinds: list[str] | None = None
    for key in dict.fromkeys(one.parameter for one in findings):
        tested = context.parameters[key].subjects
        kinds = list(tested) if kinds is None else [kind for kind in kinds if kind in tested]
    return kinds or []


def _identifier(group: Group, line: Line, thing: Thing, context: Context) -> str:
    """What the subject goes by: its code; else its name within its client, for every works has a 1号排气筒."""
    if thing.code:
        return thing.code
    owner = line.header.client_code or line.header.client
    if not owner:
        _say(group, line, context, Field.client, wording.NO_CLIENT, shown=thing.name)
        return ""
    return shortened(f"{owner}/{thing.name}")


def shortened(words: str) -> str:
    """At most 80 characters, still different for different words."""
    if len(words) <= MOST:
        return words
    return f"{words[: MOST - 9]}~{sha256(words.encode()).hexdigest()[:8]}"


def _say(
    group: Group, line: Line, context: Context, name: Field, pair: tuple[Text, Text], *, blocking: bool = True,
    **values: object,
) -> None:  # fmt: skip
    column = next(iter(context.gatherer.layout.columns_of(name)), None)
    group.problems.append(context.gatherer.problem(line, Said(column, doubt(pair, blocking=blocking, **values))))


def _numbered(group: Group, parts: list[Part], context: Context) -> list[Part]:
    """Numbers of the parts: the report's own and what tells them apart."""
    subjects = {part.report.subject.identifier for part in parts}
    words = {"number": group.number, "n": len(parts)}
    _say(group, group.lines[0], context, Field.number, wording.SPLIT, blocking=False, **words)
    terms: dict[str, set[date | None]] = {}
    for part in parts:
        terms.setdefault(part.report.subject.identifier, set()).add(part.report.valid_until)
    return [replace(part, report=_named(part.report, len(subjects) > 1, terms)) for part in parts]


def _named(report: NewReport, several: bool, terms: Mapping[str, set[date | None]]) -> NewReport:
    marks = [report.number]
    if several:
        marks.append(report.subject.name if len(report.subject.name) <= 30 else report.subject.identifier[-30:])
    if len(terms[report.subject.identifier]) > 1:
        marks.append(report.valid_until.isoformat() if report.valid_until else "未写有效期")
    if report.batch:
        marks.append(report.batch)
    return replace(report, number=shortened(" · ".join(marks)))


def address_of(part: Part, path: str, gatherer: Gatherer, what: Text, remedy: Text) -> Problem:
    """A problem of the register's at ``findings.3.unit`` or ``issued_on``, with its address in the file."""
    head, _, rest = path.partition(".")
    if head == "findings" and rest:
        place, _, name = rest.partition(".")
        line, value = part.places[int(place)] if int(place) < len(part.places) else (part.group.lines[0], None)
        column = _column(gatherer, _FIELDS.get(name, "")) or value
        if name in ("value", "qualifier") or (value and not gatherer.layout.tall and name != "tested_on"):
            column = value
        return gatherer.problem(line, Said(column, Doubt(what, remedy)))
    column = _column(gatherer, _FIELDS.get(path, "")) or _column(gatherer, "number")
    return gatherer.problem(
        part.places[0][0] if part.places else part.group.lines[0], Said(column, Doubt(what, remedy))
    )


def _column(gatherer: Gatherer, name: str) -> Column | None:
    return next(iter(gatherer.layout.columns_of(Field(name))), None) if name else None


_FIELDS = {
    "number": "number", "client": "client_code", "client_name": "client", "subject.identifier": "subject_code",
    "subject.kind": "subject_kind", "subject.name": "subject", "batch": "batch", "issued_on": "issued_on",
    "sampled_on": "sampled_on", "valid_until": "valid_until", "supersedes": "supersedes", "sampling": "sampling",
    "issuer": "laboratory", "tested_on": "tested_on", "parameter": "parameter", "unit": "unit", "method": "method",
}  # fmt: skip
