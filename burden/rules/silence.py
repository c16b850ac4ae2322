"""What a list's silence is worth: ``not_on_list`` or ``no_list_known`` (rules 1, 3 and 6 of the editions' head)."""

from collections.abc import Iterable

from burden.rules.case import Case
from burden.rules.editions import Edition, Scope
from burden.rules.items import NATIONAL, Nature
from burden.rules.regions import LEVELS

FOUR_LISTS = frozenset(
    {Nature.administrative_fee, Nature.government_fund, Nature.government_priced_service, Nature.deposit}
)


def silent_edition(case: Case) -> Edition | None:
    """The complete edition in force that day whose scope covers this charge, the narrowest first; None = none known.

    Asked only when nothing on record resembles the charge.
    """
    return _narrowest(one for one in case.catalogue.editions.values() if _covers(one, case))


def touched_edition(case: Case) -> Edition | None:
    """The complete topic edition whose words the name holds, where the name does not show what nature it has.

    Rule 3 keeps such an edition from saying no; but its topic is touched (rule 5, 甲), so its items may be meant and
    the silence of all other lists is no answer either: it must be asked.
    """
    if nature_shown(case.name, case) is not None:
        return None
    return _narrowest(one for one in case.catalogue.editions.values() if _touches(one, case))


def _narrowest(editions: Iterable[Edition]) -> Edition | None:
    return max(editions, key=lambda one: LEVELS.index(one.scope.level or "national") if one.scope else 0, default=None)


def nature_shown(name: str, case: Case) -> Nature | None:
    """The nature a name shows by its words, the longest word deciding (rule 6)."""
    found = [
        (len(word), nature) for nature, words in case.catalogue.nature_words.items() for word in words if word in name
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _covers(edition: Edition, case: Case) -> bool:
    scope = edition.scope
    if scope is None or not edition.complete or not edition.in_force(case.on):
        return False
    shown = nature_shown(case.name, case)
    if not (shown in scope.natures if shown is not None else scope.natures >= FOUR_LISTS):
        return False
    return _reaches(edition, scope, case)


def _touches(edition: Edition, case: Case) -> bool:
    scope = edition.scope
    if scope is None or not edition.complete or not edition.in_force(case.on):
        return False
    return any(word in case.name for word in scope.topic_words) and _reaches(edition, scope, case)


def _reaches(edition: Edition, scope: Scope, case: Case) -> bool:
    """Whether payee, place and topic of the charge are the edition's."""
    if not (_of_this_payee(scope, case) and _of_this_topic(scope, case)):
        return False
    return scope.topic is None or _may_collect(edition, case)


def _may_collect(edition: Edition, case: Case) -> bool:
    """A list of what courts take says nothing of a bureau's fee that happens to share a word with it (受理费)."""
    keys = {entry.key for entry in case.catalogue.entries if entry.edition == edition.id and entry.key}
    items = [case.catalogue.item(key) for key in sorted(keys)]
    collectors = [one for item in items if item is not None for one in item.collectors]
    if not collectors or any(one.kind is None for one in collectors):
        return True
    return case.payee.fits_any(collectors) is not False


def _of_this_payee(scope: Scope, case: Case) -> bool:
    if scope.issuer is not None:
        names = {scope.issuer, case.catalogue.bodies.find(scope.issuer, case.on).name}
        return any(body.name in names or body.name.startswith(scope.issuer) for body in case.payee.line)
    if not case.payee.is_state or not case.covers(scope.region):
        return False
    if scope.sector != "all" and all(body.sector != scope.sector for body in case.payee.line):
        return False
    return _at_or_below(scope, case)


def _at_or_below(scope: Scope, case: Case) -> bool:
    """A list reaches its own level and below, but not a vertical body posted there by a higher level."""
    if scope.region == NATIONAL:
        return True
    if case.payee.kind == "vertical" or case.payee.level == "national":
        return False
    level = case.payee.level
    return level is None or LEVELS.index(level) >= LEVELS.index(scope.level or "national")


def _of_this_topic(scope: Scope, case: Case) -> bool:
    if scope.topic is None:
        return True
    if any(word in case.name for word in scope.topic_not):
        return False
    by_body = any(name in case.payee.name for name in scope.topic_bodies)
    return by_body or any(word in case.name for word in scope.topic_words)
