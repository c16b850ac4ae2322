"""Lists and standards written out: row by row for spreadsheets and programs, in a form that can be imported again."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy import select

from burden.models.editions import COLUMNS, Edition, Entry
from burden.models.rulebooks import DocumentKind
from burden.models.states import State
from burden.services import cataloguing
from burden.services.draft_rows import cells_of
from burden.services.yaml_places import write_yaml
from core.db import db
from core.errors import NotFound
from core.tables.writing import csv_chunks, write_xlsx
from core.values.text import Text

FORMATS = ("csv", "xlsx", "json")
HEADER = tuple(COLUMNS)
_AT_ONCE = 1000


def published(key: str) -> Edition:
    """A published edition.

    :raises NotFound: if there is none of that key.
    """
    asked = select(Edition).where(Edition.key == key, Edition.state == State.published)
    found = db.session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound(Text(f"没有“{key}”这一版清单", f"There is no published edition “{key}”"))
    return found


def rows(edition: Edition) -> Iterator[list[str]]:
    """Its rows in the columns of the form, a thousand read at a time."""
    columns = [getattr(Entry, name) for name in COLUMNS.values()]
    asked = select(*columns).where(Entry.edition_id == edition.id).order_by(Entry.row)
    for row in db.session.execute(asked.execution_options(yield_per=_AT_ONCE)):
        cells = cells_of(row)
        yield [cells[name] for name in COLUMNS.values()]


def write(edition: Edition, form: str, file: BinaryIO) -> None:
    """Write it as ``csv``, ``xlsx`` or ``json``, in flat memory."""
    if form == "xlsx":
        write_xlsx(file, HEADER, rows(edition))
        return
    for chunk in csv_chunks(HEADER, rows(edition)) if form == "csv" else _json_chunks(edition):
        file.write(chunk)


def _json_chunks(edition: Edition) -> Iterator[bytes]:
    about = json.dumps(cataloguing.edition_document(edition), ensure_ascii=False)
    yield f'{{"edition": {about},\n"entries": ['.encode()
    for number, row in enumerate(rows(edition)):
        entry = json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False)
        yield f"{',' if number else ''}\n{entry}".encode()
    yield b"\n]}\n"


def standards() -> str:
    """Everything structured that is in force, in the form of standards.yaml."""
    documents = cataloguing.documents_published()
    parts = {
        "schema": DocumentKind.conventions,
        "families": DocumentKind.families,
        "words_for_listed": DocumentKind.words_for_listed,
        "status_events": DocumentKind.events,
    }
    items = [body for (kind, _), body in documents.items() if kind == DocumentKind.item]
    whole = {name: documents[kind, kind] for name, kind in parts.items() if (kind, kind) in documents}
    return write_yaml({"schema": whole.pop("schema", {}), "items": items, **whole})
