"""The desk in English keeps Chinese for official words alone; a site is answered for each thing on it."""

import pytest

from core.clock import today
from core.db import transaction
from core.policy import SYSTEM, Role
from registry.services import keeping
from registry.services.keeping import SubjectRef
from tests.databases import on_sqlite
from tests.guards.test_words import Untranslated
from tests.people import Staff
from tests.registry.services.world import BOILER, INSIDE, PERIODIC, World, finding
from tests.registry.web.test_desk_acts import ordered, recognised, stopped
from tests.registry.web.test_desk_look_up import looked_up, text
from tests.registry.web.test_desk_requirements import drafted
from tests.visiting import Visitor

pytestmark = on_sqlite


@pytest.fixture
def clerk(staff: Staff, world: World) -> Visitor:
    return staff.visitor(Role.recogniser)


def untranslated(page: str) -> list[str]:
    reader = Untranslated()
    reader.feed(page)
    return reader.found


def test_every_page_of_the_desk_can_be_read_in_english(clerk: Visitor, staff: Staff, world: World) -> None:
    world.record("N-1", finding())
    world.record("N-2", finding("boiler_water_quality", tested="2020-03-01"))
    second = staff.visitor("recogniser2")
    for person in (clerk, second):
        person.http.set_cookie("lang", "en")
    answer = looked_up(clerk)
    order, draft = ordered(clerk, answer), drafted(clerk)
    recognised(clerk, answer)
    new = f"/registry/look-ups/new?kind={BOILER.kind}&identifier={BOILER.identifier}"
    pages = {
        "/registry/desk", "/registry/requests", "/registry/look-ups", "/registry/look-ups/new", new,
        f"{new}&procedure={PERIODIC}", f"{new}&procedure=se_boiler_change_registration", answer, f"{answer}/order",
        f"{answer}/refusal", f"{answer}/refusal?ground=expired", "/registry/orders", "/registry/requirements",
        f"/registry/requirements/{PERIODIC}", f"/registry/requirements/{PERIODIC}/draft?of={INSIDE}",
        "/registry/requirements/se_elevator_periodic/draft", "/statistics/recognition",
    }  # fmt: skip
    left = {page: untranslated(clerk.get(page).get_data(as_text=True)) for page in sorted(pages)}
    left |= {page: untranslated(second.get(page).get_data(as_text=True)) for page in (order, draft)}
    assert [(page, words) for page, found in left.items() for words in found] == []
    assert untranslated(stopped(clerk, answer)) == []


def test_a_site_is_answered_and_ordered_for_each_boiler_on_it(clerk: Visitor, world: World) -> None:
    with transaction():
        site = keeping.add(SubjectRef("S-1", "site", name="番禺厂区"), world.code, SYSTEM, region="440113")
        other = SubjectRef("11004401132019000002", "equipment.boiler", name="2号锅炉")
        keeping.add(other, world.code, SYSTEM, parent=site, region="440113")
        third = SubjectRef("11004401132019000003", "equipment.boiler", name="3号锅炉")
        keeping.add(third, world.code, SYSTEM, parent=site, region="440113")
    for subject in (other, third):
        world.record(f"N-{subject.name}", finding(), subject=subject)
    address = looked_up(clerk, kind="site", identifier="S-1")
    words = text(clerk.get(address))
    assert "6 项要求里，2 项已有结果可用，只差 4 项" in words and "2号锅炉" in words and "3号锅炉" in words
    shown = stopped(clerk, address)
    assert shown.count("检测当天有资质") == 2 and "2号锅炉" in shown
    recognised(clerk, address)
    assert f"{today():%Y-%m}" in clerk.get("/statistics/recognition.csv").get_data(as_text=True)
