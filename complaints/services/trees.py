"""The tree of bodies in the database, kept per process as long as nothing in it changes."""

from collections.abc import Collection
from functools import cache

from flask import current_app
from sqlalchemy import Select, bindparam, exists, func, select

from complaints.rules.matters import Matter
from complaints.rules.tree import Tree
from core.db import db
from core.people.models.organisations import Organisation, OrganisationSpan
from core.people.services import tabulating

_PRIVATE = ("enterprise", "laboratory")


def current(codes: Collection[str] = ()) -> Tree:
    """Public bodies of all days; and the enterprises and laboratories among `codes`."""
    named = {code for code in codes if code}
    *token, private = _asked(named)
    if private:
        return Tree.read(tabulating.rows(named))
    held = current_app.extensions.get("complaints_tree")
    if held is None or held[0] != token:
        held = current_app.extensions["complaints_tree"] = (token, Tree.read(tabulating.rows()))
    tree: Tree = held[1]
    return tree


def around(matter: Matter) -> Tree:
    """The tree with every body that the matter names."""
    return current((matter.body or "", *matter.authors, *matter.beneficiaries))


def _asked(named: Collection[str]) -> tuple[int, ...]:
    """Three numbers that differ after every change of the tree (spans are added and ended, never moved).

    The fourth: whether one of those `named` is an enterprise or a laboratory.
    """
    return tuple(int(number or 0) for number in db.session.execute(_question(), {"named": list(named)}).one())


@cache
def _question() -> Select[int, int, int, bool]:
    """Asked of every complaint: put together once."""
    private = exists().where(
        Organisation.id == OrganisationSpan.organisation_id,
        Organisation.code.in_(bindparam("named", expanding=True)),
        OrganisationSpan.kind.in_(_PRIVATE),
    )
    counts = func.count(), func.max(OrganisationSpan.id), func.count(OrganisationSpan.to_on)
    return select(*counts, private.correlate(None))


def ids(codes: Collection[str]) -> dict[str, int]:
    """The organisations' row numbers by code."""
    asked = select(Organisation.code, Organisation.id).where(Organisation.code.in_(set(codes)))
    return {code: number for code, number in db.session.execute(asked)}


def code_of(organisation_id: int) -> str:
    """The code of an organisation; empty for none."""
    asked = select(Organisation.code).where(Organisation.id == organisation_id)
    return db.session.scalar(asked) or "" if organisation_id else ""


def names(organisation_ids: Collection[int]) -> dict[int, str]:
    """What organisations are called now (of those that ended: what they were called last)."""
    asked = select(OrganisationSpan.organisation_id, OrganisationSpan.name).order_by(OrganisationSpan.from_on)
    asked = asked.where(OrganisationSpan.organisation_id.in_(set(organisation_ids)))
    return {number: name for number, name in db.session.execute(asked)}
