"""Facts that were told and play no part: named in the working, so that nobody believes they were reckoned with."""

from functools import lru_cache

from burden.rules.case import Case
from burden.rules.catalogue import Catalogue
from burden.rules.items import Item
from burden.rules.local import WITHIN
from burden.rules.matching.match import COMMISSIONED, OFFICIAL_PART, PAYEE_KIND
from burden.rules.standards.kind import Line
from core.values.text import Text

_ANY_CHARGE = frozenset({PAYEE_KIND.fact, COMMISSIONED.fact, OFFICIAL_PART.fact, "item", WITHIN, "region"})
"""What any charge may tell: who took the money, who ordered the service, which item and which place was meant."""
_NOT_USED = Text(
    "没有用到“{name}”：这个项目的标准不问它，请核对名称",
    "“{name}” was not used: the item does not ask for it; please check its name",
)
_MOST_NAMED = 5


def unused_lines(case: Case, item: Item) -> tuple[Line, ...]:
    """A line for each fact of the charge that neither the item, nor the item it specialises, nor matching asks for."""
    told = case.charge.facts
    if not told or told.keys() <= item.inputs.keys():
        return ()
    above = case.catalogue.item(item.specialises) if item.specialises else None
    known = item.inputs.keys() | (above.inputs.keys() if above else set()) | _telling(case.catalogue)
    names = [str(name) for name in told if name not in known][:_MOST_NAMED]
    return tuple(Line(_NOT_USED.fill(name=name)) for name in names)


@lru_cache(maxsize=8)
def _telling(catalogue: Catalogue) -> frozenset[str]:
    """Facts that tell items apart or decide on a class of the law, and what a payer may say of itself."""
    asked = {family.ask.fact for family in catalogue.families}
    asked |= {one.condition.fact for one in catalogue.closed_classes if one.condition}
    return frozenset(asked | _ANY_CHARGE | {"payer_size", "payer_type", "payer_is_enterprise", "employees"})
