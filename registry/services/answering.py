"""What is on record answers what is asked: coverage over stored rows, with words, fees and findings to show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import rfc8785
from sqlalchemy import select

from burden import public as burden
from core.db import db
from core.documents import as_json
from core.people.services import organising
from core.values.text import Text
from registry.models.subjects import Subject
from registry.rules.conditions import Fact
from registry.rules.coverage import Answer
from registry.rules.procedures import Procedure, Row
from registry.rules.subjects import Asked, Subjects, TreeCoverage, tree_coverage
from registry.rules.subjects import Subject as Node
from registry.services import fetching, keeping, lawkeeping, licensing, masking, statements
from registry.services.answers import Answered, Ask, FindingView, Line, Price
from registry.services.fetching import Fetched
from registry.services.keeping import chunks
from registry.services.lawkeeping import Lawbook
from registry.services.masking import Said
from registry.services.statements import Completeness


@dataclass(slots=True)
class _Case:
    """An ask on its way to its answer."""

    ask: Ask
    procedure: Procedure | None
    asked: tuple[Asked, ...]
    undecided: tuple[Row, ...]
    questions: tuple[Fact, ...]
    tree: Mapping[int, Node]

    @property
    def concerned(self) -> set[int]:
        """The subjects of which something is asked."""
        kinds = {one.kind for one in self.asked}
        return {number for number, node in self.tree.items() if any(node.is_a(kind) for kind in kinds)}


def answer(asks: Sequence[Ask], *, masked: bool) -> tuple[Answered, ...]:
    """The answers, in order; `masked`: as a department may see them. Rows of the record: three queries per 500.

    :raises core.errors.NotFound: for a procedure nobody knows.
    """
    law = lawkeeping.current()
    trees = keeping.tree({ask.subject_id for ask in asks})
    cases = [_case(ask, trees[ask.subject_id], law) for ask in asks]
    concerned = {number for case in cases for number in case.concerned}
    fetched = fetching.fetch(concerned, {one.requirement.parameter for case in cases for one in case.asked})
    found = [_covered(case, fetched, law) for case in cases]
    telling = _Telling(law, fetched, masked, _subjects(concerned | set(trees)), _laboratories(fetched))
    telling.learn_who_reports(cases, found)
    return tuple(telling.answered(case, one) for case, one in zip(cases, found, strict=True))


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say to an ask, for acts that rest on it; `answered` is the same as a department may see it."""

    answered: Answered
    coverage: TreeCoverage

    def answers(self, requirements: Collection[str], subject_id: int = 0) -> tuple[Answer, ...]:
        """The answers to those requirements, of that subject alone if one is given."""
        return tuple(
            one
            for one in self.coverage.answers
            if one.requirement.id in requirements and subject_id in (0, int(one.subject))
        )


def judge(ask: Ask) -> Judged:
    """What the rules say, on the record as it is now."""
    law = lawkeeping.current()
    case = _case(ask, keeping.tree([ask.subject_id])[ask.subject_id], law)
    fetched = fetching.fetch(case.concerned, {one.requirement.parameter for one in case.asked})
    found = _covered(case, fetched, law)
    subjects = _subjects(case.concerned | {ask.subject_id})
    return Judged(_Telling(law, fetched, True, subjects, _laboratories(fetched)).answered(case, found), found)


def _case(ask: Ask, tree: Mapping[int, Node], law: Lawbook) -> _Case:
    root = replace(tree[ask.subject_id], batch=ask.batch)
    if ask.procedure:
        procedure = law.procedure(ask.procedure, ask.on)
        required = procedure.required(ask.facts)
        whole = {**tree, ask.subject_id: root}
        return _Case(ask, procedure, required.asked, required.undecided, required.questions, whole)
    of_itself = all(not one.kind for one in ask.requirements)
    asked = tuple(replace(one, kind=one.kind or root.kind) for one in ask.requirements)
    return _Case(ask, None, asked, (), (), {ask.subject_id: root} if of_itself else {**tree, ask.subject_id: root})


def _covered(case: _Case, fetched: Fetched, law: Lawbook) -> TreeCoverage:
    record = fetched.record(case.concerned, law.relations)
    return tree_coverage(
        str(case.ask.subject_id), case.asked, Subjects.of(case.tree.values()), record, case.ask.on
    )  # fmt: skip


def _subjects(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Name and region of each."""
    found: dict[int, tuple[str, str]] = {}
    for run in chunks(sorted(ids)):
        rows = db.session.execute(select(Subject.id, Subject.name, Subject.region).where(Subject.id.in_(run)))
        found |= {number: (name, region) for number, name, region in rows}
    return found


def _laboratories(fetched: Fetched) -> dict[tuple[int, date], str]:
    """A laboratory's name on the day a report was issued: renamed, it keeps its reports."""
    days: dict[date, set[int]] = {}
    for row in fetched.rows.values():
        days.setdefault(row.issued_on, set()).add(row.issuer_id)
    if len(days) > keeping.AT_ONCE:
        days = {max(days): {row.issuer_id for row in fetched.rows.values()}}
        names = organising.names(next(iter(days.values())), next(iter(days)))
        return {(row.issuer_id, row.issued_on): names.get(row.issuer_id, "") for row in fetched.rows.values()}
    return {
        (number, on): name for on, ids in days.items() for number, name in organising.names(ids, on).items()
    }  # fmt: skip


@dataclass(slots=True)
class _Telling:
    """Turns answers of the rules into what people and programs are shown."""

    law: Lawbook
    fetched: Fetched
    masked: bool
    subjects: Mapping[int, tuple[str, str]]
    laboratories: Mapping[tuple[int, date], str]
    licensed: Mapping[date, Mapping[tuple[str, str], set[int]]] | None = None
    reporting: Mapping[date, Mapping[int, Completeness]] | None = None
    fees: dict[bytes, burden.Fee] | None = None

    def learn_who_reports(self, cases: Sequence[_Case], found: Sequence[TreeCoverage]) -> None:
        """Of what is missing altogether: who may test it, and who of those reports completely."""
        missing: dict[date, set[str]] = {}
        for case, one in zip(cases, found, strict=True):
            for each in one.residual:
                if not self._said(each, case.ask.on).shown:
                    missing.setdefault(case.ask.on, set()).add(each.requirement.parameter)
        self.licensed = {on: licensing.licensed(parameters, on) for on, parameters in missing.items()}
        self.reporting = {
            on: {one.organisation_id: one for one in statements.completeness(set().union(*by_scope.values()), on)}
            for on, by_scope in self.licensed.items()
        }

    def answered(self, case: _Case, found: TreeCoverage) -> Answered:
        ask = case.ask
        rows = {row.id: row for row in case.procedure.rows} if case.procedure else {}
        return Answered(
            subject_id=ask.subject_id,
            subject=self.subjects[ask.subject_id][0],
            on=ask.on,
            procedure=ask.procedure,
            procedure_name=case.procedure.name if case.procedure else "",
            lines=tuple(self._line(each, ask.on, rows.get(each.requirement.id)) for each in found.answers),
            questions=case.questions,
            undecided=tuple(row.id for row in case.undecided),
            unasked=tuple(one.requirement.id for one in found.unasked),
            claimed=tuple(
                number for each in sorted(case.concerned) for _, number in self.fetched.claimed.get(each, ())
            ),
            prices=self._prices(case, found),
        )

    def _said(self, each: Answer, on: date) -> Said:
        return masking.said(each, on, self.fetched.rows, self.fetched.hidden if self.masked else None)

    def _line(self, each: Answer, on: date, row: Row | None) -> Line:
        said, requirement = self._said(each, on), each.requirement
        parameter = self.law.parameters.get(requirement.parameter)
        return Line(
            requirement=requirement.id,
            subject_id=int(each.subject),
            subject=self.subjects[int(each.subject)][0],
            parameter=requirement.parameter,
            name=parameter.name if parameter else Text(requirement.parameter, requirement.parameter),
            satisfied=each.satisfied,
            findings=tuple(one.finding.id for one in each.findings),
            until=each.until,
            reasons=said.reasons,
            shown=tuple(self._view(name, reasons) for name, reasons in said.shown.items()),
            because=said.because,
            confirmed=row.confirmed if row else False,
            basis=(row.age.basis or "") if row else "",
            complete=() if each.satisfied or said.shown else self._who_could(each, on),
        )

    def _who_could(self, each: Answer, on: date) -> tuple[Completeness, ...]:
        by_scope = (self.licensed or {}).get(on, {})
        reporting = (self.reporting or {}).get(on, {})
        requirement = each.requirement
        scopes = [by_scope.get((requirement.parameter, kind), set()) for kind in requirement.accreditation]
        bodies = set().union(*scopes)
        return tuple(one for number, one in reporting.items() if number in bodies)

    def _view(self, name: str, reasons: tuple[str, ...]) -> FindingView:
        row = self.fetched.rows[name]
        return FindingView(
            id=name, report_id=row.id, number=row.number, laboratory_id=row.issuer_id,
            laboratory=self.laboratories.get((row.issuer_id, row.issued_on), ""), parameter=row.parameter,
            method=row.method, value=row.value, qualifier=row.qualifier, unit=row.unit, limit=row.limit,
            conclusion=row.conclusion, tested_on=row.tested_on, issued_on=row.issued_on, reasons=reasons,
        )  # fmt: skip

    def _prices(self, case: _Case, found: TreeCoverage) -> tuple[Price, ...]:
        """By subject: the item of a procedure is what all its tests of one subject cost."""
        left: dict[str, bool] = {}
        for each in found.answers:
            left[each.subject] = left.get(each.subject, False) or not each.satisfied
        item = case.procedure.fee_item if case.procedure else None
        prices = []
        for subject, open_tests in left.items():
            fee = self._fee(item, case.ask, self.subjects[int(subject)][1]) if item else None
            amount, why = (fee.amount, fee.why) if fee else (None, None)
            prices.append(Price(int(subject), not open_tests, amount, why))
        return tuple(prices)

    def _fee(self, item: str, ask: Ask, region: str) -> burden.Fee:
        self.fees = {} if self.fees is None else self.fees
        key = rfc8785.dumps([item, ask.on.isoformat(), region, as_json(dict(ask.fee_facts))])
        if key not in self.fees:
            self.fees[key] = burden.fee(item, ask.on, region=region or None, facts=ask.fee_facts)
        return self.fees[key]
