"""`flask search rebuild`, and the job that keeps the index up: what is put is found before, meanwhile and after."""

from flask import Flask
from sqlalchemy import select

from core import jobs
from core.db import db, transaction
from core.search import keeping, pending
from core.search.documents import SearchDocument


def found(typed: str) -> list[str]:
    return list(db.session.scalars(keeping.keys("probe", typed)))


def test_a_rebuild_by_the_shell_takes_in_everything(bare_app: Flask) -> None:
    with transaction():
        keeping.put_all("probe", {"a": "水保费", "b": "路桥费"})
    assert found("水保") == ["a"]
    done = bare_app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert "2 documents indexed" in done.output
    assert pending.count() == 0 and found("水保") == ["a"]


def test_one_job_a_transaction_takes_in_what_was_put(bare_app: Flask) -> None:
    with transaction():
        for key in "abc":
            keeping.put("probe", key, f"水保费{key}")
    assert db.session.query(jobs.Job).filter_by(kind="search.index").count() == 1
    jobs.run_due()
    assert pending.count() == 0 and sorted(found("水保费")) == ["a", "b", "c"]


def test_what_is_put_unchanged_is_not_indexed_again(bare_app: Flask) -> None:
    with transaction():
        assert keeping.put_all("probe", {"a": "水保费"}) == 1
    keeping.take_in({})
    with transaction():
        assert keeping.put_all("probe", {"a": "  水保费 "}) == 0
    assert pending.count() == 0


def test_kinds_do_not_mix(bare_app: Flask) -> None:
    with transaction():
        keeping.put("probe", "a", "水保费")
        keeping.put("other", "a", "路桥费")
        keeping.put_all("other", {"b": "停车费"}, whole=True)
    assert found("费") == ["a"]
    assert set(db.session.execute(select(SearchDocument.kind, SearchDocument.key)).all()) == {
        ("probe", "a"),
        ("other", "b"),
    }
