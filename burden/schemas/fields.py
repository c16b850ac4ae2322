"""Fields of marshmallow whose whole rule is one reading, so that a form, JSON and a batch cannot differ."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields, missing

from burden.schemas.readings import EMPTY, Misread, Reading
from core import clock
from core.regions import gazetteer
from core.values.text import Text

_UNSEEN = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
"""What `readings` refuses, in the regular expressions of JSON Schema."""


def text_shape(most: int, *, filled: bool = False) -> dict[str, Any]:
    """For OpenAPI: text as `readings.words` takes it; `filled`: more than blanks."""
    pattern = f"^[^{_UNSEEN}]*[^\\s{_UNSEEN}][^{_UNSEEN}]*$" if filled else f"^[^{_UNSEEN}]*$"
    return {"maxLength": most, "pattern": pattern}


def region_shape(*more: str | None) -> dict[str, Any]:
    """For OpenAPI: the codes on record and `more`. A name, or a code of a province not on record, is read as well."""
    return {"enum": ["", *more, *sorted(gazetteer().regions)], "example": "440100"}


def past_day_shape() -> dict[str, Any]:
    """For OpenAPI: a day of this year or before, which is as near to "not after today" as JSON Schema comes."""
    century, decade, year = str(clock.today().year)[:2], *str(clock.today().year)[2:]
    years = f"[01][0-9]{{3}}|{century}[0-{int(decade) - 1}][0-9]|{century}{decade}[0-{year}]"
    return {"format": "date", "pattern": f"^({years})-[0-9]{{2}}-[0-9]{{2}}$"}


DAY_OR_NOTHING: dict[str, Any] = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "enum": [""]}]}


def nothing() -> Any:
    """What stands where nothing was given, unless a field says otherwise."""
    return None


class Read(fields.Field[Any]):
    """A field read by `reading`. Null, empty and absent are one: refused where required, else what `blank` makes."""

    def __init__(
        self, label: Text, reading: Reading, *, blank: Callable[[], Any] = nothing, required: bool = False, **more: Any
    ) -> None:
        super().__init__(required=required, **{"allow_none": not required} | more)
        self.label = label
        self.reading = reading
        self.blank = blank

    def read(self, typed: Any) -> Any:
        """What `typed` means; raises Misread."""
        found = None if typed is None else self.reading(typed)
        if found is not None:
            return found
        if self.required:
            raise Misread(EMPTY.fill(label=self.label))
        return self.blank()

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **_more: Any) -> Any:
        """Marshmallow's way in: the same reading, its refusal as marshmallow's."""
        try:
            return self.read(None if value is missing else value)
        except Misread as error:
            raise ValidationError({error.at: [error.message]} if error.at else [error.message]) from error


class Typed(Read, fields.String):
    """Read from text."""


class Asked(Read, fields.String):
    """Read from the part of an address behind the question mark, where there is no null."""

    def __init__(self, label: Text, reading: Reading, **more: Any) -> None:
        super().__init__(label, reading, allow_none=False, **more)


class Scalar(Read):
    """Read from text or from a number."""


class Group(Read, fields.Dict):
    """Read from an object of names and values."""
