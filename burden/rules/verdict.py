"""check(charge, catalogue, on): is this charge lawful, and why. Pure; never guesses, never raises.

The verdicts in their order, the first that applies: not_a_fee, market_priced, needs_information (name), not_on_list,
no_list_known, wrong_body, discontinued, conditions_not_met, exempt, needs_information (standard; facts),
above_standard, within_standard.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from burden.rules.answer import Verdict
from burden.rules.case import Case
from burden.rules.catalogue import Catalogue
from burden.rules.charge import Charge
from burden.rules.finding import Name, Reason
from burden.rules.items import Item
from burden.rules.judging import judge
from burden.rules.matching.answers import CHOSEN_ITEM, NONE, candidates_of, item_question
from burden.rules.matching.match import Candidate, Match, Outcome
from burden.rules.matching.remembered import find
from burden.rules.silence import silent_edition, touched_edition
from burden.rules.telling import nothing_said, tell, tell_match
from core.values.money import NOTHING
from core.values.text import Text

_MOST_OF_A_LIST = 8
_ON_THE_LIST = Text("“{title}”上的项目", "An item of “{title}”")


def check(charge: Charge, catalogue: Catalogue, on: date | None = None) -> Verdict:
    """The verdict on `charge` by what was in force on the day it arose (`on`; default: the day of the charge)."""
    case = Case.of(charge, catalogue, on or charge.charged_on)
    return verdict_on(case, find(charge, catalogue, case.on))


def verdict_on(case: Case, match: Match) -> Verdict:
    """The verdict, once it is known what the charge was recognised as."""
    return _ANSWERS[match.outcome](case, match)


def _item(case: Case, match: Match) -> Verdict:
    item = case.catalogue.item(match.key or "")
    if item is None:
        return _nothing(case, match)
    if match.amount is not None:
        if match.amount > case.amount:
            return _part_too_large(case, match, item)
        case = case.for_part(match.amount)
    return tell(case, match, judge(item, case))


def _part_too_large(case: Case, match: Match, item: Item) -> Verdict:
    """An official part larger than the whole bill: no answer to the question, so it is asked again."""
    return tell_match(case, Name.needs_information, match, reason=Reason.out_of_domain, item=item)


def _candidates(case: Case, match: Match) -> Verdict:
    """Several fit: used if all end alike, else the one question that tells them apart."""
    items = [item for one in match.candidates if (item := case.catalogue.item(one.key)) is not None]
    part = case.for_part(match.amount) if match.amount is not None else case
    judged = [judge(item, part) for item in items]
    endings = {one.finding.ending for one in judged}
    alike = len(endings) == 1 and judged[0].finding.verdict is not Name.needs_information
    if judged and alike and not match.ask_anyway:
        return tell(part, match, judged[0])
    reason = Reason(match.reason.value) if match.reason else Reason.name_ambiguous
    return tell_match(case, Name.needs_information, match, reason=reason)


def _ask(case: Case, match: Match) -> Verdict:
    reason = Reason(match.reason.value) if match.reason else Reason.name_ambiguous
    return tell_match(case, Name.needs_information, match, reason=reason)


def _not_a_fee(case: Case, match: Match) -> Verdict:
    return tell_match(case, Name.not_a_fee, match)


def _market_priced(case: Case, match: Match) -> Verdict:
    return tell_match(case, Name.market_priced, match)


def _closed_class(case: Case, match: Match) -> Verdict:
    return tell_match(case, Name.not_on_list, match, maximum=NOTHING, excess=case.amount)


def _wrong_body(case: Case, match: Match) -> Verdict:
    return tell_match(case, Name.wrong_body, match)


def _nothing(case: Case, match: Match) -> Verdict:
    """No item: a complete list in force that covers it says no, unless anything resembles it; else nothing is said."""
    edition = silent_edition(case)
    possible = match.resembling if edition is not None else _touched(case, match)
    if possible:
        alike = replace(match, candidates=possible, questions=(item_question(possible),))
        return tell_match(case, Name.needs_information, alike, reason=Reason.name_ambiguous)
    return nothing_said(case, match, edition)


def _touched(case: Case, match: Match) -> tuple[Candidate, ...]:
    """What may be meant where the topic of a complete list is touched; nothing once the person said "none of these"."""
    edition = touched_edition(case)
    if edition is None or case.charge.facts.get(CHOSEN_ITEM) == NONE:
        return ()
    if match.resembling:
        return match.resembling
    keys = dict.fromkeys(one.key for one in case.catalogue.entries if one.edition == edition.id and one.key)
    items = [item for key in keys if (item := case.catalogue.item(key)) is not None]
    return candidates_of(items[:_MOST_OF_A_LIST], _ON_THE_LIST.fill(title=edition.title))


_ANSWERS: Mapping[Outcome, Callable[[Case, Match], Verdict]] = {
    Outcome.item: _item,
    Outcome.candidates: _candidates,
    Outcome.ask: _ask,
    Outcome.not_a_fee: _not_a_fee,
    Outcome.closed_class: _closed_class,
    Outcome.market_priced: _market_priced,
    Outcome.wrong_body: _wrong_body,
    Outcome.nothing: _nothing,
}

__all__ = ["Verdict", "check", "verdict_on"]
