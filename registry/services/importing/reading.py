"""A laboratory's file read into reports: nothing dropped unsaid, every doubtful cell with its address and remedy."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from core.tables.cells import Problem, Row
from core.tables.reading import Table, open_table
from registry.rules.cells_words import Methods
from registry.rules.columns import Column, Field
from registry.rules.columns_names import Names
from registry.rules.layouts import LOOKED_THROUGH, Layout, corrected, find_layout
from registry.services.importing import wording
from registry.services.importing.choosing import Choices
from registry.services.importing.composing import Context, Part, parts_of
from registry.services.importing.gathering import Gatherer, Group
from registry.services.importing.placing import Laboratory, known_codes, with_formers
from registry.services.importing.taking import Taker
from registry.services.lawkeeping import Lawbook

Remembered = Callable[[str], Choices]
"""Fingerprint of a layout → what was said of its like before."""


@dataclass
class Reading:
    """What was made of a file; `weighing` adds to the problems of its groups."""

    table: Table
    layout: Layout | None = None
    gatherer: Gatherer | None = None
    parts: list[Part] = field(default_factory=list)
    doubtful: list[Part] = field(default_factory=list)
    """What can be read of reports that are kept back."""
    notes: list[Problem] = field(default_factory=list)
    """What is said of the file and of rows that are no part of a report."""
    names: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)
    """As they were applied, what was remembered included."""

    @property
    def groups(self) -> dict[str, Group]:
        """The reports, by number."""
        return self.gatherer.groups if self.gatherer else {}

    @property
    def problems(self) -> list[Problem]:
        """Everything said, in the order of the file."""
        said = [problem for group in self.groups.values() for problem in group.problems]
        return sorted(self.notes + said, key=lambda one: (one.row or 0, one.column or ""))


def read_reports(
    file: BinaryIO, choices: Choices, laboratory: Laboratory, law: Lawbook, remembered: Remembered | None = None
) -> Reading:
    """Read a sent file; the register is asked about the subjects it names, nothing is written.

    :raises core.errors.Invalid: (field ``file``) when it is no readable table.
    """
    table = open_table(file, sheet=choices.sheet)
    rows = table.rows()
    top = list(itertools.islice(rows, LOOKED_THROUGH + 2))
    layout = find_layout(top, Names(law.parameters, choices.names), choices.head_row)
    reading = Reading(table, layout, choices=choices)
    if layout is not None and remembered is not None:
        reading.choices = choices = choices.after(remembered(layout.fingerprint))
        layout = find_layout(top, Names(law.parameters, choices.names), choices.head_row) or layout
    if layout is None:
        reading.notes.append(Problem(*wording.NO_HEAD, row=top[0].number if top else None, blocking=True))
        return reading
    reading.layout = layout = corrected(layout, choices.columns, choices.facts)
    _note_head(reading, layout, top)
    if not layout.readable:
        reading.notes.append(Problem(*wording.NO_PARAMETERS, row=layout.last_row, blocking=True))
        return reading
    _gather(reading, layout, top, rows, law, laboratory)
    return reading


def _gather(
    reading: Reading, layout: Layout, top: Sequence[Row], rows: Iterator[Row], law: Lawbook,
    laboratory: Laboratory,
) -> None:  # fmt: skip
    taker = Taker(layout, Names(law.parameters, reading.choices.names), Methods(law.standards))
    gatherer = reading.gatherer = Gatherer(layout, taker, laboratory.names)
    for row in top:
        if row.number > layout.last_row:
            gatherer.take(row)
    for row in rows:
        gatherer.take(row)
    gatherer.finish()
    _place_table_problems(reading, gatherer)
    reading.names = taker.names
    reading.notes += gatherer.notes
    codes = {line.header.thing.code for group in gatherer.groups.values() for line in group.lines}
    context = Context(gatherer, laboratory.code, law.parameters, known_codes(codes - {""}), reading.choices.kind)
    for group in gatherer.groups.values():
        parts = parts_of(group, context)
        if not parts and not group.refused:
            column = next(iter(layout.columns_of(Field.number)), None)
            group.problems.append(
                Problem(*wording.NOTHING_IN_IT, group.rows[0], column.letter if column else None, blocking=True)
            )
        (reading.doubtful if group.refused else reading.parts).extend(parts)
    reading.parts = with_formers(reading.parts, laboratory)


def _note_head(reading: Reading, layout: Layout, top: Sequence[Row]) -> None:
    above = [row for row in top if row.number < layout.first_row]
    if above:
        words = "；".join(dict.fromkeys(cell.strip() for row in above for cell in row.cells if cell.strip()))[:120]
        reading.notes.append(Problem(wording.ABOVE_HEAD[0].fill(shown=words), wording.ABOVE_HEAD[1], above[0].number))
    for column in layout.columns:
        if column.field is None and column.sample.strip():
            what = wording.UNTAKEN[0].fill(shown=column.sample.strip()[:40])
            reading.notes.append(
                Problem(what, wording.UNTAKEN[1], layout.last_row, column.letter, column.heading)
            )  # fmt: skip


def _place_table_problems(reading: Reading, gatherer: Gatherer) -> None:
    """What the table itself could not read keeps the reports of those rows back, where it matters."""
    if not reading.table.problems:
        return
    by_row = {line.row: group for group in gatherer.groups.values() for line in group.lines}
    columns = {column.letter: column for column in gatherer.layout.columns}
    for one in reading.table.problems:
        group = by_row.get(one.row or 0)
        if group is None:
            reading.notes.append(one)
            continue
        column = columns.get(one.column or "")
        matters = one.column is None or (reading.table.kind != "csv" and _is_read(column))
        group.problems.append(replace(one, header=column.heading if column else "", blocking=matters))


def _is_read(column: Column | None) -> bool:
    return column is not None and column.field not in (None, Field.known, Field.remark)
