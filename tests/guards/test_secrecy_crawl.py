"""To the body complained of the case does not exist: a crawl as its people, before and after, finds no difference.

The same for an officer who stepped back from all of them, a publisher and an administrator. What it would find if
something leaked is shown by leaks of each sort, planted here.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, true

from complaints.models.cases import Complaint, Matter
from complaints.rules.matters import Mode
from complaints.services import filing, handling, identity, sight
from complaints.services.filing import Filing
from complaints.services.identity import Contact
from complaints.services.sight import Sight
from core import audit, clock, feed, notices
from core.access import action_of, allow
from core.db import db, transaction
from core.feed import View
from core.people.rules.scopes import SCOPES
from core.people.services import employing, keying, organising, samples
from core.policy import SYSTEM, Actor, Role
from tests.complaints.services.cases import ACCUSED, do, told
from tests.databases import on_sqlite
from tests.guards.secrecy import ABSENT, Answers, crawl, knock, search
from tests.visiting import Visitor

FEW, MANY = 30, 200
CANARY, NAME, PHONE = "鹦鹉螺暗语", "欧阳探照灯", "13712344321"
HANDLING = "440100-scjg"
EVERY_ROLE = tuple(Role)


class Planted:
    """The people who look, the officers who handle, and the cases once they are planted."""

    def __init__(self, app: Flask) -> None:
        self.app, self.secrets, self.numbers, self.request = app, list[str](), list[str](), 0
        self.actors, self.reference = dict[str, Actor](), ""
        self.officers = [self.add(f"officer{place}", HANDLING, Role.handler) for place in range(2)]
        self.recused = self.add("recused", HANDLING, Role.handler)
        self.inside = self.add("inside", ACCUSED, *EVERY_ROLE)
        self.outside = self.add("outside", "440000-gxt", Role.publisher, Role.system_administrator)

    def add(self, name: str, code: str, *roles: Role) -> Actor:
        """Somebody who can sign in."""
        body = organising.body(code, clock.today())
        assert body is not None
        with transaction():
            user_id, _ = employing.add_person(SYSTEM, name, name, password=samples.PASSWORD, sample=True)
            for role in roles:
                employing.give_membership(SYSTEM, user_id, body.id, role, clock.today())
        self.actors[name] = Actor(user_id, name, frozenset((role, body.id) for role in roles))
        return self.actors[name]

    def visitor(self, name: str) -> Visitor:
        """A browser in which that person has signed in."""
        person = Visitor(self.app)
        answer = person.post("/sign-in", {"sign_in_name": name, "password": samples.PASSWORD})
        assert answer.status_code == 303
        who = self.actors[name]
        with transaction():
            person.key = keying.make(who, "ERP", min(who.organisations), [scope.value for scope in SCOPES])
        return person

    def plant(self, count: int) -> None:
        """Cases of one body, of every mode, some of them decided; the recused officer steps back from each."""
        for place in range(count):
            mode = list(Mode)[place % 3]
            contact = Contact() if mode is Mode.anonymous else Contact(NAME, "广州探照灯示例有限公司", phone=PHONE)
            story = f"{CANARY}{place}：窗口让我们另交材料审核费。"
            with transaction():
                receipt = filing.file(Filing(mode, (told(story=story, facts={"purpose": CANARY}),), contact))
            self.numbers.append(receipt.matters[0].number)
            self.reference = receipt.reference
            self.secrets += [receipt.reference, receipt.matters[0].number, str(receipt.code)]
        for number in self.numbers:
            do(number, "recuse", self.recused, reason=f"{CANARY}：是亲属")
        for number in self.numbers[:4]:
            do(number, "accept", self.officers[0])
            do(number, "note", self.officers[0], text=CANARY)
        with transaction():
            self.request = identity.open_request(self.numbers[1], CANARY, self.officers[0])
        self.secrets += [*db.session.scalars(select(Complaint.locator)), CANARY, NAME, PHONE, "探照灯"]
        feed.stamp()

    def looks(self, name: str, person: Visitor) -> Answers:
        """Everything reachable by following links."""
        return crawl(self.app, person, ["/desk?part=supervisor", "/desk?part=handler", "/desk?part=human_desk"])


@pytest.fixture
def planted(app: Flask) -> Iterator[Planted]:
    """Before anything is planted, on a day that stands still."""
    clock.set_clock(lambda: datetime(2026, 11, 25, 4, 0, tzinfo=UTC))
    with transaction():
        audit.make_checkpoint()
    made = Planted(app)
    feed.stamp()
    yield made


def is_nothing(planted: Planted, name: str, count: int) -> None:
    """To that person all pages are as on an empty platform, and a planted number is answered as an absent one."""
    person = planted.visitor(name)
    before = planted.looks(name, person)
    planted.plant(count)
    after = planted.looks(name, person)
    assert after.telling(planted.secrets) == []
    assert after.differing(before) == []
    with transaction():
        audit.make_checkpoint()
    sealed = [person.get(f"/audit{page}").get_data(as_text=True) for page in ("", "/checkpoints/1", "/checkpoints/2")]
    assert [secret for secret in planted.secrets for page in sealed if secret in page] == []
    number = planted.numbers[0]
    there = search(planted.app, person, [number, CANARY + "0", NAME])
    assert there.differing(search(planted.app, person, [ABSENT, "没有这种话0", "没有这个人"])) == []
    assert there.telling(planted.secrets) == []
    request = str(planted.request)
    for asked, absent in (
        ({"number": number}, {"number": ABSENT}),
        ({"no": request}, {"no": "999999"}),
        ({"reference": number}, {"reference": ABSENT}),
        ({"reference": planted.reference}, {"reference": "TS26-AAAA-AAAA"}),
    ):
        found = knock(planted.app, person, asked)
        assert found.differing(knock(planted.app, person, absent)) == []
        assert found.telling(planted.secrets) == []


@pytest.mark.parametrize(
    ("name", "database"),
    [("inside", "sqlite"), ("inside", "postgresql"), ("recused", "sqlite"), ("outside", "sqlite")],
    indirect=["database"],
)
def test_to_these_no_case_exists(planted: Planted, name: str) -> None:
    is_nothing(planted, name, FEW)


@pytest.mark.slow
@on_sqlite
def test_to_a_person_with_every_role_there_none_of_many_exists(planted: Planted) -> None:
    is_nothing(planted, "inside", MANY)


@pytest.mark.slow
@on_sqlite
@pytest.mark.parametrize("role", [Role.handler, Role.supervisor, Role.auditor])
def test_to_a_role_by_itself_none_exists(planted: Planted, role: Role) -> None:
    planted.add(f"only-{role.value}", ACCUSED, role)
    is_nothing(planted, f"only-{role.value}", FEW)


@on_sqlite
def test_the_crawl_sees_what_an_officer_sees(planted: Planted) -> None:
    """Else finding nothing would say nothing."""
    person = planted.visitor("officer0")
    before = planted.looks("officer0", person)
    planted.plant(3)
    after = planted.looks("officer0", person)
    assert {secret for _, secret in after.telling(planted.secrets)} >= {planted.numbers[0], CANARY}
    assert {"/desk", "/api/v1/events", "/api/v1/complaints"} <= set(after.differing(before))
    assert knock(planted.app, person, {"number": planted.numbers[0]}).differing(
        knock(planted.app, person, {"number": ABSENT})
    )


def leak_a_predicate(_app: Flask, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(sight.RULES, Sight.read_matter, ((sight.has_role(Role.supervisor),),))


def leak_a_word(app: Flask, patch: pytest.MonkeyPatch) -> None:
    _instead(app, patch, "help.privacy", lambda: db.session.scalar(select(Matter.story)) or "")


def leak_a_count(app: Flask, patch: pytest.MonkeyPatch) -> None:
    _instead(app, patch, "help.privacy", lambda: str(db.session.scalar(select(func.count()).select_from(Matter))))


def leak_an_answer(app: Flask, patch: pytest.MonkeyPatch) -> None:
    """Forbidden where it is there, absent where it is not."""

    def case(number: str, _actor: Actor) -> handling.CaseView:
        there = db.session.scalar(select(Matter.id).where(Matter.number == number))
        raise RuntimeError if there else handling.sight.NotFound

    patch.setattr(handling, "case", case)
    patch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


def leak_a_notice(_app: Flask, patch: pytest.MonkeyPatch) -> None:
    patch.delitem(notices.GATES, "matter")


def leak_an_event(_app: Flask, patch: pytest.MonkeyPatch) -> None:
    patch.setitem(feed.VIEWS, "matter", View(lambda _actor: true()))


def _instead(app: Flask, patch: pytest.MonkeyPatch, endpoint: str, words: object) -> None:
    view = app.view_functions[endpoint]

    def page() -> str:
        return f"<p>{words()}</p>"  # type: ignore[operator] # a function of the test

    action = action_of(view, "GET")
    assert action is not None
    patch.setitem(app.view_functions, endpoint, allow(action)(page))


@on_sqlite
@pytest.mark.parametrize(
    "leak",
    [leak_a_predicate, leak_a_word, leak_a_count, leak_an_answer, leak_a_notice, leak_an_event],
    ids=lambda leak: leak.__name__,
)
def test_a_planted_leak_is_found(planted: Planted, leak: object, monkeypatch: pytest.MonkeyPatch) -> None:
    leak(planted.app, monkeypatch)  # type: ignore[operator] # one of the functions above
    with pytest.raises(AssertionError):
        is_nothing(planted, "inside", 3)
