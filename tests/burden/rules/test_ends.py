"""Ends, resumptions and waivers: what an item's standing was on a day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from burden.rules.catalogue import Catalogue, compile_catalogue
from burden.rules.charge import Charge
from burden.rules.finding import Name
from burden.rules.sources import Sources
from burden.rules.verdict import check
from core.values.money import Money

NAME, BODY = "婚姻登记费", "广州市民政局"


def _row(event: str, day: str, **more: str) -> dict[str, str]:
    blank = dict.fromkeys(("item_key", "to", "factor", "payers", "keeps", "说明", "来源"), "")
    row = {
        "事项": NAME,
        "部门": "民政",
        "处置": event,
        "生效日期": day,
        "政策依据": f"财税〔{day[:4]}〕1号",
        "核实": "是",
    }
    return {**blank, **row, "event": event, "region": "000000", **more}


def _verdict(sources: Sources, rows: list[dict[str, str]], on: str, **more: Any) -> Name:
    catalogue = compile_catalogue(replace(sources, events=rows))
    charge = Charge(NAME, BODY, Money("9"), date.fromisoformat(on), more.pop("region", "440100"), **more)
    return check(charge, catalogue).verdict


@pytest.mark.parametrize(
    ("rows", "on", "verdict"),
    [
        ([_row("ended", "2017-04-01")], "2017-03-31", Name.needs_information),
        ([_row("ended", "2017-04-01")], "2017-04-01", Name.discontinued),
        ([_row("suspended", "2017-04-01"), _row("resumed", "2019-01-01")], "2018-12-31", Name.discontinued),
        ([_row("suspended", "2017-04-01"), _row("resumed", "2019-01-01")], "2019-01-01", Name.needs_information),
        ([_row("resumed", "2016-01-01"), _row("ended", "2017-04-01")], "2018-01-01", Name.discontinued),
        ([_row("suspended", "2017-04-01", to="2018-12-31")], "2019-01-01", Name.needs_information),
        ([_row("abolished", "unknown")], "1980-01-01", Name.discontinued),
        ([_row("abolished", "unknown"), _row("resumed", "2019-01-01")], "2019-01-01", Name.needs_information),
        ([_row("ended", "2017-04-01", region="450000")], "2018-01-01", Name.needs_information),
        ([_row("reduced", "2016-05-01", factor="0", payers="all")], "2018-01-01", Name.exempt),
        ([_row("reduced", "2016-05-01", factor="0.5", payers="all")], "2018-01-01", Name.needs_information),
        ([_row("reduced", "2016-05-01", factor="0", payers="some")], "2018-01-01", Name.needs_information),
    ],
)
def test_the_latest_event_of_the_day_decides(
    sources: Sources, rows: list[dict[str, str]], on: str, verdict: Name
) -> None:
    assert _verdict(sources, rows, on) is verdict


@pytest.mark.parametrize(
    ("payers", "payer", "verdict"),
    [
        ("small_micro", {"size": "small"}, Name.exempt),
        ("small_micro", {"type": "self_employed"}, Name.exempt),
        ("small_micro", {"size": "large"}, Name.needs_information),
        ("enterprises", {"size": "large"}, Name.exempt),
        ("enterprises", {"type": "institution"}, Name.needs_information),
    ],
)
def test_a_waiver_frees_the_payers_it_names(
    sources: Sources, payers: str, payer: dict[str, str], verdict: Name
) -> None:
    rows = [_row("reduced", "2016-05-01", factor="0", payers=payers)]
    assert _verdict(sources, rows, "2018-01-01", payer=payer) is verdict


def test_whom_a_waiver_names_is_asked(sources: Sources) -> None:
    catalogue = compile_catalogue(
        replace(sources, events=[_row("reduced", "2016-05-01", factor="0", payers="small_micro")])
    )
    verdict = check(Charge(NAME, BODY, Money("9"), date(2018, 1, 1), "440100"), catalogue)
    assert [question.fact for question in verdict.missing] == ["payer_size"]


def test_what_stays_lawful_is_no_excess(catalogue: Catalogue) -> None:
    charge = Charge("发明专利登记费", "国家知识产权局", Money("255"), date(2018, 8, 1), "440100")
    verdict = check(charge, catalogue)
    assert (verdict.lawful_maximum, verdict.excess) == (Money("5"), Money("250"))
    assert "印花税 ¥5.00" in verdict.working[-1].text.zh


def test_the_same_event_in_item_and_table_counts_once(catalogue: Catalogue) -> None:
    assert len(catalogue.items["TERMITE"].events) == 1
    assert len(catalogue.items["PAT-GRANT-INV"].events) == 1
