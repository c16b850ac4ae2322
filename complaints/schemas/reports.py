"""A complaint as the steps of the page tell it: flat fields of a form, carried from step to step, read as one document.

The names of the fields are those of `complaints.schemas.filing` (``matters.0.story``, ``contact.name``, ``mode``), so
that what is wrong is named where it stands. Nothing is kept on the server before it is filed.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from burden import public as burden
from complaints.rules.kinds import Fact
from complaints.rules.matters import Mode
from complaints.schemas import filing as whole
from complaints.schemas.acts import line, words
from complaints.schemas.readings import Misread
from complaints.services import choosing, rulebooks
from complaints.services.filing import Filing
from core.errors import Invalid
from core.values.text import Text

STEPS = ("what", "facts", "whom", "contact", "answers")
MOST_MATTERS = 10
LONGEST_FACT = 2000
OWN_FACTS = ("called_as", "required_by", "evidence")
"""Told of every kind, beside what the kind itself asks."""
_LINES = ("called_as", "required_by")
_TOLD_ALREADY = {
    "amount": "amount", "name_on_receipt": "called_as", "item": "called_as", "day_of_charge": "happened_on",
    "when": "happened_on",
}  # fmt: skip
"""What some kinds ask that every complaint is asked anyway: asked once, kept under both names."""
_FIELDS = {
    "what": ("kind", "story"),
    "facts": ("called_as", "amount", "happened_on", "facts", "evidence"),
    "whom": ("body", "region", "required_by"),
}
_OF_CHARGE = {
    "called_as": "called_as", "amount": "amount", "charged_on": "happened_on", "charged_by": "body",
    "region": "region", "required_by": "required_by",
}  # fmt: skip
_DAY = re.compile(r"([0-9]{4})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})[日号]?")
_KIND = Text("请选一种情况，选最接近的就行", "Choose what happened; the nearest will do")
_MODE = Text("请选一种：实名、保密或匿名", "Choose one: named, confidential or anonymous")
_CONTACT = Text("请留下姓名或企业名称，或者改选匿名", "Give a name or an enterprise, or choose anonymous")
_PLACE = Text(
    "机构表里没有这个单位：请写明在哪个市、县、区，才知道交给谁办",
    "That body is not on record: say in which city or county it was, so that it reaches the right office",
)

Form = Mapping[str, str]
Errors = dict[str, list[Text]]


def count(form: Form) -> int:
    """How many matters the form tells of; at least one."""
    typed = form.get("count", "1")
    return min(max(int(typed), 1), MOST_MATTERS) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1


def of(form: Form, place: int, name: str) -> str:
    """What the form says of one matter."""
    return form.get(f"matters.{place}.{name}", "").strip()


def problems(form: Form, step: str, place: int) -> Errors:
    """What stands wrong on one step, by field."""
    found = every_problem(form)
    if step == "contact":
        return {name: texts for name, texts in found.items() if name == "mode" or name.startswith("contact")}
    mine = [f"matters.{place}.{name}" for name in _FIELDS[step]]
    return {
        name: texts for name, texts in found.items() if any(name == one or name.startswith(f"{one}.") for one in mine)
    }


def every_problem(form: Form) -> Errors:
    """What stands wrong anywhere, by field."""
    found: Errors = {}
    for place in range(count(form)):
        found |= _of_facts(form, place)
    try:
        read(form, "zh")
    except Invalid as error:
        found |= {name: texts for name, texts in error.fields.items() if not name.endswith(".facts")}
    for place in range(count(form)):
        found |= _more(form, place, found)
    if not form.get("mode"):
        found["mode"] = [_MODE]
    elif form.get("mode") != Mode.anonymous and not any(form.get(f"contact.{one}") for one in ("name", "enterprise")):
        found["contact.name"] = [_CONTACT]
    return found


def _of_facts(form: Form, place: int) -> Errors:
    found: Errors = {}
    for name, key in _fact_fields(form, place):
        try:
            line(form.get(name)) if key in _LINES else words(form.get(name), LONGEST_FACT)
        except Misread as error:
            found[name] = [error.message]
    return found


def _more(form: Form, place: int, found: Errors) -> Errors:
    """What the reading of the whole does not say, or not in words for this page."""
    more: Errors = {}
    if not of(form, place, "kind"):
        more[f"matters.{place}.kind"] = [_KIND]
    region, named = f"matters.{place}.region", of(form, place, "body")
    if named and not of(form, place, "region") and region not in found and not choosing.body(named):
        more[region] = [_PLACE]
    charge = _charge(form, place)
    if charge is None or any(f"matters.{place}.{name}" in found for name in _OF_CHARGE.values()):
        return more
    try:
        burden.check_document(charge)
    except Invalid as error:
        more |= {f"matters.{place}.{_OF_CHARGE[name]}": t for name, t in error.fields.items() if name in _OF_CHARGE}
    return more


def _fact_fields(form: Form, place: int) -> list[tuple[str, str]]:
    """Fields of the form that tell facts, and the names they are kept under."""
    own = [(f"matters.{place}.{name}", name) for name in OWN_FACTS]
    return own + [(f"matters.{place}.facts.{fact.name}", fact.name) for fact in asked(form, place)]


def asked(form: Form, place: int) -> list[Fact]:
    """What the kind of a matter asks beyond what every complaint is asked."""
    return [fact for fact in choosing.asked_of(of(form, place, "kind")) if fact.name not in _TOLD_ALREADY]


def _told_already(form: Form, place: int) -> dict[str, str]:
    """The answers to what a kind asks and the form knows anyway."""
    names = [fact.name for fact in choosing.asked_of(of(form, place, "kind")) if fact.name in _TOLD_ALREADY]
    return {name: value for name in names if (value := of(form, place, _TOLD_ALREADY[name]))}


def read(form: Form, lang: str) -> Filing:
    """The complaint that the form tells.

    :raises Invalid: naming each field that cannot be taken, and why.
    """
    filing = whole.read_filing(_document(form, lang), rulebooks.kinds())
    held = [of(form, place, "files") for place in range(count(form))]
    matters = tuple(replace(each, files=tokens) for each, tokens in zip(filing.matters, held, strict=True))
    return replace(filing, matters=matters)


def _document(form: Form, lang: str) -> dict[str, Any]:
    mode = form.get("mode", "")
    contact = {name: form.get(f"contact.{name}", "") for name in whole.CONTACT_FIELDS}
    return {
        "mode": mode,
        "lang": lang,
        "contact": {} if mode == Mode.anonymous else contact,
        "matters": [_matter(form, place) for place in range(count(form))],
    }


def _matter(form: Form, place: int) -> dict[str, Any]:
    told: dict[str, Any] = {name: of(form, place, name) for name in ("kind", "story", "body", "region")}
    told["happened_on"] = _day(of(form, place, "happened_on"))
    told["amount"] = of(form, place, "amount")
    facts = {key: value for name, key in _fact_fields(form, place) if (value := form.get(name, "").strip())}
    told["facts"] = _told_already(form, place) | facts
    told["ordered_by"] = _codes(of(form, place, "required_by"))
    if code := of(form, place, "check_code"):
        return told | {"check_code": code}
    charge = _charge(form, place)
    return told | ({"charge": charge} if charge else {})


def _codes(name: str) -> list[str]:
    """The code of the body that demanded it, where it is on record."""
    found = choosing.body(name)
    return [found.code] if found else []


def _charge(form: Form, place: int) -> dict[str, Any] | None:
    """What was typed as a charge that can be checked: name, sum and day are all there; else None."""
    if of(form, place, "check_code") or choosing.group_of(of(form, place, "kind")) != "charge":
        return None
    told = {name: of(form, place, field) for name, field in _OF_CHARGE.items()}
    told["charged_on"] = _day(told["charged_on"])
    if not (told["called_as"] and told["amount"] and told["charged_on"]):
        return None
    return {name: value for name, value in told.items() if value}


def _day(typed: str) -> str:
    """A day as people write it, in the form of ISO 8601; what is none stays as it is, to be named."""
    found = _DAY.fullmatch("".join(unicodedata.normalize("NFKC", typed[:40]).split()))
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else typed
