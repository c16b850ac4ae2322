"""What would become of a file's reports: new, there already, kept back; and which findings would count for nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.policy import Actor
from core.tables.cells import Problem
from core.values.text import Text
from registry.rules.columns import Field
from registry.services import judging, scoping
from registry.services.composing import NewReport
from registry.services.importing import wording
from registry.services.importing.composing import Part, address_of
from registry.services.importing.gathering import Group
from registry.services.importing.placing import Laboratory, unknown_clients
from registry.services.importing.reading import Reading
from registry.services.judging import Draft, Outcome
from registry.services.lawkeeping import Lawbook


@dataclass(frozen=True, slots=True)
class Weighed:
    """The counts of a file."""

    reports: int
    """Report numbers in it."""
    rows: int
    new: int
    known: int
    refused: int
    findings: int
    """Of the new ones."""
    enterprises: int
    """Clients that come on record with them."""


def weigh(reading: Reading, laboratory: Laboratory, actor: Actor, law: Lawbook) -> Weighed:
    """Look every report over against the register; what is wrong is added to its group's problems."""
    strangers = unknown_clients(reading.parts)
    asked = [without_strangers(part, strangers) for part in reading.parts]
    found = judging.look_over([part.report for part in asked], actor)
    drafts: list[tuple[Part, Draft]] = []
    for part, outcome in zip(reading.parts, found, strict=True):
        if isinstance(outcome, Draft):
            drafts.append((part, outcome))
        else:
            tell(reading, part, outcome)
    _doubt(reading, actor)
    good = [(part, draft) for part, draft in drafts if not part.group.refused]
    _warn(reading, [part for part, _ in good], laboratory, law)
    refused = sum(1 for group in reading.groups.values() if group.refused)
    new = {id(part.group) for part, _ in good}
    return Weighed(
        reports=len(reading.groups), rows=reading.gatherer.count if reading.gatherer else 0, new=len(new),
        known=len(reading.groups) - refused - len(new), refused=refused,
        findings=sum(len(part.report.findings) for part, _ in good),
        enterprises=len({part.report.client for part, _ in good} & strangers.keys()),
    )  # fmt: skip


def without_strangers(part: Part, strangers: dict[str, str]) -> Part:
    """A client that comes on record with its first report is no reason to keep the report back."""
    return replace(part, report=replace(part.report, client="")) if part.report.client in strangers else part


def _doubt(reading: Reading, actor: Actor) -> None:
    """Of reports that are kept back anyway, whatever else is wrong with them: all is mended at once."""
    asked = [replace(part.report, client="", supersedes="", partial=False) for part in reading.doubtful]
    for part, outcome in zip(reading.doubtful, judging.look_over(asked, actor), strict=True):
        if isinstance(outcome, Outcome):
            tell(reading, part, replace(outcome, conflict=None))


def tell(reading: Reading, part: Part, outcome: Outcome) -> None:
    """Add what is wrong with a part to its group's problems, at its cells."""
    if reading.gatherer is None:
        return
    if outcome.conflict:
        problem = address_of(part, "number", reading.gatherer, outcome.conflict, wording.CONFLICT)
        part.group.problems.append(problem)
    for path, texts in outcome.problems.items():
        for words in texts:
            part.group.problems.append(address_of(part, path, reading.gatherer, words, wording.MEND))


def _warn(reading: Reading, parts: Sequence[Part], laboratory: Laboratory, law: Lawbook) -> None:
    """Findings outside the scope are taken, and said to spare nobody a test; those without a method once for all."""
    named = [(index, laboratory.id, with_methods(part.report)) for index, part in enumerate(parts)]
    warnings = scoping.warnings(named, law)
    unnamed = sum(len(part.report.findings) for part in parts) - sum(len(one.findings) for _, _, one in named)
    if unnamed:
        reading.notes.append(Problem(wording.NO_METHOD[0].fill(n=unnamed), wording.NO_METHOD[1]))
    for index, texts in warnings.items():
        for words in texts:
            parts[index].group.problems.append(_warning(reading, parts[index].group, words))


def with_methods(report: NewReport) -> NewReport:
    """The report with those findings alone that name a method."""
    return replace(report, findings=tuple(one for one in report.findings if one.method))


def _warning(reading: Reading, group: Group, words: Text) -> Problem:
    layout = reading.layout
    column = next(iter(layout.columns_of(Field.parameter)), None) if layout else None
    return Problem(
        words, wording.OUTSIDE, group.rows[0], column.letter if column else None, column.heading if column else ""
    )  # fmt: skip
