"""On what grounds an existing result may be refused, as ``registry/data/refusal-grounds.yaml`` lists them (law: §4).

粤府办 2014-10-12 意见（十三）: results are recognised, "除法律另有规定外". A refusal names a ground of this list, an
article, the proof the ground asks for, and the parameters it affects; only those may be tested again.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.values.text import Text
from registry.rules.coverage import Answer
from registry.rules.reading import Fields, known_word, once
from registry.rules.reasons import Reason

_KEYS = ("id", "zh", "en", "coverage", "scope", "proof", "curable", "basis", "fee")
_HEAD = ("version", "as_of", "grounds", "no_ground_needed", "tests_by_law", "not_grounds", "consequences")
_NO_ARTICLE = Text("拒绝要写明条款", "A refusal names the article")
_NO_PROOF = Text("还缺证据：{proof}", "Proof is missing: {proof}")
_NO_PARAMETER = Text("要写明影响哪些参数：只有这些可以重测", "Name the parameters: only those may be tested again")
_NOT_SO = Text(
    "登记的情况不支持“{ground}”：{parameter}的结果没有这个问题",
    "The record does not bear out “{ground}”: the result for {parameter} has no such flaw",
)
_NOT_YET = Text(
    "{parameter}的报告当日尚未签发：没有可以拒绝的结果，也不得为此下检测单",
    "The report on {parameter} was not yet issued: there is no result to refuse, and no test to order for that",
)


class Scope(StrEnum):
    """How far a ground reaches."""

    whole = "whole"
    """The whole report."""
    parameter = "parameter"
    subject = "subject"


class Nature(StrEnum):
    """What a test that a law names is to an enterprise's own results."""

    event = "event"
    """One event demands a new test; what was tested since it satisfies that."""
    periodic = "periodic"
    """A greatest age, no reason for a new test: results within it are recognised."""
    authority = "authority"
    """Sampled by the authority and paid from its budget: an own result does not replace it, and it costs nothing."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A statute and its article, perhaps without one; `confirmed`: the text was seen."""

    law: str
    article: str | None
    confirmed: bool
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground of refusal and what it takes."""

    id: str
    words: Text
    coverage: frozenset[Reason]
    """What the record must say of the result; one of them is enough."""
    scope: Scope
    proof: tuple[str, ...]
    """What the department must hand in, all of it."""
    cure: str | None
    """What the enterprise may do instead of a new test; None: nothing."""
    basis: tuple[Basis, ...]
    fee: str
    """Who pays for a new test."""

    @property
    def confirmed(self) -> bool:
        """Whether the text of some article it rests on was seen."""
        return any(one.confirmed for one in self.basis)

    def fits(self, reasons: Collection[Reason]) -> bool:
        """Whether the record bears it out: one of its reasons is among those of the result."""
        return not self.coverage.isdisjoint(reasons)


@dataclass(frozen=True, slots=True)
class TestByLaw:
    """A test that a law names, by its nature."""

    __test__ = False  # for pytest: it is none

    id: str
    nature: Nature
    what: str
    law: str
    article: str
    confirmed: bool
    limit: str | None = None

    @property
    def demands_fresh_test(self) -> bool:
        """Only an event demands a new test (edge rule 9)."""
        return self.nature is Nature.event

    @property
    def enterprise_may_pay(self) -> bool:
        """A test by authority is never the enterprise's to pay (产品质量法 15, 食品安全法 87)."""
        return self.nature is not Nature.authority


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows a repeat without a ground."""

    id: str
    what: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Refusal:
    """A department's refusal of what is on record, before it takes effect."""

    ground: Ground
    article: str
    proof: frozenset[str]
    """What is handed in, in the words of the ground."""
    finding: str | None = None
    """The finding refused; None: whatever there is for those parameters."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """The controlled list."""

    by_id: Mapping[str, Ground]
    no_ground_needed: Mapping[Reason, str]
    """Where there is no result to refuse, and why."""
    tests_by_law: tuple[TestByLaw, ...]
    non_grounds: tuple[str, ...]
    """What is often said and is no ground."""
    consequences: tuple[Consequence, ...]

    def open(self, reasons: Collection[Reason]) -> tuple[Ground, ...]:
        """The grounds that the record bears out for a result with those reasons; none for one that counts."""
        return tuple(ground for ground in self.by_id.values() if ground.fits(reasons))

    def non_ground(self, words: str) -> str | None:
        """The non-ground that the words amount to, if they contain one or are contained in one."""
        said = _folded(words)
        if len(said) < SHORTEST_SAID:
            return None
        return next((one for one in self.non_grounds if (core := _folded(one)) in said or said in core), None)


SHORTEST_SAID = 4
"""Shorter words than that are not taken for a non-ground."""


def problems(refusal: Refusal, answers: Collection[Answer]) -> tuple[Text, ...]:
    """What stands against the refusal; none: it may take effect, for the parameters of `answers` alone.

    `answers` are what coverage says of the requirements it names, on the day of the refusal.
    """
    ground = refusal.ground
    found = [] if refusal.article.strip() else [_NO_ARTICLE]
    found += [_NO_PROOF.fill(proof=one) for one in ground.proof if one not in refusal.proof]
    if not answers:
        found.append(_NO_PARAMETER)
    for answer in answers:
        parameter, reasons = answer.requirement.parameter, _reasons(answer, refusal.finding)
        if not ground.fits(reasons):
            unborn = reasons == (Reason.not_yet_issued,)
            found.append((_NOT_YET if unborn else _NOT_SO).fill(ground=ground.words, parameter=parameter))
    return tuple(found)


def _reasons(answer: Answer, finding: str | None) -> tuple[Reason, ...]:
    """Of the finding refused, if it is reported; else what coverage says of the nearest."""
    return answer.reasons if finding is None else answer.by_finding.get(finding, answer.reasons)


def _folded(words: str) -> str:
    """Without what is in brackets, signs and blanks, in one form of letters."""
    plain = re.sub(r"\(.*?\)", "", unicodedata.normalize("NFKC", words))
    return re.sub(r"[\W_]", "", plain).lower()


def read_grounds(document: Any) -> Grounds:
    """The list of ``refusal-grounds.yaml``.

    :raises registry.rules.reading.Unreadable: naming every entry that cannot be taken.
    """
    fields = Fields(document, "", _HEAD)
    found = fields.each("grounds", _read_ground)
    once([(f"grounds.{index}.id", one.id) for index, one in enumerate(found)])
    return Grounds(
        by_id={one.id: one for one in found},
        no_ground_needed=dict(fields.each("no_ground_needed", _read_unneeded)),
        tests_by_law=fields.each("tests_by_law", _read_test),
        non_grounds=fields.texts("not_grounds"),
        consequences=fields.each("consequences", _read_consequence),
    )


def _read_ground(value: Any, path: str) -> Ground:
    fields = Fields(value, path, _KEYS)
    cure = fields.text("curable")
    return Ground(
        id=fields.text("id"),
        words=Text(fields.text("zh"), fields.text("en")),
        coverage=frozenset(fields.each("coverage", _read_reason)),
        scope=Scope(fields.one_of("scope", list(Scope))),
        proof=fields.texts("proof"),
        cure=None if cure == "none" else cure,
        basis=fields.each("basis", _read_basis),
        fee=fields.text("fee"),
    )


def _read_reason(value: Any, path: str) -> Reason:
    return Reason(known_word(value, path, list(Reason)))


def _read_basis(value: Any, path: str) -> Basis:
    fields = Fields(value, path, ("law", "art", "confirmed", "note"))
    return Basis(
        fields.text("law"), fields.optional_text("art"), fields.flag("confirmed"), fields.optional_text("note")
    )


def _read_unneeded(value: Any, path: str) -> tuple[Reason, str]:
    fields = Fields(value, path, ("coverage", "zh"))
    return _read_reason(fields.needed("coverage"), fields.at("coverage")), fields.text("zh")


def _read_test(value: Any, path: str) -> TestByLaw:
    fields = Fields(value, path, ("id", "nature", "what", "law", "art", "confirmed", "limit"))
    return TestByLaw(
        id=fields.text("id"),
        nature=Nature(fields.one_of("nature", list(Nature))),
        what=fields.text("what"),
        law=fields.text("law"),
        article=fields.text("art"),
        confirmed=fields.flag("confirmed"),
        limit=fields.optional_text("limit"),
    )


def _read_consequence(value: Any, path: str) -> Consequence:
    fields = Fields(value, path, ("id", "what", "law", "art", "confirmed"))
    basis = Basis(fields.text("law"), fields.optional_text("art"), fields.flag("confirmed"))
    return Consequence(fields.text("id"), fields.text("what"), basis)
