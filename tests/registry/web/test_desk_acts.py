"""Recognise, refuse, certify, order and be stopped; every act rests on the look-up, nothing typed is lost."""

import re

import pytest
from sqlalchemy import select

from core.db import db, transaction
from core.policy import Role
from registry.models.acts import Recognition, TestOrder
from registry.services import requesting
from registry.services.ordering import BEYOND_THE_RECORD
from tests.people import Staff
from tests.registry.services.world import INSIDE, OUTSIDE_CHECK, PERIODIC, World, finding
from tests.registry.web.test_desk_look_up import looked_up, text
from tests.visiting import Visitor

DOUBT = "authenticity_doubt"


@pytest.fixture
def clerk(staff: Staff, world: World) -> Visitor:
    return staff.visitor(Role.recogniser)


def recognised(person: Visitor, address: str) -> None:
    page = person.get(address).get_data(as_text=True)
    values = re.findall(r'name="take" value="([^"]+)"', page)
    answer = person.post(f"{address}/recognitions", {"take": values}, page=address)
    assert answer.status_code == 303, text(answer)


def stopped(person: Visitor, address: str, **more: str) -> str:
    form = {"requirement": [INSIDE], "payer": "department", **more}
    answer = person.post(f"{address}/order", form, page=f"{address}/order")
    assert answer.status_code in (409, 422), text(answer)
    return str(answer.get_data(as_text=True))


def ordered(person: Visitor, address: str) -> str:
    """The address of an order on a ground."""
    place = f"justified.{INSIDE}"
    shown = stopped(person, address, **{f"{place}.ground": DOUBT, f"{place}.article": "办法第十二条"})
    proof = re.findall(rf'name="{place}.proof"[^>]*value="([^"]+)"', shown)
    form = {
        "requirement": [INSIDE], "payer": "department", f"{place}.ground": DOUBT, f"{place}.asked": DOUBT,
        f"{place}.article": "办法第十二条", f"{place}.explanation": "国家平台查不到这个编号，机构书面否认",
        f"{place}.proof": proof,
    }  # fmt: skip
    answer = person.post(f"{address}/order", form, page=f"{address}/order")
    assert answer.status_code == 303, text(answer)
    return str(answer.headers["Location"])


def test_all_that_counts_is_recognised_by_one_click_and_certified(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding(), finding(OUTSIDE_CHECK))
    address = looked_up(clerk)
    recognised(clerk, address)
    words = text(clerk.get(address))
    assert "已采信 2 项" in words and "开互认证明" in words and "采信这" not in words
    assert {row.requirement for row in db.session.scalars(select(Recognition))} == {INSIDE, OUTSIDE_CHECK}
    made = clerk.post(f"{address}/certificates", page=address)
    assert made.status_code == 303 and made.headers["Location"].startswith("/certificates/")
    assert "互认证明" in text(clerk.get(address))


def test_one_of_them_is_recognised_by_itself(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding(), finding(OUTSIDE_CHECK))
    address = looked_up(clerk)
    page = clerk.get(address).get_data(as_text=True)
    assert page.count("只采信这一项") == 2
    one = next(value for value in re.findall(r'name="take" value="([^"]+)"', page) if value.startswith(INSIDE))
    assert clerk.post(f"{address}/recognitions", {"take": one}, page=address).status_code == 303
    assert [row.requirement for row in db.session.scalars(select(Recognition))] == [INSIDE]
    assert "采信这 1 项" in text(clerk.get(address))


def test_what_does_not_count_is_not_recognised_and_the_page_says_why(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding(tested="2020-03-01"), issued_on=finding(tested="2020-03-03").tested_on)
    address = looked_up(clerk)
    for value in (f"{INSIDE}|{world.boiler}|1-1", "nonsense", f"{INSIDE}|9|9"):
        answer = clerk.post(f"{address}/recognitions", {"take": value}, page="/language")
        assert answer.status_code in (409, 422)
    answer = clerk.post(f"{address}/certificates", page="/language")
    assert answer.status_code == 409 and "还没有采信的结果" in text(answer)


def test_a_refusal_takes_a_ground_of_the_record_with_article_proof_and_words(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding(tested="2020-03-01"), issued_on=finding(tested="2020-03-03").tested_on)
    address = f"{looked_up(clerk)}/refusal"
    assert "结果已过有效期" in text(clerk.get(address))
    page = f"{address}?ground=expired"
    proof = re.findall(r'name="proof"[^>]*value="([^"]+)"', clerk.get(page).get_data(as_text=True))
    form = {"ground": "expired", "requirement": f"{world.boiler}|{INSIDE}", "article": "特种设备安全法第四十条"}
    bare = clerk.post(address, form | {"explanation": "本单位不认"}, page=page)
    assert bare.status_code == 422 and "特种设备安全法第四十条" in bare.get_data(as_text=True)
    done = clerk.post(address, form | {"explanation": "内部检验已过两年", "proof": proof}, page=page)
    assert done.status_code == 303, text(done)
    assert "已拒绝" in text(clerk.get(address.removesuffix("/refusal")))


def test_nothing_to_refuse_is_said(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding())
    assert "登记的情况里没有可以拒绝的" in text(clerk.get(f"{looked_up(clerk)}/refusal"))


def test_what_is_left_is_ordered_at_once(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding())
    address = looked_up(clerk)
    page = f"{address}/order"
    bare = clerk.post(page, {"requirement": OUTSIDE_CHECK}, page=page)
    assert bare.status_code == 422 and "写明谁付费" in text(bare)
    assert clerk.post(page, {"payer": "enterprise"}, page=page).status_code == 422
    done = clerk.post(page, {"requirement": OUTSIDE_CHECK, "payer": "enterprise"}, page=page)
    assert "已批准" in text(clerk.get(done.headers["Location"]))


def test_where_a_result_counts_a_stop_page_shows_it_and_another_person_approves(
    clerk: Visitor, staff: Staff, world: World
) -> None:
    world.record("N-1", finding())
    address = looked_up(clerk)
    shown = stopped(clerk, address)
    assert "先停一下" in shown and "N-1" in shown and db.session.scalars(select(TestOrder)).all() == []
    assert set(re.findall(r'<option value="([a-z_]+)"', shown)) == BEYOND_THE_RECORD
    order = ordered(clerk, address)
    assert "要本部门另一位采信员批准才生效" in text(clerk.get(order))
    assert clerk.post(f"{order}/approval", page="/language").status_code == 403
    second = staff.visitor("recogniser2")
    assert "检测单等您批准" in text(second.get("/registry/desk"))
    assert second.post(f"{order}/approval", page=order).status_code == 303
    assert "已批准" in text(second.get(order))
    assert second.post(f"{order}/approval", page="/language").status_code == 409
    assert staff.visitor("recogniser3").get(order).status_code == 404


def test_what_was_said_for_one_stays_while_the_other_is_asked_for(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding(), finding(OUTSIDE_CHECK))
    address = looked_up(clerk)
    place = f"justified.{INSIDE}"
    said = {f"{place}.ground": DOUBT, f"{place}.asked": DOUBT, f"{place}.explanation": "机构书面否认\0"}
    form = {"requirement": [INSIDE, OUTSIDE_CHECK], "payer": "department", **said}
    answer = clerk.post(f"{address}/order", form, page=f"{address}/order")
    assert answer.status_code == 409 and "2 项已有可用结果" in text(answer)
    assert "机构书面否认</textarea>" in answer.get_data(as_text=True)
    sampled = form | {"requirement": [INSIDE], "payer": "enterprise"}
    sampled |= {f"{place}.ground": "not_sampled_by_authority", f"{place}.asked": "not_sampled_by_authority"}
    answer = clerk.post(f"{address}/order", sampled, page=f"{address}/order")
    assert answer.status_code == 422 and "付费的只能是部门" in text(answer) and "机构书面否认" in text(answer)


def test_an_order_goes_back_with_a_reason(clerk: Visitor, staff: Staff, world: World) -> None:
    world.record("N-1", finding())
    order = ordered(clerk, looked_up(clerk))
    second = staff.visitor("recogniser2")
    assert second.post(f"{order}/return", {"reason": " "}, page=order).status_code == 422
    assert second.post(f"{order}/return", {"reason": "证据不够"}, page=order).status_code == 303
    assert "证据不够" in text(clerk.get(order))
    assert "已退回" in text(clerk.get("/registry/orders?state=sent_back"))


def test_a_request_has_its_clock_and_is_answered_by_deciding(clerk: Visitor, world: World) -> None:
    world.record("N-1", finding())
    with transaction():
        requesting.request(world.boiler, PERIODIC, "440113-scjg", "上月刚检过", world.member())
    words = text(clerk.get("/registry/desk"))
    assert "1号锅炉" in words and "在期限内" in words and "2026年12月2日" in words
    address = looked_up(clerk)
    assert "企业申请采信" in text(clerk.get(address))
    recognised(clerk, address)
    assert "1号锅炉" in text(clerk.get("/registry/requests"))
    assert "没有等着办的申请" in text(clerk.get("/registry/desk"))


def test_savings_are_open_to_everybody(clerk: Visitor, visitor: Visitor, world: World) -> None:
    assert "还没有采信记录" in text(visitor.get("/statistics/recognition"))
    world.record("N-1", finding())
    recognised(clerk, looked_up(clerk))
    page = visitor.get("/statistics/recognition")
    assert "1 项，不用再测" in text(page) and "广州市番禺区市场监督管理局" in text(page)
    table = visitor.get("/statistics/recognition.csv").get_data(as_text=True)
    assert "2026-11,广州市番禺区市场监督管理局,440113,1,0" in table
    assert visitor.get("/statistics/recognition.json").json["lines"][0]["recognised"] == 1
    assert visitor.get("/statistics/recognition?year=1999").status_code == 404


def test_a_laboratory_states_a_month_once(staff: Staff, world: World) -> None:
    person = staff.visitor(Role.laboratory_member)
    page = "/registry/completeness"
    assert person.post(page, {"month": "x"}).status_code == 422
    assert person.post(page, {"month": "2026-10-01", "complete": "yes"}).status_code == 303
    assert "都已登记" in text(person.get(page))
    again = person.post(page, {"month": "2026-10-01", "complete": "no"})
    assert again.status_code == 422 and "声明只增不改" in text(again)
