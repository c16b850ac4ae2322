"""Parameters under the names that laboratories write: exactly, else by likeness, which a person should look at."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from registry.rules.cells_words import kind_in
from registry.rules.columns import Field, bare
from registry.rules.parameters import Parameter

_MORE = {
    "lex8h": "oh_noise_lex", "等效声级lex8h": "oh_noise_lex", "spd泄漏电流": "lps_spd_leakage",
    "电涌保护器泄漏": "lps_spd_leakage", "phvalue": "ww_ph", "ph": "ww_ph", "nh3n": "ww_nh3n",
    "厂界噪声昼": "noise_boundary_day", "厂界噪声夜": "noise_boundary_night", "昼间噪声": "noise_boundary_day",
    "夜间噪声": "noise_boundary_night",
}  # fmt: skip
"""What stands on reports beyond the names of ``parameters.yaml``."""
_IN_BRACKETS = re.compile(r"^(.*?)\s*[(（\[［]\s*([^()（）\[\]［］]*(?:\([^()]*\))?)\s*[)）\]］]\s*$", re.DOTALL)
_UNIT = re.compile(
    r"(?:[mkμµun]?g|t|tce|kg|mol|[mkM]?Pa|[μµmk]?A|[mk]?V|[mkM]?Ω(?:/km)?|dB(?:\([AC]\))?|%|级|无量纲|℃|mm|cm|m|s|min|h|L|倍|个)"
    r"(?:[/·*].{1,8})?",
)
_ROLES = (
    (Field.limit, re.compile(r"限值|标准限|标准值|pctwa|pcstel|mac$|oel|限量|技术要求")),
    (Field.conclusion, re.compile(r"判定|结论|评价|符合性|是否合格|是否达标")),
    (Field.method, re.compile(r"方法|依据|检测标准")),
)
_VALUE_WORDS = re.compile(
    r"(?:实测|测定|检测|排放|折算|平均)?(?:浓度|结果|数值|值)$|^ctwa$|^(?:实测|测定)", re.IGNORECASE
)
_LIKE = 78
Guess = tuple[str, bool]
"""(key of a parameter or "", whether that is sure)."""


def split_unit(heading: str) -> tuple[str, str]:
    """A heading and the unit that it ends in: 颗粒物(mg/m³) → 颗粒物, mg/m³."""
    found = _IN_BRACKETS.match(heading)
    if found and _UNIT.fullmatch("".join(unicodedata.normalize("NFKC", found[2]).split())):
        return found[1].strip(), found[2].strip()
    return heading, ""


def role_of(words: str) -> tuple[Field, str]:
    """Whether a heading speaks of a parameter's limit, conclusion, method or value; and what is left of it."""
    plain = bare(words)
    for role, sign in _ROLES:
        if found := sign.search(plain):
            return role, plain[: found.start()] + plain[found.end() :]
    return Field.value, _VALUE_WORDS.sub("", plain) or plain


@dataclass
class Names:
    """The parameters by what they are called; `own` are the words that this laboratory taught."""

    parameters: Mapping[str, Parameter]
    own: Mapping[str, str] = field(default_factory=dict)
    _exact: dict[str, str] = field(default_factory=dict)
    _alike: dict[tuple[str, str], Guess] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, one in self.parameters.items():
            for name in (one.name.zh, *one.aliases, one.name.en, key):
                self._exact.setdefault(bare(name), key)
        self._exact |= {word: key for word, key in _MORE.items() if key in self.parameters}
        self._own = {bare(word): key for word, key in self.own.items() if key in self.parameters}

    def exactly(self, words: str) -> str:
        """The parameter of exactly that name; "" if there is none."""
        word = bare(split_unit(words)[0])
        return self._own.get(bare(words)) or self._own.get(word) or self._exact.get(word, "")

    def find(self, words: str, near: str = "") -> Guess:
        """The parameter meant; `near`: words beside it (the device's name) that may decide between several."""
        if key := self.exactly(words):
            return key, True
        known = (words, near)
        if known not in self._alike:
            self._alike[known] = self._likely(bare(split_unit(words)[0]), near)
        return self._alike[known]

    def _likely(self, word: str, near: str) -> Guess:
        if len(word) < 2:
            return "", False
        holding = {key for name, key in self._exact.items() if len(word) >= 3 and word in name}
        held = {key for name, key in self._exact.items() if len(name) >= 3 and name in word}
        for found in (holding, held):
            if key := self._only(found, near):
                return key, False
        if holding or held:
            return "", False
        scored: dict[str, float] = {}
        for name, key in self._exact.items():
            scored[key] = max(scored.get(key, 0.0), fuzz.ratio(word, name))
        best = max(scored.values(), default=0.0)
        alike = {key for key, score in scored.items() if score == best}
        return (self._only(alike, near) if best >= _LIKE else ""), False

    def _only(self, keys: Iterable[str], near: str) -> str:
        """The only one of `keys`, or the only one that is tested on what `near` speaks of."""
        found = sorted(set(keys))
        if len(found) > 1 and near:
            kinds = {kind for key in found for kind in self.parameters[key].subjects}
            kind = kind_in(near, kinds)
            found = [key for key in found if kind and kind in self.parameters[key].subjects]
        return found[0] if len(found) == 1 else ""
