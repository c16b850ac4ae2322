"""Searching complaints answers, on both engines and for everybody, exactly what reading every row would."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from complaints import search as words
from complaints.models.handling import Recusal
from complaints.services import auditing, trees
from complaints.services.audit_criteria import NONE, Facet, Search, Sort
from core import clock
from core.db import db, transaction
from core.people.models.users import User
from core.policy import Actor, Role
from core.search import keeping
from core.search.embedded import EmbeddedIndex
from core.values.money import Money
from tests.complaints.audit.corpus import BODIES, KINDS, Row, answer, officers, plant, read_rows, sees
from tests.complaints.services import cases
from tests.complaints.services.conftest import days

__all__ = ["days"]

TYPED = (
    "", "材料", "审核费", "財税", "财税(2017)20号", "abc检测", "检测 -电梯", "-电梯", '"不入会 不给"', "费", "50%",
    "%_", "😀", "账册", "经查，收费依据", "12366", "办证1", "番禺", "没有这样的话", "第1", "-费", "会费 协会",
    "強制", "<b>", "& '",
)  # fmt: skip
FILTERS = (
    Search(),
    Search(include={Facet.kind: KINDS[:2]}),
    Search(exclude={Facet.kind: KINDS[:1]}, include={Facet.region: ("440000",)}),
    Search(include={Facet.region: ("440100",)}, exclude={Facet.state: ("closed", "assigned")}),
    Search(include={Facet.region: ("440310",)}),
    Search(include={Facet.body: (BODIES[0], NONE)}, least=Money("100.00")),
    Search(exclude={Facet.body: (NONE,), Facet.outcome: (NONE,)}),
    Search(include={Facet.violation: (NONE,), Facet.outcome: ("substantiated", "declined")}, sort=Sort.largest),
    Search(since=date(2026, 12, 1), until=date(2026, 12, 31), sort=Sort.oldest),
    Search(least=Money("200.00"), most=Money("900.00"), sort=Sort.smallest),
    Search(include={Facet.kind: ("no_such_kind",)}, exclude={Facet.region: (NONE,)}),
)


@pytest.fixture
def actors(app: Flask, days: cases.Days) -> list[Actor]:
    """An auditor; one of the body complained of; one who stepped back; a supervisor, who is no auditor."""
    numbers = plant(days, 14)
    bodies = trees.ids([BODIES[0], "440000-gxt"])
    office = bodies["440000-gxt"]
    recused = db.session.scalars(select(User.id).where(User.sign_in_name == "auditor")).one()
    with transaction():
        ids = [cases.matter(number).id for number in numbers[3:9]]
        db.session.add_all(Recusal(user_id=recused, matter_id=each, at=clock.now(), reason="是亲属") for each in ids)
    return [
        Actor(9001, "审", frozenset({(Role.auditor, office)})),
        Actor(9002, "审", frozenset({(Role.auditor, bodies[BODIES[0]])})),
        Actor(recused, "审", frozenset({(Role.auditor, office)})),
        Actor(9003, "督", frozenset({(Role.supervisor, office)})),
    ]


def given_answer(asked: Search, actor: Actor, limit: int = 5) -> dict[str, Any]:
    """What the search says, paged through to the end."""
    page = auditing.search(asked, actor, limit=limit)
    numbers, total, following = [row.number for row in page.rows], page.total, page.next
    while following:
        more = auditing.search(asked, actor, after=following, limit=limit, counts=False)
        assert more.total == total
        numbers += [row.number for row in more.rows]
        following = more.next
    facets = {facet: {each.value: each.count for each in values} for facet, values in page.facets.items()}
    return {
        "numbers": numbers,
        "total": total,
        "facets": facets,
        "months": {each.month: each.received for each in page.histogram},
    }


def agree(asked: Search, actor: Actor, every: list[Row] | None = None) -> None:
    assert given_answer(asked, actor) == answer(asked, actor, every), asked


def with_words(asked: Search, q: str) -> Search:
    return Search(q, asked.include, asked.exclude, asked.since, asked.until, asked.least, asked.most, asked.sort)


def read_for(actors: list[Actor]) -> list[list[Row]]:
    """What each of them may see, read once."""
    rows = read_rows()
    return [[row for row in rows if sees(actor, row)] for actor in actors]


def compare(actors: list[Actor]) -> None:
    seen = read_for(actors)
    for place, q in enumerate(TYPED):
        who = place % 3
        agree(with_words(FILTERS[place % len(FILTERS)], q), actors[who], seen[who])
        agree(Search(q), actors[0], seen[0])
    for asked in FILTERS:
        agree(asked, actors[0], seen[0])
    for actor, rows in zip(actors, seen, strict=True):
        agree(FILTERS[3], actor, rows)
        agree(Search("费"), actor, rows)


def test_words_filters_counts_and_pages_equal_reading_through(actors: list[Actor], app: Flask) -> None:
    """While pending, then through the index; on PostgreSQL through Whoosh, too."""
    compare(actors)
    keeping.take_in({})
    compare(actors)
    if db.engine.dialect.name == "postgresql":
        index = app.extensions["search_engine"] = EmbeddedIndex(app.extensions["settings"].instance / "search-index")
        keeping.rebuild()
        compare(actors)
        index.forget()
        app.extensions.pop("search_engine")


values = {
    Facet.body: (*BODIES[:4], NONE), Facet.kind: KINDS, Facet.violation: (NONE, "exempt"),
    Facet.region: ("440000", "440100", "440300", "440310", "441900"),
    Facet.state: ("assigned", "accepted", "closed", "declined"), Facet.outcome: (NONE, "declined", "substantiated"),
}  # fmt: skip
chosen = st.fixed_dictionaries(
    {}, optional={facet: st.lists(st.sampled_from(each), max_size=2).map(tuple) for facet, each in values.items()}
)
amounts = st.one_of(st.none(), st.integers(0, 120_000).map(Money.of_fen))
asked_for = st.builds(
    Search,
    q=st.one_of(st.sampled_from(TYPED), st.sampled_from(("费 检", "-检测 -费", "第 件"))),
    include=chosen,
    exclude=chosen,
    since=st.one_of(st.none(), st.dates(date(2026, 11, 20), date(2027, 3, 1))),
    until=st.one_of(st.none(), st.dates(date(2026, 11, 20), date(2027, 9, 1))),
    least=amounts,
    most=amounts,
    sort=st.sampled_from(Sort),
)


def test_whatever_is_asked_equals_reading_through(actors: list[Actor]) -> None:
    seen = read_for(actors)

    @settings(max_examples=25)
    @given(asked=asked_for, who=st.integers(0, 2))
    def probe(asked: Search, who: int) -> None:
        agree(asked, actors[who], seen[who])

    keeping.take_in({})
    probe()


def test_who_is_no_auditor_finds_nothing_and_counts_nothing(actors: list[Actor]) -> None:
    page = auditing.search(Search(), actors[3])
    assert (page.rows, page.total, page.histogram) == ((), 0, ())
    assert all(values == () for values in page.facets.values())


def test_a_matter_longer_than_a_document_is_found_in_its_parts(app: Flask) -> None:
    auditor = Actor(9009, "审", frozenset({(Role.auditor, 1)}))
    number = cases.file().matters[0].number
    other = cases.file(cases.told(story="另一件，没有长信。")).matters[0].number
    first, _ = officers(number)
    cases.do(number, "accept", first)
    for place in range(12):
        cases.do(number, "note", first, text=f"开头{place}号" + "长" * 9_700 + f"结尾{place}号")
    assert len(words._texts([cases.matter(number).id])[number]) > 12
    for q, found in (
        ("开头0号 结尾11号", [number]), ("开头11号", [number]), ("长长 -结尾3号", []), ("-结尾3号", [other]),
        ("材料审核费", [number]), ("没有长信", [other]),
    ):  # fmt: skip
        assert [row.number for row in auditing.search(Search(q), auditor).rows] == found, q
        agree(Search(q), auditor)
    keeping.take_in({})
    agree(Search("开头0号 结尾11号"), auditor)


def test_what_was_there_before_the_search_is_put_under_it(app: Flask) -> None:
    auditor = Actor(9009, "审", frozenset({(Role.auditor, 1)}))
    number = cases.file().matters[0].number
    with transaction():
        keeping.remove(words.KIND, number)
    assert auditing.search(Search("材料审核"), auditor).total == 0
    assert words.index_all() == 1 and words.index_all() == 0
    assert auditing.search(Search("材料审核"), auditor).total == 1
