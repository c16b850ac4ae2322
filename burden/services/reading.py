"""Reading the published catalogue: lists, items, histories, editions, comparisons; on any day, by anybody.

Everything of the day is worked out on the compiled catalogue in memory; only a search asks the database more than
which catalogue is current.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from burden import search
from burden.models.editions import Edition
from burden.models.states import State
from burden.rules.catalogue import Catalogue
from burden.services import cataloguing, comparing, initialising, itemising, listing, reasoning
from burden.services.edition_shapes import Coverage, EditionComparison, EditionLine, EditionView
from burden.services.loading_notes import LoadingNotes, Note
from burden.services.shapes import Change, DayComparison, ItemPage, ItemView
from burden.services.standing import edition_ref, place
from core import clock
from core.db import db
from core.errors import NotFound
from core.values.text import Text

NO_ITEM = Text("目录里没有这个项目", "There is no such item in the catalogue")
NO_EDITION = Text("没有这一版清单", "There is no such edition")


def list_items(
    q: str | None = None,
    on: date | None = None,
    region: str | None = None,
    body: str | None = None,
    nature: str | None = None,
    sector: str | None = None,
    after: str | None = None,
    limit: int = 50,
    standing: str | None = None,
) -> ItemPage:
    """A page of items as of the day `on` (today by default), searched and filtered, with counts by facet.

    :param q: any part of a name, an alias, a body, pinyin or initials; blanks mean AND, ``-`` excludes.
    :param region: GB/T 2260; what holds there: its own and what comes from above.
    :param body: name or code of whoever charges.
    :param after: `next` of the page before.
    :raises Invalid: for a search that is too long or a cursor that is none.
    """
    catalogue = cataloguing.current()
    filters = {"region": region, "body": body, "nature": nature, "sector": sector, "standing": standing}
    found = search.ranked(q, catalogue) if q and q.strip() else None
    return listing.page(catalogue, on or clock.today(), filters, found, after, limit)


def item(key: str, on: date | None = None) -> ItemView:
    """Everything on record of one item, as of the day `on` (today by default).

    :raises NotFound: if there is no such item.
    """
    catalogue = cataloguing.current()
    return itemising.view(catalogue, _known(catalogue, key), on or clock.today())


def _known(catalogue: Catalogue, key: str) -> str:
    found = catalogue.item(key)
    if found is None:
        raise NotFound(NO_ITEM)
    return found.key


def history(key: str) -> list[Change]:
    """What changed for an item, the newest first; what still lies ahead is marked.

    :raises NotFound: if there is no such item.
    """
    catalogue = cataloguing.current()
    return _marked(reasoning.history(catalogue, _known(catalogue, key)))


def _marked(changes: tuple[Change, ...]) -> list[Change]:
    today = clock.today()
    return [replace(one, prospective=True) if one.on and one.on > today else one for one in changes]


def changes(limit: int = 20, on: date | None = None) -> list[Change]:
    """The latest changes of the whole catalogue up to the day `on` (today by default), the newest first."""
    day = on or clock.today()
    return [one for one in reasoning.everything(cataloguing.current()) if one.on and one.on <= day][:limit]


def coming(limit: int = 20) -> list[Change]:
    """Changes that are on record and still lie ahead, the nearest first."""
    return [one for one in reversed(_marked(reasoning.everything(cataloguing.current()))) if one.prospective][:limit]


def list_editions(on: date | None = None, region: str | None = None, nature: str | None = None) -> list[EditionLine]:
    """All published editions, the latest first; filtered by what holds in `region` and by nature."""
    catalogue, day = cataloguing.current(), on or clock.today()
    found = [_edition_line(catalogue, key, day) for key in catalogue.editions]
    return sorted(
        (line for line in found if _asked(catalogue, line, region, nature)),
        key=lambda line: (line.ref.start or date.min, line.ref.key),
        reverse=True,
    )


def _asked(catalogue: Catalogue, line: EditionLine, region: str | None, nature: str | None) -> bool:
    return (not region or catalogue.regions.covers(line.ref.place.code, region)) and (
        not nature or nature in line.natures
    )


def _edition_line(catalogue: Catalogue, key: str, on: date) -> EditionLine:
    edition = catalogue.editions[key]
    rows = [entry for entry in catalogue.entries if entry.edition == key]
    start = edition.period.start
    return EditionLine(
        ref=edition_ref(catalogue, key),
        list_type=edition.list_type,
        natures=tuple(sorted(edition.scope.natures)) if edition.scope else (),
        series=edition.series,
        coverage=edition.coverage,
        completeness=edition.completeness,
        end=edition.period.end,
        published_on=edition.published_on,
        precision=edition.precision,
        rows=len(rows),
        confirmed_rows=sum(entry.confirmed for entry in rows),
        in_force=edition.in_force(on),
        prospective=start is not None and start > on,
    )


def must_be_published(key: str) -> None:
    """Ask the catalogue in memory, so that nobody is told of an absent edition that it is as it was.

    :raises NotFound: if no such edition is published.
    """
    if key not in cataloguing.current().editions:
        raise NotFound(NO_EDITION)


def must_be_listed(key: str) -> None:
    """The same of an item.

    :raises NotFound: if there is no such item.
    """
    _known(cataloguing.current(), key)


def edition(key: str, on: date | None = None) -> EditionView:
    """One edition with all its rows and its seal.

    :raises NotFound: if no such edition is published.
    """
    catalogue, day = cataloguing.current(), on or clock.today()
    corrected, correcting = aliased(Edition), aliased(Edition)
    asked = (
        select(Edition, corrected.key, correcting.key)
        .outerjoin(corrected, corrected.id == Edition.corrects_id)
        .outerjoin(correcting, (correcting.corrects_id == Edition.id) & (correcting.state == State.published))
        .where(Edition.key == key, Edition.state == State.published)
        .limit(1)
    )
    found = db.session.execute(asked).first()
    if found is None or key not in catalogue.editions:
        raise NotFound(NO_EDITION)
    row, corrects, corrected_by = found
    compared = catalogue.editions[key].diff_with
    return EditionView(
        line=_edition_line(catalogue, key, day),
        source=row.source,
        note=row.note,
        scope=row.scope,
        scope_note=row.scope_note,
        diff_with=edition_ref(catalogue, compared) if compared and compared in catalogue.editions else None,
        entries=tuple(itemising.official(catalogue, one, day) for one in catalogue.entries if one.edition == key),
        digest=row.digest or "",
        signature=row.signature or {},
        published_at=row.published_at or row.drafted_at,
        reason=row.reason,
        corrects=edition_ref(catalogue, corrects) if corrects else None,
        corrected_by=edition_ref(catalogue, corrected_by) if corrected_by else None,
    )


def compare_days(region: str, first: date, second: date) -> DayComparison:
    """What was added, changed and ended in `region` between two days, cell by cell."""
    return comparing.days(cataloguing.current(), region, first, second)


def compare_editions(first: str, second: str) -> EditionComparison:
    """The rows of two editions beside each other, the earlier edition first.

    :raises NotFound: if either is not published.
    """
    catalogue, today = cataloguing.current(), clock.today()
    if first not in catalogue.editions or second not in catalogue.editions:
        raise NotFound(NO_EDITION)
    one, other = (_edition_line(catalogue, key, today) for key in (first, second))
    if one.ref.start and other.ref.start and one.ref.start > other.ref.start:
        one, other = other, one
    return comparing.editions(catalogue, one, other, today)


def coverage() -> Coverage:
    """How much is on record, and of where."""
    catalogue = cataloguing.current()
    codes = sorted({edition.region for edition in catalogue.editions.values()} - {"000000"})
    places = tuple(place(catalogue, code) for code in codes)
    return Coverage(
        rows=len(catalogue.entries),
        confirmed_rows=sum(entry.confirmed for entry in catalogue.entries),
        items=len(catalogue.items),
        structured=sum(one.structured for one in catalogue.items.values()),
        events=len(catalogue.event_rows),
        editions=len(catalogue.editions),
        places=places,
        cities=tuple(one for one in places if not one.code.endswith("0000")),
    )


def init_report() -> LoadingNotes | None:
    """What ``flask init`` left as words only or could not take: list, row, column, reason; None before it ran."""
    return initialising.last_notes()


def notes_of(edition_key: str) -> dict[int, list[Note]]:
    """What ``flask init`` left as words only, or could not take, of one list: row → notes; 0 for the whole list."""
    report = init_report()
    found: dict[int, list[Note]] = {}
    for note in report.notes if report else ():
        if note.edition == edition_key:
            found.setdefault(note.row or 0, []).append(note)
    return found
