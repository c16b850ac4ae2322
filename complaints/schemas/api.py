"""What programs send, read: the shape first, then the meaning as everything typed is read."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, ValidationError

from burden import public as burden
from complaints.rules.lifecycle import Transition
from complaints.schemas import acts, filing
from complaints.schemas.api_shapes import FilingSchema
from complaints.services import choosing, rulebooks
from complaints.services.filing import Filing
from core.api import flat
from core.errors import Invalid, NotFound
from core.values.text import Text

_KEY = re.compile(r"[\x21-\x7e]{16,100}")
_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')
_NO_TEXT = Text("请写成文字或数", "Write this as text or a number")
_NO_CHECK = Text("没有这个核对号，请核对或删去", "There is no check of that number; correct it or leave it out")
_BAD_KEY = Text(
    "Idempotency-Key 请用 16 到 100 个可见的 ASCII 字符，每次提交换一个，如 UUID",
    "Idempotency-Key: 16 to 100 visible ASCII characters, another for each filing, such as a UUID",
)
_BAD_TAG = Text('If-Match 请照写回答里的 ETag，如 "3"', 'If-Match: the ETag of the answer, such as "3"')
_NO_BODY = Text("机构表里没有这个机构，请写全称或代码", "No such body is on record; give its whole name or code")


@cache
def _loaded(schema: type[Schema]) -> Schema:
    return schema()


def shaped(schema: type[Schema], document: Any) -> Mapping[str, Any]:
    """`document`, which has the shape of `schema`.

    :raises Invalid: naming each field that has not.
    """
    try:
        found: Mapping[str, Any] = _loaded(schema).load(document)
    except ValidationError as error:
        named = flat(error.normalized_messages())
        raise Invalid(
            {name.removesuffix("_schema").rstrip(".") or "body": said for name, said in named.items()}
        ) from error
    return found


def read_filing(document: Any, channel: str = "api") -> Filing:
    """The complaint that a program files.

    :raises Invalid: naming each field that cannot be taken (``matters.0.charge.amount``), and why.
    """
    told = shaped(FilingSchema, document)
    found = filing.read_filing(told, rulebooks.kinds(), channel=channel)
    wrong: dict[str, list[Text]] = {}
    for place, matter in enumerate(found.matters):
        try:
            if matter.check_code:
                burden.kept(matter.check_code)
            elif matter.charge is not None:
                burden.check_document(matter.charge)
        except NotFound:
            wrong[f"matters.{place}.check_code"] = [_NO_CHECK]
        except Invalid as error:
            wrong |= {f"matters.{place}.charge.{name}": texts for name, texts in error.fields.items()}
    if wrong:
        raise Invalid(wrong)
    return found


def read_key(header: str | None) -> str | None:
    """The Idempotency-Key; None where there is none.

    :raises Invalid: if it is too short to be nobody else's.
    """
    if header is None:
        return None
    if not _KEY.fullmatch(header):
        raise Invalid({"Idempotency-Key": [_BAD_KEY]})
    return header


def read_tag(header: str | None) -> int | None:
    """The version that If-Match names; None where it names none.

    :raises Invalid: if it is no tag of ours.
    """
    if header is None or header.strip() == "*":
        return None
    found = _ETAG.fullmatch(header.strip())
    if found is None:
        raise Invalid({"If-Match": [_BAD_TAG]})
    return int(found[1])


def row_of(act: str) -> Transition:
    """The row of the lifecycle that the address names.

    :raises NotFound: if it is none that somebody can do.
    """
    return acts.row_of(act.replace("-", "_"))


def address(row: Transition) -> str:
    """How the address of an act names it."""
    return row.act.replace("_", "-")


def needs_and_takes(row: Transition) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts an act must be given, and those it takes besides."""
    asked = acts.fields(row)
    return tuple(name for name in asked if name in row.facts), tuple(name for name in asked if name not in row.facts)


def read_facts(row: Transition, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """The facts of an act, bodies by their codes.

    :raises Invalid: naming each that cannot be read.
    """
    given = given or {}
    wrong = {f"facts.{name}"[: acts.LONGEST_LINE]: [_NO_TEXT] for name, value in given.items() if not _plain(value)}
    if wrong:
        raise Invalid(wrong)
    try:
        found = acts.read_facts(row.act, given)
    except Invalid as error:
        raise under_facts(error) from error
    for name in {"body", "handler"} & {name for name, value in found.items() if value}:
        body = choosing.body(found[name])
        if body is None:
            raise Invalid({f"facts.{name}": [_NO_BODY]})
        found[name] = body.code
    return found


def _plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return value is None or (isinstance(value, str | int | float) and not isinstance(value, bool))


def under_facts(error: Invalid) -> Invalid:
    """The same, its fields named as they stand in the body."""
    return Invalid({f"facts.{name}": texts for name, texts in error.fields.items()}, error.message)
