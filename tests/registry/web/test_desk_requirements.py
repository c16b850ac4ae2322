"""What a procedure asks is changed by a draft and another person's word; what was typed comes back with its errors."""

import pytest

from core.policy import Role
from tests.people import Staff
from tests.registry.services.world import INSIDE, PERIODIC, World
from tests.registry.web.test_desk_look_up import text
from tests.visiting import Visitor

PAGE = f"/registry/requirements/{PERIODIC}"
DRAFTS = "/registry/requirements/drafts/"
FORM = {
    "id": INSIDE, "of": INSIDE, "act": "change", "parameter": INSIDE, "subject": "equipment.boiler",
    "standards": "TSG 11-2020", "months": "36", "ends": "month", "accreditation": "SE", "from_on": "2026-12-01",
    "source": "锅炉安全技术规程 9.4.3", "confirmed": "1",
}  # fmt: skip


@pytest.fixture
def clerk(staff: Staff, world: World) -> Visitor:
    return staff.visitor(Role.recogniser)


def drafted(person: Visitor, **changed: str) -> str:
    """The address of a draft."""
    answer = person.post(f"{PAGE}/draft", FORM | changed, page=f"{PAGE}/draft?of={INSIDE}")
    assert answer.status_code == 303, text(answer)
    return latest_draft(person)


def latest_draft(person: Visitor) -> str:
    page = person.get("/registry/requirements").get_data(as_text=True)
    return DRAFTS + page.partition(f'href="{DRAFTS}')[2].partition('"')[0]


def test_every_procedure_stands_with_its_source_and_mark(clerk: Visitor, world: World) -> None:
    assert "锅炉定期检验" in text(clerk.get("/registry/requirements"))
    words = text(clerk.get(PAGE))
    assert "检测后 24 个月，到那月月底" in words and "未核实" in words and "出处：" in words


def test_a_change_is_drafted_by_one_and_confirmed_by_another(clerk: Visitor, staff: Staff, world: World) -> None:
    begun = clerk.get(f"{PAGE}/draft?of={INSIDE}").get_data(as_text=True)
    assert 'value="24"' in begun and "TSG 11-2020" in begun
    draft = drafted(clerk)
    assert "检测后 36 个月" in text(clerk.get(draft)) and "另一位采信员确认" in text(clerk.get(draft))
    assert clerk.post(f"{draft}/confirmation", page="/language").status_code == 403
    second = staff.visitor("recogniser2")
    assert second.post(f"{draft}/confirmation", page=draft).status_code == 303
    words = text(second.get(PAGE))
    assert "2026年12月1日起：boiler_internal_inspection" in words and "检测后 24 个月" in words


def test_a_draft_goes_back_with_a_reason(clerk: Visitor, staff: Staff, world: World) -> None:
    draft = drafted(clerk, act="end")
    assert "不再要求" in text(clerk.get(draft))
    second = staff.visitor("recogniser2")
    assert second.post(f"{draft}/return", {"reason": ""}, page=draft).status_code == 422
    assert second.post(f"{draft}/return", {"reason": "规程没有改"}, page=draft).status_code == 303
    assert "规程没有改" in text(clerk.get(draft))
    assert "已退回" in text(clerk.get("/registry/requirements"))


def test_everything_wrong_is_named_at_its_field_and_kept(clerk: Visitor, world: World) -> None:
    wrong = {"months": "two", "from_on": "soon", "standards": "GB 0-0"}
    answer = clerk.post(f"{PAGE}/draft", FORM | wrong, page=f"{PAGE}/draft?of={INSIDE}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "请写几个月" in page and "请写从哪天起" in page and "GB 0-0" in page
    wrong = {"standards": "GB 0-0", "from_on": "2026-12-01", "source": " "}
    answer = clerk.post(f"{PAGE}/draft", FORM | wrong, page=f"{PAGE}/draft?of={INSIDE}")
    assert answer.status_code == 422 and 'href="#f-source"' in answer.get_data(as_text=True)
    answer = clerk.post(f"{PAGE}/draft", FORM | {"standards": "GB 0-0"}, page=f"{PAGE}/draft?of={INSIDE}")
    assert answer.status_code == 422 and 'href="#f-standards"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("key", "form", "words"),
    [
        ("se_crane_periodic", {"when.crane_type": ["bridge", "gantry"]}, "桥式、门式"),
        ("se_elevator_periodic", {"when.years_in_use": ">7, <=15"}, "> 7, <= 15"),
        ("se_boiler_periodic", {"when.hydro_test_needed": "yes"}, "是"),
    ],
)
def test_a_new_one_hangs_on_facts_of_the_case(
    clerk: Visitor, world: World, key: str, form: dict[str, object], words: str
) -> None:
    page = f"/registry/requirements/{key}/draft"
    answer = clerk.post(page, FORM | {"id": "one_more", "of": ""} | form, page=page)
    assert answer.status_code == 303, text(answer)
    draft = clerk.get(latest_draft(clerk)).get_data(as_text=True)
    assert words in draft.replace("&gt;", ">").replace("&lt;", "<")
