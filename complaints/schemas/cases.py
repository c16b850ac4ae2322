"""A complaint and its matters as programs read them: one form for the complainant and for a desk.

What a desk alone reads stands in `desk`, null for a complainant; what a complainant alone reads (reference, contact,
who looked at the identity, receipt) is null or empty for a desk, which sees matters and never complaints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from complaints.rules.lifecycle import Transition
from complaints.schemas import api as facts_of
from complaints.services.audit_cases import AuditCase
from complaints.services.evidence import Item
from complaints.services.following import CaseOfComplainant, DecisionView, Happened, MatterOfComplainant, Said
from complaints.services.handling import CaseView, DraftView
from complaints.services.identity import Contact
from complaints.services.receipts import Receipt
from complaints.services.refunds import Balance
from complaints.services.wording import TermView
from core.values.money import Money
from core.values.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """A step in the life of a matter."""

    kind: str
    words: Text
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, by which act and by whom."""

    act: str
    label: Text
    author: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A file of a matter; `digest` is the SHA-256 of its bytes."""

    code: str
    name: str
    kind: str
    size: int
    digest: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done now: its name in the address, the facts it needs, those it takes besides."""

    act: str
    label: Text
    needs: tuple[str, ...]
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskPart:
    """What only a desk reads."""

    mode: str
    region: str
    amount: Money
    happened_on: date | None
    answers: Mapping[str, Any]
    charge: Mapping[str, Any] | None
    assistants: tuple[str, ...]
    drafts: tuple[DraftView, ...]


@dataclass(frozen=True, slots=True)
class MatterDocument:
    """A matter as its reader may see it; `version` goes with an act, so that of two who act at once one wins."""

    number: str
    version: int
    state: str
    kind: Text
    body: str
    handler: str
    right_door: Text | None
    story: str
    verdict: Mapping[str, Any] | None
    reasons: tuple[Text, ...]
    terms: tuple[TermView, ...]
    wait_until: date | None
    steps: tuple[Step, ...]
    messages: tuple[Message, ...]
    evidence: tuple[File, ...]
    decisions: tuple[DecisionView, ...]
    refund: Balance
    acts: tuple[Act, ...]
    desk: DeskPart | None


@dataclass(frozen=True, slots=True)
class Opening:
    """A step towards the identity of who complains."""

    number: str
    step: str
    words: Text
    organisation: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """What a reference leads to."""

    reference: str | None
    mode: str | None
    state: str | None
    filed_at: datetime | None
    contact: Contact | None
    openings: tuple[Opening, ...]
    receipt: Mapping[str, Any] | None
    matters: tuple[MatterDocument, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A term of what was filed; `due` is null while what starts it has not happened."""

    matter: str
    stage: str
    words: Text
    due: date | None
    provisional: bool
    law: bool


@dataclass(frozen=True, slots=True)
class FiledPart:
    """What happens to one matter of what was filed."""

    number: str
    kind: Text
    body: str
    state: str
    handler: str
    right_door: Text | None
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """The answer to a filing. `code` is shown this once; null where it was used already."""

    reference: str
    code: str | None
    mode: str
    filed_at: datetime
    matters: tuple[FiledPart, ...]
    deadlines: tuple[Due, ...]
    next: tuple[Text, ...]
    receipt: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DoneDocument:
    """What came of an act; `gone`: the matter is no longer there for who acted."""

    number: str
    state: str
    version: int
    gone: bool


def filed(made: Receipt) -> FiledDocument:
    """The answer to who filed."""
    return FiledDocument(
        reference=made.reference,
        code=None if made.code is None else str(made.code),
        mode=made.mode.value,
        filed_at=made.filed_at,
        matters=tuple(
            FiledPart(one.number, one.kind, one.body_name, one.state, one.handler, one.right_door, one.reasons)
            for one in made.matters
        ),
        deadlines=tuple(
            Due(one.number, term.stage, term.words, term.due, term.provisional, term.law)
            for one in made.matters
            for term in one.terms
        ),
        next=made.next,
        receipt=made.certificate,
    )


def of_complainant(case: CaseOfComplainant) -> CaseDocument:
    """The whole case, for who holds its code."""
    return CaseDocument(
        reference=case.reference,
        mode=case.mode.value,
        state=case.state.value,
        filed_at=case.filed_at,
        contact=case.contact,
        openings=tuple(
            Opening(one.number, one.step, one.words, one.organisation, one.reason, one.at) for one in case.openings
        ),
        receipt=case.certificate,
        matters=tuple(map(_own, case.matters)),
    )


def _own(row: MatterOfComplainant) -> MatterDocument:
    return MatterDocument(
        number=row.number,
        version=row.version,
        state=row.state.value,
        kind=row.kind,
        body=row.body_name,
        handler=row.handler,
        right_door=row.right_door,
        story=row.story,
        verdict=row.verdict,
        reasons=row.reasons,
        terms=row.terms,
        wait_until=row.wait_until,
        steps=_steps(row.steps),
        messages=_messages(row.messages),
        evidence=_files(row.files),
        decisions=row.decisions,
        refund=row.balance,
        acts=_acts(row.acts),
        desk=None,
    )


def of_matters(rows: Sequence[MatterDocument]) -> CaseDocument:
    """The matters of a complaint that a key may see, and nothing of the complaint."""
    return CaseDocument(
        reference=None,
        mode=None,
        state=None,
        filed_at=None,
        contact=None,
        openings=(),
        receipt=None,
        matters=tuple(rows),
    )


def of_audit(row: AuditCase, version: int) -> MatterDocument:
    """One matter, for an auditor: everything but who complains, and nothing to do."""
    return MatterDocument(
        number=row.number,
        version=version,
        state=row.state.value,
        kind=row.kind,
        body=row.body_name,
        handler=row.handler,
        right_door=None,
        story=row.story,
        verdict=row.verdict,
        reasons=row.routes[-1].reasons,
        terms=row.terms,
        wait_until=None,
        steps=_steps(row.steps),
        messages=_messages(row.messages),
        evidence=_files(row.files),
        decisions=row.decisions,
        refund=row.balance,
        acts=(),
        desk=DeskPart(row.mode.value, row.region, row.amount, row.happened_on, row.answers, row.charge, (), ()),
    )


def of_case(row: CaseView) -> MatterDocument:
    """One matter, for its desk."""
    return MatterDocument(
        number=row.number,
        version=row.version,
        state=row.state.value,
        kind=row.kind,
        body=row.body_name,
        handler=row.handler,
        right_door=None,
        story=row.story,
        verdict=row.verdict,
        reasons=row.reasons,
        terms=row.terms,
        wait_until=None,
        steps=_steps(row.steps),
        messages=_messages(row.messages),
        evidence=_files(row.files),
        decisions=row.decisions,
        refund=row.balance,
        acts=_acts(row.acts),
        desk=DeskPart(
            mode=row.mode.value,
            region=row.region,
            amount=row.amount,
            happened_on=row.happened_on,
            answers=row.answers,
            charge=row.charge,
            assistants=row.assistants,
            drafts=row.drafts,
        ),
    )


def _steps(rows: Sequence[Happened]) -> tuple[Step, ...]:
    return tuple(Step(row.kind, row.words, row.at, row.by) for row in rows)


def _messages(rows: Sequence[Said]) -> tuple[Message, ...]:
    return tuple(Message(row.act, row.label, row.author, row.words, row.at) for row in rows)


def _files(rows: Sequence[Item]) -> tuple[File, ...]:
    return tuple(map(of_file, rows))


def of_file(row: Item) -> File:
    """A file, without where it is kept."""
    return File(row.code, row.name, row.kind.id, row.size, row.digest, row.author, row.at)


def _acts(rows: Sequence[Transition]) -> tuple[Act, ...]:
    return tuple(Act(facts_of.address(row), row.label, *facts_of.needs_and_takes(row)) for row in rows)
