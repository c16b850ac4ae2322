"""Receipts: reference, code, who has it, by when; signed, so that it can be verified without the platform."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from complaints.models.cases import Complaint, Matter
from complaints.rules.clocks import Deadline
from complaints.rules.codes import Code
from complaints.rules.matters import Mode
from complaints.rules.outcomes import DOORS
from complaints.rules.routes import Route
from complaints.rules.states import State
from complaints.rules.tree import Standing
from complaints.services import evidence, routing, terms, trees, wording
from complaints.services.evidence import Item
from complaints.services.wording import TermView
from core import clock, signing
from core.db import db
from core.documents import as_json
from core.values.text import Text, same

PURPOSE = "receipt"
SHOWN = 10
_KEEP = Text(
    "请现在就存好回执码：我们不存原码，丢了没法找回", "Save the code now: we keep no copy and cannot recover it"
)
_USED = Text("回执码您已经用过，仍是原来那个", "You have used your code already; it is still the same")
_COME_BACK = Text(
    "用回执码可以随时回来查看进度、补充、确认退款", "With the code you can come back to follow, answer and confirm"
)


@dataclass(frozen=True, slots=True)
class MatterReceipt:
    """What happens to one matter."""

    number: str
    kind: Text
    body_name: str
    state: str
    handler: str
    """Name of the body that has it; empty: the human desk, or a door outside."""
    right_door: Text | None
    excluded: tuple[str, ...]
    """Names of bodies that may not handle it, at most `SHOWN`; those that would have come first are first."""
    excluded_count: int
    reasons: tuple[Text, ...]
    terms: tuple[TermView, ...]
    files: tuple[Item, ...]
    """What the complainant handed in."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the complainant takes home."""

    reference: str
    code: Code | None
    """Shown this once; None where a code was used already."""
    mode: Mode
    filed_at: datetime
    matters: tuple[MatterReceipt, ...]
    next: tuple[Text, ...]
    certificate: dict[str, Any]


def door(external: str) -> Text:
    """What a door outside is called."""
    return DOORS.get(external) or same(external)


class Filed(NamedTuple):
    """A matter that was just filed, where it goes, and the bodies of that day."""

    matter: Matter
    route: Route
    standing: Standing
    files: tuple[Item, ...]


def make(complaint: Complaint, filed: Sequence[Filed], code: Code) -> Receipt:
    """The receipt of what was just filed; its certificate is kept with the complaint."""
    matters = tuple(map(_just_filed, filed))
    document = {
        "kind": "receipt of a complaint",
        "version": 1,
        "reference": complaint.reference,
        "mode": complaint.mode,
        "filed_at": complaint.filed_at.isoformat(timespec="seconds"),
        "received_on": complaint.received_on.isoformat(),
        "matters": [
            {
                "number": each.number,
                "kind": each.kind.as_dict(),
                "handler": each.handler,
                "rule": one.route.rule.id,
                "terms": [_term(term) for term in each.terms if term.due],
                "story": hashlib.sha256(one.matter.story.encode()).hexdigest(),
                "evidence": [file.digest for file in each.files],
            }
            for each, one in zip(matters, filed, strict=True)
        ],
    }
    complaint.certificate = signing.sign(as_json(document), PURPOSE)
    return _receipt(complaint, code, matters)


def _term(term: TermView) -> dict[str, Any]:
    return {"stage": term.stage, "due": term.due, "provisional": term.provisional, "law": term.law}


def of(complaint: Complaint, code: Code | None) -> Receipt:
    """The receipt of a complaint on record, as it stands now."""
    rows = db.session.scalars(select(Matter).filter_by(complaint_id=complaint.id).order_by(Matter.place))
    return _receipt(complaint, code, tuple(map(_on_record, rows)))


def _receipt(complaint: Complaint, code: Code | None, matters: tuple[MatterReceipt, ...]) -> Receipt:
    return Receipt(
        reference=complaint.reference,
        code=code,
        mode=Mode(complaint.mode),
        filed_at=complaint.filed_at,
        matters=matters,
        next=(_KEEP if code else _USED, _COME_BACK),
        certificate=complaint.certificate,
    )


def _just_filed(filed: Filed) -> MatterReceipt:
    handler = filed.route.handler
    name, record = handler.name if handler else "", filed.route.as_record()
    return _matter(filed.matter, record, filed.standing, name, filed.files)


def _on_record(matter: Matter) -> MatterReceipt:
    record, names = routing.records(matter.id)[-1].record, trees.names([matter.handler_id])
    files = evidence.of(matter.id, shown_only=True)
    return _matter(matter, record, _standing(matter), names.get(matter.handler_id, ""), files)


def _matter(
    matter: Matter, record: Mapping[str, Any], standing: Standing, handler: str, files: tuple[Item, ...]
) -> MatterReceipt:
    passed = [each["code"] for each in record["passed"]]
    excluded = list(dict.fromkeys([*passed, *(each["code"] for each in record["excluded"])]))
    known = standing.known
    return MatterReceipt(
        number=matter.number,
        kind=wording.kind_name(matter.kind),
        body_name=matter.body_name,
        state=matter.state,
        handler=handler,
        right_door=door(record["external"]) if matter.state == State.declined and record["external"] else None,
        excluded=tuple(known[code].name for code in excluded[:SHOWN] if code in known),
        excluded_count=len(excluded),
        reasons=tuple(Text(**each) for each in record["reason"]),
        terms=views(matter),
        files=files,
    )


def _standing(matter: Matter) -> Standing:
    on = matter.filed_at.astimezone(clock.LEGAL_ZONE).date()
    return trees.current([trees.code_of(matter.body_id)]).on(on)


def views(matter: Matter) -> tuple[TermView, ...]:
    """Every term of the matter: those that started as they stand, then what is still to come."""
    today = clock.today()
    rows = [view for row in matter.clocks if (view := wording.of_clock(row, today))]
    regime, there = terms.regime_of(matter), {view.stage for view in rows}
    if regime is None or matter.state in (State.declined, State.closed):
        return tuple(rows)
    coming = [Deadline(each, regime.statutory, None) for each in regime.clocks if each.stage not in there]
    return (*rows, *map(wording.of_deadline, coming))
