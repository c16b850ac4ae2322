"""``flask registry coverage``: the exact shape, in order, a wrong file refused as a whole, no trace."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from flask import Flask

from registry import cli
from registry.rules.reading import Unreadable
from registry.schemas.documents import read_document
from registry.schemas.rehearsal import read_questions
from tests.databases import Database
from tests.registry import oracle
from tests.registry.documents import make

INSPECTION = "vehicle_periodic_inspection"
QUESTION: dict[str, Any] = {
    "on": "2026-05-01", "subject": "2号叉车", "batch": None,
    "laboratories": {"L1": [{"kind": "SE", "parameter": INSPECTION, "standard": "TSG 81-2022",
                             "from": "2020-01-01", "to": "2029-12-31",
                             "suspended": [{"from": "2025-03-01", "to": "2025-03-31"}]}]},
    "relations": [{"standard": "TSG N0001-2017", "is": "predecessor", "of": "TSG 81-2022",
                   "transition_until": "2023-05-31"}],
    "changes": [{"subject": "2号叉车", "on": "2026-04-02", "kind": "技术改造", "touches": [INSPECTION]}],
    "reports": [{"id": "R1", "number": "N-1", "laboratory": "L1", "subject": "2号叉车", "issued_on": "2025-06-03",
                 "batch": None, "withdrawn_on": None, "amends": None, "valid_until": None,
                 "findings": [{"id": "F1", "parameter": INSPECTION, "standard": "TSG 81-2022",
                               "tested_on": "2025-06-01", "conclusion": "pass", "value": None, "qualifier": None}]}],
    "requirements": [{"id": "Q1", "parameter": INSPECTION, "standards": ["TSG 81-2022"], "max_age_months": 24,
                      "accreditation": ["SE"], "fresh_test": None}],
}  # fmt: skip
SHAPE = ["satisfied", "findings", "until", "reasons", "by_finding", "because"]


def run(app: Flask, folder: Path, content: str | bytes, *more: str) -> Result:
    file = folder / "asked"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return app.test_cli_runner().invoke(cli.registry, ["coverage", str(file), *more])


def told(app: Flask, folder: Path, *questions: Any, more: tuple[str, ...] = ()) -> list[Any]:
    done = run(app, folder, json.dumps({"questions": questions}), *more)
    assert done.exit_code == 0, done.output
    found: list[Any] = json.loads(done.stdout)["answers"]
    return found


@pytest.fixture
def shell() -> Flask:
    """An app without a database: none is needed."""
    return Flask(__name__)


def test_the_command_is_there_and_needs_no_table(bare_app: Flask, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "asked.json"
    file.write_text(json.dumps({"questions": [QUESTION]}), "utf-8")
    database.changed = False
    done = bare_app.test_cli_runner().invoke(args=["registry", "coverage", str(file)])
    assert (done.exit_code, database.changed) == (0, False)
    assert list(tmp_path.iterdir()) == [file]


def test_a_question_is_answered_in_the_fixed_shape(shell: Flask, tmp_path: Path) -> None:
    (found,) = told(shell, tmp_path, QUESTION)
    assert list(found) == ["Q1"]
    assert list(found["Q1"]) == SHAPE
    assert "F1" in found["Q1"].pop("because")
    assert found["Q1"] == {
        "satisfied": False, "findings": [], "until": None, "reasons": ["subject_changed"],
        "by_finding": {"F1": ["subject_changed"]},
    }  # fmt: skip


def test_what_satisfies_is_named_with_its_last_day(shell: Flask, tmp_path: Path) -> None:
    (found,) = told(shell, tmp_path, QUESTION | {"changes": []}, more=("--language", "en"))
    assert (found["Q1"]["findings"], found["Q1"]["until"]) == (["F1"], "2027-06-01")
    assert found["Q1"]["because"].isascii()


def test_all_but_the_answers_goes_to_standard_error(shell: Flask, tmp_path: Path) -> None:
    done = run(shell, tmp_path, json.dumps({"questions": [QUESTION, QUESTION]}))
    assert done.stderr == "coverage: 2 answered, 2 required, 0 need no new test\n"
    assert list(json.loads(done.stdout)) == ["answers"]


def test_answers_stand_in_the_order_of_the_questions_and_are_those_of_the_rules(shell: Flask, tmp_path: Path) -> None:
    questions = [make(seed) for seed in range(60)]
    found = told(shell, tmp_path, *questions)
    for answers in found:
        assert all(one.pop("because") for one in answers.values())
    assert found == [oracle.answers(question) for question in questions]


def test_yaml_of_the_same_shape_is_answered_alike(shell: Flask, tmp_path: Path) -> None:
    typed = yaml.safe_dump({"questions": [QUESTION]}, allow_unicode=True).replace("'", "")
    assert "on: 2026-05-01" in typed
    assert json.loads(run(shell, tmp_path, typed).stdout)["answers"] == told(shell, tmp_path, QUESTION)


def test_a_missing_optional_key_is_null(shell: Flask, tmp_path: Path) -> None:
    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(one) for key, one in value.items() if one is not None}
        return [bare(one) for one in value] if isinstance(value, list) else value

    assert told(shell, tmp_path, bare(QUESTION)) == told(shell, tmp_path, QUESTION)
    empty = {name: QUESTION[name] for name in ("on", "subject", "requirements")}
    assert told(shell, tmp_path, empty)[0]["Q1"]["reasons"] == ["none_on_record"]


def test_what_is_carried_along_changes_nothing(shell: Flask, tmp_path: Path) -> None:
    other = copy.deepcopy(QUESTION)
    other["reports"][0] |= {"client": "甲公司", "sampled_on": "soon", "note": 3}
    other["reports"][0]["findings"][0] |= {"unit": "mg/m³", "limit": "≤20", "value": "<0.05", "qualifier": "<"}
    assert told(shell, tmp_path, other) == told(shell, tmp_path, QUESTION)


def test_no_question_has_no_answer(shell: Flask, tmp_path: Path) -> None:
    assert told(shell, tmp_path) == []
    assert told(shell, tmp_path, QUESTION | {"requirements": []}) == [{}]


def report(**fields: Any) -> Any:
    return lambda one: one["reports"][0].update(fields)


def another(**fields: Any) -> Any:
    """A second report beside the first."""
    more = QUESTION["reports"][0] | {"id": "R2", "findings": []} | fields
    return lambda one: one["reports"].append(copy.deepcopy(more))


def finding(**fields: Any) -> Any:
    return lambda one: one["reports"][0]["findings"][0].update(fields)


def required(**fields: Any) -> Any:
    return lambda one: one["requirements"][0].update(fields)


def scope(**fields: Any) -> Any:
    return lambda one: one["laboratories"]["L1"][0].update(fields)


REFUSALS = [
    (lambda one: one.update(today="2026-05-01"), "today"),
    (report(colour="red"), "reports.0.colour"),
    (finding(result="pass"), "reports.0.findings.0.result"),
    (required(age=3), "requirements.0.age"),
    (required(fresh_test={"article": "x", "form": "2026-01-01"}), "requirements.0.fresh_test.form"),
    (scope(until="2026-01-01"), "laboratories.L1.0.until"),
    (scope(suspended=[{"from": "2026-01-01", "until": None}]), "laboratories.L1.0.suspended.0.until"),
    (lambda one: one["changes"][0].update(why="x"), "changes.0.why"),
    (lambda one: one["relations"][0].update(until="x"), "relations.0.until"),
    (lambda one: one.update(on="2026-02-30"), "on"),
    (lambda one: one.update(on="2026-5-1"), "on"),
    (lambda one: one.update(on="20260501"), "on"),
    (lambda one: one.update(on="2026-05-01T00:00:00"), "on"),
    (lambda one: one.update(on=20260501), "on"),
    (lambda one: one.update(on=None), "on"),
    (report(issued_on="soon"), "reports.0.issued_on"),
    (report(valid_until="2026-13-01"), "reports.0.valid_until"),
    (report(withdrawn_on="长期"), "reports.0.withdrawn_on"),
    (finding(tested_on=""), "reports.0.findings.0.tested_on"),
    (scope(suspended=[{"to": "2026-01-01"}]), "laboratories.L1.0.suspended.0.from"),
    (lambda one: one["changes"][0].update(on="x"), "changes.0.on"),
    (lambda one: one["relations"][0].update(transition_until="x"), "relations.0.transition_until"),
    (report(laboratory="L9"), "reports.0.laboratory"),
    (report(amends="R9"), "reports.0.amends"),
    (report(amends="R1"), "reports.0.amends"),
    (another(id="R1"), "reports.1.id"),
    (another(findings=QUESTION["reports"][0]["findings"]), "reports.1.findings.0.id"),
    (lambda one: one["requirements"].append(one["requirements"][0]), "requirements.1.id"),
    (finding(tested_on="2025-06-04"), "reports.0.findings.0.tested_on"),
    (finding(conclusion="基本符合"), "reports.0.findings.0.conclusion"),
    (lambda one: one["relations"][0].update({"is": "replaces"}), "relations.0.is"),
    (lambda one: one["changes"][0].update(touches="some"), "changes.0.touches"),
    (required(max_age_months=-1), "requirements.0.max_age_months"),
    (required(max_age_months=True), "requirements.0.max_age_months"),
    (required(max_age_months="24"), "requirements.0.max_age_months"),
    (required(standards=None), "requirements.0.standards"),
    (required(standards="TSG 81-2022"), "requirements.0.standards"),
    (required(accreditation=None), "requirements.0.accreditation"),
    (report(id=1), "reports.0.id"),
    (lambda one: one.update(subject=44010620240000123456), "subject"),
    (lambda one: one.update(laboratories=[]), "laboratories"),
    (lambda one: one.update(reports={}), "reports"),
]


@pytest.mark.parametrize(("change", "place"), REFUSALS)
def test_a_wrong_record_is_refused_with_its_place(change: Any, place: str) -> None:
    wrong = copy.deepcopy(QUESTION)
    change(wrong)
    with pytest.raises(Unreadable) as caught:
        read_questions({"questions": [QUESTION, wrong, QUESTION]})
    assert [one.path for one in caught.value.problems] == [f"questions.1.{place}"]
    assert all(one.why.zh and one.why.en for one in caught.value.problems)


def test_a_loop_of_amendments_is_refused() -> None:
    wrong = copy.deepcopy(QUESTION)
    wrong["reports"] = [
        QUESTION["reports"][0] | {"id": name, "amends": amends, "findings": []}
        for name, amends in (("A", "B"), ("B", "C"), ("C", "A"), ("D", "A"), ("E", None))
    ]
    with pytest.raises(Unreadable) as caught:
        read_questions({"questions": [wrong]})
    assert [one.path for one in caught.value.problems] == [f"questions.0.reports.{at}.amends" for at in range(3)]


def test_a_refused_file_has_no_answers_and_status_2(shell: Flask, tmp_path: Path) -> None:
    done = run(shell, tmp_path, json.dumps({"questions": [QUESTION, QUESTION | {"on": "x"}, QUESTION | {"up": 1}]}))
    assert (done.exit_code, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [["refused", "questions.1.on"], ["refused", "questions.2.up"]]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"3", b"x", b'{"questions": 1}', b'{"questions": null}', b'{"questions": [3]}',
        b"[" * 100_000, b"\xff\xfe", b'{"questions": [], "more": 1}', b'{"questions": [], "questions": []}',
        b"questions: []\nquestions: []",
        b"&a [*a]", b"a: !!python/object/apply:os.system [ls]", b"? [1]\n: 2", b"\x00",
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused_as_a_whole(shell: Flask, tmp_path: Path, content: bytes) -> None:
    done = run(shell, tmp_path, content)
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(line.startswith("refused: ") for line in done.stderr.splitlines())
    assert done.stderr


def test_a_laboratory_named_twice_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_document(b'{"laboratories": {"L1": [], "L1": []}}')
    assert read_document("\ufeff{a: 1}".encode()) == {"a": 1}


def test_the_page_on_it_shows_what_it_does(shell: Flask, tmp_path: Path) -> None:
    page = (Path(cli.__file__).parents[1] / "docs" / "rehearsing-coverage.md").read_text("utf-8")
    question, answer = [block.split("```")[0] for block in page.split("```json\n")[1:]]
    assert json.loads(run(shell, tmp_path, question).stdout) == json.loads(answer)
