"""Files of a form: those that came with this request, and those that it holds already by their tokens.

A file that came is kept at once, whatever else is wrong with the form; the token of it goes into the form's own field.
"""

from collections.abc import Iterator, Mapping

from flask import request
from werkzeug.datastructures import FileStorage

from complaints.schemas import reports
from complaints.services import drafting
from complaints.services.drafting import Draft, Taken
from core.db import transaction
from core.errors import Busy, Invalid
from core.files import sniffing
from core.values.text import Text

FILE, KEPT = "file", "kept"
"""The field by which a browser sends a file, and the one by which a page that stood in between hands on its token."""
_NOTHING_WRONG = Text("", "")
_OF = Text("“{name}”：{why}", "“{name}”: {why}")


def sent() -> list[FileStorage]:
    """The files that came with this request; an empty box sends none."""
    return [each for each in request.files.getlist(FILE) if each.filename]


def of_name(each: FileStorage, why: Text) -> Text:
    """What is wrong, with the name of the file that it is about."""
    return _OF.fill(name=drafting.shown_name(each.filename or ""), why=why)


def came() -> Iterator[tuple[Taken | None, Text]]:
    """Each file that came, written down; or why it is not taken."""
    for each in sent():
        try:
            yield drafting.take(each.stream, each.filename or ""), _NOTHING_WRONG
        except Invalid as error:
            yield None, of_name(each, error.message)


def taken() -> Iterator[tuple[Taken | None, Text]]:
    """The same, after those that a page in between has kept."""
    for one in drafting.read(" ".join(handed_on())):
        yield (drafting.of_draft(one), _NOTHING_WRONG) if one.there else (None, drafting.GONE.fill(name=one.name))
    yield from came()


def as_drafts(among: list[Draft]) -> tuple[list[str], list[Text]]:
    """The tokens of the files that came, and why the others were not taken.

    :param among: what the form holds already; of the same bytes nothing is kept twice.
    """
    tokens: list[str] = []
    wrong: list[Text] = []
    held = list(among)
    for one, why in came():
        if one is None:
            wrong.append(why)
            continue
        if any(each.there and each.digest == one.kept.digest for each in held):
            drafting.throw_away(one)
            continue
        try:
            with transaction():
                token = drafting.draft(one, held)
        except (Invalid, Busy) as error:
            wrong.append(error.message)
            continue
        tokens.append(token)
        held += drafting.read(token)
    return tokens, wrong


def handed_on() -> list[str]:
    """Tokens of files that a page in between has kept: of a form whose token had run out, or a session."""
    return [token for field in request.form.getlist(KEPT) for token in field.split()]


def stand_ins() -> list[tuple[str, str]]:
    """Fields that stand for the files of a request that cannot be answered as it is; see `core.files.receiving`."""
    tokens, _ = as_drafts([])
    return [(KEPT, token) for token in tokens]


def field_of(place: int) -> str:
    """Where the form holds the tokens of a matter's files."""
    return f"matters.{place}.files"


def of_form(form: Mapping[str, str]) -> dict[int, list[Draft]]:
    """The files that the form holds, by matter."""
    return {place: drafting.read(form.get(field_of(place), "")) for place in range(reports.count(form))}


def into_form(form: dict[str, str], place: int) -> dict[str, list[Text]]:
    """Put what came with this request into the form's field of one matter; what was wrong with it, by field."""
    found = of_form(form)
    others = [each for at, held in found.items() if at != place for each in held]
    mine = [each for each in found[place] if each.there]
    mine += drafting.read(" ".join(handed_on()))
    known = {each.digest for each in mine}
    tokens, wrong = as_drafts(mine + [each for each in others if each.digest not in known])
    held = [each.token for each in mine] + tokens
    if held:
        form[field_of(place)] = " ".join(held)
    return {f"matters.{place}.file": wrong} if wrong else {}


def out_of_form(form: dict[str, str], place: int, number: str) -> None:
    """Take one file of a matter out of the form and off the disk, by its number in the list."""
    held = drafting.read(form.get(field_of(place), ""))
    if not (number.isascii() and number.isdigit() and len(number) < 4 and int(number) < len(held)):
        return
    gone = held.pop(int(number))
    with transaction():
        drafting.forget(gone)
    drafting.erase(gone)
    form[field_of(place)] = " ".join(each.token for each in held)


def gives_away(one: Draft) -> list[Text]:
    """What a file tells beside what it shows, as far as it was seen."""
    return sniffing.said_of(one.traces)
