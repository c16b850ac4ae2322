"""Names that show at a glance that the money is no fee: taxes, fines, social insurance, resource income.

Rule: head of not-a-fee.yaml, points 1–4. `everyday` comes after the families: words of receipts that the file does
not hold (个税, 罚单), ours and not the law's (words_confirmed no).
"""

import re

from burden.rules.matching.asked import Asked
from burden.rules.matching.cleaning import squash
from burden.rules.matching.exact import one_each
from burden.rules.wordlists import NotAFeeClass

TAX_AND_FEE = "税费"
"""Too broad to be either (point 2): must be asked."""

_EVERYDAY = (
    (re.compile(r"^(?:个|企)税$|(?<!附加)税$|^税款|所得税|税(?:金|额)?$"), "tax"),
    (re.compile(r"罚单|处罚款|处罚金|罚没|行政处罚$"), "fine"),
    (re.compile(r"五险|社会保险|社保金|社会统筹金"), "social_insurance"),
    (
        re.compile(
            r"土地出让|出让金$|海域使用费|排污权.*(?:使用|出让)|(?:土地|用地|海域|海岛|矿|国有).*有偿使用(?:费|收入)$"
        ),
        "resource_income",
    ),
    (re.compile(r"^工会(?:会|经)?费"), "union_dues"),
)


_SAID_TO_TAX_OFFICES = re.compile(
    r"(?:印花|房产|个人所得|个税|个调|增值|城建|土增|土地使用|车船|车购|企业所得)(?:申报|汇缴)?$"
)
"""Taxes as books name them without the word tax; believed only of what a tax office took."""


def of_list(asked: Asked) -> NotAFeeClass | None:
    """The class whose word stands in the name, the longest word deciding; None where an item is named too."""
    listed = asked.catalogue.not_a_fee
    name = asked.called
    if any(squash(word) in name for word in (*listed.except_words, *listed.never)):
        return None
    found = [(len(word), one.id) for one in listed.classes for word in one.words if squash(word) in name]
    if not found or names_an_item(asked):
        return None
    return listed.of(max(found)[1])


def everyday(asked: Asked) -> NotAFeeClass | None:
    """The class an everyday word names, where no family took it."""
    listed = asked.catalogue.not_a_fee
    if any(squash(word) in asked.called for word in (*listed.except_words, *listed.never)):
        return None
    if any(body.sector == "税务" for body in asked.payee.line) and _SAID_TO_TAX_OFFICES.search(asked.words.core):
        return listed.of("tax")
    return next((listed.of(id_) for pattern, id_ in _EVERYDAY if pattern.search(asked.words.core)), None)


def too_broad(asked: Asked) -> bool:
    """Whether the name is 税费 and nothing that tells which."""
    return asked.words.core in (TAX_AND_FEE, TAX_AND_FEE + "款") or asked.words.core.removesuffix("等") == TAX_AND_FEE


def names_an_item(asked: Asked) -> bool:
    """Whether an item's own name of four or more characters stands in the words, outside of the word for the tax."""
    words = [word for _, word in asked.names.words_inside(asked.called, 4)]
    return bool(one_each(asked, (name for word in words for name in asked.names.exact.get(word, ()) if name.own)))
