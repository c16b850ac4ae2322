"""The code of a complaint: random, forgiving, never wrong unnoticed, never stored."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.codes import ALPHABET, LENGTH, SECRET_BITS, Code, CodeError, draw, looks_like_code, read

CODES = st.builds(Code, st.text(ALPHABET, min_size=7, max_size=7), st.text(ALPHABET, min_size=16, max_size=16))
PLACES = st.integers(0, LENGTH - 1)


def test_a_code_is_six_groups_of_four_and_its_secret_has_eighty_random_bits() -> None:
    code = draw()
    assert [len(group) for group in code.groups] == [4] * 6
    assert SECRET_BITS == 80
    assert len({str(draw()) for _ in range(200)}) == 200


def test_what_is_drawn_is_what_was_chosen() -> None:
    assert str(draw(lambda below: below - 1))[:-1] == "Z" * 23


@given(CODES)
def test_blanks_dashes_small_and_full_width_letters_are_forgiven(code: Code) -> None:
    text = str(code)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in text)
    for typed in (" ".join(code.groups).lower(), "-".join(code.groups), f" {text[:9]}\t{text[9:]} ", wide):
        assert read(typed) == code
        assert looks_like_code(typed)
    assert read(text.replace("0", "o").replace("1", "l")) == code


@given(CODES, PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: Code, place: int, other: str) -> None:
    text = str(code)
    wrong = text[:place] + other + text[place + 1 :]
    if wrong == text:
        assert read(wrong) == code
        return
    with pytest.raises(CodeError) as refused:
        read(wrong)
    assert "有一位不对" in refused.value.message.zh


@given(CODES, PLACES, PLACES)
def test_two_exchanged_characters_are_always_noticed(code: Code, one: int, other: int) -> None:
    characters = list(str(code))
    characters[one], characters[other] = characters[other], characters[one]
    if "".join(characters) != str(code):
        with pytest.raises(CodeError):
            read("".join(characters))


@given(CODES, PLACES)
def test_a_character_taken_for_one_that_looks_alike_is_pointed_at(code: Code, place: int) -> None:
    text = str(code)
    if text[place] in "8B":
        mistaken = text[:place] + ("B" if text[place] == "8" else "8") + text[place + 1 :]
        with pytest.raises(CodeError) as refused:
            read(mistaken)
        assert f"第 {place + 1} 位的 {mistaken[place]} 是不是 {text[place]}" in refused.value.message.zh
        assert f"is character {place + 1}, {mistaken[place]}, really {text[place]}" in refused.value.message.en


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("7K3M", "少了 20 位"),
        ("", "少了 24 位"),
        ("7K3M Q9TF 2XWD VH4C 8RNP 5BJT 7", "多了 1 位"),
        ("7K3M Q9TF 2XWD VH4C 8RNP 5BJU", "第 24 位“U”不会出现"),
        ("7K3M Q9TF 2XWD VH4C 8RNP 5BJ中", "第 24 位“中”不会出现"),
        ("x" * 100_000, "多了"),
    ],
)
def test_what_is_no_code_is_explained(typed: str, says: str) -> None:
    with pytest.raises(CodeError) as refused:
        read(typed)
    assert says in refused.value.message.zh


@given(CODES, CODES)
def test_only_a_keyed_hash_of_the_secret_is_kept_and_only_the_code_proves_it(code: Code, other: Code) -> None:
    kept = code.digest(b"key")
    assert re.fullmatch(r"[0-9a-f]{64}", kept)
    assert code.proves(kept, b"key")
    assert not code.proves(kept, b"another key")
    assert (code == other) == other.proves(kept, b"key")
    assert code.secret not in repr(code)


def test_a_reference_or_a_word_does_not_look_like_a_code() -> None:
    assert not looks_like_code("TS2026-000123")
    assert not looks_like_code("乱收费")
