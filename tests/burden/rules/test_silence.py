"""What a list's silence is worth: only a complete list in force, over this payee and this name, says no."""

from datetime import date

import pytest

from burden.rules.case import Case
from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.silence import nature_shown, silent_edition
from burden.rules.verdict import check
from core.values.money import Money

FUMIN, CHONGQING, MEIZHOU = "富民县人力资源和社会保障局", "重庆市公安局", "梅州市人民防空办公室"


def _case(catalogue: Catalogue, name: str, charged_by: str, region: str, on: str) -> Case:
    day = date.fromisoformat(on)
    return Case.of(Charge(name, charged_by, Money("100"), day, region), catalogue, day)


@pytest.mark.parametrize(
    ("name", "charged_by", "region", "on", "edition"),
    [
        ("用工备案费", FUMIN, "530124", "2026-03-01", "yn-fumin-renshe__2026-01"),
        ("用工备案费", FUMIN, "530124", "2025-12-31", None),
        ("用工备案费", FUMIN, "530124", "2027-01-01", None),
        ("用工备案费", "富民县公安局", "530124", "2026-03-01", None),
        ("居住证工本费", CHONGQING, "500000", "2021-01-01", "cq-gongan-xzsy-qy__2021"),
        ("居住证工本费", CHONGQING, "500000", "2022-01-01", None),
        ("居住证工本费", "重庆市税务局", "500000", "2021-06-01", None),
        ("居住证工本费", "广州市公安局", "440100", "2021-06-01", None),
        ("神秘费", CHONGQING, "500000", "2021-06-01", None),
        ("人防审批费", MEIZHOU, "441400", "2021-03-31", "gd-meizhou-renfang__2021-03"),
        ("人防审批费", MEIZHOU, "441400", "2021-03-30", None),
        ("人防使用费审批费", MEIZHOU, "441400", "2022-03-01", None),
        ("办证费", MEIZHOU, "441400", "2022-03-01", None),
        ("工资押金", "河南省住房和城乡建设厅", "410000", "2020-01-01", "ha-baozhengjin-fangjian__2018-10"),
        ("职称评审受理费", "广州市人力资源和社会保障局", "440100", "2022-03-01", None),
        ("再审受理费", "广东省广州市中级人民法院", "440100", "2022-03-01", "nat-susong__2007-04"),
        ("商标规费", "国家知识产权局商标局", "440100", "2018-03-01", "nat-trademark__2017-04"),
        ("居住证工本费", "广州示例有限公司", "500000", "2021-06-01", None),
    ],
)
def test_a_list_says_no_only_within_its_scope(
    catalogue: Catalogue, name: str, charged_by: str, region: str, on: str, edition: str | None
) -> None:
    found = silent_edition(_case(catalogue, name, charged_by, region, on))
    assert (found.id if found else None) == edition


@pytest.mark.parametrize(
    ("name", "nature"),
    [
        ("农民工工资保证金", "deposit"),
        ("水利建设基金", "government_fund"),
        ("城市配套费", "government_fund"),
        ("许可证费", "administrative_fee"),
        ("停车场收费停车", "government_priced_service"),
        ("神秘费", None),
    ],
)
def test_a_name_shows_its_nature_by_its_longest_word(catalogue: Catalogue, name: str, nature: str | None) -> None:
    assert nature_shown(name, _case(catalogue, name, "", "440100", "2022-03-01")) == nature


def test_a_vertical_body_is_not_on_the_lists_of_its_place(catalogue: Catalogue) -> None:
    assert silent_edition(_case(catalogue, "海关工本费", "重庆海关", "500000", "2021-06-01")) is None


@pytest.mark.parametrize(
    ("name", "charged_by", "region", "verdict"),
    [
        ("商标杂项", "国家知识产权局商标局", "440100", "needs_information"),
        ("路面清扫", "枫溪区综合行政执法局", "445100", "needs_information"),
        ("水泥路开挖", "枫溪区综合行政执法局", "445100", "needs_information"),
        ("开挖", "广州示例有限公司", "445100", "no_list_known"),
    ],
)
def test_a_name_that_touches_the_topic_of_a_complete_list_is_never_unknown(
    catalogue: Catalogue, name: str, charged_by: str, region: str, verdict: str
) -> None:
    day = date(2022, 5, 1)
    asked = check(Charge(name, charged_by, Money("100"), day, region), catalogue)
    assert asked.verdict == verdict
    assert bool(asked.candidates and asked.missing) == (verdict == "needs_information")


def test_a_touched_topic_is_not_asked_about_twice(catalogue: Catalogue) -> None:
    none_of_them = {"item": "none"}
    charge = Charge("商标杂项", "国家知识产权局商标局", Money("100"), date(2022, 5, 1), "440100", facts=none_of_them)
    assert check(charge, catalogue).verdict == "no_list_known"
