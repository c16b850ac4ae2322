"""The forms about people: what was typed → values, or messages by field."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema

from core.errors import Invalid
from core.people.rules.scopes import SCOPES
from core.policy import Role
from core.values.text import Text

_EMPTY = Text("这一项要填", "This is needed")
_NO_DAY = Text("请写成 2026-07-20 这样的日期", "Write a day like 2026-07-20")
_NO_CHOICE = Text("请从列出的里面选一个", "Choose one of those listed")
_NO_SCOPE = Text(
    "“还可以”里有一项不在单子上：请刷新页面，只勾单子上有的",
    "Something under “It may also” is not on the list: reload the page and tick only what stands there",
)
_UNSEEN = Text("里面有看不见的字符，请重新输入", "It holds invisible characters; type it again")
_LONG = Text("太长了，最多 {n} 个字", "Too long; {n} characters at most")
_SIGN_IN_NAME = Text(
    "账号用 2 到 64 个小写字母、数字或 . - _ @，以字母或数字开头",
    "2 to 64 small letters, digits or . - _ @, beginning with a letter or digit",
)
_DIFFERENT = Text("两次填的新密码不一样", "The two new passwords differ")
_NAME = re.compile(r"[a-z0-9][a-z0-9.@_-]{1,63}")


def _said(**words: Text) -> dict[str, Any]:
    """Error messages for a marshmallow field; in lists, because a Text is a pair and would be taken apart."""
    return {key: [text] for key, text in words.items()}


def _line(most: int) -> Callable[[str], None]:
    def check(typed: str) -> None:
        if not typed:
            raise ValidationError([_EMPTY])
        if len(typed) > most:
            raise ValidationError([_LONG.fill(n=most)])
        if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in typed):
            raise ValidationError([_UNSEEN])

    return check


def _sign_in_name(typed: str) -> None:
    if not _NAME.fullmatch(unicodedata.normalize("NFKC", typed).casefold()):
        raise ValidationError([_SIGN_IN_NAME])


class Line(fields.String):
    """One line of text, blanks at both ends taken away."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        found = super()._deserialize(value, attr, data, **more)
        return found.strip() if isinstance(found, str) else found


def _needed(most: int) -> Line:
    return Line(required=True, validate=_line(most), error_messages=_said(required=_EMPTY, null=_EMPTY))


class MembershipSchema(Schema):
    """What a person does for whom, and from when."""

    class Meta:
        """Buttons and tokens of the form are not ours."""

        unknown = EXCLUDE

    role = fields.Enum(Role, by_value=True, required=True, error_messages=_said(required=_EMPTY, unknown=_NO_CHOICE))
    organisation = _needed(200)
    from_on = fields.Date(load_default=None, allow_none=True, error_messages=_said(invalid=_NO_DAY))
    to_on = fields.Date(load_default=None, allow_none=True, error_messages=_said(invalid=_NO_DAY))


class PersonSchema(MembershipSchema):
    """A new person with a first membership."""

    sign_in_name = Line(required=True, validate=_sign_in_name, error_messages=_said(required=_EMPTY, null=_EMPTY))
    name = _needed(80)


class PasswordSchema(Schema):
    """Another password, twice, and the present one."""

    class Meta:
        """Buttons and tokens of the form are not ours."""

        unknown = EXCLUDE

    password = fields.String(required=True, error_messages=_said(required=_EMPTY))
    chosen = fields.String(required=True, error_messages=_said(required=_EMPTY))
    again = fields.String(required=True, error_messages=_said(required=_EMPTY))
    end_keys = fields.Boolean(load_default=False, error_messages=_said(invalid=_NO_CHOICE))

    @validates_schema(skip_on_field_errors=True)
    def the_same_twice(self, data: Mapping[str, Any], **_more: Any) -> None:
        """What was typed twice is the same."""
        if data["chosen"] != data["again"]:
            raise ValidationError({"again": [_DIFFERENT]})


class KeySchema(Schema):
    """A key for a program."""

    class Meta:
        """Buttons and tokens of the form are not ours."""

        unknown = EXCLUDE

    label = _needed(80)
    organisation = fields.Integer(required=True, error_messages=_said(required=_EMPTY, invalid=_NO_CHOICE))
    scopes = fields.List(fields.Enum(type(next(iter(SCOPES))), by_value=True, error_messages=_said(unknown=_NO_SCOPE)))


def read(schema: type[Schema], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form; empty fields count as not given.

    :raises Invalid: with the messages of each field.
    """
    given = {name: value for name, value in typed.items() if value not in ("", [])}
    try:
        values: dict[str, Any] = schema().load(given)
    except ValidationError as error:
        raise Invalid({name: list(_texts(said)) for name, said in error.normalized_messages().items()}) from error
    return values


def _texts(said: Any) -> Iterator[Text]:
    """The messages of a field; those of a list's members stand under their numbers, and one of each is enough."""
    if isinstance(said, Mapping):
        yield from dict.fromkeys(text for texts in said.values() for text in _texts(texts))
    else:
        yield from said
