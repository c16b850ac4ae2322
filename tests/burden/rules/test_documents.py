"""A document that cannot become law is refused: every mistake at its place, in both languages."""

from datetime import date
from typing import Any

import pytest

from burden.rules.documents import DocumentErrors, read_item

ROW: dict[str, Any] = {"from": date(2020, 1, 1), "to": None, "kind": "fixed", "amount": 10, "bound": "exact"}
INPUTS: dict[str, Any] = {
    "n": {"type": "count", "question": {"zh": "几个？", "en": "How many?"}},
    "use": {"type": "choice", "values": ["home", "shop"], "question": {"zh": "用途？", "en": "What for?"}},
}


def _item(*rows: dict[str, Any], **fields: Any) -> dict[str, Any]:
    document = {
        "item_key": "X",
        "name": "某费",
        "nature": "administrative_fee",
        "inputs": INPUTS,
        "standards": list(rows),
    }
    return {**document, **fields}


def _scale(*brackets: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**ROW, "kind": "marginal_rate_scale", "base": "n", "amount": None, "brackets": list(brackets)} | fields


def _row(**fields: Any) -> dict[str, Any]:
    return {**ROW, **fields}


def _refused(document: Any) -> list[str]:
    with pytest.raises(DocumentErrors) as refused:
        read_item(document)
    assert all(error.message.zh and error.message.en for error in refused.value.errors)
    return [error.path for error in refused.value.errors]


def test_a_sound_document_is_read() -> None:
    item = read_item(_item(_row(when={"use": "home"}), _row(amount=20)))
    assert [row.kind.maximum({}).maximum for row in item.standards] == [10, 20]


@pytest.mark.parametrize(
    ("row", "path"),
    [
        (_row(kind="tiered"), "standards.0.kind"),
        (_row(amount=-1), "standards.0.amount"),
        (_row(amount="ten"), "standards.0.amount"),
        (_row(amount=float("nan")), "standards.0.amount"),
        (_row(amount=True), "standards.0.amount"),
        (_row(amount=None), "standards.0.amount"),
        (_row(bound="about"), "standards.0.bound"),
        (_row(tax=1), "standards.0.tax"),
        (_row(to=date(2019, 1, 1)), "standards.0.to"),
        (_row(**{"from": "soon"}), "standards.0.from"),
        (_row(otherwise="perhaps"), "standards.0.otherwise"),
        (_row(when={"size": "small"}), "standards.0.when.size"),
        (_row(when={"use": "farm"}), "standards.0.when.use"),
        (_row(when={"use": {"gt": 1}}), "standards.0.when.use"),
        (_row(when={"n": {"above": 1}}), "standards.0.when.n"),
        (_row(when={"n/k": {"lt": 1}}), "standards.0.when.n/k"),
        (_row(when=[1]), "standards.0.when"),
        (_row(kind="per_unit", unit="个", quantity="m"), "standards.0.quantity"),
        (_row(kind="per_unit", unit="个", quantity="use"), "standards.0.quantity"),
        (_row(kind="per_unit", unit="", quantity="n"), "standards.0.unit"),
        (_row(kind="per_unit", unit="个", quantity="n", quantity_rounding="up"), "standards.0.quantity_rounding"),
        (_row(kind="formula", amount=None, expression="n*"), "standards.0.expression"),
        (_row(kind="formula", amount=None, expression="k*2"), "standards.0.expression"),
        (_row(kind="formula", amount=None, expression="use*2"), "standards.0.expression"),
        (_row(kind="percentage", amount=None, base="n", rate=0.1, floor=9, cap=1), "standards.0.floor"),
        (_row(kind="range", amount=None, min=2, max=1), "standards.0.min"),
        (_scale(), "standards.0.brackets"),
        (_scale({"threshold": 5, "rate": 0.1}), "standards.0.brackets.0.threshold"),
        (_scale({"threshold": 0, "rate": 0.1}, {"threshold": 0, "rate": 0.2}), "standards.0.brackets.1.threshold"),
        (_scale({"threshold": 0, "rate": 0.1}, {"threshold": 9, "amount": 5}), "standards.0.brackets.1.amount"),
        (_scale({"threshold": 0}), "standards.0.brackets.0"),
        (_scale({"threshold": 0, "rate": 0.1}, multiply="1/0"), "standards.0.multiply"),
        (_scale({"threshold": 0, "rate": 0.1}, like="Y"), "standards.0.like"),
    ],
)
def test_a_mistake_in_a_standard_is_found_at_its_place(row: dict[str, Any], path: str) -> None:
    assert path in _refused(_item(row))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"nature": "tax"}, "nature"),
        ({"region": "Guangdong"}, "region"),
        ({"region": 440000}, "region"),
        ({"area": "44000"}, "area"),
        ({"name": ""}, "name"),
        ({"colour": "red"}, "colour"),
        ({"standards": {}}, "standards"),
        ({"inputs": {"n": {"type": "word", "question": {"zh": "？", "en": "?"}}}}, "inputs.n.type"),
        ({"inputs": {"n": {"type": "choice", "question": {"zh": "？", "en": "?"}}}}, "inputs.n.values"),
        ({"inputs": {"n": {"type": "count", "question": {"zh": "几个？"}}}}, "inputs.n.question"),
        ({"inputs": {"n": {**INPUTS["n"], "default": "many"}}}, "inputs.n.default"),
        ({"coefficients": {"use": {"home": 1}}}, "coefficients.use"),
        ({"coefficients": {"n": {"home": 1}}}, "coefficients.n"),
        ({"relief": [{"effect": "halve"}]}, "relief.0.effect"),
        ({"relief": [{"effect": "multiply", "factor": 2}]}, "relief.0.factor"),
        ({"status_events": [{"status": "gone"}]}, "status_events.0.status"),
        ({"within": {"names": ["某镇"]}}, "within.question"),
    ],
)
def test_a_mistake_in_an_item_is_found_at_its_place(fields: dict[str, Any], path: str) -> None:
    assert path in _refused(_item(**fields))


def test_two_standards_without_conditions_may_not_share_a_day() -> None:
    earlier = _row(to=date(2020, 6, 30))
    assert _refused(_item(earlier, _row(**{"from": date(2020, 6, 30)}))) == ["standards.1.from"]
    assert read_item(_item(earlier, _row(**{"from": date(2020, 7, 1)})))


def test_all_mistakes_are_told_at_once() -> None:
    assert len(_refused(_item(_row(amount=-1, bound="about"), nature="tax"))) == 3


@pytest.mark.parametrize("document", [None, [], "X", 7])
def test_what_is_no_document_is_refused(document: Any) -> None:
    assert _refused(document)
