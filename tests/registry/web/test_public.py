"""Certificates for everybody: five plain answers, both languages on the paper; the law of the registry, without an
account."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from core import clock
from core.db import db, transaction
from core.policy import SYSTEM
from registry.services import amending, certifying, keeping, recording
from registry.services.relying import Case
from tests.databases import on_sqlite
from tests.guards.test_words import Untranslated
from tests.registry.services.world import FACTS, INSIDE, PERIODIC, World, day, finding
from tests.visiting import Visitor


def stated(world: World) -> tuple[str, int]:
    """The code of a statement of coverage, and the report it rests on."""
    report = world.record()
    with transaction():
        paper = certifying.state(Case(world.boiler, PERIODIC, FACTS), world.member())
    return paper.code, report.id


def read(visitor: Visitor, code: str) -> str:
    answer = visitor.get(f"/certificates/{code}")
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_a_valid_certificate_says_so_and_what_it_says_in_both_languages(world: World, visitor: Visitor) -> None:
    code, _ = stated(world)
    page = read(visitor, code)
    assert "有效：所列结果今天可以采信" in page and 'class="qr"' in page and f"/certificates/{code}" in page
    assert "锅炉内部检验" in page and "boiler internal inspection" in page and "Statement of Test Coverage" in page
    assert "签名是本平台的" in page


def test_what_it_rests_on_withdrawn_amended_changed_or_over_is_told_apart(world: World, visitor: Visitor) -> None:
    code, report = stated(world)
    with transaction():
        newer = world.report("N-2", finding(tested="2026-03-02"), supersedes="N-1", issued_on=day("2026-04-01"))
        recording.record_report(newer, SYSTEM)
    assert "所依据的报告已更正" in read(visitor, code)
    with transaction():
        amending.withdraw(report, "仪器未校准", SYSTEM)
    assert "所依据的报告已撤回" in read(visitor, code)


def test_a_changed_boiler_ends_its_certificate_and_so_does_time(world: World, visitor: Visitor) -> None:
    code, _ = stated(world)
    clock.set_clock(lambda: datetime(2026, 11, 25, tzinfo=UTC) + timedelta(days=900))
    assert "已过期" in read(visitor, code) and "is-idle" in read(visitor, code)
    clock.set_clock(lambda: datetime(2026, 11, 25, 4, tzinfo=UTC))
    with transaction():
        keeping.record_change(world.boiler, day("2026-11-20"), "改造", None, SYSTEM)
    assert "已过期，或者对象之后有变更" in read(visitor, code)


@on_sqlite
def test_a_code_nobody_issued_is_unknown_and_can_be_typed_again(app: Flask, visitor: Visitor) -> None:
    for code in ("absent", "x" * 300, "%E4%BD%A0"):
        assert "没有开过这张证明" in read(visitor, code)
    answer = visitor.get("/certificates?code=%20AbC-1%20")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/certificates/AbC-1")
    assert visitor.get("/certificates").status_code == 200


@on_sqlite
def test_the_signed_certificate_can_be_kept(world: World, visitor: Visitor) -> None:
    code, _ = stated(world)
    answer = visitor.get(f"/certificates/{code}/document")
    assert answer.json["document"]["code"] == code and certifying.signing.verify(answer.json, certifying.PURPOSE)
    assert visitor.get("/certificates/absent/document").status_code == 404


LAW = ("/registry", "/registry/procedures", f"/registry/procedures/{PERIODIC}", "/registry/laboratories",
       "/registry/standards", "/registry/standards/TSG%2011-2020", "/registry/standards/GB%2FT%20absent",
       "/registry/grounds", "/certificates")  # fmt: skip


@on_sqlite
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_law_is_open_to_everybody_in_both_languages(world: World, visitor: Visitor, lang: str) -> None:
    visitor.http.set_cookie("lang", lang)
    code = world.codes["LAB06"]
    for address in (*LAW, f"/registry/laboratories/{code}", f"/certificates/{stated(world)[0]}"):
        answer = visitor.get(address)
        assert answer.status_code == (404 if "absent" in address else 200), address
        reader = Untranslated()
        reader.feed(answer.get_data(as_text=True))
        assert lang == "zh" or reader.found == [], address
        db.session.rollback()


@on_sqlite
def test_a_scope_is_asked_of_a_day(world: World, visitor: Visitor) -> None:
    code = world.codes["LAB03"]
    before = visitor.get(f"/registry/laboratories/{code}?on=2024-01-01").get_data(as_text=True)
    after = visitor.get(f"/registry/laboratories/{code}?on=2026-11-25").get_data(as_text=True)
    assert "✓" not in after and before.count("is-good") > after.count("is-good")
    wrong = visitor.get(f"/registry/laboratories/{code}?on=soon").get_data(as_text=True)
    assert "不是日期" in wrong


@on_sqlite
def test_what_is_not_verified_is_marked_with_the_requirement(world: World, visitor: Visitor) -> None:
    page = visitor.get(f"/registry/procedures/{PERIODIC}").get_data(as_text=True)
    assert page.count("未核实") >= 2 and "TSG 11-2020" in page and "24 个月" in page and INSIDE not in page
    assert visitor.get("/registry/procedures/absent").status_code == 404
