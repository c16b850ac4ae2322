"""The standards and reliefs of one item, on one day, with facts that may be missing.

Rows are read from above, the first whose `when` holds speaks. A missing fact is asked only if it matters: every
value of a choice is tried, every condition on a number both ways; where all of them end alike, that is the answer.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from burden.rules.agreement import Asked, merged
from burden.rules.assumptions import assumed_line, assumptions, failed_line, note_line, refused_line
from burden.rules.conditions import Atom, Facts, Value, When
from burden.rules.finding import Finding, Name, Reason
from burden.rules.in_force import InForce, in_force
from burden.rules.inputs import Known
from burden.rules.items import Basis, Bound, InputType, Item, Relief, Row
from burden.rules.reliefs import document_of, reduced
from burden.rules.standards.kind import BelowFirstBracket, Line, Number, Reckoned
from burden.rules.standards.single_amount_scale import SingleAmountScale
from core.values.money import NOTHING, Money
from core.values.text import Text

Ceiling = Callable[[Row, Facts, Number], tuple[Number, tuple[Line, ...]]]
"""Lowers a local maximum to the higher standard's ceiling, where there is one."""

_MOST_BRANCHES = 3000
_SMALL_DOMAIN = 64
_NO_START = Line(Text("这条标准从哪天起不详", "The day this standard began is not on record"))
_SETTLED = Text("没有填的各项是多少，结果都一样", "Whatever the missing numbers are, this is the result")
_ROUNDED = Text("四舍五入到分", "Rounded to the fen, half up")
_RANGE_NOTE = Line(
    Text(
        "幅度之内由收费单位定；该单位自己的标准没有收录",
        "Within the range the collector sets its own amount, which is not on record",
    )
)


@dataclass(slots=True)
class Reckoning:
    """One item on one day for one amount; `settle` gives its finding."""

    item: Item
    on: date
    amount: Money
    known: Known
    ceiling: Ceiling | None = None
    branches: int = 0
    held: InForce = field(init=False)

    def __post_init__(self) -> None:
        self.held = in_force(self.item, self.on)

    def settle(self) -> Finding:
        """The finding; needs_information names every fact that would change it."""
        answer = self._explore(self.known.values, {})
        refused = self._refused_and_used()
        if isinstance(answer, Finding):
            if not refused or answer.verdict in (Name.exempt, Name.conditions_not_met):
                return answer
            answer = Asked(frozenset(refused))
        asked = tuple(name for name in self.item.inputs if name in answer.names)
        refused = [name for name in asked if name in self.known.refused]
        reason = Reason.out_of_domain if refused else Reason.facts_missing
        return Finding(
            Name.needs_information,
            lines=tuple(refused_line(self.item, name) for name in refused),
            reason=reason,
            missing=asked,
            assumed=self._assumed(*self.held.rows),
        )

    def _refused_and_used(self) -> list[str]:
        """Inputs given outside their domain that the day's rows reckon with: such a value is asked again, even where
        every value would end alike (``out_of_domain`` in the head of the data)."""
        if not self.known.refused:
            return []
        return [name for name in self.item.inputs if name in self.known.refused and name in self.held.used]

    def _explore(self, facts: Facts, truths: Mapping[Atom, bool]) -> Finding | Asked:
        self.branches += 1
        if self.branches > _MOST_BRANCHES:
            return Asked(frozenset(name for name in self.item.inputs if name not in facts))
        exempting = _holding(self.held.exempting, facts, truths)
        if exempting and not self.held.may_not_be_due:
            return self._exempt(exempting[0], facts)
        row: Row | None = None
        for row in self.held.rows:
            truth = _test(row.when, facts, truths)
            if truth is None:
                return self._branch(_open(row.when, facts, truths), facts, truths)
            if truth:
                break
        else:
            row = None
        return self._with_row(row, facts, truths)

    def _with_row(self, row: Row | None, facts: Facts, truths: Mapping[Atom, bool]) -> Finding | Asked:
        if row is None and self.held.may_not_be_due:
            return self._not_due(facts)
        exempting = _holding(self.held.exempting, facts, truths)
        if exempting:
            return self._exempt(exempting[0], facts)
        for relief in self.held.reliefs:
            effective = row is not None or relief.effect == "exempt"
            if effective and relief.effect != "refund" and _test(relief.when, facts, truths) is None:
                return self._branch(_open(relief.when, facts, truths), facts, truths)
        if row is None:
            return Finding(Name.needs_information, reason=Reason.standard_not_on_record)
        return self._amount(row, facts, truths)

    def _branch(self, atom: Atom, facts: Facts, truths: Mapping[Atom, bool]) -> Finding | Asked:
        missing = [name for name in atom.over if name not in facts]
        if atom.one_of is not None and len(missing) == 1:
            values = self._values(missing[0])
            return merged(missing, (self._explore({**facts, missing[0]: value}, truths) for value in values))
        return merged(missing, (self._explore(facts, {**truths, atom: truth}) for truth in (True, False)))

    def _values(self, name: str) -> tuple[Value, ...]:
        one = self.item.inputs[name]
        return (True, False) if one.type is InputType.yes_no else one.values

    # --- amounts

    def _amount(self, row: Row, facts: Facts, truths: Mapping[Atom, bool]) -> Finding | Asked:
        missing = [name for name in row.kind.bases if name not in facts]
        if not missing:
            return self._compared(row, facts, truths)
        for name in missing:
            values = self._standing_for_all(row, name)
            if values:
                return merged([name], (self._explore({**facts, name: value}, truths) for value in values))
        settled = row.kind.settled(facts)
        if settled is not None:
            return self._judged(row, Reckoned(settled, (Line(_SETTLED, settled),)), facts, truths)
        if self.amount <= self._least(row, missing, facts, truths):
            return self._within(row, None, ())
        return Asked(frozenset(missing))

    def _standing_for_all(self, row: Row, name: str) -> tuple[Value, ...]:
        """Values that stand for every other, or none: all of a small domain; for a scale of amounts its thresholds."""
        one = self.item.inputs.get(name)
        if one is None:
            return ()
        if one.type in (InputType.choice, InputType.yes_no):
            return self._values(name)
        if name in self.held.in_conditions:
            return ()
        least, most = one.minimum or 0, one.maximum
        if isinstance(row.kind, SingleAmountScale):
            tops = [bracket.threshold for bracket in row.kind.brackets]
            return tuple(sorted({least, *(top for top in tops if least <= top and (most is None or top <= most))}))
        small = one.type is InputType.count and most is not None and most - least < _SMALL_DOMAIN
        return tuple(range(int(least), int(most or 0) + 1)) if small else ()

    def _least(self, row: Row, missing: Iterable[str], facts: Facts, truths: Mapping[Atom, bool]) -> Money:
        """The smallest maximum any value of the missing bases could give."""
        if not row.kind.RISES:
            return NOTHING
        lowest = {name: self.item.inputs[name].minimum or 0 for name in missing}
        full = {**facts, **lowest}
        total, _, _ = self._total(row, row.kind.maximum(full), full, truths)
        return Money.rounded(total)

    def _compared(self, row: Row, facts: Facts, truths: Mapping[Atom, bool]) -> Finding | Asked:
        try:
            reckoned = row.kind.maximum(facts)
        except BelowFirstBracket as below:
            line = refused_line(self.item, below.base)
            asked = (below.base,)
            return Finding(Name.needs_information, reason=Reason.out_of_domain, missing=asked, lines=(line,))
        return self._judged(row, reckoned, facts, truths)

    def _total(
        self, row: Row, reckoned: Reckoned, facts: Facts, truths: Mapping[Atom, bool]
    ) -> tuple[Number, tuple[Line, ...], list[Relief]]:
        """Standard → ceiling of the higher standard → reliefs, not yet rounded."""
        total, lines = reckoned.maximum, reckoned.lines
        if self.ceiling is not None:
            total, more = self.ceiling(row, facts, total)
            lines = (*lines, *more)
        holding = _holding(self.held.lowering, facts, truths)
        total, less = reduced(total, holding)
        return total, (*lines, *less), holding

    def _judged(self, row: Row, reckoned: Reckoned, facts: Facts, truths: Mapping[Atom, bool]) -> Finding:
        total, lines, holding = self._total(row, reckoned, facts, truths)
        maximum = Money.rounded(total)
        if 100 % total.denominator:  # a fraction in lowest terms: no whole number of fen
            lines = (*lines, Line(_ROUNDED, maximum.yuan))
        if self.amount <= maximum:
            return self._within(row, maximum, lines, holding)
        assumed = self._assumed(row)
        return Finding(
            Name.above_standard,
            maximum=maximum,
            excess=self.amount - maximum,
            at_least=row.bound is not Bound.exact,
            lines=self._lines(row, lines, assumed),
            basis=_bases(row, holding),
            confirmed=_confirmed(row, holding),
            assumed=assumed,
        )

    def _within(
        self,
        row: Row,
        maximum: Money | None,
        lines: tuple[Line, ...],
        holding: Sequence[Relief] = (),
    ) -> Finding:
        assumed = self._assumed(row)
        return Finding(
            Name.within_standard,
            maximum=maximum,
            excess=NOTHING,
            lines=self._lines(row, lines, assumed),
            basis=_bases(row, holding),
            confirmed=_confirmed(row, holding),
            assumed=assumed,
        )

    def _lines(self, row: Row, lines: tuple[Line, ...], assumed: Mapping[str, Value]) -> tuple[Line, ...]:
        """What was assumed, what is said of the standard, and last the sum itself."""
        said = [assumed_line(self.item, name, value) for name, value in assumed.items()]
        said += [note_line(words) for words in (self.item.notes, row.note) if words]
        if row.period.start is None:
            said.append(_NO_START)
        if row.bound is Bound.range:
            said.append(_RANGE_NOTE)
        return (*said, *lines) if said else lines

    def _assumed(self, *reckoned: Row) -> dict[str, Value]:
        held = self.held
        if not self.known.assumed and not held.reliefs:
            return {}
        return assumptions(self.item, self.known, held.in_conditions, reckoned, held.reliefs)

    # --- not due at all

    def _exempt(self, relief: Relief, facts: Facts) -> Finding:
        document = document_of(relief)
        text = Text(f"免收：{document or relief.note or ''}", f"Exempt: {document or relief.note or ''}")
        return Finding(
            Name.exempt,
            maximum=NOTHING,
            excess=self.amount,
            lines=(Line(text, 0),),
            basis=relief.basis,
            confirmed=relief.confirmed,
            assumed=self._assumed(),
            relief=relief,
        )

    def _not_due(self, facts: Facts) -> Finding:
        row = self.held.rows[-1]
        failed = failed_line(self.item, row.when, facts)
        why = Text(self.item.notes or failed.zh, failed.en)
        return Finding(
            Name.conditions_not_met,
            maximum=NOTHING,
            excess=self.amount,
            lines=(Line(failed), Line(Text(f"不该收：{why.zh}", f"Not due: {why.en}"), 0)),
            basis=row.basis,
            confirmed=row.confirmed,
            why=why,
        )


def _test(when: When, facts: Facts, truths: Mapping[Atom, bool]) -> bool | None:
    answer = when.test(facts)
    if answer is not None or not truths:
        return answer
    found = [truths.get(atom) if (own := atom.test(facts)) is None else own for atom in when.atoms]
    return False if False in found else None if None in found else True


def _holding(reliefs: Iterable[Relief], facts: Facts, truths: Mapping[Atom, bool]) -> list[Relief]:
    return [one for one in reliefs if _test(one.when, facts, truths)]


def _open(when: When, facts: Facts, truths: Mapping[Atom, bool]) -> Atom:
    return next(atom for atom in when.atoms if atom.test(facts) is None and atom not in truths)


def _bases(row: Row, holding: Sequence[Relief]) -> tuple[Basis, ...]:
    return row.basis if not holding else (*row.basis, *(basis for one in holding for basis in one.basis))


def _confirmed(row: Row, holding: Sequence[Relief]) -> bool:
    return row.confirmed and all(one.confirmed for one in holding)
