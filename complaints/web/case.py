"""One matter at its desk: the charge and its frozen verdict, story, terms, what was said and done, what can be done."""

from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from complaints.rules.kinds import REMEDIES
from complaints.rules.matters import MODES
from complaints.rules.outcomes import GROUNDS, OUTCOMES
from complaints.rules.states import WHO
from complaints.services import choosing, effects, handling, identity, letters_notices, supervising
from complaints.services.handling import CaseView
from complaints.services.wording import VERDICTS
from complaints.web.marks import DESK_STATES, mark
from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import DomainError, Invalid, NotAllowed, NotInThisState
from core.policy import Action
from core.values.text import Text

pages = Blueprint("case", __name__, url_prefix="/desk/matters/<number>")

AT_ONCE = ("accept", "go_on")
"""Acts done by a button of the case itself: they need no words and can be followed by others."""
IN_PLACE = (*AT_ONCE, "say", "note")
_ASKED = Text(
    "已请另一单位的受理员答复；投诉人看得到这次申请", "A clerk of another unit was asked; the complainant sees it"
)
OWN_QUESTIONS = {
    "called_as": Text("票据上的名称", "Name on the receipt"),
    "required_by": Text("谁要求交的", "Who required it"),
    "evidence": Text("有什么能证明", "What proves it"),
}


@pages.get("")
@allow(Action.read_matter)
def show(number: str) -> ResponseReturnValue:
    """The matter, to who handles, assists or supervises it."""
    return no_store(page(number))


def no_store(shown: str, status: int = 200) -> ResponseReturnValue:
    """A page that no browser keeps: sight of it may end at any moment."""
    response = make_response(shown, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def page(number: str, errors: dict[str, list[Text]] | None = None, **more: Any) -> str:
    """The page of the matter, after an act with what stood wrong."""
    case = handling.case(number, actor())
    return render_template("complaints/desk/case.html", **about(case), errors=errors or {}, **more)


def about(case: CaseView) -> dict[str, Any]:
    """What every page of a matter shows of it."""
    acts = {row.act: row for row in case.acts}
    running = [term for term in case.terms if term.state in ("running", "extended") and term.due]
    owed = [term.due for term in running if term.who != "complainant" and term.state == "running" and not term.paused]
    return {
        "case": case,
        "address": f"/desk/matters/{case.number}",
        "acts": acts,
        "offered": [row for row in case.acts if row.act not in IN_PLACE],
        "handles": "say" in acts,
        "mark": mark(min((day for day in owed if day), default=None)),
        "inside": effects.INSIDE,
        "questions": OWN_QUESTIONS | {fact.name: fact.question for fact in choosing.asked_of(case.kind_id)},
        "called": _called(case),
        "place": choosing.place(case.region),
        "states": DESK_STATES,
        "modes": MODES,
        "who": WHO,
        "verdicts": VERDICTS,
        "outcomes": OUTCOMES,
        "remedies": REMEDIES,
        "grounds": GROUNDS,
        "letters": letters_notices.there(case),
        "letter_names": letters_notices.LETTERS,
        "others": supervising.others_like(case.number, actor()),
        "today": clock.today(),
    }


def _called(case: CaseView) -> str:
    """The charge as it was called, where it has a name."""
    charge = case.charge or {}
    return str(charge.get("called_as") or case.answers.get("called_as") or "")


@pages.post("/identity")
@allow(Action.handle_matter)
def look(number: str) -> ResponseReturnValue:
    """Who complains: shown in answer to this alone, put down, and told to the complainant."""
    try:
        with transaction():
            contact = identity.read(number, actor())
    except (NotAllowed, NotInThisState) as error:
        return _refused(number, error, {})
    case = handling.case(number, actor())
    return no_store(render_template("complaints/desk/identity.html", **about(case), contact=contact))


@pages.post("/identity/request")
@allow(Action.handle_matter)
def ask_identity(number: str) -> ResponseReturnValue:
    """Ask that the identity be opened, with a reason; a clerk of another unit answers."""
    typed = request.form.get("reason", "")[:2000]
    try:
        with transaction():
            identity.open_request(number, typed, actor())
    except (Invalid, NotAllowed, NotInThisState) as error:
        return _refused(number, error, {"reason": typed})
    done = Text(
        "已请另一单位的受理员答复；投诉人看得到这次申请", "A clerk of another unit was asked; the complainant sees it"
    )
    return no_store(page(number, done=done))


def _refused(number: str, error: DomainError, typed: dict[str, str]) -> ResponseReturnValue:
    if isinstance(error, Invalid):
        return no_store(page(number, error.fields, form=typed), 422)
    status = 403 if isinstance(error, NotAllowed) else 409
    return no_store(page(number, {"": [error.message]}, form=typed), status)
