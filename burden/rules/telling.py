"""A judgement, or what matching found, as a Verdict: headline, working, questions, basis, next steps."""

from collections.abc import Mapping, Sequence

from burden.rules.answer import Verdict
from burden.rules.case import Case
from burden.rules.editions import Edition
from burden.rules.explain import day_in_words, headline, since_in_words
from burden.rules.finding import Finding, Name, Reason
from burden.rules.items import Basis, Collector, Input, InputType, Item
from burden.rules.judging import Judgement
from burden.rules.matching.answers import item_question
from burden.rules.matching.match import OFFICIAL_PART, Candidate, How, Match, Question
from burden.rules.next_steps import next_steps
from burden.rules.reliefs import document_of
from burden.rules.standards.kind import Line
from burden.rules.unused import unused_lines
from burden.rules.wordlists import ClosedClass
from core.values.money import Money
from core.values.text import Text, same

_RECOGNISED: Mapping[How, Text] = {
    How.name: Text("“{called}”就是清单上的“{item}”", "“{called}” is the listed “{item}”"),
    How.alias: Text("“{called}”是“{item}”的俗称或旧称", "“{called}” is another name for “{item}”"),
    How.listed: Text("“{called}”在清单上叫“{item}”", "“{called}” is listed as “{item}”"),
    How.event: Text("“{called}”见于取消、停征、减免的文件", "“{called}” is named in a notice of ends and reliefs"),
    How.family: Text("按您说的情况，“{called}”是“{item}”", "By what you told, “{called}” is “{item}”"),
    How.contained: Text("“{called}”里含有“{item}”", "“{called}” contains “{item}”"),
    How.alike: Text("“{called}”应当是“{item}”", "“{called}” must be “{item}”"),
    How.chosen: Text("您选的是“{item}”", "You chose “{item}”"),
}
_KINDS = {
    "court": "人民法院",
    "arbitration": "仲裁委员会",
    "notary": "公证机构",
    "operator": "提供这项服务的经营者",
    "intermediary": "中介机构",
    "utility": "公用企业",
}
_LEVELS = {"national": "国家", "province": "省级", "city": "市级", "county": "县级", "town": "镇级"}
_AT_LEAST, _EXACTLY = Text("至少", "at least "), Text("", "")
_YES_NO = ((True, Text("是", "Yes")), (False, Text("不是", "No")))
_CHOSEN_WHY = Text("这一地区有自己的标准", "This place has its own standard")
_REST_IS_MARKET = Text(
    "只核代缴的官费 {part}；其余 {rest} 是市场定价的服务",
    "Only the official fee of {part} is checked; the other {rest} is a service priced by the market",
)
_OFFICIAL_WORDS = Text("清单：{title}（{published}），{successor}", "List: {title} ({published}), {successor}")


def tell(case: Case, match: Match, judgement: Judgement) -> Verdict:
    """The verdict of a judgement under an item."""
    finding, item = judgement.finding, judgement.item
    edition = case.catalogue.editions[judgement.entries[0].edition] if judgement.entries else None
    missing = _missing(case, judgement)
    words = _words(case, judgement, missing)
    basis, confirmed = finding.basis, finding.confirmed
    said_of_law = finding.verdict not in (Name.needs_information, Name.wrong_body, Name.market_priced, Name.not_a_fee)
    return Verdict(
        verdict=finding.verdict,
        charge=case.charge,
        rules=case.catalogue.digest,
        headline=headline(finding.verdict, finding.reason, words, unconfirmed=said_of_law and not confirmed),
        item=item,
        lawful_maximum=finding.maximum,
        excess=finding.excess,
        at_least=finding.at_least,
        missing=missing,
        assumed=finding.assumed,
        reason=finding.reason,
        candidates=match.candidates or _choices(judgement.choices),
        working=(*_recognised(case, match, item), *unused_lines(case, item), *finding.lines),
        edition=edition,
        basis=basis or _basis_of_ground(case, judgement),
        confirmed=confirmed,
        next=next_steps(finding.verdict, finding.reason, words, item),
        ground=judgement.service,
    )


def tell_match(
    case: Case,
    verdict: Name,
    match: Match,
    *,
    reason: Reason | None = None,
    item: Item | None = None,
    maximum: Money | None = None,
    excess: Money | None = None,
) -> Verdict:
    """The verdict that matching alone decides: no item, or several."""
    missing = (OFFICIAL_PART,) if reason is Reason.out_of_domain else match.questions
    kind, route, basis = _ground(case, match)
    words = {
        **_common(case, missing),
        "item": case.name[:60],
        "kind": kind,
        "route": route,
        "right": _whose(match.collectors),
    }
    return Verdict(
        verdict=verdict,
        charge=case.charge,
        rules=case.catalogue.digest,
        headline=headline(verdict, reason, words, unconfirmed=False),
        item=item,
        lawful_maximum=maximum,
        excess=excess,
        missing=missing,
        assumed=match.assumed,
        reason=reason,
        candidates=match.candidates or match.nearest,
        working=tuple(Line(note) for note in match.notes),
        basis=basis,
        confirmed=bool(basis) and all(one.confirmed for one in basis),
        next=next_steps(verdict, reason, words, None),
        ground=match.id,
    )


def nothing_said(case: Case, match: Match, edition: Edition | None) -> Verdict:
    """No item fits: `edition` is complete and says so, or there is none and nothing is said of lawfulness."""
    verdict = Name.not_on_list if edition else Name.no_list_known
    words = {**_common(case, ()), "item": case.name[:60], "kind": ""}
    lines = [Line(note) for note in match.notes]
    if edition:
        lines.append(Line(_edition_in_words(edition)))
    return Verdict(
        verdict=verdict,
        charge=case.charge,
        rules=case.catalogue.digest,
        headline=headline(verdict, None, words, unconfirmed=False),
        lawful_maximum=Money(0) if edition else None,
        excess=case.amount if edition else None,
        candidates=match.candidates or match.nearest,
        working=tuple(lines),
        edition=edition,
        confirmed=edition is not None,
        next=next_steps(verdict, None, words, None),
    )


def question_of(one: Input) -> Question:
    """The question of an input, with the answers that may be given."""
    options: tuple[tuple[str | int | bool, Text], ...] = ()
    if one.type is InputType.yes_no:
        options = _YES_NO
    elif one.type is InputType.choice:
        options = tuple((value, one.labels.get(value, same(str(value)))) for value in one.values)
    return Question(one.name, one.question, type=one.type.value, unit=one.unit, options=options)


def _missing(case: Case, judgement: Judgement) -> tuple[Question, ...]:
    if judgement.choices:
        return (item_question(_choices(judgement.choices)),)
    if judgement.questions:
        return judgement.questions
    inputs = judgement.item.inputs
    found = (inputs.get(name) or case.catalogue.shared_inputs.get(name) for name in judgement.finding.missing)
    return tuple(question_of(one) for one in found if one is not None)


def _choices(items: Sequence[Item]) -> tuple[Candidate, ...]:
    return tuple(Candidate(item.key, item.name, _CHOSEN_WHY) for item in items)


def _common(case: Case, missing: Sequence[Question]) -> dict[str, object]:
    """Merge fields any headline may use."""
    region = same(case.catalogue.regions.name(case.place)) if case.place else Text("这个地方", "this place")
    return {
        "day": day_in_words(case.on),
        "region": region,
        "body": case.payee.name[:60] or Text("这个单位", "this body"),
        "n": len(missing),
        "missing": Text(
            "；".join(one.question.zh.rstrip("？?。") for one in missing),
            "; ".join(one.question.en.rstrip("?.") for one in missing),
        ),
        "n_facts": "One fact is" if len(missing) == 1 else f"{len(missing)} facts are",
        "publisher": Text("发布清单的部门", "the publisher of the list"),
    }


def _words(case: Case, judgement: Judgement, missing: Sequence[Question]) -> dict[str, object]:
    finding, item = judgement.finding, judgement.item
    words: dict[str, object] = {"item": item.name, "at_least": _AT_LEAST if finding.at_least else _EXACTLY}
    if finding.maximum is not None:
        words["max"] = finding.maximum.display()
    if finding.excess is not None:
        words["excess"] = finding.excess.display()
    if finding.verdict in (Name.within_standard, Name.above_standard):
        return words
    return words | _common(case, missing) | _rarer_words(case, judgement, finding)


def _rarer_words(case: Case, judgement: Judgement, finding: Finding) -> dict[str, object]:
    entries = judgement.entries
    kept = finding.event is not None and finding.event.keeps is not None
    document = document_of(finding.relief) if finding.relief else "、".join(one.number or "" for one in finding.basis)
    income = case.catalogue.not_a_fee.of("resource_income")
    return {
        "publisher": _publisher(case, judgement),
        "listed": bool(entries) or judgement.item.structured,
        "words": next((entry.words for entry in entries if entry.words), ""),
        "since": since_in_words(finding.event.period.start if finding.event else None),
        "all": "" if kept else Text("全", ""),
        "document": document or Text("免收文件", "the exemption document"),
        "why": finding.why or "",
        "right": _whose(judgement.collectors),
        "kind": income.name if income else "",
        "route": income.channel if income else "",
    }


def _publisher(case: Case, judgement: Judgement) -> Text:
    """Whom to ask for a standard: who published the list it is on, that day's or the latest."""
    entries = judgement.entries or case.catalogue.entries_of(judgement.item)
    issuers = dict.fromkeys(case.catalogue.editions[entry.edition].issuer for entry in entries)
    return same(next(iter(issuers))) if issuers else Text("发布清单的部门", "the publisher of the list")


def _whose(collectors: Sequence[Collector]) -> Text:
    """Those whose it is; what is not confirmed is never named as one."""
    names = dict.fromkeys(_collector(one) for one in collectors if one.confirmed)
    return Text("、".join(names) or "别的单位", ", ".join(names) or "another body")


def _collector(one: Collector) -> str:
    if one.name:
        return one.name
    if one.kind:
        return _KINDS.get(one.kind, one.kind)
    return f"{_LEVELS.get(one.level or '', '')}{one.sector}部门"


def _recognised(case: Case, match: Match, item: Item) -> tuple[Line, ...]:
    if match.how is None:
        lines = [Line(note) for note in match.notes]
    else:
        named = case.name != item.name
        lines = [Line(_RECOGNISED[match.how].fill(called=case.name[:60], item=item.name))] if named else []
    if case.passed_on:
        rest = case.charge.amount - case.amount
        lines.append(Line(_REST_IS_MARKET.fill(part=case.amount.display(), rest=rest.display())))
    return tuple(lines)


def _basis_of_ground(case: Case, judgement: Judgement) -> tuple[Basis, ...]:
    if judgement.finding.verdict is Name.market_priced:
        return case.catalogue.market_priced.law
    income = case.catalogue.not_a_fee.of("resource_income")
    return income.basis if judgement.finding.verdict is Name.not_a_fee and income else ()


def _ground(case: Case, match: Match) -> tuple[Text, Text, tuple[Basis, ...]]:
    """What a word list says of its class: name, right door, law."""
    nothing = Text("", "")
    if match.id is None:
        return nothing, nothing, ()
    fee = case.catalogue.not_a_fee.of(match.id) if match.outcome == "not_a_fee" else None
    if fee is not None:
        return fee.name, fee.channel, fee.basis
    if match.outcome == "market_priced":
        service = case.catalogue.market_priced.of(match.id)
        return service.name if service else nothing, nothing, case.catalogue.market_priced.law
    closed = _closed(case, match.id)
    return (closed.name, nothing, closed.law) if closed else (nothing, nothing, ())


def _closed(case: Case, class_id: str) -> ClosedClass | None:
    return next((one for one in case.catalogue.closed_classes if one.id == class_id), None)


def _edition_in_words(edition: Edition) -> Text:
    published = edition.published_on or edition.in_force_from
    day = day_in_words(published) if published else Text("日期不详", "day not on record")
    later = (
        Text("有后一版", "followed by a later one")
        if edition.has_successor
        else Text("未见后一版", "no later one seen")
    )
    return _OFFICIAL_WORDS.fill(title=edition.title, published=day, successor=later)
