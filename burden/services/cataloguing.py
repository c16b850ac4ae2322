"""The catalogue of the platform: from the published rows to the compiled one in memory, per process and version."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from burden.models.editions import COLUMNS, Edition, Entry
from burden.models.reference import CatalogueVersion
from burden.models.rulebooks import DocumentKind, RuleDocument, RuleRelease
from burden.models.states import State
from burden.rules.catalogue import Catalogue, compile_catalogue
from burden.rules.sources import Sources
from burden.services.unpacking import rows
from core.db import db
from core.people.models.organisations import Organisation, OrganisationSpan, Succession
from core.people.services.organising import ALWAYS
from core.regions import TABLE as REGIONS

KEPT = 4
"""Compiled catalogues kept in a process: the current one, and those of requests still running."""

COMPLETE = {"yes": True, "no": False, "unknown": "unknown"}
"""Column `edition.complete` → the value that editions.yaml gives."""

_COUNT = select(func.count()).select_from(CatalogueVersion).scalar_subquery()
_LATEST = select(CatalogueVersion.mark, _COUNT).order_by(CatalogueVersion.id.desc()).limit(1)
_LATEST_PLAIN = "SELECT mark, (SELECT count(*) FROM catalogue_version) FROM catalogue_version ORDER BY id DESC LIMIT 1"
"""The same for the bare driver."""

_compiled: OrderedDict[str, Catalogue] = OrderedDict()
_turn = Lock()


def version() -> str:
    """The name of what is published now; another one after every publication. One query over an index.

    ``"0"`` while nothing is published.
    """
    begun = db.session.registry.has() and db.session().in_transaction()
    found = db.session.execute(_LATEST).first() if begun else _outside()
    return f"{found[1]}-{found[0]}" if found else "0"


def _outside() -> tuple[str, int] | None:
    """The latest version by the bare driver, where no transaction has begun.

    Every check and every page that answers 304 asks this and often nothing else; a session would cost them ten times
    the question.
    """
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(_LATEST_PLAIN)
        found: tuple[str, int] | None = cursor.fetchone()
        cursor.close()
        return found
    finally:
        connection.close()


def current() -> Catalogue:
    """The compiled catalogue of everything published, made once per process and version; safe between threads."""
    named = version()
    with _turn:
        while named not in _compiled:
            read = sources()
            if (after := version()) == named:
                _compiled[named] = compile_catalogue(read)
            named = after
        _compiled.move_to_end(named)
        while len(_compiled) > KEPT:
            _compiled.popitem(last=False)
        return _compiled[named]


def sources() -> Sources:
    """Everything published, as the files would give it."""
    return _sources(documents_published())


def sources_with(release_id: int) -> Sources:
    """The same, as if the release `release_id` were published after all others: what a preview compiles."""
    documents = documents_published()
    documents.update(_documents(select(RuleDocument).where(RuleDocument.release_id == release_id)))
    return _sources(documents)


def document_published(kind: DocumentKind, key: str) -> Any | None:
    """The body of one document in force for the platform; None if there is none."""
    return documents_published().get((kind, key))


def _documents(query: Any) -> dict[tuple[str, str], Any]:
    return {(row.kind, row.key): row.body for row in db.session.scalars(query)}


def documents_published() -> dict[tuple[str, str], Any]:
    """The last published document of each kind and key; items in the order in which they first came."""
    published = (CatalogueVersion.kind == RuleRelease.__tablename__) & (
        CatalogueVersion.published_id == RuleDocument.release_id
    )
    query = select(RuleDocument).join(CatalogueVersion, published).order_by(CatalogueVersion.id, RuleDocument.id)
    return _documents(query)


def _sources(documents: Mapping[tuple[str, str], Any]) -> Sources:
    def single(kind: DocumentKind) -> Any:
        return documents.get((kind, kind)) or {}

    return Sources(
        items=[body for (kind, _), body in documents.items() if kind == DocumentKind.item],
        families=single(DocumentKind.families) or [],
        words_for_listed=single(DocumentKind.words_for_listed),
        conventions=single(DocumentKind.conventions),
        editions=editions_published(),
        entries=_entries_published(),
        events=single(DocumentKind.events) or [],
        nature_words=single(DocumentKind.nature_words),
        not_a_fee=single(DocumentKind.not_a_fee),
        closed_classes=single(DocumentKind.closed_classes),
        market_priced=single(DocumentKind.market_priced),
        bodies=_body_rows(),
        regions=rows(REGIONS),
    )


_EDITION_WORDS = (
    "title", "issuer", "region", "list_type", "as_of", "series", "coverage", "diff_with", "source", "note", "scope",
    "in_force_from", "in_force_to", "published_on", "precision", "scope_note",
)  # fmt: skip


def edition_document(edition: Edition) -> dict[str, Any]:
    """An edition in the form of a row of editions.yaml; its entries apart."""
    row = {name: getattr(edition, name) for name in _EDITION_WORDS}
    corrected = db.session.get(Edition, edition.corrects_id) if edition.corrects_id else None
    corrects = {"corrects": corrected.key} if corrected is not None else {}
    return {"id": edition.key, **row, "complete": COMPLETE[edition.complete], **corrects}


def editions_published() -> list[dict[str, Any]]:
    """All published editions, in the order of their entry."""
    published = select(Edition).where(Edition.state == State.published).order_by(Edition.id)
    return [edition_document(edition) for edition in db.session.scalars(published)]


_ENTRY_COLUMNS = tuple(getattr(Entry, name) for name in COLUMNS.values())


def _entries_published() -> list[dict[str, Any]]:
    query = (
        select(Edition.key, Entry.row, *_ENTRY_COLUMNS)
        .join(Edition, Entry.edition_id == Edition.id)
        .where(Edition.state == State.published)
        .order_by(Edition.id, Entry.row)
    )
    return [_entry_document(tuple(row)) for row in db.session.execute(query)]


def _entry_document(row: Sequence[Any]) -> dict[str, Any]:
    named: dict[str, Any] = dict(zip(COLUMNS, row[2:], strict=True))
    named["核实"] = "是" if named["核实"] else "否"
    named["item_key"] = named["item_key"] or ""
    return {"edition": row[0], "row": row[1], **named}


_MARKET = ("enterprise", "laboratory")


def _body_rows() -> list[dict[str, Any]]:
    """Every public body by its latest span, in the columns of the table of organisations."""
    span, parent, successor = OrganisationSpan, aliased(Organisation), aliased(Organisation)
    latest = (
        select(span.organisation_id, func.max(span.from_on).label("from_on")).group_by(span.organisation_id).subquery()
    )
    query = (
        select(Organisation.code, span, parent.code, successor.code)
        .join(span, span.organisation_id == Organisation.id)
        .join(latest, (latest.c.organisation_id == span.organisation_id) & (latest.c.from_on == span.from_on))
        .outerjoin(parent, parent.id == span.parent_id)
        .outerjoin(Succession, Succession.predecessor_id == Organisation.id)
        .outerjoin(successor, successor.id == Succession.successor_id)
        .where(span.kind.not_in(_MARKET))
        .order_by(Organisation.id)
    )
    return [_body_row(*found) for found in db.session.execute(query)]


def _body_row(code: str, span: OrganisationSpan, parent: str | None, successor: str | None) -> dict[str, Any]:
    return {
        "code": code,
        "name": span.name,
        "parent": parent or "",
        "region": span.region,
        "level": span.level,
        "sector": span.sector,
        "kind": span.kind,
        "from": "" if span.from_on == ALWAYS else span.from_on,
        "to": span.to_on,
        "successor": successor or "",
    }
