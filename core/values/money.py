"""Money of the platform: whole fen, no binary floating point anywhere."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Self

from core.values.text import Text

GREATEST_FEN = 10**17
"""One thousand trillion yuan; more than this is a slip of the keyboard, and no database column holds it."""

_PLAIN = re.compile(r"-?\d{1,18}(\.\d{1,2}0*)?")
_AS_SENT = re.compile(r"([0-9]{1,13})\.([0-9]{2})")
"""As programs send it: nothing to look at twice."""
_TYPED = re.compile(r"(?P<number>\d+(\.\d+)?)(?P<ten_thousand>万)?元?整?")
_UNREADABLE = Text("“{typed}”不是一笔金额，请写成 600 或 600.00", "“{typed}” is not an amount; write 600 or 600.00")
_TOO_FINE = Text("金额最多写到分（两位小数）", "An amount has at most two decimals (fen)")
_TOO_LARGE = Text("金额太大了，请核对一遍", "The amount is too large; please check it")


class NotMoney(ValueError):
    """What was typed is no amount of money; `message` says so in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def _within(fen: int) -> int:
    if abs(fen) > GREATEST_FEN:
        raise NotMoney(_TOO_LARGE)
    return fen


@dataclass(frozen=True, slots=True, order=True, init=False)
class Money:
    """An exact amount in fen; negative only as a difference. ``Money("600.00")`` reads yuan, ``Money.of_fen`` fen."""

    fen: int

    def __init__(self, yuan: str | int | Decimal = 0) -> None:
        """`yuan` as plain digits with at most two decimals; raises NotMoney."""
        text = str(yuan)
        if not _PLAIN.fullmatch(text):
            raise NotMoney(_UNREADABLE.fill(typed=text[:40]))
        object.__setattr__(self, "fen", _within(int(Decimal(text).scaleb(2))))

    @classmethod
    def of_fen(cls, fen: int) -> Self:
        """The amount of so many fen."""
        made = cls.__new__(cls)
        object.__setattr__(made, "fen", fen)
        return made

    @classmethod
    def rounded(cls, yuan: Fraction | int | Decimal) -> Self:
        """Rounded once to the fen, half up (the convention of the data: ``money_rounding``)."""
        numerator, denominator = yuan.as_integer_ratio()
        return cls.of_fen((200 * numerator + denominator) // (2 * denominator))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """What a person types: full-width digits, thousand separators, ￥, 元, 万元; raises NotMoney."""
        if isinstance(typed, str) and (sent := _AS_SENT.fullmatch(typed)):
            return cls.of_fen(int(sent[1] + sent[2]))
        plain = unicodedata.normalize("NFKC", str(typed)).strip().lstrip("¥").replace(",", "").replace(" ", "")
        found = _TYPED.fullmatch(plain) if len(plain) <= 40 else None
        if found is None:
            raise NotMoney(_UNREADABLE.fill(typed=str(typed)[:40]))
        try:
            fen = Decimal(found["number"]).scaleb(6 if found["ten_thousand"] else 2)
        except InvalidOperation as too_long:
            raise NotMoney(_TOO_LARGE) from too_long
        if fen != fen.to_integral_value():
            raise NotMoney(_TOO_FINE)
        return cls.of_fen(_within(int(fen)))

    @property
    def decimal(self) -> Decimal:
        """Yuan as an exact decimal with two places."""
        return Decimal(self.fen).scaleb(-2)

    @property
    def yuan(self) -> Fraction:
        """Yuan as an exact fraction, the number the rules of law reckon with."""
        return Fraction(self.fen, 100)

    def __str__(self) -> str:
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100}.{abs(self.fen) % 100:02d}"

    def __repr__(self) -> str:
        return f"Money({str(self)!r})"

    def __bool__(self) -> bool:
        return self.fen != 0

    def __add__(self, other: "Money") -> "Money":
        return Money.of_fen(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        return Money.of_fen(self.fen - other.fen)

    def __neg__(self) -> "Money":
        return Money.of_fen(-self.fen)

    def display(self) -> str:
        """As shown to people: ``¥1,234.56``."""
        sign = "-" if self.fen < 0 else ""
        return f"{sign}¥{abs(self.fen) // 100:,}.{abs(self.fen) % 100:02d}"


NOTHING = Money(0)
