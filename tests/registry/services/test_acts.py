"""Recognising, refusing, ordering: on a look-up, on a ground, by two persons; and who is told."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import notices
from core.db import db, transaction
from core.errors import Conflict, Invalid, NotFound, NotInThisState
from core.events import Event
from core.policy import SYSTEM, Role
from registry import public
from registry.models.acts import Recognition
from registry.services import (
    amending,
    demanding,
    keeping,
    lawbook,
    ordering,
    reading_enterprise,
    recognising,
    requesting,
    savings,
)
from registry.services.ordering import Covered, Justified, NewOrder
from registry.services.recognising import Refusing, Taking
from registry.services.relying import Case
from tests.registry.services.world import FACTS, INSIDE, OUTSIDE_CHECK, PERIODIC, World, at, day, finding

TODAY = {"on": None}


def case(world: World) -> Case:
    return Case(world.boiler, PERIODIC, FACTS)


def look(world: World, user: int = 901, body: int = 0) -> None:
    world.look(world.department(user, body), **TODAY)


def taken(world: World, finding_id: str, body: int = 0, requirement: str = INSIDE) -> Any:
    with transaction():
        return recognising.recognise(case(world), [Taking(requirement, finding_id)], world.department(body=body))[0]


def refused(world: World, ground: str, **more: Any) -> Any:
    proof = tuple(lawbook.grounds().by_id[ground].proof)
    given: dict[str, Any] = {"article": "第四十条", "explanation": "见附件", "proof": proof} | more
    with transaction():
        return recognising.refuse(case(world), Refusing((INSIDE,), ground, **given), world.department())[0]


def told(world: World, role: Role = Role.enterprise_member, body: int = 0) -> list[str]:
    asked = select(notices.Notice.kind).filter_by(role=role.value, organisation_id=body or world.enterprise)
    return list(db.session.scalars(asked.order_by(notices.Notice.id)))


def ordered(world: World, *requirements: str, payer: str = "department", **justified: Justified) -> ordering.Order:
    with transaction():
        order = NewOrder(case(world), payer, requirements, justified)
        return ordering.order_test(order, world.department())


DOUBT = Justified(
    "authenticity_doubt", "检验检测机构监督管理办法", "签章与机构备案不符，已函询",
    tuple(lawbook.grounds().by_id["authenticity_doubt"].proof),
)  # fmt: skip


def test_recognising_takes_a_look_first(world: World) -> None:
    one = world.record().id
    with pytest.raises(NotInThisState):
        taken(world, f"{one}-1")
    look(world)
    assert taken(world, f"{one}-1").until == day("2028-03-31")
    assert told(world)[-1] == "result.recognised"


def test_a_look_of_long_ago_carries_nothing(world: World) -> None:
    one = world.record().id
    look(world)
    at("2026-12-25T12:01")
    with pytest.raises(NotInThisState):
        taken(world, f"{one}-1")


def test_what_does_not_count_cannot_be_recognised(world: World) -> None:
    one = world.record("N-1", finding(conclusion="fail")).id
    look(world)
    with pytest.raises(Conflict) as raised:
        taken(world, f"{one}-1")
    assert "不合格" in raised.value.message.zh


def test_the_same_decision_twice_is_one_and_two_departments_have_one_each(world: World) -> None:
    name = f"{world.record().id}-1"
    look(world)
    look(world, body=world.other_bureau)
    first, again, other = taken(world, name), taken(world, name), taken(world, name, world.other_bureau)
    assert first.id == again.id != other.id


def test_two_departments_recognise_at_once(world: World, app: Flask) -> None:
    name, failed = f"{world.record().id}-1", []
    for body in (world.bureau, world.other_bureau):
        look(world, body=body)

    def act(body: int) -> None:
        with app.app_context():
            try:
                taken(world, name, body)
            except Exception as error:  # whatever happens in a thread is told outside it
                failed.append(error)

    threads = [threading.Thread(target=act, args=(body,)) for body in (world.bureau, world.other_bureau) * 2]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    db.session.rollback()
    assert not failed
    assert len(db.session.scalars(select(Recognition)).all()) == 2


def test_a_refusal_names_a_ground_the_record_bears_out(world: World) -> None:
    world.record("N-1", finding(tested="2024-09-01"), issued_on=day("2024-09-03"))
    look(world)
    with pytest.raises(Invalid) as raised:
        refused(world, "failed_result")
    assert "does not bear out" in raised.value.fields["ground"][0].en
    done = refused(world, "expired")
    assert (done.outcome, done.ground, done.parameter) == ("refused", "expired", INSIDE)
    assert told(world)[-1] == "result.refused"
    assert public.refusal(done.id, world.member()) == done
    with pytest.raises(NotFound):
        public.refusal(done.id, world.member(body=world.bureau))


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"proof": ()}, "ground"), ({"article": " "}, "ground"), ({"explanation": ""}, "explanation"),
     ({"explanation": "外省、外市机构出具"}, "explanation")],
)  # fmt: skip
def test_a_refusal_is_complete_and_no_pretext(world: World, changed: dict[str, Any], field: str) -> None:
    world.record("N-1", finding(tested="2024-09-01"), issued_on=day("2024-09-03"))
    look(world)
    with pytest.raises(Invalid) as raised:
        refused(world, "expired", **changed)
    assert set(raised.value.fields) == {field}


def test_refusing_is_no_way_to_find_out_about_a_hidden_fail(world: World) -> None:
    world.record()
    world.record("V-1", finding(conclusion="fail", tested="2026-04-01"), voluntary=True, issued_on=day("2026-04-02"))
    look(world)
    with pytest.raises(Invalid) as raised:
        refused(world, "failed_result")
    assert "does not bear out" in raised.value.fields["ground"][0].en


def test_no_order_without_a_look(world: World) -> None:
    with pytest.raises(NotInThisState):
        ordered(world)


def test_what_is_left_is_ordered_at_once(world: World) -> None:
    world.record()
    look(world)
    order = ordered(world)
    assert (order.state, [one.requirement for one in order.items]) == (
        "approved", [OUTSIDE_CHECK, "boiler_water_quality"],
    )  # fmt: skip
    assert told(world)[-1] == "test.approved"


def test_what_is_covered_stops_the_order_and_shows_the_findings(world: World) -> None:
    name = f"{world.record().id}-1"
    look(world)
    with pytest.raises(Covered) as raised:
        ordered(world, INSIDE)
    assert raised.value.lines[0].findings == (name,)


def test_on_a_ground_another_person_approves(world: World) -> None:
    world.record()
    look(world)
    order = ordered(world, INSIDE, **{INSIDE: DOUBT})
    assert (order.state, order.items[0].covered) == ("awaiting", True)
    for actor in (world.department(901), world.department(902, world.other_bureau), world.member()):
        with pytest.raises(NotFound), transaction():
            ordering.approve(order.id, actor)
    with transaction():
        assert ordering.approve(order.id, world.department(902)).state == "approved"
    with pytest.raises(NotInThisState), transaction():
        ordering.send_back(order.id, "再想想", world.department(902))


def test_a_ground_the_record_can_settle_is_not_argued_about(world: World) -> None:
    world.record()
    look(world)
    expired = Justified("expired", "第四十条", "过期", tuple(lawbook.grounds().by_id["expired"].proof))
    with pytest.raises(Invalid) as raised:
        ordered(world, INSIDE, payer="enterprise", **{INSIDE: expired})
    assert set(raised.value.fields) == {f"justified.{INSIDE}.ground"}


@pytest.mark.parametrize("payer", ["", "somebody"])
def test_an_order_says_who_pays(world: World, payer: str) -> None:
    look(world)
    with pytest.raises(Invalid) as raised:
        ordered(world, payer=payer)
    assert set(raised.value.fields) == {"payer"}


def repeated(world: World, **more: Any) -> int:
    given: dict[str, Any] = {"required_by": "440113-scjg", "issued_on": day("2026-11-25")} | more
    world.record("N-2", finding(tested="2026-11-25"), laboratory="LAB07", **given)
    return len(reading_enterprise.repeats(world.member()))


def test_a_repeat_without_an_order_flags_itself(world: World) -> None:
    world.record()
    assert repeated(world) == 1
    lead = reading_enterprise.repeats(world.member())[0]
    assert (lead.body_id, lead.report.number, lead.earlier.number) == (world.bureau, "N-2", "N-1")
    kinds = db.session.scalars(select(Event.kind).where(Event.kind == "registry.repeat_recorded")).all()
    assert len(kinds) == 1 and "registry.repeat_recorded" in told(world)
    assert public.repeat(lead.id, world.member()) == lead
    for nobody in (world.member(body=world.bureau), world.department()):
        assert reading_enterprise.repeats(nobody) == ()
        with pytest.raises(NotFound):
            public.repeat(lead.id, nobody)


def test_what_was_ordered_on_a_ground_is_no_repeat(world: World) -> None:
    world.record()
    look(world)
    order = ordered(world, INSIDE, **{INSIDE: DOUBT})
    with transaction():
        ordering.approve(order.id, world.department(902))
    assert repeated(world) == 0


def test_what_an_enterprise_tests_of_its_own_accord_is_no_repeat(world: World) -> None:
    world.record()
    assert repeated(world, required_by="") == 0


def test_a_test_after_a_renovation_is_no_repeat(world: World) -> None:
    world.record()
    with transaction():
        keeping.record_change(world.boiler, day("2026-10-01"), "改造", None, SYSTEM)
    assert repeated(world) == 0


def test_who_relied_on_a_report_is_told_of_its_withdrawal_at_once(world: World) -> None:
    one = world.record().id
    look(world)
    taken(world, f"{one}-1")
    look(world, body=world.other_bureau)
    with transaction():
        amending.withdraw(one, "样品弄错", world.laboratory())
    for body in (world.bureau, world.other_bureau):
        assert told(world, Role.recogniser, body)[-1] == "report.withdrawn"
    assert told(world)[-1] == "report.withdrawn"
    assert world.line(on=None).reasons == ("withdrawn",)


@pytest.mark.parametrize("name", ["LAB07", None])
def test_nobody_else_withdraws_it(world: World, name: str | None) -> None:
    one = world.record().id
    actor = world.laboratory(name) if name else world.department()
    with pytest.raises(Exception) as raised, transaction():
        amending.withdraw(one, "不要了", actor)
    assert raised.type.__name__ == ("NotAllowed" if name else "NotFound")
    assert world.line().satisfied


def test_a_withdrawal_counts_on_its_day_and_the_old_version_never_revives(world: World) -> None:
    world.record()
    newer = world.record("N-2", supersedes="N-1", issued_on=day("2026-03-05")).id
    with transaction():
        amending.withdraw(newer, "作废", world.laboratory())
    assert world.line(on=day("2026-11-24")).satisfied
    assert world.line(on=None).reasons == ("withdrawn",)


def test_a_request_is_answered_in_five_working_days_or_oversight_hears(world: World) -> None:
    one = world.record().id
    with transaction():
        number = requesting.request(world.boiler, PERIODIC, "440113-scjg", "请采信", world.member())
        assert requesting.request(world.boiler, PERIODIC, "440113-scjg", "再请", world.member()) == number
    assert requesting.requests(world.department())[0].due_on == day("2026-12-02")
    at("2026-12-03T09:00")
    for _ in range(2):
        with transaction():
            requesting.warn({})
    assert told(world, Role.recogniser, world.bureau).count("recognition.overdue") == 1
    look(world)
    with transaction():
        recognising.recognise(
            case(world), [Taking(INSIDE, f"{one}-1")], world.department(), request_id=number
        )  # fmt: skip
    assert requesting.requests(world.member())[0].state == "answered"


def test_a_request_to_another_department_is_not_ours(world: World) -> None:
    one = world.record().id
    with transaction():
        number = requesting.request(world.boiler, PERIODIC, "440100-scjg", "", world.member())
    look(world)
    with pytest.raises(NotFound), transaction():
        recognising.recognise(case(world), [Taking(INSIDE, f"{one}-1")], world.department(), request_id=number)


def test_an_oral_demand_is_the_enterprises_and_oversights_to_read(world: World) -> None:
    with transaction():
        demanding.write_down(world.boiler, "440113-scjg", [INSIDE], day("2026-11-24"), "电话要求", world.member())
    supervisor = world.department()
    assert [one.body_id for one in demanding.demands(world.member())] == [world.bureau]
    assert demanding.demands(supervisor) == ()


def test_savings_count_what_was_taken_refused_and_repeated(world: World) -> None:
    one = world.record().id
    look(world)
    taken(world, f"{one}-1")
    repeated(world)
    line = savings.totals(day("2026-11-01"), day("2026-11-30"), by_month=True, by_region=True)[0]
    assert (line.department_id, line.region, line.month) == (world.bureau, "440113", day("2026-11-01"))
    assert (line.recognised, line.refused, line.repeats, line.fees_known, line.fees_unknown) == (1, 0, 1, None, 1)
