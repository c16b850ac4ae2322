"""What a search found as a file: CSV, XLSX or JSON, streamed, exactly the rows it came to when it was put on record.

Nothing in it says who complains.
"""

import json
from array import array
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import Any

from sqlalchemy import func, select

from complaints.models.answers import Decision, RefundEntry
from complaints.models.cases import Complaint, Matter
from complaints.rules.matters import MODES
from complaints.services import auditing
from complaints.services.audit_counting import word_of
from complaints.services.audit_criteria import Facet, Search
from complaints.services.auditing import Found, criteria, order
from core.clock import LEGAL_ZONE
from core.db import db
from core.policy import Actor
from core.regions import gazetteer
from core.search.query import Query
from core.tables.writing import csv_chunks, write_xlsx
from core.values.money import NOTHING, Money

BATCH = 500
PIECE = 1 << 16
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
HEADINGS = {
    "number": "编号", "reference": "投诉编号", "received_on": "收到日期", "mode": "留名方式", "kind": "事由",
    "body": "被投诉单位", "region": "地区代码", "place": "地区", "violation": "核验结论", "amount": "涉及金额（元）",
    "state": "状态", "outcome": "结果", "handler": "办理机构", "ordered": "责令退款（元）",
    "confirmed": "确认到账（元）",
    "closed_on": "归档日期", "decisions": "决定书文号", "findings": "查明的事实和理由", "story": "投诉正文",
}  # fmt: skip
"""Columns of the tables by the names they have in JSON."""

Row = dict[str, str]


def found_by(query: Search, actor: Actor) -> "array[int]":
    """The row numbers of what `actor` finds, in order: what is counted, recorded and then written."""
    column, down = order(query.sort)
    columns = [each.desc() if down else each for each in (column, Matter.number)]
    asked = select(Matter.id).where(*criteria(query, actor)).order_by(*columns)
    return array("q", db.session.scalars(asked.execution_options(yield_per=5000)))


def rows(ids: "array[int]") -> Iterator[Row]:
    """The rows of the file, read some hundred at a time."""
    for first in range(0, len(ids), BATCH):
        batch = list(ids[first : first + BATCH])
        yield from _some(batch)
        db.session.expunge_all()


def _some(ids: list[int]) -> Iterator[Row]:
    asked = select(Matter, Complaint.reference, Complaint.mode).join(Complaint, Complaint.id == Matter.complaint_id)
    there = {row[0].id: row for row in db.session.execute(asked.where(Matter.id.in_(ids)))}
    ordered = [there[each] for each in ids if each in there]
    money, decided = _money(ids), _decided(ids)
    for (matter, _, _), line in zip(ordered, auditing.lines(ordered, Query()), strict=True):
        yield _row(matter, line, money.get(matter.id, (NOTHING, NOTHING)), decided.get(matter.id, []))


def _row(matter: Matter, line: Found, money: tuple[Money, Money], decided: list[Decision]) -> Row:
    return {
        "number": line.number,
        "reference": line.reference,
        "received_on": line.filed_at.astimezone(LEGAL_ZONE).date().isoformat(),
        "mode": MODES[line.mode].zh,
        "kind": line.kind.zh,
        "body": line.body_name,
        "region": line.region,
        "place": gazetteer().full_name(line.region) if line.region else "",
        "violation": word_of(Facet.violation, line.violation).zh,
        "amount": str(line.amount),
        "state": word_of(Facet.state, line.state.value).zh,
        "outcome": word_of(Facet.outcome, line.outcome).zh,
        "handler": line.handler,
        "ordered": str(money[0]),
        "confirmed": str(money[1]),
        "closed_on": matter.closed_on.isoformat() if matter.closed_on else "",
        "decisions": "\n".join(each.number or "" for each in decided),
        "findings": "\n".join(each.findings for each in decided),
        "story": matter.story,
    }


def _money(ids: list[int]) -> dict[int, tuple[Money, Money]]:
    sums = func.sum(RefundEntry.ordered), func.sum(RefundEntry.confirmed)
    asked = select(RefundEntry.matter_id, *sums).where(RefundEntry.matter_id.in_(ids)).group_by(RefundEntry.matter_id)
    return {number: (ordered, confirmed) for number, ordered, confirmed in db.session.execute(asked)}


def _decided(ids: list[int]) -> dict[int, list[Decision]]:
    asked = select(Decision).where(Decision.matter_id.in_(ids), Decision.state == "served").order_by(Decision.id)
    found: dict[int, list[Decision]] = {}
    for each in db.session.scalars(asked):
        found.setdefault(each.matter_id, []).append(each)
    return found


def as_csv(ids: "array[int]") -> Iterator[bytes]:
    """For spreadsheet programs; no cell is taken for a formula."""
    return csv_chunks(list(HEADINGS.values()), (list(row.values()) for row in rows(ids)))


def as_xlsx(ids: "array[int]") -> Iterator[bytes]:
    """A workbook, written row by row to a file on disk and sent from there."""
    with TemporaryFile() as file:
        write_xlsx(file, list(HEADINGS.values()), (list(row.values()) for row in rows(ids)), sheet="投诉检索")
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def as_json(ids: "array[int]") -> Iterator[bytes]:
    """One array of objects, an object a line."""
    before = "[\n"
    for row in rows(ids):
        yield (before + json.dumps(row, ensure_ascii=False)).encode()
        before = ",\n"
    yield b"\n]\n" if before != "[\n" else b"[]\n"


WRITERS: dict[str, Callable[[Any], Iterator[bytes]]] = {"csv": as_csv, "xlsx": as_xlsx, "json": as_json}
