"""What the people of the demo did with sample results (示例): each act by its service, as if on its day."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from core import clock
from core.db import db, transaction
from core.people.models.users import User
from core.people.services import employing, organising
from core.people.services.organising import Body
from core.people.services.signing_in import memberships
from core.policy import SYSTEM, Actor, Role
from registry.models.reports import Report, Status
from registry.models.subjects import Subject
from registry.rules.conditions import Facts
from registry.rules.record import Conclusion
from registry.services import (
    amending,
    certifying,
    demanding,
    keeping,
    lawbook,
    licensing,
    looking_up,
    ordering,
    recognising,
    recording,
    requesting,
    statements,
)
from registry.services.answers import Line
from registry.services.composing import NewFinding, NewReport
from registry.services.keeping import SubjectRef
from registry.services.looking_up import LookedUp, Query
from registry.services.ordering import Justified, NewOrder
from registry.services.recognising import Refusing, Taking
from registry.services.relying import Case
from registry.services.samples_words import PURPOSES, REASONS

LOOKS, WITHDRAWN, CHANGED = 90, 40, 25
CASES: Mapping[str, tuple[str, Facts, str]] = {
    "equipment.boiler": ("se_boiler_periodic", {"hydro_test_needed": False}, "scjg"),
    "equipment.elevator": ("se_elevator_periodic", {"years_in_use": 6, "inspection_year": True}, "scjg"),
    "equipment.vehicle": ("se_vehicle_periodic", {}, "scjg"),
    "equipment.crane": ("se_crane_periodic", {"crane_type": "bridge", "load_test_needed": False}, "scjg"),
    "equipment.pressure_vessel": ("se_pv_periodic", {"pv_grade": "2"}, "scjg"),
    "accessory": ("safety_valve_calibration", {}, "scjg"),
    "instrument": ("metrology_gauge", {}, "scjg"),
    "site": ("lightning_periodic", {}, "qxj"),
    "building": ("fire_annual", {}, "xfjy"),
    "workplace": ("oh_periodic", {"hazard": "serious"}, "wjw"),
    "project": ("env_completion_acceptance", {}, "sthj"),
}
"""Kind → for which procedure it is looked up, with which facts, by what sort of department."""
GROUNDS = {
    "expired": "expired", "failed": "failed_result", "withdrawn": "withdrawn", "superseded": "withdrawn",
    "subject_changed": "subject_changed", "not_accredited": "outside_scope",
}  # fmt: skip
"""Reason → the ground on which it is refused."""
ARTICLE = "粤府办〔2014〕意见（十三）"
BOILER, LIFT = "11004401132021000118", "31204401132020000027"
_TOLD_DOUBT = "报告签章与机构备案的式样不符，已发函核验"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts."""

    bureau: Actor
    second: Actor
    city: Actor
    laboratory: Actor
    enterprise: Actor
    elsewhere: int
    """A person for departments where the demo has nobody, without a way to sign in."""


def first_enterprise() -> Body:
    """The enterprise of the demo's sign-in `enterprise`."""
    number = min(_person("enterprise").organisations)
    return next(one for one in organising.bodies(clock.today(), enterprises=True, limit=100_000) if one.id == number)


def _person(sign_in_name: str) -> Actor:
    user = db.session.scalars(select(User).where(User.sign_in_name == sign_in_name)).one()
    return Actor(user.id, user.name, memberships(user.id, clock.today()))


@contextmanager
def _ago(days: int) -> Iterator[None]:
    """Within the block it is so many days ago, in a transaction of its own."""
    with clock.standing_at(clock.now() - timedelta(days=days)), transaction():
        yield


def add() -> None:
    """Do it all once, in transactions of its own; the sample reports must be there."""
    chance = random.Random("registry acts")
    with transaction():
        name = "sample-recogniser-1"
        elsewhere, _ = employing.add_person(SYSTEM, name, "各地采信员（示例）", sample=True)
    names = ("recogniser", "recogniser2", "recogniser3", "laboratory", "enterprise")
    bureau, second, city, laboratory, enterprise = (_person(one) for one in names)
    cast = Cast(bureau, second, city, laboratory, enterprise, elsewhere)
    _complete(chance)
    _change_and_withdraw(chance)
    _thread(cast)
    _looks(chance, cast)
    _orders(cast)


def _complete(chance: random.Random) -> None:
    """Most laboratories state their months up to the last; some stopped, some never began."""
    today = clock.today()
    for number in sorted(licensing.laboratories()):
        member = Actor(0, "", frozenset({(Role.laboratory_member, number)}))
        months = chance.choice((0, 3, 6, 9, 12))
        with transaction():
            for back in range(months, 0, -1):
                month = (today.replace(day=1) - timedelta(days=30 * back - 10)).replace(day=1)
                statements.state_complete(month, chance.random() > 0.03, member)


def _change_and_withdraw(chance: random.Random) -> None:
    kinds = lawbook.document("procedures")["change_kinds"]
    subjects = db.session.execute(select(Subject.id, Subject.kind).where(Subject.sample).order_by(Subject.id)).all()
    equipment = [number for number, kind in subjects if kind == "equipment.boiler"]
    for number in chance.sample(equipment, min(CHANGED, len(equipment))):
        kind = chance.choice(kinds[:3])
        touches = None if kind["touches"] == "all" else kind["touches"]
        with _ago(chance.randint(10, 400)):
            keeping.record_change(number, clock.today(), kind["kind"], touches, SYSTEM)
    old = Report.issued_on < clock.today() - timedelta(days=60)
    asked = select(Report.id).where(Report.sample, Report.status == Status.final.value, old).order_by(Report.id)
    reports = db.session.scalars(asked).all()
    for number in sorted(chance.sample(reports, min(WITHDRAWN, len(reports) // 20))):
        with _ago(chance.randint(5, 55)):
            amending.withdraw(number, chance.choice(REASONS), SYSTEM)


def _thread(cast: Cast) -> None:
    """A boiler tested for one bureau and recognised by another; a lift tested twice without an order."""
    code, laboratory = first_enterprise().code, "440000-tsjy"
    with _ago(150):
        tested = clock.today() - timedelta(days=3)
        checks = ("boiler_external_inspection", "boiler_internal_inspection", "boiler_water_quality")
        boiler = SubjectRef(BOILER, "equipment.boiler", name="1号燃气蒸汽锅炉（6t/h）")
        made = _report(laboratory, "TSJY-GN-0118", boiler, checks, "TSG 11-2020", tested, code, "440113-scjg")
        recording.record_report(made, SYSTEM, sample=True)
        lift = SubjectRef(LIFT, "equipment.elevator", name="2号载货电梯（3t）")
        made = _report(
            laboratory, "TSJY-DT-0027", lift, ("elevator_periodic_inspection",), "TSG T7001-2023", tested, code, ""
        )
        recording.record_report(made, SYSTEM, sample=True)
    number = keeping.by_names([(boiler.kind, BOILER)])[boiler.kind, BOILER]
    case = Case(number, "se_boiler_periodic", {"hydro_test_needed": False})
    with _ago(12):
        asked = requesting.request(number, case.procedure, "440100-scjg", "番禺区局已经检过，请采信", cast.enterprise)
    with _ago(10):
        found = _look(case, "使用登记变更", cast.city)
        takings = [Taking(line.requirement, line.findings[0]) for line in found.answer.avoided]
        recognising.recognise(case, takings, cast.city, request_id=asked)
        certifying.issue(case, cast.city)
    _repeat_and_papers(cast, lift, code)


def _repeat_and_papers(cast: Cast, lift: SubjectRef, code: str) -> None:
    with _ago(20):
        tested, check = clock.today() - timedelta(days=2), ("elevator_periodic_inspection",)
        issuer = lawbook.rows("laboratories-sample")[6]["uscc"]
        again = _report(issuer, "SJS-DT-3306", lift, check, "TSG T7001-2023", tested, code, "440113-scjg")
        recording.record_report(again, SYSTEM, sample=True)
    number = keeping.by_names([(lift.kind, LIFT)])[lift.kind, LIFT]
    with _ago(22):
        words = "来电要求一周内再检一次电梯，说省院的报告不认"
        demanding.write_down(
            number, "440113-scjg", ["elevator_periodic_inspection"], clock.today(), words, cast.enterprise
        )
    with _ago(6):
        requesting.request(number, "se_elevator_periodic", "440113-scjg", "省院五月的报告还在有效期内", cast.enterprise)
        tested = clock.today() - timedelta(days=400)
        paper = _report(
            "440000-tsjy", "TSJY-CC-0911", SubjectRef("511044011320190911", "equipment.vehicle", name="3号内燃叉车"),
            ("vehicle_periodic_inspection",), "TSG 81-2022", tested, code, "",
        )  # fmt: skip
        recording.record_report(paper, cast.enterprise, sample=True)


def _report(
    issuer: str, number: str, subject: SubjectRef, checks: tuple[str, ...], method: str, tested: date, client: str,
    required_by: str,
) -> NewReport:  # fmt: skip
    findings = tuple(NewFinding(one, Conclusion.passed, tested, method) for one in checks)
    issued = tested + timedelta(days=2)
    return NewReport(issuer, number, subject, issued, findings, client=client, required_by=required_by)


def _look(case: Case, purpose: str, actor: Actor) -> LookedUp:
    query = Query(SubjectRef(id=case.subject_id), case.procedure, case.facts, batch=case.batch)
    return looking_up.look_up(query, purpose, actor)


def _looks(chance: random.Random, cast: Cast) -> None:
    """Departments look, and recognise most of what counts, refuse some of what does not, order some of what is left."""
    asked = select(Subject.id, Subject.kind, Subject.region).where(Subject.sample, Subject.kind.in_(CASES))
    subjects = db.session.execute(asked.order_by(Subject.id)).all()
    chosen = chance.sample(subjects, min(LOOKS, len(subjects) // 4))
    near = [one for one in subjects if one.region == "440113" and one.kind.startswith("equipment")]
    days = sorted((chance.randint(1, 330) for _ in range(len(chosen))), reverse=True)
    for ago, row in zip(days, chosen, strict=True):
        _one(chance, cast, ago, row.id, row.kind, row.region)
    for ago, row in enumerate(reversed(near[:12])):
        _one(chance, cast, 24 - 2 * ago, row.id, row.kind, row.region)


def _one(chance: random.Random, cast: Cast, ago: int, subject: int, kind: str, region: str) -> None:
    procedure, facts, sort = CASES[kind]
    actor = _department(cast, region, sort)
    if actor is None:
        return
    case = Case(subject, procedure, facts)
    with _ago(ago):
        answer = _look(case, chance.choice(PURPOSES), actor).answer
        took = answer.avoided and chance.random() < 0.85
        if took:
            takings = [Taking(line.requirement, line.findings[0], line.subject_id) for line in answer.avoided]
            recognising.recognise(case, takings, actor)
        refusable = [line for line in answer.residual if _ground(line)]
        if refusable and chance.random() < 0.6:
            _refuse(case, chance.choice(refusable), actor)
        elif answer.residual and chance.random() < 0.6:
            payer = chance.choice(("department", "enterprise"))
            ordering.order_test(NewOrder(case, payer), actor)
        if took and chance.random() < 0.3:
            certifying.issue(case, actor)


def _department(cast: Cast, region: str, sort: str) -> Actor | None:
    if sort == "scjg" and region == "440113":
        return cast.bureau
    if sort == "scjg" and region.startswith("4401"):
        return cast.city
    body = organising.body(f"{region[:4]}00-{sort}", clock.today())
    return Actor(cast.elsewhere, "", frozenset({(Role.recogniser, body.id)})) if body else None


def _ground(line: Line) -> str:
    shown = line.shown and len(line.reasons) == 1
    return GROUNDS.get(line.reasons[0], "") if shown else ""


def _refuse(case: Case, line: Line, actor: Actor) -> None:
    ground = lawbook.grounds().by_id[_ground(line)]
    words = f"所列结果：{ground.words.zh}，见附件"
    refusing = Refusing((line.requirement,), ground.id, ARTICLE, words, tuple(ground.proof), subject_id=line.subject_id)
    recognising.refuse(case, refusing, actor)


def _orders(cast: Cast) -> None:
    """Of orders that results cover one was approved, one sent back, and one waits for the second person."""
    asked = select(Subject.id, Subject.kind).where(Subject.region == "440113", Subject.kind.in_(CASES))
    done = 0
    for number, kind in db.session.execute(asked.order_by(Subject.id.desc())).all():
        procedure, facts, sort = CASES[kind]
        if sort != "scjg" or done == len(_SECOND):
            continue
        case = Case(number, procedure, facts)
        with _ago(8 - 2 * done):
            covered = _look(case, "事故隐患核查", cast.bureau).answer.avoided
            if not covered:
                continue
            proof = tuple(lawbook.grounds().by_id["authenticity_doubt"].proof)
            why = Justified("authenticity_doubt", ARTICLE, _TOLD_DOUBT, proof)
            named = covered[0].requirement
            made = ordering.order_test(NewOrder(case, "department", (named,), {named: why}), cast.bureau)
            if _SECOND[done] == "approve":
                ordering.approve(made.id, cast.second)
            elif _SECOND[done] == "send_back":
                ordering.send_back(made.id, "机构已回函确认报告属实，不必重测", cast.second)
            done += 1


_SECOND = ("approve", "send_back", "wait")
"""What the second person does with each."""
