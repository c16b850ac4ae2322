"""Evidence of a case on record: added later by who has the code, or by its desk; handed out, or shown as a picture.

Files are handed out as attachments alone; what is shown is a fresh picture made of their pixels. Addresses hold the
file's own random code, never a name.
"""

from collections.abc import Callable

from flask import Blueprint, Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from complaints.services import drafting, evidence
from complaints.services.drafting import Taken
from complaints.services.evidence import Item
from complaints.web import case, follow, proof, uploads
from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid, NotAllowed, NotFound
from core.files import handing
from core.files.receiving import takes_files
from core.pages import t
from core.policy import Action
from core.values.text import Text

pages = Blueprint("evidence", __name__)

_NONE = Text("请先选一个文件，再点“交上”", "Choose a file first, then press “Hand in”")
_DONE = Text("收到了，已加密存好", "Received and kept, encrypted")


@pages.post("/complaints/case/evidence")
@allow(Action.follow_complaint)
@takes_files
def add() -> ResponseReturnValue:
    """The complainant adds files; away too long, the files are kept while the code is asked for again."""
    number, found = request.form.get("number", ""), proof.shown()
    if found is None:
        waiting = uploads.handed_on()
        tokens, _ = uploads.as_drafts(drafting.read(" ".join(waiting)))
        return follow.away({"number": number, uploads.KEPT: " ".join([*waiting, *tokens])})
    case_id = found
    if wrong := _put(lambda one: evidence.add_by_code(case_id, number, one)):
        errors = {f"{number}.file": wrong}
        return proof.keep(make_response(follow.page(found, {"number": number}, errors), 422), found)
    flash(str(t(_DONE)), "good")
    return proof.keep(make_response(redirect(f"/complaints/case#files-{number}", 303)), found)


def _put(add_one: Callable[[Taken], Item]) -> list[Text]:
    """Put every file that came, or waited, on record; why some are not."""
    wrong, count = list[Text](), 0
    for one, why in uploads.taken():
        count += 1
        if one is None:
            wrong.append(why)
            continue
        try:
            with transaction():
                add_one(one)
        except (Invalid, NotAllowed) as error:
            wrong.append(error.message)
    return wrong if count else [_NONE]


def _own(code: str) -> tuple[int, Item]:
    """The case that this browser has shown the code of, and a file of it.

    :raises NotFound: if it has shown none, or the case has no such file.
    """
    found = proof.shown()
    if found is None:
        raise NotFound
    return found, evidence.open_by_code(found, code)


@pages.get("/complaints/case/evidence/<code>")
@allow(Action.follow_complaint)
def download_own(code: str) -> Response:
    """A file of one's own case, byte for byte."""
    found, item = _own(code)
    return proof.keep(_handed(item), found)


@pages.get("/complaints/case/evidence/<code>/picture")
@allow(Action.follow_complaint)
def look_at_own(code: str) -> Response:
    """A picture of one's own case, to look at."""
    _, item = _own(code)
    return handing.picture(item.key, item.kind)


@pages.post("/desk/matters/<number>/evidence")
@allow(Action.handle_matter)
@takes_files
def add_for_desk(number: str) -> ResponseReturnValue:
    """An officer keeps a file with the matter, for the desk alone."""
    case.page(number)  # nothing is read of a file for a matter that is not there for this officer
    if wrong := _put(lambda one: evidence.add(number, one, actor())):
        return case.no_store(case.page(number, {"file": wrong}), 422)
    flash(str(t(_DONE)), "good")
    return redirect(f"/desk/matters/{number}#evidence", 303)


@pages.get("/desk/matters/<number>/evidence/<code>")
@allow(Action.read_matter)
def download(number: str, code: str) -> Response:
    """A file of the matter, byte for byte, to who may read the matter."""
    return _handed(evidence.open(number, code, actor()))


@pages.get("/desk/matters/<number>/evidence/<code>/picture")
@allow(Action.read_matter)
def look(number: str, code: str) -> Response:
    """A picture of the matter, to look at."""
    item = evidence.open(number, code, actor())
    return handing.picture(item.key, item.kind)


def _handed(item: Item) -> Response:
    return handing.attachment(item.key, item.kind, item.size, f"evidence-{item.number}-{item.code[:6]}", item.name)
