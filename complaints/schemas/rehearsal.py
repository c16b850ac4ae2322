"""Cases for a rehearsal from the shell: read one by one, so that a wrong one is named and the rest answered.

Beside its own fields a case may carry labels of whoever wrote it; they are counted and not read.
"""

import csv
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from complaints.rules.kinds import Kinds
from complaints.rules.matters import LIST_TYPES, Matter, Mode
from complaints.rules.reading import RulebookError
from complaints.rules.tree import Tree
from complaints.schemas.readings import NO_OBJECT, Misread, Problems, Unread, listed, one_of, read_day, read_region
from core.errors import Invalid
from core.values.text import Text, same

MATTER_FIELDS = ("kind", "body", "region", "list_type", "mode", "received_on", "facts")
FACTS = ("set_by", "ordered_by", "beneficiaries", "previous_handlers")
LONGEST_CODE = 64
_OTHER_NAMES = {
    "政府定价经营服务性收费": LIST_TYPES["government_priced_service"],
    "行政审批中介服务收费": LIST_TYPES["intermediary_service"],
    "resource_income": None,
    "国有资源有偿使用收入": None,
}
"""What the glossary and the catalogue call the same lists; income from state resources is on none."""
_NO_BODY = Text("机构树里没有代码为“{typed}”的机构", "The tree has no body of the code “{typed}”")
_NO_REGION = Text(
    "不知道被投诉单位时，要写明发生在哪里", "Where it happened is needed when the body complained of is not known"
)
_TREE = Text("机构树读不懂：{why}", "The tree cannot be read: {why}")


def matters_of(case: Any, unread: Unread) -> list[Any] | None:
    """The matters of a case, each with what the case says for all; None where the case is one matter itself."""
    if not isinstance(case, Mapping) or case.get("matters") is None:
        return None
    unread.note(case, (*MATTER_FIELDS, "matters"))
    matters = listed(case, "matters")
    shared = {name: case[name] for name in MATTER_FIELDS if name in case}
    return [{**shared, **matter} if isinstance(matter, Mapping) else matter for matter in matters]


def codes_in(document: Any) -> set[str]:
    """Every short text anywhere in `document`: among them all codes of bodies it may name."""
    if isinstance(document, str):
        return {document.strip()} if len(document) <= LONGEST_CODE else set()
    parts = document.values() if isinstance(document, Mapping) else document if isinstance(document, list) else ()
    return set().union(*map(codes_in, parts))


def read_matter(document: Any, kinds: Kinds, bodies: Collection[str], unread: Unread) -> tuple[Matter, date]:
    """The matter and its day of receipt; `bodies` are the codes there are.

    :raises Invalid: naming every field that cannot be taken.
    """
    if not isinstance(document, Mapping):
        raise Invalid({"case": [NO_OBJECT]})
    unread.note(document, MATTER_FIELDS)
    problems = Problems()
    given = document.get
    received = problems.read("received_on", lambda: read_day(given("received_on")))
    body = problems.read("body", lambda: _body(given("body"), bodies))
    region = problems.read("region", lambda: read_region(given("region")))
    if not region and not given("body") and not problems.fields:
        problems.add("region", _NO_REGION)
    facts = problems.read("facts", lambda: _facts(given("facts"), unread)) or {}
    found = {name: problems.read(f"facts.{name}", _bodies(facts.get(name), bodies)) or () for name in FACTS}
    mode = problems.read("mode", lambda: one_of(given("mode") or Mode.named.value, list(Mode)))
    matter = Matter(
        kind=problems.read("kind", lambda: one_of(given("kind"), kinds.by_id)),
        body=body,
        region=region,
        list_type=problems.read("list_type", lambda: _list_type(given("list_type"))),
        mode=Mode(mode or Mode.named),
        set_by=found["set_by"],
        ordered_by=found["ordered_by"],
        beneficiaries=found["beneficiaries"],
        previous_handlers=found["previous_handlers"],
    )
    problems.settle()
    return matter, received


def _body(typed: Any, bodies: Collection[str]) -> str | None:
    if typed is None or typed == "":
        return None
    if not isinstance(typed, str) or typed.strip() not in bodies:
        raise Misread(_NO_BODY.fill(typed=same(str(typed)[:40])))
    return typed.strip()


def _bodies(typed: Any, bodies: Collection[str]) -> Callable[[], tuple[str, ...]]:
    def read() -> tuple[str, ...]:
        codes = typed if isinstance(typed, list) else [typed]
        return tuple(dict.fromkeys(code for one in codes if (code := _body(one, bodies))))

    return read


def _facts(typed: Any, unread: Unread) -> Mapping[str, Any]:
    if not isinstance(typed, Mapping | None):
        raise Misread(NO_OBJECT)
    unread.note(typed or {}, FACTS, "facts.")
    return typed or {}


def _list_type(typed: Any) -> str | None:
    known: dict[Any, str | None] = {**LIST_TYPES, **{name: name for name in LIST_TYPES.values()}, **_OTHER_NAMES}
    return None if typed is None or typed == "" else known[one_of(typed, known)]


def read_tree(content: bytes) -> Tree:
    """A tree out of a file with the columns of the organisations table.

    :raises Invalid: if it is no such table.
    """
    try:
        tree = Tree.read(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    except (KeyError, AttributeError, UnicodeDecodeError, csv.Error, RulebookError) as error:
        raise Invalid({"tree": [_TREE.fill(why=same(str(error)))]}) from error
    if not tree.rows:
        raise Invalid({"tree": [_TREE.fill(why=Text("没有一行", "it has no rows"))]})
    return tree
