"""An auditor's pages: search all complaints, open one with its whole history, see what other auditors looked at.

A search stands in its address, so it is a GET; yet each look is put on record, before it is answered. That is the
one thing these pages write, and the guard of routes names them for it.
"""

from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from complaints.rules.kinds import REMEDIES
from complaints.rules.matters import MODES
from complaints.rules.outcomes import OUTCOMES
from complaints.rules.states import WHO
from complaints.schemas import auditing as schema
from complaints.services import audit_cases, audit_looks, auditing, choosing, saved_searches
from complaints.services.audit_counting import outcome_words
from complaints.services.audit_criteria import Search
from complaints.services.exporting import FORMS
from complaints.services.wording import DESK_STATES, VERDICTS
from complaints.web import audit_view
from complaints.web.audit_view import ADDRESS
from complaints.web.case import OWN_QUESTIONS, no_store
from complaints.web.marks import mark
from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid, NotFound
from core.pages import asked
from core.policy import Action
from core.values.text import Text

pages = Blueprint("complaints_audit", __name__, url_prefix=ADDRESS)

SIZE = 20
PARTS = {"handler": Text("主办", "handling"), "assistant": Text("协办", "assisting")}
DRAFTS = {
    "draft": Text("待核准", "waits for approval"),
    "sent_back": Text("退回", "sent back"),
    "replaced": Text("被换下", "replaced"),
}
CHANNELS = {
    "web": Text("网页", "web"),
    "api": Text("程序", "by program"),
    "counter": Text("窗口、热线", "counter or hotline"),
}


@pages.get("")
@allow(Action.audit_complaints)
def index() -> ResponseReturnValue:
    """What the address asks for, a page of it, and counts over all of it; the look is on record."""
    args = request.args.to_dict(flat=False)
    found, errors = schema.read(args)
    shown = page(found, errors, after=asked("after"), typed=audit_view.typed(found, args))
    return no_store(shown, 422 if errors else 200)


def page(
    found: Search, errors: dict[str, list[Text]], *, after: str = "", typed: dict[str, str] | None = None, **more: Any
) -> str:
    """The page of a search; what stands wrong is named and added to `errors`."""
    try:
        came = auditing.search(found, actor(), after=after, limit=SIZE)
    except Invalid as error:
        errors |= error.fields
        came, after = auditing.search(found, actor(), limit=SIZE), ""
    with transaction():
        audit_looks.searched(actor(), schema.as_query(found), came.total)
    pairs = schema.pairs(found)
    return render_template(
        "complaints/audit/search.html",
        came=came,
        form=(typed or audit_view.typed(found, _lists(pairs))) | more.pop("form", {}),
        errors=errors,
        facets=audit_view.facets(found, came.facets),
        chosen=audit_view.chosen(found),
        chart=audit_view.histogram(found, came.histogram),
        sorts=audit_view.sorts(found),
        query=schema.as_query(found),
        next=audit_view.address([*pairs, ("after", came.next)]) if came.next else None,
        first=audit_view.address(pairs) if after else None,
        forms=[(name, name.upper()) for name in FORMS],
        place=choosing.place,
        states=DESK_STATES,
        modes=MODES,
        outcomes=outcome_words(),
        verdicts=VERDICTS,
        **more,
    )


def _lists(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


@pages.get("/matters/<number>")
@allow(Action.audit_complaints)
def show(number: str) -> ResponseReturnValue:
    """One matter with its whole history; who complains stays sealed. Opening it is on record, as is not finding it.

    :raises NotFound: if there is none, or none for this auditor.
    """
    try:
        case = audit_cases.open_case(number, actor())
    except NotFound:
        with transaction():
            audit_looks.refused(actor(), number=number)
        raise
    with transaction():
        audit_looks.opened(actor(), case.number)
    running = [term.due for term in case.terms if term.state == "running" and term.due and not term.paused]
    charge = case.charge or {}
    return no_store(
        render_template(
            "complaints/audit/case.html",
            case=case,
            called=str(charge.get("called_as") or case.answers.get("called_as") or ""),
            mark=mark(min(running, default=None)),
            questions=OWN_QUESTIONS | {fact.name: fact.question for fact in choosing.asked_of(case.kind_id)},
            place=choosing.place(case.region),
            states=DESK_STATES,
            modes=MODES,
            who=WHO,
            verdicts=VERDICTS,
            outcomes=OUTCOMES,
            remedies=REMEDIES,
            parts=PARTS,
            drafts=DRAFTS,
            channels=CHANNELS,
        )
    )


@pages.get("/looks")
@allow(Action.audit_complaints)
def looks() -> ResponseReturnValue:
    """What other auditors looked at, exported, were refused."""
    found = audit_looks.others(actor(), asked("before"))
    shown = [(each, _described(each.query)) for each in found.lines]
    return no_store(
        render_template(
            "complaints/audit/looks.html",
            looks=shown,
            acts=audit_looks.ACTS,
            next=f"{ADDRESS}/looks?before={found.next.replace('+', '%2B')}" if found.next else None,
        )
    )


def _described(query: str) -> list[Text]:
    """A search of the record in words."""
    return [words for words, _ in audit_view.chosen(schema.read(parse_qs(query))[0])]


@pages.get("/searches")
@allow(Action.audit_complaints)
def searches() -> str:
    """The searches that the asker keeps."""
    kept = [(each, _described(each.query)) for each in saved_searches.own(actor())]
    return render_template("complaints/audit/searches.html", kept=kept)
