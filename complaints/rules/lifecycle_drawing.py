"""The lifecycle as a diagram and as a table, drawn from the one table of `lifecycle`."""

from collections.abc import Iterable, Iterator

from complaints.rules.lifecycle import TABLE, Transition
from complaints.rules.states import STATES, TOLD, WHO
from core.values.text import Text

_HEAD = (
    "<!-- Made by `flask complaints lifecycle` from complaints/rules/lifecycle.py; do not edit. -->",
    "# The life of a matter",
    "",
    "Each matter of a complaint lives by this table alone. Acts that leave the state as it is are in the table below.",
    "",
)
_COLUMNS = ("act", "from", "to", "who", "facts", "terms", "event", "told")
_ARROW = "\N{RIGHTWARDS ARROW}"


def page() -> str:
    """The page of the documentation: diagram, then table."""
    return "\n".join([*_HEAD, "```mermaid", *diagram(), "```", "", *table()]) + "\n"


def diagram() -> Iterator[str]:
    """The states and the acts between them, in Mermaid's words."""
    yield "stateDiagram-v2"
    for state, name in STATES.items():
        yield f'    state "{name.zh} {state.value}" as {state.value}'
    acts: dict[tuple[str, str], list[str]] = {}
    for row in TABLE:
        if not row.begin and row.end:
            acts.setdefault(("[*]", row.end.value), []).append(row.act)
        for begin in row.begin if row.end else ():
            acts.setdefault((begin.value, row.leads_from(begin).value), []).append(row.act)
    for (begin_name, end_name), names in acts.items():
        yield f"    {begin_name} --> {end_name}: {', '.join(names)}"
    yield "    closed --> [*]"


def table() -> Iterator[str]:
    """Every act with its whole row, in Markdown."""
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|{' --- |' * len(_COLUMNS)}"
    for row in TABLE:
        yield f"| {' | '.join(_cells(row))} |"


def _cells(row: Transition) -> Iterator[str]:
    yield f"`{row.act}` {row.label.zh} / {row.label.en}"
    yield _codes(row.begin) or "(new)"
    yield f"`{row.end.value}`" if row.end else "stays"
    yield _words(WHO[who] for who in row.who)
    yield _codes(row.facts)
    yield "; ".join(_terms(row))
    yield f"`{row.event}`"
    yield _words(TOLD[told] for told in row.tells)


def _terms(row: Transition) -> Iterator[str]:
    if row.starts:
        yield f"starts {_codes(row.starts)}"
    if row.stops:
        yield f"stops {_codes(row.stops)}"
    if row.clock:
        yield row.clock
    if row.rerouted:
        yield f"{_ARROW} routed {row.rerouted.replace('_', ' ')}"


def _codes(names: Iterable[str]) -> str:
    return " ".join(f"`{name!s}`" for name in names)


def _words(texts: Iterable[Text]) -> str:
    return ", ".join(f"{text.zh} {text.en}" for text in texts)
