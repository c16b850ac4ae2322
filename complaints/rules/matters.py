"""A matter as routing sees it: what kind of wrong, by whom, where, who else is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from core.values.text import Text


class Mode(StrEnum):
    """How much of the complainant is known to whom. It moves no handler and no term (M3)."""

    named = "named"
    """The handler may read who it is; each look is recorded."""
    confidential = "confidential"
    """Opening the identity takes a reason and a person of another unit."""
    anonymous = "anonymous"
    """Nobody knows; the code alone leads back."""


MODES = {
    Mode.named: Text("实名", "named"),
    Mode.confidential: Text("保密", "confidential"),
    Mode.anonymous: Text("匿名", "anonymous"),
}

LIST_TYPES = {
    "administrative_fee": "行政事业性收费",
    "government_fund": "政府性基金",
    "government_priced_service": "政府定价的经营服务性收费",
    "deposit": "涉企保证金",
    "intermediary_service": "行政审批前置中介服务收费",
}
"""Nature of an item in the catalogue → the list's name in routing.yaml. Resource income is on no list."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of wrong by one body: one charge, or one inspection."""

    kind: str
    body: str | None = None
    """Code of the body complained of; None: not known who it was."""
    region: str | None = None
    """Where it happened (GB/T 2260)."""
    list_type: str | None = None
    """The list the item is on, by its Chinese name; None: on none."""
    mode: Mode = Mode.named
    set_by: tuple[str, ...] = ()
    """Who set the charge."""
    ordered_by: tuple[str, ...] = ()
    """Who ordered the charge or the inspection."""
    beneficiaries: tuple[str, ...] = ()
    """Who receives or shares the money; the treasury alone does not count."""
    previous_handlers: tuple[str, ...] = ()
    """Who handled it before, on review, transfer or return."""
    body_kind: str = ""
    """Kind of a body that is not on record (a firm named by the complainant); else the record's is used."""

    @property
    def known(self) -> bool:
        """Whether it is known who is complained of."""
        return self.body is not None

    @property
    def authors(self) -> tuple[str, ...]:
        """Who set or ordered it."""
        return self.set_by + self.ordered_by

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """The matter that `as_dict` gave."""
        facts = kept["facts"]
        return cls(
            kind=kept["kind"],
            body=kept["body"],
            region=kept["region"],
            list_type=kept["list_type"],
            mode=Mode(kept["mode"]),
            set_by=tuple(facts["set_by"]),
            ordered_by=tuple(facts["ordered_by"]),
            beneficiaries=tuple(facts["beneficiaries"]),
            previous_handlers=tuple(facts["previous_handlers"]),
            body_kind=kept["body_kind"],
        )

    def as_dict(self) -> dict[str, Any]:
        """What was asked, in the form of the shell: kept with the route, so that it can be run again."""
        facts = {
            "set_by": list(self.set_by),
            "ordered_by": list(self.ordered_by),
            "beneficiaries": list(self.beneficiaries),
            "previous_handlers": list(self.previous_handlers),
        }
        return {
            "kind": self.kind,
            "body": self.body,
            "region": self.region,
            "list_type": self.list_type,
            "mode": self.mode.value,
            "body_kind": self.body_kind,
            "facts": facts,
        }
