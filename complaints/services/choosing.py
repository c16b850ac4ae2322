"""What somebody who complains chooses from: kinds in plain words, what each asks, bodies whose name comes near."""

from collections.abc import Mapping
from dataclasses import dataclass

from burden import public as burden
from complaints.rules.kinds import Fact, Group, Kind, Suggestion
from complaints.services import rulebooks
from complaints.services.filing import Filing
from core import clock
from core.errors import Invalid
from core.people.services import organising
from core.people.services.organising import Body
from core.regions import UnknownRegion, gazetteer
from core.values.text import Text

MOST_BODIES = 8
_WHICH = Text(
    "可能是：{names}。请写全名或者编号；都不是的，把地方也写进名字",
    "It may be: {names}. Give the whole name or the code; if it is none of these, put the place into the name",
)
FIELDS = {
    Group.charge: Text("收费", "Charges"),
    Group.deposit: Text("保证金", "Deposits"),
    Group.apportionment: Text("摊派、赞助、入会", "Levies, sponsorship, memberships"),
    Group.inspection: Text("上门检查", "Inspections"),
    Group.testing: Text("检验检测", "Testing"),
    Group.conduct: Text("刁难、索要、报复", "Harassment, solicitation, retaliation"),
    Group.external: Text("这里不办的（会告诉您去哪里）", "Not handled here (you are told where to go)"),
}
PLAIN: Mapping[str, Text] = {
    "own_made_item": Text("清单上没有这项收费，还是收了", "Charged for something that is on no list"),
    "above_standard": Text("有这项收费，但是收多了", "It is on the list, but more was charged than allowed"),
    "beyond_scope": Text("不该由我交，或者不该由他们收", "Not mine to pay, or not theirs to charge"),
    "charged_after_end": Text("已经取消、停收或降低，还照老样子收", "Ended or lowered, and still charged as before"),
    "relief_not_granted": Text("该减、该免的没有给", "A relief that was due was not given"),
    "split_charge": Text("一笔费拆成几笔收", "One charge split into several"),
    "duplicate_charge": Text("同一件事收了两次以上", "The same thing charged twice or more"),
    "early_charge": Text("还没到时候就收，或者一次收几期", "Charged too early, or several periods at once"),
    "forced_service": Text("不买某项服务、不找某家机构就不给办", "Nothing gets done unless some firm is paid"),
    "charge_without_service": Text("收了钱，没有做事", "Paid, and nothing was done for it"),
    "cost_passed_on": Text("本该机关自己出的钱，让企业出", "A cost of the authority's own passed on"),
    "not_published": Text("收费没有公示，或者和公示的不一样", "The charge was not published, or differs from what is"),
    "no_receipt": Text("收了钱不给票", "Money taken and no receipt given"),
    "deposit_not_returned": Text("保证金该退不退", "A deposit was not returned"),
    "unlawful_deposit": Text("不该收的保证金，或者不肯收保函", "A deposit not allowed, or a guarantee letter refused"),
    "apportionment": Text("要企业出钱、出物、出人", "Money, goods or people were demanded"),
    "forced_sponsorship": Text("逼着赞助、捐款", "Made to sponsor or donate"),
    "forced_membership": Text("逼着入会、交会费", "Made to join an association and pay its fee"),
    "forced_subscription": Text("逼着订报刊、买书", "Made to subscribe to papers or books"),
    "forced_training_or_rating": Text(
        "逼着参加培训、评比、考核并交钱", "Made to pay for training, a rating or an examination"
    ),
    "inspection_without_basis": Text("来检查，说不出依据或者没有资格", "Inspected without basis or authority"),
    "inspection_over_frequency": Text("检查次数太多", "Inspected too often"),
    "inspection_repeated": Text("几个部门反复查同一件事", "Several bodies inspected the same thing"),
    "inspection_charged": Text("检查时收钱、要东西", "Money or goods demanded at an inspection"),
    "repeat_test": Text("有了有效报告，还要再测一次", "A test demanded again though a valid report exists"),
    "refusal_to_recognise": Text("不认已有的检测结果", "An existing test result was not recognised"),
    "designated_lab": Text("只认指定机构的检测报告", "Only the report of a named laboratory is taken"),
    "retaliation": Text("因为投诉被刁难，或者身份被泄露", "Punished for complaining, or named to the body"),
    "solicitation": Text("工作人员索要钱物、故意刁难", "An official asked for money or gifts"),
    "arrears": Text("机关、大企业拖欠货款、工程款", "A public body or large firm does not pay its bills"),
    "tax_matter": Text("税款、社会保险费的事", "Tax or social insurance"),
    "fine_matter": Text("对罚款、没收不服", "A fine or confiscation"),
    "market_price_dispute": Text("自愿买的服务，价格谈不拢", "The price of a service bought freely"),
}
"""What people say where the law says otherwise; the law's own name stands beside it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind as it is offered."""

    id: str
    plain: Text
    name: Text
    """What the law, or the platform, calls it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The verdict that a complaint begins from."""

    code: str
    verdict: str
    document: Mapping[str, object]
    """As the API gives it."""
    suggested: tuple[Choice, ...]
    default: str
    """The kind chosen unless the complainant chooses another; empty where the verdict says no wrong."""


def by_field() -> list[tuple[Text, list[Choice]]]:
    """Every kind in plain words, field by field."""
    found = [(FIELDS[group], [_choice(kind) for kind in _all() if kind.group is group]) for group in FIELDS]
    return [(words, choices) for words, choices in found if choices]


def choice(kind: str) -> Choice | None:
    """The kind of that id as it is offered."""
    found = rulebooks.kinds().get(kind)
    return _choice(found) if found else None


def group_of(kind: str) -> Group | None:
    """The field of a kind."""
    found = rulebooks.kinds().get(kind)
    return found.group if found else None


def asked_of(kind: str) -> tuple[Fact, ...]:
    """What a kind asks beyond who, where, when and how much."""
    found = rulebooks.kinds().get(kind)
    return found.ask if found else ()


def evidence_of(kind: str) -> tuple[str, ...]:
    """What proves a kind, in the Chinese of the sources; any one is enough, none is no reason to refuse."""
    found = rulebooks.kinds().get(kind)
    return found.evidence if found else ()


def carried(code: str) -> Carried:
    """The kept check `code`, with the kinds its verdict leads to.

    :raises NotFound: if there is none.
    """
    answer = burden.kept(code)
    classes = [answer.nature] if answer.nature else []
    suggested = rulebooks.kinds().suggested(answer.verdict, classes)
    return Carried(
        code=code,
        verdict=answer.verdict,
        document=answer.document,
        suggested=tuple(_choice(each.kind) for each in suggested),
        default=_default(suggested),
    )


def _default(suggested: tuple[Suggestion, ...]) -> str:
    return next((each.kind.id for each in suggested if each.default and not each.as_question), "")


def _all() -> list[Kind]:
    return list(rulebooks.kinds().by_id.values())


def _choice(kind: Kind) -> Choice:
    return Choice(kind.id, PLAIN.get(kind.id, kind.name), kind.name)


def body(words: str) -> Body | None:
    """The body that goes by this name or code today."""
    return organising.find_body(words, clock.today()) if words else None


def bodies_like(words: str, where: str = "") -> list[Body]:
    """Bodies whose name holds `words`; none where there are so many that a choice helps nobody.

    Where every city has one, those of the place typed as `where`: else the very body complained of would be taken for
    an unknown one, which has no stake.
    """
    if len(words) < 2:
        return []
    found = organising.bodies(clock.today(), words=words, limit=MOST_BODIES + 1)
    if len(found) > MOST_BODIES and (code := _code(where)):
        found = organising.bodies(clock.today(), words=words, region=code, limit=MOST_BODIES + 1)
    return found if len(found) <= MOST_BODIES else []


def told_apart(command: Filing) -> Filing:
    """The same, for a counter or a program, where nobody is asked which body is meant.

    :raises Invalid: where the name is a part of what bodies on record are called: taken for an unknown body, the very
        one complained of would have no stake.
    """
    wrong = {}
    for place, told in enumerate(command.matters):
        if told.body and not body(told.body) and (like := bodies_like(told.body, told.region)):
            wrong[f"matters.{place}.body"] = [_WHICH.fill(names="、".join(one.name for one in like))]
    if wrong:
        raise Invalid(wrong)
    return command


def _code(typed: str) -> str:
    try:
        return gazetteer().find(typed)
    except UnknownRegion:
        return ""


def place(code: str) -> str:
    """The full name of a region."""
    return gazetteer().full_name(code) if code else ""


def places() -> list[str]:
    """Full names of the places on record, from the province down."""
    known = gazetteer()
    return [known.full_name(code).removeprefix("广东省") or known.full_name(code) for code in sorted(known.regions)]
