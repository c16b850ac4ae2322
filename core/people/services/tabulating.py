"""The tree of bodies as a table with the columns of ``organisations.csv``, all days in it, for rules that read that."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from core.db import db
from core.people.models.organisations import Organisation, OrganisationSpan, Succession
from core.people.services.organising import ALWAYS

_PRIVATE = ("enterprise", "laboratory")


def rows(codes: Collection[str] = ()) -> list[dict[str, Any]]:
    """Every span of every public body, and of the enterprises and laboratories named by `codes`; two queries."""
    parent, line = aliased(Organisation), aliased(Organisation)
    asked = (
        select(Organisation.code, OrganisationSpan, parent.code, line.code)
        .join(OrganisationSpan, OrganisationSpan.organisation_id == Organisation.id)
        .outerjoin(parent, parent.id == OrganisationSpan.parent_id)
        .outerjoin(line, line.id == OrganisationSpan.line_superior_id)
        .where(or_(OrganisationSpan.kind.not_in(_PRIVATE), Organisation.code.in_(codes)))
        .order_by(Organisation.id, OrganisationSpan.from_on)
    )
    heirs = _heirs()
    return [
        _row(code, span, parent_code or "", line_code or "", heirs.get(code, []))
        for code, span, parent_code, line_code in db.session.execute(asked)
    ]


def _heirs() -> dict[str, list[str]]:
    before, after = aliased(Organisation), aliased(Organisation)
    asked = (
        select(before.code, after.code)
        .join(Succession, Succession.predecessor_id == before.id)
        .join(after, after.id == Succession.successor_id)
        .order_by(before.id, after.id)
    )
    found: dict[str, list[str]] = {}
    for code, heir in db.session.execute(asked):
        found.setdefault(code, []).append(heir)
    return found


def _row(code: str, span: OrganisationSpan, parent: str, line: str, heirs: list[str]) -> dict[str, Any]:
    return {
        "code": code,
        "name": span.name,
        "parent": parent,
        "region": span.region,
        "level": span.level,
        "roles": ";".join(span.functions),
        "sector": span.sector,
        "kind": span.kind,
        "line_superior": line,
        "note": span.note,
        "from": None if span.from_on == ALWAYS else span.from_on,
        "to": span.to_on,
        "successor": ";".join(heirs) if span.to_on else "",
    }
