"""Changes to structured standards: a wrong one is not saved and says where; two persons; what comes out otherwise."""

import copy
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from burden.models.rulebooks import RuleRelease
from burden.models.states import State
from burden.services import cataloguing, standards_editing, standards_reviewing
from burden.services.standards_reading import WrongStandards, read_standards
from burden.services.unpacking import CATALOGUE
from burden.services.yaml_places import write_yaml
from core.db import db, transaction
from core.errors import Conflict, Invalid, NotAllowed, NotInThisState
from core.policy import Actor, Role

FIRST = Actor(user_id=9001, name="甲", memberships=frozenset({(Role.publisher, 1)}))
SECOND = Actor(user_id=9002, name="乙", memberships=frozenset({(Role.publisher, 1)}))


def item(key: str = "TM-RENEW") -> dict[str, Any]:
    found = standards_editing.item_in_force(key)
    assert found is not None
    return copy.deepcopy(found)


def file_of(*bodies: Any) -> str:
    return write_yaml({"items": list(bodies)})


def dearer() -> dict[str, Any]:
    body = item()
    body["standards"][2]["amount"] = 510
    return body


def drafted(body: dict[str, Any] | None = None, form_key: str = "s1") -> int:
    with transaction():
        return standards_editing.begin_with_item(body or dearer(), "续展费", "发改价格〔2026〕1号", form_key, FIRST)


def version(release: int) -> int:
    return standards_reviewing.opened(release, FIRST).version


def wrong(text: str) -> list[str]:
    with pytest.raises(WrongStandards) as told:
        read_standards(text)
    return [one.where.en for one in told.value.wrong]


def test_the_shipped_file_is_what_is_in_force(app: Flask) -> None:
    with pytest.raises(Invalid) as told:
        read_standards((CATALOGUE / "standards.yaml").read_text("utf-8"))
    assert not isinstance(told.value, WrongStandards)


def test_only_what_differs_goes_into_the_draft(app: Flask) -> None:
    changed = read_standards(file_of(item("TM-CHANGE"), dearer()))
    assert [key for _, key in changed] == ["TM-RENEW"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda row: row.update(amount=-5), "standard 2 amount"),
        (lambda row: row.update(kind="per_unit", unit="件", quantity="nothing"), "standard 2 quantity"),
        (lambda row: row.update(kind="guessed"), "standard 2 kind"),
        (lambda row: row.update({"from": "2030-01-01", "to": "2020-01-01"}), "standard 2 to"),
        (lambda row: row.update(when={"colour": "red"}), "standard 2 when colour"),
        (lambda row: row.update(amuont=5), "standard 2 amuont"),
        (lambda row: row.update({"from": "soon"}), "standard 2 from"),
    ],
)
def test_a_wrong_standard_is_named_by_item_row_and_field(app: Flask, change: Any, where: str) -> None:
    body = item()
    change(body["standards"][1])
    text = file_of(body)
    told = wrong(text)[0]
    assert told.startswith(f"TM-RENEW, {where} (line ")
    line = int(told.rpartition("line ")[2].rstrip(")"))
    assert where.split(" ")[2] in text.splitlines()[line - 1] or "standards" not in text.splitlines()[line - 1]


def scale(*thresholds: int) -> dict[str, Any]:
    body = item()
    body["inputs"]["value"] = {"type": "money", "question": {"zh": "标的额", "en": "Value"}}
    rows = [{"threshold": one, "rate": 0.01} for one in thresholds]
    body["standards"] = [{"from": "2020-01-01", "kind": "marginal_rate_scale", "base": "value", "brackets": rows,
                          "bound": "exact", "basis": {"doc_no": "x"}, "verified": True}]  # fmt: skip
    return body


@pytest.mark.parametrize("thresholds", [(100, 200), (0, 200, 200), (0, 200, 100)])
def test_gapped_and_overlapping_brackets_cannot_be_saved(app: Flask, thresholds: tuple[int, ...]) -> None:
    assert all("bracket" in one for one in wrong(file_of(scale(*thresholds))))
    with pytest.raises(WrongStandards), transaction():
        standards_editing.begin_with_item(scale(*thresholds), "x", "y", "s9", FIRST)
    assert not db.session.scalar(select(func.count(RuleRelease.id)).where(RuleRelease.drafted_by == 9001))


@pytest.mark.parametrize(
    "text",
    ["items: [", "items:\n- a\n\t- b", "只是一句话", "other: 1", "items: {a: &x 1, b: *x}", "items: 5", "a: 1\na: 2",
     "items: [{item_key: A, name: .inf}]", "items: [5]", "items: [" + "[" * 40 + "]" * 40 + "]", "\0"],
)  # fmt: skip
def test_what_is_no_file_of_standards_is_refused_with_a_message(app: Flask, text: str) -> None:
    with pytest.raises(Invalid) as told:
        read_standards(text)
    assert told.value.fields["file"]


def test_a_scale_borrowed_from_nowhere_shows_only_together(app: Flask) -> None:
    body = scale(0)
    del body["standards"][0]["brackets"]
    body["standards"][0]["like"] = "NO-SUCH"
    with pytest.raises(WrongStandards), transaction():
        standards_editing.begin_with_item(body, "x", "y", "s9", FIRST)


def test_before_publishing_it_says_in_words_what_changes_and_what_comes_out_otherwise(app: Flask) -> None:
    shown = standards_reviewing.opened(drafted(), FIRST)
    (change,) = shown.changes
    (field,) = change.fields
    assert field.old is not None and field.new is not None
    assert "¥500.00" in field.old.zh and "¥510.00" in field.new.zh
    assert shown.worked > 100
    assert {one.charge for one in shown.outcomes} and all(one.expected for one in shown.outcomes)


def test_two_persons_then_immutable_and_in_the_catalogue(app: Flask) -> None:
    release = drafted()
    with transaction():
        standards_editing.submit(release, 1, FIRST)
    seen = version(release)
    with pytest.raises(NotAllowed), transaction():
        standards_editing.publish(release, seen, FIRST)
    for _ in range(2):
        with transaction():
            standards_editing.publish(release, seen, SECOND)
    row = cataloguing.current().items["TM-RENEW"].standards[2]
    assert str(row.kind.amount) == "510"  # type: ignore[attr-defined] # a fixed amount
    for attempt in (
        lambda: standards_editing.put_item(release, item("TM-CHANGE"), seen, FIRST),
        lambda: standards_editing.drop(release, "item", "TM-RENEW", seen, FIRST),
        lambda: standards_editing.discard(release, seen, FIRST),
        lambda: standards_editing.describe(release, "x", "y", seen, FIRST),
        lambda: standards_editing.submit(release, seen, FIRST),
        lambda: standards_editing.send_back(release, "x", SECOND),
    ):
        with pytest.raises(NotInThisState), transaction():
            attempt()


def test_of_two_who_edit_the_later_is_told(app: Flask) -> None:
    release = drafted()
    with transaction():
        standards_editing.put_item(release, dearer() | {"notes": "一"}, 1, FIRST)
    with pytest.raises(Conflict), transaction():
        standards_editing.put_item(release, dearer() | {"notes": "二"}, 1, SECOND)


def test_a_form_sent_twice_makes_one_draft_and_a_discarded_one_is_gone(app: Flask) -> None:
    release = drafted()
    assert drafted() == release
    with transaction():
        standards_editing.discard(release, version(release), FIRST)
    assert standards_reviewing.lines(FIRST) == []


def test_sent_back_and_submitted_again(app: Flask) -> None:
    release = drafted()
    with transaction():
        standards_editing.submit(release, 1, FIRST)
    with transaction():
        standards_editing.send_back(release, "文号不对", SECOND)
    shown = standards_reviewing.opened(release, FIRST)
    assert (shown.state, shown.returned[-1][2]) == (State.draft, "文号不对")
    with transaction():
        standards_editing.submit(release, shown.version, FIRST)


def test_nothing_changed_is_no_draft(app: Flask) -> None:
    with pytest.raises(Invalid), transaction():
        standards_editing.begin_with_item(item(), "x", "y", "s1", FIRST)
