"""What a department is shown of an answer: a failed voluntary result only with its client's consent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.values.text import Text
from registry.rules.coverage import Answer
from registry.rules.fresh_tests import demanded
from registry.rules.reasons import Reason
from registry.rules.record import Conclusion
from registry.services.answers import NO_USABLE_RESULT

_NONE = Text(
    "没有可用的结果（没有登记，或者依规定不显示），需要检测。",
    "There is no usable result (none on record, or none that is shown); a test is needed.",
)
_SOME = Text(
    "登记的结果里没有可用的（有的依规定不显示），需要检测。",
    "Of the results on record none is usable (some are not shown); a test is needed.",
)
_FAILED, _FRESH = Reason.failed.value, Reason.fresh_test_required_by_law.value


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it is told: reasons, findings with theirs, one sentence."""

    reasons: tuple[str, ...]
    shown: Mapping[str, tuple[str, ...]]
    because: Text


def said(answer: Answer, on: date, rows: Mapping[str, Any], hidden: Collection[str] | None) -> Said:
    """The answer as it is told to somebody from whom `hidden` findings are kept; None: nothing is kept back.

    `rows`: finding → its `conclusion`, `tested_on`, `parameter`. A hidden fail still hides older passes, else a
    department would recognise what is no longer so; the pass is then told to be of no use, and not why.
    """
    by_finding = {name: tuple(one.value for one in reasons) for name, reasons in answer.by_finding.items()}
    if hidden is None:
        return Said(tuple(one.value for one in answer.reasons), by_finding, answer.because)
    shown = {name: reasons for name, reasons in by_finding.items() if name not in hidden}
    if answer.satisfied:
        return Said((), shown, answer.because)
    if not shown:
        fresh = (_FRESH,) if demanded(answer.requirement.fresh_test, on) else ()
        return Said((NO_USABLE_RESULT, *fresh), {}, _NONE)
    if len(shown) == len(by_finding):
        return Said(tuple(one.value for one in answer.reasons), shown, answer.because)
    told = {name: _told(name, reasons, shown, rows) for name, reasons in shown.items()}
    fewest = min(map(len, told.values()))
    nearest = (one for reasons in told.values() if len(reasons) == fewest for one in reasons)
    return Said(tuple(dict.fromkeys(nearest)), told, _SOME)


def _told(
    name: str, reasons: tuple[str, ...], shown: Collection[str], rows: Mapping[str, Any]
) -> tuple[str, ...]:  # fmt: skip
    """Its reasons, with no word of a fail that nobody may see."""
    own = rows[name]
    if own.conclusion != Conclusion.passed or _FAILED not in reasons:
        return reasons
    open_fail = any(
        rows[other].conclusion == Conclusion.failed and rows[other].tested_on >= own.tested_on for other in shown
    )
    return reasons if open_fail else tuple(NO_USABLE_RESULT if one == _FAILED else one for one in reasons)
