"""Reliefs: all that hold are applied, multiply before cap; exempt comes before any (``relief``, ``arithmetic``)."""

from collections.abc import Sequence
from fractions import Fraction

from burden.rules.items import Relief
from burden.rules.standards.kind import Line, Number, shown, yuan
from core.values.text import Text

_BY = {
    "multiply": Text("减按 {share}：{amount}", "Reduced to {share} of it: {amount}"),
    "cap": Text("减免后最高 {share}：{amount}", "At most {share} after the relief: {amount}"),
    "refund": Text("应退 {share}，剩 {amount}", "{share} of it must be returned, which leaves {amount}"),
}


def reduced(total: Number, holding: Sequence[Relief]) -> tuple[Number, tuple[Line, ...]]:
    """`total` after the reliefs that hold (none of them exempt), with a line for each."""
    lines: list[Line] = []
    for effect in ("multiply", "cap", "refund"):
        for relief in holding:
            if relief.effect == effect:
                total = _after(total, relief)
                lines.append(Line(_words(relief, total), total))
    return total, tuple(lines)


def _after(total: Number, relief: Relief) -> Number:
    if relief.effect == "cap":
        return min(total, relief.cap or 0)
    factor = relief.factor or Fraction(0)
    return total * factor if relief.effect == "multiply" else total * (1 - factor)


def _words(relief: Relief, total: Number) -> Text:
    share = yuan(relief.cap or 0) if relief.effect == "cap" else shown((relief.factor or 0) * 100) + "%"
    words = _BY[relief.effect].fill(share=share, amount=yuan(total))
    document = document_of(relief)
    return Text(f"{words.zh}（{document}）", f"{words.en} ({document})") if document else words


def document_of(relief: Relief) -> str:
    """The documents a relief rests on, as one would show them at the counter."""
    return "、".join(f"{one.title or one.number or ''}{one.article or ''}" for one in relief.basis)
