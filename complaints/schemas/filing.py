"""A complaint as it is typed or sent: one reading for the pages, the counter, the API and the shell."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from complaints.rules.kinds import Kinds
from complaints.rules.matters import LIST_TYPES, Mode
from complaints.schemas.acts import LONGEST_TEXT, line, money, words
from complaints.schemas.readings import NO_OBJECT, Misread, Problems, one_of, read_day, read_region
from complaints.services.filing import FiledMatter, Filing
from complaints.services.identity import Contact
from core import clock
from core.errors import Invalid
from core.values.identifiers import IdentifierError, read_credit_code
from core.values.money import NOTHING
from core.values.text import LANGUAGES, Text

MOST_MATTERS = 20
MOST_ANSWERS = 40
MATTER_FIELDS = (
    "kind", "story", "body", "body_kind", "region", "amount", "happened_on", "list_type", "check_code", "charge",
    "facts", "set_by", "ordered_by", "beneficiaries",
)  # fmt: skip
CONTACT_FIELDS = ("name", "enterprise", "credit_code", "phone", "email")
FIELDS = ("mode", "matters", "contact", "lang")

_STORY = Text("请写一写事情的经过，几句话就行", "Tell what happened; a few sentences will do")
_PLACE = Text("不知道是哪个单位时，请写明发生在哪里", "Say where it happened, if you do not know which body it was")
_NO_MATTERS = Text("至少要有一件事", "There must be at least one matter")
_TOO_MANY = Text("一次最多 {most} 件，请分几次提交", "At most {most} matters at once; please file several times")
_FUTURE = Text("日期在今天之后，请填发生当天", "The day is in the future; give the day it happened")
_UNKNOWN = Text("没有“{name}”这一项", "There is no field “{name}”")
_LIST = Text("请给一组代码", "Give a list of codes")


def read_filing(document: Any, kinds: Kinds, *, channel: str = "web") -> Filing:
    """The complaint that `document` tells.

    :raises Invalid: naming each field (``matters.0.story``, ``contact.name``) that cannot be taken, and why.
    """
    if not isinstance(document, Mapping):
        raise Invalid({"complaint": [NO_OBJECT]})
    problems = Problems()
    _refuse_unknown(document, FIELDS, "", problems)
    mode = problems.read("mode", lambda: Mode(one_of(document.get("mode"), list(Mode))))
    lang = problems.read("lang", lambda: one_of(document.get("lang") or "zh", LANGUAGES))
    contact = _contact(document.get("contact") or {}, problems)
    matters = tuple(
        _matter(told, f"matters.{place}", kinds, problems)
        for place, told in enumerate(_listed(document.get("matters"), problems))
    )
    problems.settle()
    return Filing(mode, matters, contact, channel=channel, lang=lang)


def _refuse_unknown(document: Mapping[str, Any], known: tuple[str, ...], before: str, problems: Problems) -> None:
    for name in sorted(str(name)[:60] for name in document if name not in known):
        problems.add(f"{before}{name}", _UNKNOWN.fill(name=name))


def _listed(typed: Any, problems: Problems) -> list[Any]:
    if not isinstance(typed, list) or not typed:
        problems.add("matters", _NO_MATTERS)
        return []
    if len(typed) > MOST_MATTERS:
        problems.add("matters", _TOO_MANY.fill(most=MOST_MATTERS))
    return typed[:MOST_MATTERS]


def _contact(typed: Any, problems: Problems) -> Contact:
    if not isinstance(typed, Mapping):
        problems.add("contact", NO_OBJECT)
        return Contact()
    _refuse_unknown(typed, CONTACT_FIELDS, "contact.", problems)
    found = {name: problems.read(f"contact.{name}", partial(line, typed.get(name))) for name in CONTACT_FIELDS}
    if found["credit_code"]:
        found["credit_code"] = problems.read("contact.credit_code", lambda: _credit_code(found["credit_code"]))
    return Contact(**{name: value or "" for name, value in found.items()})


def _credit_code(typed: str) -> str:
    try:
        return read_credit_code(typed)
    except IdentifierError as error:
        raise Misread(error.message) from error


def _matter(told: Any, at: str, kinds: Kinds, problems: Problems) -> FiledMatter:
    if not isinstance(told, Mapping):
        problems.add(at, NO_OBJECT)
        told = {}
    _refuse_unknown(told, MATTER_FIELDS, f"{at}.", problems)
    given = told.get

    def read(name: str, reading: Any) -> Any:
        return problems.read(f"{at}.{name}", lambda: reading(given(name)))

    body, region = read("body", line) or "", read("region", read_region) or ""
    charge = given("charge") if isinstance(given("charge"), Mapping) else None
    if not body and not region and not charge and not given("check_code"):
        problems.add(f"{at}.region", _PLACE)
    return FiledMatter(
        kind=read("kind", lambda typed: one_of(typed, kinds.by_id)) or "",
        story=read("story", _story) or "",
        body=body,
        body_kind=read("body_kind", line) or "",
        region=region,
        amount=read("amount", money) or NOTHING,
        happened_on=read("happened_on", _past_day),
        list_type=read("list_type", _list_type),
        check_code=read("check_code", line) or "",
        charge=charge,
        facts=read("facts", _answers) or {},
        set_by=read("set_by", _codes) or (),
        ordered_by=read("ordered_by", _codes) or (),
        beneficiaries=read("beneficiaries", _codes) or (),
    )


def _story(typed: Any) -> str:
    text = words(typed, LONGEST_TEXT)
    if not text:
        raise Misread(_STORY)
    return text


def _past_day(typed: Any) -> Any:
    if not typed:
        return None
    found = read_day(typed)
    if found > clock.today():
        raise Misread(_FUTURE)
    return found


def _list_type(typed: Any) -> str | None:
    return LIST_TYPES[one_of(typed, LIST_TYPES)] if typed else None


def _answers(typed: Any) -> dict[str, str]:
    if not typed:
        return {}
    if not isinstance(typed, Mapping) or len(typed) > MOST_ANSWERS:
        raise Misread(NO_OBJECT)
    return {line(name): words(value, 2000) for name, value in typed.items() if value not in (None, "")}


def _codes(typed: Any) -> tuple[str, ...]:
    if not typed:
        return ()
    listed = typed if isinstance(typed, list | tuple) else [typed]
    if len(listed) > MOST_MATTERS:
        raise Misread(_LIST)
    return tuple(dict.fromkeys(code for each in listed if (code := line(each))))
