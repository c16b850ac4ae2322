"""Filing, step by step, without an account and without script.

What was typed goes along from step to step in hidden fields and is read anew at the end: until it is submitted the
platform keeps nothing of it, so nothing is lost on an error, on Back, or when a session ends, and an anonymous
complainant leaves no draft and no cookie but the form's own. Files are kept at once, encrypted, and only the form
knows which (`complaints.services.drafting`). The field ``form_key`` names the form: sent twice, it is filed once.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from complaints.schemas import reports
from complaints.schemas.reports import STEPS
from complaints.services import choosing, filing
from complaints.services.drafting import MOST_FILES
from complaints.web import grievances, proof, receipt, uploads
from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Conflict, Invalid, NotFound
from core.files.receiving import takes_files
from core.pages import language, t
from core.policy import Action
from core.values.text import Text

pages = Blueprint("report", __name__)

_ABSENT = Text(
    "没找到要带上的核对结果，请在下面直接填", "The result to bring along was not found; please tell it here instead"
)
_NOT_YOURS = Text(
    "没找到要带上的检测情况，请登录企业账号再点一次，或者在下面直接写",
    "What was to be brought along was not found: sign in for your enterprise and click again, or tell it below",
)
_YES_NO = (("是", Text("是", "Yes")), ("否", Text("否", "No")), ("", Text("不知道", "Do not know")))
_CHOOSE = Text("请选一家，或者选“都不是”", "Choose one, or “none of these”")
_OWN = frozenset({"csrf_token", "go", "step", "at", "near", "near_asked", uploads.KEPT})
"""Fields of one page alone, which are not carried along."""


@pages.get("/complaints/new")
@allow(Action.file_complaint)
def begin() -> str:
    """The first step: empty, with the charge and the verdict of a kept check, or with what the registry knows of a
    repeated test, a refusal or a demand."""
    form = {"form_key": secrets.token_urlsafe(16), "count": "1"}
    if brought := grievances.named(request.args):
        try:
            return _page("what", 0, form | grievances.begun(*brought))
        except NotFound:
            return _page("what", 0, form, missing=_NOT_YOURS)
    code, missing = request.args.get("check", ""), None
    if code:
        try:
            form |= _begun(choosing.carried(code))
        except NotFound:
            missing = _ABSENT
    return _page("what", 0, form, missing=missing)


def _begun(carried: choosing.Carried) -> dict[str, str]:
    charge: Any = carried.document["charge"]
    told = {
        "check_code": carried.code,
        "kind": carried.default,
        "body": charge.get("charged_by") or "",
        "required_by": charge.get("required_by") or "",
        "region": choosing.place(charge.get("region") or ""),
        "story": charge.get("narrative") or "",
    }
    return {f"matters.0.{name}": value for name, value in told.items() if value}


@pages.post("/complaints/new")
@allow(Action.file_complaint)
@takes_files
def put() -> ResponseReturnValue:
    """One step is done: the next page, the one asked for, or the receipt."""
    form = {name: value for name, value in request.form.items() if name not in _OWN and value}
    form.setdefault("form_key", secrets.token_urlsafe(16))
    if request.form.get("go") == "begin" and (brought := grievances.named(request.form)):
        return _page("what", 0, {"form_key": form["form_key"], "count": "1"} | grievances.with_files(*brought))
    step, place = _place_of(f"{request.form.get('step', 'what')}.{request.form.get('at', '0')}", form)
    go = request.form.get("go", "next")
    if wrong := uploads.into_form(form, place):
        return _page("facts", place, form, errors=wrong), 422
    if go == "submit":
        return _submit(form)
    if go == "next":
        return _next(step, place, form)
    if go == "add":
        return _page("what", *_added(form))
    if go == "upload":
        return _page("facts", place, form)
    if go.startswith("forget."):
        uploads.out_of_form(form, place, go.removeprefix("forget."))
        return _page("facts", place, form)
    if go.startswith("drop."):
        return _page("answers", 0, _dropped(form, go.removeprefix("drop.")))
    return _page(*_place_of(go, form), form)


def _place_of(typed: str, form: Mapping[str, str]) -> tuple[str, int]:
    """The step and the matter that a button names; the first where it names none."""
    step, _, at = typed.partition(".")
    place = int(at) if at.isascii() and at.isdigit() and len(at) < 4 else 0
    return (step if step in STEPS else "what", place if place < reports.count(form) else 0)


def _next(step: str, place: int, form: dict[str, str]) -> ResponseReturnValue:
    if errors := reports.problems(form, step, place) if step != "answers" else {}:
        return _page(step, place, form, errors=errors), 422
    if step == "whom" and (near := _near(form, place)):
        asked = request.form.get("near_asked") == reports.of(form, place, "body")
        return _page(step, place, form, errors={"near": [_CHOOSE]} if asked else {}, near=near), 422 if asked else 200
    seen = bool(form.get("seen"))
    following = STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]
    if seen and step != "what":
        following = "answers"
    return _page(following, place if following not in ("contact", "answers") else 0, form)


def _near(form: dict[str, str], place: int) -> list[tuple[str, str]]:
    """Bodies that may be meant by a name that is nobody's whole name, asked about once."""
    picked, typed = request.form.get("near", ""), reports.of(form, place, "body")
    if picked and picked != "none":
        form[f"matters.{place}.body"] = picked
        return []
    if picked or not typed or choosing.body(typed):
        return []
    like = choosing.bodies_like(typed, reports.of(form, place, "region"))
    return [(body.name, choosing.place(body.region)) for body in like]


def _added(form: dict[str, str]) -> tuple[int, dict[str, str]]:
    """One more matter, at the same body and place unless it is told otherwise."""
    last = reports.count(form)
    if last >= reports.MOST_MATTERS:
        return last - 1, form
    same = {name: reports.of(form, last - 1, name) for name in ("body", "region", "required_by")}
    added = {f"matters.{last}.{name}": value for name, value in same.items() if value}
    return last, form | added | {"count": str(last + 1)}


def _dropped(form: dict[str, str], typed: str) -> dict[str, str]:
    """The form without one matter; those after it move up. The last one stays."""
    count = reports.count(form)
    gone = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else count
    if gone >= count or count == 1:
        return form
    kept = {"count": str(count - 1)}
    for name, value in form.items():
        if not name.startswith("matters."):
            kept.setdefault(name, value)
            continue
        _, place, rest = name.split(".", 2)
        if int(place) != gone:
            kept[f"matters.{int(place) - (int(place) > gone)}.{rest}"] = value
    return kept


def _submit(form: dict[str, str]) -> ResponseReturnValue:
    if errors := reports.every_problem(form):
        return _page("answers", 0, form, errors=errors), 422
    try:
        command = reports.read(form, language())
        with transaction():
            made = filing.file(command, actor(), key=form["form_key"][:100])
    except Invalid as error:
        return _page("answers", 0, form, errors=error.fields), 422
    except NotFound:
        return _page("answers", 0, form, errors={"": [_ABSENT]}), 422
    except Conflict as error:
        return _page("answers", 0, form, errors={"": [error.message]}), 409
    return receipt.page(made)


def _page(
    step: str,
    place: int,
    form: dict[str, str],
    errors: Mapping[str, Any] | None = None,
    near: list[tuple[str, str]] | None = None,
    missing: Text | None = None,
) -> str:
    if step == "answers":
        form = form | {"seen": "1"}
    kind = reports.of(form, place, "kind")
    return render_template(
        f"complaints/public/{step}.html",
        step=step,
        place=place,
        count=reports.count(form),
        most=reports.MOST_MATTERS,
        form=form,
        errors=errors or {},
        near=near or [],
        missing=missing,
        carried=_carried(form),
        fields=choosing.by_field(),
        kind=choosing.choice(kind),
        kinds={one: choosing.choice(reports.of(form, one, "kind")) for one in range(reports.count(form))},
        asked={one: reports.asked(form, one) for one in range(reports.count(form))},
        on_record={one: choosing.body(reports.of(form, one, "body")) for one in range(reports.count(form))},
        files=uploads.of_form(form),
        gives_away=uploads.gives_away,
        most_files=MOST_FILES,
        yes_no=[(value, t(words)) for value, words in _YES_NO],
        places=choosing.places() if step == "whom" else [],
        today=clock.today(),
    )


def _carried(form: Mapping[str, str]) -> dict[int, choosing.Carried]:
    """The verdicts that go along, by matter; a code that is nobody's is left out."""
    found = {}
    for place in range(reports.count(form)):
        if code := reports.of(form, place, "check_code"):
            try:
                found[place] = choosing.carried(code)
            except NotFound:
                continue
    return found


@pages.get("/complaints/leave")
@allow(Action.file_complaint)
def leave() -> ResponseReturnValue:
    """Away at once, to the first page; the browser is asked to forget what it holds of this site."""
    response = make_response(redirect("/", 303))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.delete_cookie(current_app.config["SESSION_COOKIE_NAME"])
    return proof.forget(response)
