"""Checking a charge on the page: from the receipt to the answer, and back again."""

import html
import json
import re
from typing import Any

import pytest

from tests.burden.web.eyes import fields_of, headline, words_of
from tests.visiting import Visitor

RECEIPT = {"called_as": "房产证办证费", "amount": "4,280.00", "charged_on": "2025-07-16",
           "charged_by": "广州市不动产登记中心", "region": "广州市"}  # fmt: skip
ANSWERS = {"facts.use": "non_residential", "facts.units": "6", "facts.extra_certificates": "1",
           "facts.payer_size": "medium"}  # fmt: skip


def send(visitor: Visitor, data: dict[str, str]) -> Any:
    return visitor.post("/check", data, follow_redirects=True)


def test_a_charge_above_the_standard_is_told_with_sum_working_and_basis(visitor: Visitor) -> None:
    page = send(visitor, RECEIPT | ANSWERS)
    words = words_of(page)
    assert headline(page) == "这笔收费多收了 ¥970.00"
    assert "票据上收了 ¥4,280.00 最多可以收 ¥3,310.00 多收 ¥970.00" in words
    assert "怎么得出的" in words and "发改价格规〔2016〕2559号" in words and "给收费窗口看" in words


def test_missing_facts_are_asked_in_plain_words_and_all_that_was_typed_goes_along(visitor: Visitor) -> None:
    page = send(visitor, RECEIPT)
    assert "还差 3 项才能判断" in words_of(page) and "登记的是住宅还是非住宅？" in words_of(page)
    kept = fields_of(page)
    assert {name: kept[name] for name in ("called_as", "charged_by", "charged_on")} == {
        name: RECEIPT[name] for name in ("called_as", "charged_by", "charged_on")
    }
    again = visitor.http.post("/check", data=kept | ANSWERS, follow_redirects=True)
    assert headline(again) == "这笔收费多收了 ¥970.00"


def test_what_was_assumed_is_named_and_open_to_change(visitor: Visitor) -> None:
    page = send(visitor, RECEIPT | {name: value for name, value in ANSWERS.items() if "extra" not in name})
    assert "除第一本以外，另外加发了几本证书？ 按“0 本”算" in words_of(page)
    link = re.search(r'href="(/check\?from=[^"#]+)#f-facts-extra_certificates"', page.get_data(as_text=True))
    assert link is not None
    assert 'id="f-facts-extra_certificates"' in visitor.get(html.unescape(link[1])).get_data(as_text=True)


def test_a_change_begins_from_everything_that_was_entered(visitor: Visitor) -> None:
    page = send(visitor, RECEIPT | ANSWERS)
    link = re.search(r'href="(/check\?from=[^"#]+)#f-amount"', page.get_data(as_text=True))
    assert link is not None
    form = fields_of(visitor.get(link[1]))
    assert form["called_as"] == RECEIPT["called_as"] and form["amount"] == "4280.00"
    assert form["region"] == "广东省广州市" and form["facts.use"] == "non_residential" and form["facts.units"] == "6"


def test_a_word_that_fits_several_items_is_answered_with_the_one_question(visitor: Visitor) -> None:
    page = send(visitor, {"called_as": "年费", "amount": "900", "charged_on": "2025-07-16",
                          "charged_by": "国家知识产权局"})  # fmt: skip
    words = words_of(page)
    assert "是哪一种专利？" in words and "实用新型" in words
    assert "发明专利年费" in words and "按它核对" in words


def test_a_near_item_is_chosen_with_one_press(visitor: Visitor) -> None:
    page = send(visitor, {"called_as": "年费", "amount": "900", "charged_on": "2025-07-16",
                          "charged_by": "国家知识产权局"})  # fmt: skip
    again = visitor.http.post("/check", data=fields_of(page) | {"called_as": "发明专利年费"}, follow_redirects=True)
    assert again.status_code == 200 and "缴的是第几年度的年费？" in words_of(again)


@pytest.mark.parametrize(
    ("receipt", "said"),
    [
        ({"called_as": "不动产登记费", **ANSWERS, "facts.payer_size": "micro"}, "您不用交这笔费"),
        ({"called_as": "环境监测服务费", "charged_by": "广州市生态环境局"}, "从2017年4月1日起已停收"),
        ({"called_as": "水土保持补偿费", "charged_by": "广州市公安局", "region": "广州市"}, "应由水利部门"),
        ({"called_as": "交通违章罚款", "charged_by": "广州市公安局交警支队"}, "这不是收费，是罚款"),
        ({"called_as": "企业档案管理费", "charged_by": "广州市政务服务中心"}, "说不准合不合规"),
        ({"called_as": "污水处理费", "charged_by": "广州市水务局", "region": "广州市"}, "算不出上限"),
    ],
)
def test_every_kind_of_answer_says_first_what_it_means(visitor: Visitor, receipt: dict[str, str], said: str) -> None:
    assert said in words_of(send(visitor, {"amount": "550", "charged_on": "2025-07-16"} | receipt))


def test_a_quantity_of_zero_is_named_with_the_remedy(visitor: Visitor) -> None:
    page = send(visitor, RECEIPT | ANSWERS | {"facts.units": "0", "facts.extra_certificates": "0"})
    assert "您填的数量是 0，可能是笔误： 登记了几件？ 改成票据上的数，再核对" in words_of(page)


def test_the_address_of_a_result_holds_nothing_that_was_typed(visitor: Visitor) -> None:
    answer = visitor.post("/check", RECEIPT | ANSWERS)
    assert answer.status_code == 303 and re.fullmatch(r"/checks/[a-z2-9]{20}", answer.headers["Location"])


def test_whoever_has_the_address_can_read_it_and_an_unknown_one_is_not_found(visitor: Visitor) -> None:
    address = visitor.post("/check", RECEIPT | ANSWERS).headers["Location"]
    assert "¥970.00" in words_of(visitor.get(address))
    assert visitor.get("/checks/" + "a" * 20).status_code == 404


def test_the_same_form_sent_twice_is_one_result(visitor: Visitor) -> None:
    data = {"csrf_token": visitor.token("/check"), **RECEIPT, **ANSWERS}
    first, second = (visitor.http.post("/check", data=data).headers["Location"] for _ in range(2))
    assert first == second


def test_a_result_can_be_taken_along_as_a_signed_file(visitor: Visitor) -> None:
    address = visitor.post("/check", RECEIPT | ANSWERS).headers["Location"]
    file = visitor.get(address + "/certificate")
    assert "attachment" in file.headers["Content-Disposition"]
    held = json.loads(file.get_data(as_text=True))
    assert held["document"]["verdict"]["excess"] == "970.00" and held["signature"]


def test_the_sheet_for_the_counter_says_what_is_asked_back_and_why(visitor: Visitor) -> None:
    address = visitor.post("/check", RECEIPT | ANSWERS).headers["Location"]
    words = words_of(visitor.get(address + "/notice"))
    assert "这笔收费多收了 ¥970.00" in words and "发改价格规〔2016〕2559号" in words and address in words


def test_an_item_opens_the_form_with_its_own_questions(visitor: Visitor) -> None:
    page = visitor.get("/check?item=SOIL")
    assert "项目占用土地多少平方米？" in words_of(page) and fields_of(page)["called_as"].startswith("水土保持补偿费")


def test_personal_numbers_in_the_story_are_struck_before_anything_is_kept(visitor: Visitor) -> None:
    page = send(visitor, RECEIPT | ANSWERS | {"narrative": "联系人 13800138000，a.b@example.com"})
    assert "13800138000" not in words_of(page) and "example.com" not in words_of(page)


def test_the_page_of_a_result_is_complete_in_english(visitor: Visitor) -> None:
    visitor.http.set_cookie("lang", "en")
    page = send(visitor, RECEIPT | ANSWERS)
    assert headline(page) == "This charge is ¥970.00 too much"
