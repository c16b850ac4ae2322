"""What people and programs type for a charge is read, or answered with the field, the reason and the remedy."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from burden.rules.charge import Charge
from burden.schemas.charge import ChargeSchema, document_of_form, read_charge, read_charges
from core import clock
from core.errors import Invalid
from core.values.money import Money

GOOD = {
    "called_as": "商标注册费",
    "charged_by": "国家知识产权局商标局",
    "amount": "600.00",
    "charged_on": "2026-07-20",
    "region": "440100",
}


@pytest.fixture(autouse=True)
def present() -> Any:
    clock.set_clock(lambda: datetime(2026, 11, 25, 17, tzinfo=UTC))
    yield
    clock.set_clock(None)


def refusals(**changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read_charge(GOOD | changes)
    return {name: texts[0].zh for name, texts in caught.value.fields.items()}


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("６００", "600"),
        ("1,200.50", "1200.50"),
        ("￥１，２００．５", "1200.50"),
        ("1.2万元", "12000"),
        ("600元", "600"),
        (600, "600"),
        (600.5, "600.50"),
        (0.1 + 0.2, "0.30"),
        (0, "0"),
        ("10000000000000", "10000000000000"),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: Any, yuan: str) -> None:
    assert read_charge(GOOD | {"amount": typed}).amount == Money(yuan)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("-5", "不能是负数"),
        (-5, "不能是负数"),
        ("－５００", "不能是负数"),
        ("10000000000000.01", "太大"),
        ("9" * 40, "太大"),
        (10**400, "太大"),
        ("1.234", "两位小数"),
        (0.005, "两位小数"),
        (0.30000001, "两位小数"),
        ("1e5", "“1e5”不是一笔金额"),
        ("十元", "不是一笔金额"),
        (float("nan"), "不是一笔金额"),
        (float("inf"), "不是一笔金额"),
        (True, "不是一笔金额"),
        ([], "不是一笔金额"),
        ("6\x0000", "控制字符"),
        ("", "请填金额"),
        (None, "请填金额"),
    ],
)
def test_a_wrong_amount_is_told_what_to_do(typed: Any, says: str) -> None:
    assert says in refusals(amount=typed)["amount"]


@pytest.mark.parametrize(
    "typed",
    ["2026-07-20", "2026年7月20日", "2026/7/20", "2026.7.20", "20260720", "２０２６－７－２０", " 2026 年 7 月 20 号"],
)
def test_days_are_read_as_people_write_them(typed: str) -> None:
    assert read_charge(GOOD | {"charged_on": typed}).charged_on == date(2026, 7, 20)


def test_a_day_before_any_list_is_taken() -> None:
    assert read_charge(GOOD | {"charged_on": "1950-01-01"}).charged_on.year == 1950


@pytest.mark.parametrize("typed", ["2026-02-30", "昨天", "20-07-2026", 5, ["2026-07-20"], "2026-07-20; drop"])
def test_what_is_no_day_is_quoted(typed: Any) -> None:
    assert "不是一个日期" in refusals(charged_on=typed)["charged_on"]


def test_today_is_the_day_in_china_and_tomorrow_is_refused() -> None:
    assert read_charge(GOOD | {"charged_on": "2026-11-26"})  # 01:00 in Shanghai
    assert refusals(charged_on="2026-11-27") == {"charged_on": "日期在今天之后，请填收费当天"}


@pytest.mark.parametrize(
    "typed", ["440106", "天河区", "广州市天河区", "广东省广州市天河区", "广州天河", "４４０１０６"]
)
def test_a_region_is_read_by_code_or_name(typed: str) -> None:
    assert read_charge(GOOD | {"region": typed}).region == "440106"


def test_a_code_of_a_province_not_held_is_taken() -> None:
    assert read_charge(GOOD | {"region": "330100"}).region == "330100"


@pytest.mark.parametrize(
    ("typed", "says"),
    [("999999", "没有“999999”"), ("440199", "没有“440199”"), ("广洲市", "是不是广州市"), (440100, "写成文字")],
)
def test_an_unknown_region_is_named_with_the_nearest(typed: Any, says: str) -> None:
    assert says in refusals(region=typed)["region"]


def test_a_wrong_credit_code_names_the_character_to_compare() -> None:
    assert "第 18 位" in refusals(charged_by="11440000006939561A")["charged_by"]
    assert read_charge(GOOD | {"charged_by": " 11440000006939561h"}).charged_by == "11440000006939561H"


@pytest.mark.parametrize("typed", ["a\0b", "x\x1b[31m", "\ud800", "gpj.\u202eexe"])
def test_characters_nobody_types_are_refused(typed: str) -> None:
    for field in ("called_as", "charged_by", "required_by", "narrative"):
        assert "控制字符" in refusals(**{field: typed})[field]


def test_ten_thousand_characters_in_a_name_are_counted_back() -> None:
    assert refusals(called_as="费" * 10_000) == {"called_as": "票据上的名称有 10,000 个字，最多 200 个，请删短"}
    assert "4,000" in refusals(narrative="话" * 4001)["narrative"]


def test_every_wrong_field_is_named_at_once() -> None:
    assert set(refusals(called_as="", amount="x", charged_on="y", region="z", colour=1)) == {
        "called_as",
        "amount",
        "charged_on",
        "region",
        "colour",
    }


def test_a_misspelt_field_is_told_the_likely_one() -> None:
    assert "amount" in refusals(ammount="5")["ammount"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ([], "facts"),
        ({"a": [1]}, "facts.a"),
        ({"a": 1e400}, "facts.a"),
        ({"a": 10**400}, "facts.a"),
    ],
)
def test_facts_are_scalars_by_name(facts: Any, field: str) -> None:
    assert list(refusals(facts=facts)) == [field]


def test_a_name_no_fact_has_is_kept_fit_to_be_named_back() -> None:
    assert read_charge(GOOD | {"facts": {"类别": 1, "a\0": 2}}).facts == {"类别": 1, "a?": 2}


def test_what_is_not_known_yet_is_left_out_of_the_facts() -> None:
    facts = {"classes": 2, "area": 2.50, "new": True, "unknown": None, "blank": " ", "tons": 3.0}
    assert read_charge(GOOD | {"facts": facts}).facts == {"classes": 2, "area": "2.5", "new": True, "tons": 3}


def test_a_form_tells_the_same_charge_as_json() -> None:
    form = GOOD | {"facts.classes": "３", "facts.new": "true", "payer.size": "small", "csrf_token": "x"}
    document = GOOD | {"facts": {"classes": 3, "new": True}, "payer": {"size": "small"}}
    assert read_charge(document_of_form(form)) == read_charge(document)


def test_in_a_batch_the_wrong_ones_stand_in_their_place() -> None:
    answers = read_charges([GOOD, GOOD | {"amount": "x"}, "no charge", GOOD])
    assert [type(answer) for answer in answers] == [Charge, Invalid, Invalid, Charge]


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(["600.00", "2026-07-20"]),
)
documents = st.fixed_dictionaries(
    {},
    optional={name: values for name in [*ChargeSchema().fields, "other"]}
    | {"facts": st.one_of(values, st.dictionaries(st.text(max_size=5), values, max_size=3))},
).map(lambda changes: GOOD | changes)


@settings(max_examples=200, deadline=None)
@given(documents)
def test_one_definition_read_by_marshmallow_and_in_bulk_gives_the_same(document: dict[str, Any]) -> None:
    try:
        slow: Any = ChargeSchema().load(document)
    except ValidationError as error:
        slow = {name.split(".")[0] for name in error.normalized_messages()}
    (quick,) = read_charges([document])
    if isinstance(quick, Invalid):
        assert {name.split(".")[0] for name in quick.fields} == slow
    else:
        assert quick == slow
