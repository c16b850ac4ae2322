"""One charge under one item: from “is it this body's” to “how much at most”, in the order of the verdicts."""

from dataclasses import dataclass, replace

from burden.rules.bodies import Body
from burden.rules.case import Case
from burden.rules.editions import Entry
from burden.rules.finding import Finding, Name, Reason
from burden.rules.inputs import known_facts, yes_or_no
from burden.rules.items import NATIONAL, Collector, Item, Nature, Status, StatusEvent
from burden.rules.local import Placed, ceiling_of, placed
from burden.rules.matching.match import COMMISSIONED, OFFICIAL_PART, PAYEE_KIND, Question
from burden.rules.reckoning import Reckoning
from burden.rules.standards.kind import Line, yuan
from burden.rules.status import ended_by, waivers
from core.values.money import NOTHING, Money
from core.values.text import Text

_SOME_ARE_FREED = "Some payers are freed or pay less; please see whether you are one of them"
_SIZES_OF_SMALL = ("small", "micro", "self_employed")


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
        return Judgement(where.item, _needs(Reason.name_ambiguous), choices=where.choices)
    item = where.item
    entries = case.catalogue.entries_in_force(item, case.on, case.place)
    ended = ended_by(item, case.on, case.covers) if item.events else None
    judged = (
        _market(item, case, ended) or _body(item, case) or _ended(item, case, ended) or _standard(where, case, entries)
    )
    return replace(judged, entries=entries) if entries else judged


def _for_information(item: Item, case: Case) -> Finding:
    """Income from state resources is no fee; what its rule comes to is told, and nothing is concluded from it."""
    reckoned = Reckoning(item, case.on, case.amount, known_facts(item, case.charge)).settle()
    lines = reckoned.lines if reckoned.maximum is not None else ()
    return Finding(Name.not_a_fee, lines=lines, basis=reckoned.basis, confirmed=reckoned.confirmed)


def _needs(reason: Reason, *missing: str, lines: tuple[Line, ...] = ()) -> Finding:
    return Finding(Name.needs_information, reason=reason, missing=missing, lines=lines)


def _ask(item: Item, question: Question) -> Judgement:
    return Judgement(item, _needs(Reason.facts_missing), questions=(question,))


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


# --- ended, or waived by an event


def _ended(item: Item, case: Case, event: StatusEvent | None) -> Judgement | None:
    if event is None:
        return None
    kept = Money.rounded(event.keeps.amount) if event.keeps and event.keeps.amount is not None else NOTHING
    excess = case.amount - kept if case.amount > kept else NOTHING
    finding = Finding(
        Name.discontinued,
        maximum=kept,
        excess=excess,
        lines=tuple(_lines_of_end(event)),
        basis=event.basis,
        confirmed=event.confirmed,
        event=event,
    )
    return Judgement(item, finding)


def _lines_of_end(event: StatusEvent) -> list[Line]:
    day = event.period.start
    since = (
        Text(f"{day.year}年{day.month}月{day.day}日起", f"From {day.isoformat()}: ")
        if day
        else Text("起日不详，", "Day unknown: ")
    )
    words = _WORDS[event.status.value]
    into = Text(f"，改征{event.into}", f", replaced by {event.into}") if event.into else Text("", "")
    lines = [Line(Text(f"{since.zh}{words.zh}{into.zh}", f"{since.en}{words.en}{into.en}"), 0)]
    if event.keeps:
        amount = event.keeps.amount
        what = event.keeps.what
        sum_ = f" {yuan(amount)}" if amount is not None else ""
        unsure = Text("", "") if event.keeps.confirmed else Text("（凭记忆，未核实）", " (not confirmed)")
        lines.append(Line(Text(f"仍可收取：{what}{sum_}{unsure.zh}", f"Still lawful: {what}{sum_}{unsure.en}"), amount))
    return lines


_WORDS = {
    "suspended": Text("停征", "suspended"),
    "abolished": Text("取消", "abolished"),
    "ended": Text("取消或停征", "abolished or suspended"),
    "converted": Text("改税或改性质，不再收取", "converted, no longer charged"),
}


def _waived(item: Item, case: Case) -> Finding | None:
    """A reduction to nothing, of an item without a standard that day, for payers it names (``status_events``)."""
    for event in waivers(item, case.on, case.covers):
        payers = event.payers or "some"
        known = _payer_is(payers, case)
        exempt = Finding(
            Name.exempt,
            maximum=NOTHING,
            excess=case.amount,
            lines=(Line(Text(f"免收：{event.words or ''}", "Exempt from that day"), 0),),
            basis=event.basis,
            confirmed=event.confirmed,
            event=event,
        )
        if known:
            return exempt
        if known is None:
            return _needs(Reason.facts_missing, "payer_is_enterprise" if payers == "enterprises" else "payer_size")
    return None


def _payer_is(payers: str, case: Case) -> bool | None:
    if payers == "all":
        return True
    if payers not in ("enterprises", "small_micro"):
        return False
    name = "payer_is_enterprise" if payers == "enterprises" else "payer_size"
    shared = case.catalogue.shared_inputs.get(name)
    if shared is None:
        return None
    probe = Item(key="", name="", nature=Nature.administrative_fee, inputs={name: shared})
    value = known_facts(probe, case.charge).values.get(name)
    if value is None or isinstance(value, bool):
        return value
    return value in _SIZES_OF_SMALL


# --- the standard


def _standard(where: Placed, case: Case, entries: tuple[Entry, ...]) -> Judgement:
    item = where.item
    if not case.covers(item.region) and item.region != NATIONAL:
        return Judgement(item, _not_on_record(entries))
    known = known_facts(item, case.charge)
    ceiling = ceiling_of(item, case) if item.specialises else None
    finding = Reckoning(item, case.on, case.amount, known, ceiling).settle()
    if finding.reason is not Reason.standard_not_on_record:
        return Judgement(item, _with_other_reliefs(finding, item, case))
    waived = _waived(item, case)
    if waived is not None:
        return Judgement(item, waived)
    words_only = not item.structured and not where.is_higher and any(entry.words for entry in entries)
    reason = Reason.words_only if words_only else Reason.standard_not_on_record
    return Judgement(item, replace(_not_on_record(entries), reason=reason))


def _with_other_reliefs(finding: Finding, item: Item, case: Case) -> Finding:
    """Reductions for some payers, told in words only: pointed out where no relief of that day is on record."""
    if finding.maximum is None or not item.events or item.reliefs_on(case.on):
        return finding
    some = [
        event
        for event in item.events
        if event.status is Status.reduced and event.payers == "some" and event.period.holds(case.on)
    ]
    told = (
        Line(Text(f"另有减免，请核对是否适用：{one.words or ''}", _SOME_ARE_FREED))
        for one in some
        if case.covers(one.region)
    )
    return replace(finding, lines=(*told, *finding.lines))


def _not_on_record(entries: tuple[Entry, ...]) -> Finding:
    """The official words, where a list gives any; they are shown, and not reckoned with."""
    words = dict.fromkeys((entry.words, entry.confirmed) for entry in entries if entry.words)
    lines = tuple(
        Line(
            Text(
                f"清单原文：{text}" + ("" if confirmed else "（凭记忆，未核实）"),
                f"Official words: {text}" + ("" if confirmed else " (not confirmed)"),
            )
        )
        for text, confirmed in words
    )
    return _needs(Reason.standard_not_on_record, lines=lines)
