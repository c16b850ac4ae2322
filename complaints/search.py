"""What of this house can be found by searching: matters, by everything that was told, said and decided about them.

The texts of a matter are put under search in the transaction that changes them. Nothing here says who complains.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from complaints.models.answers import Decision, Message
from complaints.models.cases import Complaint, Matter
from complaints.services import wording
from core.db import db, transaction
from core.search import keeping
from core.search.analysis import MAX_TEXT, fold
from core.search.documents import SearchDocument
from core.search.query import MAX_TYPED, Query

KIND = "matter"
LONG = "matter-part"
"""Parts of a matter whose texts together are longer than one document may be."""
CHARGE_WORDS = ("called_as", "charged_by")
"""What of a charge, as it was told, a matter is found by."""
BATCH = 500
_NUMBER = 20
"""A part's key is the matter's number, filled up with blanks to so many characters, and the part's place."""
_STEP = MAX_TEXT - MAX_TYPED
"""Parts overlap by the longest run that can be typed, so that none is lost where they meet."""

_SOME_LONG = select(exists(select(SearchDocument.id).where(SearchDocument.kind == LONG)))
"""Built once: to build such a statement takes longer than to run it."""


def put_new(matter: Matter, reference: str) -> None:
    """Let a matter that was just filed be found, in the caller's transaction."""
    _keep({matter.number: _own(matter, reference)}, keeping.put_new)


def put(matter: Matter) -> None:
    """Let the matter be found by its texts as they are now, in the caller's transaction."""
    put_all([matter.id])


def put_all(matter_ids: Sequence[int]) -> int:
    """The same of many; how many documents changed."""
    db.session.flush()
    return _keep(_texts(matter_ids), keeping.put_all)


def _keep(lines: Mapping[str, list[str]], put: Callable[[str, Mapping[str, str]], int]) -> int:
    texts = {number: "\n".join(words) for number, words in lines.items()}
    long = {number for number, text in texts.items() if len(text) > MAX_TEXT // 4 and len(fold(text)) > MAX_TEXT}
    changed = put(KIND, {number: text for number, text in texts.items() if number not in long})
    for number in sorted(long):
        changed += put(LONG, _parts(number, fold(texts[number])))
        keeping.remove(KIND, number)
    return changed


def _parts(number: str, folded: str) -> dict[str, str]:
    starts = range(0, len(folded) - MAX_TYPED, _STEP)
    return {f"{number:<{_NUMBER}}{place}": folded[at : at + MAX_TEXT] for place, at in enumerate(starts)}


def _texts(matter_ids: Sequence[int]) -> dict[str, list[str]]:
    """Everything each matter may be looked for by, by its number."""
    asked = select(Matter, Complaint.reference).join(Complaint, Complaint.id == Matter.complaint_id)
    rows = db.session.execute(asked.where(Matter.id.in_(matter_ids))).all()
    said, decided = _of(Message, matter_ids, _message), _of(Decision, matter_ids, _decision, Decision.state == "served")
    return {row.number: [*_own(row, reference), *said[row.id], *decided[row.id]] for row, reference in rows}


def _own(row: Matter, reference: str) -> list[str]:
    kind, charge = wording.kind_name(row.kind), row.charge or {}
    told = [*_words(row.facts["answers"]), *_words({name: charge.get(name) for name in CHARGE_WORDS})]
    return [row.number, reference, kind.zh, kind.en, row.body_name, row.story, *told]


def _words(answers: Any) -> Iterator[str]:
    """Every text within a document of facts."""
    if isinstance(answers, str):
        yield answers
    elif isinstance(answers, Mapping):
        for each in answers.values():
            yield from _words(each)
    elif isinstance(answers, list):
        for each in answers:
            yield from _words(each)


def _message(row: Message) -> list[str]:
    return [row.words]


def _decision(row: Decision) -> list[str]:
    return [row.number or "", row.findings, row.no_refund_reason]


def _of(
    model: Any, matter_ids: Sequence[int], words: Callable[[Any], list[str]], *criteria: ColumnElement[bool]
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    asked = select(model).where(model.matter_id.in_(matter_ids), *criteria).order_by(model.id)
    for row in db.session.scalars(asked):
        found[row.matter_id] += words(row)
    return found


def matching(query: Query) -> ColumnElement[bool]:
    """What must be true of a `Matter` for its texts to match `query`, which is not empty."""
    found: ColumnElement[bool]
    if query.include:
        found = Matter.number.in_(_keys(KIND, query))
    else:
        found = not_(or_(*(Matter.number.in_(_keys(KIND, Query((run,)))) for run in query.exclude)))
    if not db.session.connection().scalar(_SOME_LONG):
        return found
    long = Matter.number.in_(_numbers(select(SearchDocument.key).where(SearchDocument.kind == LONG)))
    return or_(and_(not_(long), found), and_(long, *_in_parts(query)))


def _in_parts(query: Query) -> list[ColumnElement[bool]]:
    """Of a matter in parts: each run stands in one of them, an excluded one in none."""
    runs: list[ColumnElement[bool]] = [Matter.number.in_(_numbers(_keys(LONG, Query((run,))))) for run in query.include]
    return runs + [Matter.number.not_in(_numbers(_keys(LONG, Query((run,))))) for run in query.exclude]


def _keys(kind: str, query: Query) -> Select[str]:
    """As `keeping.keys`; but an index on the kind, which nearly every document has, is no way to a few of them."""
    return select(SearchDocument.key).where(keeping.matches(query), SearchDocument.kind + "" == kind)


def _numbers(keys: Select[str]) -> Select[str]:
    """The numbers of the matters whose parts have these keys."""
    parts = keys.subquery()
    return select(func.rtrim(func.substr(parts.c.key, 1, _NUMBER)))


def index_all(progress: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Put every matter on record under search, in short transactions of its own; how many documents changed."""
    every, last, done, changed = db.session.scalar(select(func.count()).select_from(Matter)) or 0, 0, 0, 0
    while batch := _next(last):
        with transaction():
            changed += put_all(batch)
        last, done = batch[-1], done + len(batch)
        progress(done, every)
    return changed


def _next(last: int) -> list[int]:
    return list(db.session.scalars(select(Matter.id).where(Matter.id > last).order_by(Matter.id).limit(BATCH)))
