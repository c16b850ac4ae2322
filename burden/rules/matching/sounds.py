"""How a name sounds: for homophones, for names typed in pinyin, and for initials (design §4, likeness).

pypinyin is imported here alone and only when a name is first compared by sound, because loading its dictionary
costs more than the whole rest of a start.
"""

from functools import lru_cache

from burden.rules.matching.wordtable import pairs, table

_SOUTHERN = pairs("zh=z ch=c sh=s ang=an eng=en ing=in ong=on lue=nue l=n hui=fei hua=fa")
"""Sounds that typists confuse: flat and curled tongue, front and back nasal, l and n, hu and f."""

_ALIKE = table(
    """
    人入 己已巳 未末 土士 日曰 侯候 贷货 账帐 拆折诉析 拨拔 治冶 检捡险 陪赔培 仲伸 埋理 垦恳 闲闭 防坊妨 牌脾
    污汚 蚁蚊 注住 续读 损捐 桥侨 技枝 暂渐 辅铺 测侧 复夏 验检
    """
)
_LOOKS = {one: {other for group in _ALIKE if one in group for other in group} for one in "".join(_ALIKE)}


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
        if strict in ("ang", "eng", "ing", "ong"):
            sound = sound[: -len(strict)] + loose if sound.endswith(strict) else sound
        elif sound.startswith(strict):
            sound = loose + sound[len(strict) :]
    return sound


def confusable(one: str, other: str) -> bool:
    """Whether one character may stand for the other by a slip of ear or eye (保征金, 入防)."""
    if one == other or other in _LOOKS.get(one, ()):
        return True
    (first, *_), (second, *_) = southern(one) or ("",), southern(other) or ("",)
    if not (first.isalpha() and second.isalpha()):
        return False
    return first == second or (first[0] == second[0] and first[-1] == second[-1] and abs(len(first) - len(second)) <= 1)


def latin(word: str) -> bool:
    """Whether the word is typed in letters only."""
    return word.isascii() and word.isalpha()
