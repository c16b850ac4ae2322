"""Clipped names are believed of the payee who takes the one thing they clip, and of nobody else."""

import pytest

from burden.rules.catalogue import Catalogue
from burden.rules.matching.likeness import is_clipped
from burden.rules.matching.match import Outcome
from tests.burden.rules.matching.asking import AGENT, COURT, LAND, PATENTS, POLICE, ask, keys

WATER, LANDLORD = "湛江市水务局", "广州番禺示例实业有限公司"


@pytest.mark.parametrize(
    ("called_as", "charged_by", "key"),
    [
        ("撤裁申请费", COURT, "LIT-ARBSET"),
        ("权要超项费", PATENTS, "PAT-CLAIM"),
        ("闲置地费", LAND, "LAND-IDLE"),
        ("发明办登费", PATENTS, "PAT-GRANT-INV"),
        ("新型办登费", PATENTS, "PAT-GRANT-UMD"),
        ("河沙管理费", WATER, "河道采砂管理费"),
    ],
)
def test_a_clipped_name_is_the_payees_only_item_it_fits(
    catalogue: Catalogue, called_as: str, charged_by: str, key: str
) -> None:
    assert keys(ask(catalogue, called_as, charged_by)) == {key}


@pytest.mark.parametrize(
    ("called_as", "charged_by"), [("河沙管理费", POLICE), ("办登费", PATENTS), ("闲置地费", AGENT), ("撤裁申请费", "")]
)
def test_a_clipped_name_is_not_believed_of_another_payee_or_without_its_kind(
    catalogue: Catalogue, called_as: str, charged_by: str
) -> None:
    assert ask(catalogue, called_as, charged_by).outcome is not Outcome.item


@pytest.mark.parametrize("called_as", ["厂租", "仓租", "安评"])
def test_a_clipped_service_is_priced_by_the_market(catalogue: Catalogue, called_as: str) -> None:
    assert ask(catalogue, called_as, LANDLORD if "租" in called_as else AGENT).outcome is Outcome.market_priced


@pytest.mark.parametrize(
    ("word", "name", "fits"),
    [
        ("撤裁申请", "撤销仲裁裁决申请费", True),
        ("河沙管理", "河道采砂管理费", True),
        ("房屋公证", "房屋转让公证费", False),
        ("进口器械变更注册", "进口二类器械变更注册费", False),
        ("登记", "不动产登记费", False),
        ("河道采砂管理", "河道采砂管理费", False),
    ],
)
def test_a_clipping_keeps_the_ends_and_leaves_out_no_whole_or_distinguishing_word(
    word: str, name: str, fits: bool
) -> None:
    assert is_clipped(word, name) is fits
