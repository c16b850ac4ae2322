"""The law as the platform keeps it: parameters, standards, procedures and dated requirements, compiled per version."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import Select, func, insert, select

from core import clock
from core.db import db
from core.errors import NotFound
from core.people.services.organising import ALWAYS
from core.values.text import Text
from registry.models.laws import ParameterRow, ProcedureRow, RequirementRow, StandardRelation, StandardRow
from registry.rules.parameters import Parameter, read_parameters
from registry.rules.procedures import Procedure, Procedures, read_procedures
from registry.rules.record import Is, Relation
from registry.rules.standards import Standard, read_standards
from registry.services import lawbook

PLATFORM = 0
"""Who drafted and confirmed what the platform ships."""
KEPT = 4
_SOURCE = "flask init"
_NO_PROCEDURE = Text("没有这个事项：{key}", "There is no such procedure: {key}")


@dataclass(frozen=True)
class Lawbook:
    """All of it in memory; `requirements` are those in force on some day."""

    parameters: Mapping[str, Parameter]
    standards: Mapping[str, Standard]
    relations: tuple[Relation, ...]
    bodies: Mapping[str, Mapping[str, Any]]
    """Procedures in the form of ``procedures.yaml``, without requirements."""
    requirements: tuple[tuple[str, str, date, Mapping[str, Any] | None], ...]
    """(procedure, key, from, body), the earlier first."""
    _days: dict[tuple[int, ...], Procedures] = field(default_factory=dict)

    def procedures(self, on: date) -> Procedures:
        """The procedures with what each asks on that day."""
        latest: dict[tuple[str, str], int] = {}
        for index, (procedure, key, from_on, _) in enumerate(self.requirements):
            if from_on <= on:
                latest[procedure, key] = index
        known = tuple(sorted(latest.values()))
        if known not in self._days:
            self._days[known] = self._read(known)
        return self._days[known]

    def _read(self, known: tuple[int, ...]) -> Procedures:
        asked: dict[str, list[Any]] = {key: [] for key in self.bodies}
        for index in known:
            procedure, _, _, body = self.requirements[index]
            if body is not None:
                asked[procedure].append(body)
        shipped = lawbook.document("procedures")
        entries = [{**body, "requirements": asked[key]} for key, body in self.bodies.items()]
        document = {"schema": shipped["schema"], "change_kinds": shipped["change_kinds"], "procedures": entries}
        return read_procedures(document, self.parameters, self.standards)

    def procedure(self, key: str, on: date) -> Procedure:
        """One procedure as it is on that day.

        :raises core.errors.NotFound: if there is none of that key.
        """
        found = self.procedures(on).by_key.get(key)
        if found is None:
            raise NotFound(_NO_PROCEDURE.fill(key=key))
        return found


_compiled: OrderedDict[str, Lawbook] = OrderedDict()
_turn = Lock()


def _version() -> Select[Any]:
    in_force = RequirementRow.state == "in_force"
    ours = (in_force, RequirementRow.decided_by != PLATFORM)
    return select(
        *(
            select(func.count()).select_from(table).scalar_subquery()
            for table in (ParameterRow, StandardRow, ProcedureRow)
        ),
        select(func.count()).select_from(RequirementRow).where(in_force).scalar_subquery(),
        select(func.aggregate_strings(RequirementRow.mark, " ")).where(*ours).scalar_subquery(),
    )


_VERSION = _version()


def version() -> str:
    """The name of the law of now; another after every change. One query."""
    *counts, marks = db.session.execute(_VERSION).one()
    named = hashlib.sha256((marks or "").encode()).hexdigest()
    return "-".join(str(part) for part in (*counts, named))


def current() -> Lawbook:
    """The law of now, compiled once per process and version."""
    name = version()
    with _turn:
        if name not in _compiled:
            _compiled[name] = _compile()
            while len(_compiled) > KEPT:
                _compiled.popitem(last=False)
        return _compiled[name]


def _compile() -> Lawbook:
    parameters = db.session.scalars(select(ParameterRow.body).order_by(ParameterRow.key)).all()
    standards = db.session.scalars(select(StandardRow.body).order_by(StandardRow.key)).all()
    relations = db.session.scalars(select(StandardRelation).order_by(StandardRelation.id)).all()
    procedures = db.session.execute(select(ProcedureRow.key, ProcedureRow.body).order_by(ProcedureRow.place)).all()
    requirements = db.session.execute(
        select(RequirementRow.procedure, RequirementRow.key, RequirementRow.from_on, RequirementRow.body)
        .where(RequirementRow.state == "in_force")
        .order_by(RequirementRow.from_on, RequirementRow.place, RequirementRow.id)
    ).all()
    return Lawbook(
        parameters=read_parameters({"parameters": list(parameters)}),
        standards=read_standards({"standards": list(standards)}),
        relations=tuple(Relation(one.standard, Is(one.kind), one.of, one.transition_until) for one in relations),
        bodies={key: body for key, body in procedures},
        requirements=tuple((row[0], row[1], row[2], row[3]) for row in requirements),
    )


def load_shipped() -> dict[str, int]:
    """Add what ``registry/data`` carries and the database does not have yet; how many of each. In the caller's
    transaction; what people have changed is left as it is."""
    return {
        "parameters": _load_parameters(),
        "method standards": _load_standards(),
        "procedures": _load_procedures(),
    }


def _load_parameters() -> int:
    known = set(db.session.scalars(select(ParameterRow.key)))
    new = [
        {"key": entry["key"], "name": entry["name"], "unit": entry.get("unit") or "", "body": plain(entry)}
        for entry in lawbook.document("parameters")["parameters"]
        if entry["key"] not in known
    ]
    if new:
        db.session.execute(insert(ParameterRow), new)
    return len(new)


def _load_standards() -> int:
    known = set(db.session.scalars(select(StandardRow.key)))
    new = [
        {"key": entry["key"], "title": entry["title"], "confirmed": entry["confirmed"], "body": plain(entry)}
        for entry in lawbook.document("standards")["standards"]
        if entry["key"] not in known
    ]
    if new:
        db.session.execute(insert(StandardRow), new)
        _load_relations()
    return len(new)


def _load_relations() -> None:
    there = select(StandardRelation.standard, StandardRelation.kind, StandardRelation.of)
    known = {tuple(row) for row in db.session.execute(there)}
    new = [
        {"standard": one.standard, "kind": one.kind.value, "of": one.of, "transition_until": one.transition_until}
        for one in lawbook.relations()
        if (one.standard, one.kind.value, one.of) not in known
    ]
    if new:
        db.session.execute(insert(StandardRelation), new)


def _load_procedures() -> int:
    known = set(db.session.scalars(select(ProcedureRow.key)))
    entries = lawbook.document("procedures")["procedures"]
    new = [(place, entry) for place, entry in enumerate(entries, 1) if entry["key"] not in known]
    for place, entry in new:
        body = plain({name: value for name, value in entry.items() if name != "requirements"})
        words = {name: body[name] for name in ("key", "name", "department", "subject")}
        db.session.add(ProcedureRow(**words, fee_item=body.get("fee_item"), place=place, body=body))
    db.session.flush()
    now = clock.now()
    rows = [
        {
            "procedure": entry["key"], "key": one["id"], "place": place, "body": plain(one), "from_on": ALWAYS,
            "source": one["age"].get("basis") or _SOURCE, "confirmed": bool(one["age"]["confirmed"]),
            "state": "in_force", "drafted_by": PLATFORM, "organisation_id": PLATFORM, "drafted_at": now,
            "decided_by": PLATFORM, "decided_at": now, "reason": "", "mark": new_mark(),
        }
        for _, entry in new
        for place, one in enumerate(entry["requirements"], 1)
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(RequirementRow), rows)
    return len(new)


def new_mark() -> str:
    """A name for a change of the law."""
    return secrets.token_hex(16)


def plain(value: Any) -> Any:
    """As JSON keeps it: days as ISO writes them."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
