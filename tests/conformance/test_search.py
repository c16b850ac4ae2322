"""Every search engine answers exactly what reading through the folded texts would: before, while and after indexing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from core.db import db, transaction
from core.search import keeping, pending
from core.search.analysis import bigrams, fold
from core.search.documents import SearchDocument, SearchState
from core.search.embedded import EmbeddedIndex
from core.search.engines import engine
from core.search.query import Query, parse

KIND = "probe"
PIECES = (
    "水土保持补偿费", "水保费", "工程质量保证金", "保证金", "财税〔2017〕20号", "[2017]", "ＡＢＣ", "abc", "ab", "Ⅲ类",
    "３类", "3类", "不动产登记费，住宅80元", "。", "，", "a-b", "-", "税", "费", "　", " ", "\n", "\"引号\"", "“引号”",
    "'", "\\", "%", "_", "𠮷野", "é", "e\u0301", "ﬁ", "İ", "ß", "1.40元/平方米", "（节录）", "()", "号号号", "\0",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=12).map("".join)
typed = st.lists(
    st.builds(lambda sign, run: sign + run, st.sampled_from(("", "", "-", '"', '-"')), texts.map(lambda t: t[:12])),
    max_size=3,
).map(lambda runs: " ".join(runs)[:300])


@pytest.fixture
def whoosh_on_any_database(bare_app: Flask) -> Iterator[None]:
    """Whoosh also where PostgreSQL would be asked."""
    index = EmbeddedIndex(bare_app.extensions["settings"].instance / "search-index")
    bare_app.extensions["search_engine"] = index
    yield
    index.forget()
    bare_app.extensions.pop("search_engine")


def put(words: dict[str, str]) -> None:
    with transaction():
        keeping.put_all(KIND, words, whole=True)


def found(query: str) -> set[str]:
    return set(db.session.scalars(keeping.keys(KIND, query)))


def read_through(words: dict[str, str], query: Query) -> set[str]:
    return {key for key, text in words.items() if query.meets(fold(text))}


def agree(words: dict[str, str], queries: list[str]) -> None:
    for query in queries:
        assert found(query) == read_through(words, parse(query)), query


def compare_all_the_way(words: dict[str, str], edited: dict[str, str], queries: list[str]) -> None:
    """While pending, after indexing, after edits, half indexed, wholly indexed, rebuilt, tidied."""
    put(words)
    agree(words, queries)
    keeping.take_in({})
    assert pending.count() == 0
    agree(words, queries)
    changed = words | edited
    put(changed)
    agree(changed, queries)
    engine().take_in(1)
    agree(changed, queries)
    keeping.take_in({})
    agree(changed, queries)
    engine().tidy()
    agree(changed, queries)
    keeping.rebuild()
    agree(changed, queries)


corpora = st.dictionaries(st.sampled_from([f"k{n}" for n in range(8)]), texts, min_size=1, max_size=8)


@settings(max_examples=5)
@given(words=corpora, edited=corpora, queries=st.lists(typed, min_size=3, max_size=6))
def test_the_engine_of_each_database_equals_reading_through(
    bare_app: Flask, words: dict[str, str], edited: dict[str, str], queries: list[str]
) -> None:
    compare_all_the_way(words, edited, queries)


@pytest.mark.slow
@settings(max_examples=40)
@given(words=corpora, edited=corpora, queries=st.lists(typed, min_size=3, max_size=6))
def test_the_engine_of_each_database_equals_reading_through_over_and_over(
    bare_app: Flask, words: dict[str, str], edited: dict[str, str], queries: list[str]
) -> None:
    compare_all_the_way(words, edited, queries)


@settings(max_examples=3)
@given(words=corpora, edited=corpora, queries=st.lists(typed, min_size=3, max_size=6))
def test_whoosh_equals_reading_through_on_either_database(
    whoosh_on_any_database: None, words: dict[str, str], edited: dict[str, str], queries: list[str]
) -> None:
    compare_all_the_way(words, edited, queries)


TYPED = {
    "水保费": {"soil"},
    "保费": {"soil"},
    "持补": {"soil"},
    "费": {"soil", "road"},
    "费 -道路": {"soil"},
    "（2017）20号": {"bond"},
    "ｂｏｎｄ": {"bond"},
    '"two words"': {"road"},
    "words two": {"road"},
    '"words two"': set(),
    "，": {"soil"},
    "": {"soil", "road", "bond"},
    "没有这样的": set(),
}


@pytest.mark.parametrize("indexed", [False, True])
def test_what_people_type(bare_app: Flask, indexed: bool) -> None:
    words = {"soil": "水土保持补偿费 水保费，俗名", "road": "道路占用费 two  words"}
    put({**words, "bond": "质保金 财税〔2017〕20号 BOND"})
    if indexed:
        keeping.take_in({})
    assert {query: found(query) for query in TYPED} == TYPED


def test_a_long_list_is_told_by_a_map_and_a_short_one_by_its_ids(bare_app: Flask) -> None:
    words = {f"k{n}": f"第{n}号 普通收费 {'稀有' if n % 97 == 0 else ''}" for n in range(1, 700)}
    put(words)
    keeping.take_in({})
    agree(words, ["普通", "普通收费", "稀有", "稀有 普通", "第9", "-稀有", "号 -普通"])


def test_folding_twice_changes_nothing_that_is_searched() -> None:
    for piece in PIECES:
        assert bigrams(fold(fold(piece))) == bigrams(fold(piece))


def test_what_is_removed_is_found_no_longer(bare_app: Flask) -> None:
    put({"a": "水保费", "b": "水保费"})
    keeping.take_in({})
    with transaction():
        keeping.remove(KIND, "a")
    assert found("水保费") == {"b"}
    with transaction():
        keeping.put(KIND, "c", "别的费")
    assert found("水保费") == {"b"} and found("别的") == {"c"}


def test_an_index_that_is_not_the_one_noted_is_not_believed(whoosh_on_any_database: None) -> None:
    put({"a": "水保费"})
    keeping.take_in({})
    with transaction():
        db.session.get_one(SearchState, 1).generation = 77
        db.session.get_one(SearchState, 1).coming = 77
        db.session.get_one(SearchDocument, db.session.scalar(db.select(SearchDocument.id))).fold = fold("变了样")
    assert found("变了") == {"a"}
    assert found("水保") == set()
    keeping.take_in({})
    assert found("变了") == {"a"} and pending.count() == 0


def test_a_damaged_index_is_read_past_and_built_anew(whoosh_on_any_database: None, bare_app: Flask) -> None:
    put({"a": "水保费", "b": "路桥费"})
    keeping.take_in({})
    engine().forget()
    home = bare_app.extensions["settings"].instance / "search-index"
    for file in home.glob("*/*.trm"):
        file.write_bytes(b"")
    assert found("水保费") == {"a"}
    put({"a": "水保费", "b": "路桥费", "c": "水保"})
    keeping.take_in({})
    assert found("水保") == {"a", "c"} and pending.count() == 0


def test_readers_in_many_threads_get_the_same_ids(bare_app: Flask) -> None:
    words = {f"k{n}": f"第{n}号 {'奇' if n % 2 else '偶'}数 收费" for n in range(200)}
    put(words)
    keeping.take_in({})

    def ask(run: str) -> set[str]:
        with bare_app.app_context():
            return found(run)

    runs = ["奇数", "偶数 收费", "第1", "收费 -奇数", "第19号"] * 8
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, runs))
    assert answers == [read_through(words, parse(run)) for run in runs]
