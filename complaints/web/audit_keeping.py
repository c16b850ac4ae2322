"""What an auditor takes away or keeps: exports, for a reason and on record; searches under a name of one's own."""

from urllib.parse import parse_qs

from flask import Blueprint, Response, flash, redirect, request, stream_with_context
from flask.typing import ResponseReturnValue

from complaints.schemas import auditing as schema
from complaints.services import audit_looks, exporting, saved_searches
from complaints.services.audit_criteria import Search
from complaints.web import audit
from complaints.web.audit_view import ADDRESS
from complaints.web.case import no_store
from core import clock
from core.access import actor, allow
from core.db import transaction
from core.errors import Invalid
from core.pages import t
from core.policy import Action
from core.values.text import Text

pages = Blueprint("complaints_audit_keeping", __name__, url_prefix=ADDRESS)

_NO_REASON = Text("导出没有写明理由或格式", "an export without reason or format")
_KEPT = Text("存好了：{name}", "Kept: {name}")
_DELETED = Text("删掉了：{name}", "Deleted: {name}")


def _search() -> Search:
    """The search that the form belongs to; what of it cannot be read is left out, as it was on the page."""
    return schema.read(parse_qs(request.form.get("query", "")[:8000]))[0]


@pages.post("/exports")
@allow(Action.export_complaints)
def export() -> ResponseReturnValue:
    """Exactly the rows of the search as a file; query, count and reason are on record first."""
    found = _search()
    try:
        form, reason = schema.read_export(request.form)
    except Invalid as error:
        with transaction():
            audit_looks.refused(actor(), query=schema.as_query(found), reason=_NO_REASON)
        typed = {"reason": request.form.get("reason", "")[:2000], "form": request.form.get("form", "")}
        return no_store(audit.page(found, error.fields, form=typed), 422)
    ids = exporting.found_by(found, actor())
    with transaction():
        audit_looks.exported(actor(), schema.as_query(found), len(ids), form, reason)
    answer = Response(stream_with_context(exporting.WRITERS[form](ids)), content_type=exporting.FORMS[form])
    name = f"complaints-{clock.today():%Y%m%d}.{form}"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/searches")
@allow(Action.audit_complaints)
def keep() -> ResponseReturnValue:
    """Keep a search under a name."""
    found, name = _search(), request.form.get("name", "")[:200]
    try:
        with transaction():
            saved_searches.keep(actor(), name, schema.as_query(found))
    except Invalid as error:
        return no_store(audit.page(found, error.fields, form={"name": name}), 422)
    flash(str(t(_KEPT, name=name)), "good")
    return redirect(f"{ADDRESS}/searches", 303)


@pages.post("/searches/<id:search_id>/deletion")
@allow(Action.audit_complaints)
def delete(search_id: int) -> ResponseReturnValue:
    """Delete one of one's own."""
    with transaction():
        name = saved_searches.delete(actor(), search_id)
    flash(str(t(_DELETED, name=name)), "good")
    return redirect(f"{ADDRESS}/searches", 303)
