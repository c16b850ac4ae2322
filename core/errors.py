"""The family of domain errors. They know no HTTP; `core.responses` maps each to a status and a page."""

from collections.abc import Mapping, Sequence

from core.values.text import Text


class DomainError(Exception):
    """Something a person asked for cannot be done; `message` says why and what would help, in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class NotFound(DomainError):
    """No such thing, or not one this actor may know of: the two are told the same words on purpose."""

    def __init__(self, message: Text | None = None) -> None:
        super().__init__(message or Text("没有这个页面，或者您不能看", "No such page, or not open to you"))


class NotSignedIn(DomainError):
    """The act needs somebody who has signed in."""

    def __init__(self, message: Text | None = None) -> None:
        super().__init__(message or Text("请先登录", "Please sign in first"))


class NotAllowed(DomainError):
    """The actor is known and the thing may be seen, but this act on it is somebody else's."""


class Invalid(DomainError):
    """Input that cannot be taken. `fields` maps a field (or a path like ``charges.3.amount``) to its messages."""

    def __init__(self, fields: Mapping[str, Sequence[Text]], message: Text | None = None) -> None:
        super().__init__(message or Text("有些内容填得不对，请照提示改", "Some answers need correcting"))
        self.fields = {name: list(texts) for name, texts in fields.items()}


class Conflict(DomainError):
    """Somebody changed it meanwhile, or it exists already."""


class NotInThisState(DomainError):
    """The act is real but not possible in the present state."""


class Gone(DomainError):
    """It was here and is no longer."""


class Busy(DomainError):
    """Too many tries, or too much at once; `retry_after` is in seconds."""

    def __init__(self, message: Text, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
