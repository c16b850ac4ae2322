"""What matching found: every outcome the verdict must act on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from burden.rules.editions import Entry
from burden.rules.items import Collector
from core.values.money import Money
from core.values.text import Text


class Outcome(StrEnum):
    """The kind of answer; which fields of Match speak is said under each."""

    item = "item"
    """Sure: `key`, `how`, `entries`; `amount` where only part of the sum is this item's (an official fee passed on).

    Local standards are *not* yet exchanged for the place of the charge: the verdict does that (rules/local.py).
    """
    candidates = "candidates"
    """Several fit: `candidates` (keys, exchanged for the place), `questions` with the one that tells them apart.

    The verdict uses them only if they would end differently, or `ask_anyway`.
    """
    ask = "ask"
    """Something must be asked first, whatever the candidates would give: `reason`, `questions`, `candidates`."""
    not_a_fee = "not_a_fee"
    """`id` of the class in not-a-fee.yaml."""
    closed_class = "closed_class"
    """`id` of the class in closed-classes.yaml; its condition holds (a condition still open arrives as `ask`)."""
    market_priced = "market_priced"
    """`id` of the service in market-priced.yaml; the payee fits and the day is one the list may be relied on."""
    wrong_body = "wrong_body"
    """By family: no family of this word is this body's; `collectors` and `candidates` say whose it is."""
    nothing = "nothing"
    """No item: the lists decide; `nearest` are names to show, resembling too little to ask about.

    `resembling` are alike enough that a complete list's silence proves nothing (editions.yaml, rule 5 乙): where an
    edition would otherwise say not_on_list, the verdict asks with those of them that stand in it (all of them where
    the edition has no topic) as candidates; without such an edition they are only the nearest names.
    """


class How(StrEnum):
    """By what an item was recognised; shown to the person."""

    name = "name"
    """The official name."""
    alias = "alias"
    """An everyday or former name on record."""
    listed = "listed"
    """The name in an edition of a list, or the everyday word for it."""
    event = "event"
    """The name in the table of ends and reductions."""
    family = "family"
    """A family's word, and a fact, the story or the payee that decides."""
    contained = "contained"
    """The words contain an item's name."""
    alike = "alike"
    """Alike enough to be sure: a slip of typing, another spelling."""
    chosen = "chosen"
    """The person chose it among candidates."""


class Reason(StrEnum):
    """`reason` of needs_information, as far as names go."""

    name_ambiguous = "name_ambiguous"
    name_generic = "name_generic"
    facts_missing = "facts_missing"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be meant, and why it is offered."""

    key: str
    name: str
    why: Text

    def as_dict(self) -> dict[str, Any]:
        """The form of the API."""
        return {"key": self.key, "name": self.name, "why": self.why.as_dict()}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the fact its answer becomes, the words, and the answers that may be given (empty = free)."""

    fact: str
    question: Text
    type: str = "choice"
    unit: str | None = None
    options: tuple[tuple[str | int | bool, Text], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The form of the API."""
        return {
            "fact": self.fact,
            "question": self.question.as_dict(),
            "type": self.type,
            "unit": self.unit,
            "options": [{"value": value, "label": label.as_dict()} for value, label in self.options],
        }


@dataclass(frozen=True, slots=True)
class Match:
    """The answer of matching; see Outcome for which fields speak when."""

    outcome: Outcome
    key: str | None = None
    how: How | None = None
    entries: tuple[Entry, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    questions: tuple[Question, ...] = ()
    reason: Reason | None = None
    ask_anyway: bool = False
    id: str | None = None
    collectors: tuple[Collector, ...] = ()
    amount: Money | None = None
    nearest: tuple[Candidate, ...] = ()
    resembling: tuple[Candidate, ...] = ()
    notes: tuple[Text, ...] = ()
    """Lines for the working: which words decided."""
    assumed: Mapping[str, Any] = field(default_factory=dict)


YES_NO = ((True, Text("是", "Yes")), (False, Text("不是", "No")))

OFFICIAL_PART = Question(
    "official_part",
    Text(
        "这笔钱里代缴的官费是多少？代理服务费是多少？请填官费的金额",
        "How much of this sum is the official fee paid on your behalf (not the agent's own charge)?",
    ),
    type="money",
    unit="元",
)
"""The question of ``passed_on``: an agent's bill that contains an official fee."""

COMMISSIONED = Question(
    "commissioned",
    Text(
        "这是您自己委托的服务吗？被要求交的，请选“不是”",
        "Did you order this service yourself? If it was demanded of you, answer no",
    ),
    type="yes_no",
    options=YES_NO,
)
"""A market payee and a name the market list does not know."""

PAYEE_KIND = Question(
    "payee_kind",
    Text("钱交给了谁？", "Who was paid?"),
    options=(
        ("authority", Text("行政机关", "A state authority")),
        ("unit", Text("机关所属的事业单位", "A public institution under an authority")),
        ("association", Text("协会、商会", "An association")),
        ("market", Text("公司、中介等市场化机构", "A company or other market provider")),
    ),
)
"""Whoever took the money cannot be told from table or name."""

REGION = Question(
    "region",
    Text("这笔费是在哪里收的？", "Where was this charged?"),
    type="region",
)
"""A local standard is at stake and the place is not known."""
