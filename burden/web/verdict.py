"""A verdict under its own address: nothing personal stands in the address, so it can be passed on."""

from flask import Blueprint, Response, render_template

from burden.services import checking, showing
from core.access import allow
from core.policy import Action

pages = Blueprint("verdict", __name__)


@pages.get("/checks/<code>")
@allow(Action.check_charge)
def page(code: str) -> str:
    """The verdict: the answer, what to do, what is missing, how it is worked out, what it rests on."""
    return render_template("burden/verdict.html", shown=showing.shown(code))


@pages.get("/checks/<code>/notice")
@allow(Action.check_charge)
def notice(code: str) -> str:
    """The verdict on one sheet for the counter, without the furniture."""
    return render_template("burden/notice.html", shown=showing.shown(code))


@pages.get("/checks/<code>/certificate")
@allow(Action.check_charge)
def certificate(code: str) -> Response:
    """The signed certificate, to keep."""
    response = Response(checking.certificate_file(code), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="check-{code}.json"'
    return response
