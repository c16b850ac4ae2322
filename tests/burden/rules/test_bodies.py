"""Who charges: sector, kind, level and region from the table or the name, as of a day."""

from datetime import date

import pytest

from burden.rules.bodies import Body
from burden.rules.catalogue import Catalogue
from burden.rules.items import Collector

ON = date(2022, 3, 1)


@pytest.mark.parametrize(
    ("name", "kind", "sector", "level"),
    [
        ("440100-gaj", "bureau", "公安", "city"),
        ("广州市公安局", "bureau", "公安", "city"),
        ("广州市公安局交警支队", "branch", "公安", "city"),
        ("国家知识产权局商标局", "bureau", "知识产权", "national"),
        ("国家工商行政管理总局商标局", "bureau", "市场监管", "national"),
        ("国家税务总局长沙市税务局", "bureau", "税务", None),
        ("国家税务总局广东省税务局", "vertical", "税务", "province"),
        ("怀化市税务局", "bureau", "税务", "city"),
        ("广东省广州市中级人民法院", "court", "法院", "city"),
        ("深圳市福田区人民法院", "court", "法院", "county"),
        ("广州仲裁委员会", "public_institution", "仲裁", "city"),
        ("广州市示例公证处", "public_institution", "公证", "city"),
        ("广州示例水务建设有限公司", "utility", None, None),
        ("示例市政工程有限公司", "enterprise", None, None),
        ("广州示例检测技术有限公司", "laboratory", None, None),
        ("示例商标代理有限公司", "intermediary", None, None),
        ("示例会计师事务所", "intermediary", None, None),
        ("示例行业协会", "association", None, None),
        ("农业农村部", "bureau", "农业农村", "national"),
        ("专利局广州市代办处", None, None, None),
        ("某某", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_body_is_known_by_its_code_or_name(
    catalogue: Catalogue, name: str, kind: str | None, sector: str | None, level: str | None
) -> None:
    body = catalogue.bodies.find(name, ON)
    if name != "专利局广州市代办处":
        assert (body.kind, body.sector) == (kind, sector)
    assert body.level == level


def test_a_dissolved_body_is_its_successor_after_its_last_day(catalogue: Catalogue) -> None:
    assert catalogue.bodies.find("440100-gsj", date(2018, 12, 31)).code == "440100-gsj"
    assert catalogue.bodies.find("440100-gsj", date(2019, 1, 1)).code == "440100-scjg"
    assert catalogue.bodies.find("广州市工商行政管理局", date(2018, 12, 31)).sector == "市场监管"


@pytest.mark.parametrize(
    ("name", "collector", "fits"),
    [
        ("广州市公安局", Collector(sector="公安"), True),
        ("广州市公安局", Collector(sector="税务"), False),
        ("广州市公安局", Collector(sector="公安", level="national"), False),
        ("公安局", Collector(sector="公安", level="national"), None),
        ("广州市示例环境监测中心站", Collector(sector="生态环境"), True),
        ("广东省药品监督管理局广州药品稽查办公室", Collector(sector="药品监管", level="province"), True),
        ("广州示例环境技术咨询有限公司", Collector(sector="生态环境"), False),
        ("广州市示例环境保护产业协会", Collector(sector="生态环境"), False),
        ("某某", Collector(sector="公安"), None),
        ("广州市中级人民法院", Collector(kind="court"), True),
        ("广州市公安局", Collector(kind="court"), False),
        ("广州仲裁委员会", Collector(kind="arbitration"), True),
        ("广州市示例公证处", Collector(kind="notary"), True),
        ("示例停车场有限公司", Collector(kind="operator"), True),
        ("广州示例供水有限公司", Collector(kind="utility"), True),
        ("广州市公安局", Collector(kind="operator"), False),
        ("某某", Collector(kind="operator"), None),
    ],
)
def test_whether_a_body_may_collect(catalogue: Catalogue, name: str, collector: Collector, fits: bool | None) -> None:
    assert catalogue.bodies.find(name, ON).fits(collector) is fits


def test_nothing_is_claimed_where_no_collectors_are_on_record() -> None:
    assert Body("某局", kind="bureau", sector="公安").fits_any(()) is None


def test_regions_lie_in_one_another_with_or_without_being_on_record(catalogue: Catalogue) -> None:
    covers = catalogue.regions.covers
    assert covers("440000", "440113") and covers("440100", "440199") and covers("000000", "999999")
    assert not covers("440100", "440000") and not covers("440100", "440305")
