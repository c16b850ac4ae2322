"""``flask init``: the tables, and everything real that the project carries, published; safe to run again and again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import insert, select

from burden import search
from burden.models.editions import COLUMNS, Edition, Entry
from burden.models.reference import Industry, LoadingReport, SizeClass
from burden.models.rulebooks import RuleDocument, RuleRelease
from burden.models.states import PLATFORM, State
from burden.services import cataloguing, sealing
from burden.services.loading_notes import LoadingNotes, notes_on, read_notes
from burden.services.unpacking import DATA, Shipped, rows, shipped
from core import clock, events, schema
from core.db import db, transaction
from core.people.services import organising
from core.policy import SYSTEM

Progress = Callable[[int, int], None]
"""Told (steps done, steps in all) as loading goes on."""

FIRST_RELEASE = "随平台带来的结构化标准"
REASON = "flask init"
_COMPLETE = {True: "yes", False: "no"}


@dataclass(frozen=True)
class Loaded:
    """What one run of `initialise` added; all zero when there was nothing to do."""

    added: Mapping[str, int]
    notes: LoadingNotes

    @property
    def changed(self) -> bool:
        return any(self.added.values())


def initialise(progress: Progress = lambda _done, _all: None) -> Loaded:
    """Bring the tables up to date and publish what the project carries and the database does not have yet.

    Opens its own transaction: it is a front door's whole job. Several processes may call it at once: one does the
    work, the others wait and find it done. What people have published since is never touched. Another house puts what
    loads its own into ``app.extensions["loaders"]``: called within the transaction, they tell how many of what.
    """
    with schema.alone():
        schema.bring_up()
        with transaction():
            return _load(progress)


def _load(progress: Progress) -> Loaded:
    files = shipped()
    known = set(db.session.scalars(select(Edition.key)))
    missing = [row for row in files.editions if row["id"] not in known]
    steps = len(missing) + 3
    added = {"organisations": organising.load_organisations(), **_load_tables()}
    for load in current_app.extensions.get("loaders", ()):
        added |= load()
    progress(1, steps)
    for done, row in enumerate(missing, start=2):
        _publish_edition(row, files.entries[row["id"]])
        progress(done, steps)
    added["editions"] = len(missing)
    added["entries"] = sum(len(files.entries[row["id"]]) for row in missing)
    added["documents"] = _publish_rules(files)
    progress(steps - 1, steps)
    search.refresh(cataloguing.current())
    notes = _notes(files) if any(added.values()) else last_notes()
    progress(steps, steps)
    return Loaded(added, notes or _notes(files))


def _load_tables() -> dict[str, int]:
    """Industries and sizes of enterprises: what is not there yet is added."""
    industries = [{**row, "parent": row["parent"] or None} for row in rows(DATA / "industries-gbt4754.csv")]
    sizes = [_size_class(row) for row in rows(DATA / "enterprise-size-2017.csv")]
    return {
        "industries": _add(Industry, industries, Industry.code, lambda row: row["code"]),
        "size_classes": _add(
            SizeClass, sizes, SizeClass.industry + SizeClass.indicator, lambda row: row["industry"] + row["indicator"]
        ),
    }


def _size_class(row: Mapping[str, str]) -> dict[str, Any]:
    thresholds = ("large_min", "medium_min", "small_min", "micro_below")
    return {**row, **{name: int(row[name]) for name in thresholds}}


def _add(model: Any, given: Iterable[Mapping[str, Any]], key: Any, key_of: Callable[[Any], str]) -> int:
    known = set(db.session.scalars(select(key)))
    missing = [dict(row) for row in given if key_of(row) not in known]
    if missing:
        db.session.execute(insert(model), missing)
    return len(missing)


def _publish_edition(row: Mapping[str, Any], entries: Iterable[Mapping[str, str]]) -> None:
    words = (
        "title", "issuer", "region", "list_type", "as_of", "series", "coverage", "scope", "in_force_from",
        "in_force_to", "published_on", "precision",
    )  # fmt: skip
    compared = row.get("diff_with")
    edition = Edition(
        **{name: row.get(name) for name in words},
        key=row["id"],
        diff_with=compared.removesuffix(".csv") if compared else None,
        complete=_COMPLETE.get(row["complete"], "unknown"),
        source=row.get("source") or "",
        note=row.get("note") or "",
        scope_note=row.get("scope_note") or "",
        reason=REASON,
        drafted_by=PLATFORM,
        drafted_at=clock.now(),
        entries=[Entry(**entry_columns(cells), row=number) for number, cells in enumerate(entries, start=1)],
    )
    _publish(edition, "edition", edition.key)


def entry_columns(cells: Mapping[str, str]) -> dict[str, Any]:
    """A row of a list in the form departments publish → the columns of `entry`."""
    named: dict[str, Any] = {column: (cells.get(heading) or "").strip() for heading, column in COLUMNS.items()}
    return {**named, "confirmed": named["confirmed"] == "是", "item_key": named["item_key"] or None}


def _publish_rules(files: Shipped) -> int:
    """The first release, if the platform has published none yet."""
    if db.session.scalar(select(RuleRelease.id).where(RuleRelease.drafted_by == PLATFORM).limit(1)) is not None:
        return 0
    release = RuleRelease(title=FIRST_RELEASE, reason=REASON, drafted_by=PLATFORM, drafted_at=clock.now())
    release.documents = [
        RuleDocument(kind=kind, key=key, body=body, digest=events.digest(body)) for kind, key, body in files.documents
    ]
    _publish(release, "rule_release", "1")
    return len(files.documents)


def _publish(publication: Edition | RuleRelease, kind: str, key: str) -> None:
    """Through the same steps as people take: draft, submitted, published; recorded as an event."""
    at = clock.now()
    db.session.add(publication)
    db.session.flush()
    publication.state, publication.submitted_at = State.submitted, at
    db.session.flush()
    sealing.seal(publication, approved_by=PLATFORM, at=at, one_of_many=True)
    events.record((kind, key), f"{kind}.published", {"digest": publication.digest}, SYSTEM)


def _notes(files: Shipped) -> LoadingNotes:
    """Write down what was not taken whole, and keep it for the page that shows it."""
    counts = {
        "editions": len(files.editions),
        "entries": sum(map(len, files.entries.values())),
        "items": sum(kind == "item" for kind, _, _ in files.documents),
        "events": next(len(body) for kind, _, body in files.documents if kind == "events"),
    }
    notes = LoadingNotes(counts, notes_on(cataloguing.current()))
    db.session.add(LoadingReport(made_at=clock.now(), body=notes.as_dict()))
    return notes


def last_notes() -> LoadingNotes | None:
    """The notes of the last loading; None before the first."""
    from_last = select(LoadingReport.body).order_by(LoadingReport.id.desc()).limit(1)
    body = db.session.scalar(from_last)
    return None if body is None else read_notes(body)
