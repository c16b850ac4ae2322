"""Supervision: what is late, where and since when; refunds ordered against confirmed; what comes in heaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from complaints.services import choosing, supervising
from complaints.services.refunds import AgeLine, Balance, BodyLine
from complaints.services.supervising import Among, LateLine
from complaints.web.case import no_store
from complaints.web.desk import places
from complaints.web.marks import DESK_STATES
from core import clock
from core.access import actor, allow
from core.pages import asked, with_query
from core.policy import Action
from core.regions import gazetteer
from core.tables.writing import csv_chunks
from core.values.calendar import Unit
from core.values.text import Text, same

pages = Blueprint("supervision", __name__, url_prefix="/supervision")

LATE_BY = {
    Unit.working: Text("超 {n} 个工作日", "{n} working days"),
    Unit.calendar: Text("超 {n} 天", "{n} days"),
}
MOST_EXPORTED = 50_000
_BAD_DAY = Text("日期请写成 2026-07-20", "Write the day as 2026-07-20")
_ORDER = Text("起日在止日之后，请对调", "The first day is after the last; exchange them")


@dataclass(frozen=True, slots=True)
class Period:
    """The days of which refunds are told, and what stood wrong with what was typed."""

    since: date
    until: date
    errors: dict[str, list[Text]]


@pages.get("")
@allow(Action.steer_matter)
def index() -> ResponseReturnValue:
    """Everything that the asker supervises, by place and body."""
    who, among, period = actor(), _among(), _period()
    handlers, bodies = supervising.choices(who)
    balances, names = supervising.balances(who, among, period.since, period.until), dict(bodies)
    shown = render_template(
        "complaints/supervision/supervision.html",
        counts=supervising.counts(who, among),
        late=supervising.late(who, among),
        most=supervising.MOST_LINES,
        most_heaps=supervising.MOST_HEAPS,
        handlers=supervising.handlers(who, among),
        desk=supervising.human_desk(who, among),
        heaps=supervising.heaps(who, among),
        balances=balances,
        total=_total(balances),
        ages=supervising.unpaid(who, among),
        names=names,
        among=among,
        choices={"handler": handlers, "body": bodies},
        places=places(),
        place=choosing.place,
        chosen=_chosen(among, dict(handlers), names),
        period=period,
        late_by=LATE_BY,
        states=DESK_STATES,
        today=clock.today(),
        errors=period.errors,
    )
    return no_store(shown, 422 if period.errors else 200)


def _among() -> Among:
    region = asked("region", 6)
    return Among(region if region in gazetteer().regions else "", _number("handler"), _number("body"))


def _number(name: str) -> int:
    typed = asked(name, 18)
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _period() -> Period:
    """As typed; this year up to today where nothing was, or nothing that can be read."""
    today = clock.today()
    usual, errors = {"from": date(today.year, 1, 1), "to": today}, dict[str, list[Text]]()
    found = dict(usual)
    for name in usual:
        if typed := asked(name, 10):
            try:
                found[name] = date.fromisoformat(typed)
            except ValueError:
                errors[name] = [_BAD_DAY]
    if found["from"] > found["to"]:
        errors["from"], found = [_ORDER], usual
    return Period(found["from"], found["to"], errors)


def _total(lines: Iterable[BodyLine]) -> Balance:
    total = Balance()
    for each in (line.balance for line in lines):
        total = Balance(
            total.ordered + each.ordered,
            total.confirmed + each.confirmed,
            total.disputed + each.disputed,
            total.outstanding + each.outstanding,
            total.ended + each.ended,
        )
    return total


def _chosen(among: Among, handlers: dict[int, str], bodies: dict[int, str]) -> list[tuple[Text, str]]:
    """Chosen filters in words, each with the address without it."""
    found: list[tuple[str, Text]] = []
    if among.region:
        found.append(("region", same(choosing.place(among.region))))
    if among.handler:
        found.append(("handler", same(handlers.get(among.handler, "—"))))
    if among.body:
        found.append(("body", same(bodies.get(among.body, "—"))))
    return [(words, with_query(**{name: None})) for name, words in found]


@pages.get("/late.csv")
@allow(Action.steer_matter)
def late() -> Response:
    """Every term that is over and not met, as a table."""
    header = ("编号", "在哪里办", "被投诉单位", "事由", "地区", "状态", "哪个期限", "最晚", "超期", "单位", "督办")
    lines = supervising.late(actor(), _among(), MOST_EXPORTED)
    return _file("late", header, (_late(line) for line in lines))


def _late(line: LateLine) -> list[str]:
    return [
        line.number,
        line.handler or "人工席",
        line.body_name,
        line.kind.zh,
        choosing.place(line.region),
        DESK_STATES[line.state].zh,
        line.stage.zh,
        line.due.isoformat(),
        str(line.days),
        "工作日" if line.unit is Unit.working else "日",
        line.escalated_at.astimezone(clock.LEGAL_ZONE).date().isoformat() if line.escalated_at else "",
    ]


@pages.get("/refunds.csv")
@allow(Action.steer_matter)
def refunds() -> Response:
    """The ledger per body and period, and what is unpaid by age, as a table."""
    who, among, period = actor(), _among(), _period()
    ages = {line.body_id: line for line in supervising.unpaid(who, among)}
    balances = {line.body_id: line.balance for line in supervising.balances(who, among, period.since, period.until)}
    names = dict(supervising.choices(who)[1])
    header = (
        "退款单位", "起日", "止日", "责令退还", "已确认", "说没收到", "还没消息", "另行处理", "现欠", "0–30 天",
        "31–90 天", "90 天以上",
    )  # fmt: skip
    days = [period.since.isoformat(), period.until.isoformat()]
    numbers = sorted(balances.keys() | ages.keys(), key=lambda number: names.get(number, ""))
    rows = ([names.get(each, "—"), *days, *_money(balances.get(each), ages.get(each))] for each in numbers)
    return _file("refunds", header, rows)


def _money(balance: Balance | None, age: AgeLine | None) -> list[str]:
    now = balance or Balance()
    sums = [now.ordered, now.confirmed, now.disputed, now.outstanding, now.ended]
    return [str(each) for each in (*sums, *((age.unpaid, *age.sums) if age else (Balance().ordered,) * 4))]


def _file(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    response = Response(csv_chunks(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
