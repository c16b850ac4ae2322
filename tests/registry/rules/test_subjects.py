"""A project's tree: each subject of the kind a requirement names is answered by itself."""

import pytest

from registry.rules.subjects import Asked, Subject, SubjectError, Subjects, TreeCoverage, tree_coverage
from tests.registry.law import ON, day, finding, record, report, requirement, scope

TREE = [
    Subject("项目", "project"), Subject("厂区", "site", "项目"), Subject("一车间", "workplace", "厂区"),
    Subject("1号锅炉", "equipment.boiler", "一车间"), Subject("2号锅炉", "equipment.boiler", "厂区"),
    Subject("排气口", "outlet.air", "1号锅炉"), Subject("批次", "product_batch", "厂区", batch="B1"),
    Subject("别处的锅炉", "equipment.boiler"),
]  # fmt: skip


def covered(*kinds: str, root: str = "项目") -> TreeCoverage:
    asked = [Asked(requirement(f"Q{place}"), kind) for place, kind in enumerate(kinds)]
    known = record(report(), report("R2", finding("F2"), subject="批次", batch="B2"), accreditations=(scope(),))
    return tree_coverage(root, asked, Subjects.of(TREE), known, day(ON))


def told(found: TreeCoverage) -> list[tuple[str, str, bool]]:
    return [(one.requirement.id, one.subject, one.satisfied) for one in found.answers]


def test_every_one_of_the_kind_is_answered_and_no_result_speaks_for_a_neighbour() -> None:
    assert told(covered("equipment.boiler")) == [("Q0", "1号锅炉", True), ("Q0", "2号锅炉", False)]


def test_residual_and_avoided_are_all_answers() -> None:
    found = covered("equipment.boiler", "workplace", "project")
    assert len(found.residual) + len(found.avoided) == len(found.answers) == 4
    assert [one.subject for one in found.avoided] == ["1号锅炉"]


def test_what_belongs_to_another_project_is_not_asked_about() -> None:
    assert told(covered("equipment.boiler", root="别处的锅炉")) == [("Q0", "别处的锅炉", False)]
    assert told(covered("equipment.boiler", root="1号锅炉")) == [("Q0", "1号锅炉", True)]


def test_a_kind_takes_in_what_is_more_special() -> None:
    assert len(told(covered("equipment"))) == 2
    assert told(covered("equip")) == []


def test_a_requirement_of_a_kind_the_tree_lacks_is_told_and_not_taken_for_satisfied() -> None:
    found = covered("equipment.crane", "equipment.boiler")
    assert [one.kind for one in found.unasked] == ["equipment.crane"]
    assert [one.requirement.id for one in found.answers] == ["Q1", "Q1"]


def test_a_batch_is_asked_about_by_its_own_number() -> None:
    (found,) = covered("product_batch").answers
    assert [reason.value for reason in found.reasons] == ["other_batch"]


@pytest.mark.parametrize(
    "rows",
    [
        [Subject("a", "site"), Subject("a", "site")],
        [Subject("a", "site", "b")],
        [Subject("a", "site", "a")],
        [Subject("a", "site", "b"), Subject("b", "site", "c"), Subject("c", "site", "b")],
    ],
)
def test_what_is_no_tree_is_refused(rows: list[Subject]) -> None:
    with pytest.raises(SubjectError) as caught:
        Subjects.of(rows)
    assert caught.value.message.zh


def test_the_order_of_subjects_does_not_matter() -> None:
    assert Subjects.of(TREE).of_kind("项目", "equipment") == Subjects.of(TREE[::-1]).of_kind("项目", "equipment")
