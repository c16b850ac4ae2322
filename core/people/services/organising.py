"""Bodies and enterprises: brought in, and asked for as of a day."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from core import clock
from core.db import db
from core.people.models.organisations import Organisation, OrganisationSpan, Succession

TABLE = Path(__file__).resolve().parent.parent / "data" / "organisations.csv"
ALWAYS = date(1949, 10, 1)
"""The first day of what has no first day on record."""


@dataclass(frozen=True)
class Body:
    """An organisation as it was on a day."""

    id: int
    code: str
    name: str
    parent: str
    """Code of what it stands under; empty if nothing."""
    region: str
    level: str
    sector: str
    kind: str
    functions: tuple[str, ...]
    line_superior: str
    note: str
    sample: bool


def load_organisations(rows: Iterable[Mapping[str, str]] | None = None) -> int:
    """Add the bodies of `rows` (columns of organisations.csv; by default that file) that are not there yet.

    In the caller's transaction; how many were added. Organisations that exist are left as people have made them.
    """
    if rows is None:
        with TABLE.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    known = dict(db.session.execute(select(Organisation.code, Organisation.id)).all())
    new = [row for row in rows if row["code"] not in known]
    added = [Organisation(code=row["code"], sample=True, created_at=clock.now()) for row in new]
    db.session.add_all(added)
    db.session.flush()
    known |= {organisation.code: organisation.id for organisation in added}
    db.session.add_all(_span(row, known) for row in new)
    db.session.add_all(
        Succession(
            predecessor_id=known[row["code"]],
            successor_id=known[row["successor"]],
            from_on=date.fromisoformat(row["to"]) + timedelta(days=1),
        )
        for row in new
        if row["successor"]
    )
    db.session.flush()
    return len(new)


def _span(row: Mapping[str, str], known: Mapping[str, int]) -> OrganisationSpan:
    return OrganisationSpan(
        organisation_id=known[row["code"]],
        name=row["name"],
        parent_id=known[row["parent"]] if row["parent"] else None,
        line_superior_id=known[row["line_superior"]] if row["line_superior"] else None,
        region=row["region"],
        level=row["level"],
        sector=row["sector"],
        kind=row["kind"],
        functions=row["roles"].replace(";", " ").replace("|", " ").split(),
        note=row["note"],
        from_on=date.fromisoformat(row["from"]) if row["from"] else ALWAYS,
        to_on=date.fromisoformat(row["to"]) if row["to"] else None,
    )


def add_enterprise(credit_code: str, name: str, region: str, *, sample: bool = False) -> int:
    """Put an enterprise on record under its (checked) credit code; its id. One that is there is left as it is."""
    found = db.session.scalar(select(Organisation.id).where(Organisation.code == credit_code))
    if found is not None:
        return found
    added = Organisation(code=credit_code, credit_code=credit_code, sample=sample, created_at=clock.now())
    db.session.add(added)
    db.session.flush()
    db.session.add(
        OrganisationSpan(
            organisation_id=added.id, name=name, region=region, level="county", kind="enterprise", from_on=ALWAYS
        )
    )
    db.session.flush()
    return added.id


def change(code: str, from_on: date, **changed: Any) -> None:
    """From the day `from_on` the organisation has another name, parent, region …: its span ends, a new one begins.

    :raises ValueError: if it has no span on that day, or one that begins that day.
    """
    asked = select(OrganisationSpan).join(Organisation, Organisation.id == OrganisationSpan.organisation_id)
    span = db.session.scalars(asked.where(Organisation.code == code, _on(OrganisationSpan, from_on))).one_or_none()
    if span is None or span.from_on == from_on:
        raise ValueError(f"{code} has no earlier span to change on {from_on}")
    columns = [column.name for column in OrganisationSpan.__table__.columns if column.name != "id"]
    kept = {name: getattr(span, name) for name in columns}
    span.to_on = from_on - timedelta(days=1)
    db.session.add(OrganisationSpan(**(kept | changed | {"from_on": from_on})))
    db.session.flush()


def _on(span: Any, day: Any) -> ColumnElement[bool]:
    return and_(span.from_on <= day, or_(span.to_on.is_(None), span.to_on >= day))


def _bodies(day: Any) -> Select[Any, Any, Any, Any]:
    parent, line = aliased(Organisation), aliased(Organisation)
    return (
        select(Organisation, OrganisationSpan, parent.code, line.code)
        .join(OrganisationSpan, OrganisationSpan.organisation_id == Organisation.id)
        .outerjoin(parent, parent.id == OrganisationSpan.parent_id)
        .outerjoin(line, line.id == OrganisationSpan.line_superior_id)
        .where(_on(OrganisationSpan, day))
        .order_by(OrganisationSpan.region, Organisation.id)
    )


def _body(organisation: Organisation, span: OrganisationSpan, parent: str | None, line: str | None) -> Body:
    return Body(
        id=organisation.id,
        code=organisation.code,
        name=span.name,
        parent=parent or "",
        region=span.region,
        level=span.level,
        sector=span.sector,
        kind=span.kind,
        functions=tuple(span.functions),
        line_superior=line or "",
        note=span.note,
        sample=organisation.sample,
    )


def bodies(
    on: date, *, region: str = "", words: str = "", parent: str = "", enterprises: bool = False, limit: int = 500
) -> list[Body]:
    """Organisations as of the day `on`, by region; public bodies only unless `enterprises` are asked for too."""
    asked = _bodies(on)
    if not enterprises:
        asked = asked.where(OrganisationSpan.kind.not_in(("enterprise", "laboratory")))
    if region:
        asked = asked.where(OrganisationSpan.region == region)
    if words:
        asked = asked.where(OrganisationSpan.name.contains(words, autoescape=True))
    if parent:
        above = select(Organisation.id).where(Organisation.code == parent).scalar_subquery()
        asked = asked.where(OrganisationSpan.parent_id == above)
    return [_body(*row) for row in db.session.execute(asked.limit(limit))]


def body(code: str, on: date) -> Body | None:
    """The organisation of this code as of the day `on`; None if it was not there that day."""
    row = db.session.execute(_bodies(on).where(Organisation.code == code)).one_or_none()
    return _body(*row) if row else None


def find_body(words: str, on: date) -> Body | None:
    """The one organisation that goes by this code, credit code or whole name on the day `on`."""
    rows = db.session.execute(_found(), {"words": words, "day": on}).all()
    return _body(*rows[0]) if len(rows) == 1 else None


@cache
def _found() -> Select[Any, Any, Any, Any]:
    """Asked of every complaint: put together once."""
    words = bindparam("words", type_=String())
    named = or_(Organisation.code == words, Organisation.credit_code == words, OrganisationSpan.name == words)
    return _bodies(bindparam("day", type_=Date())).where(named).limit(2)


def above(code: str, on: date) -> list[Body]:
    """What the organisation stands under as of the day `on`, nearest first."""
    chain: list[Body] = []
    found = body(code, on)
    while found and found.parent and all(found.parent != passed.code for passed in chain):
        found = body(found.parent, on)
        chain += [found] if found else []
    return chain


def successor(code: str, on: date) -> Body | None:
    """Who answers for the organisation on the day `on`: itself while it lasts, else who took over, and so on."""
    passed: set[str] = set()
    while (found := body(code, on)) is None and code not in passed:
        passed.add(code)
        before, after = aliased(Organisation), aliased(Organisation)
        next_code = db.session.scalar(
            select(after.code)
            .join(Succession, Succession.successor_id == after.id)
            .join(before, before.id == Succession.predecessor_id)
            .where(before.code == code, Succession.from_on <= on)
            .limit(1)
        )
        if next_code is None:
            return None
        code = next_code
    return found


def names(ids: Iterable[int], on: date) -> dict[int, str]:
    """Names as of the day `on`, for showing; an organisation that was not there that day has none."""
    asked = select(OrganisationSpan.organisation_id, OrganisationSpan.name)
    asked = asked.where(OrganisationSpan.organisation_id.in_(set(ids)), _on(OrganisationSpan, on))
    return dict(db.session.execute(asked).all())
