"""Recognise what counts, refuse on a ground of the list, certify what was recognised; each rests on a look-up."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import actor, allow
from core.db import transaction
from core.errors import DomainError, Invalid
from core.pages import asked, t
from core.policy import Action
from core.values.text import Text
from registry.services import certifying, reading_acts, reading_law, recognising
from registry.services.answers import Line
from registry.services.reading_acts import LookUpPage
from registry.services.recognising import Refusing, Taking
from registry.web.look_up import about, answer
from registry.web.parts import TAKEN_BACK, basis_words, by_field, no_store, said, several, status_of, typed

pages = Blueprint("registry_recognise", __name__, url_prefix="/registry")

_NONE_CHOSEN = Text("请选至少一项", "Choose at least one")
_WHICH = Text("请选这个理由影响的要求", "Choose the requirements that the ground affects")
_GROUND = Text("请从清单里选一条理由", "Choose a ground of the list")
_TAKEN = Text("已采信 {n} 项，企业已收到通知", "{n} recognised; the enterprise was told")
_REFUSED = Text(
    "已记下拒绝 {n} 项，企业收到理由和条款，可以一键投诉",
    "{n} refused; the enterprise has ground and article, and can complain with one click",
)
LONGEST = 2000


@pages.post("/look-ups/<id:look_up_id>/recognitions")
@allow(Action.recognise_result)
def recognise(look_up_id: int) -> ResponseReturnValue:
    """Take one finding, or all that count: the fields ``take``."""
    page = reading_acts.look_up(look_up_id, actor())
    try:
        takings = [_taking(value) for value in dict.fromkeys(several("take"))]
        if not takings:
            raise Invalid({"": [_NONE_CHOSEN]})
        with transaction():
            done = recognising.recognise(page.case, takings, actor(), **_for(page))
    except TAKEN_BACK as error:
        return answer(look_up_id, _shown(error), status_of(error))
    flash(str(t(_TAKEN.fill(n=len(done)))), "good")
    return _back(look_up_id)


def _taking(value: str) -> Taking:
    """What the page put into the button: requirement, subject, finding.

    :raises Invalid: if it is anything else.
    """
    requirement, _, rest = value.partition("|")
    subject, _, finding = rest.partition("|")
    report, dash, place = finding.partition("-")
    numbers = (subject, report, place)
    if not dash or not all(one.isdecimal() and len(one) < 13 for one in numbers):
        raise Invalid({"": [_NONE_CHOSEN]})
    return Taking(requirement[:120], finding, int(subject))


def _for(page: LookUpPage) -> dict[str, int]:
    """For which department, and in answer to which request."""
    return {"organisation": page.line.department_id, "request_id": page.request.id if page.request else 0}


def _shown(error: DomainError) -> dict[str, list[Text]]:
    """What stands against it, for a page without the fields it names."""
    return {"": [words for messages in by_field(error).values() for words in messages]}


def _back(look_up_id: int) -> ResponseReturnValue:
    return redirect(url_for("registry_look_up.show", look_up_id=look_up_id), 303)


@pages.get("/look-ups/<id:look_up_id>/refusal")
@allow(Action.recognise_result)
def refusal(look_up_id: int) -> ResponseReturnValue:
    """Choose a ground that the record bears out; then name article, proof and parameters."""
    page = reading_acts.look_up(look_up_id, actor())
    return _refusal(page, {"ground": asked("ground", 40)}, [], {})


def _refusal(
    page: LookUpPage, form: dict[str, Any], chosen: list[str], errors: dict[str, list[Text]], status: int = 200
) -> ResponseReturnValue:
    borne = {ground.id: _lines(page, ground) for ground in reading_law.grounds()}
    ground = next((one for one in reading_law.grounds() if one.id == form.get("ground") and borne[one.id]), None)
    shown = render_template(
        "registry/desk/refusal.html",
        **about(page),
        form=form,
        errors=errors,
        chosen=chosen,
        ground=ground,
        lines=borne[ground.id] if ground else [],
        open_grounds=(opened := [one for one in reading_law.grounds() if borne[one.id]]),
        open_choices=said((one.id, one.words) for one in opened),
        basis_words=basis_words,
        other_grounds=[one for one in reading_law.grounds() if not borne[one.id]],
    )
    return no_store(shown, status)


def _lines(page: LookUpPage, ground: Any) -> list[Line]:
    """The requirements of which something is on record that has the flaw of the ground."""
    lines = page.answer.residual if page.answer else ()
    known = {reason.value for reason in ground.coverage}
    return [line for line in lines if line.shown and known & {*line.reasons}]


def line_value(line: Line) -> str:
    """A requirement of a subject as the value of a form."""
    return f"{line.subject_id}|{line.requirement}"


@pages.post("/look-ups/<id:look_up_id>/refusal")
@allow(Action.recognise_result)
def refuse(look_up_id: int) -> ResponseReturnValue:
    """Refuse on the ground; the record must bear it out, and the enterprise is told."""
    page = reading_acts.look_up(look_up_id, actor())
    form: dict[str, Any] = {**typed(), "proof": several("proof")}
    chosen = several("requirement")
    try:
        by_subject = _chosen(page, chosen, form)
        with transaction():
            done = [
                one
                for subject, keys in by_subject.items()
                for one in recognising.refuse(page.case, _refusing(form, subject, keys), actor(), **_for(page))
            ]
    except TAKEN_BACK as error:
        return _refusal(page, form, chosen, by_field(error), status_of(error))
    flash(str(t(_REFUSED.fill(n=len(done)))), "good")
    return _back(look_up_id)


def _refusing(form: dict[str, Any], subject: int, keys: list[str]) -> Refusing:
    return Refusing(
        tuple(keys), form["ground"], form.get("article", "")[:LONGEST], form.get("explanation", "")[:LONGEST],
        tuple(form["proof"]), subject_id=subject,
    )  # fmt: skip


def _chosen(page: LookUpPage, chosen: list[str], form: dict[str, Any]) -> dict[int, list[str]]:
    """The requirements ticked, by subject.

    :raises Invalid: if there is no ground, or nothing is ticked.
    """
    if not form.get("ground"):
        raise Invalid({"ground": [_GROUND]})
    found: dict[int, list[str]] = {}
    for line in page.answer.lines if page.answer else ():
        if line_value(line) in chosen:
            found.setdefault(line.subject_id, []).append(line.requirement)
    if not found:
        raise Invalid({"requirement": [_WHICH]})
    return found


@pages.post("/look-ups/<id:look_up_id>/certificates")
@allow(Action.recognise_result)
def certify(look_up_id: int) -> ResponseReturnValue:
    """Sign a certificate of what is recognised and counts today."""
    page = reading_acts.look_up(look_up_id, actor())
    try:
        with transaction():
            paper = certifying.issue(page.case, actor(), organisation=page.line.department_id)
    except TAKEN_BACK as error:
        return answer(look_up_id, _shown(error), status_of(error))
    return redirect(url_for("registry_public.certificate", code=paper.code), 303)
