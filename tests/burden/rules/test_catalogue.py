"""The real data compile into one catalogue."""

from datetime import date

import pytest

from burden.rules.catalogue import Catalogue, compile_catalogue
from burden.rules.documents import DocumentErrors
from burden.rules.items import Status
from burden.rules.sources import Sources


def test_all_structured_items_are_there_and_the_listed_ones_beside_them(catalogue: Catalogue, sources: Sources) -> None:
    assert len([item for item in catalogue.items.values() if item.structured]) == len(sources.items) == 85
    assert not catalogue.items["PLATE-SEAL"].structured
    assert catalogue.items["METROLOGY"].events[0].status is Status.ended


def test_the_digest_is_the_same_for_the_same_sources_and_another_for_others(
    catalogue: Catalogue, sources: Sources
) -> None:
    assert compile_catalogue(sources).digest == catalogue.digest
    assert compile_catalogue(Sources(items=sources.items)).digest != catalogue.digest


@pytest.mark.parametrize(
    ("edition", "on", "in_force"),
    [
        ("nat-trademark__2017-04", date(2017, 3, 31), False),
        ("nat-trademark__2017-04", date(2017, 4, 1), True),
        ("nat-trademark__2017-04", date(2019, 6, 30), True),
        ("nat-trademark__2017-04", date(2019, 7, 1), False),
        ("nat-trademark__2019-07", date(2030, 1, 1), True),
        ("gd-meizhou-renfang__2021-03", date(2021, 3, 30), False),
        ("gd-meizhou-renfang__2021-03", date(2021, 3, 31), True),
        ("gd-mpa-xzsy__2024", date(2024, 12, 30), False),
        ("gd-mpa-xzsy__2024", date(2024, 12, 31), True),
        ("gd-jingying__2018-08", date(2021, 10, 30), True),
        ("gd-jingying__2018-08", date(2021, 10, 31), False),
        ("nat-zhengfu-jijin__2019-07", date(2022, 12, 30), True),
        ("nat-zhengfu-jijin__2019-07", date(2022, 12, 31), False),
        ("nat-2136-scope__2015-09", date(2015, 9, 1), False),
    ],
)
def test_an_edition_is_in_force_between_its_days(catalogue: Catalogue, edition: str, on: date, in_force: bool) -> None:
    assert catalogue.editions[edition].in_force(on) is in_force


def test_an_item_that_cannot_be_read_is_refused_with_its_place(sources: Sources) -> None:
    broken = {**sources.items[0], "nature": "tax"}
    with pytest.raises(DocumentErrors) as refused:
        compile_catalogue(Sources(items=[broken]))
    assert [error.path for error in refused.value.errors] == ["nature"]
