"""Fields of marshmallow whose whole rule is one reading, so that a form, JSON and a batch cannot differ."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields, missing

from burden.schemas.readings import EMPTY, Misread, Reading
from core.values.text import Text


def nothing() -> Any:
    """What stands where nothing was given, unless a field says otherwise."""
    return None


class Read(fields.Field[Any]):
    """A field read by `reading`. Null, empty and absent are one: refused where required, else what `blank` makes."""

    def __init__(
        self, label: Text, reading: Reading, *, blank: Callable[[], Any] = nothing, required: bool = False, **more: Any
    ) -> None:
        super().__init__(required=required, allow_none=not required, **more)
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


class Group(Read, fields.Dict):
    """Read from an object of names and values."""
