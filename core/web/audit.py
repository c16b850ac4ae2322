"""The log of events, its checkpoints, the walk over all of it, and the follow-up work that was given up."""

import json
from datetime import timedelta

from flask import Blueprint, Response, render_template

from core import clock, jobs, log
from core.access import actor, allow
from core.pages import asked
from core.people.services import employing
from core.policy import Action

blueprint = Blueprint("audit", __name__, url_prefix="/audit")


LONGEST_WAIT = timedelta(minutes=15)
"""Follow-up work that waits longer says that no worker runs. How much waits is not shown: it moves with each filing."""


@blueprint.get("")
@allow(Action.read_audit)
def index() -> str:
    """Events, the latest first; of one kind of stream or of one stream if asked."""
    kind, key, backlog = asked("kind", 40), asked("key", 160), jobs.backlog()
    page = log.list_events(actor(), kind, key, asked("before"))
    return render_template(
        "core/audit.html",
        page=page,
        people=employing.names_of({line.user_id for line in page.events if line.user_id}),
        kinds=log.stream_kinds(actor()),
        form={"kind": kind, "key": key},
        checkpoints=log.list_checkpoints(),
        backlog=backlog,
        stuck=bool(backlog.due_since and clock.now() - backlog.due_since > LONGEST_WAIT),
        words_of=log.words_of,
    )


@blueprint.get("/verification")
@allow(Action.read_audit)
def verification() -> str:
    """Walk over the whole log now, and say what is not as it was written."""
    return render_template("core/verification.html", report=log.verification(actor()), words_of=log.words_of)


@blueprint.get("/checkpoints/<id:no>")
@allow(Action.read_audit)
def checkpoint(no: int) -> Response:
    """A signed checkpoint, to keep elsewhere."""
    answer = Response(json.dumps(log.checkpoint(no), ensure_ascii=False, indent=1), content_type="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename=checkpoint-{no}.json"
    return answer
