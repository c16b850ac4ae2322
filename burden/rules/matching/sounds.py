"""How a name sounds: for homophones, for names typed in pinyin, and for initials (design §4, likeness).

pypinyin is imported here alone and only when a name is first compared by sound, because loading its dictionary
costs more than the whole rest of a start.
"""

from functools import lru_cache

_SOUTHERN = (
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("lue", "nue"), ("l", "n"), ("hui", "fei"),
)  # fmt: skip
"""Sounds that typists confuse: flat and curled tongue, front and back nasal, l and n."""

_ALIKE = (
    "人入", "己已巳", "未末", "土士", "日曰", "侯候", "贷货", "账帐", "拆折", "拨拔", "治冶", "检捡险", "陪赔培", "仲伸", "埋理",
    "垦恳", "闲闭闫", "防坊妨", "诉拆", "牌脾", "污汚", "蚁蚊", "注住", "续读", "损捐", "桥侨", "技枝", "暂渐", "辅铺", "析折",
)  # fmt: skip
_LOOKS = {one: {other for other in group if other != one} for group in _ALIKE for one in group}


@lru_cache(maxsize=20_000)
def syllables(word: str) -> tuple[str, ...]:
    """One sound without tone for each Chinese character; runs of letters stay as they are."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- heavy dictionary, see the head of this file

    return tuple(lazy_pinyin(word))


def spelled(word: str) -> str:
    """The whole word in pinyin, without blanks: 残保金 and "canbaojin" become the same."""
    return "".join(syllables(word))


def initials(word: str) -> str:
    """The first letter of each sound: 残保金 becomes "cbj"."""
    return "".join(sound[0] for sound in syllables(word) if sound)


@lru_cache(maxsize=20_000)
def southern(word: str) -> tuple[str, ...]:
    """The sounds with those that typists confuse made one."""
    return tuple(_levelled(sound) for sound in syllables(word))


def _levelled(sound: str) -> str:
    for strict, loose in _SOUTHERN:
        if len(strict) == 1:
            sound = loose + sound[1:] if sound.startswith(strict) else sound
        elif sound.startswith(strict) and strict in ("zh", "ch", "sh"):
            sound = loose + sound[2:]
        elif sound.endswith(strict):
            sound = sound[: -len(strict)] + loose
    return sound


def confusable(one: str, other: str) -> bool:
    """Whether one character may stand for the other by a slip of ear or eye (保征金, 入防)."""
    if one == other or other in _LOOKS.get(one, ()):
        return True
    first, second = southern(one), southern(other)
    if not first or not second or not first[0].isalpha() or not second[0].isalpha():
        return False
    return first[0] == second[0]


def latin(word: str) -> bool:
    """Whether the word is typed in letters only."""
    return word.isascii() and word.isalpha()
