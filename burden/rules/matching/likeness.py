"""How alike two names are: homophones, slips of typing, pinyin and initials, other everyday words, abbreviations.

Rules: design §4 (likeness) and editions.yaml, rule 5 (同音、错字、差一两个字、一方含另一方). It never decides what
an item is: it gives a degree between 0 and 1, and the finder sets it against who was paid.
"""

from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from burden.rules.matching import sounds
from burden.rules.matching.cleaning import ENDINGS
from burden.rules.matching.wordtable import pairs, table

SAME_SOUND = 0.97
SAME_WORDS = 0.96
SLIP = 0.94
REORDERED = 0.92
INITIALS = 0.9
TWO_SLIPS = 0.88
INSIDE = 0.86
ABBREVIATED = 0.8
BESIDE = 0.74
"""The name stands inside, but the words are about something else of it: 不动产登记资料复印费."""

_SYNONYMS = pairs(
    """
    不动产抵押登记=不动产登记 不动产转移登记=不动产登记 不动产首次登记=不动产登记 不动产变更登记=不动产登记
    不动产预告登记=不动产登记 不动产过户登记=不动产登记 防空地下室建设=防空地下室易地建设 品种保护=品种权
    tm=商标 车牌照=号牌 车牌=号牌 牌照=号牌 驾驶本=驾驶证 驾照=驾驶证 行车本=行驶证 行车证=行驶证 登记证书=登记证
    小轿车=汽车 小汽车=汽车 小车=汽车 轿车=汽车 机动车辆=机动车 年审=年检
    房屋产权证=不动产证 房屋所有权证=不动产证 不动产权证=不动产证 房产证=不动产证 土地使用证=不动产证 土地证=不动产证
    二手楼=二手房 存量房=二手房 房屋买卖=房屋转让 转移=转让 买卖=交易 转让=交易
    人民防空=人防 人防工程=人防 异地=易地 市政公用基础设施=基础设施 市政公用设施=基础设施 市政基础设施=基础设施
    新墙材=新型墙体材料 墙材=墙体材料 砼=混凝土 水泥路面=混凝土路面 水泥路=混凝土路面 柏油=沥青 开挖=挖掘
    挖路=道路挖掘 掘路=道路挖掘 破路=道路挖掘 路面=道路
    恢复=修复 占道=占用道路 水保=水土保持 防治=预防 灭治=预防
    定期检验=检验 定检=检验 年检=检验 检测=检验 测试=检验 强制检定=检定 强检=检定 检定=检验 计量器具=计量
    行吊=起重机 行车=起重机 天车=起重机 吊车=起重机 废水监测=环境监测 废气监测=环境监测 污水监测=环境监测
    噪声监测=环境监测
    医废=医疗废物 危废=危险废物 废弃物=废物 垃圾=废物 处理=处置 植检=植物检疫
    类械=类器械 医疗器械=器械 第二类=二类 第三类=三类 国产=境内 软件著作权=软著 复核=复审
    残联=残疾人 残保=残疾人就业保障 保障金=保证金 担保金=保证金 风险金=保证金 押金=保证金 农民工=民工 工人=民工
    地教附=地方教育附加 教附=教育附加 地教=地方教育 附加费=附加
    官费=费 规费=费 手续费=费 工本费=费 费用=费 收费=费 使用费=占用费 证书=证 试验=实验 补办=补领 补贴=补偿
    更名=变更 改名=变更 更改=变更 立案=受理 工本=费
    """
)
"""Words that mean the same on receipts (ours, no legal terms; words_confirmed no)."""

_OF_THE_ACT = table("缴纳 办理 受理 请求 换证 补证")
_SAME_IN_OTHER_WORDS = 0.98
_DISTINGUISHING = frozenset("一二三四五六七八九十0123456789进出新旧内外国省市县动植水土气声渔船车非免未不")
"""A slip that exchanges two of these makes another thing, never the same one misspelt."""

_LEAST_KEPT = 0.4
"""The share of a name's characters that a clipping keeps at least."""
_NEVER_LEFT_OUT = frozenset("一二三四五六七八九十进出新旧内外非免未不")
_AFTER_A_MATTER = ("手续", "工本", "收费")


def bare(word: str) -> str:
    """`word` without its ending, whatever remains (two characters are enough to compare, not to be sure)."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=20_000)
def everyday(word: str) -> str:
    """`word` with everyday words exchanged for one common form, and words of the mere act left out, unended."""
    word = exchanged(word)
    for old in _OF_THE_ACT:
        word = word.replace(old, "")
    return bare(word)


@lru_cache(maxsize=20_000)
def exchanged(word: str) -> str:
    """`word` with everyday words exchanged for one common form, without its ending."""
    for old, new in _SYNONYMS:
        word = word.replace(old, new)
    return bare(word)


def degree(asked: str, name: str) -> float:
    """How surely `asked` means `name`, from 0 to 1; both squashed spellings."""
    if asked == name:
        return 1.0
    one, other = bare(asked), bare(name)
    if one == other:
        return SAME_WORDS if len(one) > 2 else INSIDE
    if sounds.latin(asked):
        return _typed_in_letters(asked, name)
    if any(character.isascii() and character.isalpha() for character in asked):
        lettered = max(_partly_in_letters(asked, name), _by_words(asked, name))
        return max(lettered, _by_slips(one, other), _by_length(one, other))
    heard = max(_by_ear(one, other), _by_ear(asked, name))
    in_other_words = _SAME_IN_OTHER_WORDS * _by_length(everyday(asked), everyday(name))
    return max(heard, _by_words(asked, name), _by_slips(one, other), _by_length(one, other), in_other_words)


def _typed_in_letters(asked: str, name: str) -> float:
    if len(asked) >= 6 and asked in (sounds.spelled(name), sounds.spelled(bare(name))):
        return SAME_SOUND
    if len(asked) >= 3 and asked in (sounds.initials(name), sounds.initials(bare(name))):
        return INITIALS
    return 0.0


def _partly_in_letters(asked: str, name: str) -> float:
    """canbao金 in whole sounds, BDC登记费 in initials."""
    if len(asked) > len(name) and sounds.spelled(asked) == sounds.spelled(name):
        return SAME_SOUND
    if len(asked) != len(name) or len(name) < 4:
        return 0.0
    alike = (one == other or one == sounds.initials(other) for one, other in zip(asked, name, strict=True))
    return INITIALS if all(alike) else 0.0


def _by_ear(one: str, other: str) -> float:
    """Sounds alike: exactly, or to a southern ear, which hears 翻译费 and 防蚁费 as one and proves less."""
    if len(one) != len(other) or len(one) < 2:
        return 0.0
    if sounds.syllables(one) == sounds.syllables(other):
        return SAME_SOUND if len(one) > 2 else INSIDE
    if sounds.southern(one) == sounds.southern(other):
        return SLIP if len(one) > 2 else ABBREVIATED
    return 0.0


def _by_words(asked: str, name: str) -> float:
    alike = (
        one == other and len(one) >= 3
        for one, other in ((exchanged(asked), exchanged(name)), (everyday(asked), everyday(name)))
    )
    return SAME_WORDS if any(alike) else 0.0


def _by_slips(one: str, other: str) -> float:
    shorter = min(len(one), len(other))
    if shorter < 3 or abs(len(one) - len(other)) > 2:
        return 0.0
    if sorted(one) == sorted(other):
        return REORDERED if shorter >= 4 else ABBREVIATED
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance > 2 or not _only_slips(one, other):
        return 0.0
    if distance == 1:
        return SLIP if shorter >= 4 else INSIDE
    return TWO_SLIPS if shorter >= 6 else 0.0


def _only_slips(one: str, other: str) -> bool:
    """Whether every exchanged character may be mistaken for the other, and none missing or added distinguishes."""
    for edit in Levenshtein.editops(one, other):
        before = one[edit.src_pos] if edit.tag != "insert" else ""
        after = other[edit.dest_pos] if edit.tag != "delete" else ""
        if edit.tag == "replace":
            if not sounds.confusable(before, after) or (before in _DISTINGUISHING and after in _DISTINGUISHING):
                return False
        elif (before or after) in _DISTINGUISHING:
            return False
    return True


def _by_length(one: str, other: str) -> float:
    """One inside the other, one the abbreviation of the other, or much in common."""
    if len(other) >= 3 and other in one and not one.endswith(other):
        return BESIDE
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 3 and shorter in longer:
        return INSIDE - 0.1 * (1 - len(shorter) / len(longer))
    if len(other) >= 4 and one[:2] == other[:2] and one[-2:] == other[-2:] and _runs_through(other, one):
        return INSIDE - 0.1
    if len(shorter) >= 3 and shorter[0] == longer[0] and _runs_through(shorter, longer):
        return ABBREVIATED - 0.2 * (1 - len(shorter) / len(longer))
    return 0.8 * fuzz.ratio(one, other) / 100


def _runs_through(shorter: str, longer: str) -> bool:
    rest = iter(longer)
    return all(character in rest for character in shorter)


def is_clipped(word: str, name: str) -> bool:
    """Whether `word` is `name` with characters left out: the first and the last kept, the rest in order, by ear."""
    name = _trunk(name)
    if not len(word) < len(name) or len(word) < _LEAST_KEPT * len(name):
        return False
    short, long = sounds.syllables(word), sounds.syllables(name)
    if len(short) != len(word) or len(long) != len(name):
        return False
    if word[0] != name[0] or short[-1] not in long[-2:]:
        return False
    kept = _places(short, long)
    left_out = [name[place] for place in range(len(name)) if place not in kept]
    return bool(kept) and not _NEVER_LEFT_OUT & set(left_out) and not _leaves_a_word_out(kept)


def _places(short: tuple[str, ...], long: tuple[str, ...]) -> list[int]:
    """Where the sounds of `short` stand in `long`, in their order; empty where they do not."""
    kept: list[int] = []
    for sound in short:
        place = next((at for at in range(kept[-1] + 1 if kept else 0, len(long)) if long[at] == sound), None)
        if place is None:
            return []
        kept.append(place)
    return kept


def _leaves_a_word_out(kept: list[int]) -> bool:
    """Whether a whole word is missing between two whole ones (房屋公证 of 房屋转让公证): that is less, not shorter."""
    breaks = [at for at in range(1, len(kept)) if kept[at] - kept[at - 1] > 2]
    return any(
        at >= 2 and kept[at - 1] - kept[at - 2] == 1 and at + 1 < len(kept) and kept[at + 1] - kept[at] == 1
        for at in breaks
    )


def _trunk(name: str) -> str:
    trunk = bare(name)
    for ending in _AFTER_A_MATTER:
        trunk = trunk.removesuffix(ending) if len(trunk) > len(ending) + 2 else trunk
    return trunk
