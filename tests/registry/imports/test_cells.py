"""Cells as laboratories write them: days, values, codes, conclusions; what cannot be taken is named, never guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.rules.cells_codes import corrected, odd_ones, read_credit, read_device, read_number
from registry.rules.cells_days import read_day, read_last_day
from registry.rules.cells_values import read_value
from registry.rules.cells_words import Methods, kind_in, kind_named, read_conclusion
from registry.rules.parameters import Parameter, read_parameters
from registry.services import lawbook

PARAMETERS = read_parameters(lawbook.document("parameters"))
PARTICULATE: Parameter = PARAMETERS["stack_particulate"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024年3月5日", "2024-03-05"), ("2024.3.5", "2024-03-05"), ("2024/3/12", "2024-03-12"),
        ("2024-03-05 00:00:00", "2024-03-05"), ("2024-03-05 14:30", "2024-03-05"), ("45356", "2024-03-05"),
        ("２０２４－３－５", "2024-03-05"), ("20240305", "2024-03-05"), ("二〇二四年三月十五日", "2024-03-15"),
        ("二零二四年十二月三十一日", "2024-12-31"), ("2024-02-29", "2024-02-29"), ("", None), ("／", None), ("—", None),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_form(cell: str, day: str | None) -> None:
    found, doubt = read_day(cell)
    assert (found.isoformat() if found else None, doubt) == (day, None)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2024.13.5", "no day"), ("2023-02-29", "no day"), ("24.3.5", "two digits"), ("2024.3.5-3.7", "range of days"),
        ("2024年3月", "a month only"), ("长期", "is no day"), ("3", "is no day"), ("=TODAY()", "formula"),
        ("#REF!", "failed"), ("######", "too narrow"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_named(cell: str, words: str) -> None:
    found, doubt = read_day(cell)
    assert found is None and doubt is not None and words in doubt.what.en and doubt.blocking


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2025年03月", "2025-03-31"), ("2024-2", "2024-02-29"), ("长期", None), ("2025.4.1", "2025-04-01")],
)
def test_a_month_is_valid_through_its_end(cell: str, day: str | None) -> None:
    found, doubt = read_last_day(cell)
    assert (found.isoformat() if found else None) == day
    assert doubt is None or not doubt.blocking


@pytest.mark.parametrize(
    ("cell", "qualifier", "value"),
    [
        ("4.8", "", "4.8"), ("４.８", "", "4.8"), ("１２７", "", "127"), ("<0.05", "<", "0.05"), ("＜0.2", "<", "0.2"),
        ("小于3", "<", "3"), ("ND", "ND", ""), ("n.d.", "ND", ""), ("未检出", "ND", ""),
        ("未检出（检出限4）", "ND", "4"),
        ("ND(0.05)", "ND", "0.05"), ("ND（<0.05）", "ND", "0.05"), ("0.05L", "ND", "0.05"), ("1,234.5", "", "1234.5"),
        ("78.5±0.6", "", "78.5"), ('="4.8"', "", "4.8"), ("-0.3", "", "-0.3"),
    ],
)  # fmt: skip
def test_a_value_keeps_its_qualifier_and_is_never_the_bare_limit(cell: str, qualifier: str, value: str) -> None:
    measured, doubt = read_value(cell, PARTICULATE)
    assert (measured.qualifier, measured.value, measured.tested, doubt) == (qualifier, value, True, None)


@pytest.mark.parametrize("cell", ["", "／", "－", "——", "未测"])
def test_a_stroke_is_no_finding(cell: str) -> None:
    assert not read_value(cell, PARTICULATE)[0].tested


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("6～9", "range"), ("≤20", "limit"), ("23.5*", "mark"), ("1.2E+05", "scientific"), ("=H3*2", "formula"),
        ("约5", "no number"), ("#DIV/0!", "failed"), ("ND?", "no number"),
    ],
)  # fmt: skip
def test_what_is_no_measured_number_is_named(cell: str, words: str) -> None:
    measured, doubt = read_value(cell, PARTICULATE)
    assert not measured.tested and doubt is not None and words in doubt.what.en and doubt.remedy.zh


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("114401000075000000", "past digit 15"), ("1.14401E+17", "scientific"), ("91441300MA4X12345 ", "lacks"),
        ("91440600MA4UX01245", "check digit"), ("440600000012345", "registration number"),
    ],
)  # fmt: skip
def test_a_credit_code_that_lost_digits_is_refused_with_the_remedy(cell: str, words: str) -> None:
    code, doubt = read_credit(cell)
    assert code == "" and doubt is not None and words in doubt.what.en


def test_codes_of_devices_are_text_and_never_padded() -> None:
    assert read_device("11044407032015000123") == ("11044407032015000123", None)
    for lost in ("11044407032015000000", "1.1044407032015E+19", "1044407032015000123"):
        assert read_device(lost)[1] is not None


def test_numbers_lose_neither_letters_nor_zeros_unseen() -> None:
    assert set(odd_ones(["ZJ-1", "ZJ-2", "ZJ-3", "240454"])) == {"240454"}
    assert set(odd_ones(["00123", "00124", "125"])) == {"125"}
    assert odd_ones(["240451", "240452"]) == {}
    assert read_number("粤安雷检〔２０２４〕第００９１号")[0] == "粤安雷检〔2024〕第0091号"
    assert (corrected("TJY-1(更正)"), corrected("TJY-1")) == ("TJY-1", "")


@pytest.mark.parametrize(
    ("cell", "conclusion"),
    [
        ("合　格", "pass"),
        ("符合要求", "pass"),
        ("超标", "fail"),
        ("不合格", "fail"),
        ("", "not_stated"),
        ("/", "not_stated"),
    ],
)
def test_a_conclusion_is_pass_fail_or_not_stated(cell: str, conclusion: str) -> None:
    assert read_conclusion(cell) == (conclusion, None)


def test_a_third_conclusion_is_asked_about() -> None:
    conclusion, doubt = read_conclusion("基本符合要求")
    assert conclusion == "not_stated" and doubt is not None and doubt.blocking


@pytest.mark.parametrize(
    ("cell", "method"),
    [
        ("HJ693-2014", "HJ 693-2014"), ("HJ 535—2009", "HJ 535-2009"), ("TSG11-2020", "TSG 11-2020"),
        ("gb/t 21431 - 2015", "GB/T 21431-2015"), ("《HJ 836-2017》", "HJ 836-2017"), ("HJ9999-2020", "HJ 9999-2020"),
        ("TSG 51-2023及第1号修改单", "TSG 51-2023"), ("GB/T 21431", "GB/T 21431"), ("", ""),
    ],
)  # fmt: skip
def test_a_method_is_spelled_as_the_register_does(cell: str, method: str) -> None:
    standards = {one["key"] for one in lawbook.document("standards")["standards"]}
    found, doubt = Methods(standards).read(cell)
    assert found == method and (doubt is None or not doubt.blocking)


def test_a_chimney_of_a_boiler_is_an_air_outlet() -> None:
    kinds = ("outlet.air", "project", "equipment.boiler")
    assert (kind_in("2号锅炉烟囱", kinds), kind_in("导热油炉", kinds), kind_in("1号锅炉", kinds)) == (
        "outlet.air", "", "equipment.boiler")  # fmt: skip
    assert (kind_named("电梯"), kind_named("outlet.water"), kind_named("什么")) == (
        "equipment.elevator",
        "outlet.water",
        "",
    )


@settings(max_examples=50)
@given(st.text(max_size=30))
def test_no_cell_breaks_a_reading_and_a_doubt_always_has_a_remedy(cell: str) -> None:
    doubts = [
        read(cell)[1] for read in (read_day, read_last_day, read_credit, read_device, read_number, read_conclusion)
    ]
    doubts += [read_value(cell, one)[1] for one in PARAMETERS.values()]
    assert all(one is None or (one.what.zh and one.what.en and one.remedy.zh) for one in doubts)
