"""The tree of subjects: a project has sites, a site outlets, workplaces, buildings, equipment (design: §5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from core.values.text import Text
from registry.rules.coverage import Answer, coverage
from registry.rules.record import Record, Requirement

_TWICE = Text("对象“{id}”登记了两次", "The subject “{id}” is there twice")
_NO_PARENT = Text("对象“{id}”的上级“{parent}”不在其中", "The parent “{parent}” of the subject “{id}” is missing")
_LOOP = Text("对象“{id}”在自己的下级里", "The subject “{id}” lies below itself")


class SubjectError(ValueError):
    """The subjects form no tree; `message` names the one."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that is tested: ``equipment.boiler``, ``outlet.air``, ``site`` …; `parent` is what it belongs to."""

    id: str
    kind: str
    parent: str | None = None
    batch: str | None = None
    """Of a product: the batch that is asked about."""

    def is_a(self, kind: str) -> bool:
        """Whether it is of that kind: ``equipment.boiler`` is also ``equipment``."""
        return self.kind == kind or self.kind.startswith(f"{kind}.")


@dataclass(frozen=True, slots=True)
class Subjects:
    """A tree, or several."""

    by_id: Mapping[str, Subject]
    children: Mapping[str, tuple[Subject, ...]]
    """By the parent's id, in the order of their own."""

    @classmethod
    def of(cls, subjects: Iterable[Subject]) -> Self:
        """The tree of `subjects`.

        :raises SubjectError: for an id twice, a parent that is missing, a loop.
        """
        by_id: dict[str, Subject] = {}
        for one in subjects:
            if one.id in by_id:
                raise SubjectError(_TWICE.fill(id=one.id))
            by_id[one.id] = one
        children: dict[str, list[Subject]] = defaultdict(list)
        for one in sorted(by_id.values(), key=lambda each: each.id):
            _check_line(one, by_id)
            if one.parent is not None:
                children[one.parent].append(one)
        return cls(by_id, {parent: tuple(below) for parent, below in children.items()})

    def of_kind(self, root: str, kind: str) -> tuple[Subject, ...]:
        """Every subject of that kind at `root` or below it, parents before their children."""
        found, waiting = [], [self.by_id[root]]
        while waiting:
            one = waiting.pop()
            if one.is_a(kind):
                found.append(one)
            waiting.extend(reversed(self.children.get(one.id, ())))
        return tuple(found)


def _check_line(subject: Subject, by_id: Mapping[str, Subject]) -> None:
    seen, one = {subject.id}, subject
    while one.parent is not None:
        if one.parent not in by_id:
            raise SubjectError(_NO_PARENT.fill(id=one.id, parent=one.parent))
        if one.parent in seen:
            raise SubjectError(_LOOP.fill(id=one.parent))
        seen.add(one.parent)
        one = by_id[one.parent]


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement and the kind of subject it is asked of."""

    requirement: Requirement
    kind: str


@dataclass(frozen=True, slots=True)
class TreeCoverage:
    """The answers for every subject of each requirement's kind; residual and avoided together are all of them."""

    answers: tuple[Answer, ...]
    unasked: tuple[Asked, ...]
    """Requirements of a kind that is not in the tree: nothing to test as far as the tree goes; to be asked about."""

    @property
    def residual(self) -> tuple[Answer, ...]:
        """What is left to test, on which subject."""
        return tuple(answer for answer in self.answers if not answer.satisfied)

    @property
    def avoided(self) -> tuple[Answer, ...]:
        """What need not be tested again, on which subject."""
        return tuple(answer for answer in self.answers if answer.satisfied)


def tree_coverage(root: str, asked: Iterable[Asked], subjects: Subjects, record: Record, on: date) -> TreeCoverage:
    """Coverage of a whole project: each subject of the kind a requirement names is answered by itself.

    Results of one boiler say nothing of its neighbour, and those of a site nothing of its outlets.
    """
    by_subject: dict[str, list[tuple[int, Requirement]]] = defaultdict(list)
    unasked = []
    for place, each in enumerate(asked):
        concerned = subjects.of_kind(root, each.kind)
        for subject in concerned:
            by_subject[subject.id].append((place, each.requirement))
        if not concerned:
            unasked.append(each)
    answers: list[tuple[int, Answer]] = []
    for name, requirements in by_subject.items():
        found = coverage(name, [one for _, one in requirements], record, on, batch=subjects.by_id[name].batch)
        answers.extend(zip((place for place, _ in requirements), found.answers, strict=True))
    answers.sort(key=lambda each: (each[0], each[1].subject))
    return TreeCoverage(tuple(answer for _, answer in answers), tuple(unasked))
