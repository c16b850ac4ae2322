"""What one can complain of: the kinds of ``kinds.yaml``, what each asks, and which a verdict leads to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from complaints.rules.reading import RulebookError, needed, only_known, words
from core.values.text import Text


class Group(StrEnum):
    """The field a kind belongs to; routing and statistics go by it."""

    charge = "charge"
    deposit = "deposit"
    apportionment = "apportionment"
    inspection = "inspection"
    testing = "testing"
    conduct = "conduct"
    external = "external"
    """Not handled here: the complainant is told the right door."""


class Remedy(StrEnum):
    """What a decision may order."""

    refund = "refund"
    rectify = "rectify"
    confiscate = "confiscate"
    fine = "fine"
    discipline = "discipline"
    annul = "annul"
    recognise = "recognise"
    publish = "publish"
    return_deposit = "return_deposit"


REMEDIES = {
    Remedy.refund: Text("退费", "refund"),
    Remedy.rectify: Text("责令改正", "order to put it right"),
    Remedy.confiscate: Text("没收违法所得", "confiscation of the unlawful gain"),
    Remedy.fine: Text("罚款", "fine"),
    Remedy.discipline: Text("处分建议", "disciplinary recommendation"),
    Remedy.annul: Text("撤销、停止执行文件", "annulment of the document"),
    Remedy.recognise: Text("责令采信", "order to recognise the result"),
    Remedy.publish: Text("公告曝光", "public notice"),
    Remedy.return_deposit: Text("退还保证金", "return of the deposit"),
}
FREELY_CHOSEN = (
    "duplicate_charge",
    "split_charge",
    "early_charge",
    "not_published",
    "no_receipt",
    "charge_without_service",
)
"""What may still be wrong with a charge within its standard; the complainant chooses (head of kinds.yaml)."""
RESOURCE_INCOME = ("own_made_item", "beyond_scope")
"""What one may choose for income from state resources, which is no fee and has no kind of its own (same place)."""
_FORMS = {"text", "line", "day", "amount", "yes_no"}
_KEYS = {
    "id", "group", "zh", "en", "official", "means", "verdicts", "priority", "only_if", "as_question", "basis", "ask",
    "evidence", "remedies", "regime", "refundable",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact to ask of the complainant; "do not know" is always an answer."""

    name: str
    question: Text
    form: str
    """text, line, day, amount or yes_no."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a kind rests on."""

    law: str
    article: str
    confirmed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of wrong."""

    id: str
    group: Group
    name: Text
    means: str
    """One sentence, in the Chinese of the sources."""
    official: bool
    """Whether the name is a law's own word."""
    verdicts: frozenset[str]
    order: Mapping[str, int]
    """Verdict → place among the kinds it leads to; 1 is what is offered first."""
    only_if: Mapping[str, str]
    """Verdict → the class of thing it must have named for this kind to come first."""
    as_question: frozenset[str]
    """Verdicts from which this is asked, not stated."""
    sources: tuple[Source, ...]
    ask: tuple[Fact, ...]
    evidence: tuple[str, ...]
    """Any one is enough, and none is no reason to refuse."""
    remedies: tuple[Remedy, ...]
    regime: str
    """Where no rule of routing says otherwise."""
    refundable: bool
    """Whether a decision must name the sum to return, or why there is none."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind that a verdict leads to."""

    kind: Kind
    default: bool
    """Chosen unless the complainant chooses another."""
    as_question: bool
    """To be asked ("is it …?"), because the verdict does not say so."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds, in the order of the file."""

    by_id: Mapping[str, Kind]

    @classmethod
    def read(cls, document: Mapping[str, Any], questions: Mapping[str, Any]) -> Self:
        """From ``kinds.yaml`` and ``facts.yaml``.

        :raises RulebookError: for an unknown key, group or remedy, or a fact without its question.
        """
        facts = {name: _read_fact(name, entry) for name, entry in needed(questions, "facts").items()}
        return cls({entry["id"]: _read_kind(entry, facts) for entry in needed(document, "kinds")})

    def get(self, kind: str) -> Kind | None:
        """The kind of that id."""
        return self.by_id.get(kind)

    def suggested(self, verdict: str, classes: Collection[str] = ()) -> tuple[Suggestion, ...]:
        """The kinds `verdict` leads to, what is offered first first.

        `classes` are the classes of thing the verdict named (deposit, membership, tax …): a kind meant for one of
        them goes before the default of the verdict. A verdict of ``within_standard`` has no default.
        """
        if verdict == "within_standard":
            return tuple(Suggestion(self.by_id[name], False, False) for name in FREELY_CHOSEN)
        if verdict == "not_a_fee" and "resource_income" in classes:
            return tuple(Suggestion(self.by_id[name], False, False) for name in RESOURCE_INCOME)
        named = [kind for kind in self.by_id.values() if verdict in kind.verdicts]
        named.sort(key=lambda kind: (kind.only_if.get(verdict) not in classes, kind.order.get(verdict, 1)))
        return tuple(Suggestion(kind, place == 0, verdict in kind.as_question) for place, kind in enumerate(named))


def _read_fact(name: str, entry: Mapping[str, Any]) -> Fact:
    if entry.get("form") not in _FORMS:
        raise RulebookError(f"{name}: {entry.get('form')!r} is no form of answer")
    return Fact(name, words(entry), entry["form"])


def _read_kind(entry: Mapping[str, Any], facts: Mapping[str, Fact]) -> Kind:
    only_known(entry, _KEYS, "kind")
    try:
        return Kind(
            id=entry["id"],
            group=Group(entry["group"]),
            name=words(entry),
            means=needed(entry, "means"),
            official=bool(entry["official"]),
            verdicts=frozenset(entry["verdicts"]),
            order=dict(entry.get("priority", {})),
            only_if=dict(entry.get("only_if", {})),
            as_question=frozenset(entry.get("as_question", ())),
            sources=tuple(
                Source(basis["law"], str(basis.get("art") or ""), bool(basis["confirmed"]), basis.get("note", ""))
                for basis in entry["basis"]
            ),
            ask=tuple(facts[name] for name in entry["ask"]),
            evidence=tuple(entry["evidence"]),
            remedies=tuple(Remedy(remedy) for remedy in entry["remedies"]),
            regime=needed(entry, "regime"),
            refundable=bool(entry["refundable"]),
        )
    except (KeyError, ValueError) as error:
        raise RulebookError(f"kind {entry.get('id')}: {error}") from error
