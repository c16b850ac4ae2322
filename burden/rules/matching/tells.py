"""Which answer of a family's question the words or the story already give.

Rule: `schema.families`, step 4 (含某个值的 tells; 只含一个值的; 一个 tells 是另一个的一部分时取长的). A tell of four
or more characters may stand with other words between its pieces: 二类首次 is told by 第二类医疗器械首次注册费.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from burden.rules.matching.cleaning import squash
from burden.rules.matching.wordtable import pairs
from burden.rules.wordlists import Ask

_PIECE = 2
_SAID_FOR = pairs(
    """
    公分=厘米 cm=厘米 砼=混凝土 水泥路面=混凝土路面 水泥路=混凝土路面 柏油=沥青
    面包车=汽车 商务车=汽车 越野车=汽车 皮卡=货车 suv=汽车
    """
)
"""Words of stories for the words of tells (ours; words_confirmed no)."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`text` (a squashed spelling) in the words of tells: 面包车 is a 汽车, 20公分 is 20厘米."""
    for said, meant in _SAID_FOR:
        text = text.replace(said, meant)
    return text


@lru_cache(maxsize=4096)
def _plain_tell(tell: str) -> str:
    return plain(squash(tell))


def told_by(ask: Ask, text: str) -> str | None:
    """The one value whose tells stand in `text` (a squashed spelling); None where none or several do."""
    text = plain(text)
    found = {value: tell for value, tells in ask.tells.items() for tell in _standing(tells, text)}
    values = [value for value, tell in found.items() if not _part_of_another(value, tell, found)]
    return values[0] if len(values) == 1 else None


def exactly(ask: Ask, rest: str) -> str | None:
    """The value of which `rest` is exactly a tell."""
    return next((value for value, tells in ask.tells.items() if rest in map(squash, tells)), None)


def _standing(tells: tuple[str, ...], text: str) -> Iterator[str]:
    """The longest tell of one value that stands in the text."""
    standing = [tell for tell in map(_plain_tell, tells) if stands_in(tell, text)]
    if standing:
        yield max(standing, key=len)


def _part_of_another(value: str, tell: str, found: Mapping[str, str]) -> bool:
    return any(
        other != value and len(longer) > len(tell) and (tell in longer or stands_in(tell, longer))
        for other, longer in found.items()
    )


def stands_in(tell: str, text: str) -> bool:
    """Whether the tell stands in the text, in one piece or in pieces of two characters or more, in their order."""
    if tell in text:
        return True
    measured = re.findall(r"[a-z0-9]+(?:厘米|cm|mm|米)?|[^a-z0-9]+?(?=[0-9])", tell)
    if len(measured) > 1 and "".join(measured) == tell:
        return all(piece in text for piece in measured)
    if len(tell) < 2 * _PIECE or not tell:
        return False
    for end in range(len(tell) - _PIECE, _PIECE - 1, -1):
        place = text.find(tell[:end])
        if place >= 0 and stands_in(tell[end:], text[place + end :]):
            return True
    return False
