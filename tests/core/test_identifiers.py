"""Credit codes are read as people write them, and what is wrong with one is said."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.identifiers import (
    CREDIT_ALPHABET,
    IdentifierError,
    credit_check_character,
    looks_like_credit_code,
    read_credit_code,
)

with (Path(__file__).parent / "data" / "credit-codes.csv").open(encoding="utf-8-sig", newline="") as file:
    EXAMPLES = [(row["code"], row["valid"] == "yes", row["source_or_reason"]) for row in csv.DictReader(file)]
MENDED_BY_READING = ("规范化", "清洗")


@pytest.mark.parametrize(("code", "valid", "why"), EXAMPLES, ids=[code for code, _, _ in EXAMPLES])
def test_known_codes_are_taken_and_wrong_ones_refused(code: str, valid: bool, why: str) -> None:
    if valid or any(word in why for word in MENDED_BY_READING):
        assert read_credit_code(code) == code.upper().replace(" ", "")
    else:
        with pytest.raises(IdentifierError):
            read_credit_code(code)


def test_full_width_letters_and_blanks_are_made_plain() -> None:
    assert read_credit_code(" ９１４４０３００ 708461136t ") == "91440300708461136T"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("91440300708461136A", "第 18 位"),
        ("9144030070846113", "有 16 位"),
        ("91440300708I61136T", "第 12 位“I”"),
        ("440301103019876", "旧工商注册号"),
        ("007208381", "旧组织机构代码"),
        ("00440000006939561M", "开头“00”"),
        ("91999900708461136F", "999900"),
    ],
)
def test_the_message_says_what_is_wrong(typed: str, says: str) -> None:
    with pytest.raises(IdentifierError) as refused:
        read_credit_code(typed)
    assert says in refused.value.message.zh


@given(st.integers(0, 16), st.sampled_from(CREDIT_ALPHABET))
def test_every_single_slip_is_noticed(place: int, character: str) -> None:
    code = "91440300708461136T"
    slipped = code[:place] + character + code[place + 1 :]
    if slipped == code:
        return
    with pytest.raises(IdentifierError):
        read_credit_code(slipped)


@given(st.text(CREDIT_ALPHABET, min_size=9, max_size=9))
def test_a_made_up_code_with_its_check_character_is_right(body: str) -> None:
    first = "91440300" + body
    assert read_credit_code(first + credit_check_character(first))


@pytest.mark.parametrize("typed", ["广州市规划和自然资源局", "440000-scjg", "12345", ""])
def test_names_and_other_numbers_are_not_taken_for_codes(typed: str) -> None:
    assert not looks_like_credit_code(typed)
