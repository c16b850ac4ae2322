"""One charge under one item: from “is it this body's” to “how much at most”, in the order of the verdicts."""

from dataclasses import dataclass, replace

from burden.rules.bodies import Body
from burden.rules.case import Case
from burden.rules.editions import Entry
from burden.rules.ends import discontinued, waived
from burden.rules.finding import Finding, Name, Reason
from burden.rules.inputs import known_facts, yes_or_no
from burden.rules.items import NATIONAL, Collector, Item, Nature, StatusEvent
from burden.rules.local import Placed, ceiling_of, placed
from burden.rules.matching.match import COMMISSIONED, OFFICIAL_PART, PAYEE_KIND, Question
from burden.rules.official_words import with_other_reliefs, without_standard
from burden.rules.reckoning import Reckoning
from burden.rules.status import ended_by


@dataclass(frozen=True, slots=True)
class Judgement:
    """A finding, the item it is about, and whatever must be asked that is no input of the item."""

    item: Item
    finding: Finding
    entries: tuple[Entry, ...] = ()
    questions: tuple[Question, ...] = ()
    collectors: tuple[Collector, ...] = ()
    """Whose it is, where it is not this body's."""
    service: str | None = None
    """The service of market-priced.yaml, where it is one."""
    choices: tuple[Item, ...] = ()


def judge(item: Item, case: Case) -> Judgement:
    """The judgement on the charge, taken to be `item`. Never raises."""
    if item.nature is Nature.resource_income:
        return Judgement(item, _for_information(item, case))
    where = placed(item, case)
    if where.question is not None:
        return _ask(item, where.question)
    if where.choices:
        several = Finding(Name.needs_information, reason=Reason.name_ambiguous)
        return Judgement(where.item, several, choices=where.choices)
    item = where.item
    entries = case.catalogue.entries_in_force(item, case.on, case.place)
    ended = ended_by(item, case.on, case.covers) if item.events else None
    judged = _market(item, case, ended) or _body(item, case)
    if judged is None:
        judged = Judgement(item, discontinued(ended, case.amount)) if ended else _standard(where, case, entries)
    return judged if judged.entries == entries else replace(judged, entries=entries)


def _for_information(item: Item, case: Case) -> Finding:
    """Income from state resources is no fee; what its rule comes to is told, and nothing is concluded from it."""
    reckoned = Reckoning(item, case.on, case.amount, known_facts(item, case.charge)).settle()
    lines = reckoned.lines if reckoned.maximum is not None else ()
    return Finding(Name.not_a_fee, lines=lines, basis=reckoned.basis, confirmed=reckoned.confirmed)


def _ask(item: Item, question: Question) -> Judgement:
    return Judgement(item, Finding(Name.needs_information, reason=Reason.facts_missing), questions=(question,))


# --- sold by a market provider (market-priced.yaml 4, passed_on)


def _market(item: Item, case: Case, ended: StatusEvent | None) -> Judgement | None:
    if case.passed_on or item.nature is not Nature.administrative_fee:
        return None
    if not _may_be_sold(item, case):
        return None
    without = ended is not None or not item.rows_on(case.on)
    if not case.payee.is_market:
        unknown = case.payee.kind is None and case.payee.sector is None
        return _ask(item, PAYEE_KIND) if unknown and ended is not None else None
    return _sold(item, case) if without else _passed_on(item, case)


def _may_be_sold(item: Item, case: Case) -> bool:
    if case.payee.fits_any([one for one in item.collectors if one.kind is not None]) is True:
        return False
    return not (case.requirer.is_state and "代收" in case.story)


def _sold(item: Item, case: Case) -> Judgement | None:
    """A market provider, and no standard of the item that day: the enterprise's own order, or a demand?"""
    services = case.catalogue.market_priced.named_in(case.name, case.on)
    commissioned = yes_or_no(case.charge.facts.get("commissioned"))
    if services and commissioned is not False:
        return Judgement(item, Finding(Name.market_priced), service=services[0].id)
    if commissioned is True and not services:
        return Judgement(item, Finding(Name.market_priced))
    return None if commissioned is False else _ask(item, COMMISSIONED)


def _passed_on(item: Item, case: Case) -> Judgement | None:
    """An agent's bill with an official fee in it, whose amount was not told."""
    if not item.collectors or case.payee.fits_any(item.collectors) is not False or case.requirer.is_state:
        return None
    return _ask(item, OFFICIAL_PART)


# --- whose it is


def _body(item: Item, case: Case) -> Judgement | None:
    if case.passed_on or not case.covers(item.region):
        outside = case.place is not None and not case.covers(item.area)
        return _wrong_body(item, ()) if outside and not case.passed_on else None
    claims = tuple(one for one in item.collectors if one.confirmed)
    if not claims or _fits(case.payee, item) is not False or case.requirer.fits_any(item.collectors) is True:
        return None
    return _wrong_body(item, claims)


def _fits(payee: Body, item: Item) -> bool | None:
    return payee.fits_any(item.collectors)


def _wrong_body(item: Item, claims: tuple[Collector, ...]) -> Judgement:
    return Judgement(item, Finding(Name.wrong_body, confirmed=item.structured), collectors=claims)


# --- the standard


def _standard(where: Placed, case: Case, entries: tuple[Entry, ...]) -> Judgement:
    item = where.item
    if not case.covers(item.region) and item.region != NATIONAL:
        return Judgement(item, without_standard(item, case, entries, Reason.standard_not_on_record))
    known = known_facts(item, case.charge)
    ceiling = ceiling_of(item, case) if item.specialises else None
    finding = Reckoning(item, case.on, case.amount, known, ceiling).settle()
    if finding.reason is not Reason.standard_not_on_record:
        return Judgement(item, with_other_reliefs(finding, item, case), entries)
    exempt = waived(item, case)
    if exempt is not None:
        return Judgement(item, exempt)
    words_only = not item.structured and not where.is_higher and any(entry.words for entry in entries)
    reason = Reason.words_only if words_only else Reason.standard_not_on_record
    return Judgement(item, without_standard(item, case, entries, reason))
