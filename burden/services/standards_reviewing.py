"""What a draft of standards changes, in words, and which worked charges would come out otherwise."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from threading import Lock
from typing import Any

import yaml
from sqlalchemy import func, select

from burden.models.drafts import Draft
from burden.models.rulebooks import DocumentKind, RuleDocument, RuleRelease
from burden.models.states import State
from burden.rules.catalogue import compile_catalogue
from burden.rules.documents import read_item
from burden.rules.items import Item
from burden.rules.verdict import check
from burden.rules.worked import WorkedCharge, read_worked
from burden.services import cataloguing, wording
from burden.services.standards_editing import RELEASE, find
from burden.services.standards_reading import document_words
from burden.services.two_persons import name_of
from burden.services.unpacking import DATA
from burden.services.yaml_places import LOADER, write_yaml
from core.db import db
from core.people.models.users import User
from core.policy import Action, Actor, require
from core.values.text import Text, same

COMPARED = ("verdict", "item", "lawful_maximum", "excess", "at_least", "reason")


@dataclass(frozen=True, slots=True)
class Line:
    """A draft of standards in the list of drafts."""

    id: int
    title: str
    state: State
    documents: int
    drafted_by: str
    drafted_at: datetime
    sent_back: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing a draft changes in an item: what, before (None: new), after (None: gone)."""

    label: Text
    old: Text | None
    new: Text | None


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document of the draft, and what it changes."""

    kind: str
    key: str
    name: Text
    is_new: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class OtherOutcome:
    """A worked charge that would come out otherwise: what was asked, and the answers now and then."""

    charge: str
    charged_by: str
    amount: str
    charged_on: str
    now: Mapping[str, Any]
    then: Mapping[str, Any]
    expected: bool
    """Whether the answer now is the one worked out by hand (and so the new one would not be)."""


@dataclass(frozen=True)
class Opened:
    """A draft of standards as its page shows it."""

    id: int
    title: str
    reason: str
    state: State
    version: int
    file_name: str
    changes: tuple[DocumentChange, ...]
    outcomes: tuple[OtherOutcome, ...]
    worked: int
    """How many worked charges were run."""
    returned: tuple[tuple[str, datetime, str], ...]
    drafted_by: str
    drafted_at: datetime
    submitted_at: datetime | None
    approved_by: str | None
    published_at: datetime | None
    wrote: bool


def lines(actor: Actor) -> list[Line]:
    """All drafts of standards, what waits first."""
    require(Action.read_draft, actor)
    of_release = RuleDocument.release_id == RuleRelease.id
    count = select(func.count()).where(of_release).correlate(RuleRelease).scalar_subquery()
    found = db.session.execute(
        select(RuleRelease, Draft, count, User.name)
        .join(Draft, (Draft.kind == RELEASE) & (Draft.publication_id == RuleRelease.id))
        .outerjoin(User, User.id == RuleRelease.drafted_by)
    )
    order = {State.submitted: 0, State.draft: 1, State.published: 2}
    made = [
        Line(
            release.id, release.title, State(release.state), documents, name or "", release.drafted_at,
            bool(draft.returned) and release.state == State.draft,
        )
        for release, draft, documents, name in found
    ]  # fmt: skip
    return sorted(made, key=lambda line: (order[line.state], -line.drafted_at.timestamp()))


def opened(release_id: int, actor: Actor) -> Opened:
    """A draft with everything it would change."""
    release, draft = find(release_id, actor)
    changes, outcomes, worked = _weighed(release, draft)
    return Opened(
        id=release.id,
        title=release.title,
        reason=release.reason,
        state=State(release.state),
        version=draft.version,
        file_name=draft.file_name,
        changes=changes,
        outcomes=outcomes,
        worked=worked,
        returned=tuple((one["by"], datetime.fromisoformat(one["at"]), one["why"]) for one in draft.returned),
        drafted_by=name_of(release.drafted_by) or "",
        drafted_at=release.drafted_at,
        submitted_at=release.submitted_at,
        approved_by=name_of(release.approved_by),
        published_at=release.published_at,
        wrote=actor.user_id in draft.writers,
    )


Weighed = tuple[tuple[DocumentChange, ...], tuple[OtherOutcome, ...], int]
_weighings: OrderedDict[tuple[str, str, int], Weighed] = OrderedDict()
_turn = Lock()
_KEPT = 16


def _weighed(release: RuleRelease, draft: Draft) -> Weighed:
    """What the draft changes; run once for each version of draft and catalogue. Once published, nothing is compared."""
    if release.state == State.published:
        return tuple(_published_change(one) for one in release.documents), (), 0
    mark = (cataloguing.version(), draft.form_key, draft.version)
    with _turn:
        if mark in _weighings:
            return _weighings[mark]
    known = cataloguing.documents_published()
    changes = tuple(
        document_change(one.kind, one.key, known.get((one.kind, one.key)), one.body) for one in release.documents
    )
    worked = _worked()
    outcomes = tuple(outcomes_of(release.id, worked))
    with _turn:
        _weighings[mark] = changes, outcomes, len(worked)
        while len(_weighings) > _KEPT:
            _weighings.popitem(last=False)
    return changes, outcomes, len(worked)


def _published_change(document: RuleDocument) -> DocumentChange:
    return DocumentChange(document.kind, document.key, document_words(document.kind, document.key), False, ())


def _worked() -> tuple[WorkedCharge, ...]:
    return read_worked(yaml.load((DATA / "worked-charges.yaml").read_text(encoding="utf-8"), Loader=LOADER))


def outcomes_of(release_id: int, worked: tuple[WorkedCharge, ...]) -> list[OtherOutcome]:
    """The worked charges that come out otherwise if the release is published."""
    now, then = cataloguing.current(), compile_catalogue(cataloguing.sources_with(release_id))
    found = []
    for one in worked:
        before, after = _outcome(one, now), _outcome(one, then)
        if before != after:
            expected = all(before.get(name) == value for name, value in one.expect.items() if name in COMPARED)
            charge = one.charge
            found.append(
                OtherOutcome(
                    charge.called_as, charge.charged_by or "", str(charge.amount), charge.charged_on.isoformat(),
                    before, after, expected,
                )
            )  # fmt: skip
    return found


def _outcome(one: WorkedCharge, catalogue: Any) -> dict[str, Any]:
    answer = check(one.charge, catalogue).as_dict()
    return {name: answer[name] for name in COMPARED if name != "item"} | {"item": (answer["item"] or {}).get("key")}


def document_change(kind: str, key: str, old: Any, new: Any) -> DocumentChange:
    """What a document changes: of an item field by field in words, of anything else by its lines."""
    name = document_words(kind, key)
    if kind != DocumentKind.item:
        return DocumentChange(kind, key, name, old is None, tuple(_line_changes(name, old, new)))
    after = read_item(new)
    before = read_item(old) if old is not None else None
    title = Text(f"{after.name}（{key}）", f"{after.name} ({key})")
    rows = _row_changes(before, after)
    rest = [
        FieldChange(FIELD_WORDS.get(field, same(field)), _said(old, field), _said(new, field))
        for field in dict.fromkeys([*(old or {}), *new])
        if field not in ("item_key", "standards") and (old or {}).get(field) != new.get(field)
    ]
    return DocumentChange(kind, key, title, old is None, (*rows, *rest))


FIELD_WORDS = {
    "name": Text("名称", "Name"),
    "aliases": Text("俗名、旧名", "Other names"),
    "nature": Text("性质", "Nature"),
    "region": Text("标准为哪里定", "Region"),
    "area": Text("哪里可以收", "Area"),
    "collectors": Text("谁可以收", "Collectors"),
    "inputs": Text("要问的情况", "Facts asked"),
    "relief": Text("减免", "Reliefs"),
    "status_events": Text("停征、取消等事件", "Status events"),
    "coefficients": Text("系数", "Coefficients"),
    "notes": Text("说明", "Notes"),
    "refund": Text("退还", "Refund"),
}


def _said(document: Mapping[str, Any] | None, field: str) -> Text | None:
    value = (document or {}).get(field)
    return None if value is None else same(write_yaml(value).strip().removesuffix("\n...").strip())


def _row_changes(before: Item | None, after: Item) -> list[FieldChange]:
    """Standards in words, paired as they stand in line."""
    old, new = row_words(before) if before else [], row_words(after)
    found = []
    for what, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        for at in range(max(last - first, end - start)):
            was = old[first + at] if first + at < last else None
            becomes = new[start + at] if start + at < end else None
            number = start + at + 1 if becomes else first + at + 1
            found.append(FieldChange(Text(f"第 {number} 条标准", f"Standard {number}"), was, becomes))
    return found


def row_words(item: Item) -> list[Text]:
    """Each standard of an item in one sentence: when, under which condition, how much, on what basis."""
    said = []
    for row in item.standards:
        basis = "、".join(one.number or one.title or "" for one in row.basis)
        period, words = wording.period(row.period), wording.row(row, item.inputs)
        bound = wording.BOUNDS[row.bound]
        mark = Text("", "") if row.confirmed else Text("（未核实）", " (not verified)")
        said.append(
            Text(
                f"{period.zh}：{words.zh}；{bound.zh}；依据 {basis or '没有写'}{mark.zh}",
                f"{period.en}: {words.en}; {bound.en}; basis {basis or 'not given'}{mark.en}",
            )
        )
    return said


def _line_changes(name: Text, old: Any, new: Any) -> list[FieldChange]:
    """Lines that come or go, for documents that are word lists."""
    before = write_yaml(old).splitlines() if old is not None else []
    after = write_yaml(new).splitlines()
    found = []
    for what, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            was, becomes = "\n".join(before[first:last]), "\n".join(after[start:end])
            label = Text(f"{name.zh}，第 {start + 1} 行起", f"{name.en}, from line {start + 1}")
            found.append(FieldChange(label, same(was) if was else None, same(becomes) if becomes else None))
    return found
