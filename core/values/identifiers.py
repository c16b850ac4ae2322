"""Numbers by which bodies are known: read and normalised, or explained."""

import unicodedata

from core.values.text import Text

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015, table of characters: digits and capitals without I, O, S, V, Z."""

_REGISTRARS = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
"""GB 32100-2015, 4.2: the registering authority (first character) and the kinds of body it registers (second)."""

_PROVINCE_DIGITS = {"1": "012345", "2": "123", "3": "1234567", "4": "123456", "5": "01234", "6": "12345"}
"""GB/T 2260: first digit, and the second ones it goes with; 10 stands for the national authority."""


class IdentifierError(ValueError):
    """Typed as a credit code but none; `message` says what is wrong with it and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def _plain(typed: str) -> str:
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(folded.split()).replace("-", "")


def credit_check_character(first_17: str) -> str:
    """The 18th character that belongs to `first_17` (GB 32100-2015, 4.5: weights 3^(i-1) mod 31)."""
    total = sum(CREDIT_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first_17))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def looks_like_credit_code(typed: str) -> bool:
    """Whether `typed` is meant as a credit code rather than a name: 15 to 20 letters and digits, mostly digits."""
    code = _plain(typed)
    return 15 <= len(code) <= 20 and code.isascii() and code.isalnum() and sum(c.isdigit() for c in code) >= 8


def read_credit_code(typed: str) -> str:
    """The unified social credit code in its normal form: capitals, no blanks, full-width letters made narrow.

    :raises IdentifierError: saying which character is wrong, or what kind of number it is instead.
    """
    code = _plain(typed)
    _check_length(code)
    for place, character in enumerate(code, start=1):
        if character not in CREDIT_ALPHABET:
            raise IdentifierError(_FORBIDDEN.fill(n=place, c=character))
    if code[1] not in _REGISTRARS.get(code[0], ""):
        raise IdentifierError(_REGISTRAR.fill(c=code[:2]))
    if not code[2:8].isdigit() or code[3] not in _PROVINCE_DIGITS.get(code[2], ""):
        raise IdentifierError(_PLACE.fill(c=code[2:8]))
    if credit_check_character(code[:17]) != code[17]:
        raise IdentifierError(_CHECK)
    return code


def _check_length(code: str) -> None:
    if len(code) == 18:
        return
    if len(code) == 15 and code.isdigit():
        raise IdentifierError(_OLD_REGISTRATION)
    if len(code) == 9:
        raise IdentifierError(_OLD_ORGANISATION)
    raise IdentifierError(_LENGTH.fill(n=len(code)))


_CHECK = Text(
    "信用代码校验位不对，请照营业执照核对第 18 位",
    "Credit code: check digit wrong; compare character 18 with the licence",
)
_LENGTH = Text("信用代码应有 18 位，这里有 {n} 位", "A credit code has 18 characters; this has {n}")
_FORBIDDEN = Text(
    "信用代码第 {n} 位“{c}”不会出现在代码里（不用 I、O、S、V、Z），请照营业执照核对",
    "Credit code: character {n}, “{c}”, never occurs (no I, O, S, V, Z); compare it with the licence",
)
_REGISTRAR = Text(
    "信用代码开头“{c}”不是登记部门和机构类别，请照营业执照核对前 2 位",
    "Credit code: “{c}” names no registering authority and kind; compare characters 1 and 2",
)
_PLACE = Text(
    "信用代码里的行政区划“{c}”不存在，请照营业执照核对第 3—8 位",
    "Credit code: there is no region {c}; compare characters 3 to 8",
)
_OLD_REGISTRATION = Text(
    "这是 15 位的旧工商注册号，请填营业执照上 18 位的统一社会信用代码",
    "This is a former registration number of 15 digits; give the credit code of 18 characters",
)
_OLD_ORGANISATION = Text(
    "这是 9 位的旧组织机构代码，请填 18 位的统一社会信用代码",
    "This is a former organisation code of 9 characters; give the credit code of 18 characters",
)
