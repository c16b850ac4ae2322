"""The desk: an officer's matters by what is due first, and for supervisors those that nobody has."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from complaints.rules.states import State
from complaints.services import choosing, handling
from complaints.services.handling import DeskPage, Filters
from complaints.web.marks import DESK_STATES, WAITS, Mark, mark
from core import clock
from core.access import actor, allow
from core.errors import Invalid
from core.pages import asked, with_query
from core.policy import Action, Role
from core.regions import gazetteer
from core.values.text import Text, same

pages = Blueprint("desk", __name__, url_prefix="/desk")

SIZE = 50
PARTS = {
    "handler": Text("我办的", "Mine to handle"),
    "assistant": Text("我协办的", "Assisting"),
    "human_desk": Text("没有机构可办的", "Without a handler"),
    "supervisor": Text("我监督的全部", "All I supervise"),
}
DUES = {
    "late": Text("超期", "Late"),
    "soon": Text("三日内到期", "Due within 3 days"),
    "paused": Text("等投诉人", "Waits for the complainant"),
}
_NUMBER = Text("编号 {number}", "Number {number}")


@pages.get("")
@allow(Action.read_matter)
def index() -> ResponseReturnValue:
    """The matters that the address asks for; a page mark that cannot be read is named, and the first page shown."""
    filters, errors = _asked(), {}
    try:
        page = handling.list_desk(actor(), filters, asked("after"), SIZE)
    except Invalid as error:
        page, errors = handling.list_desk(actor(), filters, limit=SIZE), error.fields
    shown = render_template(
        "complaints/desk/desk.html",
        page=page,
        filters=filters,
        parts=parts(),
        part_words=PARTS,
        states=DESK_STATES,
        dues=DUES,
        marks={line.number: _mark(line) for line in page.lines},
        places=places(),
        fields=choosing.by_field(),
        chosen=_chosen(filters),
        next=with_query(after=page.following) if page.following else None,
        first=with_query(after=None) if request.args.get("after") else None,
        place=choosing.place,
        today=clock.today(),
        errors=errors,
        upcoming=_upcoming(page),
    )
    return shown, 422 if errors else 200


def parts() -> list[str]:
    """The parts of the desk that the asker has, the one to begin with first."""
    roles = actor().roles
    mine = ["handler", "assistant"] if Role.handler in roles else []
    return mine + (["human_desk", "supervisor"] if Role.supervisor in roles else [])


def _asked() -> Filters:
    part, state, due = asked("part", 20), asked("state", 20), asked("due", 20)
    return Filters(
        part=part if part in parts() else parts()[0],
        state=state if state in list(State) else "",
        kind=asked("kind", 40) if choosing.choice(asked("kind", 40)) else "",
        region=asked("region", 6) if asked("region", 6) in gazetteer().regions else "",
        due=due if due in DUES else "",
        number=asked("number", 20),
    )


def _mark(line: handling.DeskLine) -> Mark:
    return WAITS if line.state is State.waiting else mark(line.due)


def places() -> list[tuple[str, str]]:
    """Cities and counties of the province, a city before its counties."""
    known = gazetteer()
    mine = [code for code in sorted(known.regions) if code.startswith("44") and not code.endswith("0000")]
    return [(code, known.full_name(code).removeprefix("广东省")) for code in mine]


def _chosen(filters: Filters) -> list[tuple[Text, str]]:
    """Chosen filters in words, each with the address without it."""
    found: list[tuple[str, Text]] = []
    if filters.state:
        found.append(("state", DESK_STATES[State(filters.state)]))
    if filters.due:
        found.append(("due", DUES[filters.due]))
    if filters.kind and (kind := choosing.choice(filters.kind)):
        found.append(("kind", kind.name))
    if filters.region:
        found.append(("region", same(choosing.place(filters.region))))
    if filters.number:
        found.append(("number", _NUMBER.fill(number=filters.number)))
    return [(words, with_query(**{name: None, "after": None})) for name, words in found]


def _upcoming(page: DeskPage) -> Any:
    """Of an empty list: the day on which something else of this part is due next."""
    if page.lines:
        return None
    ahead = handling.list_desk(actor(), Filters(part=_asked().part), limit=1).lines
    return ahead[0].due if ahead else None
