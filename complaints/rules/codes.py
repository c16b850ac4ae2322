"""The code of a complaint: what finds it and what proves that one may see it, in six groups of four.

23 characters chosen at random and one that checks them. The first seven (35 bits) are the locator, stored as they
are and by which the complaint is found; the other sixteen (80 bits) are the secret, of which a keyed hash alone is
stored (design §6). The check character is a weighted sum in the field of 32 elements: it shows every single wrong
character and every two exchanged, and it says nothing about the secret that the rest of the code does not.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from core.values.text import Text, same

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and capitals without I, L, O and U (Crockford's base 32): what is left is not mistaken for another."""
LOCATOR, SECRET = 7, 16
LENGTH = LOCATOR + SECRET + 1
GROUP = 4
LONGEST_TYPED = 200
"""Whatever stands after so many characters is not looked at."""
SECRET_BITS = SECRET * 5

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "零": "0", "〇": "0"})
_DASHES = "-–—−‐‑_.·,，、:："
_POLYNOMIAL = 0b100101
"""x^5 + x^2 + 1, primitive: its root has 31 powers, more than the code has places."""
_ALIKE = ("0D", "0Q", "1T", "17", "2Z", "5S", "6G", "8B", "9G", "9P", "VW", "VY", "MN", "BP", "BD", "EF", "CG", "XK")
"""Characters taken for one another in handwriting or over the telephone."""

_SHORT = Text(
    "回执码有 {n} 位，应是 24 位：少了 {less} 位，请对着回执补全",
    "The code has {n} characters instead of 24: {less} are missing",
)
_LONG = Text(
    "回执码有 {n} 位，应是 24 位：多了 {more} 位，请对着回执核对",
    "The code has {n} characters instead of 24: {more} too many",
)
_NEVER = Text(
    "第 {place} 位“{typed}”不会出现在回执码里，请对着回执核对这一位",
    "Character {place}, “{typed}”, never occurs in a code; compare it with the receipt",
)
_WRONG = Text(
    "回执码里有一位不对，请从头核对一遍", "A character of the code is wrong; please compare it from the start"
)
_GUESS = Text(
    "回执码里有一位不对：{guesses}？请核对这几位", "A character of the code is wrong: {guesses}? Compare those first"
)
_ONE_GUESS = Text("第 {place} 位的 {typed} 是不是 {meant}", "is character {place}, {typed}, really {meant}")


class CodeError(ValueError):
    """Typed as a code but none; `message` says what is wrong and where to look."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Code:
    """A complaint's code. Its text is shown to the complainant and kept nowhere."""

    locator: str
    secret: str = field(repr=False)

    def __str__(self) -> str:
        text = self.locator + self.secret
        return text + ALPHABET[_check(text)]

    @property
    def groups(self) -> tuple[str, ...]:
        """Six groups of four, as it is shown and read out."""
        text = str(self)
        return tuple(text[start : start + GROUP] for start in range(0, LENGTH, GROUP))

    def digest(self, key: bytes) -> str:
        """What is stored of the secret: its HMAC-SHA256 under `key`, bound to the locator, in hexadecimal digits."""
        return hmac.new(key, f"complaint-code:{self.locator}:{self.secret}".encode("ascii"), hashlib.sha256).hexdigest()

    def proves(self, digest: str, key: bytes) -> bool:
        """Whether `digest` was made of this code; takes as long whether or not."""
        return hmac.compare_digest(self.digest(key), digest)


def draw(choose: Callable[[int], int] = secrets.randbelow) -> Code:
    """A new code; `choose` gives a random number below its argument."""
    drawn = "".join(ALPHABET[choose(len(ALPHABET))] for _ in range(LOCATOR + SECRET))
    return Code(drawn[:LOCATOR], drawn[LOCATOR:])


def read(typed: str) -> Code:
    """The code that was typed: small letters, full-width ones, blanks and dashes are forgiven, O is 0, I and L are 1.

    :raises CodeError: saying how many characters are missing, which cannot occur, or which was probably mistaken.
    """
    text = _plain(typed)
    if len(text) != LENGTH:
        shape = _SHORT if len(text) < LENGTH else _LONG
        raise CodeError(shape.fill(n=len(text), less=LENGTH - len(text), more=len(text) - LENGTH))
    for place, character in enumerate(text, start=1):
        if character not in ALPHABET:
            raise CodeError(_NEVER.fill(place=place, typed=same(character)))
    if ALPHABET[_check(text[:-1])] != text[-1]:
        raise CodeError(_explained(text))
    return Code(text[:LOCATOR], text[LOCATOR:-1])


def looks_like_code(typed: str) -> bool:
    """Whether `typed` is meant as a code rather than as a reference or words: about as long, letters and digits."""
    text = _plain(typed)
    return LENGTH - 2 <= len(text) <= LENGTH + 2 and text.isascii() and text.isalnum()


def _plain(typed: str) -> str:
    folded = unicodedata.normalize("NFKC", typed[:LONGEST_TYPED]).upper().translate(_READ_AS)
    return "".join(character for character in folded if not character.isspace() and character not in _DASHES)


def _powers() -> tuple[int, ...]:
    powers = [1]
    while len(powers) < len(ALPHABET) - 1:
        doubled = powers[-1] << 1
        powers.append(doubled ^ _POLYNOMIAL if doubled & 0b100000 else doubled)
    return tuple(powers)


_POWERS = _powers()
_EXPONENTS = {power: exponent for exponent, power in enumerate(_POWERS)}


def _times(value: int, exponent: int) -> int:
    """`value` times the root to that power, in the field."""
    return _POWERS[(_EXPONENTS[value] + exponent) % len(_POWERS)] if value else 0


def _check(text: str) -> int:
    total = 0
    for place, character in enumerate(text, start=1):
        total ^= _times(ALPHABET.index(character), place)
    return total


def _explained(text: str) -> Text:
    guesses = [_ONE_GUESS.fill(place=place, typed=typed, meant=meant) for place, typed, meant in _mistaken(text)]
    if not guesses:
        return _WRONG
    zh, en = "；".join(guess.zh for guess in guesses), "; ".join(guess.en for guess in guesses)
    return _GUESS.fill(guesses=Text(zh, en))


def _mistaken(text: str) -> Iterator[tuple[int, str, str]]:
    """Places where one character, put right, makes the code whole, and where the two are easily mistaken."""
    off = _check(text[:-1]) ^ ALPHABET.index(text[-1])
    for place, typed in enumerate(text, start=1):
        exponent = 0 if place == LENGTH else -place
        meant = ALPHABET[ALPHABET.index(typed) ^ _times(off, exponent)]
        if any(set(pair) == {typed, meant} for pair in _ALIKE):
            yield place, typed, meant
