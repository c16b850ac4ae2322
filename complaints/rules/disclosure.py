"""What of a count may be published: nothing small, and nothing small by subtraction either.

A table publishes *blocks*: keys alone, or several merged into one. Merged is what is under the least count, zero
included, so that "merged" never says that there is something; and with it as much of the rest as it takes until the
merged block is itself large enough and leaves open for each of its keys that there is none (complementary
suppression). Whatever sums and differences a reader forms of the blocks of one table is made of whole blocks.

Tables of one population may stand side by side if each divides by another trait (place, kind, time): a reader who
adds and subtracts across them gets whole blocks of one trait again. Of the cells where two traits cross, `whole_rows`
publishes rows in which every cell is large enough, and keeps the remainder of every column large enough as well; then
the same holds (docs/decisions/007). What happened counts in the quarter in which it happened, so that figures once
published never move.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST = 10
"""The least count of a cell: fewer is merged, and none counts as fewer."""
Counts = tuple[int, ...]
"""Of one key, the counts of parts that are told apart (upheld, not upheld): each must be large enough."""
Cells = Mapping[str, Mapping[str, Counts]]
"""Row → column → counts."""


@dataclass(frozen=True, slots=True)
class Block:
    """What is published together: one key, or several that are merged."""

    keys: tuple[str, ...]
    counts: Counts

    @property
    def merged(self) -> bool:
        return len(self.keys) > 1


def added(counts: Sequence[Counts]) -> Counts:
    """Part by part."""
    return tuple(map(sum, zip(*counts, strict=True)))


def large(counts: Counts, least: int = LEAST) -> bool:
    """Whether every part reaches the least count."""
    return bool(counts) and min(counts) >= least


def blocks(table: Mapping[str, Counts], least: int = LEAST) -> tuple[Block, ...]:
    """The blocks of a table: keys that stand alone in the order given, then what is merged.

    Empty if all of it together is too small to be told.
    """
    if not table or not large(added(list(table.values())), least):
        return ()
    hidden = [key for key in table if not large(table[key], least)]
    shown = [key for key in table if key not in hidden]
    while hidden and shown and not _veiled([table[key] for key in hidden], [table[key] for key in shown], least):
        smallest = min(shown, key=lambda key: (min(table[key]), table[key], key))
        shown.remove(smallest)
        hidden.append(smallest)
    alone = [Block((key,), table[key]) for key in shown]
    merged = [Block(tuple(key for key in table if key in hidden), added([table[key] for key in hidden]))]
    return (*alone, *(merged if hidden else ()))


def _veiled(hidden: Sequence[Counts], shown: Sequence[Counts], least: int) -> bool:
    """Whether the merged block is large, and each of its keys may be zero for all that a reader of the rule knows.

    That is so if the others can make up the sum: all of them small; or one of them large, but merged for being the
    smallest of those that are large.
    """
    whole = added(hidden)
    most_of_small = (len(hidden) - 1) * (least - 1)
    return large(whole, least) and all(
        part <= most_of_small or part < min(each[place] for each in shown) for place, part in enumerate(whole)
    )


def closed(quarters: Mapping[str, Counts], least: int = LEAST) -> tuple[tuple[Block, ...], bool]:
    """Quarters one after another, each published once it is over: a small one waits for the next and goes with it.

    The second value says whether the whole may be told beside them: not while something small is left over, which
    would be the difference. A quarter in which there was nothing at all is left out.
    """
    found: list[Block] = []
    waiting: list[str] = []
    for quarter, counts in quarters.items():
        if any(counts):
            waiting.append(quarter)
        together = added([quarters[each] for each in waiting]) if waiting else ()
        if large(together, least):
            found.append(Block(tuple(waiting), together))
            waiting = []
    return tuple(found), not waiting


def whole_rows(cells: Cells, least: int = LEAST) -> tuple[str, ...]:
    """The rows whose every cell may be told beside the sums of all rows and columns, in the order given.

    A row is told whole or not at all; what is left in each column, where rows are left, is large enough as well.
    """
    shown = [row for row, line in cells.items() if all(large(counts, least) for counts in line.values())]
    while shown and not _remainders_are_large(cells, [row for row in cells if row not in shown], least):
        shown.remove(min(shown, key=lambda row: (added(list(cells[row].values())), row)))
    return tuple(shown)


def _remainders_are_large(cells: Cells, hidden: Sequence[str], least: int) -> bool:
    columns = [added([cells[row][column] for row in hidden]) for column in cells[hidden[0]]] if hidden else []
    return all(large(each, least) for each in columns)
