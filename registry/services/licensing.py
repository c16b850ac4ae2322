"""Laboratories and what they are licensed for, as of a day."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert, or_, select, update

from core import clock
from core.db import db
from core.people.models.organisations import Organisation, OrganisationSpan
from core.people.services import organising
from registry.models.laboratories import Accreditation
from registry.rules.days import Period
from registry.rules.laboratories import read_laboratories, read_scopes
from registry.rules.record import Accreditation as Scope

KIND = "laboratory"


def as_scope(row: Accreditation) -> Scope:
    """The entry as the rules see it."""
    return Scope(
        laboratory=str(row.laboratory_id),
        kind=row.kind,
        parameter=row.parameter,
        standard=row.standard or None,
        period=Period(row.from_on, row.to_on),
        suspended=suspensions(row.suspensions),
    )


def suspensions(kept: Iterable[Mapping[str, Any]]) -> tuple[Period, ...]:
    """Suspensions as the rules see them."""
    return tuple(
        Period(date.fromisoformat(one["from"]), date.fromisoformat(one["to"]) if one.get("to") else None)
        for one in kept
    )


def add_laboratories(rows: Iterable[Mapping[str, str]], *, sample: bool = False) -> dict[str, int]:
    """Put laboratories on record (columns of ``laboratories-sample.csv``); their ids by the table's own.

    One that is there under its credit code is left as it is. In the caller's transaction.

    :raises registry.rules.reading.Unreadable: naming every row that cannot be taken.
    """
    table = list(rows)
    read_laboratories(table)
    found: dict[str, int] = {}
    for row in table:
        number = organising.add_enterprise(row["uscc"], row["name"], row["region"], sample=sample)
        found[row["id"]] = number
    db.session.execute(
        update(OrganisationSpan).where(OrganisationSpan.organisation_id.in_(found.values())).values(kind=KIND)
    )
    return found


def add_scopes(rows: Iterable[Mapping[str, str]], laboratories: Mapping[str, int]) -> int:
    """Add entries of scopes (columns of ``accreditations-sample.csv``) that are not there yet; how many.

    One suspension a row: rows of the same entry are merged.

    :raises registry.rules.reading.Unreadable: naming every row that cannot be taken.
    """
    table = list(rows)
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row, scope in zip(table, read_scopes(table, laboratories), strict=True):
        key = (laboratories[scope.laboratory], scope.kind, scope.parameter, scope.standard or "", scope.period.start)
        entry = merged.setdefault(key, _entry(key, row, scope))
        entry["suspensions"] += [_suspension(one, row.get("note") or "") for one in scope.suspended]
    columns = (
        Accreditation.laboratory_id, Accreditation.kind, Accreditation.parameter, Accreditation.standard,
        Accreditation.from_on,
    )  # fmt: skip
    there = select(*columns).where(Accreditation.laboratory_id.in_(set(laboratories.values())))
    known = {tuple(row) for row in db.session.execute(there)}
    new = [entry for key, entry in merged.items() if key not in known]
    if new:
        db.session.execute(insert(Accreditation), new)
    return len(new)


def _entry(key: tuple[Any, ...], row: Mapping[str, str], scope: Scope) -> dict[str, Any]:
    laboratory, kind, parameter, standard, start = key
    return {
        "laboratory_id": laboratory, "kind": kind, "certificate": row.get("certificate") or "",
        "parameter": parameter, "standard": standard, "from_on": start, "to_on": scope.period.end,
        "suspensions": [], "note": row.get("note") or "",
    }  # fmt: skip


def _suspension(period: Period, source: str) -> dict[str, Any]:
    return {
        "from": period.start.isoformat(), "to": period.end.isoformat() if period.end else None, "source": source,
    }  # fmt: skip


def laboratories() -> dict[int, str]:
    """Every laboratory on record today, by name; a public institution that holds a licence is one, too."""
    asked = select(OrganisationSpan.organisation_id, OrganisationSpan.name).where(
        or_(OrganisationSpan.kind == KIND, OrganisationSpan.organisation_id.in_(select(Accreditation.laboratory_id))),
        OrganisationSpan.from_on <= clock.today(),
        or_(OrganisationSpan.to_on.is_(None), OrganisationSpan.to_on >= clock.today()),
    )
    return dict(db.session.execute(asked.order_by(OrganisationSpan.region, OrganisationSpan.name)).all())


def licensed(parameters: Collection[str], on: date) -> dict[tuple[str, str], set[int]]:
    """(parameter, kind of licence) → the laboratories that may test it on that day."""
    found: dict[tuple[str, str], set[int]] = {}
    asked = select(Accreditation).where(Accreditation.parameter.in_(set(parameters)), Accreditation.from_on <= on)
    for row in db.session.scalars(asked):
        held = Period(row.from_on, row.to_on).holds(on)
        if held and not any(one.holds(on) for one in suspensions(row.suspensions)):
            found.setdefault((row.parameter, row.kind), set()).add(row.laboratory_id)
    return found


def by_codes(codes: Collection[str]) -> dict[str, int]:
    """Organisations by their code or credit code."""
    wanted = sorted({code for code in codes if code})
    asked = select(Organisation.code, Organisation.credit_code, Organisation.id)
    asked = asked.where(or_(Organisation.code.in_(wanted), Organisation.credit_code.in_(wanted)))
    found: dict[str, int] = {}
    for code, credit_code, number in db.session.execute(asked):
        found[code] = number
        if credit_code:
            found[credit_code] = number
    return found


def codes(ids: Iterable[int]) -> dict[int, str]:
    """The codes of those organisations: what `by_codes` finds them by."""
    asked = select(Organisation.id, Organisation.code).where(Organisation.id.in_({one for one in ids if one}))
    return dict(db.session.execute(asked).all())
