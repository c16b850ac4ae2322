"""Files for a complaint that is not submitted yet: kept at once, encrypted, nobody's, for two days.

The form carries a sealed token for each, with the name the file had; without it nothing leads to the file, and nothing
on the server says whose it is or what it is called. So nothing sent is lost on an error, on Back, or when a session
ends, and an anonymous complainant leaves no name and no cookie.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import IO

from cryptography.fernet import InvalidToken

from core import vault
from core.errors import Invalid
from core.files import names, store
from core.files.kinds import KINDS, Kind
from core.files.store import Kept
from core.values.text import Text

KEY = "file-drafts"
MOST_FILES = 20
"""Files of one complaint."""
TOO_MANY = Text(
    "一件投诉最多 20 个文件。请先去掉不要紧的，或者把几张照片拼成一个 PDF",
    "A complaint takes 20 files. Take out one that matters less, or put several photos into one PDF",
)
GONE = Text(
    "“{name}”传上来超过两天没有提交，已经删掉；请再选一次",
    "“{name}” waited unsubmitted for more than two days and was removed; please choose it again",
)
_UNNAMED = "未命名"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read, told and written down, and is nobody's yet."""

    kept: Kept
    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that waits for its form."""

    token: str
    key: str
    name: str
    kind: Kind
    size: int
    digest: str
    active: bool
    traces: tuple[str, ...]
    there: bool = True
    """Whether it is kept still: after two days it is not."""


def take(source: IO[bytes], name: str) -> Taken:
    """Read a file that was sent and write it down, encrypted; outside a transaction, for it takes a while.

    :raises Invalid: naming ``file``, if it is empty, too large or of a kind that is not taken; what would help.
    """
    return Taken(store.keep(source, name), shown_name(name))


def throw_away(taken: Taken) -> None:
    """Nothing stays of a file that was written down for nothing."""
    store.erase(taken.kept.key)


def shown_name(name: str) -> str:
    """What a file is called on pages, whatever it was called."""
    return names.clean(name) or _UNNAMED


def of_draft(one: Draft) -> Taken:
    """A file that waits for its form, to be put on record without one."""
    return Taken(Kept(one.key, one.kind, one.size, one.digest, one.active, one.traces), one.name)


def draft(taken: Taken, among: Sequence[Draft]) -> str:
    """The token by which a form holds the file, in the caller's transaction.

    :param among: what the whole form holds already.
    :raises Invalid: if that are as many as a complaint may have.
    :raises Busy: if too much waits for forms already.
    """
    if sum(each.there for each in among) >= MOST_FILES:
        store.erase(taken.kept.key)
        raise Invalid({"file": [TOO_MANY]}, TOO_MANY)
    store.enter(taken.kept, attached=False)
    kept = taken.kept
    said = {
        "key": kept.key,
        "name": taken.name,
        "kind": kept.kind.id,
        "size": kept.size,
        "digest": kept.digest,
        "active": kept.active,
        "traces": kept.traces,
    }
    return vault.seal(KEY, json.dumps(said, ensure_ascii=False))


def read(tokens: str) -> list[Draft]:
    """The files of the tokens in a form's field, in their order; what is no token of ours is left out."""
    found = list({one.key: one for token in tokens.split() if (one := _unsealed(token))}.values())
    there = store.waiting([one.key for one in found])
    return [one if one.key in there else replace(one, there=False) for one in found]


def _unsealed(token: str) -> Draft | None:
    try:
        said = json.loads(vault.unseal(KEY, token))
    except (InvalidToken, ValueError):
        return None
    said["kind"], said["traces"] = KINDS[said["kind"]], tuple(said["traces"])
    return Draft(token=token, **said)


def forget(one: Draft) -> None:
    """Take a file that was sent back out, in the caller's transaction; call `erase` once that is committed."""
    if one.there:
        store.drop(one.key)


def erase(one: Draft) -> None:
    """Nothing of it stays, after `forget`."""
    if one.there:
        store.erase(one.key)
