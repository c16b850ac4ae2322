"""Letters to print. The one that goes to the body complained of has an address that tells nothing."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from complaints.services import handling, letters, letters_notices
from complaints.services.letters import Letter
from complaints.web.case import no_store
from core.access import actor, allow
from core.policy import Action

pages = Blueprint("letters", __name__, url_prefix="/desk")
_NAMES = ", ".join(letters_notices.LETTERS)


@pages.get("/matters/<number>/letters/<int:lap>")
@allow(Action.read_matter)
def decision(number: str, lap: int) -> ResponseReturnValue:
    """The decision as it was served."""
    return _page(letters.decision(handling.case(number, actor()), lap), f"/desk/matters/{number}")


@pages.get(f"/matters/<number>/letters/<any({_NAMES}):name>")
@allow(Action.read_matter)
def notice(number: str, name: str) -> ResponseReturnValue:
    """The letter that tells of a step, once it was taken."""
    return _page(letters_notices.letter(handling.case(number, actor()), name), f"/desk/matters/{number}")


@pages.post("/letters")
@allow(Action.handle_matter)
def inquiry() -> ResponseReturnValue:
    """The letter that asks for the books. Browsers print the address of a page; this one names no matter."""
    number = request.form.get("number", "")
    return _page(letters.inquiry(handling.case(number, actor())), f"/desk/matters/{number}")


def _page(letter: Letter, back: str) -> ResponseReturnValue:
    return no_store(render_template("letters/letter.html", letter=letter, back=back))
