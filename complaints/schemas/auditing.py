"""What an auditor asks for, as it stands in the address of the page: read, and written again the same."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from complaints.rules.outcomes import Outcome
from complaints.rules.states import State
from complaints.services import rulebooks
from complaints.services.audit_criteria import ENDS, NONE, Facet, Search, Sort, body_code
from complaints.services.exporting import FORMS
from complaints.services.wording import VERDICTS
from core.errors import Invalid
from core.regions import UnknownRegion, gazetteer
from core.search.query import parse
from core.values.money import Money, NotMoney
from core.values.text import Text, same

MOST_VALUES = 60
LONGEST_REASON = 500
Args = Mapping[str, Sequence[str]]
Errors = dict[str, list[Text]]

_NO_DAY = Text("请写成 2026-07-20 这样的日期", "Write the day like 2026-07-20")
_NO_BODY = Text("机构表里没有“{typed}”，请写全称或代码", "No body “{typed}” is on record; give its whole name or code")
_NO_VALUE = Text("没有“{typed}”这个选项，请从表里选", "There is no choice “{typed}”; choose from the table")
_TOO_MANY = Text("一次最多选 60 个，请去掉一些", "At most 60 at once; take some away")
_ORDER = Text("起止反了，请对调", "The beginning is after the end; exchange them")
_REASON = Text("请写明为什么导出，最多 500 字，会留记录", "Say why, in at most 500 characters; it is put on record")
_NO_FORM = Text("请选 CSV、XLSX 或 JSON", "Choose CSV, XLSX or JSON")


def read_search(args: Args) -> Search:
    """What the address asks for.

    :raises Invalid: naming each field that cannot be read.
    """
    found, errors = read(args)
    if errors:
        raise Invalid(errors)
    return found


def read(args: Args) -> tuple[Search, Errors]:
    """What of the address can be read, and what is wrong with the rest."""
    errors: Errors = {}
    include = {facet: values for facet in Facet if (values := _values(facet, args, facet.value, errors))}
    exclude = {facet: values for facet in Facet if (values := _values(facet, args, f"not_{facet}", errors))}
    since, until = _day(args, "since", errors), _day(args, "until", errors)
    if since and until and since > until:
        errors["until"] = [_ORDER]
    least, most = _money(args, "least", errors), _money(args, "most", errors)
    if least is not None and most is not None and least.fen > most.fen:
        errors["most"] = [_ORDER]
    sort = _one(args, "sort")
    return Search(
        q=_query(args, errors),
        include=include,
        exclude=exclude,
        since=since,
        until=until,
        least=least,
        most=most,
        sort=Sort(sort) if sort in list(Sort) else Sort.newest,
    ), errors


def _one(args: Args, name: str) -> str:
    value = next(iter(args.get(name, ())), "")
    return "".join(character for character in value if character.isprintable()).strip()


def _query(args: Args, errors: Errors) -> str:
    typed = _one(args, "q")
    try:
        parse(typed)
    except Invalid as error:
        errors |= error.fields
        return ""
    return typed


def _values(facet: Facet, args: Args, name: str, errors: Errors) -> tuple[str, ...]:
    typed = list(dict.fromkeys(value.strip() for value in args.get(name, ()) if value.strip()))
    if len(typed) > MOST_VALUES:
        errors[name] = [_TOO_MANY]
        return ()
    found = []
    for value in typed:
        try:
            found.append(_value(facet, value))
        except ValueError as error:
            errors.setdefault(name, []).append(error.args[0])
    return tuple(dict.fromkeys(found))


def _value(facet: Facet, typed: str) -> str:
    """A value as it is searched for; raises ValueError with the Text that names the remedy."""
    if typed == NONE and facet not in (Facet.kind, Facet.state):
        return typed
    shown = same(typed[:40])
    if facet is Facet.region:
        try:
            return gazetteer().find(typed)
        except UnknownRegion as error:
            raise ValueError(error.message) from error
    if facet is Facet.body:
        if code := body_code(typed):
            return code
        raise ValueError(_NO_BODY.fill(typed=shown))
    if typed not in _choices(facet):
        raise ValueError(_NO_VALUE.fill(typed=shown))
    return typed


def _choices(facet: Facet) -> set[str]:
    if facet is Facet.kind:
        return set(rulebooks.kinds().by_id)
    if facet is Facet.state:
        return set(State)
    return set(VERDICTS) if facet is Facet.violation else {*Outcome, *ENDS}


def _day(args: Args, name: str, errors: Errors) -> date | None:
    typed = _one(args, name)
    try:
        found = date.fromisoformat(typed) if typed else None
    except ValueError:
        found = date.min
    if found is not None and not 1900 < found.year < 2200:
        errors[name] = [_NO_DAY]
        return None
    return found


def _money(args: Args, name: str, errors: Errors) -> Money | None:
    typed = _one(args, name)
    try:
        return Money.parse(typed) if typed else None
    except NotMoney as error:
        errors[name] = [error.message]
        return None


def pairs(asked: Search) -> list[tuple[str, str]]:
    """The fields of the address that asks for this, in a fixed order."""
    found = [("q", asked.q)] if asked.q else []
    for prefix, chosen in (("", asked.include), ("not_", asked.exclude)):
        found += [(f"{prefix}{facet}", value) for facet in Facet for value in chosen.get(facet, ())]
    days = [(name, day.isoformat()) for name, day in (("since", asked.since), ("until", asked.until)) if day]
    sums = [(name, str(sum_)) for name, sum_ in (("least", asked.least), ("most", asked.most)) if sum_ is not None]
    return found + days + sums + ([("sort", asked.sort.value)] if asked.sort is not Sort.newest else [])


def as_query(asked: Search) -> str:
    """The same as it stands after the question mark."""
    return urlencode(pairs(asked))


def read_export(form: Mapping[str, str]) -> tuple[str, str]:
    """Form and reason of an export.

    :raises Invalid: fields ``form``, ``reason``.
    """
    kind, reason = form.get("form", ""), form.get("reason", "").strip()
    errors: Errors = {}
    if kind not in FORMS:
        errors["form"] = [_NO_FORM]
    if not reason or len(reason) > LONGEST_REASON:
        errors["reason"] = [_REASON]
    if errors:
        raise Invalid(errors)
    return kind, reason
