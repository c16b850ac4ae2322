"""A charge for an item that has ended, or that an event reduced to nothing (``status_events``)."""

from burden.rules.case import Case
from burden.rules.explain import day_in_words
from burden.rules.finding import Finding, Name, Reason
from burden.rules.inputs import known_facts
from burden.rules.items import Item, Keeps, Nature, Status, StatusEvent
from burden.rules.standards.kind import Line, yuan
from burden.rules.status import waivers
from core.values.money import NOTHING, Money
from core.values.text import Text

_SMALL = ("small", "micro", "self_employed")
_ENDED = {
    Status.suspended: Text("停征", "suspended"),
    Status.abolished: Text("取消", "abolished"),
    Status.ended: Text("取消或停征", "abolished or suspended"),
    Status.converted: Text("改税或改性质，不再收取", "converted, no longer charged"),
}
_UNSURE = Text("（凭记忆，未核实）", " (not confirmed)")
_NOTHING_SAID = Text("", "")


def discontinued(event: StatusEvent, amount: Money) -> Finding:
    """All of it is excess, but for what stays lawful."""
    kept = Money.rounded(event.keeps.amount) if event.keeps and event.keeps.amount is not None else NOTHING
    lines = (_line_of_end(event), _line_of_rest(event.keeps)) if event.keeps else (_line_of_end(event),)
    return Finding(
        Name.discontinued,
        maximum=kept,
        excess=amount - kept if amount > kept else NOTHING,
        lines=lines,
        basis=event.basis,
        confirmed=event.confirmed,
        event=event,
    )


def _line_of_end(event: StatusEvent) -> Line:
    words, into = _ENDED[event.status], event.into
    replaced = Text(f"，改征{into}", f", replaced by {into}") if into else _NOTHING_SAID
    if event.period.start is None:
        return Line(
            Text(f"已{words.zh}{replaced.zh}，起日不详", f"{words.en}{replaced.en}, from a day not on record"), 0
        )
    day = day_in_words(event.period.start)
    return Line(Text(f"{day.zh}起{words.zh}{replaced.zh}", f"From {day.en}: {words.en}{replaced.en}"), 0)


def _line_of_rest(keeps: Keeps) -> Line:
    sum_ = "" if keeps.amount is None else f" {yuan(keeps.amount)}"
    unsure = _NOTHING_SAID if keeps.confirmed else _UNSURE
    said = f"{keeps.what}{sum_}"
    return Line(Text(f"仍可收取：{said}{unsure.zh}", f"Still lawful: {said}{unsure.en}"), keeps.amount)


def waived(item: Item, case: Case) -> Finding | None:
    """A reduction to nothing, of an item without a standard that day, for payers it names; None = there is none."""
    events = [(event, _names_this_payer(event, case)) for event in waivers(item, case.on, case.covers)]
    for event, named in events:
        if named:
            return _exempt(event, case.amount)
    asked = [_fact_of(event) for event, named in events if named is None]
    if not asked:
        return None
    return Finding(Name.needs_information, reason=Reason.facts_missing, missing=tuple(dict.fromkeys(asked)))


def _exempt(event: StatusEvent, amount: Money) -> Finding:
    return Finding(
        Name.exempt,
        maximum=NOTHING,
        excess=amount,
        lines=(Line(Text(f"免收：{event.words or ''}", "Exempt from that day"), 0),),
        basis=event.basis,
        confirmed=event.confirmed,
        event=event,
    )


def _fact_of(event: StatusEvent) -> str:
    return "payer_is_enterprise" if event.payers == "enterprises" else "payer_size"


def _names_this_payer(event: StatusEvent, case: Case) -> bool | None:
    if event.payers == "all":
        return True
    shared = case.catalogue.shared_inputs.get(_fact_of(event))
    if event.payers not in ("enterprises", "small_micro") or shared is None:
        return False
    asked = Item(key="", name="", nature=Nature.administrative_fee, inputs={shared.name: shared})
    value = known_facts(asked, case.charge).values.get(shared.name)
    return value if value is None or isinstance(value, bool) else value in _SMALL
