"""The seal of a publication: the document it stands for, its digest, its signature. Written once, at publication."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from burden import search
from burden.models.drafts import EditionChange
from burden.models.editions import COLUMNS, Edition, Entry
from burden.models.rulebooks import RuleRelease
from burden.models.states import State
from burden.services import cataloguing
from burden.services.cataloguing import edition_document
from core import signing
from core.db import db
from core.events import digest


def entry_document(entry: Entry) -> dict[str, Any]:
    """A row by the columns of `entry`."""
    return {"row": entry.row} | {name: getattr(entry, name) for name in COLUMNS.values()}


def full_edition(edition: Edition) -> dict[str, Any]:
    """Everything an edition says, rows included: what is signed."""
    corrects = db.session.get(Edition, edition.corrects_id) if edition.corrects_id else None
    return {
        **edition_document(edition),
        "kind": "edition",
        "corrects": corrects.key if corrects else None,
        "reason": edition.reason,
        "entries": [entry_document(entry) for entry in edition.entries],
        "changes": _changes(edition),
    }


def _changes(edition: Edition) -> list[dict[str, Any]]:
    """Rows it changes or ends in the edition before, each with its reason and the document it rests on."""
    columns = ("base_row", "kind", "item_name", "item_key", "cells", "reason", "document_number")
    kept = select(EditionChange).where(EditionChange.edition_id == edition.id).order_by(EditionChange.base_row)
    return [{name: getattr(change, name) for name in columns} for change in db.session.scalars(kept)]


def full_release(release: RuleRelease) -> dict[str, Any]:
    """Everything a release of rules says, by the digests of its documents."""
    documents = sorted((document.kind, document.key, document.digest) for document in release.documents)
    return {
        "kind": "rule_release",
        "title": release.title,
        "reason": release.reason,
        "documents": [{"kind": kind, "key": key, "digest": found} for kind, key, found in documents],
    }


def seal(
    publication: Edition | RuleRelease, *, approved_by: int, at: datetime, one_of_many: bool = False
) -> Mapping[str, Any]:
    """Publish a submitted edition or release: state, digest, signature. What it says is returned.

    Its items can be found from now on. Who may do so, and that it is another person, is asked by the caller; the
    database refuses what is no draft's path.

    :param one_of_many: leave search to the caller, who refreshes it once for all.
    """
    document = full_edition(publication) if isinstance(publication, Edition) else full_release(publication)
    publication.digest = digest(document)
    named = {"key": document["id"]} if isinstance(publication, Edition) else {"title": publication.title}
    publication.signature = signing.sign({**named, "digest": publication.digest}, purpose=document["kind"])
    publication.approved_by, publication.published_at = approved_by, at
    publication.state = State.published
    db.session.flush()
    if not one_of_many:
        search.refresh(cataloguing.current())
    return document
