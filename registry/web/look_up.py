"""The look-up (查重): which subject, for which procedure, with what purpose; the answer stays at an address of its own.

The look-up is a POST: it is kept, and the enterprise sees who looked, when and what for.
"""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import NotFound
from core.pages import asked, t, with_query
from core.policy import Action
from core.values.text import Text
from registry.rules.procedures import Procedure
from registry.schemas import cases
from registry.services import looking_up, reading_acts, reading_law, reading_subjects
from registry.services.reading_acts import LookUpPage
from registry.services.reading_subjects import SubjectLine
from registry.web.parts import TAKEN_BACK, by_field, no_store, status_of, typed, words

pages = Blueprint("registry_look_up", __name__, url_prefix="/registry/look-ups")

_MATCHING = Text("这种对象办的", "For this kind of subject")
_OTHERS = Text("其他事项", "Others")
_BATCHED = "product_batch"


@pages.get("")
@allow(Action.read_own_acts)
def index() -> str:
    """What the department looked up, the latest first."""
    before = asked("before", 12)
    lines = reading_acts.look_ups(actor(), before=int(before) if before.isdecimal() else 0)
    following = with_query(before=lines[-1].id) if len(lines) == reading_acts.AT_ONCE else None
    return render_template("registry/desk/look_ups.html", lines=lines, next=following, first=bool(before), **words())


@pages.get("/new")
@allow(Action.ask_coverage)
def new() -> ResponseReturnValue:
    """Find the subject, choose the procedure, then give its facts and the purpose."""
    form = {name: asked(name) for name in ("q", "kind", "identifier", "procedure", "purpose")}
    if again := asked("again", 12):
        form |= _form_again(int(again) if again.isdecimal() else 0)
    return _new(form, {})


def _form_again(look_up_id: int) -> dict[str, str]:
    """The form of an earlier look-up of the department."""
    page = reading_acts.look_up(look_up_id, actor())
    subject = page.line.subject
    form = {"kind": subject.kind, "identifier": subject.identifier, "procedure": page.line.procedure}
    form |= {"purpose": page.line.purpose, "batch": page.case.batch or "", **cases.as_form(page.case.facts)}
    return form


def _new(form: dict[str, str], errors: dict[str, list[Text]], status: int = 200) -> ResponseReturnValue:
    found = _found(form)
    subject = found[0] if len(found) == 1 else None
    shown = render_template(
        "registry/desk/look_up_new.html",
        form=form,
        errors=errors,
        found=found,
        subject=subject,
        searched=bool(form.get("q") or form.get("identifier")),
        procedure=_procedure(form.get("procedure", "")),
        procedures=_procedures(subject),
        batched=subject is not None and subject.kind == _BATCHED,
        **words(),
    )
    return no_store(shown, status)


def _found(form: dict[str, str]) -> tuple[SubjectLine, ...]:
    """The subject named whole, or those that the words may mean."""
    identifier = form.get("identifier", "").strip()
    if not identifier:
        return reading_subjects.find_subjects(form.get("q", ""), actor())
    both = reading_subjects.find_subjects(identifier, actor())
    return tuple(
        one for one in both if one.identifier == identifier and one.kind == (form.get("kind") or one.kind)
    )  # fmt: skip


def _procedure(key: str) -> Procedure | None:
    return next((one for one in reading_law.procedures() if one.key == key), None)


def _procedures(subject: SubjectLine | None) -> list[Any]:
    """To choose from: those about this kind of subject before the others."""
    every = reading_law.procedures()
    if subject is None:
        return [(one.key, one.name) for one in every]
    fitting = [one for one in every if _fits(one, subject.kind)]
    rest = [one for one in every if one not in fitting]
    groups = [(_MATCHING, fitting), (_OTHERS, rest)]
    return [(str(t(words)), [(one.key, one.name) for one in part]) for words, part in groups if part]


def _fits(procedure: Procedure, kind: str) -> bool:
    return any(kind == one or kind.startswith(f"{one}.") for one in (procedure.subject, *_asked_of(procedure)))


def _asked_of(procedure: Procedure) -> list[str]:
    return [row.subject for row in procedure.rows]


@pages.post("")
@allow(Action.ask_coverage)
def look_up() -> ResponseReturnValue:
    """Put the question on record and go to its answer."""
    form = typed()
    chosen = form.get("organisation", "")
    try:
        query = cases.read_query(form)
        with transaction():
            kept = looking_up.look_up(
                query, form.get("purpose", ""), actor(), organisation=int(chosen) if chosen.isdecimal() else 0
            )
    except TAKEN_BACK as error:
        return _new(form, by_field(error), status_of(error))
    except NotFound as error:
        return _new(form, {"": [error.message]}, 404)
    return redirect(url_for("registry_look_up.show", look_up_id=kept.id), 303)


@pages.get("/<id:look_up_id>")
@allow(Action.read_own_acts)
def show(look_up_id: int) -> ResponseReturnValue:
    """The answer: in words per requirement what counts or why not, what is left, what is avoided."""
    return answer(look_up_id)


def answer(look_up_id: int, errors: dict[str, list[Text]] | None = None, status: int = 200) -> ResponseReturnValue:
    """The page of a look-up, after an act with what stood against it."""
    page = reading_acts.look_up(look_up_id, actor())
    return no_store(render_template("registry/desk/look_up.html", **about(page), errors=errors or {}), status)


def about(page: LookUpPage) -> dict[str, Any]:
    """What every page of a look-up shows of it."""
    procedure = _on_day(page)
    rows = {row.id: row for row in procedure.rows} if procedure else {}
    reporting = {one.organisation_id: one for line in _lines(page) for one in line.complete}
    facts = [(fact, cases.in_words(fact, page.case.facts)) for fact in (procedure.facts.values() if procedure else ())]
    return {
        "page": page,
        "answer": page.answer,
        "rows": rows,
        "licences": reading_law.licences(),
        "facts": facts,
        "several": len({line.subject_id for line in _lines(page)}) > 1,
        "address": f"/registry/look-ups/{page.line.id}",
        "takings": takings(page),
        "complete": [one for one in reporting.values() if one.since],
        "incomplete": [one for one in reporting.values() if not one.since],
        **words(),
    }


def _lines(page: LookUpPage) -> Any:
    return page.answer.lines if page.answer else ()


def _on_day(page: LookUpPage) -> Procedure | None:
    if page.answer is None:
        return None
    return reading_law.procedure(page.line.procedure, page.answer.on).procedure


def takings(page: LookUpPage) -> list[str]:
    """What counts and is not recognised yet, each as the value of a form: requirement, subject, finding."""
    if not (page.fresh and page.answer and page.answer.on == clock.today()):
        return []
    found = []
    for line in page.answer.avoided:
        done = page.decided.get((line.subject_id, line.requirement))
        if not (done and done.outcome == "recognised" and done.finding in line.findings):
            found.append(f"{line.requirement}|{line.subject_id}|{line.findings[0]}")
    return found
