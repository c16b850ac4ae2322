"""What remains of a receipt's words when the year, the quantity, the place, the payee and "paid to" are taken away.

Rules: `schema.families`, first step (年度、月份、地名、收费单位名、“缴、收、代收、收据、发票”), and
`schema.item.aliases` (词尾). Nothing here decides anything: it only gives the spellings to look up.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from burden.rules.matching.wordtable import table

LONGEST, LONGEST_STORY = 200, 4000
"""Characters of a name, and of a story, that are read: a pasted document must not cost seconds."""

_TRADITIONAL = str.maketrans(
    "費證稅檢驗測註冊標專車號訴訟陸設廠險環廢電術業請續權轉讓變質監獄產動壓發鑑鑒員單據繳補領換駕駛執圖書館藥療衛護資園區縣務處",
    "费证税检验测注册标专车号诉讼陆设厂险环废电术业请续权转让变质监狱产动压发鉴鉴员单据缴补领换驾驶执图书馆药疗卫护资园区县务处",
)
_KEPT_UP_TO = 60
"""Spellings of names up to this length are remembered; what is pasted in full is not kept in memory."""
_CLASS_NUMERALS = ((re.compile(r"(?:iii|3|叁|Ⅲ)(?=类)"), "三"), (re.compile(r"(?:ii|2|贰|Ⅱ)(?=类)"), "二"))

_TIMES = re.compile(
    r"(?:19|20)\d{2}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?(?:月份?)?"
    r"|(?:19|20)?\d{2}(?:年度|年份|年)(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月份?)?"
    r"|第?[一二三四1-4]季度|[上下]半年度?|\d{1,2}[-~至到]\d{1,2}月份?|\d{1,2}月份?|(?:19|20)\d{2}(?=[一-鿿]|$)"
    r"|第?[\d一二三四五六七八九十]{1,3}(?:年度|期|批)|第[\d一二三四五六七八九十]{1,3}年|(?<!\d)\d{1,2}年"
)
_AMOUNTS = re.compile(
    r"百分之[一二三四五六七八九十\d]+|\d+(?:\.\d+)?%"
    r"|[x×*]?\d+(?:\.\d+)?(?:万元|元|本|张|台|件|副|面|个类别|个|套|份|笔|次|辆|部|人次|人|户|"
    r"平方米|m2|平米|吨|公里|天|只|块|宗|车)"
    r"|(?<![一二三四五六七八九十])[一二两三四五六七八九十](?:本|张|台|件|副|套|份|笔|辆|户|宗)(?![一-鿿]*[一二三四五六七八九十]类)"
    r"|[x×*]\d+|(?:no\.?|编号|单号|票号)[:a-z0-9-]+|[(〔\[]\d{4}[)〕\]]\d+号|\d{6,}"
)
_SPLIT = re.compile(r"[，,、/+;；:：|\-—–~·。!！?？\s]+|以及|(?<=[费金款税])[及和与]")
_JUNK = re.compile(r"[^0-9a-z一-鿿]+")

_BEFORE = table(
    "代收代缴 代收代付 收到 收取 代收 代缴 代征 代付 代扣 补缴 补交 补收 应缴 应交 应收 预缴 预交 预收 已缴 已交 上缴 "
    "缴纳 交纳 缴交 缴付 支付 报销 征收 关于 今收 本年度 上年度 年度 本年 本期 本次 今年 去年 其中 其他 其它 "
    "扣留 暂扣 预扣 扣缴 扣收 退还 退回 预付 补付 垫付 诉前 诉中 诉讼中 强制 缴 收 交 付 扣 退"
)
_AFTER = table(
    "缴款通知书 缴款通知单 缴费通知单 缴款书 缴款单 缴费单 缴款 缴费 收款收据 收据 发票 票据 款项 凭证 "
    "通知书 通知单 的通知 告知书 专用 明细 单据 回单 报销 结算 合计 小计 代收 代缴 汇缴 等费用 等"
)
_OPENS_LIKE_A_VERB = re.compile(
    r"收(?:养|费|入|购)|交(?:易|通|强|换)|付费|支付令|代征基金|其他|其它|扣[押车分除税]|退[休役耕牧出税赔捕保]"
)
_WRAPPERS = frozenset(
    table(
        "行政事业性收费 行政事业收费 行政性收费 非税收入 政府性基金 财政票据 其他 其它 其他收入 费用 规费 "
        "行政收费 涉企收费 官费 往来款 收费 缴款 收据 发票 备注 摘要 项目 收费项目 代收 代缴 加急 补办 "
        "增值税普通发票 电子票据 收费票据 非税收入一般缴款书 一般缴款书 收款收据 应付款 应收款 其他应付款 其他应收款 "
        "管理费用 销售费用 财务费用 制造费用 营业外支出 税金及附加 应交税费 预付账款 在建工程 无形资产 银行存款"
    )
)
"""What a receipt is, not what it is for."""

ENDINGS = ("工本费", "费用款", "收费", "费用", "的钱", "工本", "费", "款", "金")
"""`schema.item.aliases`: endings whose presence or exchange makes no other word, longest first; 工本 is 工本费 cut."""
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Words:
    """One name at several depths of cleaning, fullest first.

    `forms`: spellings of the whole name; `parts`: what stands in brackets or between separators, cleaned alike;
    `core`: the barest form, on which containing and resembling are judged; `remarks`: the text beside the core.
    """

    forms: tuple[str, ...]
    parts: tuple[str, ...]
    core: str
    remarks: str


def fold(text: str, longest: int = LONGEST) -> str:
    """NFKC, lower case, simplified characters, no control characters; blanks and punctuation stay."""
    wide = unicodedata.normalize("NFKC", text[:longest]).lower().translate(_TRADITIONAL)
    plain = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in wide)
    for numeral, word in _CLASS_NUMERALS:
        plain = numeral.sub(word, plain)
    return plain


def squash(text: str, longest: int = LONGEST) -> str:
    """The spelling under which names are compared: folded, nothing left but letters, digits and characters."""
    return _squash_short(text) if len(text) <= _KEPT_UP_TO else _JUNK.sub("", fold(text, longest))


@lru_cache(maxsize=20_000)
def _squash_short(text: str) -> str:
    return _JUNK.sub("", fold(text))


def stem(word: str) -> str | None:
    """`word` without its ending, if three characters or more remain (`schema.item.aliases`, 词尾); else None."""
    for ending in ENDINGS:
        if word.endswith(ending):
            bare = word[: -len(ending)]
            return bare if len(bare) >= _SHORTEST_STEM else None
    return word if len(word) >= _SHORTEST_STEM else None


def brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """The text outside of brackets, and each text inside; an unclosed bracket runs to the end."""
    outside, inside, depth, start = [], [], 0, 0
    for place, character in enumerate(text):
        if character in "([{〔【" and depth == 0:
            depth, start = 1, place + 1
        elif character in ")]}〕】" and depth == 1:
            depth = 0
            inside.append(text[start:place])
        elif depth == 0:
            outside.append(character)
    if depth:
        inside.append(text[start:])
    return "".join(outside), tuple(part for part in inside if part.strip())


def without_time_and_quantity(text: str) -> str:
    """The text without years, months, quarters, ordinals, counts, sums and numbers of papers."""
    return _AMOUNTS.sub(" ", _TIMES.sub(" ", text))


def unwrap(word: str) -> str:
    """`word` without "paid", "received", "receipt" and the like at its ends; never less than two characters."""
    while True:
        before = next((one for one in _BEFORE if word.startswith(one)), "") if word.startswith(_BEFORE) else ""
        after = next((one for one in _AFTER if word.endswith(one)), "") if word.endswith(_AFTER) else ""
        if before and len(word) - len(before) >= 2 and not _OPENS_LIKE_A_VERB.match(word):
            word = word[len(before) :]
        elif after and len(word) - len(after) >= 2:
            word = word[: -len(after)]
        else:
            return word


class Cleaner:
    """Takes places and bodies off a name; built once for a catalogue."""

    def __init__(self, places: Iterable[str], offices: Iterable[str]) -> None:
        """`places`: names of regions; `offices`: how offices are called (车管所, 税务局)."""
        names = {squash(place) for place in places}
        short = {re.sub(r"(?:省|市|区|县)$", "", name) for name in names}
        self._place = _alternatives(name for name in names | short if len(name) >= 2)
        self._office = _alternatives(squash(office) for office in offices if len(office) >= 3)

    def clean(self, name: str, payee: str = "") -> Words:
        """The spellings of `name`, paid to `payee`."""
        folded = fold(name)
        outside, inside = brackets(folded)
        whole = squash(folded)
        timeless = without_time_and_quantity(folded)
        timeless_outside = without_time_and_quantity(outside)
        bare = self._bare(timeless_outside, payee)
        forms = (whole, self._bare(timeless, payee), squash(timeless_outside), bare)
        said, wrapped = self._parts((timeless_outside,), payee)
        remarks, _ = self._parts((without_time_and_quantity(part) for part in inside), payee)
        parts = _distinct((*said, *remarks))
        core = "".join(said or remarks) or bare if wrapped else bare
        return Words(_distinct((*forms, core)), parts, core, squash(" ".join(inside)))

    def _parts(self, texts: Iterable[str], payee: str) -> tuple[tuple[str, ...], bool]:
        """The parts between separators, cleaned; and whether any of them only says what kind of paper it is."""
        pieces = [self._bare(piece, payee) for text in texts for piece in _SPLIT.split(text)]
        return tuple(piece for piece in _distinct(pieces) if piece not in _WRAPPERS), any(
            p in _WRAPPERS for p in pieces
        )

    def _bare(self, text: str, payee: str) -> str:
        word = squash(text)
        body = squash(payee)
        if len(body) >= 4 and body in word and len(word) - len(body) >= 2:
            word = word.replace(body, "")
        before = None
        while word != before:
            before = word
            word = unwrap(self._strip(self._place, word, 3))
            word = self._strip(self._office, word, 3)
        return word

    @staticmethod
    def _strip(opening: re.Pattern[str] | None, word: str, least: int) -> str:
        found = opening.match(word) if opening else None
        if not found:
            return word
        rest = re.sub(r"^(?:的|处)", "", word[found.end() :])
        return rest if len(rest) >= least else word


def _alternatives(names: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted({name for name in names if name}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


def _distinct(words: Iterable[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
