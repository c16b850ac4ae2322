"""How the payee stands to an item or a family: may collect it, may not, or nobody can tell.

Rules: `schema.item.collectors`, `local` (a local item's collectors count inside its region), `families` step 2.
For items known from lists only, the department a list names is a hint: it may speak for the item, never against it.
"""

import re
from enum import IntEnum

from burden.rules.catalogue import Catalogue
from burden.rules.items import NATIONAL, Item, Nature
from burden.rules.matching.asked import Asked
from burden.rules.matching.wordtable import pairs
from burden.rules.wordlists import Family

_DEPARTMENTS = pairs(
    """
    质检=市场监管 工商=市场监管 卫生=卫生健康 农业=农业农村 林业=林业 国土=自然资源 测绘=自然资源 环境保护=生态环境
    食药监=药品监管 食品药品=药品监管 档案=档案 民政=民政 移民=移民管理 发展改革=发展改革
    """
)
"""Departments as lists and events write them, where the words of `sectors` do not know them (words_confirmed no)."""

_SAME_LINE = {"移民管理": "公安", "检验检测": "市场监管"}
"""Sectors whose offices stand under another one's name on receipts (公安局出入境管理支队, 质量检测中心)."""


class Fit(IntEnum):
    """From "is not the payee's" to "is".

    `hinted` and `unlikely` rest on a list's department alone; `anybodys`: nobody on record is named as its collector.
    """

    no = -2
    unlikely = -1
    unknown = 0
    anybodys = 1
    hinted = 2
    yes = 3


def fit_of_item(asked: Asked, item: Item) -> Fit:
    """How the payee stands to the item; outside a local item's region, to the item it specialises."""
    if item.region != NATIONAL and item.specialises and not asked.covered_by(item.region):
        above = asked.catalogue.item(item.specialises)
        if above is not None and above.key != item.key:
            return fit_of_item(asked, above)
    if item.collectors:
        answer = asked.payee.fits_any(item.collectors)
        return _by_its_name(asked, item) if answer is None else Fit.yes if answer else Fit.no
    if item.structured:
        return Fit.anybodys
    found = _by_department(asked, item)
    return _by_its_name(asked, item) if found is Fit.unknown else found


def _by_its_name(asked: Asked, item: Item) -> Fit:
    """An institution of no known sector whose name speaks of the item's matter: 计量院 and 计量收费."""
    payee = asked.payee
    nameless = payee.sector is None and payee.kind == "public_institution" and item.name[:2] in payee.name
    return Fit.hinted if nameless else Fit.unknown


def fit_of_family(asked: Asked, family: Family) -> Fit:
    """How the payee stands to the family; no collectors on record = anybody's (families, step 2)."""
    if not family.collectors:
        return Fit.anybodys
    answer = asked.payee.fits_any(family.collectors)
    return Fit.unknown if answer is None else Fit.yes if answer else Fit.no


def _by_department(asked: Asked, item: Item) -> Fit:
    sectors = {sector for name in item.departments for sector in sectors_of_department(asked.catalogue, name)}
    if item.nature is Nature.government_fund:
        sectors |= {"税务", "财政"}
    if not sectors or not asked.payee.known:
        return Fit.unknown
    if asked.payee.kind in ("intermediary", "laboratory", "enterprise", "utility", "association"):
        operated = item.nature in (Nature.government_priced_service, Nature.deposit)
        return Fit.unknown if operated or asked.payee.kind == "utility" else Fit.unlikely
    own = {body.sector for body in asked.payee.line if body.sector}
    if item.nature is Nature.government_fund and not own & sectors:
        return Fit.anybodys
    if own & sectors or {_SAME_LINE.get(sector) for sector in sectors} & own:
        return Fit.unlikely if of_other_level(asked, item) else Fit.hinted
    return Fit.unlikely if own else Fit.unknown


def of_other_level(asked: Asked, item: Item) -> bool:
    """Whether only lists of another level than the payee's hold the item (the nation's office, or the province's)."""
    if item.structured or not asked.payee.level:
        return False
    level = level_of_lists(asked.catalogue, item)
    return level is not None and level != asked.payee.level


def sectors_of_department(catalogue: Catalogue, department: str) -> set[str]:
    """The sectors a department's name in a list stands for: 质检 → 市场监管."""
    found = {sector for word, sector in _DEPARTMENTS if word in department}
    words = [(len(word), sector) for word, sector in catalogue.bodies.sector_words if word in department]
    if words:
        found.add(max(words)[1])
    if re.search("法院|诉讼", department):
        found.add("法院")
    return found


def level_of_lists(catalogue: Catalogue, item: Item) -> str | None:
    """The level whose own list alone gives the item: national or a province's body; None where others may charge it."""
    levels = set()
    for entry in catalogue.entries_of(item):
        scope = catalogue.editions[entry.edition].scope
        if scope is None or scope.level not in ("national", "province"):
            return None
        if scope.level == "national" and scope.sector in (None, "all"):
            return None
        if scope.level == "province" and scope.issuer is None:
            return None
        levels.add(scope.level)
    return levels.pop() if len(levels) == 1 else None
