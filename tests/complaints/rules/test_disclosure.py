"""Nothing small is told, nothing small can be reckoned, and being merged does not say that there is something."""

from collections import defaultdict
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.rules.disclosure import Block, Counts, added, blocks, closed, whole_rows

K = 3
SMALL = st.integers(0, 9)
PRIME = 1_000_003


def table(counts: tuple[int, ...]) -> dict[str, Counts]:
    return {str(place): (count,) for place, count in enumerate(counts)}


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=1), st.tuples(SMALL, SMALL), min_size=1))
@settings(max_examples=50)
def test_every_block_is_large_and_holds_every_key_once(cells: dict[str, Counts]) -> None:
    told = blocks(cells, K)
    assert all(min(block.counts) >= K for block in told)
    if told:
        assert sorted(key for block in told for key in block.keys) == sorted(cells)
        assert added([block.counts for block in told]) == added(list(cells.values()))
    else:
        assert min(added(list(cells.values()))) < K


def test_who_knows_the_rule_still_cannot_tell_that_a_merged_key_is_not_empty() -> None:
    """By brute force: of all tables that look alike, each merged key is zero in one."""
    for size, most in ((2, 9), (3, 8), (4, 6)):
        alike: dict[tuple[Block, ...], list[tuple[int, ...]]] = defaultdict(list)
        for counts in product(range(most + 1), repeat=size):
            alike[blocks(table(counts), K)].append(counts)
        for told, tables in alike.items():
            for block in told:
                if block.merged and block.counts[0] <= most:  # a larger sum needs tables that were not made
                    assert all(min(each[int(key)] for each in tables) == 0 for key in block.keys)


def test_one_small_key_takes_another_along() -> None:
    told = blocks({"a": (12,), "b": (30,), "c": (2,)})
    assert told == (Block(("b",), (30,)), Block(("a", "c"), (14,)))
    assert blocks({"a": (5,), "b": (3,)}) == ()
    assert blocks({"a": (12, 3), "b": (15, 14), "c": (40, 20)})[-1].keys == ("a", "b")


def test_a_small_quarter_waits_for_the_next() -> None:
    told, whole = closed({"Q1": (0,), "Q2": (4,), "Q3": (9,), "Q4": (20,)})
    assert [block.keys for block in told] == [("Q2", "Q3"), ("Q4",)] and whole
    told, whole = closed({"Q1": (11,), "Q2": (4,)})
    assert [block.keys for block in told] == [("Q1",)] and not whole


@given(st.lists(SMALL, min_size=4, max_size=4))
@settings(max_examples=30)
def test_what_was_told_of_a_quarter_is_not_told_otherwise_later(counts: list[int]) -> None:
    quarters = table(tuple(counts))
    earlier, _ = closed(dict(list(quarters.items())[:3]), K)
    later, _ = closed(quarters, K)
    assert later[: len(earlier)] == earlier


@given(st.lists(st.integers(0, 12), min_size=12, max_size=12))
@settings(max_examples=30)
def test_no_sums_and_differences_across_the_tables_give_something_small(counts: list[int]) -> None:
    """Places, kinds and quarters side by side with the cells that may be told: every set of cells that a reader can
    reckon exactly is large."""
    atoms = list(product("ABC", "xy", "12"))
    count = dict(zip(atoms, counts, strict=True))
    told = published(count)
    if not told:
        return
    unseen = _null_space([[int(atom in one) for atom in atoms] for one in told])
    for chosen in range(1, 2 ** len(atoms)):
        picked = [chosen >> place & 1 for place in range(len(atoms))]
        if all(sum(a * b for a, b in zip(picked, vector, strict=True)) % PRIME == 0 for vector in unseen):
            assert sum(count[atom] for atom, is_in in zip(atoms, picked, strict=True) if is_in) >= K


def published(count: dict[tuple[str, ...], int]) -> list[set[tuple[str, ...]]]:
    """The sets of atoms whose sums are told."""

    def sums(place: int) -> dict[str, Counts]:
        keys = sorted({atom[place] for atom in count})
        return {key: (sum(n for atom, n in count.items() if atom[place] == key),) for key in keys}

    places, kinds = blocks(sums(0), K), blocks(sums(1), K)
    quarters, whole = closed(sums(2), K)
    if not (places and kinds and whole) or any(sums(2)[key] == (0,) for key in "12"):
        return []
    told = [{atom for atom in count if atom[place] in block.keys}
            for place, found in ((0, places), (1, kinds), (2, quarters)) for block in found]  # fmt: skip
    of = {
        str(row): {
            str(column): {atom for atom in count if atom[0] in place.keys and atom[1] in kind.keys}
            for column, kind in enumerate(kinds)
        }
        for row, place in enumerate(places)
    }
    cells = {row: {column: (sum(count[a] for a in each),) for column, each in line.items()} for row, line in of.items()}
    return told + [each for row in whole_rows(cells, K) for each in of[row].values()]


def _null_space(rows: list[list[int]]) -> list[list[int]]:
    """A basis of what the rows cannot see, modulo a prime."""
    width, pivots, rows = len(rows[0]), list[int](), [list(row) for row in rows]
    for column in range(width):
        at = next((place for place in range(len(pivots), len(rows)) if rows[place][column] % PRIME), None)
        if at is None:
            continue
        rows[len(pivots)], rows[at] = rows[at], rows[len(pivots)]
        lead = rows[len(pivots)]
        inverse = pow(lead[column], -1, PRIME)
        lead[:] = [value * inverse % PRIME for value in lead]
        for row in rows:
            if row is not lead and row[column]:
                row[:] = [(a - row[column] * b) % PRIME for a, b in zip(row, lead, strict=True)]
        pivots.append(column)
    free = [column for column in range(width) if column not in pivots]
    found = []
    for column in free:
        vector = [0] * width
        vector[column] = 1
        for place, pivot in enumerate(pivots):
            vector[pivot] = -rows[place][column] % PRIME
        found.append(vector)
    return found
