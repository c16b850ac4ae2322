"""Reading along: each program in turn what its organisation may see, and nothing from which to count the rest."""

from typing import Any

import pytest

from complaints.services import trees
from core import feed
from core.policy import Role
from tests.complaints.api.conftest import Program, Programs
from tests.complaints.services.cases import ACCUSED, People, do, file, matter


def read(program: Program, after: str = "", limit: int = 500) -> Any:
    answer = program.get(f"/events?after={after}&limit={limit}")
    assert answer.status_code == 200, answer.json
    return answer.json


def of(page: Any, number: str) -> list[tuple[int, str]]:
    return [(each["no"], each["kind"]) for each in page["events"] if each["key"] == number]


def test_the_handler_reads_in_turn_and_is_told_nothing_twice(people: People, program: Programs) -> None:
    number = file().matters[0].number
    first, _ = people.officers(number)
    feed.stamp()
    reader = program(first)
    page = read(reader)
    assert of(page, number) == [(1, "matter.filed"), (2, "matter.assigned")]
    assert page["events"][-1]["said"] == {"by": "system", "from": "filed", "state": "assigned", "version": 2}
    do(number, "accept", first)
    feed.stamp()
    page = read(reader, page["next"])
    assert of(page, number) == [(3, "matter.accepted")] and len(page["events"]) == 1
    assert read(reader, page["next"])["events"] == []


def test_pages_join_without_a_gap(people: People, program: Programs) -> None:
    officer = people.one(Role.handler, trees.code_of(matter(file().matters[0].number).handler_id))
    file()
    feed.stamp()
    whole, reader = read(program(officer)), program(officer)
    joined, page = [], {"next": "", "more": True}
    while page["more"]:
        page = read(reader, page["next"], limit=7)
        joined += page["events"]
    assert joined == whole["events"] and len(joined) > 7


@pytest.mark.parametrize("role", [Role.handler, Role.supervisor, Role.auditor, Role.system_administrator])
def test_to_the_body_complained_of_nothing_happened(people: People, program: Programs, role: Role) -> None:
    feed.stamp()
    inside = program(people.one(role, ACCUSED))
    before = read(inside)
    number = file().matters[0].number
    feed.stamp()
    after = read(inside)
    assert (after["events"], len(after["next"])) == (before["events"], len(before["next"]))
    assert number not in str(after)


def test_who_stepped_back_reads_no_more_of_it(people: People, program: Programs) -> None:
    number = file().matters[0].number
    officer, _ = people.officers(number)
    do(number, "accept", officer)
    do(number, "recuse", officer, reason="是亲属")
    feed.stamp()
    assert of(read(program(officer)), number) == []


def test_a_key_reads_only_what_its_scopes_name(people: People, program: Programs) -> None:
    number = file().matters[0].number
    officer, _ = people.officers(number)
    feed.stamp()
    page = read(program(officer, "read_events"))
    assert of(page, number) == [] and {each["kind"] for each in page["events"]} == {"edition.published"}
    assert program(officer, "read_matter").get("/events").status_code == 404
    assert program().get("/events").status_code == 401


@pytest.mark.parametrize("query", ["after=x", "after=12", "limit=0", "limit=501", "limit=x", "since=1"])
def test_a_wrong_question_is_named(people: People, program: Programs, query: str) -> None:
    answer = program(people.one(Role.auditor, "440000-gxt")).get(f"/events?{query}")
    assert (answer.status_code, list(answer.json["errors"])) == (422, [query.partition("=")[0]])
