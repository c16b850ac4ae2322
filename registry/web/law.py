"""What the registry rests on, open to everybody: procedures with what they ask, laboratories, standards, grounds."""

from datetime import date

from flask import Blueprint, render_template

from core import clock, regions
from core.access import actor, allow
from core.pages import asked
from core.policy import Action
from core.values.text import Text
from registry.rules.cells_words import KINDS
from registry.rules.record import Is
from registry.services import lawbook, lawkeeping, reading_law
from registry.web.wording import condition

pages = Blueprint("registry_law", __name__, url_prefix="/registry")

IS_WORDS = {
    Is.identical: Text("{one} 与 {of} 等同：用哪个都一样", "{one} is identical to {of}: either will do"),
    Is.covers: Text("{one} 能代替 {of}，反过来不行", "{one} covers {of}, not the other way"),
    Is.predecessor: Text("{one} 被 {of} 代替", "{one} was replaced by {of}"),
}
_NO_DAY = Text(
    "“{typed}”不是日期，请写成 2026-07-20；下面是今天的", "“{typed}” is no day; write 2026-07-20. This is today"
)


def asked_day() -> tuple[date, dict[str, list[Text]]]:
    """The day of ``?on=``, else today; and what is wrong with what was typed."""
    typed = asked("on", 20)
    try:
        return (date.fromisoformat(typed) if typed else clock.today()), {}
    except ValueError:
        return clock.today(), {"on": [_NO_DAY.fill(typed=typed)]}


def _unverified() -> set[str]:
    """Kinds of licences of which the law behind was not seen."""
    return {key for key, words in lawbook.procedures().licences.items() if "confirmed no" in words}


@pages.get("")
@allow(Action.look_up)
def entry() -> str:
    """What one can find, check and do here."""
    return render_template("registry/law/entry.html", who=actor())


@pages.get("/procedures")
@allow(Action.look_up)
def procedures() -> str:
    """Every procedure that asks for results."""
    day, errors = asked_day()
    return render_template(
        "registry/law/procedures.html",
        procedures=reading_law.procedures(day),
        on=day,
        today=clock.today(),
        errors=errors,
        kinds=KINDS,
    )


@pages.get("/procedures/<key>")
@allow(Action.look_up)
def procedure(key: str) -> str:
    """What one procedure asks to be tested on that day, on what basis, and since when."""
    day, errors = asked_day()
    page = reading_law.procedure(key, day)
    return render_template(
        "registry/law/procedure.html",
        page=page,
        on=day,
        today=clock.today(),
        errors=errors,
        kinds=KINDS,
        parameters=lawkeeping.current().parameters,
        licences=reading_law.licences(),
        unverified=_unverified(),
        conditions={row.id: [condition(one, page.procedure.facts) for one in row.when.tests]
                    for row in page.procedure.rows},
    )  # fmt: skip


@pages.get("/laboratories")
@allow(Action.look_up)
def laboratories() -> str:
    """Every laboratory, with the licences it holds that day."""
    day, errors = asked_day()
    words = asked("q")
    found = [one for one in reading_law.laboratories(day) if words in one.name or words == one.code]
    return render_template(
        "registry/law/laboratories.html",
        laboratories=found,
        q=words,
        on=day,
        today=clock.today(),
        errors=errors,
        places={one.region: regions.gazetteer().full_name(one.region) for one in found},
        licences=reading_law.licences(),
        unverified=_unverified(),
    )


@pages.get("/laboratories/<code>")
@allow(Action.look_up)
def laboratory(code: str) -> str:
    """One laboratory and everything it is or was licensed for."""
    day, errors = asked_day()
    page = reading_law.laboratory(code, day)
    return render_template(
        "registry/law/laboratory.html",
        page=page,
        on=day,
        today=clock.today(),
        errors=errors,
        place=regions.gazetteer().full_name(page.line.region),
        licences=reading_law.licences(),
        unverified=_unverified(),
    )


@pages.get("/standards")
@allow(Action.look_up)
def standards() -> str:
    """Method standards by number or title."""
    words = asked("q")
    return render_template("registry/law/standards.html", standards=reading_law.standards(words), q=words)


@pages.get("/standards/<path:key>")
@allow(Action.look_up)
def standard(key: str) -> str:
    """One standard, and which others it may stand for."""
    found, relations = reading_law.standard(key)
    return render_template(
        "registry/law/standard.html",
        standard=found,
        relations=relations,
        words=IS_WORDS,
        known=lawkeeping.current().standards,
    )


@pages.get("/grounds")
@allow(Action.look_up)
def grounds() -> str:
    """On what grounds a result may be refused, and on what not."""
    return render_template("registry/law/grounds.html", grounds=reading_law.grounds(), more=lawbook.grounds())
