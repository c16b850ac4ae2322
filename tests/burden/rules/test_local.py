"""Local standards: inside their place only, before the national one, never above its ceiling."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from burden.rules.case import Case
from burden.rules.catalogue import Catalogue, compile_catalogue
from burden.rules.charge import Charge
from burden.rules.documents import DocumentErrors
from burden.rules.local import placed
from burden.rules.sources import Sources
from burden.rules.verdict import check
from core.values.money import Money

FENGXI = "枫溪区综合行政执法局"


def _case(catalogue: Catalogue, charged_by: str, region: str | None, **more: Any) -> Case:
    charge = Charge("某费", charged_by, Money("100"), date(2026, 3, 1), region, **more)
    return Case.of(charge, catalogue, charge.charged_on)


@pytest.mark.parametrize(
    ("key", "charged_by", "region", "speaks"),
    [
        ("BOND-BID", "某招标人", "410100", "BOND-BID-HA"),
        ("BOND-BID", "某招标人", "440100", "BOND-BID"),
        ("BOND-BID-HA", "某招标人", "440100", "BOND-BID"),
        ("BOND-WAGE-HA", "某单位", "530124", "BOND-WAGE-FM"),
        ("BOND-WAGE-HA", "某单位", "410000", "BOND-WAGE-HA"),
        ("BOND-WAGE-FM", "某单位", "440100", "BOND-WAGE"),
        ("SOIL", "怀化市税务局", "431200", "SOIL-HH"),
        ("SOIL-HH", "广州市水务局", "440100", "SOIL"),
        ("SOIL-HH", "怀化市水利局", "431200", "SOIL"),
        ("CIVIL-DEF", "梅州市人民防空办公室", "441402", "CIVIL-DEF-MZ"),
        ("RADIO", "广东省工业和信息化厅", "440000", "RADIO-GD"),
        ("RADIO-GD", "工业和信息化部", "440000", "RADIO"),
        ("GD-DRUG-REREG", "国家药品监督管理局", "440100", "DRUG-REREG"),
        ("GD-DRUG-REREG", "广东省药品监督管理局", "440100", "GD-DRUG-REREG"),
        ("GD-DRUG-SUP-REV", "湖南省药品监督管理局", "430000", "DRUG"),
        ("SZ-CRANE-19", "广州市示例特种设备检验研究院", "440100", "SPECEQ"),
        ("FX-OCC", FENGXI, "445100", "FX-OCC"),
        ("FX-OCC", "潮州市湘桥区城市管理和综合执法局", "445100", "ROAD-OCC"),
        ("FX-OCC", FENGXI, "445102", "ROAD-OCC"),
        ("TM-APP", "某单位", None, "TM-APP"),
    ],
)
def test_the_item_of_the_place_speaks(
    catalogue: Catalogue, key: str, charged_by: str, region: str | None, speaks: str
) -> None:
    assert placed(catalogue.items[key], _case(catalogue, charged_by, region)).item.key == speaks


def test_a_place_without_a_code_is_known_by_the_story_or_asked(catalogue: Catalogue) -> None:
    item = catalogue.items["FX-OCC"]
    asked = placed(item, _case(catalogue, "综合行政执法局", "445100")).question
    assert asked is not None and asked.fact == "within"
    told = _case(catalogue, "综合行政执法局", "445100", narrative="在枫溪挖的路")
    assert placed(item, told).item.key == "FX-OCC"
    assert placed(item, _case(catalogue, "综合行政执法局", "445100", narrative="在饶平")).item.key == "ROAD-OCC"
    assert placed(item, _case(catalogue, "综合行政执法局", "445100", facts={"within": False})).item.key == "ROAD-OCC"


@pytest.mark.parametrize(
    ("project", "facts", "maximum"),
    [
        ("general", {"area_m2": 100}, "170.00"),
        ("general", {"area_m2": 100, "zone": "central"}, "150.00"),
        ("mining_extract", {"tonnes": 100}, "500.00"),
    ],
)
def test_a_local_standard_stops_at_the_national_ceiling_of_the_same_measure(
    sources: Sources, project: str, facts: dict[str, Any], maximum: str
) -> None:
    items = [_dearer(item) if item["item_key"] == "SOIL-HH" else item for item in sources.items]
    dearer = compile_catalogue(replace(sources, items=items))
    given = {"project": project, **facts}
    charge = Charge("水土保持补偿费", "怀化市税务局", Money("900"), date(2022, 3, 1), "431200", facts=given)
    assert check(charge, dearer).lawful_maximum == Money(maximum)


def _dearer(item: Any) -> Any:
    return {**item, "standards": [{**row, "amount": 5} for row in item["standards"]]}


def test_a_borrowed_scale_follows_the_lender_through_time(catalogue: Catalogue) -> None:
    row = catalogue.items["LIT-PAYORDER"].standards[0]
    assert row.period == catalogue.items["LIT-PROP"].standards[0].period
    assert row.kind.maximum({"claim": Fraction(20000)}).maximum == 100


def test_a_borrowed_scale_brings_the_conditions_of_its_lender(sources: Sources) -> None:
    items = [_conditional(item) if item["item_key"] == "LIT-PROP" else item for item in sources.items]
    changed = compile_catalogue(replace(sources, items=items))
    charge = Charge(
        "申请支付令费", "广东省广州市中级人民法院", Money("100"), date(2022, 3, 1), "440100", facts={"claim": "20000"}
    )
    assert [question.fact for question in check(charge, changed).missing] == ["halved"]
    assert check(replace(charge, facts={"claim": "20000", "halved": False}), changed).excess == Money("0")


def _conditional(item: Any) -> Any:
    return {**item, "standards": [{**row, "when": {"halved": False}} for row in item["standards"]]}


def test_a_lender_without_brackets_is_refused(sources: Sources) -> None:
    items = [item for item in sources.items if item["item_key"] == "LIT-PAYORDER"]
    with pytest.raises(DocumentErrors) as refused:
        compile_catalogue(Sources(items=items))
    assert [error.path for error in refused.value.errors] == ["LIT-PAYORDER.standards.0.like"]
