"""Sample complaints by the hundred thousand (示例): copies, in bulk, of those that went through the services.

A copy keeps days, bodies, sums and acts, so terms, routes and the ledger stay right; it has its own numbers, code,
story, signed receipt, decision numbers and chain of events. Rows go into the models' tables in the same shapes.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, text

from complaints import search
from complaints.models.answers import Decision, DecisionSeries, Message, Rating, RefundEntry, Review
from complaints.models.cases import Complaint, Matter
from complaints.models.handling import Assignment, Clock, RouteRecord
from complaints.models.identities import Identity
from complaints.rules import codes as law
from complaints.services import codes, receipts, recording
from complaints.services.sample_stories import Chance, words
from core import events, signing, vault
from core.db import db, transaction
from core.events import Event, Stream
from core.notices import Notice

BATCH = 500
_OF_MATTER = (RouteRecord, Assignment, Clock, Message, Decision, RefundEntry, Rating, Review)
"""Tables whose rows belong to a matter, what others point at before them."""
_ORDER = (Complaint, Matter, Identity, *_OF_MATTER, Notice, Stream, Event)
_ABOUT = (recording.STREAM, "complaint-matter", "matter-gone")
Row = dict[str, Any]


def add(count: int, most_patterns: int) -> None:
    """Add `count` copies of the first `most_patterns` sample complaints, in transactions of its own."""
    patterns = list(
        db.session.scalars(select(Complaint.id).where(Complaint.sample).order_by(Complaint.id).limit(most_patterns))
    )
    for first in range(0, count, BATCH):
        chosen = [patterns[place % len(patterns)] for place in range(first, min(first + BATCH, count))]
        with transaction():
            _Press(chosen, first).run()


class _Press:
    """One batch: reads the patterns' rows, presses copies, inserts them table by table."""

    def __init__(self, chosen: Sequence[int], first: int) -> None:
        self.chosen, self.first = chosen, first
        self.made: dict[Table, list[Row]] = defaultdict(list)
        self.next: dict[Table, int] = {}
        self.series: dict[tuple[int, int], int] = {
            (each.organisation_id, each.year): each.last for each in db.session.scalars(select(DecisionSeries))
        }

    def run(self) -> None:
        """Do it, in the caller's transaction."""
        of_complaint = {Complaint: "id", Identity: "complaint_id", Matter: "complaint_id"}
        read = {model: _rows(model, column, self.chosen) for model, column in of_complaint.items()}
        numbers = [row["number"] for rows in read[Matter].values() for row in rows]
        matters = [row["id"] for rows in read[Matter].values() for row in rows]
        self.of_matter = {model: _rows(model, "matter_id", matters) for model in _OF_MATTER}
        self.notices = _rows(Notice, "key", numbers, Notice.about.in_(_ABOUT))
        self.streams = _rows(Stream, "key", numbers, Stream.kind == recording.STREAM)
        self.events = _rows(Event, "stream_id", [row["id"] for rows in self.streams.values() for row in rows])
        for place, pattern in enumerate(self.chosen):
            self._complaint(read[Complaint][pattern][0], read[Identity][pattern], read[Matter][pattern], place)
        for model in _ORDER:
            if rows := self.made[_table(model)]:
                db.session.execute(insert(_table(model)), rows)
        self._keep_series()
        self._move_sequences()
        search.put_all([row["id"] for row in self.made[_table(Matter)]])

    def _complaint(self, row: Row, identities: list[Row], matters: list[Row], place: int) -> None:
        chance, code = Chance(-1 - self.first - place), law.draw()
        made = row | {
            "id": self._id(Complaint), "reference": codes.new_number("TS"), "locator": code.locator,
            "secret_digest": code.digest(vault.key(codes.KEY)), "form_digest": vault.mark("copy", events.new_salt()),
            "content_digest": vault.mark("copy", code.locator),
        }  # fmt: skip
        copies = [self._matter(each, made["id"], chance) for each in sorted(matters, key=lambda each: each["place"])]
        told = zip(row["certificate"]["document"]["matters"], copies, strict=True)
        document = row["certificate"]["document"] | {
            "reference": made["reference"],
            "matters": [
                each | {"number": copy["number"], "story": hashlib.sha256(copy["story"].encode()).hexdigest()}
                for each, copy in told
            ],
        }
        made["certificate"] = signing.sign(document, receipts.PURPOSE)
        self.made[_table(Complaint)].append(made)
        self.made[_table(Matter)] += copies
        self.made[_table(Identity)] += [each | {"complaint_id": made["id"]} for each in identities]

    def _matter(self, row: Row, complaint_id: int, chance: Chance) -> Row:
        opener = chance.one(words()["openers"]).format(trade=chance.one(words()["trades"]))
        made = row | {
            "id": self._id(Matter), "complaint_id": complaint_id, "number": codes.new_number("SX"),
            "story": opener + row["story"].partition("。")[2], "salt": events.new_salt(),
        }  # fmt: skip
        drafts: dict[int, int] = {}
        decisions: dict[str, str] = {}
        for model in _OF_MATTER:
            for each in self.of_matter[model][row["id"]]:
                copy = each | {"matter_id": made["id"]}
                if "id" in copy:
                    copy["id"] = self._id(model)
                if model is Decision:
                    drafts[each["id"]] = copy["id"]
                    self._number(copy, decisions)
                if model is Review:
                    copy["decision_id"] = drafts[each["decision_id"]]
                self.made[_table(model)].append(copy)
        self._notices(row["number"], made["number"])
        self._stream(row["number"], made, drafts, decisions)
        return made

    def _number(self, decision: Row, decisions: dict[str, str]) -> None:
        """The next of its body's numbers."""
        if decision["number"] is None:
            return
        key = decision["organisation_id"], decision["served_on"].year
        self.series[key] = self.series.get(key, 0) + 1
        before = decision["number"]
        decision["number"] = decisions[before] = f"{before.partition('〕')[0]}〕{self.series[key]}号"

    def _notices(self, before: str, number: str) -> None:
        for each in self.notices[before]:
            said = {lang: line.replace(before, number) for lang, line in each["words"].items()}
            self.made[_table(Notice)].append(each | {"id": self._id(Notice), "key": number, "words": said})

    def _stream(self, before: str, matter: Row, drafts: Mapping[int, int], decisions: Mapping[str, str]) -> None:
        (stream,) = self.streams[before]
        stream_id, head = self._id(Stream), events.BEGINNING
        changed: dict[str, Callable[[Any], Any]] = {
            "story": lambda _: events.personal(matter["story"], matter["salt"]),
            "draft": drafts.get,
            "decision": decisions.get,
        }
        for row in sorted(self.events[stream["id"]], key=lambda each: each["no"]):
            payload = {name: changed.get(name, _same)(value) for name, value in row["payload"].items()}
            made = row | {"stream_id": stream_id, "payload": payload, "previous": head}
            head = made["hash"] = events.hash_of((recording.STREAM, matter["number"]), Event(**made))
            self.made[_table(Event)].append(made)
        key = {"id": stream_id, "key": matter["number"], "head_hash": head, "fed_no": 0}
        self.made[_table(Stream)].append(stream | key)

    def _id(self, model: Any) -> int:
        table = _table(model)
        if table not in self.next:
            self.next[table] = (db.session.scalar(select(func.max(table.c.id))) or 0) + 1
        self.next[table] += 1
        return self.next[table] - 1

    def _keep_series(self) -> None:
        rows = [{"organisation_id": body, "year": year, "last": last} for (body, year), last in self.series.items()]
        db.session.execute(delete(DecisionSeries))
        if rows:
            db.session.execute(insert(DecisionSeries), rows)

    def _move_sequences(self) -> None:
        """PostgreSQL counts rows apart from them: put its counters behind the ids given here."""
        if db.engine.dialect.name != "postgresql":
            return
        for table, following in self.next.items():
            asked = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :following, false)")
            db.session.execute(asked, {"name": table.name, "following": following})


def _same(value: Any) -> Any:
    return value


def _table(model: Any) -> Table:
    found: Table = model.__table__
    return found


def _rows(model: Any, column: str, values: Sequence[Any], *criteria: Any) -> dict[Any, list[Row]]:
    """The rows of `model` by what stands in `column`, for these values."""
    found: dict[Any, list[Row]] = defaultdict(list)
    table, wanted = _table(model), sorted(set(values))
    for first in range(0, len(wanted), BATCH):
        asked = select(table).where(table.c[column].in_(wanted[first : first + BATCH]), *criteria)
        for row in db.session.execute(asked).mappings():
            found[row[column]].append(dict(row))
    return found
