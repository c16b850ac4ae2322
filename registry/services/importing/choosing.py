"""What a laboratory says of a file, or said of its like before: sheet, head, columns, names of parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person says instead of what would be taken."""

    sheet: str | None = None
    head_row: int | None = None
    columns: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Column from 0 → (field or "", key of a parameter or "")."""
    names: Mapping[str, str] = field(default_factory=dict)
    """A laboratory's word for a parameter → its key."""
    kind: str = ""
    """Kind of the subjects, where a file does not say and several would do."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What holds for all of this file; never kept for the next."""

    def as_dict(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        columns = {str(index): list(choice) for index, choice in self.columns.items()}
        return {
            "sheet": self.sheet, "head_row": self.head_row, "columns": columns, "names": dict(self.names),
            "kind": self.kind, "facts": dict(self.facts),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Choices":
        """What `as_dict` kept."""
        columns = {int(index): (choice[0], choice[1]) for index, choice in (kept.get("columns") or {}).items()}
        return cls(
            kept.get("sheet"), kept.get("head_row"), columns, kept.get("names") or {}, kept.get("kind") or "",
            kept.get("facts") or {},
        )  # fmt: skip

    def of_layout(self) -> dict[str, Any]:
        """The part that holds for every file of the same layout."""
        kept = self.as_dict()
        return {name: kept[name] for name in ("columns", "names", "kind")}

    def after(self, before: "Choices") -> "Choices":
        """These on top of what was kept before: what is said now counts."""
        return replace(
            self, columns={**before.columns, **self.columns}, names={**before.names, **self.names},
            kind=self.kind or before.kind,
        )  # fmt: skip
