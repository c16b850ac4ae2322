"""Records by generation, in the form of the file: few names and few days, so that everything meets everything.

A record is made from a seed: hypothesis draws and shrinks seeds, and the odds below are chosen so that about every
third requirement is satisfied and every reason is met (`test_every_ending_is_met`).
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

STANDARDS = ("A-1", "B-1", "C-1")
FIRST, LAST = 0, 40
_START = date(2025, 1, 27)


def day(number: int) -> str:
    return (_START + timedelta(days=number)).isoformat()


def make(seed: int) -> dict[str, Any]:
    """A record and what is asked of it; lists in any order."""
    chance = Random(seed)
    reports = [_report(chance, number) for number in range(chance.randint(0, 7))]
    chance.shuffle(reports)
    return {
        "on": day(chance.randint(15, LAST)), "subject": "S", "batch": chance.choice([None, None, None, "B1"]),
        "laboratories": {"L1": list(_everything()), "L2": [_scope(chance) for _ in range(chance.randint(0, 5))]},
        "relations": [_relation(chance) for _ in range(chance.randint(0, 3))],
        "changes": [_change(chance) for _ in range(chance.choice([0, 0, 0, 1, 2]))],
        "reports": reports,
        "requirements": [_requirement(chance, number) for number in range(chance.randint(1, 3))],
    }  # fmt: skip


def _everything() -> Any:
    for parameter in ("p", "q"):
        for standard in (*STANDARDS, None):
            yield {"kind": "SE", "parameter": parameter, "standard": standard, "from": "2020-01-01", "to": None,
                   "suspended": []}  # fmt: skip


def _scope(chance: Random) -> dict[str, Any]:
    stop = chance.randint(FIRST, LAST)
    return {
        "kind": chance.choice(["SE", "SE", "CMA"]), "parameter": chance.choice("ppq"),
        "standard": chance.choice(["A-1", "A-1", "B-1", None]), "from": chance.choice(["2020-01-01", day(stop)]),
        "to": chance.choice([None, day(stop + 9)]),
        "suspended": [{"from": day(stop), "to": chance.choice([None, day(stop + 3)])}] if chance.random() < 0.4 else [],
    }  # fmt: skip


def _relation(chance: Random) -> dict[str, Any]:
    kind = chance.choice(["identical", "covers", "predecessor", "predecessor"])
    until = chance.choice([None, day(chance.randint(FIRST, LAST))])
    return {"standard": chance.choice(STANDARDS), "is": kind, "of": chance.choice(STANDARDS), "transition_until": until}


def _change(chance: Random) -> dict[str, Any]:
    touches = chance.choice(["all", ["p"], ["q"], []])
    return {"subject": chance.choice("SST"), "on": day(chance.randint(FIRST, LAST)), "kind": "改造", "touches": touches}


def _report(chance: Random, number: int) -> dict[str, Any]:
    """One report, which may amend one before it."""
    findings = [_finding(chance, f"F{number}{place}") for place in range(chance.choice([0, 1, 1, 1, 2, 2]))]
    tested = max((one["tested_on"] for one in findings), default=day(0))
    issued = max(tested, day(chance.randint(FIRST, 25)))
    amends = f"R{chance.randrange(number)}" if number and chance.random() < 0.25 else None
    return {
        "id": f"R{number}", "number": f"N-{number}", "laboratory": chance.choice(["L1"] * 4 + ["L2"]),
        "subject": chance.choice("SSSSST"), "issued_on": issued, "batch": chance.choice([None, "B1", "B1", "B2"]),
        "withdrawn_on": day(chance.randint(FIRST, LAST)) if chance.random() < 0.1 else None, "amends": amends,
        "valid_until": day(chance.randint(FIRST, 80)) if chance.random() < 0.2 else None, "findings": findings,
    }  # fmt: skip


def _finding(chance: Random, name: str) -> dict[str, Any]:
    return {
        "id": name, "parameter": chance.choice("ppppq"), "standard": chance.choice(["A-1"] * 5 + ["B-1", "C-1", None]),
        "tested_on": day(chance.randint(FIRST, 25)), "conclusion": chance.choice(["pass"] * 9 + ["fail", "not_stated"]),
    }  # fmt: skip


def _requirement(chance: Random, number: int) -> dict[str, Any]:
    event = {"article": "第二十五条", "from": day(chance.randint(FIRST, LAST)), "to": chance.choice([None, day(35)])}
    return {
        "id": f"Q{number}", "parameter": chance.choice("ppppq"),
        "standards": chance.choice([["A-1"]] * 4 + [["A-1", "B-1"], ["B-1"], []]),
        "max_age_months": chance.choice([None, None, 0, 1, 1, 12, 12]),
        "accreditation": chance.choice([["SE"]] * 4 + [["SE", "CMA"]] * 3 + [["CMA"]]),
        "fresh_test": event if chance.random() < 0.2 else None,
    }  # fmt: skip


questions = st.integers(0, 2**32).map(make)
days = st.integers(FIRST, LAST).map(day)
