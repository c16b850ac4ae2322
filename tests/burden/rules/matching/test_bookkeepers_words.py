"""Words of bookkeepers: of the stage and the ledger, everyday equivalents, and firms without 公司 in their names."""

import pytest

from burden.rules.catalogue import Catalogue
from burden.rules.matching.match import Outcome
from tests.burden.rules.matching.asking import COURT, LAND, PATENTS, POLICE, TAXES, ask, keys

ROADS, CRANES, ARBITRATION = "枫溪区综合行政执法局", "深圳市特种设备安全检验研究院", "广州仲裁委员会"
BUILDER = "广州示例置业有限公司"


@pytest.mark.parametrize(
    ("called_as", "charged_by", "key"),
    [
        ("诉前财产保全", COURT, "LIT-PRES"),
        ("诉讼中财产保全费", COURT, "LIT-PRES"),
        ("扣留质保金5%", BUILDER, "BOND-QUAL"),
        ("暂扣质保金百分之三", BUILDER, "BOND-QUAL"),
        ("退投标保证金", BUILDER, "BOND-BID"),
        ("付履约保证金", BUILDER, "BOND-PERF"),
    ],
)
def test_words_of_the_stage_and_the_ledger_are_taken_away(
    catalogue: Catalogue, called_as: str, charged_by: str, key: str
) -> None:
    assert keys(ask(catalogue, called_as, charged_by)) == {key}


@pytest.mark.parametrize("called_as", ["退休人员管理费", "扣押物品保管费", "退役军人保障金"])
def test_a_word_that_only_opens_like_one_of_the_ledger_stays_whole(catalogue: Catalogue, called_as: str) -> None:
    assert ask(catalogue, called_as, POLICE).outcome is not Outcome.item


@pytest.mark.parametrize(
    ("called_as", "charged_by", "region", "story", "key"),
    [
        ("商标更名官费", PATENTS, "440100", None, "TM-CHANGE"),
        ("商标改名费", PATENTS, "440100", None, "TM-CHANGE"),
        ("仲裁立案", ARBITRATION, "440100", None, "ARB-ACCEPT"),
        ("行车载荷试验", CRANES, "440300", None, "SZ-CRANE-19"),
        ("驾照换证工本", POLICE, "440100", None, "DRV-LIC"),
        ("水泥路开挖修复费", ROADS, "445100", "20公分砼路面", "FX-CUT-C20"),
        ("牌照工本", POLICE, "440100", "公司新买的面包车上牌", "PLATE-CAR"),
        ("上牌费", POLICE, "440100", "给商务车上牌", "PLATE-CAR"),
    ],
)
def test_everyday_words_are_read_as_those_of_the_lists(
    catalogue: Catalogue, called_as: str, charged_by: str, region: str, story: str | None, key: str
) -> None:
    assert keys(ask(catalogue, called_as, charged_by, region=region, story=story)) == {key}


@pytest.mark.parametrize("called_as", ["购销合同印花", "一季度增值", "上半年房产", "个税"])
def test_a_tax_office_takes_taxes_whether_or_not_the_word_is_written(catalogue: Catalogue, called_as: str) -> None:
    assert ask(catalogue, called_as, TAXES).outcome is Outcome.not_a_fee


def test_another_office_takes_no_tax(catalogue: Catalogue) -> None:
    assert ask(catalogue, "房产", LAND).outcome is not Outcome.not_a_fee


@pytest.mark.parametrize("firm", ["顺丰速运", "德邦快递", "某某物流", "佛山某某科技"])
def test_a_firm_is_known_without_the_word_company(catalogue: Catalogue, firm: str) -> None:
    assert ask(catalogue, "快递费", firm).outcome is Outcome.market_priced
