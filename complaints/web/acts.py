"""Acts on a matter: a form for each with the facts it needs, a confirmation before what cannot be taken back.

The form carries the version it was opened on. Of two officers who act at once the later keeps his words: they come
back beside what stands there now. What is typed is never lost, not even when the matter has gone out of sight.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from complaints.rules.kinds import REMEDIES
from complaints.rules.lifecycle import Transition, missing_facts
from complaints.rules.outcomes import DOORS, GROUNDS, OUTCOMES
from complaints.rules.states import TOLD
from complaints.schemas import acts as schema
from complaints.services import acting, choosing, handling, letters_notices
from complaints.services.acting import ChangedMeanwhile, Done
from complaints.services.handling import CaseView, DraftView
from complaints.web.case import about, no_store
from core.access import actor, allow
from core.db import transaction
from core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, NotInThisState
from core.pages import t
from core.policy import Action
from core.values.text import Text, same

pages = Blueprint("acts", __name__, url_prefix="/desk/matters/<number>/acts/<act>")

CONFIRMED = frozenset({
    "decline", "refer", "transfer", "object", "identify", "assign_by_hand", "extend", "extend_accept", "decide",
    "decide_review", "close", "end_refund", "recuse", "recuse_body", "recuse_reviewer",
})  # fmt: skip
"""Acts that cannot be taken back by who did them: what they come to is shown before they are done."""
OF_DRAFT = frozenset({"decide", "decide_review", "send_back"})
_ON_RECORD = ("no_refund_reason", "amount")
"""Facts the act itself finds on record where nothing is typed."""
_NEEDED = Text("请填写这一项", "This is needed")
_DONE = Text("已经记下：{what}", "Recorded: {what}")
_GONE = Text("已经记下：{what}。这一事项不再由您看到。", "Recorded: {what}. The matter is no longer shown to you.")
_NO_BODY = Text("机构表里没有这个机构，请写全称或代码", "No such body is on record; give its whole name or code")
_NEAR = Text("没有叫这个名字的机构。是不是：{names}", "No body goes by that name. Perhaps: {names}")


@pages.get("")
@allow(Action.read_matter)
def form(number: str, act: str) -> ResponseReturnValue:
    """The form of the act, if it is possible now.

    :raises NotFound: if there is no such matter or act for this person.
    """
    row = _row(act)
    case = handling.case(number, actor())
    if row.act not in [each.act for each in case.acts]:
        raise NotFound
    return no_store(_page(case, row, _begun(case, row)))


@pages.post("")
@allow(Action.read_matter)
def do(number: str, act: str) -> ResponseReturnValue:
    """Do it; where it cannot be taken back, show first what it comes to."""
    row, typed = _row(act), _typed()
    if request.form.get("go") == "back":
        return no_store(_page(handling.case(number, actor()), row, typed))
    try:
        facts = _read(row, typed)
        if row.act in CONFIRMED and request.form.get("sure") != "yes":
            return no_store(_confirmation(handling.case(number, actor()), row, typed))
        with transaction():
            done = acting.act(number, row.act, facts, actor(), schema.read_version(request.form.get("version")))
    except NotFound as error:
        return no_store(render_template("complaints/desk/gone.html", message=error.message, typed=_words(typed)), 404)
    except (Invalid, Conflict, NotAllowed, NotInThisState) as error:
        return _refused(number, row, typed, error)
    return _after(done, row)


def _row(act: str) -> Transition:
    return schema.row_of(act.replace("-", "_"))


def _typed() -> dict[str, Any]:
    """Everything the form holds, one value each but for the remedies."""
    typed: dict[str, Any] = {name: value for name, value in request.form.items() if name not in ("csrf_token", "go")}
    typed["remedies"] = request.form.getlist("remedies")
    return typed


def _read(row: Transition, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they were typed, a body's name as its code.

    :raises Invalid: naming what is missing or cannot be read.
    """
    facts = schema.read_facts(row.act, {name: typed[name] for name in schema.fields(row) if name in typed})
    given = [name for name, value in facts.items() if value not in (None, "")]
    wrong = {name: [_NEEDED] for name in missing_facts(row, (*given, *_ON_RECORD))}
    for name in {"body", "handler"} & set(given):
        found = choosing.body(facts[name])
        if found is None:
            wrong[name] = [_unknown_body(facts[name])]
        else:
            facts[name] = found.code
    if wrong:
        raise Invalid(wrong)
    return facts


def _unknown_body(typed: str) -> Text:
    near = choosing.bodies_like(typed)
    return _NEAR.fill(names=same("、".join(body.name for body in near))) if near else _NO_BODY


def _begun(case: CaseView, row: Transition) -> dict[str, Any]:
    """What the form begins with: of a draft, the one before it; of a refund, what the verdict found too much."""
    begun: dict[str, Any] = {"version": str(case.version)}
    if row.act in OF_DRAFT and (draft := _open_draft(case)):
        begun["draft"] = str(draft.id)
    if row.act == "draft":
        begun |= _of_draft(case.drafts[-1]) if case.drafts else {"refund": (case.verdict or {}).get("excess") or ""}
    return begun


def _of_draft(draft: DraftView) -> dict[str, Any]:
    return {
        "outcome": draft.outcome,
        "findings": draft.findings,
        "remedies": list(draft.remedies),
        "refund": str(draft.refund),
        "no_refund_reason": draft.no_refund_reason,
    }


def _open_draft(case: CaseView) -> DraftView | None:
    return next((draft for draft in case.drafts if draft.state == "draft"), None)


def _page(
    case: CaseView, row: Transition, typed: Mapping[str, Any], errors: Mapping[str, Any] | None = None, **more: Any
) -> str:
    return render_template("complaints/desk/act.html", **_shown(case, row, typed), errors=errors or {}, **more)


def _shown(case: CaseView, row: Transition, typed: Mapping[str, Any]) -> dict[str, Any]:
    return about(case) | {
        "row": row,
        "act": row.act.replace("_", "-"),
        "fields": schema.fields(row),
        "form": {"draft": "", **typed},
        "draft": _open_draft(case) if row.act in OF_DRAFT else None,
        "options": _options(case),
        "doors": DOORS,
        "told": TOLD,
    }


def _options(case: CaseView) -> dict[str, list[tuple[str, str]]]:
    """What a field of an act chooses from, in the reader's language."""
    stages = {term.stage: term.words for term in case.terms if term.state == "running"}
    choices: dict[str, Mapping[Any, Text]] = {
        "outcome": OUTCOMES, "ground": GROUNDS, "remedies": REMEDIES, "stage": stages,
    }  # fmt: skip
    return {name: [(str(value), str(t(words))) for value, words in found.items()] for name, found in choices.items()}


def _confirmation(case: CaseView, row: Transition, typed: Mapping[str, Any]) -> str:
    carried = [(name, value) for name, value in typed.items() if isinstance(value, str) and name != "sure"]
    carried += [("remedies", each) for each in typed["remedies"]]
    preview = letters_notices.preview(case, row.act, typed)
    shown = _shown(case, row, typed)
    return render_template("complaints/desk/confirm.html", **shown, carried=carried, preview=preview, errors={})


def _refused(number: str, row: Transition, typed: Mapping[str, Any], error: DomainError) -> ResponseReturnValue:
    """The form once more with everything typed, what stood in the way, and the version of now."""
    status = 422 if isinstance(error, Invalid) else 403 if isinstance(error, NotAllowed) else 409
    errors = error.fields if isinstance(error, Invalid) else {"": [error.message]}
    case = handling.case(number, actor())
    again = {**typed, "version": str(case.version)}
    if row.act in OF_DRAFT:
        again["draft"] = str(draft.id) if (draft := _open_draft(case)) else ""
    possible = row.act in [each.act for each in case.acts]
    changed = isinstance(error, ChangedMeanwhile) or not possible
    return no_store(_page(case, row, again, errors, changed=changed, possible=possible, words=_words(typed)), status)


def _words(typed: Mapping[str, Any]) -> str:
    """What a person wrote, as one text to be kept elsewhere."""
    named = ("question", "text", "reason", "findings", "right_door", "no_refund_reason")
    return "\n".join(str(typed[name]) for name in named if typed.get(name))


def _after(done: Done, row: Transition) -> ResponseReturnValue:
    words = _GONE if done.gone else _DONE
    flash(str(t(words.fill(what=row.label))), "good")
    return redirect("/desk" if done.gone else f"/desk/matters/{done.number}", 303)
