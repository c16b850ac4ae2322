"""The rules of routing, kinds and terms, from the files of ``complaints/data``."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from complaints.rules.clocks import Regimes
from complaints.rules.kinds import Kinds
from complaints.rules.rulebook import Rulebook
from core.calendars import calendar

DATA = Path(__file__).resolve().parent.parent / "data"


def document(name: str) -> Any:
    """What stands in ``complaints/data/<name>.yaml``."""
    with (DATA / f"{name}.yaml").open("rb") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache(maxsize=1)
def regimes() -> Regimes:
    """The procedures and their terms."""
    return Regimes.read(document("deadlines"))


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    """What one can complain of."""
    return Kinds.read(document("kinds"), document("facts"))


@lru_cache(maxsize=1)
def current() -> Rulebook:
    """Everything routing goes by; read once per process.

    :raises RulebookError: if a file says what the code does not know.
    """
    return Rulebook.read(document("routing"), kinds(), regimes(), calendar())
