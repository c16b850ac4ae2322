"""Searching all complaints, decisions and messages: what an auditor without a stake finds, counts and pages through.

The front door puts every look on record (`audit_looks`) before it answers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, tuple_

from complaints import search as words
from complaints.models.answers import Decision, Message
from complaints.models.cases import Complaint, Matter
from complaints.rules.lifecycle import ACTS
from complaints.rules.matters import Mode
from complaints.rules.states import State
from complaints.services import sight, trees, wording
from complaints.services.audit_counting import FacetValue, Month, count
from complaints.services.audit_criteria import Facet, Search, Sort, by_facet, by_number, general
from complaints.services.audit_extracts import Extract, extract
from complaints.services.sight import Sight
from core.db import db
from core.errors import Invalid
from core.policy import Actor
from core.search.query import Query, parse
from core.values.money import Money
from core.values.text import Text

MAX_PAGE = 200
CHARGE_WORDS = words.CHARGE_WORDS
index_all = words.index_all
"""Put every matter on record under search."""
_BAD_CURSOR = Text("翻页标记读不懂，请从第一页重新开始", "The cursor cannot be read; start from the first page again")
_STORY, _BODY = Text("投诉正文", "story"), Text("单位名称", "name of the body")
_KIND, _FACT = Text("事由", "kind"), Text("补充情况", "further facts")
_DECISION = Text("决定书 {number}", "decision {number}")


@dataclass(frozen=True, slots=True)
class Found:
    """A matter as it is listed."""

    number: str
    reference: str
    """Of the complaint it belongs to."""
    mode: Mode
    kind_id: str
    kind: Text
    body_name: str
    region: str
    amount: Money
    violation: str
    state: State
    outcome: str
    filed_at: datetime
    handler: str
    """Name of the body that has it; empty: the human desk."""
    extract: Extract | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what a search found, and counts over all of it."""

    rows: tuple[Found, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetValue, ...]]
    histogram: tuple[Month, ...]
    next: str
    """The cursor of the next page; empty if there is none."""


def search(query: Search, actor: Actor, *, after: str = "", limit: int = 20, counts: bool = True) -> Page:
    """A page of the matters that match, of those that `actor` may see as an auditor, and counts over all of them.

    :param after: `next` of the page before.
    :param counts: without, facets and histogram are empty.
    :raises Invalid: fields ``q`` (too long), ``after`` (no cursor).
    """
    size = max(1, min(limit, MAX_PAGE))
    rows = _rows(query, actor, after, size + 1)
    shown = rows[:size]
    following = _mark(shown[-1][0], query.sort) if len(rows) > size else ""
    found = tuple(lines(shown, parse(query.q)))
    if not counts:
        return Page(found, total(query, actor), {}, (), following)
    counted = count(query, sight.visible(Sight.audit_matter, actor))
    return Page(found, counted.total, counted.facets, counted.months, following)


def criteria(query: Search, actor: Actor) -> list[ColumnElement[bool]]:
    """What must be true of the matters that `actor` finds."""
    return [sight.visible(Sight.audit_matter, actor), *general(query), *by_facet(query).values()]


def total(query: Search, actor: Actor) -> int:
    """How many there are."""
    counted = select(func.count()).select_from(Matter).where(*criteria(query, actor))
    return db.session.scalar(by_number(counted, query.q)) or 0


def order(sort: Sort) -> tuple[Any, bool]:
    """By which column, and whether downwards; the number, drawn by chance, tells equals apart."""
    column = Matter.filed_at if sort in (Sort.newest, Sort.oldest) else Matter.amount
    return column, sort in (Sort.newest, Sort.largest)


def listed(query: Search, actor: Actor, after: str = "", *beside: Any) -> Any:
    """Ids of the matters that `actor` finds behind the cursor `after`, in their order, with what is asked `beside`."""
    column, down = order(query.sort)
    asked = select(Matter.id, *beside).where(*criteria(query, actor))
    if after:
        here, mark = tuple_(column, Matter.number), tuple_(*_cursor(after, query.sort))
        asked = asked.where(here < mark if down else here > mark)
    return by_number(_in_order(asked, query.sort), query.q)


def _rows(query: Search, actor: Actor, after: str, limit: int) -> Sequence[Any]:
    """Whole rows of no more than are listed: what is sorted are ids, for documents are long."""
    first = listed(query, actor, after).limit(limit).correlate(None)
    asked = select(Matter, Complaint.reference, Complaint.mode).join(Complaint, Complaint.id == Matter.complaint_id)
    return db.session.execute(_in_order(asked.where(Matter.id.in_(first)), query.sort)).all()


def _in_order(asked: Any, sort: Sort) -> Any:
    column, down = order(sort)
    return asked.order_by(*((each.desc() if down else each) for each in (column, Matter.number)))


def _mark(row: Matter, sort: Sort) -> str:
    by_day = sort in (Sort.newest, Sort.oldest)
    return f"{row.filed_at.astimezone(UTC).isoformat() if by_day else row.amount.fen}~{row.number}"


def _cursor(after: str, sort: Sort) -> tuple[Any, Any]:
    value, _, number = after.partition("~")
    column, _ = order(sort)
    try:
        if column is Matter.amount:
            return _bound(Money.of_fen(int(value[:18])), column), number[:20]
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError(value)
        return _bound(at.astimezone(UTC), column), number[:20]
    except (ValueError, OverflowError) as error:
        raise Invalid({"after": [_BAD_CURSOR]}) from error


def _bound(value: Any, column: Any) -> Any:
    return literal(value, column.type)


def lines(rows: Sequence[Any], query: Query) -> list[Found]:
    """Matters, with reference and mode of their complaint, as they are listed; extracts where words were asked for."""
    names = trees.names({row.handler_id for row, _, _ in rows})
    texts = _texts([row for row, _, _ in rows]) if query.include else {}
    return [
        Found(
            number=row.number,
            reference=reference,
            mode=Mode(mode),
            kind_id=row.kind,
            kind=wording.kind_name(row.kind),
            body_name=row.body_name,
            region=row.region,
            amount=row.amount,
            violation=row.violation,
            state=State(row.state),
            outcome=row.outcome,
            filed_at=row.filed_at,
            handler=names.get(row.handler_id, ""),
            extract=extract([(_STORY, row.story), *texts.get(row.id, ()), *_briefly(row)], query),
        )
        for row, reference, mode in rows
    ]


def _briefly(row: Matter) -> list[tuple[Text, str]]:
    facts = [(_FACT, value) for value in row.facts["answers"].values() if isinstance(value, str)]
    called = [(_FACT, str(value)) for name in CHARGE_WORDS if (value := (row.charge or {}).get(name))]
    return [(_BODY, row.body_name), (_KIND, wording.kind_name(row.kind).zh), *facts, *called]


def _texts(rows: Sequence[Matter]) -> dict[int, list[tuple[Text, str]]]:
    """What was decided and said, by matter, with what it is called."""
    found: dict[int, list[tuple[Text, str]]] = defaultdict(list)
    ids = [row.id for row in rows]
    served = select(Decision).where(Decision.matter_id.in_(ids), Decision.state == "served").order_by(Decision.id)
    for decision in db.session.scalars(served):
        name = _DECISION.fill(number=decision.number)
        found[decision.matter_id] += [(name, decision.findings), (name, decision.no_refund_reason)]
    said = select(Message).where(Message.matter_id.in_(ids)).order_by(Message.id)
    for message in db.session.scalars(said):
        found[message.matter_id].append((ACTS[message.act].label, message.words))
    return found
