"""Every rule on record can be said in plain words, in both languages."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from burden.rules.catalogue import Catalogue, compile_catalogue
from burden.rules.conditions import Atom, When
from burden.rules.items import Item
from burden.rules.sources import Sources
from burden.services import unpacking, wording
from core.values.text import Text


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    files = unpacking.shipped()
    items = [body for kind, _, body in files.documents if kind == "item"]
    conventions = next(body for kind, _, body in files.documents if kind == "conventions")
    return compile_catalogue(Sources(items=items, conventions=conventions))


def every_wording(item: Item) -> Iterator[Text]:
    for row in item.standards:
        yield wording.row(row, item.inputs)
        yield wording.period(row.period)
    for relief in item.reliefs:
        yield wording.relief(relief)
        yield wording.condition(relief.when, item.inputs) or Text("总是", "always")
    yield from map(wording.event, item.events)
    yield from map(wording.collector, item.collectors)


def test_every_rule_on_record_is_said_in_both_languages(catalogue: Catalogue) -> None:
    for item in catalogue.items.values():
        for words in every_wording(item):
            assert words.zh.strip() and words.en.strip(), item.key
            assert "{" not in words.zh + words.en and "None" not in words.zh + words.en, (item.key, words)


@pytest.mark.parametrize(
    ("key", "row", "zh"),
    [
        ("TM-RENEW", 0, "每次 ¥2,000.00"),
        ("TM-PROOF", 1, "纸质递交：每件 ¥50.00"),
        ("SOIL", 1, "东部：每平方米 ¥1.40，不足 1 平方米按 1 平方米"),
        ("PARK-GOV", 0, "每半小时 ¥0.00–¥26.00"),
        ("BOND-BID-HA", 0, "「招标项目的估算价是多少元」的 2%，最高 ¥800,000.00"),
        ("PAT-CLAIM", 0, "max(0, 「申请文件里一共有几项权利要求」 − 10) × 150"),
    ],
)
def test_a_standard_in_words(catalogue: Catalogue, key: str, row: int, zh: str) -> None:
    item = catalogue.items[key]
    assert wording.row(item.standards[row], item.inputs).zh == zh


def test_a_scale_names_every_step(catalogue: Catalogue) -> None:
    item = catalogue.items["LIT-PROP"]
    words = wording.row(item.standards[0], item.inputs)
    assert "¥10,000.00 以内 定额 ¥50.00；超过 ¥10,000.00 至 ¥100,000.00 的部分 2.5%" in words.zh
    assert words.zh.endswith("超过 ¥20,000,000.00 的部分 0.5%")


def test_limits_are_said_from_below_to_above() -> None:
    when = When((Atom(("months",), gte=Fraction(12), lt=Fraction(24)),))
    assert wording.condition(when, {}) == Text("months ≥ 12、< 24", "months ≥ 12 and < 24")


def test_what_is_not_known_is_said_so(catalogue: Catalogue) -> None:
    unknown = next(row.period for row in catalogue.items["TM-APP"].standards if row.period.start is None)
    assert wording.period(unknown).zh.startswith("起日不详")
