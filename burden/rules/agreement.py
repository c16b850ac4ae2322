"""Several ways a missing fact may turn out: where all of them end alike, that is the answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from burden.rules.finding import Finding
from burden.rules.standards.kind import Line
from core.values.text import Text

_WHATEVER = Line(Text("没有填的各项，怎么填结论都一样", "Whatever the missing answers are, the outcome is the same"))


@dataclass(frozen=True, slots=True)
class Asked:
    """Facts that would change the answer."""

    names: frozenset[str]


def merged(names: list[str], answers: Iterable[Finding | Asked]) -> Finding | Asked:
    """One finding if all end alike, else every fact that was found to matter."""
    found = list(answers)
    findings = [one for one in found if isinstance(one, Finding)]
    if len(findings) == len(found) and len({(one.ending, one.reason, one.missing) for one in findings}) == 1:
        return _common(findings)
    asked = frozenset(names)
    for one in found:
        asked |= one.names if isinstance(one, Asked) else frozenset(one.missing)
    return Asked(asked)


def _common(findings: list[Finding]) -> Finding:
    first = findings[0]
    if len({one.maximum for one in findings}) == 1 and len({one.lines for one in findings}) == 1:
        return first
    maximum = first.maximum if len({one.maximum for one in findings}) == 1 else None
    bases = tuple(dict.fromkeys(basis for one in findings for basis in one.basis))
    return Finding(
        first.verdict,
        maximum=maximum,
        excess=first.excess,
        at_least=any(one.at_least for one in findings),
        lines=(_WHATEVER,) if maximum is None else (*first.lines, _WHATEVER),
        basis=bases,
        confirmed=all(one.confirmed for one in findings),
        reason=first.reason,
        missing=first.missing,
        assumed=first.assumed,
        why=first.why,
        relief=first.relief,
    )
