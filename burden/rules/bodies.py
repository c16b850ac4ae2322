"""Who is it that charges? A name or a code → sector, kind, level, region, as of a day.

The conventions ``body_names``, ``sectors`` and ``collector_kinds`` in the head of ``standards.yaml`` are followed;
what cannot be told from table or name stays None, and nothing is claimed from None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Self

from burden.rules.charge import Charge
from burden.rules.days import Period, read_day
from burden.rules.items import NATIONAL, Collector
from burden.rules.regions import Regions

MARKET_KINDS = frozenset({"intermediary", "laboratory", "enterprise"})
STATE_KINDS = frozenset({"bureau", "branch", "vertical", "government", "party_organ", "court", "public_institution"})
ORGAN_KINDS = STATE_KINDS - {"public_institution"}
_LONGEST_NAME = 120
"""No body has a longer name; what follows is not looked at."""
_NOT_BY_SECTOR = MARKET_KINDS | {"association", "utility"}
_NOT_OPERATORS = ORGAN_KINDS
_SECTOR_UNTOLD = frozenset({None, "public_institution", "bureau", "branch", "vertical"})
"""Kinds that belong to some sector even where the name does not tell which (民防办公室): nothing is claimed of them."""
_KIND_OF_PAYEE = {
    "authority": "bureau",
    "unit": "public_institution",
    "association": "association",
    "market": "enterprise",
}
_ENDINGS = (
    (re.compile(r"(检测|检验|校准|测试|计量)[^局院站]*(公司|厂)$"), "laboratory"),
    (re.compile(r"(代理|咨询|评估|认证|招标|造价|测绘|监理|评价|知识产权|报关|货运)[^局]*公司$"), "intermediary"),
    (re.compile(r"(供水|自来水|水务|供电|电网|燃气|热力|排水|管网)[^局]*(公司|厂)$"), "utility"),
    (re.compile(r"(事务所|代理所|代理行)$"), "intermediary"),
    (re.compile(r"(律所|会计所|税务师所)$"), "intermediary"),
    (re.compile(r"(公司|厂|商行|商店|合作社|经营部|集团|酒店|宾馆|餐厅|饭店|超市|商场|旅行社|书店)$"), "enterprise"),
    (re.compile(r"(?<!交通)(速运|快运|快递|速递|物流|航空|科技|实业|置业|地产|物业|传媒|广告)$"), "enterprise"),
    (re.compile(r"(协会|商会|学会|联合会|促进会)$"), "association"),
    (re.compile(r"法院"), "court"),
    (re.compile(r"人民政府$|街道办事处$|管理委员会$"), "government"),
    (re.compile(r"(局|厅|委员会|办公室|支队|大队|总队|派出所|海关|人防办|车管所)$"), "bureau"),
)
_INSTITUTION = re.compile(
    r"(中心|中心站|监测站|检测站|管理站|总站|(?<!事务)所|研究院|检测院|检验院|学院|医院|学校|档案馆)$"
)
"""Under a place's or the country's name these are institutions of the state, not firms (ours; words_confirmed no)."""
_OF_A_PLACE = re.compile(
    r"^(?:中国|国家|中华人民共和国|[一-鿿]{1,8}?[省市区县州盟旗镇乡]|北京|上海|天津|重庆|[河湖]南|[河湖]北|[山陕]西|山东|"
    "辽宁|吉林|黑龙江|江[苏西]|浙江|安徽|福建|广[东西州]|深圳|海南|四川|贵州|云南|甘肃|青海|宁夏|新疆|内蒙古|西藏)"
)
_SECTOR_OF_NAME = (("仲裁委", "仲裁"), ("国际仲裁院", "仲裁"), ("公证处", "公证"), ("公证机构", "公证"))
_NATIONAL_NAME = re.compile(
    r"^(国家(?!税务总局.)|国务院|中华人民共和国|中国|最高人民|海关总署)|总局$|商标局$|专利局$|"
    r"^(财政|公安|自然资源|国土资源|农业农村|农业|工业和信息化|住房和城乡建设|交通运输|水利|生态环境|环境保护|"
    r"司法|商务|民政|人力资源和社会保障)部$"
)
_COUNTER = re.compile(r"代办处|受理窗口|受理处")
"""A national office's counter in a place: at whose level it acts cannot be told from its name."""
_LOCAL_LEVEL = re.compile(r"(?P<town>[镇乡]|街道)|(?P<county>[区县])|(?P<city>[市州盟])|(?P<province>省|自治区)")


@dataclass(frozen=True, slots=True)
class Body:
    """A payee or a body that orders; `superiors` are those its acts count for, nearest first."""

    name: str
    code: str | None = None
    kind: str | None = None
    sector: str | None = None
    level: str | None = None
    region: str | None = None
    superiors: tuple[Body, ...] = ()
    on_record: bool = False

    @property
    def is_market(self) -> bool:
        """Sells in a market: an intermediary, a laboratory that is an enterprise, any other enterprise."""
        return self.kind in MARKET_KINDS

    @property
    def is_state(self) -> bool:
        """A state organ or a public institution."""
        return self.kind in STATE_KINDS or (self.kind is None and self.sector is not None)

    @property
    def known(self) -> bool:
        """Whether anything may be concluded from who it is."""
        return self.kind is not None or self.sector is not None

    @property
    def line(self) -> tuple[Body, ...]:
        """Itself and those it acts for; the owner of a firm or sponsor of an association is not one of them."""
        return (self,) if self.kind in _NOT_BY_SECTOR else (self, *self.superiors)

    def fits(self, collector: Collector) -> bool | None:
        """Whether it may collect as `collector` says; None = cannot be told."""
        if collector.kind is not None:
            return self._fits_kind(collector.kind)
        if not self.known:
            return None
        if self.kind in _NOT_BY_SECTOR:
            return False
        of_sector = [body for body in self.line if body.sector == collector.sector]
        if not of_sector:
            return None if self.sector is None and self.kind in _SECTOR_UNTOLD else False
        if collector.level is None or any(body.level == collector.level for body in of_sector):
            return True
        return None if any(body.level is None for body in of_sector) else False

    def _fits_kind(self, kind: str) -> bool | None:
        if not self.known:
            return None
        if kind == "court":
            return self.kind == "court"
        if kind in ("arbitration", "notary"):
            return self.sector == {"arbitration": "仲裁", "notary": "公证"}[kind]
        if kind == "operator":
            if self.sector in ("仲裁", "公证") or self.kind == "association":
                return False
            return None if self.kind is None else self.kind not in _NOT_OPERATORS
        return None if self.kind is None else self.kind == kind

    def fits_any(self, collectors: Sequence[Collector]) -> bool | None:
        """Whether any of `collectors` is this body; None = cannot be told, or none are on record."""
        answers = [self.fits(collector) for collector in collectors]
        if not answers or True in answers:
            return True if answers else None
        return None if None in answers else False


NOBODY = Body(name="")


@dataclass(frozen=True, slots=True)
class _Record:
    body: Body
    parent: str | None
    period: Period
    successor: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """The table of bodies and the words that name a sector; ask `find`."""

    records: Mapping[str, _Record] = field(default_factory=dict)
    codes_by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sector_words: tuple[tuple[str, str], ...] = ()
    regions: Regions = Regions()
    name_lengths: tuple[int, ...] = ()

    @classmethod
    def read(cls, rows: Iterable[Mapping[str, Any]], sectors: Mapping[str, Sequence[str]], regions: Regions) -> Self:
        """From the columns of the organisations file and the ``sectors`` of the conventions."""
        rows = list(rows)
        words = {row["sector"]: row["sector"] for row in rows if row.get("kind") in ("bureau", "vertical")}
        words |= {word: sector for sector, others in sectors.items() for word in (sector, *others)}
        words.pop("", None)
        records: dict[str, _Record] = {}
        names: dict[str, tuple[str, ...]] = {}
        for row in rows:
            body = Body(
                name=row["name"],
                code=row["code"],
                kind=row.get("kind") or None,
                sector=words.get(row.get("sector") or "", row.get("sector") or None),
                level=row.get("level") or None,
                region=row.get("region") or None,
                on_record=True,
            )
            period = Period(read_day(row.get("from")), read_day(row.get("to")))
            records[body.code or ""] = _Record(body, row.get("parent") or None, period, row.get("successor") or None)
            names[body.name] = (*names.get(body.name, ()), body.code or "")
        by_length = tuple(sorted({len(name) for name in names}, reverse=True))
        return cls(records, names, tuple(words.items()), regions, by_length)

    def find(self, name_or_code: str, on: date) -> Body:
        """The body of that code or name as it stood on that day; a Body with None where it cannot be told."""
        text = (name_or_code or "").strip()[:_LONGEST_NAME]
        return _remembered(self, text, on)

    def look_up(self, text: str, on: date) -> Body:
        """What `find` answers, worked out anew."""
        if text in self.records:
            return self._as_of(text, on)
        if text in self.codes_by_name:
            return replace(self._as_of(self._best(text, on), on), name=text)
        return self._part_of_known(text, on) or self._by_words(text)

    def _best(self, name: str, on: date) -> str:
        codes = self.codes_by_name[name]
        return next((code for code in codes if self.records[code].period.holds(on)), codes[0])

    def _as_of(self, code: str, on: date) -> Body:
        seen: set[str] = set()
        record = self.records[code]
        while not record.period.holds(on) and record.successor in self.records and code not in seen:
            seen.add(code)
            if record.period.start is not None and on < record.period.start:
                break
            code = record.successor or code
            record = self.records[code]
        return replace(record.body, superiors=self._superiors(code))

    def _superiors(self, code: str) -> tuple[Body, ...]:
        above: list[Body] = []
        seen = {code}
        parent = self.records[code].parent
        while parent in self.records and parent not in seen:
            seen.add(parent or "")
            above.append(self.records[parent or ""].body)
            parent = self.records[parent or ""].parent
        return tuple(above)

    def _part_of_known(self, text: str, on: date) -> Body | None:
        """A name that begins with a known body's full name is a department or branch of it."""
        for length in self.name_lengths:
            if length < len(text) and text[:length] in self.codes_by_name:
                whole = self._as_of(self._best(text[:length], on), on)
                kind = _kind_by_ending(text)
                if kind in _NOT_BY_SECTOR:
                    return None
                return replace(whole, name=text, code=None, kind="branch", superiors=(whole, *whole.superiors))
        return None

    def _by_words(self, text: str) -> Body:
        kind = _kind_by_ending(text)
        place = self.regions.named_at_start(text.removeprefix("国家税务总局"))
        if kind is None and _INSTITUTION.search(text) and (place or _OF_A_PLACE.search(text)):
            kind = "public_institution"
        sector = None if kind in _NOT_BY_SECTOR else self._sector(text)
        if kind is None and sector not in (None, "仲裁", "公证", "检验检测"):
            kind = "bureau"
        if sector in ("仲裁", "公证"):
            kind = "public_institution"
        return Body(
            name=text,
            kind=kind,
            sector="法院" if kind == "court" else sector,
            level=_level(text, place.level if place else None, place.name if place else ""),
            region=place.code if place else None,
        )

    def _sector(self, text: str) -> str | None:
        for word, sector in _SECTOR_OF_NAME:
            if word in text:
                return sector
        name = text.replace("人民政府", "")
        found = [(len(word), name.rfind(word), sector) for word, sector in self.sector_words if word in name]
        return max(found)[2] if found else None


@lru_cache(maxsize=4096)
def _remembered(bodies: Bodies, text: str, on: date) -> Body:
    """A batch asks of few bodies many times."""
    return bodies.look_up(text, on)


def _kind_by_ending(text: str) -> str | None:
    return next((kind for ending, kind in _ENDINGS if ending.search(text)), None)


def _level(text: str, level_of_place: str | None, place: str) -> str | None:
    if _NATIONAL_NAME.search(text):
        return "national"
    if level_of_place is None or _COUNTER.search(text):
        return None
    rest = text[text.find(place) + len(place) :]
    found = _LOCAL_LEVEL.search(rest[:6])
    return level_of_place if found is None else (found.lastgroup or level_of_place)


def payee_of(charge: Charge, bodies: Bodies, on: date) -> Body:
    """Who took the money; the fact ``payee_kind`` fills in what neither table nor name tells."""
    body = bodies.find(str(charge.charged_by or ""), on)
    said = charge.facts.get("payee_kind")
    if body.kind is None and isinstance(said, str) and said in _KIND_OF_PAYEE:
        body = replace(body, kind=_KIND_OF_PAYEE[said])
    return body


def requirer_of(charge: Charge, bodies: Bodies, on: date) -> Body:
    """Who ordered it, where that is told."""
    return bodies.find(str(charge.required_by), on) if charge.required_by else NOBODY


def place_of(charge: Charge, payee: Body) -> str | None:
    """Where the charge arose: the region given, else the payee's own, unless that is the whole country."""
    for given in (charge.region, charge.facts.get("region")):
        if isinstance(given, str) and len(given) == 6 and given.isdecimal() and given.isascii():
            return given
    return payee.region if payee.region != NATIONAL else None
