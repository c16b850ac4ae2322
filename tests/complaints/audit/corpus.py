"""Matters of many sorts, and the answer a search must give, found by reading every row in Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from complaints.models.answers import Decision, Message
from complaints.models.cases import Complaint, Matter
from complaints.models.handling import Recusal
from complaints.models.stakes import StakeBody
from complaints.rules.matters import Mode
from complaints.rules.outcomes import Outcome
from complaints.services import deciding, wording
from complaints.services.audit_criteria import NONE, Facet, Search, Sort
from core import clock
from core.db import db, transaction
from core.people.models.organisations import Organisation
from core.policy import Actor, Role
from core.regions import gazetteer
from core.search.analysis import fold
from core.search.query import parse
from core.values.money import Money
from tests.complaints.services import cases

BODIES = ("440113-bdc", "440100-zjj", "440300-scjg", "441900-zjj", "")
KINDS = ("own_made_item", "above_standard", "forced_membership", "inspection_charged")
STORIES = (
    "窗口让我们另交一笔材料审核费，六百元，没有开票据。",
    "ＡＢＣ检测公司说“不交检测费就不给报告”，财税〔2017〕20号早取消了。",
    "協會逼着入会，会费 1,200 元／年；不入会 不给盖章。<b>加粗</b> & 'x'",
    "电梯检验费多收😀，合同写的是50%，实收100%_",
)


def plant(days: cases.Days, count: int = 18) -> list[str]:
    """Complaints over some months, some with messages, declined, decided; their numbers in the order they came."""
    numbers = []
    for place in range(count):
        told = cases.told(
            kind=KINDS[place % 4],
            story=f"{STORIES[place % 4]}第{place}件。",
            body=BODIES[place % 5],
            region=("440113", "440100", "440305", "441900", "440310")[place % 5],
            amount=Money.of_fen((place * 7919 % 13) * 10_000),
            facts={"purpose": f"为了办证{place % 3}"},
        )
        receipt = cases.file(told, mode=list(Mode)[place % 3])
        numbers.append(receipt.matters[0].number)
        days.pass_days(place % 4 * 9)
    _live(numbers)
    return numbers


def officers(number: str) -> tuple[Actor, Actor]:
    """Two handlers of the body that has the matter; of no account, which takes a tenth of a second to make."""
    held = frozenset({(Role.handler, cases.matter(number).handler_id)})
    return Actor(9001, "甲", held), Actor(9002, "乙", held)


def _live(numbers: list[str]) -> None:
    for place, number in enumerate(numbers[:10]):
        if cases.matter(number).state != "assigned":
            continue
        first, second = officers(number)
        if place % 3 == 1:
            cases.do(number, "decline", first, ground="duplicate", right_door="到税务局（12366）去问")
            continue
        cases.do(number, "accept", first)
        if place % 3 == 2:
            cases.do(number, "note", first, text="内部记：已去函索要账册")
            continue
        outcome = Outcome.substantiated if place % 2 else Outcome.partly_substantiated
        found = f"经查，收费依据已经失效{place}，应当退还"
        cases.do(number, "draft", first, **cases.draft(outcome=outcome, findings=found))
        with transaction():
            made = deciding.open_draft(cases.matter(number))
        assert made is not None
        cases.do(number, "decide", second, draft=made.id)


@dataclass(frozen=True)
class Row:
    """A matter as the scan knows it."""

    matter: Matter
    folded: str
    values: Mapping[Facet, set[str]]
    month: str
    body: str


def read_rows() -> list[Row]:
    db.session.rollback()
    asked = select(Matter, Complaint.reference).join(Complaint, Complaint.id == Matter.complaint_id)
    codes = {number: code for number, code in db.session.execute(select(Organisation.id, Organisation.code))}
    return [_row(matter, reference, codes.get(matter.body_id, NONE)) for matter, reference in db.session.execute(asked)]


def _row(matter: Matter, reference: str, body: str) -> Row:
    told = db.session.scalars(select(Message.words).where(Message.matter_id == matter.id).order_by(Message.id))
    served = select(Decision).where(Decision.matter_id == matter.id, Decision.state == "served").order_by(Decision.id)
    decided = [each for row in db.session.scalars(served) for each in (row.number, row.findings, row.no_refund_reason)]
    kind = wording.kind_name(matter.kind)
    own = [matter.number, reference, kind.zh, kind.en, matter.body_name, matter.story]
    lines = [*own, *matter.facts["answers"].values(), *told, *decided]
    local = matter.filed_at.astimezone(clock.LEGAL_ZONE)
    values = {
        Facet.body: {body},
        Facet.kind: {matter.kind},
        Facet.violation: {matter.violation or NONE},
        Facet.region: {region.code for region in gazetteer().path(matter.region)} or {matter.region or NONE},
        Facet.state: {matter.state},
        Facet.outcome: {matter.outcome or NONE},
    }
    return Row(matter, fold("\n".join(lines)), values, f"{local:%Y-%m}", body)


def sees(actor: Actor, row: Row) -> bool:
    if Role.auditor not in actor.roles:
        return False
    stakes = select(StakeBody.organisation_id).where(StakeBody.stake_id == row.matter.stake_id)
    if actor.organisations & set(db.session.scalars(stakes)):
        return False
    gone = select(Recusal.user_id).where(Recusal.matter_id == row.matter.id)
    return actor.user_id not in set(db.session.scalars(gone))


def meets(asked: Search, row: Row, facets: Iterable[Facet] = Facet) -> bool:
    matter, day = row.matter, row.matter.filed_at.astimezone(clock.LEGAL_ZONE).date()
    if not parse(asked.q).meets(row.folded):
        return False
    if (asked.since and day < asked.since) or (asked.until and day > asked.until):
        return False
    if asked.least is not None and matter.amount.fen < asked.least.fen:
        return False
    if asked.most is not None and matter.amount.fen > asked.most.fen:
        return False
    for facet in facets:
        wanted, unwanted = asked.include.get(facet, ()), asked.exclude.get(facet, ())
        if (wanted and not row.values[facet] & set(wanted)) or row.values[facet] & set(unwanted):
            return False
    return True


def answer(asked: Search, actor: Actor, every: list[Row] | None = None) -> dict[str, Any]:
    """Numbers in order, total, facets, months: by reading through `every` row, or those `actor` sees, read now."""
    rows = [row for row in read_rows() if sees(actor, row)] if every is None else every
    found = [row for row in rows if meets(asked, row)]
    by_day = asked.sort in (Sort.newest, Sort.oldest)
    found.sort(key=lambda row: (row.matter.filed_at if by_day else row.matter.amount.fen, row.matter.number))
    if asked.sort in (Sort.newest, Sort.largest):
        found.reverse()
    facets = {}
    for facet in Facet:
        others = [each for each in Facet if each is not facet]
        counted = Counter(value for row in rows if meets(asked, row, others) for value in row.values[facet])
        facets[facet] = dict(counted)
    months = Counter(row.month for row in found)
    return {
        "numbers": [row.matter.number for row in found],
        "total": len(found),
        "facets": facets,
        "months": dict(months),
    }
