"""Good reports of a file put on record, some at a time; those that cannot be taken stay out whole."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.people.services import organising
from core.policy import Actor
from core.regions import gazetteer
from core.tables.cells import Problem
from registry.services import judging, recording
from registry.services.importing import remembering, weighing
from registry.services.importing.choosing import Choices
from registry.services.importing.collecting import uncollected
from registry.services.importing.composing import Part
from registry.services.importing.placing import laboratory_of, unknown_clients
from registry.services.importing.reading import Reading, read_reports
from registry.services.judging import Outcome
from registry.services.keeping import chunks
from registry.services.lawkeeping import current

AT_ONCE = 1_000
"""Parts of reports in one transaction: a second writer waits no longer than for so many."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file."""

    reports: int
    created: int
    known: int
    """On record already, word for word: the same file twice adds nothing."""
    refused: int
    findings: int
    """Of the reports created."""
    problems: tuple[Problem, ...]
    """Each cell and row that keeps a report back (blocking), or should be looked at, with its address and remedy."""
    reading: Reading
    """What the file was read as: `returning.annotated` writes back from it what could not be taken."""

    def counts(self) -> dict[str, int]:
        """The figures alone."""
        return {
            "reports": self.reports, "created": self.created, "known": self.known, "refused": self.refused,
            "findings": self.findings,
        }  # fmt: skip


def ready(reading: Reading, actor: Actor) -> list[Part]:
    """The parts to be recorded, in an order in which corrections follow what they correct.

    A report in several parts is looked over first: it is recorded whole or not at all.
    """
    several = [part for part in reading.parts if part.report.number != part.group.number]
    if several:
        strangers = unknown_clients(several)
        asked = [weighing.without_strangers(part, strangers) for part in several]
        for part, outcome in zip(several, judging.look_over([one.report for one in asked], actor), strict=True):
            if isinstance(outcome, Outcome):
                weighing.tell(reading, part, outcome)
    good = [part for part in reading.parts if not part.group.refused]
    return sorted(good, key=lambda part: (bool(part.report.supersedes), part.report.issued_on))


def batches(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts in runs of one transaction each."""
    yield from chunks(parts, AT_ONCE)


def record(reading: Reading, parts: Sequence[Part], actor: Actor) -> list[Outcome]:
    """Put one run of parts on record, in the caller's transaction; their clients too where they are not yet."""
    for code, name in unknown_clients(parts).items():
        organising.add_enterprise(code, name or code, _region(code))
    outcomes = recording.record_many([part.report for part in parts], actor)
    for part, outcome in zip(parts, outcomes, strict=True):
        if not outcome.taken:
            weighing.tell(reading, part, outcome)
    return list(outcomes)


def _region(code: str) -> str:
    """Where a credit code was registered (GB 32100: characters 3 to 8)."""
    known = gazetteer().regions
    return next((place for place in (code[2:8], f"{code[2:6]}00") if place in known), "440000")


def import_file(
    content: bytes, actor: Actor, *, organisation: int = 0, choices: Choices | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Brought:  # fmt: skip
    """Read a file and record its good reports, all in the caller's transaction: for programs and the shell.

    How its columns are to be read is as the laboratory last said of such a file, else as proposed.

    :raises core.errors.Invalid: (field ``file``) when it is no readable table; at ``organisation``.
    :raises core.errors.NotAllowed: if the actor is of no laboratory.
    """
    laboratory = laboratory_of(actor, organisation)
    law = current()
    remembered = remembering.of(laboratory.id)
    outcomes: list[Outcome] = []
    with uncollected():
        reading = read_reports(io.BytesIO(content), choices or Choices(), laboratory, law, remembered)
        parts = ready(reading, actor)
        for run in batches(parts):
            outcomes += record(reading, run, actor)
            progress(len(outcomes), len(parts))
        return summed(reading, parts, outcomes)


def look_at(content: bytes, actor: Actor, *, organisation: int = 0) -> tuple[weighing.Weighed, Reading]:
    """What would become of a file; nothing is kept.

    :raises core.errors.Invalid: (field ``file``) when it is no readable table; at ``organisation``.
    :raises core.errors.NotAllowed: if the actor is of no laboratory.
    """
    laboratory, law = laboratory_of(actor, organisation), current()
    reading = read_reports(io.BytesIO(content), Choices(), laboratory, law, remembering.of(laboratory.id))
    return weighing.weigh(reading, laboratory, actor, law), reading


def summed(reading: Reading, parts: Sequence[Part], outcomes: Sequence[Outcome]) -> Brought:
    """The counts, by report numbers."""
    created = {id(part.group) for part, outcome in zip(parts, outcomes, strict=True) if outcome.created}
    refused = sum(1 for group in reading.groups.values() if group.refused)
    return Brought(
        reports=len(reading.groups), created=len(created), known=len(reading.groups) - len(created) - refused,
        refused=refused,
        findings=sum(
            len(part.report.findings) for part, one in zip(parts, outcomes, strict=True) if one.created
        ),
        problems=tuple(reading.problems),
        reading=reading,
    )  # fmt: skip
