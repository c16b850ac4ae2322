"""Over random dated trees, with loops, gaps and mergers: a handler is always found, and never has a stake."""

import json
from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.rules.levels import Level, first_level, own
from complaints.rules.matters import LIST_TYPES, Matter
from complaints.rules.routes import Route, again, route
from complaints.rules.stakes import RUN_BY_OTHERS
from complaints.rules.tree import Body, Standing, Tree
from tests.complaints.law import BOOK

ON = date(2026, 6, 1)
CODES = [f"b{n}" for n in range(12)]
PLACES = {"440000": "province", "440100": "city", "440113": "county", "441900": "city"}
ROLES = ("price_supervision", "finance", "burden_office", "audit", "enforcement_supervision", "discipline", "hotline")
KINDS = ("bureau", "bureau", "bureau", "branch", "public_institution", "association", "utility", "government")


def made_tree(dice: Random) -> Tree:
    """Some twenty spans of a dozen bodies, crowded into few places so that they get into each other's way."""
    return Tree(tuple(made_body(dice) for _ in range(dice.randrange(4, 24))))


def made_body(dice: Random) -> Body:
    region = dice.choice(sorted(PLACES))
    return Body(
        code=dice.choice(CODES),
        name="某机构",
        parent=dice.choice([*CODES, *[""] * 8, "gone"]),
        region=region,
        level="town" if dice.random() < 0.05 else PLACES[region],
        kind=dice.choice(KINDS),
        functions=tuple(dice.sample(ROLES, dice.randrange(4))),
        line_superior=dice.choice([*CODES, *[""] * 8]),
        valid_from=dice.choice([None] * 8 + [date(2020, 1, 1), date(2028, 1, 1)]),
        valid_to=dice.choice([None] * 6 + [date(2019, 1, 1), date(2026, 6, 1), date(2030, 1, 1)]),
        successors=tuple(dice.sample(CODES, dice.randrange(3))),
    )


def made_matter(dice: Random) -> Matter:
    def some() -> tuple[str, ...]:
        return tuple(dice.sample(CODES, dice.choice([0, 0, 0, 1, 2])))

    return Matter(
        kind=dice.choice(sorted(BOOK.kinds.by_id)),
        body=dice.choice([*CODES, None]),
        region=dice.choice([*PLACES, "440113", "442000", "110101", None]),
        list_type=dice.choice([*LIST_TYPES.values(), None]),
        set_by=some(),
        ordered_by=some(),
        beneficiaries=some(),
        previous_handlers=some(),
    )


SEEDS = st.integers(0, 2**32).map(Random)
TREES, MATTERS = SEEDS.map(made_tree), SEEDS.map(made_matter)


def stands_under(body: Body, tops: set[str], standing: Standing) -> bool:
    """Walks up from `body`, by parents as of the day, until one of `tops` is met."""
    passed: set[str] = set()
    waiting = [body]
    while waiting:
        below = waiting.pop()
        if below.parent in tops or {above.code for above in standing.parents(below)} & tops:
            return True
        fresh = [above for above in standing.parents(below) if above.code not in passed]
        passed |= {above.code for above in fresh}
        waiting += fresh
    return False


def controllers(matter: Matter, standing: Standing) -> set[str]:
    """Who stands behind the accused, walking up until somebody nobody else stands behind."""
    codes = standing.with_successors([matter.body]) if matter.body else ()
    found: set[str] = set()
    waiting = [standing.known[code] for code in codes if code in standing.known]
    while waiting:
        body = waiting.pop()
        for parent in standing.parents(body) if body.kind in RUN_BY_OTHERS else ():
            if parent.code not in found:
                found.add(parent.code)
                waiting.append(parent)
    return found


def has_a_stake(code: str, matter: Matter, standing: Standing) -> bool:
    """Worked out upwards from one body, where the rules work downwards from all who have a hand in it."""
    body = standing.bodies[code]
    accused = set(standing.with_successors([matter.body])) if matter.body else set()
    involved = accused | set(standing.with_successors(matter.authors + matter.beneficiaries))
    involved |= controllers(matter, standing)
    line, passed = body, set()
    while line.line_superior and line.code not in passed:
        passed.add(line.code)
        above = set(standing.with_successors([line.line_superior]))
        if above & accused:
            return True
        line = next((standing.bodies[each] for each in above if each in standing.bodies), replace(body, code="?"))
        line = replace(line, line_superior="") if line.code == "?" else line
    return code in involved | set(matter.previous_handlers) or stands_under(body, involved, standing)


def check(found: Route, standing: Standing) -> None:
    out = {each.code for each in found.excluded}
    for body in ([found.handler] if found.handler else []) + list(found.assist):
        assert body.code not in out
        assert not has_a_stake(body.code, found.matter, standing)
        assert body.stood(ON)
        assert body.kind != "government"
        assert "hotline" not in body.functions


@settings(max_examples=1500)
@given(TREES, MATTERS)
def test_a_handler_is_found_or_a_named_desk_and_nobody_with_a_stake_handles_or_assists(
    tree: Tree, matter: Matter
) -> None:
    found = route(matter, tree, BOOK, ON)
    assert (found.handler is None) is (found.external is not None)
    check(found, tree.on(ON))
    if found.handler is None:
        assert found.rule.external or found.by_hand
        return
    assert own(found.handler) >= first_level(matter, tree.on(ON), found.rule.level)
    assert found.role in found.handler.functions
    assert found.handler not in found.assist
    assert all((each.level, each.region) == (found.handler.level, found.handler.region) for each in found.assist)


@given(TREES, MATTERS)
def test_the_same_again_gives_the_same_and_can_be_kept(tree: Tree, matter: Matter) -> None:
    first = json.loads(json.dumps(route(matter, tree, BOOK, ON).as_record()))
    assert again(first, Tree(tree.rows), BOOK).as_record() == first
    pairs = [(each["code"], each["by"]) for each in first["excluded"]]
    assert len(pairs) == len(set(pairs))


@settings(max_examples=100)
@given(TREES, MATTERS)
def test_each_review_goes_at_least_one_level_up_until_the_human_desk(tree: Tree, matter: Matter) -> None:
    found, handlers = route(matter, tree, BOOK, ON), []
    while found.handler is not None:
        handlers.append(found.handler)
        earlier = (*found.matter.previous_handlers, found.handler.code)
        found = route(replace(found.matter, previous_handlers=earlier), tree, BOOK, ON)
        check(found, tree.on(ON))
    levels = [own(body) for body in handlers]
    assert levels == sorted(set(levels))
    assert not levels or levels[-1] <= Level.province


@given(TREES, MATTERS, st.lists(st.sampled_from(CODES), max_size=2).map(tuple))
def test_who_has_a_hand_in_it_never_brings_the_matter_lower(tree: Tree, matter: Matter, more: tuple[str, ...]) -> None:
    one, other = route(matter, tree, BOOK, ON), route(replace(matter, set_by=matter.set_by + more), tree, BOOK, ON)
    assert {each.code for each in one.excluded} <= {each.code for each in other.excluded}
    if one.begin is not None and other.begin is not None and one.matter.body is not None:
        assert other.begin >= one.begin
